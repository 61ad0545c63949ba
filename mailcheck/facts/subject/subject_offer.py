"""What a subject promises of an offer that only the sender's books can prove: how much, on what, until when."""

from __future__ import annotations

from typing import Final, NamedTuple

from mailcheck.facts.subject.subject_figures import Amount, amounts, percentages
from mailcheck.facts.subject.subject_words import Reading

_BEFORE: Final = 10  # characters between 'up to' and its figure
_AFTER: Final = 3


class Discount(NamedTuple):
    """A reduction in percent, as written. `up_to`: it is said to be the largest."""

    value: float
    quote: str
    up_to: bool


class Price(NamedTuple):
    """An amount of money, as written."""

    value: float
    quote: str


class Claims(NamedTuple):
    """`everything`: words that promise the whole range, '' without them or when they are narrowed; `ends_today`: words
    by which the offer ends on the day of the message."""

    discounts: tuple[Discount, ...] = ()
    prices: tuple[Price, ...] = ()
    everything: str = ""
    ends_today: str = ""


NO_CLAIMS: Final = Claims()


def claims_of(subject: Reading, promotional: tuple[str, ...]) -> Claims:
    """The claims of a subject whose words `promotional` make an offer."""
    everything, ends = subject.plain("everything"), subject.plain("today")
    narrowed = subject.has("selected", "up_to")
    former = subject.all("instead")
    return Claims(
        discounts=tuple(
            Discount(amount.value, quote, _is_most(subject, amount))
            for amount in percentages(subject.folded)
            if (quote := subject.original(amount.start, amount.end)) in promotional or "折" in quote
        ),
        prices=tuple(
            Price(amount.value, quote)
            for amount in amounts(subject.folded)
            if (quote := subject.original(amount.start, amount.end)) in promotional
            and not any(0 <= amount.start - hit.end <= _AFTER for hit in former)
        ),
        everything=subject.quote(everything[0]) if everything and not narrowed else "",
        ends_today=subject.quote(ends[0]) if ends else "",
    )


def _is_most(subject: Reading, amount: Amount) -> bool:
    return any(
        0 <= amount.start - hit.end <= _BEFORE or 0 <= hit.start - amount.end <= _AFTER for hit in subject.all("up_to")
    )
