"""'Free' in the subject, and conditions that only the body names."""

from __future__ import annotations

import re

from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_figures import amounts
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.findings import Confidence

_LED_FIGURE = re.compile(r"\s{0,2}\d")


def free_claim(subject: Reading, body: Body) -> Signal | None:
    """A gift whose price stands in the body alone: a purchase, a contract, a subscription, a fee."""
    hits = subject.plain("free")
    if not hits or not body.tells or states_condition(subject):
        return None
    conditions = body.reading.all("condition")
    distinct = {hit.pattern for hit in conditions}
    if not distinct or body.reading.has("unconditional"):
        return None
    if len(distinct) < 2 and not body.money:
        return None
    quote, condition = subject.quote(hits[0]), body.reading.quote(max(conditions, key=lambda hit: hit.end - hit.start))
    return Signal(
        "free-claim",
        quote,
        f"'{quote}' stands without the condition that the body names: '{condition}'",
        Confidence.LIKELY if len(distinct) > 1 and body.money else Confidence.HEURISTIC,
        missing="the condition, in the subject",
        detail=condition,
    )


def states_condition(subject: Reading) -> bool:
    """Whether the subject itself says what is asked for the gift: a sum, 'from three bottles', 'with every order'."""
    if amounts(subject.text):
        return True
    if any(subject.spaces or hit.end - hit.start > 1 for hit in subject.plain("condition")):
        return True
    return any(_LED_FIGURE.match(subject.folded, hit.end) for hit in subject.all("lead"))
