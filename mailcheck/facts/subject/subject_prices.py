"""The price that a subject names, held against those of the body and the things they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailcheck.facts.subject.subject_body import Body, is_about_a_record
from mailcheck.facts.subject.subject_figures import Amount, amounts, bare_numbers, percentages
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_spelled import spells_a_sum
from mailcheck.facts.subject.subject_trace import names_in, stem_of
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.facts.text.sentences import sentences
from mailcheck.findings import Confidence
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import TOPICS

_CLAUSE: Final = lazy_regex(
    r"[,;:.!?。、，；：]\s|[。、，；：]|\n|\s(?:and|und|et|y|e|en|och|og|ja|i|a|és|și|и|і|και|ve|и|dan|và)\s"
)
_CONTENT: Final = 4
_BARE_PRICE: Final = lazy_regex(r"(?<![\d.,])\d{2,6}(?![\d.,]*\d)")
_CENT: Final = 0.01
_LEAST: Final = 10  # of a figure without a currency that may be a price
_ROUNDED: Final = 1.0  # percentage points by which a reduction in prices may differ from its name
_MOST_OF_ONE: Final = 12  # pieces, nights or months that one price is said of
_REACH: Final = 60  # characters before a price in which its product stands
_RISE_REACH: Final = 24  # characters between 'thereafter' and the price that is asked then
_GAP: Final = 14  # characters between 'under' and its price
_ROW: Final = 100  # characters of a row of a list
_ASIDE: Final = 24  # characters between a product and its price


def prices(subject: Reading, body: Body) -> Iterator[Signal]:
    """A price that the body does not name, or names for something else."""
    claimed = amounts(subject.text)
    if len(claimed) != 1 or not body.money or subject.has(*TOPICS):
        return
    if subject.alarms or is_about_a_record(subject, body):
        return
    price = claimed[0]
    quote = subject.original(price.start, price.end)
    values = {amount.value for amount in body.money}
    if _is_most(price, subject) and (every := subject.plain("everything")):
        dearest = max(values | _bare(body.text), default=0.0)
        if dearest > price.value:
            words_ = f"{subject.quote(every[0])} ... {quote}"
            reason = f"'{words_}' is promised, and the body asks {dearest:g} for something"
            yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing=f"no more than {quote}", detail="price")
        return
    if price.value not in values:
        if max(values) > price.value and (denied := _costs_extra(subject, body)):
            reason = f"'{quote}' is named with '{denied}', and the body asks more and something on top for that"
            yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing=f"{denied} at {quote}", detail="price")
            return
        if (
            _is_bound(price, values, subject, body)
            or spells_a_sum(body.reading)
            or re.search(rf"(?<![\d.,]){price.value:g}(?![\d])", body.text)
        ):
            return
        reason = f"'{quote}' is named, and the body names other prices only"
        yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing=quote, detail="price")
        return
    other = (
        _other_owner(subject, body, price.value)
        or _dearer(subject, body, price.value)
        or _begins_higher(subject, body, price.value)
    )
    if other:
        reason = f"'{quote}' is named, and in the body that is not the price of '{other}'"
        yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing=f"{other} at {quote}", detail="price")


def lasting_prices(subject: Reading, body: Body) -> Iterator[Signal]:
    """A price that is promised to stay, and is another after a time in the body."""
    hits = subject.plain("lasting")
    if not hits or not body.money:
        return
    folded = body.reading.folded
    promised = {amount.value for amount in amounts(subject.folded)}
    others = [amount for amount in amounts(folded) if amount.value not in promised]
    others += percentages(folded)
    rises = [
        hit
        for hit in body.reading.rises
        if any(max(other.start - hit.end, hit.start - other.end) <= _RISE_REACH for other in others)
    ]
    if rises:
        quote, rise = subject.quote(hits[0]), body.reading.quote(rises[0])
        reason = f"'{quote}' is promised of a price, and the body says '{rise}'"
        yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing="one price for all the time", detail="price")


def _is_most(price: Amount, subject: Reading) -> bool:
    """Whether a price is said to be the most that is asked: 'under 50 euros'."""
    return any(
        0 <= price.start - hit.end <= _GAP or 0 <= hit.start - price.end <= _GAP // 4 for hit in subject.all("up_to")
    )


def _costs_extra(subject: Reading, body: Body) -> str:
    """What the subject says is in its price, '' unless the body says in one sentence that it costs extra."""
    if not subject.spaces:
        return ""
    for hit in subject.plain("included"):
        row = words(subject.folded[: hit.start])
        named = row[-1] if row else ""
        if len(named) < _CONTENT:
            continue
        for extra in body.reading.extras:
            place = body.reading.origin(extra.start, extra.end)[0]
            around = next((body.text[start:end] for start, end in sentences(body.text) if start <= place < end), "")
            if stem_of(named) in fold(around):
                return f"{named} {subject.quote(hit)}"
    return ""


def _bare(text: str) -> set[float]:
    """Prices without their currency: figures in sentences that have a sum, and are no part of a date."""
    found: set[float] = set()
    for start, end in sentences(text):
        sentence = text[start:end]
        if amounts(sentence):
            found |= {figure for figure in bare_numbers(sentence) if figure >= _LEAST and not _is_year(figure)}
    return found


def reduces(body: Body, percent: float) -> bool:
    """Whether a price of the body is less than another by so many per cent: '40 euros instead of 50' for 20."""
    values = {amount.value for amount in body.money} | _bare(body.text)
    return any(low < high and abs(100 * (1 - low / high) - percent) < _ROUNDED for high in values for low in values)


def _is_year(figure: float) -> bool:
    return 1900 <= figure <= 2099


def _begins_higher(subject: Reading, body: Body, value: float) -> str:
    """The product of the subject when the body tells its lowest price, and that is higher.

    What costs as little as the subject says stands in another sentence, without the words of the subject.
    """
    if not subject.spaces:
        return ""
    stems = [stem_of(name) for name in names_in(subject, ())]
    cheapest = {body.reading.folded[hit.start : hit.end] for hit in body.reading.all("cheapest")}
    dear = ""
    for start, end in sentences(body.text) if cheapest else ():
        sentence = fold(body.text[start:end])
        named = next((stem for stem in stems if stem in sentence), "")
        if not named:
            continue
        sums = {amount.value for amount in amounts(sentence)}
        if value in sums:
            return ""
        if sums and min(sums) > value and any(words_ in sentence for words_ in cheapest):
            dear = dear or named
    return next((name for name in names_in(subject, ()) if dear and stem_of(name) == dear), "")


def _is_bound(price: Amount, values: set[float], subject: Reading, body: Body) -> bool:
    """Whether a sum is the most that is asked ('under 50 euros'), what is saved between two prices of the body, or what
    several cost of which the body prices one."""
    if _is_most(price, subject) and min(values) <= price.value:
        return True
    shown = values | _bare(body.text)
    if any(abs(high - low - price.value) < _CENT for high in shown for low in shown):
        return True
    if any(abs(_MOST_OF_ONE * price.value - value) < _CENT for value in values):
        return True  # a month, where the body prices the year
    if subject.plain("offer", "gift", "free", "prize"):
        return False
    times = (price.value / value for value in values if value)
    return any(1 < count <= _MOST_OF_ONE and abs(count - round(count)) < _CENT for count in times)


def _other_owner(subject: Reading, body: Body, value: float) -> str:
    """The product of the subject when the body gives it a higher price, and this price to another."""
    nouns = _nouns(subject)
    dear = ""
    for row in body.text.split("\n"):  # 'panel, three years of warranty, 6.80': a row of a list is one thing
        if len(row) <= _ROW and value in {amount.value for amount in amounts(row)}:
            inside = fold(row)
            if any(noun[:-1] in inside for noun in nouns):
                return ""
    for piece in filter(None, _CLAUSE.split(body.text)):
        inside = fold(piece)
        for noun in nouns:
            place = inside.find(noun[:-1])
            price = _BARE_PRICE.search(inside, place, place + len(noun) + _ASIDE) if place >= 0 else None
            if place >= 0 and value in {float(found) for found in _BARE_PRICE.findall(inside)}:
                return ""
            if price is not None and float(price[0]) > value:
                dear = noun
    return dear


def _nouns(subject: Reading) -> list[str]:
    """The words of a subject that name something, its lists of other words left out."""
    named = names_in(subject, ()) if subject.spaces else words(subject.folded)
    return [noun for noun in named if len(noun) >= _CONTENT and not noun[0].isdigit()]


def _dearer(subject: Reading, body: Body, value: float) -> str:
    """The product of the subject when the body has it begin at a higher price, and names it with no other."""
    nouns = [noun for noun in _nouns(subject) if len(noun) > _CONTENT]
    folded = body.reading.folded
    leads = body.reading.all("lead")
    dear = ""
    for amount in amounts(folded):
        clause = _CLAUSE.split(folded[max(0, amount.start - _REACH) : amount.start])[-1] or ""
        noun = next((noun for noun in nouns if re.search(rf"(?<!\w){re.escape(noun)}", clause)), "")
        if noun and amount.value <= value:
            return ""
        if noun and any(0 <= amount.start - hit.end <= 1 for hit in leads):
            dear = dear or noun
    return dear
