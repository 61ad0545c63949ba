"""The From name is that of somebody else.

Most readers see the name and not the address. A name that is a known brand or a public body, shows another domain's
address, or is spelt with letters that only look right, makes them trust the wrong sender; authentication of the
domain says nothing about the name.

Fix: use your own brand as the name. If you write for that brand, name its domains in the config (`senders`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import (
    Bad,
    Citation,
    Confidence,
    Context,
    Finding,
    Good,
    Message,
    NotEvaluated,
    Rule,
    Sender,
    Severity,
    opt,
)
from mailcheck_rules._shared.subject_line import example, finding_of, sender_untold
from mailcheck_rules._shared.web import belongs

_HI = "Your monthly letter is here, with three articles about gardens and a calendar of fairs."


@dataclass(frozen=True)
class Options:
    allow: tuple[str, ...] = opt((), "From names that may be used although they look like somebody else's")


rule = Rule(
    __name__,
    title="From name says one brand, domain another",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    needs=("headers",),
    options=Options,
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(1)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("standard", "RFC 9989 section 11.4"),
        Citation("provider", "Google e-mail sender guidelines: do not impersonate other domains or senders"),
    ),
    examples=(
        Bad(example("Hi", _HI, '"PayPal" <x@pp-mail.biz>'), kind="eml", at="x@pp-mail.biz"),
        Bad(example("Hi", _HI, '"PayPal Security" <x@pp-mail.biz>'), kind="eml", at="PayPal"),
        Bad(example("Hi", _HI, '"support@chase.com" <mailer@quickfunds.net>'), kind="eml", at="support@chase.com"),
        Bad(example("Hi", _HI, '"PаyPаl" <x@pp-mail.biz>'), kind="eml", at="x@pp-mail.biz", note="Cyrillic a"),
        Good(example("Hi", _HI, '"PayPal" <service@paypal.com>'), kind="eml"),
        Good(example("Hi", _HI, '"Apple Hill Orchard" <news@applehillorchard.com>'), kind="eml"),
        Good(example("Hi", _HI, '"Dana at Shopify seller Moss Lamp" <dana@mosslamp.com>'), kind="eml"),
        Good(example("Hi", _HI, '"BMW und MINI Autohaus Lerch" <service@autohaus-lerch.de>'), kind="eml"),
        Good(example("Hi", _HI, '"Chase Miller" <chase@miller.org>'), kind="eml"),
        Good(
            example("Hi", _HI, '"PayPal" <x@pp-mail.biz>'),
            kind="eml",
            context={"senders": (Sender(names=("PayPal",), domains=("pp-mail.biz",)),)},
        ),
        Good(example("Hi", _HI, '"PayPal" <x@pp-mail.biz>'), kind="eml", options={"allow": ("PayPal",)}),
    ),
)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    sender = message.headers.from_.first
    if sender is None:
        raise NotEvaluated("From names no address")
    if sender_untold(message):
        raise NotEvaluated("a merge tag writes From: check the rendered message")
    if sender.display in options.allow or _is_own(sender.display, sender.domain, message.context):
        return
    for signal in message.subject.of_kind("impersonation"):
        yield finding_of(rule, message, signal)


def _is_own(display: str, domain: str, context: Context) -> bool:
    """Whether the config gives both the name and the domain to one brand."""
    return any(
        any(name.lower() in display.lower() for name in brand.names)
        and belongs(domain, tuple(known.lower() for known in brand.domains))
        for brand in context.senders
    )
