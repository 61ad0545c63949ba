"""A part of the message is labelled as something that it is not.

An author's label (data-mailcheck="transactional" and the like) decides how a part counts. Where its own words speak
strongly for another class, the count is worth little to whoever relies on it.

Fix: correct the label, or the words of the part.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.purpose import OFFER, ORDER, first_words, mail

_WORDS = {"C": "commercial", "T": "transactional", "O": "other", "N": "neutral", "U": "undecided"}

rule = Rule(
    __name__,
    title="A label that its part contradicts",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    owner="developer",
    cites=(Citation("convention", 'Labels of parts: data-mailcheck="transactional|commercial|other|neutral"'),),
    examples=(
        Bad(mail("Order 1182", f'{ORDER}<div data-mailcheck="transactional">{OFFER}</div>'), kind="eml"),
        Bad(mail("Order 1182", f'{ORDER}<div data-mailcheck="promo">{OFFER}</div>'), kind="eml", at="promo"),
        Good(mail("Order 1182", f'{ORDER}<div data-mailcheck="commercial">{OFFER}</div>'), kind="eml"),
        Good(
            mail("Order 1182", f"{ORDER}<!-- mailcheck-begin: commercial -->{OFFER}<!-- mailcheck-end -->"), kind="eml"
        ),
        Good(mail("Order 1182", ORDER + OFFER), kind="eml"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for label in message.purpose.mislabels:
        yield rule.finding(
            f"'{label.value[:40]}' names no class of a part",
            at=label.span,
            advice="write transactional, commercial, other or neutral",
        )
    for block in message.purpose.blocks:
        if block.speaks_for is not None:
            yield rule.finding(
                f"labelled {_WORDS[block.kind]}, but its words are {_WORDS[block.speaks_for]}: '{first_words(block)}'",
                at=block.span,
            )
