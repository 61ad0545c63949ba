"""The subject names an end that the body does not know.

"Today only" over a price that holds all year, or "last chance" over a course that runs every month, is the pattern
most often sued over in subject lines. A hurry that is true has an end that can be named. Where the config declares the
end of the offer (`[[offers]]` with `ends`), that decides: "today only" for an offer that runs on is an error.

Fix: say when it ends, in subject and body ("ends Sunday 23:59 PT"), or leave the hurry out.
"""

from collections.abc import Iterator
from datetime import date

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Offer, Rule, Severity
from mailcheck_rules._shared.offers import ends_soon, runs_on
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, finding_of, signals

_ALWAYS = (
    "Our helmets cost 59 pounds all year round and nothing about that changes. The stock room is full, so take your"
    " time to choose. We are glad to show you how a helmet should sit."
)
_PLAIN = (
    "Our helmets cost 59 pounds, and they come in eleven colours. We are glad to show you how a helmet should sit. Come"
    " and see us, or order yours online."
)
_ENDS = (
    "All hiking boots are 20 percent cheaper until Sunday 14 June, 8 pm, in the shop and online. We measure your foot"
    " and you walk our test track. On Monday the boots go back to the old price."
)
_OVER = (
    "Boots, socks and sticks are cheaper in all shops until 2025-06-14, by a third and more. Come and try them on our"
    " test track, or order online."
)

rule = Rule(
    __name__,
    title="Deadline that is not real",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("subject",),
    cites=(
        Citation("case", "Brown v. Old Navy, LLC, 567 P.3d 38 (Wash. 2025)"),
        Citation("statute", "15 U.S.C. 7704(a)(2)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("regulation", "Directive 2005/29/EC, Annex I no. 7"),
        Citation("statute", "Digital Markets, Competition and Consumers Act 2024 (UK), Schedule 20"),
    ),
    examples=(
        Bad(example("Today only: helmets reduced", _ALWAYS), kind="eml", at="Today only", context=COMMERCIAL),
        Bad(example("Last chance for your helmet", _ALWAYS), kind="eml", at="Last chance", context=COMMERCIAL),
        Bad(example("Almost sold out: helmets", _ALWAYS), kind="eml", at="Almost sold out", context=COMMERCIAL),
        Bad(
            example("Last days of our boot sale", _OVER),
            kind="eml",
            at="Last days",
            context={**COMMERCIAL, "today": date(2026, 6, 1)},
        ),
        Bad(
            example("Today only: 20% off boots", _ENDS),
            kind="eml",
            at="Today only",
            context={**COMMERCIAL, "offers": (Offer(ends=date(2026, 6, 14)),), "today": date(2026, 6, 1)},
            note="an error: it runs for two weeks more, as declared",
        ),
        Good(
            example("Last chance for your helmet", _PLAIN),
            kind="eml",
            context={**COMMERCIAL, "offers": (Offer(ends=date(2026, 6, 2)),), "today": date(2026, 6, 1)},
            note="its end is declared",
        ),
        Good(example("Last days: 20% off boots", _ENDS), kind="eml", context=COMMERCIAL),
        Good(example("Helmets at 59 pounds", _ALWAYS), kind="eml", context=COMMERCIAL),
        Good(example("Last chance to see the coral reefs?", _ENDS), kind="eml", context=COMMERCIAL),
        Good(example("Sale ends tonight", "Sale! " * 3), kind="eml", context=COMMERCIAL, note="too little to compare"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for found in runs_on(message):
        yield rule.finding(found.text, at=found.at, severity=Severity.ERROR, confidence=Confidence.CERTAIN)
        return
    for signal in signals(message, "urgency"):
        if signal.detail == "unsupported" and ends_soon(message):
            continue
        yield finding_of(rule, message, signal)
