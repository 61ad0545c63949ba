"""An offer comes before the transaction.

In a message that both sells and serves, the transactional content has to appear, in whole or in substantial part, at
the beginning of the body. Where an offer is the first thing a reader meets, or most of the transaction follows below
one, the message is commercial.

Fix: move the offer below the order, the parcel or the account facts; a logo or a greeting may stay on top.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.purpose import DECLARED, OFFER, ORDER, SALE, first_words, mail, pointing

rule = Rule(
    __name__,
    title="An offer comes before the transaction",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    declared=("transactional",),
    cites=(Citation("regulation", "16 CFR 316.3(a)(2)(ii)", "https://www.law.cornell.edu/cfr/text/16/316.3"),),
    examples=(
        Bad(mail("Your order 5530-118842", SALE + ORDER), kind="eml", at="Summer sale", context=DECLARED),
        Good(mail("Your order 5530-118842", ORDER + OFFER), kind="eml", context=DECLARED),
        Good(
            mail("Your order 5530-118842", '<img src="logo.png" alt="Acme" width="160" height="40">' + ORDER),
            kind="eml",
            context=DECLARED,
        ),
        Good(mail("Sale", SALE + ORDER), kind="eml", context={"message_class": "commercial"}),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    purpose = message.purpose
    if purpose.transactional_first is not False:
        return
    offers = purpose.of_kind("C")
    served = purpose.of_kind("T")
    yield rule.finding(
        f"an offer stands before the transaction: '{first_words(offers[0])}' comes before '{first_words(served[0])}'",
        at=offers[0].span,
        related=pointing(served[:1]),
    )
