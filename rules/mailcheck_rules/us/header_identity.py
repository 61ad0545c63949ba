"""The From line does not say who sent the message.

The law forbids header information that misleads about who initiated a message; it binds receipts and notices as much
as advertising. A From domain that belongs to nobody you named, or a name that shows somebody else's address, is how
that looks from outside.

Fix: send from a domain of your own and call yourself by the brand people know. Domains and trade names that are
yours belong into the config (`senders`).
"""

import re
from collections.abc import Iterator

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
    has_merge_tag,
)
from mailcheck_rules._shared.web import belongs

_ACME = {"senders": (Sender(names=("Acme Store", "ACME"), domains=("acme.com", "acme.de")),)}


def _mail(sender: str) -> str:
    return f"From: {sender}\nSubject: Hi\n\nHi\n"


rule = Rule(
    __name__,
    title="From does not identify the sender",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    needs=("headers",),
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(1)(A)-(C)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("statute", "15 U.S.C. 7702(8)", "https://www.law.cornell.edu/uscode/text/15/7702"),
        Citation("case", "Rosolowski v. Guthy-Renker LLC, 230 Cal. App. 4th 1403 (2014)"),
    ),
    examples=(
        Bad(_mail('"IRS Refunds" <promo@cheapdeals.biz>'), kind="eml", at="cheapdeals.biz", context=_ACME),
        Bad(_mail("Acme Store <news@acme-offers.biz>"), kind="eml", at="acme-offers.biz", context=_ACME),
        Bad(_mail("Newsletter <news@acme.com>"), kind="eml", at="Newsletter", context=_ACME, note="a name of nobody"),
        Bad(_mail('"service@paypal.com" <x@cheapdeals.biz>'), kind="eml", at="service@paypal.com"),
        Good(_mail('"Acme Store" <news@acme.com>'), kind="eml", context=_ACME),
        Good(_mail("Ana at Acme <ana@mail.acme.de>"), kind="eml", context=_ACME),
        Good(_mail("Ana Lopez <ana@acme.com>"), kind="eml", context=_ACME, note="a person"),
        Good(_mail("news@acme.com"), kind="eml", context=_ACME),
        Good(_mail('"news@acme.com" <news@acme.com>'), kind="eml"),
        Good(_mail("Acme Store <news@acme.com>"), kind="eml", note="no sender declared: not evaluated"),
        Good(_mail("{{ brand }} <{{ address }}>"), kind="eml", context=_ACME),
    ),
)

_SHOWN_ADDRESS = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})")
_WORD = re.compile(r"[^\W_]{2,}")
# Names that say what arrives or which desk sends it, never who.
_NOBODY = frozenset(
    """admin alert alerts billing contact customer deals email emails free hello help info mail mailer marketing news
    newsletter no noreply notification notifications offer offers online promo promotions reply sale sales service
    services shop special store support team the update updates webmaster""".split()
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    sender = message.headers.from_.first
    if sender is None:
        raise NotEvaluated("From names no address")
    if message.stage == "template" and has_merge_tag(sender.span.quote):
        raise NotEvaluated("a merge tag writes From: check the rendered message")
    shown = _SHOWN_ADDRESS.search(sender.display)
    if shown is not None and not belongs(shown[1].lower(), (sender.organization,)):
        yield rule.finding(f"the From name shows {shown[0]}, the message comes from {sender.domain}", at=sender.span)
        return
    context = message.context
    if not context.senders:
        raise NotEvaluated("the config names no sender")
    known = tuple(domain.lower() for brand in context.senders for domain in brand.domains)
    named = _names_brand(sender.display, context)
    if known and not belongs(sender.domain, known):
        yield rule.finding(
            f"the message comes from {sender.domain}, which the config does not name as a sender's domain",
            at=sender.span,
            severity=Severity.WARNING if named else Severity.ERROR,
        )
    elif sender.display and not named and not shown and _nobody(sender.display):
        yield rule.finding(
            f'the From name "{sender.display[:60]}" names neither the brand nor a person',
            at=sender.span,
            severity=Severity.WARNING,
            confidence=Confidence.HEURISTIC,
        )


def _names_brand(display: str, context: Context) -> bool:
    """Whether the display name shares a word with a brand, or with the first label of one of its domains."""
    words = _words(display)
    folded = display.lower().replace(" ", "")
    for brand in context.senders:
        for name in brand.names:
            if (_words(name) - _NOBODY) & words or (_words(name) and _words(name) <= words):
                return True
        for domain in brand.domains:
            label = domain.lower().split(".")[0]
            if label in words or label.replace("-", "") in folded:
                return True
    return False


def _nobody(display: str) -> bool:
    words = _words(display)
    return bool(words) and words <= _NOBODY


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
