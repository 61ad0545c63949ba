"""The message does not say how to reach its sender.

Canada's anti-spam law asks every commercial message for the sender's name, a mailing address, and one more way of
contact: telephone, e-mail or web address. They must stay good for 60 days. A post-office box will do.

Fix: add the mailing address and a telephone number, e-mail or web address to the footer.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, NotEvaluated, Rule, Severity
from mailcheck_rules._shared.postal import good, of_sender, seen
from mailcheck_rules._shared.ways_out import bodies, require_whole

_CA = {"jurisdictions": ("ca",), "message_class": "commercial"}
_ADDRESS = "Acme Inc., PO Box 302, Halifax, NS B3J 2P8"

rule = Rule(
    __name__,
    title="Sender identification incomplete (CASL)",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    jurisdictions=("ca",),
    cites=(
        Citation(
            "statute", "S.C. 2010, c. 23, s. 6(2)-(3)", "https://laws-lois.justice.gc.ca/eng/acts/E-1.6/page-1.html"
        ),
        Citation("regulation", "SOR/2012-36, s. 2", "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2012-36/"),
        Citation("regulation", "CRTC 2012-548: a box or general delivery is a mailing address"),
    ),
    examples=(
        Bad('<body><p>Sale!</p><a href="https://acme.ca">acme.ca</a></body>', at="<body>", context=_CA),
        Bad(f"<body><p>Sale!</p><p>{_ADDRESS}</p></body>", at="Acme", context=_CA, note="no second way"),
        Good(f'<body><p>Sale!</p><p>{_ADDRESS}</p><a href="https://acme.ca/contact">Contact</a></body>', context=_CA),
        Good(f"<body><p>Sale!</p><p>{_ADDRESS}, tel. 902-555-0110</p></body>", context=_CA),
        Good("<body><p>Sale!</p></body>", note="Canadian law was not declared"),
    ),
)

_PHONE = re.compile(r"(?<!\d)(?:\+?1[ .-]?)?(?:\(\d{3}\)|\d{3})[ .-]\d{3}[ .-]\d{4}(?!\d)")


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if not list(bodies(message)):
        raise NotEvaluated("the message has no body to read")
    shown = good(seen(of_sender(message)))
    if not shown:
        require_whole(message)
        yield rule.finding("no mailing address of the sender", at=message.body, key="address")
    elif not _has_contact(message):
        require_whole(message)
        yield rule.finding("no telephone number, e-mail or web address beside the mailing address", at=shown[0].span)


def _has_contact(message: Message) -> bool:
    if any(link.seen.verdict != "hidden" and link.href for link in message.links):
        return True
    return any(run.seen.verdict != "hidden" and _PHONE.search(run.text) for run in message.runs)
