"""Former prices that a body names: struck out, or after words like 'was' and 'instead of'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.subject.subject_figures import amounts
from mailcheck.facts.subject.subject_words import IN_BODIES, Reading
from mailcheck.lexicon.own_words import OwnWords

if TYPE_CHECKING:
    from mailcheck.facts.sight.runs import Run
    from mailcheck.spans import Span

_REACH: Final = 4  # characters between the word and the price
_STRUCK: Final = frozenset(("s", "del", "strike"))


class FormerPrice(NamedTuple):
    """A price that is said to be no longer asked, as written, and where its text stands."""

    value: float
    quote: str
    span: Span


def find_former_prices(runs: Iterable[Run], language: str, own: OwnWords) -> Iterator[FormerPrice]:
    """The former prices among runs that are seen. `language`: one with words of subjects, '' for none."""
    seen = (run for run in runs if run.seen.verdict != "hidden")
    for _, block in groupby(seen, key=lambda run: (run.part, run.block)):
        yield from _in_block(list(block), language, own)


def _in_block(runs: list[Run], language: str, own: OwnWords) -> Iterator[FormerPrice]:
    text = "".join(run.text for run in runs)
    money = amounts(text)
    if not money:
        return
    ends = []
    if language:
        reading = Reading(text, language, own, sheets=IN_BODIES)
        ends = [reading.origin(hit.start, hit.end)[1] for hit in reading.all("instead")]
    for amount in money:
        run = _run_at(runs, amount.start)
        if _is_struck(run) or any(0 <= amount.start - end <= _REACH for end in ends):
            yield FormerPrice(amount.value, text[amount.start : amount.end].strip(), run.span)


def _run_at(runs: list[Run], offset: int) -> Run:
    for run in runs:
        if offset < len(run.text):
            return run
        offset -= len(run.text)
    return runs[-1]


def _is_struck(run: Run) -> bool:
    """Whether a line goes through a text: by its tags, or by styles that stand with them."""
    if run.element is None:
        return False
    return any(
        element.tag in _STRUCK or "line-through" in element.attrs.get("style", "").lower()
        for element in (run.element, *run.element.ancestors())
    )
