"""The subject claims a discount that somebody may have to prove.

"Up to", "N % off everything" and former prices are statements of fact about the range and about earlier prices.
Nothing in a message can prove them; the sender has to keep the evidence, and in the EU the lowest price of 30 days.

Fix: keep the former prices and the list of what is reduced. Say "selected" where it is not everything.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, require_subject, subject_span

rule = Rule(
    __name__,
    title="Discount to substantiate",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("headers",),
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
        Good(example("New boots in the shop", "Boots from 90 pounds."), kind="eml", context=COMMERCIAL),
        Good(example("Mailbox 98% full", "Please delete some messages."), kind="eml", context=COMMERCIAL),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    require_subject(message)
    for words in message.subject.words:
        if words.strip().endswith(("%", "％")) or words.strip().startswith("%"):
            yield rule.finding(
                f"the subject claims '{words}': keep the evidence for range and former prices",
                at=subject_span(message, words),
            )
