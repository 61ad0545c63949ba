"""The class of a message: declared by who sends it, or inferred from what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.purpose.verdict import Because, Verdict
from mailcheck.findings import Confidence

if TYPE_CHECKING:
    from mailcheck.facts.purpose.purpose import Purpose

VERDICTS: Final[tuple[Verdict, ...]] = ("commercial", "transactional", "editorial", "unknown")


_DISPUTED: Final = frozenset({"transactional", "editorial"})
_TESTS: Final = frozenset({"subject-test", "position-test"})
_ENOUGH: Final = 150.0
"""Characters of advertising that make a message an advertisement whatever its sender calls it."""


class MessageClass(NamedTuple):
    """`because` as in `mailcheck inspect`; `reason` says it in words. `declared` is what the sender said, or None."""

    verdict: Verdict
    because: Because
    confidence: Confidence
    declared: str | None = None
    reason: str = ""


def declared_class(name: str) -> MessageClass:
    """The class that the user declared. Raises ValueError for a name that is none."""
    for verdict in VERDICTS:
        if name == verdict:
            return MessageClass(verdict, "declared", Confidence.CERTAIN, name, "declared")
    raise ValueError(f"no such class: {name!r}")


def class_of_header(value: str) -> str | None:
    """The class that a header field of the message declares, None where it names none."""
    name = value.strip().lower()
    return name if name in VERDICTS and name != "unknown" else None


def inferred_class(purpose: Purpose) -> MessageClass:
    """What the message's own blocks and subject make it."""
    return MessageClass(purpose.verdict, purpose.because, purpose.confidence, None, purpose.reason)


def deemed_class(name: str, purpose: Purpose) -> MessageClass:
    """The declared class, unless the law's tests make the message commercial all the same (16 CFR 316.3(a)).

    A sender's word holds against a guess, not against a subject or a beginning that sells.
    """
    declared = declared_class(name)
    sold = sum(block.weight for block in purpose.blocks if block.kind == "C")
    plain = purpose.because in _TESTS or sold >= _ENOUGH
    if name not in _DISPUTED or purpose.verdict != "commercial" or not plain:
        return declared
    return MessageClass("commercial", purpose.because, purpose.confidence, name, purpose.reason)
