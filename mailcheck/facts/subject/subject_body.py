"""What a body shows of the things a subject may claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from mailcheck.facts.subject.subject_calendar import day_at, written_days
from mailcheck.facts.subject.subject_figures import (
    Amount,
    amounts,
    date_places,
    digit_near,
    digits_near,
    figures_near,
    full_dates,
    identifiers,
    percentages,
    round_numbers,
)
from mailcheck.facts.subject.subject_words import IN_BODIES, Reading
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.own_words import OwnWords
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import TOPICS, number_words

_NEAR: Final = 45  # characters between 'until' and the day
_NAME: Final = lazy_regex(r"[\s,]{1,2}(?:[^\W\d_]{1,6}\.?\s){0,2}(?P<name>[^\W\d_][^\W\d_'’-]+)")
_CASELESS: Final = lazy_regex(r"[\u0590-\u08ff\u0900-\u0fff\u1000-\u109f\u3040-\u9fff\uac00-\ud7af]")
_DENSE: Final = lazy_regex(r"[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]")
_NUMBERED: Final = lazy_regex(
    r"\W{0,3}(?:[^\W\d_]{1,9}\W{1,2}){0,2}#?(?P<number>\d{3,})(?![\d.,]*\s?(?:[%€$£]|(?:k?g|gr|m?l|cl|[ck]?m|szt|ks|db|г|гр|кг|мл|克|公克|毫升)\b))"
)
_HOURS: Final = lazy_regex(
    r"\d{1,2}(?:[.:h]\d{2})?\s?(?:[ap]\.?m\.?|uhr|h|uur|klo?)?\s?"
    r"(?:[-–—~〜]|(?<![^\W\d_])(?:to|till?|until|bis|al?|as|ate|tot|do|fino a|alle|pana la|ig|до|εως|ως))\s?"
    r"(?:(?:kl|klo|a)?\.?\s?\d{1,2}(?:[.:h]\d{2})?\s?)?$"
)
"""The first of two times, and what leads to the second."""
_LISTED: Final = 60  # characters from a price to one without its currency in the same list
_LEFT_REACH: Final = 6  # characters between words for what is left and its number
_MANY_TIMES: Final = 5  # the number of a subject that is no want any more
_HOURS_REACH: Final = 24  # characters in which it stands
_LONG: Final = 600
_BRIEF: Final = 3  # characters of a phrase where words are not parted
_JOINED: Final = 2  # characters between 'every' and the day
_SEVERAL_WAYS: Final = 3
_PLENTY: Final = 4  # ways at which no price is needed to believe them
_OPENING: Final = 1_500  # characters in which a body shows what it is
_AROUND: Final = 24  # characters beside a figure that tell whether it is a sum
_HEAD: Final = 200  # characters in which a greeting stands
_SERIES: Final = 3  # letters before the number of an order or a case
_ENOUGH: Final = 90
"""Characters below which a body shows too little for anything to be missing from it."""


class Body:
    """A visible body, read when asked. `opening`: what tells whether it sells, reports or tells a story."""

    def __init__(self, text: str, language: str, own: OwnWords, others: tuple[str, ...] = ()) -> None:
        self.reading = Reading(text, language, own, others, sheets=IN_BODIES)
        self.text = self.reading.text
        self.is_short = len(self.text) <= _OPENING
        self.opening = self.reading
        if not self.is_short:
            self.opening = Reading(text, language, own, others, limit=_OPENING, sheets=IN_BODIES)
        self._head = Reading(text, language, own, others, limit=_HEAD, sheets=IN_BODIES)

    @property
    def tells(self) -> bool:
        """Whether there is enough text for something to be missing from it."""
        return len(self.text) >= _ENOUGH or len(self.text) + 2 * len(_DENSE.findall(self.text)) >= _ENOUGH

    @cached_property
    def money(self) -> Sequence[Amount]:
        return amounts(self.text)

    @cached_property
    def percentages(self) -> set[float]:
        """Percentages in figures and in words, and the halves."""
        found = {amount.value for amount in percentages(self.text)}
        found |= {float(number_words(hit.language)[hit.pattern]) for hit in self.reading.all("numbers")}
        if self.reading.has("half"):
            found.add(50.0)
        return found

    @cached_property
    def identifiers(self) -> list[str]:
        text = list(self.text)
        for amount in self.money:
            text[amount.start : amount.end] = " " * (amount.end - amount.start)
        if self.money:  # prices of a list that names its currency once
            for start, end in round_numbers(self.text):
                if any(start - _LISTED <= amount.end <= start for amount in self.money):
                    text[start:end] = " " * (end - start)
        return identifiers("".join(text))

    @cached_property
    def numbered(self) -> bool:
        """Whether a thing is named by its number: 'order 662', 'the card ending 0098'."""
        return self.is_record or bool(self.identifiers)

    @cached_property
    def is_record(self) -> bool:
        """Whether a number stands beside the word for an order, an invoice and the like."""
        folded = self.reading.folded
        for hit in self.reading.all(*TOPICS):
            number = _NUMBERED.match(folded, hit.end, hit.end + 30)
            if number is not None and not self._is_sum(number.start("number"), number.end()):
                return True
        return False

    def _is_price(self, start: int, end: int) -> bool:
        """Whether what looks like a day and a month is part of a sum."""
        return "." in self.reading.folded[start:end] and self._is_sum(start, end)

    def _is_sum(self, start: int, end: int) -> bool:
        """Whether a stretch of the folded text is part of a sum of money: looked at with what stands around it."""
        before = min(start, _AROUND)
        near = amounts(self.reading.folded[start - before : end + _AROUND])
        return any(amount.start < before + end - start and before < amount.end for amount in near)

    @cached_property
    def opening_price(self) -> bool:
        """Whether a sum of money stands in the opening."""
        return bool(self.money if self.is_short else amounts(self.opening.text))

    @cached_property
    def ways(self) -> int:
        """How many words tell how a thing can be had, with one more for what it costs."""
        found = len(self.opening.sold)
        if not 0 < found < _PLENTY:
            return found
        return found + int(self.opening.has("free") or self.opening_price)

    @property
    def tells_a_story(self) -> bool:
        """Whether more words tell news or an article than how a thing can be had. One may be chance."""
        told = len(self.opening.stories)
        if not told or told <= self.ways:
            return False
        return told > 1 or not (len(self.text) > _LONG or self.money)

    @cached_property
    def names_reader(self) -> bool:
        """Whether the greeting holds a name: 'Dear Ms. Farrow', '田辺さま'."""
        head = self._head
        if any(hit.start >= 2 and not _is_generic(hit, head) for hit in head.all("honorific") if hit.start < 40):
            return True
        for hit in head.all("dear"):
            if hit.start > 60:
                break
            match = _NAME.match(head.folded, hit.end)
            if match is None or any(_bars(hit, match, head) for hit in head.all("generic")):
                continue
            original = head.original(*match.span("name"))
            if original[:1].isupper() or _CASELESS.match(original):
                return True
        return False

    @property
    def greets(self) -> bool:
        """Whether it begins with a greeting, to whomever."""
        return self._head.has("dear")

    @cached_property
    def speaks_to_reader(self) -> bool:
        """Whether its opening says 'you', or greets: what is told for its own sake hardly does."""
        return self.greets or self.opening.addresses

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, folded."""
        return frozenset(words(self.reading.folded))

    @cached_property
    def dense(self) -> str:
        """Its folded text without white space."""
        return "".join(self.reading.folded.split())

    @property
    def is_commercial(self) -> bool:
        """Whether it is to anybody, and about what things cost or how to have them: no case, and no story."""
        if self.names_reader or not (self.ways >= _SEVERAL_WAYS or self.money or self.sells):
            return False
        return not (self.tells_a_story or self.numbered)

    @property
    def sells(self) -> bool:
        """Whether the body offers something for money, or presents what its sender offers."""
        if self.reading.plain("offer", "shop", "gift"):
            return True
        if self.money and (self.reading.has("pitch") or (not self.dated and self.ways)):
            return True
        return len({hit.pattern for hit in self.reading.unmasked("pitch", "free", "arrival")}) > 1

    @property
    def shows_an_offer(self) -> bool:
        """Whether more than one word that may be chance says that something is offered."""
        if self.money or self.ways or percentages(self.text):
            return True
        return len({hit.pattern for hit in self.reading.plain("offer", "shop", "gift", "free", "arrival", "pitch")}) > 1

    @property
    def is_to_be_had(self) -> bool:
        """Whether it says what something costs, what is offered, or how it can be had."""
        return bool(self.ways or self.offers or self.reading.plain("shop"))

    @property
    def offers(self) -> bool:
        """Whether a word of an offer, or a sum or percentage, stands in the body."""
        return bool(self.money or percentages(self.text) or self.reading.plain("offer", "gift", "free", "arrival"))

    @cached_property
    def _days(self) -> list[tuple[int, int]]:
        named = [(hit.start, hit.end) for hit in self.reading.all("day")]
        figures = date_places(self.reading.folded)
        return sorted([*named, *(place for place in figures if not self._is_price(*place))])

    def _has_figure(self, start: int, end: int) -> bool:
        """Whether a day is named with a figure that is no part of a sum: 'June 9', and not 'June at $189'."""
        return any(not self._is_sum(*place) for place in digits_near(self.reading.folded, start, end, 9))

    @cached_property
    def has_day(self) -> bool:
        return bool(self._days)

    @cached_property
    def dated(self) -> bool:
        """Whether a day is named with a figure: 'Thursday 14 May', and not 'tomorrow'."""
        folded = self.reading.folded
        return any(digit_near(folded, start, end, 9) for start, end in self._days)

    def left(self, said: float = 0.0) -> bool:
        """Whether the body says how many are left. `said`, if above 0: by a number near that of the subject."""
        folded = self.reading.folded
        for hit in self.reading.all("few"):
            for start, end in figures_near(folded, hit.start, hit.end, _LEFT_REACH):
                if not said or float(folded[start:end]) <= _MANY_TIMES * said:
                    return True
        return False

    def deadline(self, *, exact: bool = False) -> str:
        """The words of a date until which something holds, '' without one. `exact`: with a figure in it."""
        reach = _NEAR if self.reading.spaces else _NEAR // 2
        for until in self.reading.all("until"):
            for start, end in self._days:
                apart = max(start - until.end, until.start - end)
                if apart > reach:
                    continue
                if exact and not self._has_figure(start, end):
                    continue
                return self.reading.original(min(start, until.start), max(end, until.end))
        return ""

    def end(self, today: date) -> tuple[date, str] | None:
        """The first day until which something holds, as far as it is named with its month, and the words for it."""
        reading = self.reading
        reach = _NEAR if reading.spaces else _NEAR // 2
        days = [(hit.start, hit.end, day_at(reading.folded, hit.start, hit.end, today)) for hit in reading.all("day")]
        days += written_days(reading.folded, today)
        ends = [
            (day, reading.original(min(start, until.start), max(end, until.end)))
            for until in reading.all("until", "up_to")
            for start, end, day in days
            if day is not None and max(start - until.end, until.start - end) <= reach
        ]
        return min(ends) if ends else None

    @cached_property
    def denials(self) -> list[str]:
        """Words by which a hurry is denied: lists of them, and what happens each Tuesday or each March."""
        found = self.reading.plain("always") or self.reading.unmasked("always")
        return [self.reading.quote(hit) for hit in found] + self._recurring

    @cached_property
    def firm_denials(self) -> list[str]:
        """Those that are whole phrases, and not 'always' or 'every day', which may be said of opening hours."""
        each = self.reading.all("each")
        return [
            self.reading.quote(hit)
            for hit in self.reading.plain("always")
            if (" " in hit.pattern or (not self.reading.spaces and hit.end - hit.start > _BRIEF))
            and not any(other.start == hit.start for other in each)
        ]

    @cached_property
    def _recurring(self) -> list[str]:
        days = self.reading.all("day")
        return [
            self.reading.original(hit.start, day.end)
            for hit in self.reading.all("each")
            for day in days
            if 0 <= day.start - hit.end <= _JOINED
        ]

    def soon(self, *, near_end: bool = False) -> bool:
        """Whether the body says today, tonight, within hours. `near_end`: beside words for an end."""
        hits = self.reading.all("now")
        if not near_end:
            return bool(hits)
        ends = self.reading.all("until", "today")
        reach = _NEAR if self.reading.spaces else _NEAR // 3
        return any(
            max(hit.start - end.end, end.start - hit.end) <= reach and not self._closes_hours(hit)
            for hit in hits
            for end in ends
        )

    def _closes_hours(self, hit: Hit) -> bool:
        """Whether a time is the second of two, as in hours of opening: 'from 5 am to midnight', '9 bis 17 Uhr'."""
        before = self.reading.folded[max(0, hit.start - _HOURS_REACH) : hit.start]
        return _HOURS.search(before) is not None

    def over(self, today: date | None) -> date | None:
        """The last day the body writes with its year, when all of them are over."""
        days = list(full_dates(self.text))
        return max(days) if days and today is not None and max(days) < today else None

    def shows(self, topics: Iterable[str], *, firmly: bool) -> bool:
        """Whether the body speaks of these topics. `firmly`: more than once, for words that offers hold in passing."""
        return len({(hit.start, hit.end) for hit in self.reading.all(*topics)}) > int(firmly)


def is_about_a_record(subject: Reading, body: Body) -> bool:
    """Whether a subject names an order or a case by its number, and the body has that too or is to one reader."""
    numbers = [number for number in identifiers(subject.text) if _numbers(number)]
    return any(body.names_reader or number in body.text for number in numbers)


def _numbers(identifier: str) -> bool:
    """Whether it is a number, perhaps of a series, and no code that a shop gives away: 'WX20937', not 'SUMMER2026'."""
    digits = sum(map(str.isdigit, identifier))
    letters = sum(map(str.isalpha, identifier))
    return not letters or (letters <= _SERIES and digits > letters + 1)


def _bars(generic: Hit, named: re.Match[str], head: Reading) -> bool:
    """Whether a generic word stands where a name would: as the name, or before it and not as its title."""
    if named.start("name") < generic.end and generic.start < named.end():
        return True
    if not (named.start() < generic.end and generic.start < named.end()):
        return False
    return not any(hit.start == generic.start and hit.end == generic.end for hit in head.all("honorific"))


def _is_generic(hit: Hit, reading: Reading) -> bool:
    return any(generic.start <= hit.start and hit.end <= generic.end for generic in reading.all("generic"))
