"""A newsletter whose net impression is an advertisement.

A message of articles and offers is commercial when its subject announces an advertisement, or when a reader of the body
would take it for one: by how much of it sells, by what stands first, and by what large type, pictures and buttons put
forward. In the European Union a newsletter that leads to a paid offer is direct marketing even with articles in it.

Fix: declare it commercial and give it a way out and a postal address; or let the articles come first and weigh more.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.purpose import NEWS, SALE, SHELF, mail, percent, pointing

_DECLARED = {"message_class": "editorial"}

rule = Rule(
    __name__,
    title="A newsletter that is an advertisement",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    declared=("editorial",),
    cites=(
        Citation("regulation", "16 CFR 316.3(a)(3)", "https://www.law.cornell.edu/cfr/text/16/316.3"),
        Citation("case", "CJEU C-654/23 (Inteligo Media)"),
    ),
    examples=(
        Bad(mail("Kiln letter, November", SALE + SHELF + NEWS), kind="eml", context=_DECLARED),
        Good(mail("Kiln letter, November", NEWS * 3), kind="eml", context=_DECLARED),
        Good(mail("Sale", SALE), kind="eml", context={"message_class": "commercial"}),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    purpose = message.purpose
    if message.message_class.verdict != "commercial":
        return
    offers = purpose.of_kind("C")
    weight = sum(block.weight for block in purpose.blocks if block.kind in ("C", "O", "U"))
    share = sum(block.weight for block in offers) / weight if weight else 0.0
    yield rule.finding(
        f"declared editorial, but {percent(share)} of what it says sells: {purpose.reason}",
        at=offers[0].span if offers else message.body,
        related=pointing(offers[:3]),
        key="impression",
    )
