"""The postal address is another than the config expects.

Footers are copied from brand to brand and outlive a move. The address must be the sender's current one.

Fix: correct the footer, or the sender's `addresses` in the config when the sender has moved.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, NotEvaluated, Rule, Sender, Severity
from mailcheck_rules._shared.postal import alike, expected, of_sender, seen, shows

_ACME = {"senders": (Sender(names=("Acme",), domains=("acme.com",), addresses=("PO Box 1187, Portland, OR 97207",)),)}
_TWO = {"senders": (*_ACME["senders"], Sender(domains=("bolt.com",), addresses=("14 Wall St, New York, NY 10005",)))}


def _mail(domain: str, address: str) -> str:
    return f"From: news@{domain}\nSubject: News\n\nOur news.\n\nAcme Inc., {address}\n"


rule = Rule(
    __name__,
    title="Postal address is not the expected one",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    needs=("senders",),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(5)(A)(iii)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("regulation", "16 CFR 316.2(p): the sender's current address"),
    ),
    examples=(
        Bad(_mail("acme.com", "14 Wall Street, New York, NY 10005"), kind="eml", at="14 Wall", context=_ACME),
        Bad(_mail("acme.com", "PO Box 1178, Portland, OR 97207"), kind="eml", at="PO Box 1178", context=_ACME),
        Bad(_mail("acme.com", "14 Wall Street, New York, NY 10005"), kind="eml", context=_TWO, note="another brand's"),
        Good(_mail("acme.com", "P.O. Box 1187, Portland, OR 97207"), kind="eml", context=_ACME),
        Good(_mail("bolt.com", "14 Wall Street, New York, NY 10005"), kind="eml", context=_TWO),
        Good(_mail("acme.com", "PO Box 1187\nPortland OR 97207-1234"), kind="eml", context=_ACME),
        Good(_mail("acme.com", "14 Wall Street, New York, NY 10005"), kind="eml", note="nothing expected"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    wanted = expected(message)
    if not wanted:
        raise NotEvaluated("the config names no postal address for the sender")
    shown = [address for address in seen(of_sender(message)) if address.verdict == "valid"]
    if any(alike(address.text, known) for address in shown for known in wanted):
        return
    if not shown or any(shows(message, known) for known in wanted):
        return
    yield rule.finding(
        f'the message shows "{shown[0].text[:80]}", the config expects "{wanted[0][:80]}"',
        at=shown[0].span,
        key="drift",
    )
