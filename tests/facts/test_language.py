from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.text.language import tell_language
from mailcheck.lexicon.languages import languages

TEXTS = {
    "en": "Thank you for your order. We have sent it to you and it will be with you on Monday.",
    "de": "Vielen Dank für Ihre Bestellung. Wir haben sie heute für Sie gepackt und sie ist auf dem Weg.",
    "nl": "Bedankt voor je bestelling. We hebben het pakket vandaag voor je ingepakt en het is onderweg naar jou.",
    "fr": "Merci pour votre commande. Nous avons préparé le colis et il est en route pour vous.",
    "es": "Gracias por tu pedido. Hemos preparado el paquete y está en camino para que lo recibas el lunes.",
    "pt": "Obrigado pela sua encomenda. Já preparámos o pacote e não demora a chegar até si, para a receber em casa.",
    "it": "Grazie per il tuo ordine. Abbiamo preparato il pacco e la consegna è prevista per lunedì, non prima.",
    "pl": "Dziękujemy za zamówienie. Paczka jest już w drodze i będzie u Ciebie w poniedziałek, a nie we wtorek.",
    "cs": "Děkujeme za objednávku. Balíček je na cestě a bude u vás v pondělí, pokud se nic nestane.",
    "sv": "Tack för din beställning. Vi har packat den och den är på väg till dig, men det kan ta någon dag.",
    "fi": "Kiitos tilauksesta. Paketti on jo matkalla ja se on perillä maanantaina, mutta ei ennen kuin aamulla.",
    "hu": "Köszönjük a rendelést. A csomag már úton van, és hétfőn érkezik meg, de nem korábban, mint reggel.",
    "tr": "Siparişiniz için teşekkür ederiz. Paket yola çıktı ve pazartesi günü için bir kurye ile size ulaşacak.",
    "ru": "Спасибо за ваш заказ. Мы уже отправили посылку, и она будет у вас в понедельник, если не раньше.",
    "uk": "Дякуємо за ваше замовлення. Ми вже надіслали посилку, і вона буде у вас у понеділок, якщо не раніше.",
    "el": "Σας ευχαριστούμε για την παραγγελία. Το δέμα είναι καθ' οδόν και θα το έχετε τη Δευτέρα.",
    "he": "תודה על ההזמנה. החבילה כבר בדרך ותגיע אליך ביום שני.",
    "ja": "ご注文ありがとうございます。荷物は月曜日にお届けします。",
    "zh": "感谢您的订单。我们已经发货，包裹将于星期一送达。",
    "zh-hant": "感謝您的訂單。我們已經發貨，包裹將於星期一送達。",
    "ko": "주문해 주셔서 감사합니다. 상품은 월요일에 도착합니다.",
    "th": "ขอบคุณสำหรับคำสั่งซื้อ พัสดุจะถึงคุณในวันจันทร์",
}


@pytest.mark.parametrize("code", TEXTS)
def test_plain_text_tells_its_language(code: str) -> None:
    assert tell_language(TEXTS[code]) == code


@pytest.mark.parametrize("code", TEXTS)
def test_a_template_that_declares_english_is_not_believed(code: str) -> None:
    assert tell_language(TEXTS[code], "en") == code


def test_the_declared_language_decides_between_near_relatives_and_where_nothing_tells() -> None:
    assert tell_language("Sale", "da") == "da"
    assert tell_language("", "pt_BR") == "pt-br"
    assert tell_language("Obrigado pela sua encomenda, que já está a caminho.", "pt-BR") == "pt-br"
    assert tell_language("Спасибо", "en") == ""
    assert tell_language("Sale", "xx") == ""


@pytest.mark.parametrize(
    ("declared", "text", "told"),
    [
        ("hi", "Bijli ka bill", "hi-latn"),
        ("ur", "Bijli ka bill", "hi-latn"),
        ("el", "Kalimera", "el-latn"),
        ("uz", "Салом", "uz-cyrl"),
        ("kk", "Sálem", "kk-latn"),
        ("sr", "Zdravo", "sr-latn"),
        ("sr-Latn", "Здраво", "sr"),
        ("hi-Latn", "Bijli ka bill", "hi-latn"),
    ],
)
def test_a_declared_language_may_be_written_in_its_other_script(declared: str, text: str, told: str) -> None:
    assert tell_language(text, declared) == told


def test_what_both_chinese_scripts_write_alike_is_left_to_the_declaration() -> None:
    assert tell_language("停止接收", "zh-TW") == "zh-hant"
    assert tell_language("停止接收", "zh-CN") == "zh"
    assert tell_language("選擇信件", "") == "zh-hant"


@given(st.text(max_size=200), st.text(max_size=12))
def test_any_text_gets_a_code_of_the_lexicon_or_none(shown: str, declared: str) -> None:
    assert tell_language(shown, declared) in {"", *languages()}
