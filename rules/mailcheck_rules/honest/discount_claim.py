"""The message claims a discount that somebody may have to prove, or that the offer does not keep.

"Up to", "N % off everything" and former prices are statements of fact about the range and about earlier prices.
Nothing in a message can prove them; the sender has to keep the evidence, and in the EU the lowest price of 30 days.
Offers that the config declares (`[[offers]]`) are held against the message: a larger discount, a lower price, a higher
former price, an offer that is over are errors.

Fix: keep the former prices and the list of what is reduced. Say "selected" where it is not everything.
"""

from collections.abc import Iterator
from datetime import date

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Offer, Rule, Severity
from mailcheck_rules._shared.offers import contradictions, false_former_prices
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, require_subject, subject_span

_HALF = "All boots at half price and less, until Sunday."
_WAS = "Walking boots were 129.00 EUR, now 59.00 EUR. Come and try them on our test track."


def _offer(**declared: object) -> dict[str, object]:
    return {**COMMERCIAL, "offers": (Offer(**declared),)}  # type: ignore[arg-type]


rule = Rule(
    __name__,
    title="Discount to substantiate",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("subject",),
    cites=(
        Citation("regulation", "16 CFR 233.1", "https://www.law.cornell.edu/cfr/text/16/233.1"),
        Citation("regulation", "Directive 98/6/EC, Article 6a"),
        Citation("case", "Brown v. Old Navy, LLC, 567 P.3d 38 (Wash. 2025)"),
    ),
    examples=(
        Bad(
            example("60% off everything", "All boots at half price and less."), kind="eml", at="60%", context=COMMERCIAL
        ),
        Bad(example("Bis zu 30 % Rabatt", "Rabatte auf Stiefel."), kind="eml", at="30 %", context=COMMERCIAL),
        Bad(example("Up to 60% off", _HALF), kind="eml", at="60%", context=_offer(discount=50.0), note="an error"),
        Bad(example("50% off boots", _HALF), kind="eml", at="50%", context=_offer(discount=50.0, least_discount=20.0)),
        Bad(
            example("20% off everything", _HALF),
            kind="eml",
            at="everything",
            context=_offer(discount=20.0, exclusions=True),
        ),
        Bad(example("Boots from $49", _HALF), kind="eml", at="$49", context=_offer(price=59.0)),
        Bad(example("Boots reduced", _WAS), kind="eml", at="129.00 EUR", context=_offer(was=99.0)),
        Bad(
            example("50% off boots", _HALF),
            kind="eml",
            at="50% off boots",
            context={**_offer(discount=50.0, ends=date(2026, 6, 14)), "today": date(2026, 6, 20)},
        ),
        Good(example("Up to 50% off", _HALF), kind="eml", context=_offer(discount=50.0, least_discount=20.0)),
        Good(example("Boots reduced", _WAS), kind="eml", context=_offer(was=129.0)),
        Good(example("New boots in the shop", "Boots from 90 pounds."), kind="eml", context=COMMERCIAL),
        Good(example("Mailbox 98% full", "Please delete some messages."), kind="eml", context=COMMERCIAL),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    require_subject(message)
    for found in (*contradictions(message), *false_former_prices(message)):
        yield rule.finding(found.text, at=found.at, severity=Severity.ERROR, confidence=Confidence.CERTAIN)
    if any(offer.discount is not None for offer in message.context.offers):
        return  # the evidence is there
    for words in message.subject.words:
        if words.strip().endswith(("%", "％")) or words.strip().startswith("%"):
            yield rule.finding(
                f"the subject claims '{words}': keep the evidence for range and former prices",
                at=subject_span(message, words),
            )
