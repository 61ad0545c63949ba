"""The subject of a transactional message sells.

A subject from which a reader would conclude that the message holds an advertisement decides the matter alone: the
message is then commercial, however small the offer in it. An offer in the preheader decides nothing in law, but is
read in the same place.

Fix: let the subject name the transaction only, and move the offer below it, or into a mail of its own.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.purpose import DECLARED, ORDER, mail
from mailcheck_rules._shared.subject_line import subject_span

_HIDDEN = '<div style="display:none">{}</div>'

rule = Rule(
    __name__,
    title="The subject of a transactional message sells",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    declared=("transactional",),
    needs=("headers",),
    cites=(Citation("regulation", "16 CFR 316.3(a)(2)(i)", "https://www.law.cornell.edu/cfr/text/16/316.3"),),
    examples=(
        Bad(mail("Your receipt and 20% off your next order", ORDER), kind="eml", at="20%", context=DECLARED),
        Bad(
            mail("Your order 5530-118842", _HIDDEN.format("Save 20% on everything with code JAR20") + ORDER),
            kind="eml",
            context=DECLARED,
            note="only in the preheader: a warning",
        ),
        Good(mail("Your receipt from Acme", ORDER), kind="eml", context=DECLARED),
        Good(mail("Payment of $29.00 could not be taken", ORDER), kind="eml", context=DECLARED),
        Good(mail("Free shipping confirmed for order 1182", ORDER), kind="eml", context=DECLARED),
        Good(mail("20% off your next order", ORDER), kind="eml", context={"message_class": "commercial"}),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    words = message.purpose.subject_words
    if words:
        quoted = ", ".join(f"'{word}'" for word in words[:3])
        yield rule.finding(f"the subject announces an offer: {quoted}", at=subject_span(message, words[0]))
    elif message.preheader_offers:
        quoted = ", ".join(f"'{word}'" for word in message.preheader_offers[:3])
        yield rule.finding(
            f"the preheader announces an offer: {quoted}",
            at=message.body,
            severity=Severity.WARNING,
            confidence=Confidence.HEURISTIC,
        )
