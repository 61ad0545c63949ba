"""Figures in a subject line or a body: money, percentages, identifiers and dates, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.lazy_regex import lazy_regex

_CURRENCY: Final = (
    r"(?:US\$|A\$|C\$|R\$|RM|Rp\.?|[$€£¥￥₽₹₩₺₴₪฿₫₦₱]|EUR|USD|GBP|CHF|PLN|CZK|HUF|RON|SEK|NOK|DKK|euro(?:s|a|n|in|ja|ba|t|na)?|eur|dollar\w*"
    r"|pounds?|kron\w+|kr\b\.?|zł\w*|zl\b|zlot\w+|kč|kc\b|korun|ft\b|forint\w*|lei\b|leu\b|лв\.?|лева?\b|dolar\w*|dólar\w*|долар\w*|доллар\w*|руб\w*|р\.|грн|гривень|гривні|гривн[яюею]"
    r"|tl\b|lira\w*|円|元|원|บาท|บ\.|đồng|dong\b|đ\b|vnđ|ريال|درهم|دينار|جنيه|تومان|ریال|שקל\w*|ש\"ח|रुपये|रुपए|रु|rupiah|rupees?"
    r"|soles|pesos|reais|real\b|ευρώ|ευρω|εвро|евро|євро|eura|evra|francs?|franken|franchi)"
)
_NUMBER: Final = r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_MONEY: Final = re.compile(
    rf"(?<![A-Za-z\d.,])(?:{_CURRENCY})\s?(?P<a>{_NUMBER})|(?<![A-Za-z\d.,])(?P<b>{_NUMBER})\s?(?:,-)?\s?(?:de\s)?(?:{_CURRENCY})(?![A-Za-z])"
    r"|(?<![A-Za-z\d.,])(?P<c>\d{1,5})[,.][-–—](?![\w-])",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d+")
_LINE: Final = 500  # characters up to which a text may be a subject
_SPACE: Final = re.compile(r"\s")
_MONTHS: Final = 12
_DAYS: Final = 31  # of the longest of them
_CURRENCY_REACH: Final = 16  # characters between a figure and the far end of its currency
_KANJI_MONEY: Final = lazy_regex(r"(?P<n>[〇一二三四五六七八九十百千万만천백0-9]{1,12})\s?(?:円|元整?|日圓|원)")
_PERCENT: Final = re.compile(
    r"(?<![\d.,])(?P<n>\d{1,3})(?:[.,]\d)?\s?(?:%|％|٪|percent\b|per cent|prozent|pour ?cent|por ?cien|por ?ciento"
    r"|per cento|por cento|procent|prosent|prosentti\w*|proc\b|проц\w*|відсот\w*|процент\w*|posto"
    r"|százalék\w*|τοις εκατό|yüzde|パーセント|퍼센트|persen|phần trăm|เปอร์เซ็นต์|प्रतिशत|אחוז\w*|بالمئة|بالمائة|درصد)",
    re.IGNORECASE,
)
_KANJI_PERCENT: Final = lazy_regex(
    r"(?P<n>[一二三四五六七八九十\d]{1,3})\s?(?:パーセント|割)|百分之(?P<m>[一二三四五六七八九十]{1,3})"
)
_TURKISH_PERCENT: Final = lazy_regex(r"(?:%|yüzde\s)\s?(?P<n>\d{1,2})\b", re.IGNORECASE)
_FOLD: Final = lazy_regex(r"(?P<n>[一二三四五六七八九]|[1-9](?:\.\d|\d)?)\s?折")
_IDENTIFIER: Final = lazy_regex(
    r"(?<![A-Za-z0-9.,$€£¥@/-])#?(?=[\w/-]*\d[\w/-]*\d)[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*(?![A-Za-z0-9@%])"
)
_UNIT: Final = lazy_regex(
    r"\d+(?:x\d+|h\d{2}|st|nd|rd|th|h|am|pm|ml|cl|g|kg|mg|cm|mm|km|m|l|w|v|gb|tb|mb|k|p|er|e|s|min|d|c|mwst)$",
    re.IGNORECASE,
)
_DATES: Final = lazy_regex(
    r"\d{4}-\d{2}-\d{2}|\b\d{1,2}[./]\s?\d{1,2}(?:[./]\s?(?:\d{4}|\d{2}))?\b"
    r"|[〇一二三四五六七八九十\d]{1,3}\s?月\s?[〇一二三四五六七八九十\d]{1,3}\s?[日号號]"
    r"|\d{1,2}\s?월\s?\d{1,2}\s?일|ngày \d{1,2}"
)
_TIME: Final = lazy_regex(
    r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|uhr|h|時|点|點|시)(?!\w)|[〇一二三四五六七八九十]{1,3}\s?[時点點](?!間)",
    re.IGNORECASE,
)
_ROUND: Final = lazy_regex(
    r"(?<![^\W\d_])(?![^\s]*(?:n[ru]m|no\b|nr\b))[^\W\d_]{3,}\s(?P<n>[1-9]\d{2}[059])(?![\d%/-]|[.,]\d)", re.IGNORECASE
)
_DAY_AND_MONTH: Final = lazy_regex(r"(\d{1,2})[./]\s?(\d{1,2})")
_BARE_NUMBER: Final = lazy_regex(rf"(?<![\w.,])(?:{_NUMBER})(?![\w%]|[.,]\d)")
_YEAR_DATE: Final = lazy_regex(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_KANJI: Final = {**dict(zip("〇一二三四五六七八九", range(10), strict=True))}
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "백": 100, "천": 1000}
_DIGIT: Final = lazy_regex(r"[\d〇一二三四五六七八九十]")


class Amount(NamedTuple):
    """An amount of money, or a percentage, at [start, end)."""

    value: float
    start: int
    end: int


def amounts(text: str) -> Sequence[Amount]:
    """Amounts of money."""
    return _amounts_of_line(text) if len(text) <= _LINE else _amounts(text)


@lru_cache(maxsize=64)
def _amounts_of_line(text: str) -> Sequence[Amount]:
    """Those of a subject, which is asked for them more than once."""
    return _amounts(text)


def _amounts(text: str) -> Sequence[Amount]:
    found = []
    for start, end in _stretches(text):
        for match in _MONEY.finditer(text, start, end):
            value = _number(match["a"] or match["b"] or match["c"])
            found.append(Amount(value, *match.span()))
    if not text.isascii():
        found += [
            Amount(float(kanji(match["n"])), *match.span())
            for match in _KANJI_MONEY.finditer(text)
            if not match["n"].isdigit()
        ]
    return found


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of whole words around figures: where an amount of money may stand."""
    begun, ended = 0, -1
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        if ended < 0:
            begun = max(start - _CURRENCY_REACH, 0)
        elif start > ended + _CURRENCY_REACH:
            last = _word_end(text, ended)
            if last < start - _CURRENCY_REACH:
                yield begun, last
                begun = start - _CURRENCY_REACH
        ended = end
    if ended >= 0:
        yield begun, _word_end(text, ended)


def _word_end(text: str, offset: int) -> int:
    """The end of the word that stands some characters on."""
    match = _SPACE.search(text, offset + _CURRENCY_REACH)
    return match.start() if match is not None else len(text)


def bare_numbers(text: str) -> Iterator[float]:
    """Figures that stand alone, as prices do whose currency was named before: '1,499' of 'instead of 1,499'."""
    for match in _BARE_NUMBER.finditer(text):
        yield _number(match[0])


def percentages(text: str) -> list[Amount]:
    """Percentages from 1 to 100; 'seventy per cent of the price' in Chinese (七折) is 30."""
    found = {Amount(float(match["n"]), *match.span()) for match in _PERCENT.finditer(text)}
    found |= {Amount(float(match["n"]), *match.span()) for match in _TURKISH_PERCENT.finditer(text)}
    if not text.isascii():
        found |= set(_east_asian_percentages(text))
    return sorted(amount for amount in found if 0 < amount.value <= 100)


def _east_asian_percentages(text: str) -> Iterator[Amount]:
    for match in _KANJI_PERCENT.finditer(text):
        value = kanji(match["n"] or match["m"]) * (10 if match[0].endswith("割") else 1)
        yield Amount(float(value), *match.span())
    for match in _FOLD.finditer(text):
        digits = match["n"].replace(".", "")
        paid = float(digits) * (10 if len(digits) == 1 else 1) if digits.isdigit() else kanji(digits) * 10.0
        yield Amount(100.0 - paid, *match.span())


def identifiers(text: str) -> list[str]:
    """Numbers of orders, invoices, parcels and the like: four digits and more, or letters with digits."""
    return [match[0] for match in _IDENTIFIER.finditer(text) if _identifies(match[0])]


def _identifies(token: str) -> bool:
    bare = token.lstrip("#")
    digits = sum(character.isdigit() for character in bare)
    if _UNIT.match(bare) or _YEAR_DATE.match(bare):
        return False
    if bare.isdigit():
        a_year_or_round = digits == 4 and (1900 <= int(bare) <= 2099 or int(bare) % 100 == 0)
        return token.startswith("#") or digits >= 5 or (digits == 4 and not a_year_or_round)
    if bare.replace("-", "").replace("/", "").isdigit():
        return digits >= 6 and not re.match(r"(?:19|20)\d{2}[-/]\d{2,4}$", bare)
    return digits >= 3


def round_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of four digits stand that look like prices, behind a word that does not call them a number."""
    for match in _ROUND.finditer(text):
        yield match.span("n")


def date_places(text: str) -> Iterator[tuple[int, int]]:
    """Where days and times of day stand in figures."""
    for match in _DATES.finditer(text):
        if _may_be_a_day(match[0]):
            yield match.span()
    for match in _TIME.finditer(text):
        yield match.span()


def _may_be_a_day(written: str) -> bool:
    """Whether two figures are a day and a month in either order: '12.6.', and not '1.99'."""
    pair = _DAY_AND_MONTH.match(written)
    if pair is None:
        return True
    first, second = int(pair[1]), int(pair[2])
    return 0 < min(first, second) <= _MONTHS and 0 < max(first, second) <= _DAYS


def digit_near(text: str, start: int, end: int, reach: int) -> bool:
    """Whether a digit stands within `reach` characters of [start, end)."""
    return _DIGIT.search(text, max(0, start - reach), end + reach) is not None


def digits_near(text: str, start: int, end: int, reach: int) -> Iterator[tuple[int, int]]:
    """Where the digits within `reach` characters of [start, end) stand."""
    for match in _DIGIT.finditer(text, max(0, start - reach), end + reach):
        yield match.span()


def figures_near(text: str, start: int, end: int, reach: int) -> Iterator[tuple[int, int]]:
    """Where the whole numbers of which a digit stands within `reach` characters of [start, end) stand."""
    for match in _FIGURE.finditer(text, max(0, start - _CURRENCY_REACH), end + _CURRENCY_REACH):
        if match.end() > start - reach and match.start() < end + reach:
            yield match.span()


def full_dates(text: str) -> Iterator[date]:
    """Days that are written with their year in figures."""
    for match in _YEAR_DATE.finditer(text):
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue


def kanji(numeral: str) -> int:
    """A Chinese numeral up to ten thousands: 二十 is 20, 三万九千八百 is 39800."""
    total = section = digit = 0
    for character in numeral:
        if character.isdigit() and character.isascii():
            digit = digit * 10 + int(character)
        elif character in _KANJI:
            digit = digit * 10 + _KANJI[character] if digit else _KANJI[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        elif character in "万만":
            total += (section + digit or 1) * 10_000
            section = digit = 0
    return total + section + digit


def _number(written: str) -> float:
    """'1,299.00', '1.299', '34,90' as a number."""
    text = re.sub(r"[' \u00a0\u202f]", "", written)
    head, _, tail = text.replace(",", ".").rpartition(".")
    if head and len(tail) == 3:
        return float((head + tail).replace(".", ""))
    return float(f"{head.replace('.', '')}.{tail}") if head else float(tail)
