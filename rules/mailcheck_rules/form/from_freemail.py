"""Bulk mail claims to come from a free mailbox.

Gmail, Yahoo, AOL and iCloud publish DMARC policies under which mail from their domains that they did not send
themselves is refused or sorted out. A newsletter from `shop@gmail.com` sent through any other service fails by design.

Fix: send from an address at a domain of your own, and have that domain authenticated at your sending service.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.freemail import freemail_provider

rule = Rule(
    __name__,
    title="From at a free mailbox",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    needs=("headers",),
    cites=(
        Citation("provider", "Google e-mail sender guidelines: don't impersonate Gmail From headers"),
        Citation("provider", "Yahoo and AOL: DMARC p=reject; Apple iCloud and Gmail: p=quarantine"),
    ),
    examples=(
        Bad("From: Shop <shop@gmail.com>\n\nSale\n", kind="eml", at="shop@gmail.com"),
        Bad(
            "DKIM-Signature: v=1; a=rsa-sha256; d=esp.net; s=k; h=from; bh=YQ==; b=YQ==\n"
            "From: Shop <shop@yahoo.co.uk>\n\nSale\n",
            kind="eml",
            at="shop@yahoo.co.uk",
        ),
        Bad('From: "shop@gmail.com" <news@acme.com>\n\nSale\n', kind="eml", at="shop@gmail.com"),
        Good(
            "DKIM-Signature: v=1; a=rsa-sha256; d=gmail.com; s=k; h=from; bh=YQ==; b=YQ==\n"
            "From: Ana <ana@gmail.com>\n\nHello\n",
            kind="eml",
            note="Gmail sent it",
        ),
        Good("Return-Path: <ana@yahoo.com>\nFrom: Ana <ana@yahoo.com>\n\nHello\n", kind="eml"),
        Good("From: Ana <ana@gmail.com>\n\nHello\n", kind="eml", context={"bulk": False}),
        Good("From: Acme <news@acme.com>\n\nSale\n", kind="eml"),
    ),
)

_IN_DISPLAY = re.compile(r"@(gmail\.com|googlemail\.com|yahoo\.com|hotmail\.com|outlook\.com)\b", re.IGNORECASE)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if not message.context.bulk:
        return
    for sender in message.headers.from_.mailboxes:
        provider = freemail_provider(sender.domain)
        if provider is not None:
            if provider not in _known_origins(message):
                yield rule.finding(f"bulk mail comes from a free mailbox at {sender.domain}", at=sender.span)
            continue
        shown = _IN_DISPLAY.search(sender.display)
        if shown is not None and sender.domain:
            yield rule.finding(
                f"the sender's name shows an address at {shown[1].lower()}, the message comes from {sender.domain}",
                at=sender.span,
                severity=Severity.WARNING,
            )


def _known_origins(message: Message) -> set[str | None]:
    """The free mail providers that signed the message or gave its envelope sender."""
    headers = message.headers
    domains = [signature.domain for signature in headers.signatures]
    domains += [mailbox.domain for mailbox in headers.return_path.mailboxes]
    return {freemail_provider(domain) for domain in domains} - {None}
