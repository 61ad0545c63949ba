"""Opting out needs a login, a payment or more than one page.

The law allows to ask for an e-mail address and for choices, on a single web page or in one reply, and nothing else:
no password, no fee, no call, no survey.

Fix: link to a page that knows the recipient by a token in the address and takes them off with one button.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.ways_out import WayOut, bodies, named, seen_ways_out

_C = {"message_class": "commercial"}


def _page(footer: str) -> str:
    return f"<body><p>Sale!</p><p>{footer}</p></body>"


rule = Rule(
    __name__,
    title="Opt-out needs a login or payment",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="developer",
    applies_to=("commercial", "unknown"),
    cites=(
        Citation("regulation", "16 CFR 316.5", "https://www.ecfr.gov/current/title-16/section-316.5"),
        Citation("regulation", "SOR/2012-36 section 3 (Canada): readily performed"),
        Citation("regulation", "Spam Regulations 2021 (Australia) section 7"),
    ),
    examples=(
        Bad(_page('<a href="https://acme.com/login?next=/prefs">Unsubscribe</a>'), at="<a", context=_C),
        Bad(_page('<a href="https://login.acme.com/unsubscribe">Unsubscribe</a>'), at="<a", context=_C),
        Bad(
            _page('<a href="https://acme.com/prefs">Log in to unsubscribe</a>'),
            at="https://acme.com/prefs",
            context=_C,
        ),
        Good(_page('<a href="https://acme.com/u/k3J9">Unsubscribe</a>'), context=_C),
        Good(_page('<a href="https://account.acme.com/u/k3J9">Unsubscribe</a>'), context=_C, note="a brand word"),
        Good(
            _page('<a href="https://acme.com/u/k3J9">Unsubscribe</a> or <a href="https://acme.com/login">log in</a>'),
            context=_C,
        ),
        Good(
            _page(
                'To unsubscribe <a href="https://acme.com/login">log in</a>,'
                ' or <a href="https://acme.com/u/k3">unsubscribe with one click</a>.'
            ),
            context=_C,
            note="another way is free",
        ),
    ),
)

_GATE = re.compile(
    r"(?:://|[/._-])(?:log-?in|sign-?in|log-?on|sso|auth|checkout|payment)(?:\.[a-z]{2,5}x?)?(?:[/?#.]|$)",
    re.IGNORECASE,
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for body in bodies(message):
        ways = seen_ways_out(message, body)
        if not ways or not all(way.login or _gated(way) for way in ways):
            continue
        way = ways[0]
        what = "asks people to sign in first" if way.login else "leads to a login or payment page"
        yield rule.finding(f"the {named(way)} {what}", at=way.span)


def _gated(way: WayOut) -> bool:
    return _GATE.search(way.href.partition("?")[0]) is not None
