"""A way out on mail that must arrive.

People who use the opt-out of a receipt or a password reset may think that they stop essential mail, and a sending
service may hold later ones back. Optional alerts may well have one; Yahoo suggests it.

Fix: leave the List-Unsubscribe fields and the link out of mail that must arrive, or lead to notification settings.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.purpose import DECLARED, ORDER, mail

_LINK = '<p><a href="https://acme.com/u/k3J9">Unsubscribe</a></p>'
_FIELD = "List-Unsubscribe: <https://acme.com/u/k3J9>\n"

rule = Rule(
    __name__,
    title="A way out on mail that must arrive",
    severity=Severity.INFO,
    confidence=Confidence.HEURISTIC,
    owner="developer",
    declared=("transactional",),
    cites=(
        Citation("provider", "Google e-mail sender guidelines FAQ: transactional messages are excluded from one-click"),
        Citation("provider", "Yahoo sender FAQ: an opt-out on optional service mail"),
    ),
    examples=(
        Bad(mail("Your order 5530-118842", ORDER + _LINK), kind="eml", at="https://acme.com/u/k3J9", context=DECLARED),
        Bad(mail("Your order 5530-118842", ORDER, _FIELD), kind="eml", context=DECLARED),
        Good(mail("Your order 5530-118842", ORDER), kind="eml", context=DECLARED),
        Good(
            mail("Your order", ORDER + '<a href="https://acme.com/settings">Notification settings</a>'),
            kind="eml",
            context=DECLARED,
        ),
        Good(mail("Sale", ORDER + _LINK), kind="eml", context={"message_class": "commercial"}),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if message.message_class.verdict != "transactional":
        return
    for way in message.opt_outs:
        if way.kind in ("link", "header", "mailto"):
            what = "a List-Unsubscribe field" if way.kind == "header" else f"an opt-out: '{way.text[:60]}'"
            yield rule.finding(f"a transactional message holds {what}", at=way.span)
            return
