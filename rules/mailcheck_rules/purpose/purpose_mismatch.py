"""The message is declared transactional, but the law's tests make it commercial.

A message that both sells and serves is commercial when its subject announces an advertisement, or when the
transactional content does not come at the beginning of the body. The sender then owes a way out, a postal address and
everything else that commercial mail needs, and believes it does not. Canada and Australia are stricter still: there
one commercial purpose among several is enough.

Fix: take the offer out of the subject and put the transaction first; or declare the message commercial and give it
what commercial mail needs.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.purpose import DECLARED, OFFER, ORDER, SALE, first_words, mail
from mailcheck_rules._shared.subject_line import subject_span

rule = Rule(
    __name__,
    title="Declared transactional, but commercial in law",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    declared=("transactional",),
    cites=(
        Citation("statute", "15 U.S.C. 7702(2), (17)", "https://www.law.cornell.edu/uscode/text/15/7702"),
        Citation("regulation", "16 CFR 316.3(a)(2)", "https://www.law.cornell.edu/cfr/text/16/316.3"),
    ),
    examples=(
        Bad(
            mail("Order 1182 shipped + 25% off everything", ORDER + OFFER),
            kind="eml",
            at="off everything",
            context=DECLARED,
        ),
        Bad(mail("Your order 5530-118842", SALE + ORDER), kind="eml", at="Summer sale", context=DECLARED),
        Bad(mail("A message about your account", SALE), kind="eml", context=DECLARED, note="nothing but advertising"),
        Good(mail("Order 1182 has shipped", ORDER), kind="eml", context=DECLARED),
        Good(mail("Order 1182 has shipped", ORDER + OFFER), kind="eml", context=DECLARED),
        Good(mail("25% off everything", SALE), kind="eml", context={"message_class": "commercial"}),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    purpose = message.purpose
    if message.message_class.verdict != "commercial":
        return
    if purpose.because == "subject-test":
        words = ", ".join(f"'{word}'" for word in purpose.subject_words[:3])
        yield rule.finding(
            f"declared transactional, but the subject announces an offer: {words}",
            at=subject_span(message, purpose.subject_words[0]),
        )
        return
    offer = next((block for block in purpose.blocks if block.kind == "C"), None)
    where = offer.span if offer is not None else message.body
    quoted = f": '{first_words(offer)}'" if offer is not None else ""
    if purpose.because == "position-test":
        yield rule.finding(f"declared transactional, but an offer comes before the transaction{quoted}", at=where)
    else:
        yield rule.finding(f"declared transactional, but nothing in it belongs to a transaction{quoted}", at=where)
