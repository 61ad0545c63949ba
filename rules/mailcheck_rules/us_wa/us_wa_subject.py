"""A statement in the subject may be false or misleading under Washington law.

Washington's CEMA asks about the subject line alone: nothing in the body can cure it. A hurry without an end, "free"
with conditions that only the body names, a reply that is none, or a figure that the offer does not keep have been the
matter of more than a hundred suits since 2025. Reports of this tool can themselves be asked for in a suit.

Fix: say in the subject only what is literally true, with its day and its condition.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Offer, Rule, Severity
from mailcheck_rules._shared.offers import contradictions, ends_soon, runs_on
from mailcheck_rules._shared.subject_line import example, finding_of, signals

_C = {"message_class": "commercial", "jurisdictions": ("us", "us-wa")}
_TRIAL = (
    "Enjoy every film free for seven days. After that the plan costs 12.99 dollars a month until you cancel. A payment"
    " card is required to begin. Films, series and three live channels work on two screens."
)
_ENDS = (
    "All hiking boots are 20 percent cheaper until Sunday 14 June, 8 pm, in the shop and online. We measure your foot."
)

rule = Rule(
    __name__,
    title="False or misleading statement in the subject (Washington)",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    jurisdictions=("us-wa",),
    needs=("subject",),
    cites=(
        Citation("statute", "RCW 19.190.020(1)(b)", "https://app.leg.wa.gov/rcw/default.aspx?cite=19.190.020"),
        Citation("case", "Brown v. Old Navy, LLC, 567 P.3d 38 (Wash. 2025)"),
        Citation("statute", "HB 2274 (signed 2026-03-23, in force 2026-06-11)"),
    ),
    examples=(
        Bad(example("Watch free forever", _TRIAL), kind="eml", at="free", context=_C),
        Bad(example("Re: your boots", _ENDS), kind="eml", at="Re:", context=_C),
        Bad(example("50% off boots", _ENDS), kind="eml", at="50%", context=_C),
        Bad(
            example("20% off boots", _ENDS),
            kind="eml",
            at="20%",
            context={**_C, "offers": (Offer(discount=15.0),)},
            note="an error: the offer, as declared, is smaller",
        ),
        Good(example("20% off boots until Sunday 14 June", _ENDS), kind="eml", context=_C),
        Good(example("New boots in the shop", _ENDS), kind="eml", context=_C),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for found in (*contradictions(message), *runs_on(message)):
        yield rule.finding(found.text, at=found.at, severity=Severity.ERROR, confidence=Confidence.CERTAIN)
    for signal in signals(message, "fake-reply", "urgency", "free-claim", "mismatch"):
        if signal.detail == "unsupported" and ends_soon(message):
            continue
        if signal.kind == "mismatch" and signal.detail not in ("percent", "price", "prize"):
            continue
        proved = signal.detail == "over" or (signal.kind == "fake-reply" and signal.detail != "counter")
        yield finding_of(rule, message, signal, Severity.ERROR if proved else Severity.WARNING)
