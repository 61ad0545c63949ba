"""The Date field (RFC 5322 section 3.3, obsolete zones and years included)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from mailcheck.facts.header.structured import tokens, trim
from mailcheck.lazy_regex import lazy_regex
from mailcheck.spans import Span

DateDefect = Literal[
    "unreadable",
    "not-rfc5322",  # another notation, read as well as could be
    "impossible",  # 31 February, 25:00
    "missing-zone",
    "unknown-zone",
    "obsolete-zone",  # EST, PDT and other names; GMT and UT are let pass
    "obsolete-year",  # two digits
    "weekday-mismatch",
]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {"ut": 0, "gmt": 0, "utc": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7}
_DATE = lazy_regex(
    r"(?:(?P<weekday>[A-Za-z]+)\ *,?\ *)?(?P<day>\d{1,2})\ (?P<month>[A-Za-z]{3})[A-Za-z]*\ (?P<year>\d{2,4})"
    r"\ (?P<hour>\d{1,2})\ ?:\ ?(?P<minute>\d{2})(?:\ ?:\ ?(?P<second>\d{2}))?"
    r"(?:\ ?(?P<zone>[+-]\d{4}|[A-Za-z]{1,5}))?\Z"
)


class DateField(NamedTuple):
    """`value` is aware of its offset (UTC where none is written), None when it cannot be read."""

    value: datetime | None
    span: Span
    defects: tuple[DateDefect, ...] = ()


def read_date(value: Span) -> DateField:
    """Reads what follows the colon of a Date field; comments and folds are allowed."""
    value = trim(value)
    text = " ".join(_without_comments(value.quote).split())[:200]
    match = _DATE.match(text)
    if match is None:
        return _other_notation(text, value)
    defects: list[DateDefect] = []
    year = int(match["year"])
    if len(match["year"]) < 4:
        defects.append("obsolete-year")
        year += 1900 if year >= 50 else 2000
    month = match["month"].lower()
    if month not in _MONTHS:
        return DateField(None, value, ("unreadable",))
    if year < 1900:  # section 3.3
        return DateField(None, value, (*defects, "impossible"))
    zone = _zone(match["zone"], defects)
    second = int(match["second"] or 0)
    try:
        day = datetime(year, _MONTHS.index(month) + 1, int(match["day"]), tzinfo=zone)
        moment = day.replace(hour=int(match["hour"]), minute=int(match["minute"]), second=min(second, 59))
        if second > 60:  # 60 is a leap second
            raise ValueError
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return DateField(None, value, (*defects, "impossible"))
    weekday = (match["weekday"] or "").lower()
    if weekday and weekday[:3] != _DAYS[moment.weekday()]:
        defects.append("weekday-mismatch" if weekday[:3] in _DAYS else "not-rfc5322")
    return DateField(moment, value, tuple(defects))


def _zone(written: str | None, defects: list[DateDefect]) -> timezone:
    if not written:
        defects.append("missing-zone")
        return UTC
    if written[0] in "+-":
        hours, minutes = int(written[1:3]), int(written[3:])
        if hours > 23 or minutes > 59:
            defects.append("unknown-zone")
            return UTC
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if written[0] == "-" else offset)
    name = written.lower()
    if name not in _ZONES:
        defects.append("unknown-zone")
    elif name not in ("gmt", "ut"):
        defects.append("obsolete-zone")
    return timezone(timedelta(hours=_ZONES.get(name, 0)))


def _other_notation(text: str, value: Span) -> DateField:
    """ISO 8601 is read, so that its age can still be judged; anything else is unreadable."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return DateField(None, value, ("unreadable",))
    return DateField(moment if moment.tzinfo else moment.replace(tzinfo=UTC), value, ("not-rfc5322",))


def _without_comments(text: str) -> str:
    if "(" not in text:
        return text
    kept = list(text)
    for token in tokens(text):
        if token.kind == "comment":
            kept[token.start : token.end] = " " * (token.end - token.start)
    return "".join(kept)
