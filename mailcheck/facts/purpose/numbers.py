"""Amounts, reductions, references and codes, as the world writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mailcheck.lazy_regex import lazy_regex

MOST_AMOUNTS: Final = 10
_CODES: Final = (
    r"USD|EUR|Euros?|euros?|GBP|CHF|JPY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY"
    r"|BRL|MXN|INR|CNY|RMB|SGD|ZAR|AED|VND|IDR|MYR|SAR|ILS|UAH|BGN|RSD|TL|Rp\.?|RM|kr\.?|Kr\.?|zł|Kč|Ft|lei|лв\.?|руб\.?|грн"
)
_CURRENCY: Final = (
    r"(?:US\$|R\$|A\$|C\$|HK\$|NT\$|S\$|[$€£¥₹₽₺₴₩₫฿₪₦]|(?<![A-Za-z])"
    rf"(?:{_CODES})(?![A-Za-zÀ-ž]))"
)
_SPELT: Final = (
    r"(?:[万億萬만천]?\s?(?:[円元원](?!旦)|บาท)|de lei"
    r"|(?:lira|euro|forint|koron|korun|kron[aeio]|złot|dollar|pound|рубл|грив(?:ен|н)|лев[а]?(?!\w)|евро|ευρώ|đồng|đ(?!\w)"
    r"|रुपय|रु\.?(?!\w)|ريال|درهم|دينار|جنيه|تومان|ریال|ש״ח|ש\"ח|שקל)\w{0,6})"
)
"""Names of money behind a number, in any of their forms."""
_NUMBER: Final = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2}|,[-–—])?|\d+(?:[.,]\d{1,2})?"
AMOUNT: Final = lazy_regex(rf"{_CURRENCY}\s?(?:{_NUMBER})|(?:{_NUMBER})\s?(?:{_CURRENCY}|{_SPELT})")
DEDUCTION: Final = lazy_regex(
    rf"(?:^|[\s(:])[-–−]\s?(?:{_CURRENCY}\s?(?:{_NUMBER})|(?:{_NUMBER})\s?(?:{_CURRENCY}|円))"
)
PERCENT: Final = lazy_regex(
    r"(?<![\w/%.=-])[%٪]\s?(?:[5-9]|[1-9]\d)(?![\d.,]*\d|[a-z])"
    r"|(?<![\d.,])([5-9]|[1-9]\d)\s?[%％](?!\s?(?:aer|apr|p\.\s?a|effektiv|vat|mwst|iva|tva|moms|btw))",
    re.IGNORECASE,
)
MINUS_PERCENT: Final = lazy_regex(
    r"[-–−]\s?\d{1,2}\s?[%％]|\b\d{1,2}\s?[%％]\s?(?:off|rabatt|korting|sconto|descuento|dto|de réduction"
    r"|remise|taniej|zniżki|desconto|indirim|скидк)"
    r"|[%％]\s?(?:off|オフ|引き)|\d折|[1-9]割引",
    re.IGNORECASE,
)
REFERENCE: Final = lazy_regex(
    r"(?<![\w/.@+-])#?(?!0{3})(?=[\w-]*\d[\w-]*\d[\w-]*\d)(?:[A-Z]{1,5}[-\s]?\d[\dA-Z-]{3,}|\d{2,}-\d{3,}[\d-]*|\d{6,}|[\dA-Z]*\d[A-Z\d]{6,})(?![\w@%€$£]|[.,]\d)"
)
PROMO_CODE: Final = re.compile(
    r"(?<![\w/.@#-])[^\W\d_a-zß-öø-ÿа-яё]{4,}(?:5|[1-9]0|[1-9]5|[1-9]00|[1-9]50)(?![\w%@/]|[.,]\d)"
)
"""Letters and a round number: what is typed at a till. To be asked whether it is all capitals."""
DATED: Final = lazy_regex(r"(?:\d{1,2}[./-]\d{1,2}[./-]?(?:\d{2,4})?|\d{4}-\d{2}-\d{2}|\d{1,2}\.? (?:[^\W\d]{3,9}))\b")
TIMED: Final = lazy_regex(r"(?:[01]?\d|2[0-3])(?:[:.h][0-5][05]|\s?[ap]m\b)(?![.\d])", re.IGNORECASE)
"""An hour at the beginning: 7.30, 18h00, 9 am."""
DIGIT: Final = re.compile(r"\d")
REDUCTION_SIGN: Final = re.compile("[%％٪折割]")
MAY_REFER: Final = re.compile(r"\d[\w-]*?\d[\w-]*?\d")
MAY_TIME: Final = re.compile(r"\d(?:[:h.H時]\d|\s?[aApP][mM])")
MAY_CALL: Final = lazy_regex(r"\d\)?[\s./-]\(?\d\d")
MAY_CODE: Final = re.compile(r"[^\W\d_a-zß-öø-ÿа-яё]\d")
"""What every reduction, reference, time, telephone number and code to type holds: found faster than these."""
CODE_ALONE: Final = re.compile(r"(?:\d[\s-]?){4,8}|[A-Z0-9]{3,4}-[A-Z0-9]{3,4}")
CLOCK: Final = lazy_regex(
    r"(?<![\d.,])(?:[01]?\d|2[0-3])(?:[:h時][0-5]\d(?!\d)|[.][0-5]\d\s?(?:uhr|uur)|\s?(?:am|pm)\b)", re.IGNORECASE
)
PHONE: Final = lazy_regex(r"(?<![\w-])\(?\+?\d{1,4}\)?(?:[\s./-]\(?\d{2,5}\)?){2,5}(?!\w)")
REGISTER: Final = lazy_regex(
    r"\b(?:HRB|VAT|NIF|CIF|NIPC|CNPJ|KvK|BTW|KRS|NIP|REGON|RCS|SIRET|SIREN|P\.?\s?IVA|USt-?Id|UID|CVR|Org\.?\s?nr|ABN|ACN|EIN|GSTIN|CIN|TVA)\b",
)
MAY_REGISTER: Final = re.compile(
    r"[ABCEGHKNOPRSTUV](?:RB|AT|IF|IPC|NPJ|vK|TW|RS|IP|EGON|CS|IRE|\.?\s?IVA|St|ID|VR|rg|BN|CN|IN|STIN|VA)\b|USt-?Id|[SG](?:IR|ST)"
    r"|Org"
)
"""What every name of a register holds."""
_FIGURE: Final = lazy_regex(r"\d[\d.,'’\u00a0\u202f ]*")


def value(amount: str) -> float:
    """What an amount comes to; the last mark before at most two digits parts the cents. 0 for what is no number."""
    match = _FIGURE.search(amount)
    digits = re.sub(r"[^\d.,]", "", match[0]).rstrip(".,") if match else ""
    whole, mark, cents = digits.rpartition(",") if digits.rfind(",") > digits.rfind(".") else digits.rpartition(".")
    if not mark or len(cents) > 2:
        whole, cents = whole + cents, "0"
    whole = re.sub(r"\D", "", whole)
    return float(f"{whole or 0}.{cents}") if (whole or cents) and len(whole) < 15 else 0.0


_NEAR: Final = 45
_RISES: Final = lazy_regex(
    r"\W{0,3}(?:(?:\w{1,12}\s){0,2}(?:to|auf|naar|till|til|på|à|a|al|para|na|do|до|на|la|yla|kohta)|から|에서|升至|調至|涨至)\s?"
)
"""What leads from a lower price to a higher one: a contract that gets dearer is no offer."""
_NOW: Final = lazy_regex(
    r"\b(?:now|only|just|today|instead|jetzt|nun|nur|heute|maintenant|désormais|seulement|ahora|hoy|solo|sólo|adesso|ora|oggi|agora"
    r"|hoje|só|nu|nå|nyt|bara|kun|slechts|teraz|tylko|nyní|teď|jen|most|csak|acum|doar|сейчас|теперь|только|зараз|лише|τώρα|μόνο|şimdi"
    r"|sadece)\b|今|现|現|지금",
    re.IGNORECASE,
)
"""What says of the second of two prices parted by a comma that it takes the place of the first."""


def asks(text: str) -> bool:
    """Whether it holds a question mark."""
    return "?" in text or "？" in text or "؟" in text


def falls(text: str, found: Sequence[str]) -> bool:
    """Whether two amounts near one another in running text are an old and a new price, in either order."""
    place = 0
    for one, other in pairwise(found):
        first = text.find(one, place)
        second = text.find(other, first + len(one))
        place = first + len(one)
        a, b = value(one), value(other)
        between = text[place:second]
        if (a < b and _RISES.fullmatch(between)) or (between.lstrip()[:1] in (",", ";") and not _NOW.search(between)):
            continue
        if 0 <= second - place <= _NEAR and 0.25 * max(a, b) < min(a, b) < 0.96 * max(a, b):
            return True
    return False


_BARE_PRICE: Final = lazy_regex(
    r"\s(?:(?:instead of|down from|rather than|(?:an)?statt|au lieu de|en (?:lugar|vez) de|invece (?:di|che)|anziché"
    r"|em vez de|in plaats van|i stället för|i stedet for|zamiast|místo|namiesto|umjesto|namesto|în loc de|вместо"
    r"|замість|αντί για)\s(?=\d)|(?:helyett|yerine|sijaan)\s)|円?から\s?(?=\d)|に代えて\s?(?=\d)"
)
"""What joins two prices of which one goes without its currency: '190 ₽ instead of 260'."""
_ROUND_IT: Final = 16


def falls_bare(text: str) -> str:
    """An old and a new price joined by a word for 'instead of', as written; '' without."""
    for match in _BARE_PRICE.finditer(text):
        before = _LAST_FIGURE.search(text[max(match.start() - _ROUND_IT, 0) : match.start()])
        after = _FIRST_FIGURE.match(text[match.end() : match.end() + _ROUND_IT])
        if before and after:
            a, b = value(before[0]), value(after[0])
            if 0.25 * max(a, b) < min(a, b) < 0.96 * max(a, b):
                return f"{before[0].strip()}{match[0]}{after[0].strip()}"
    return ""


_LAST_FIGURE: Final = lazy_regex(r"\d[\d.,\u00a0\u202f ]*\D{0,5}$")
_FIRST_FIGURE: Final = lazy_regex(r"\D{0,3}\d[\d.,\u00a0\u202f ]*")
_SIGN: Final = re.compile("[$€£¥₹₽₺₴₩₫฿₪₦円元원]")
_CODED: Final = re.compile(
    rf"\d\s?(?:{_CODES}|de lei|lir|for|kor|kron|zło|dol|pou|[Ee]ur|[řłđа-яε\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f])"
    rf"|(?:{_CODES})\s?\d"
)
"""What an amount with a code for its currency is never without: few texts need the slower search."""

_LARGE: Final = (
    "million",
    "billion",
    "Million",
    "Milliard",
    "millón",
    "millon",
    "milion",
    "miliard",
    "milhõ",
    "Mio",
    "Mrd",
)
"""Behind the sums of news, which nobody is asked to pay."""
_CURRENCY_LENGTH: Final = 8
"""Characters of the longest name of a currency before its figure, and more."""


def amounts(text: str) -> tuple[str, ...]:
    """The amounts of money in a text, as written; at most ten."""
    found: list[str] = []
    first = DIGIT.search(text)
    if first is None or (not _SIGN.search(text) and not _CODED.search(text)):
        return ()
    for match in AMOUNT.finditer(text, max(first.start() - _CURRENCY_LENGTH, 0)):
        if text.startswith(_LARGE, match.end()) or text.startswith(_LARGE, match.end() + 1):
            continue
        found.append(match[0].strip())
        if len(found) == MOST_AMOUNTS:
            break
    return tuple(found)
