"""The postal address is a sample, a joke, or cannot exist.

The address must be valid: a letter to it has to reach the sender. Templates come with sample addresses, and with
those of the sending service; a postal code of another state or a state that does not exist gives the rest away.

Fix: put your own registered address in its place. If the address is really yours, name it in the option `real`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity, opt
from mailcheck_rules._shared.postal import alike, expected, of_sender, seen


@dataclass(frozen=True)
class Options:
    real: tuple[str, ...] = opt((), "addresses that are real although they look like samples")


_C = {"message_class": "commercial"}


def _page(address: str) -> str:
    return f"<body><p>Sale!</p><p>{address}</p></body>"


rule = Rule(
    __name__,
    title="Postal address is a placeholder",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    options=Options,
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(5)(A)(iii)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("regulation", "16 CFR 316.2(p)", "https://www.law.cornell.edu/cfr/text/16/316.2"),
    ),
    examples=(
        Bad(_page("Acme, 123 Main Street, Anytown, USA 12345"), at="Acme", context=_C),
        Bad(_page("Acme, 666 Elm St, Hell, MI 48169"), at="Acme", context=_C),
        Bad(_page("Acme, 1600 Pennsylvania Ave NW, Washington, DC 20500"), at="Acme", context=_C),
        Bad(_page("Acme, 88 Commercial Street, Portland, ME 97201"), at="Acme", context=_C, note="a code of Oregon"),
        Bad(_page("Acme, 675 Ponce de Leon Ave NE, Atlanta, GA 30308"), at="Acme", context=_C, note="the service's"),
        Bad(_page("Muster GmbH, Musterstraße 1, 12345 Musterstadt"), at="Muster", context=_C),
        Bad(_page("[Company address]"), at="[Company", context=_C),
        Bad(_page("Your address here"), at="Your", context=_C),
        Good(_page("Acme, PO Box 1187, Portland, OR 97207"), context=_C),
        Good(_page("General Turbine, 1 River Road, Schenectady, NY 12345"), context=_C, note="it has that code"),
        Good(
            _page("Acme, 123 Main Street, Salem, OR 97301"),
            options={"real": ("123 Main St, Salem, OR 97301",)},
            context=_C,
        ),
        Good(_page("{{ company.address }}"), context=_C),
        Good(_page("Ship to: 123 Main Street, Anytown"), context=_C, note="the reader's"),
    ),
)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    real = (*options.real, *expected(message))
    for address in seen(of_sender(message)):
        if address.verdict == "placeholder" and not any(alike(address.text, known) for known in real):
            yield rule.finding(
                f'"{address.text[:80]}" is no address of a sender: {address.because}', at=address.span, key="address"
            )
