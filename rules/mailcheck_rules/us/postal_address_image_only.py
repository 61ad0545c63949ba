"""The postal address stands only in a picture or behind a link.

The message itself must show the address clearly. Many programs load no images until asked, and screen readers read
none, so that an address in a picture is not there for many people; behind a link it is not in the message at all.

Fix: write the address as text into the footer.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.postal import expected, of_sender, pictured, seen, shows

_C = {"message_class": "commercial"}

rule = Rule(
    __name__,
    title="Postal address only in an image or behind a link",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("html",),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(5)(A)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("standard", "WCAG 2.2 success criterion 1.1.1"),
    ),
    examples=(
        Bad('<body><p>Sale!</p><img src="https://acme.com/footer-address.png" alt=""></body>', at="<body>", context=_C),
        Bad('<body><p>Sale!</p><img src="a.png" alt="Our address"></body>', at="<body>", context=_C),
        Bad('<body><p>Sale!</p><a href="https://acme.com/contact">Our address</a></body>', at="<body>", context=_C),
        Good(
            '<body><p>Sale!</p><img src="footer-address.png" alt="Acme, PO Box 1187, Portland, OR 97207"></body>',
            context=_C,
            note="the alternative text carries it",
        ),
        Good('<body><p>Sale!</p><img src="address.png"><p>PO Box 1187, Portland, OR 97207</p></body>', context=_C),
        Good('<body><p>Sale!</p><a href="https://acme.com/u">Change your address</a></body>', context=_C),
        Good("<body><p>Sale!</p></body>", context=_C, note="postal-address-missing"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if seen(of_sender(message)) or any(shows(message, address) for address in expected(message)):
        return
    where = pictured(message)
    if where:
        yield rule.finding(f"no postal address as text; {where} seems to hold it", at=message.body, key="address")
