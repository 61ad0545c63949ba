"""The chain of ARC seals is broken, or a mailing list sent the message on without one.

ARC lets those who pass mail on (lists, forwarders) vouch for what they saw. It is nothing that a sender needs: Gmail
dropped its advice in March 2026, and the experiment is about to be closed. Yahoo and Apple still ask forwarders.

Fix: nothing for senders. For a list or forwarder: let its software (rspamd, OpenARC) add one set to each message, as
the last thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.dkim import same_organisation

_REST = "From: ann@acme.com\nSubject: Hi\n\nHi\n"
_RECEIVED = "Received: from a by b; Sun, 01 Nov 2026 10:00:00 +0000\n"


def _set(number: int, cv: str) -> str:
    return (
        f"ARC-Seal: i={number}; a=rsa-sha256; cv={cv}; d=l.example; s=k; b=YQ==\n"
        f"ARC-Message-Signature: i={number}; a=rsa-sha256; d=l.example; s=k; h=from; bh=YQ==; b=YQ==\n"
        f"ARC-Authentication-Results: i={number}; l.example; dkim=pass\n"
    )


rule = Rule(
    __name__,
    title="ARC chain",
    severity=Severity.INFO,
    owner="dns-admin",
    stages=("delivered",),
    needs=("headers",),
    cites=(
        Citation("standard", "RFC 8617", "https://www.rfc-editor.org/rfc/rfc8617"),
        Citation("standard", "RFC 9989 section 7.4"),
        Citation("provider", "Google e-mail sender guidelines: ARC advice withdrawn on 2026-03-11"),
    ),
    examples=(
        Bad(f"{_RECEIVED}{_set(3, 'pass')}{_set(1, 'none')}{_REST}", kind="eml", at="ARC-Seal", note="2 is missing"),
        Bad(f"{_RECEIVED}{_set(2, 'fail')}{_set(1, 'none')}{_REST}", kind="eml", at="cv=fail"),
        Bad(f"{_RECEIVED}{_set(1, 'pass')}{_REST}", kind="eml", at="cv=pass", note="the first has nothing to pass"),
        Bad(
            f"{_RECEIVED}DKIM-Signature: v=1; a=rsa-sha256; d=l.example; s=k; h=from; bh=YQ==; b=YQ==\n"
            f"List-Post: <mailto:talk@l.example>\n{_REST}",
            kind="eml",
            at="From",
            note="a list signed it anew",
        ),
        Good(f"{_RECEIVED}{_set(2, 'pass')}{_set(1, 'none')}{_REST}", kind="eml"),
        Good(
            f"{_RECEIVED}List-Unsubscribe: <https://u.acme.com/k3>\n{_REST}", kind="eml", note="a newsletter needs none"
        ),
    ),
)

_NAMES = ("arc-seal", "arc-message-signature", "arc-authentication-results")
_INSTANCE = re.compile(r"(?:^|;)\s*i\s*=\s*(\d{1,3})\s*(?:;|$)")
_CHAIN = re.compile(r"(?:^|;)\s*cv\s*=\s*(\w{1,10})\s*(?:;|$)", re.IGNORECASE)
_MOST = 50


@rule.message
def check(message: Message) -> Iterator[Finding]:
    headers = message.headers
    if not any(name in headers for name in _NAMES):
        if "list-post" in headers and _signed_by_others(message):
            yield rule.finding(
                "a mailing list sent this message on under its own signature, without an ARC set", at=message.head
            )
        return
    seals = {_number(header.value): header for header in headers.all("arc-seal")}
    newest = headers.get("arc-seal") or headers.get(_NAMES[1]) or headers.get(_NAMES[2])
    assert newest is not None
    fault = _fault(message)
    if fault:
        yield rule.finding(f"the ARC chain is broken: {fault}", at=newest.span, key="chain")
        return
    for number in sorted(seals):
        match = _CHAIN.search(seals[number].value)
        told = match[1].lower() if match else "missing"
        if told != ("none" if number == 1 else "pass"):
            yield rule.finding(
                f"ARC seal {number} says cv={told}: the chain counts for nothing",
                at=seals[number].span,
                key=f"cv of {number}",
            )
            return


def _fault(message: Message) -> str:
    """What is wrong with the numbers of the sets; '' when each of 1 to n is there once."""
    counts = [sorted(_number(header.value) for header in message.headers.all(name)) for name in _NAMES]
    if max(map(len, counts)) > _MOST:
        return f"more than {_MOST} sets"
    wanted = list(range(1, max(map(len, counts)) + 1))
    if all(numbers == wanted for numbers in counts):
        return ""
    found = ", ".join(str(number) for number in counts[0]) or "none"
    return f"seals are numbered {found}, and every set needs its three fields"


def _number(value: str) -> int:
    match = _INSTANCE.search(value[:200])
    return int(match[1]) if match else 0


def _signed_by_others(message: Message) -> bool:
    author = message.headers.from_.first
    signatures = message.headers.signatures
    if author is None or not signatures:
        return False
    return not any(same_organisation(author.organization, signature.organization) for signature in signatures)
