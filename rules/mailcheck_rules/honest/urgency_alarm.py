"""The subject alarms without a case behind it.

"Account suspended", "final notice" or "legal action" over an offer, or over a body that names no number, name or
sum, reads like phishing and is treated so. The same words in a real reminder come with the facts of the case.

Fix: say plainly what the message is about. A real warning names the account, the sum and the day.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.subject_line import COMMERCIAL, example, finding_of, signals

_OFFER = (
    "Spring is here and so are our 20% discounts on office chairs. Choose from forty models, all with a guarantee of"
    " five years, and order from our catalogue or in the shop."
)
_CASE = (
    "Dear Ms Farrow, invoice 4471-09 of 3 March for 118.40 dollars has not been paid. It was due on 2 April. Please pay"
    " by 15 May to avoid disconnection."
)

rule = Rule(
    __name__,
    title="Alarm without a case",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("subject",),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(2)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("provider", "Google e-mail sender guidelines: misleading content"),
    ),
    examples=(
        Bad(example("FINAL NOTICE: 20% off chairs", _OFFER), kind="eml", at="FINAL NOTICE", context=COMMERCIAL),
        Bad(
            example("Your account will be closed", _OFFER), kind="eml", at="account will be closed", context=COMMERCIAL
        ),
        Good(example("FINAL NOTICE: invoice 4471-09", _CASE), kind="eml", context=COMMERCIAL),
        Good(example("20% off chairs", _OFFER), kind="eml", context=COMMERCIAL),
        Good(example('"Your account is suspended": mails to delete', _OFFER), kind="eml", context=COMMERCIAL),
        Good(example("Urgent care centre opens in May", _OFFER), kind="eml", context=COMMERCIAL),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for signal in signals(message, "alarm"):
        yield finding_of(rule, message, signal)
