"""What is read from a subject line and a sender's name, beside the cases of `tests/subjects`."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.facts.subject.confusables import mixed_words, skeleton
from mailcheck.facts.subject.sender_name import Sender
from mailcheck.facts.subject.subject import Mail, Subject, read_subject
from mailcheck.facts.subject.subject_figures import amounts, identifiers, kanji, percentages
from mailcheck.facts.subject.subject_style import shouting

SHOP = (
    "We sell lamps made of recycled glass. A table lamp costs 49 dollars and a floor lamp 119. Order in our online"
    " shop or visit us in Mill Street, where all models can be tried out."
)


def read(subject: str, body: str = SHOP, display: str = "", domain: str = "acme.com", **more: object) -> Subject:
    return read_subject(Mail(subject, body, Sender(display, "news", domain), str(more.pop("language", "en")), **more))  # type: ignore[arg-type]


def kinds(found: Subject) -> set[str]:
    return {signal.kind for signal in found.signals}


@pytest.mark.parametrize(
    ("subject", "language", "prefix"),
    [
        ("Re: lamps", "en", "Re:"),
        ("RE[2]: lamps", "en", "RE[2]:"),
        ("[list] Fwd: lamps", "en", "Fwd:"),
        ("AW: WG: Lampen", "de", "AW:"),
        ("TR : lampes", "fr", "TR :"),
        ("RE：ランプ", "ja", "RE："),
        ("回复：台灯", "zh", "回复："),
        ("Vá: lámpa", "hu", "Vá:"),
        ("YNT: lamba", "tr", "YNT:"),
        ("R: lampade", "it", "R:"),
        ("R: lamps", "en", None),
        ("Re-opening on Monday", "en", None),
        ("Reply needed by Friday: trip", "en", None),
        ("News: lamps", "en", None),
    ],
)
def test_reply_prefixes(subject: str, language: str, prefix: str | None) -> None:
    assert read(subject, language=language).reply_prefix == prefix


def test_a_thread_clears_a_prefix() -> None:
    assert "fake-reply" in kinds(read("Re: lamps"))
    assert "fake-reply" not in kinds(read("Re: lamps", threaded=True))
    assert "fake-reply" not in kinds(read("Re: lamps", "Thank you.\n\n> Is the lamp in stock?\n"))
    assert "fake-reply" not in kinds(
        read("Fwd: lamps", "FYI\n---------- Forwarded message ---------\nFrom: a@b.test\n")
    )


def test_a_day_that_is_over_bears_out_no_hurry() -> None:
    body = f"{SHOP} Prices hold until 2026-06-14."
    assert "urgency" not in kinds(read("Last days for our lamps", body, sent=date(2026, 6, 1)))
    assert "urgency" in kinds(read("Last days for our lamps", body, sent=date(2026, 7, 1)))


def test_little_text_is_not_compared() -> None:
    found = read("Today only: lamps", "Lamps!")
    assert found.uncompared
    assert kinds(found) == {"promotional"}


def test_a_language_without_words_is_named() -> None:
    found = read("ხვალ", "ხვალ დილით ვიწყებთ. " * 10, language="ka")
    assert found.language == ""
    assert found.uncompared


@pytest.mark.parametrize(
    ("display", "domain", "seen"),
    [
        ("PayPal", "pp-mail.biz", True),
        ("PayPal", "paypal.com", False),
        ("PayPal", "paypal.de", False),
        ("P\u0430yP\u0430l", "pp-mail.biz", True),
        ("Paypa1 Support", "pp-mail.biz", True),
        ("a@bank.test", "acme.com", True),
        ("a@acme.com", "mail.acme.com", False),
        ("Apple Hill Orchard", "applehill.org", False),
        ("Chase", "chaselamps.com", False),
        ("Chase Security", "card-check.biz", True),
        ("{{ brand }}", "acme.com", False),
        ("", "acme.com", False),
    ],
)
def test_whose_name_it_is(display: str, domain: str, seen: bool) -> None:
    assert ("impersonation" in kinds(read("Hello", display=display, domain=domain))) is seen


def test_letters_that_look_alike() -> None:
    assert skeleton("P\u0430yP\u0430l") == skeleton("paypal") == skeleton("PayPa1")
    assert skeleton("arnazon") == skeleton("amazon")
    assert mixed_words("Acme \u0410cme") == ["\u0410cme"]
    assert mixed_words("Кафе Wi-Fi") == []


def test_figures() -> None:
    assert [amount.value for amount in amounts("$1,299.00, 34,90 Euro, 1.299 € and 三万九千八百円")] == [
        1299,
        34.9,
        1299,
        39800,
    ]
    assert [amount.value for amount in percentages("60 %, %20, 七折, 二十パーセント, 3割, 120 %")] == [
        20,
        20,
        30,
        30,
        60,
    ]
    assert identifiers("order 77120, TB-2291, JD0146 in 2026, at 10am, 50ml, 4,000 shops") == [
        "77120",
        "TB-2291",
        "JD0146",
    ]
    assert kanji("二十五") == 25


def test_loudness() -> None:
    assert shouting("NASA and ESA agree") is None
    assert shouting("ALL LAMPS MUST LEAVE") is not None
    assert shouting("L A M P S") is not None
    assert shouting("Lamps!!") is not None
    assert shouting("Lampen: über das Ä") is None


@given(
    st.text(max_size=200),
    st.text(max_size=400),
    st.text(max_size=60),
    st.sampled_from(["en", "ja", "ar", "vi", "", "xx"]),
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(subject: str, body: str, display: str, language: str) -> None:
    found = read(subject, body, display, language=language)
    assert found.promotional == bool(found.words)
    assert all(signal.reason and (signal.quote or signal.kind == "impersonation") for signal in found.signals)


def test_long_hostile_text_is_read_in_time() -> None:
    for piece in ("Re: ", "(1) ", "a@b.", "1,000 ", "「", "free free ", "- - ", "9 月"):
        read(piece * 20_000, piece * 20_000, piece * 5_000)


def test_the_senders_own_name_before_a_subject_claims_nothing() -> None:
    body = f"{SHOP} The next number is out in May."
    assert "mismatch" not in kinds(
        read("The Small Bill no. 9: lamps of Murano", body, display="The Small Bill", domain="smallbill.org")
    )
    assert "mismatch" in kinds(read("Bill no. 9: payment", body, display="Bill Desk", domain="smallbill.org"))


def test_a_brand_in_letters_of_two_widths_is_spelt_to_deceive() -> None:
    found = read("Ihr Paket", SHOP, display="ＰayPal Sommerhelfer", domain="paket-hilfe.top", language="de")
    assert "look-alike" in {signal.detail for signal in found.of_kind("impersonation")}
    whole = read("Ihr Paket", SHOP, display="ＤＯＣＯＭＯショップ", domain="tenpo-docomo.jp", language="ja")
    assert not whole.of_kind("impersonation")


def test_a_brand_written_in_one_with_its_desk_is_told() -> None:
    found = read("会員情報", SHOP, display="Amazon会員センター", domain="kaiin-joho.top", language="ja")
    assert found.of_kind("impersonation")


def test_the_year_of_a_day_is_that_of_the_message() -> None:
    body, sent = f"{SHOP} The prices hold until 21 March.", date(2025, 1, 20)  # a Friday, in 2026 a Saturday
    assert "urgency" not in kinds(read("Last days: lamps till Friday", body, sent=sent))
    assert "urgency" in kinds(read("Last days: lamps till Saturday", body, sent=sent))
    assert "urgency" not in kinds(read("Last days: lamps till Saturday", body, sent=sent, dated=False))


def test_hours_of_opening_are_no_end() -> None:
    always = "The price is the same on any day of any month."
    assert "urgency" in kinds(read("Last day: lamps", f"{SHOP} {always} Open from 6 am to midnight."))
    assert "urgency" not in kinds(read("Last day: lamps", f"{SHOP} {always} The sale ends at midnight."))


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("$70 off the floor lamp", f"{SHOP} The floor lamp is 49 dollars instead of 119 until 3 May."),
        ("$50 off the tall lamp", f"{SHOP} The tall lamp is 1,250 dollars, it was 1,300."),
        ("Two table lamps for $98", SHOP),
        ("A lamp for $10 a month", f"{SHOP} The plan is 120 dollars a year."),
    ],
)
def test_a_sum_is_borne_out_by_others(subject: str, body: str) -> None:
    assert "mismatch" not in kinds(read(subject, body))


def test_a_reduction_is_borne_out_by_two_prices() -> None:
    body = f"{SHOP} Wool is 15% of our range. The desk lamp is 40 dollars; in May it cost 50."
    assert "mismatch" not in kinds(read("20% off the desk lamp", body))
    assert "mismatch" in kinds(read("30% off the desk lamp", body))


def test_east_asian_sums_are_read() -> None:
    assert [amount.value for amount in amounts("코팅 18만원, 3만9천원")] == [180_000, 39_000]
    assert [amount.value for amount in amounts("洗車3万円")] == [30_000]
