"""A hurry in the subject, and whether the body bears it out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_calendar import falls_on, weekday_of
from mailcheck.facts.subject.subject_figures import amounts, date_places, digit_near, figures_near
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_spelled import spells_a_sum
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.findings import Confidence
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.patterns import words

_WITHIN_HOURS: Final = 10  # days ahead at which an end is not that of 'today'
_WITHIN_DAYS: Final = 45  # those at which it is not that of 'last days'
_APART: Final = 12  # characters between 'until' and the day or the hour
_COUNT: Final = 4  # characters between words for what is left and the number
_BESIDE: Final = 6  # characters between the name of a month and its day
_SURE_AHEAD: Final = 60  # those within which the year of a day is that of the message
_MONTHS_AHEAD: Final = 120  # those at which the day is rather one that is over, written without its year
_ASKED: Final = lazy_regex(r"[?？؟]")


def false_urgency(
    subject: Reading, body: Body, today: date | None, *, offers: bool, dated: bool = True
) -> Signal | None:
    """An end or a want that the body denies, does not know, or dates in the past.

    `offers`: the subject makes an offer. `dated`: `today` is the day that the message itself names.
    """
    alarms = subject.all("alarm")
    hits = [
        hit
        for hit in (*subject.plain("today", "scarce", "last", "press"), *subject.counted())
        if not any(hit.start < other.end and other.start < hit.end for other in alarms)
    ]
    if not hits:
        if not body.tells or not (offers or (_ends(subject) and body.sells and not body.numbered)):
            return None
        return _plainly_denied(subject, body)
    if in_a_question(hits[-1], subject) or is_article(subject) or not body.tells:
        return None
    kinds = {"scarce" if hit.key == "few" else hit.key for hit in hits}
    quote = subject.quote(hits[0])
    if denial := _denied(kinds, subject, body):
        return _untrue(quote, denial, kinds)
    if not _is_dated(subject) and (later := _later(kinds, subject, body, today, dated=dated)):
        return _untrue(quote, later, kinds)
    over = body.over(today)
    if over is not None and body.deadline() and "scarce" not in kinds:
        reason = f"'{quote}', but the last day that the body names, {over.isoformat()}, is over"
        return Signal("urgency", quote, reason, Confidence.LIKELY, missing="a day still ahead", detail="over")
    if kinds == {"scarce"} or _supported(body) or not (body.sells or body.money) or not body.is_to_be_had:
        return None  # what is left is told in too many ways for its absence to say anything
    return Signal(
        "urgency",
        quote,
        f"'{quote}', but the body names neither an end nor a number that is left",
        Confidence.HEURISTIC,
        missing=_looked_for(kinds),
        detail="unsupported",
    )


def _plainly_denied(subject: Reading, body: Body) -> Signal | None:
    """An offer with an end ('until midnight'), or of the last of something, where the body says there is no such."""
    last = subject.plain("final")
    if not (last or _ends(subject)) or is_article(subject):
        return None
    if not body.firm_denials or body.left() or body.deadline(exact=True) or _ends_alike(subject, body):
        return None
    return _untrue(subject.quote(last[0]) if last else subject.text, body.firm_denials[0], {"last"})


def _ends(subject: Reading) -> bool:
    """Whether a subject says until when, by a day, an hour or a time of day."""
    untils = subject.all("until")
    if not untils:
        return False
    places = [(hit.start, hit.end) for hit in subject.plain("now", "day")] + list(date_places(subject.folded))
    return any(
        max(start - until.end, until.start - end) <= _APART
        and not amounts(subject.folded[min(until.end, end) : max(until.start, start)])
        for until in untils
        for start, end in places
    )


def _ends_alike(subject: Reading, body: Body) -> bool:
    """Whether a body names the end that its subject names: 'until Saturday'."""
    deadline = fold(body.deadline())
    return any(subject.folded[day.start : day.end] in deadline for day in subject.all("day")) if deadline else False


def _untrue(quote: str, denial: str, kinds: set[str]) -> Signal:
    reason = f"'{quote}', but the body says '{denial}'"
    return Signal("urgency", quote, reason, Confidence.LIKELY, missing=_looked_for(kinds), detail="denied")


def _denied(kinds: set[str], subject: Reading, body: Body) -> str:
    """The words by which the body denies a hurry, '' when it bears it out all the same."""
    denials = body.denials
    if not denials:
        return ""
    if not body.firm_denials and (
        body.tells_a_story or not (body.sells or body.offers or body.ways > 1 or spells_a_sum(body.reading))
    ):
        return ""  # 'always' and 'every day' are said of much
    if kinds == {"scarce"}:
        borne_out = body.left(_counted(subject)) or bool(body.deadline(exact=True))
    elif kinds & {"today", "press"}:
        borne_out = body.soon(near_end=True) and bool(body.deadline() or body.reading.has("today"))
    else:
        borne_out = bool(body.deadline(exact=True)) or _ends_alike(subject, body)
    return "" if borne_out else denials[0]


def _counted(subject: Reading) -> float:
    """The largest number that a subject names beside words for what is left, 0 without one."""
    places = [
        place
        for hit in subject.plain("scarce", "few")
        for place in figures_near(subject.folded, hit.start, hit.end, _COUNT)
    ]
    return max((float(subject.folded[start:end]) for start, end in places), default=0.0)


def _is_dated(subject: Reading) -> bool:
    """Whether the subject names the day itself."""
    return any(digit_near(subject.folded, day.start, day.end, _BESIDE) for day in subject.all("day"))


def _later(kinds: set[str], subject: Reading, body: Body, today: date | None, *, dated: bool) -> str:
    """The words of a day long after the hurry, '' without one or where the body speaks of today or an hour as well."""
    if kinds == {"scarce"} or today is None or body.soon(near_end=True) or body.reading.has("today"):
        return ""
    end = body.end(today)
    if end is None:
        return ""
    ahead = (end[0] - today).days
    sure = dated and ahead <= _SURE_AHEAD
    if any(falls_on(end[0], weekday, sure=sure) for weekday in _weekdays(subject)):
        return ""
    least = _WITHIN_HOURS if kinds & {"today", "press"} else _WITHIN_DAYS
    return end[1] if least < ahead < _MONTHS_AHEAD else ""


def _weekdays(subject: Reading) -> Iterator[int]:
    """The days of the week that a subject names."""
    for hit in subject.all("day"):
        weekday = weekday_of(subject.folded[hit.start : hit.end])
        if weekday is not None:
            yield weekday


def _supported(body: Body) -> bool:
    """Whether the body tells an end, or a number that is left: a weekday on which a shop is open is none."""
    if body.left() or body.reading.has("scarce", "today"):
        return True
    return bool(body.deadline()) or body.dated or body.soon(near_end=True)


def _looked_for(kinds: set[str]) -> str:
    return "a number or words for what is left" if kinds == {"scarce"} else "a day or an hour at which it ends"


def in_a_question(hit: Hit, subject: Reading) -> bool:
    """Whether a phrase ends a question with which the subject begins: the rest answers it."""
    rest = subject.folded[hit.end : hit.end + 3].lstrip()
    return rest[:1] in ("?", "？", "؟", ";") and len(subject.folded) - hit.end > 4


def is_article(subject: Reading) -> bool:
    """Whether the subject begins like a headline about its topic, or does so behind a colon: 'False bills: how ...'."""
    return any(
        hit.start <= 2 or subject.folded[: hit.start].rstrip()[-1:] in (":", "：") for hit in subject.all("article")
    )


def asks_and_tells(subject: Reading) -> bool:
    """Whether a subject asks and goes on to answer, as articles do: 'A letter from the court? What to do now'."""
    asked = _ASKED.search(subject.folded)
    return asked is not None and len(words(subject.folded[asked.end() :])) > 1
