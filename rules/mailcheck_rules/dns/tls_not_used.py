"""The message was handed over without encryption.

Gmail wants all mail delivered over TLS. The Received field of the server that took the message says how it came.

Fix: switch on opportunistic TLS for outgoing mail (Postfix: `smtp_tls_security_level = may`), or ask your sending
service why it does not use it.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, NotEvaluated, Rule, Severity
from mailcheck_rules._shared.dns import bulk_grade
from mailcheck_rules._shared.providers import refusals, too_old

_REST = "From: news@acme.com\nSubject: Hi\n\nHi\n"
_DATE = "; Sun, 01 Nov 2026 10:00:00 +0000\n"

rule = Rule(
    __name__,
    title="Delivered without TLS",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="developer",
    stages=("delivered",),
    needs=("headers",),
    cites=(
        Citation("provider", "Google e-mail sender guidelines: use a TLS connection"),
        Citation("standard", "RFC 3848", "https://www.rfc-editor.org/rfc/rfc3848"),
    ),
    examples=(
        Bad(
            f"Received: from mta.acme.com (mta.acme.com [192.0.2.1]) by mx.shop.example with ESMTP id 1{_DATE}{_REST}",
            kind="eml",
            at="with ESMTP",
        ),
        Good(
            f"Received: from mta.acme.com (mta.acme.com [192.0.2.1]) by mx.shop.example with ESMTPS id 1{_DATE}{_REST}",
            kind="eml",
        ),
        Good(
            f"Received: from localhost (localhost [127.0.0.1]) by mx.shop.example with ESMTP id 2{_DATE}"
            f"Received: from mta.acme.com (mta.acme.com [192.0.2.1])\n (using TLSv1.3 with cipher AES (256 bits))\n"
            f" by mx.shop.example (Postfix) with ESMTP id 1{_DATE}"
            f"Received: from app.acme.com (app.acme.com [10.1.1.1]) by mta.acme.com with ESMTP id 0{_DATE}{_REST}",
            kind="eml",
            note="hops inside either network do not matter",
        ),
        Good(f"Received: from a by b{_DATE}{_REST}", kind="eml", note="it does not say: not evaluated"),
        Good(_REST, kind="eml", note="not delivered yet"),
    ),
)

_FROM = re.compile(r"\bfrom\s+(\S{1,255})", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(\S{1,255})", re.IGNORECASE)
_WITH = re.compile(r"(?<!cipher )\bwith\s+((?:utf8)?(?:e?smtp|lmtp)(s?)a?)\b", re.IGNORECASE)
_ENCRYPTED = re.compile(r"\b(?:tls|ssl|cipher)", re.IGNORECASE)
_ADDRESS = re.compile(r"[(\[](?:IPv6:)?([0-9a-f]{1,4}[.:][0-9a-f.:]{3,40})[)\]]", re.IGNORECASE)
_INSIDE = re.compile(
    r"10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:", re.IGNORECASE
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for header in message.headers.received:
        value = header.value[:4000]
        if not _crosses(value, message.context.sending_ips):
            continue
        protocol = _WITH.search(value)
        if protocol is None:
            if _ENCRYPTED.search(value):
                return
            continue
        if not protocol[2] and not _ENCRYPTED.search(value):
            old = too_old(message, rule.id)
            yield rule.finding(
                f"the message came in with {protocol[1].upper()}, without TLS"
                f"{old or refusals(message.context, rule.id)}",
                at=header.span,
                severity=Severity.INFO if old else bulk_grade(message.context),
                key="no TLS",
            )
        return
    raise NotEvaluated("no Received field tells how the message came into the receiver's network")


def _crosses(value: str, sending_ips: tuple[str, ...]) -> bool:
    """Whether this hop led from the sender's network into another one."""
    source, target = _FROM.search(value), _BY.search(value)
    if source is None or target is None or source.start() > target.start():
        return False
    addresses = _ADDRESS.findall(value[: target.start()])
    if sending_ips:
        return any(address.lower() in sending_ips for address in addresses)
    if not addresses or any(_INSIDE.match(address) for address in addresses):
        return False
    return _ending(source[1]) != _ending(target[1])


def _ending(name: str) -> list[str]:
    return name.lower().strip("[]().;").split(".")[-2:]
