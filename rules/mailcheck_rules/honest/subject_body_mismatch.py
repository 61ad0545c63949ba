"""The subject promises what the body does not show.

A subject that speaks of an invoice, a parcel, a prize, 70 % or 19 dollars says what is inside. When the body shows
another figure or none of it, readers are misled about the contents, whatever else is true.

Fix: let the subject name what the body leads with, with the same figures.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, finding_of, signals

_SANDALS = (
    "Selected sandals are up to 40% cheaper until Saturday 30 May in both shops. Trainers, walking shoes and the new"
    " collection stay at the normal price. Ask for your size and we look in the stock room for you."
)
_INK = (
    "Running low on ink? We have cartridges for 300 printer models at 12 dollars each. Choose compatible or original,"
    " order before four and print tomorrow. Customers rate us 4.8 of 5."
)

rule = Rule(
    __name__,
    title="Subject promises what the body lacks",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("subject",),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(2)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("convention", "Claims of the subject line are repeated, with the same figures, in the body"),
    ),
    examples=(
        Bad(example("70% off sandals", _SANDALS), kind="eml", at="70%", context=COMMERCIAL),
        Bad(example("Your invoice is attached", _INK), kind="eml", at="invoice", context=COMMERCIAL),
        Bad(example("Ink for $7", _INK), kind="eml", at="$7", context=COMMERCIAL),
        Bad(
            example("You have won a printer", _INK + " Every order takes part in our draw."),
            kind="eml",
            at="You have won",
            context=COMMERCIAL,
        ),
        Good(example("Up to 40% off selected sandals", _SANDALS), kind="eml", context=COMMERCIAL),
        Good(example("Ink for $12", _INK), kind="eml", context=COMMERCIAL),
        Good(
            example("Invoice 55120", "Dear Ms Kowalski, invoice 55120 of 3 April over 84.20 pounds was paid. " * 2),
            kind="eml",
            context=COMMERCIAL,
        ),
        Good(example('"Your invoice is attached" and other scams', _INK), kind="eml", context=COMMERCIAL),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for signal in signals(message, "mismatch"):
        yield finding_of(rule, message, signal)
