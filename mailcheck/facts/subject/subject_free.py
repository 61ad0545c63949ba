"""'Free' in the subject, and conditions that only the body names."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_figures import amounts
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.findings import Confidence
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.patterns import words

_FOR_FREE: Final = 2  # conditions, a sum among them, by which 'free' is not free
_FOR_A_GIFT: Final = 3  # those by which a gift is none
_JOINTS: Final = frozenset(("", "が", "は", "も"))
"""What may stand between a thing and the word by which it is free."""
_STEM: Final = 5  # letters by which a word is known again
_LED_FIGURE: Final = lazy_regex(r"\s{0,2}\d")


def free_claim(subject: Reading, body: Body) -> Signal | None:
    """A gift whose price stands in the body alone: a purchase, a contract, a subscription, a fee."""
    first = [(hit.start, hit.end) for hit in subject.all("down")]  # '$0 down': only nothing to pay first
    hits = [hit for hit in subject.plain("free") if not _meets(hit.start, hit.end, first)]
    given = [] if hits else subject.plain("gift")
    hits = hits or given
    sums = (amount for amount in amounts(subject.folded) if not amount.value)
    nothing = next((amount for amount in sums if not _meets(amount.start, amount.end, first)), None)
    if not (hits or nothing) or not body.tells or states_condition(subject):
        return None
    conditions = [hit for hit in body.reading.all("condition") if not _is_given(hit, subject)]
    if subject.has("wholly"):
        conditions += body.reading.tiers
    distinct = {hit.pattern for hit in conditions}
    if not distinct or body.reading.has("unconditional"):
        return None
    if len(distinct) + bool(body.money) < (_FOR_A_GIFT if given else _FOR_FREE):
        return None
    quote = subject.quote(hits[0]) if hits else subject.original(*nothing[1:]) if nothing else ""
    condition = body.reading.quote(max(conditions, key=lambda hit: hit.end - hit.start))
    return Signal(
        "free-claim",
        quote,
        f"'{quote}' stands without the condition that the body names: '{condition}'",
        Confidence.LIKELY if len(distinct) > 1 and body.money else Confidence.HEURISTIC,
        missing="the condition, in the subject",
        detail=condition,
    )


def _meets(start: int, end: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start < other and begin < end for begin, other in stretches)


def _is_given(hit: Hit, subject: Reading) -> bool:
    """Whether what a condition names is itself the gift: 'delivery costs' where the subject says 'free delivery'."""
    return any(len(word) > _STEM and word[:_STEM] in subject.folded for word in words(hit.pattern))


def _is_itself(condition: Hit, free: Hit, subject: Reading) -> bool:
    """Whether what else costs something is what is free here: 'free subscription', '入会金が無料'."""
    first, second = sorted((condition, free))
    between = subject.folded[first.end : second.start]
    return between.strip() in _JOINTS and len(words(condition.pattern)) == 1


def states_condition(subject: Reading) -> bool:
    """Whether the subject itself says what is asked for the gift: a sum, 'from three bottles', 'with every order'."""
    sums = amounts(subject.text)
    if any(amount.value for amount in sums):
        return True
    free = subject.all("free", "wholly")
    if any(
        (subject.spaces or hit.end - hit.start > 1) and not any(_is_itself(hit, other, subject) for other in free)
        for hit in subject.plain("condition")
    ):
        return True
    return not sums and any(_LED_FIGURE.match(subject.folded, hit.end) for hit in subject.all("lead"))
