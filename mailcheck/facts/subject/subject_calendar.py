"""Days that a body names without their year, as those that follow the day of the message.

A month is known by the first letters of its name in any language. 'Listopad' is left out: it is October in Croatian
and November in Czech and Polish.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.subjects import weekdays

_MONTHS: Final = (
    "jan ian gen ene led siec sijec stycz янв січ ιαν ocak tammi يناير ינואר जनवरी มกราคม saus januar",
    "feb fev fév únor veljac luty lut фев лют φεβ subat helmi فبراير פברואר फरवरी กุมภาพันธ์ vasar veebr",
    "mar mär bre brez ozuj март бер μαρ maalis مارس מרץ मार्च มีนาคม kov",
    "apr avr abr dub trav kwie апр квіт απρ nisan huhti أبريل אפריל अप्रैल เมษายน baland aprel",
    "may mai maj mag mei máj kvet svib май ма трав μαι mayis touko مايو מאי मई พฤษภาคม geg",
    "jun jui giu cerv lip июн черв ιουν haziran kesä يونيو יוני जून มิถุนายน birz юни junij",
    "jul juil lug cervenec srpanj srpnj lipc июл лип ιουλ temmuz heinä يوليو יולי जुलाई กรกฎาคม liep юли julij",
    "aug aou ago avg kolovoz srpen srpna sierp авг серп αυγ agustos elo أغسطس אוגוסט अगस्त สิงหาคม rugpj ogos agust",
    "sep set zari ruj wrze сен вер σεπ eylul syys سبتمبر ספטמבר सितंबर กันยายน rugs септ",
    "oct okt ott out rij pazdz окт жовт οκτ ekim loka أكتوبر אוקטובר अक्टूबर ตุลาคม spal okto",
    "nov stud ноя лист νοε kasim marras نوفمبر נובמבר नवंबर พฤศจิกายน lapkr",
    "dec dez déc dic des pros grud дек груд δεκ aralik joulu ديسمبر דצמבר दिसंबर ธันวาคม gruod dets",
)
_EAST_ASIAN: Final = lazy_regex(r"(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
_DOTTED: Final = lazy_regex(r"(?<![\d.,])(\d{1,2})\.\s?(\d{1,2})\.(?!\d)")
_NUMBER: Final = lazy_regex(r"(?<!\d)\d{1,2}(?!\d)")
_BESIDE: Final = 9  # characters between a month and its day


@lru_cache(maxsize=1)
def _openings() -> list[tuple[str, int]]:
    """How the names of the months begin in all languages, the longest first, with their numbers."""
    found = [(fold(opening), number) for number, row in enumerate(_MONTHS, 1) for opening in row.split()]
    return sorted(found, key=lambda pair: -len(pair[0]))


def month_of(name: str) -> int:
    """The number of a month by its folded name, 0 for any other word."""
    return next((number for opening, number in _openings() if name.startswith(opening)), 0)


@lru_cache(maxsize=1)
def _weekdays() -> list[tuple[str, int]]:
    """How the names of the days begin in all languages, the longest first, with their numbers from Monday's 0."""
    found = [(fold(opening), number) for number, row in enumerate(weekdays()) for opening in row.split()]
    return sorted(found, key=lambda pair: -len(pair[0]))


def weekday_of(name: str) -> int | None:
    """The number of a day of the week by its folded name, Monday's is 0; None for any other word."""
    return next((number for opening, number in _weekdays() if name.startswith(opening)), None)


def falls_on(day: date, weekday: int, *, sure: bool) -> bool:
    """Whether a day is that of the week. Where its year is not `sure`, those beside it count as well."""
    for year in (day.year,) if sure else (day.year, day.year - 1, day.year + 1):
        try:
            if day.replace(year=year).weekday() == weekday:
                return True
        except ValueError:
            continue
    return False


def day_at(folded: str, start: int, end: int, today: date) -> date | None:
    """The day that a month's name at [start, end) of a folded text stands for, with the figure beside it."""
    month = month_of(folded[start:end])
    if not month:
        return None
    before = list(_NUMBER.finditer(folded, max(0, start - _BESIDE), start))
    number = before[-1] if before else _NUMBER.search(folded, end, end + _BESIDE)
    return _next(month, int(number[0]), today) if number is not None else None


def written_days(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    """Days in figures, '31.1.' and '1月31日', each with where it stands."""
    for match in _EAST_ASIAN.finditer(folded):
        if (day := _next(int(match[1]), int(match[2]), today)) is not None:
            yield *match.span(), day
    for match in _DOTTED.finditer(folded):
        if (day := _next(int(match[2]), int(match[1]), today)) is not None:
            yield *match.span(), day


def _next(month: int, number: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= today:
            return day
    return None
