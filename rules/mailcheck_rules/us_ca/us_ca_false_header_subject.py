"""Header or subject may mislead under California law.

California forbids advertisements that use a third party's domain without leave, a forged header, or a subject likely
to mislead a reader about a material fact of the contents. The body counts there: what it explains is not misleading.

Fix: send under your own name from your own domain, and let the subject say what the body shows.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.subject_line import example, finding_of, signals

_C = {"message_class": "commercial", "jurisdictions": ("us", "us-ca")}
_INK = (
    "Running low on ink? We have cartridges for 300 printer models at 12 dollars each. Choose compatible or original,"
    " order before four and print tomorrow. Customers rate us 4.8 of 5."
)
_TRIAL = (
    "Enjoy every film free for seven days. After that the plan costs 12.99 dollars a month until you cancel. A payment"
    " card is required to begin. Films, series and three live channels work on two screens."
)

rule = Rule(
    __name__,
    title="False header or misleading subject (California)",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    jurisdictions=("us-ca",),
    needs=("subject",),
    cites=(
        Citation("statute", "Cal. Bus. & Prof. Code 17529.5(a)(1)-(3)"),
        Citation("case", "Rosolowski v. Guthy-Renker LLC, 230 Cal. App. 4th 1403 (2014)"),
    ),
    examples=(
        Bad(example("Your invoice is attached", _INK), kind="eml", at="invoice", context=_C),
        Bad(example("Ink", _INK, '"PayPal" <x@pp-mail.biz>'), kind="eml", at="PayPal", context=_C),
        Bad(example("Re: your order", _INK), kind="eml", at="Re:", context=_C),
        Good(example("Ink for $12", _INK), kind="eml", context=_C),
        Good(example("Watch free", _TRIAL), kind="eml", context=_C, note="explained in the body"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for signal in signals(message, "impersonation", "fake-reply", "mismatch", "alarm"):
        yield finding_of(rule, message, signal, rule.severity)
