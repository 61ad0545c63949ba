"""Header or subject hides who writes, or that it is advertising.

German law has a rule of its own for the two lines that are read before a message is opened: neither the sender nor
the commercial nature may be disguised or concealed there. A false "AW:", an invoice that is none or another's
name does that.

Fix: write under your own name, and let the subject show that it is an offer: "Unsere Angebote im November".
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.subject_line import example, finding_of, signals

_C = {"message_class": "commercial", "jurisdictions": ("de",)}
_SALE = (
    "Entdecken Sie unsere Gartenmöbel: Bank, Tisch und vier Stühle kosten im November 399 Euro. Die Lieferung ist frei,"
    " der Aufbau kostet 40 Euro. Bestellen Sie im Shop oder kommen Sie in eine unserer Filialen."
)

rule = Rule(
    __name__,
    title="Sender or advertising disguised in header or subject (Germany)",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    jurisdictions=("de",),
    needs=("subject",),
    cites=(
        Citation("statute", "DDG section 6(2)", "https://www.gesetze-im-internet.de/ddg/__6.html"),
        Citation("statute", "UWG section 7(2) no. 3", "https://www.gesetze-im-internet.de/uwg_2004/__7.html"),
    ),
    examples=(
        Bad(example("AW: Termin", _SALE), kind="eml", at="AW:", context=_C),
        Bad(example("Ihre Rechnung", _SALE), kind="eml", at="Rechnung", context=_C),
        Bad(
            example("Gartenmöbel", _SALE, '"DHL Zustellung" <x@garten-deal.example>'), kind="eml", at="DHL", context=_C
        ),
        Good(example("Unsere Angebote im November", _SALE), kind="eml", context=_C),
        Good(
            example("AW: Termin", _SALE, extra="In-Reply-To: <1@example.net>\n"),
            kind="eml",
            context=_C,
            note="a thread",
        ),
        Good(
            example("Ihre Rechnung", _SALE), kind="eml", context={"message_class": "commercial"}, note="not in Germany"
        ),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for signal in signals(message, "impersonation", "fake-reply", "mismatch", "alarm"):
        if signal.kind == "mismatch" and signal.detail in ("percent", "price"):
            continue  # a wrong figure hides nothing of the advertising
        yield finding_of(rule, message, signal)
