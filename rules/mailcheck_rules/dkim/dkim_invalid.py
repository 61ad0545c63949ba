"""A DKIM signature does not verify.

DMARC rests on it, and receivers treat the message as unsigned. Mostly something changed the message after it was
signed: a footer, rewritten links, another encoding of the body, refolded headers.

Fix: sign as the very last step, after everything that changes headers or body, and publish the key that belongs to
the signer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.dkim import tag_span
from mailcheck_rules._shared.providers import refusals

if TYPE_CHECKING:
    from mailcheck.api import Verification

# The message and key of RFC 8463, appendix A.
_SIGNED = """\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
"""
_NAME = "brisbane._domainkey.football.example.com TXT"
_KEYS = {_NAME: "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}

rule = Rule(
    __name__,
    title="DKIM signature does not verify",
    severity=Severity.ERROR,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers", "dns"),
    cites=(
        Citation("standard", "RFC 6376 section 6", "https://www.rfc-editor.org/rfc/rfc6376#section-6"),
        Citation("provider", "Microsoft, requirements for high-volume senders (2025-05-05): DKIM must pass"),
    ),
    examples=(
        Bad(_SIGNED + "\n-- a footer\n", kind="eml", zone=_KEYS, at="bh="),
        Bad(_SIGNED.replace("Is dinner", "[list] Is dinner"), kind="eml", zone=_KEYS, at="b=/gCr"),
        Bad(_SIGNED, kind="eml", zone={"football.example.com TXT": "v=spf1 -all"}, at="s=brisbane", note="no key"),
        Bad(_SIGNED, kind="eml", zone={_NAME: "v=DKIM1; k=ed25519; p="}, at="s=brisbane", note="revoked"),
        Good(_SIGNED, kind="eml", zone=_KEYS),
        Good(_SIGNED + "\n\n", kind="eml", zone=_KEYS, note="blank lines at the end do not count"),
        Good(_SIGNED, kind="eml", zone={_NAME: "!servfail"}, note="not known"),
        Good(_SIGNED, kind="eml", note="nothing was looked up: not evaluated"),
    ),
)

_PLACES = {
    "body-changed": "bh", "signature-wrong": "b", "no-key": "s", "revoked": "s", "bad-key": "s", "malformed": "",
}  # fmt: skip
_ADVICE = {
    "body-changed": "Find what changes the body after signing: a footer, link rewriting, another transfer encoding. "
    "A sample that a mail program saved may itself be altered; test with the message as it was received.",
    "signature-wrong": "Find what changes a signed header after signing, or publish the signer's own key.",
    "no-key": "Publish the key that your sending service shows, at the name given here.",
    "revoked": "Publish a key again, or sign with another selector.",
}


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if not message.headers.signatures:
        raise NotEvaluated("the message has no DKIM signature")
    verifications = message.auth.verifications
    passed = any(verification.verdict == "pass" for verification in verifications)
    unknown = ""
    for verification in verifications:
        if verification.verdict == "unknown":
            unknown = unknown or verification.reason
        elif verification.verdict != "pass" and verification.signature.algorithm != "rsa-sha1":
            yield _finding(message, verification, passed=passed)
    if unknown:
        raise Unknown(unknown)


def _finding(message: Message, verification: Verification, *, passed: bool) -> Finding:
    signature = verification.signature
    beside = "; another signature passes" if passed else refusals(message.context, rule.id)
    return rule.finding(
        f"the signature of {signature.domain or '(no d=)'} does not verify: {verification.reason}{beside}",
        at=tag_span(signature, _PLACES[verification.verdict]),
        severity=Severity.WARNING if passed else rule.severity,
        advice=_ADVICE.get(verification.verdict, ""),
        key=f"{signature.domain} {verification.verdict}",
    )
