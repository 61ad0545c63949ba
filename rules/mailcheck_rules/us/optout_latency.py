"""Opt-outs are honoured too slowly, or the way out expires too soon.

The law gives ten business days; Google and Yahoo give two days. The link must keep working for at least thirty days
after the message was sent. A message does not show this, so the config must: `optout_sla_hours` and
`optout_lifetime_days`.

Fix: suppress the address the moment it opts out, in every system that sends, and let links live for a year.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    provider_hours: float = opt(48.0, "what mailbox providers allow, in hours")
    legal_days: float = opt(14.0, "ten business days, in calendar days")
    lifetime_days: float = opt(30.0, "how long the way out must work after sending, in days")


_C = {"message_class": "commercial"}
_PAGE = '<body><p>Sale!</p><a href="https://acme.com/u/k3">Unsubscribe</a></body>'

rule = Rule(
    __name__,
    title="Opt-outs honoured too slowly",
    severity=Severity.ERROR,
    owner="list-owner",
    applies_to=("commercial", "unknown"),
    options=Options,
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(4)(A)(i)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("statute", "15 U.S.C. 7704(a)(3)(A)(ii)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("provider", "Google e-mail sender guidelines FAQ: within 48 hours; Yahoo: within 2 days"),
        Citation("statute", "CASL section 11(2)-(3) (Canada): 60 days, 10 business days"),
        Citation("statute", "Spam Act 2003 (Australia), Schedule 2 clause 6: 5 business days"),
    ),
    examples=(
        Bad(_PAGE, context={**_C, "optout_sla_hours": 720.0}),
        Bad(_PAGE, context={**_C, "optout_sla_hours": 96.0}, note="a warning: slower than providers allow"),
        Bad(_PAGE, context={**_C, "optout_sla_hours": 1.0, "optout_lifetime_days": 7.0}),
        Bad(_PAGE, context={**_C, "optout_lifetime_days": 45.0, "jurisdictions": ("us", "ca")}),
        Bad(_PAGE, context={**_C, "optout_sla_hours": 200.0, "jurisdictions": ("au",)}),
        Good(_PAGE, context={**_C, "optout_sla_hours": 24.0, "optout_lifetime_days": 365.0}),
        Good(_PAGE, context=_C, note="not declared: not evaluated"),
    ),
)

_STRICTER_DAYS = {"au": 7.0}
_LONGER_LIFETIME = {"ca": 60.0}


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    context = message.context
    hours, lifetime = context.optout_sla_hours, context.optout_lifetime_days
    if hours is None and lifetime is None:
        raise NotEvaluated("the config does not say how soon opt-outs are honoured (context.optout_sla_hours)")
    slow = context.declared_at.get("optout_sla_hours") or message.body
    places = context.jurisdictions
    legal = min([options.legal_days, *(_STRICTER_DAYS[place] for place in places if place in _STRICTER_DAYS)])
    needed = max([options.lifetime_days, *(_LONGER_LIFETIME[place] for place in places if place in _LONGER_LIFETIME)])
    if hours is not None and hours > legal * 24:
        yield rule.finding(
            f"opt-outs take {_time(hours)}, as declared; {legal:g} days are the outer limit",
            at=slow,
            key="slow",
        )
    elif hours is not None and hours > options.provider_hours:
        yield rule.finding(
            f"opt-outs take {_time(hours)}, as declared; mailbox providers allow {_time(options.provider_hours)}",
            at=slow,
            severity=Severity.WARNING,
            key="slow",
        )
    if lifetime is not None and lifetime < needed:
        yield rule.finding(
            f"the way out works for {lifetime:g} days, as declared; {needed:g} are needed",
            at=context.declared_at.get("optout_lifetime_days") or message.body,
            key="expires",
        )


def _time(hours: float) -> str:
    return f"{hours / 24:g} days" if hours > 72 else f"{hours:g} hours"
