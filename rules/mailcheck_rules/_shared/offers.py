"""What a message says of its offer, held against the offers that the config declares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from mailcheck.api import Message, Offer, Span
from mailcheck_rules._shared.subject_line import subject_span

_ZONES = timedelta(days=1)
"""Time zones: a day that has begun here has not there."""
_SOON = timedelta(days=7)


class Contradiction(NamedTuple):
    """Something that the offer, as declared, does not keep: what, and where it is said."""

    text: str
    at: Span


def contradictions(message: Message) -> Iterator[Contradiction]:
    """Every discount, price and day in the subject that none of the message's declared offers bears out."""
    offers = message.context.offers
    claims = message.subject.claims
    if not offers:
        return
    for discount in claims.discounts:
        text = _discount(discount.value, discount.up_to, offers)
        if text:
            yield Contradiction(f"the subject claims '{discount.quote}'; {text}", subject_span(message, discount.quote))
    if claims.discounts and claims.everything and all(offer.exclusions for offer in offers):
        yield Contradiction(
            f"the subject says '{claims.everything}'; as declared, {_named(offers[0])} leaves some of it out",
            subject_span(message, claims.everything),
        )
    for price in claims.prices:
        lowest = [offer.price for offer in offers if offer.price is not None]
        if len(lowest) == len(offers) and price.value < min(lowest):
            text = f"the subject names '{price.quote}'; the lowest price declared is {min(lowest):g}"
            yield Contradiction(text, subject_span(message, price.quote))
    if claims.discounts or claims.prices:
        yield from _over(message)


def false_former_prices(message: Message) -> Iterator[Contradiction]:
    """Former prices in the body above all that were asked, as declared."""
    offers = message.context.offers
    highest = [offer.was for offer in offers if offer.was is not None]
    if not highest or len(highest) < len(offers):
        return
    for price in message.former_prices:
        if price.value > max(highest):
            text = f"the former price '{price.quote}' is above the highest that was declared, {max(highest):g}"
            yield Contradiction(text, price.span)


def _discount(value: float, up_to: bool, offers: tuple[Offer, ...]) -> str:
    largest = [offer.discount for offer in offers if offer.discount is not None]
    if len(largest) < len(offers):
        return ""
    if value > max(largest):
        return f"the largest reduction declared is {max(largest):g} %"
    least = [offer.least_discount for offer in offers if offer.least_discount is not None]
    if not up_to and len(least) == len(offers) and value > max(least):
        return f"as declared, reductions begin at {max(least):g} %, and it does not say 'up to'"
    return ""


def _over(message: Message) -> Iterator[Contradiction]:
    """The offers are over on the day of the message, or have not begun on the day that it bears."""
    offers = message.context.offers
    day, dated = _day(message)
    if day is None or not offers:
        return
    if all(offer.ends is not None and offer.ends + _ZONES < day for offer in offers):
        last = max(offers, key=lambda offer: offer.ends or date.min)
        text = f"as declared, {_named(last)} ended on {last.ends}, and this is {day}"
        yield Contradiction(text, subject_span(message))
    elif dated and all(offer.starts is not None and day < offer.starts - _ZONES for offer in offers):
        first = min(offers, key=lambda offer: offer.starts or date.max)
        text = f"as declared, {_named(first)} begins on {first.starts}, and the message bears {day}"
        yield Contradiction(text, subject_span(message))


def runs_on(message: Message) -> Iterator[Contradiction]:
    """The subject says that the offer ends today, and as declared it runs on."""
    offers, words = message.context.offers, message.subject.claims.ends_today
    day, _ = _day(message)
    if not words or day is None or not offers:
        return
    ends = [offer.ends for offer in offers if offer.ends is not None]
    if len(ends) < len(offers) or min(ends) <= day + _ZONES:
        return
    text = f"'{words}'; as declared, {_named(offers[ends.index(min(ends))])} runs until {min(ends)}, and this is {day}"
    yield Contradiction(text, subject_span(message, words))


def ends_soon(message: Message) -> bool:
    """Whether an offer ends, as declared, within a week of the message: a hurry is true then."""
    day, _ = _day(message)
    return day is not None and any(
        offer.ends is not None and day - _ZONES <= offer.ends <= day + _SOON for offer in message.context.offers
    )


def _day(message: Message) -> tuple[date | None, bool]:
    """The day of the message, and whether its Date field says so."""
    field = message.headers.date
    if field is not None and field.value is not None:
        return field.value.date(), True
    return message.context.today, False


def _named(offer: Offer) -> str:
    return f"'{offer.name}'" if offer.name else "the offer"
