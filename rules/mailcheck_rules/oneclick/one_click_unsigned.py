"""No DKIM signature covers the one-click unsubscribe headers.

Receivers must not act on one-click headers that a valid DKIM signature does not cover: anybody on the way could have
added them. Many signers leave List-Unsubscribe-Post out of their default list of headers.

Fix: have both List-Unsubscribe and List-Unsubscribe-Post signed (in OpenDKIM: `SignHeaders`), and sign after the
last step that adds headers.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Related, Rule, Severity

_PAIR = (
    "From: a@acme.com\nList-Unsubscribe: <https://u.acme.com/k3>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
)
_SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; d=acme.com; s=k1; bh=YQ==; b=YQ==; h="
_COMMERCIAL = {"message_class": "commercial"}

rule = Rule(
    __name__,
    title="One-click headers not signed",
    severity=Severity.ERROR,
    owner="developer",
    applies_to=("commercial", "unknown"),
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(Citation("standard", "RFC 8058 section 4", "https://www.rfc-editor.org/rfc/rfc8058"),),
    examples=(
        Bad(
            f"{_SIGNATURE}from:subject:list-unsubscribe\n{_PAIR}\nSale\n",
            kind="eml",
            at="h=from:subject:list-unsubscribe",
            context=_COMMERCIAL,
        ),
        Bad(f"{_SIGNATURE}from\n{_PAIR}\nSale\n", kind="eml", at="h=from", context=_COMMERCIAL),
        Bad(
            f"Received: from a by b; Sun, 01 Nov 2026 10:00:00 +0000\n{_PAIR}\nSale\n",
            kind="eml",
            at="List-Unsubscribe-Post",
            context=_COMMERCIAL,
            note="delivered without any signature",
        ),
        Good(
            f"{_SIGNATURE}From : List-Unsubscribe:\n\tList-Unsubscribe-Post:Subject\n{_PAIR}\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
        ),
        Good(
            f"{_SIGNATURE}from\nDKIM-Signature: v=1; a=rsa-sha256; d=esp.net; s=k; bh=YQ==; b=YQ==;"
            f" h=from:list-unsubscribe:list-unsubscribe-post\n{_PAIR}\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
            note="one of several signatures is enough",
        ),
        Good(
            f"{_SIGNATURE}from\nFrom: a@acme.com\nList-Unsubscribe: <mailto:u@acme.com>\n\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
            note="no one-click pair",
        ),
    ),
)

_NAMES = ("List-Unsubscribe", "List-Unsubscribe-Post")


@rule.message
def check(message: Message) -> Iterator[Finding]:
    headers = message.headers
    pair = [headers.get(name) for name in _NAMES]
    post = pair[1]
    if not all(pair) or post is None:
        raise NotEvaluated("there is no pair of one-click headers to be signed")
    if not headers.signatures:
        yield rule.finding("no DKIM signature covers the one-click headers: the message is not signed", at=post.span)
        return
    if any(all(signature.covers(name) for name in _NAMES) for signature in headers.signatures):
        return
    best = max(headers.signatures, key=lambda signature: sum(signature.covers(name) for name in _NAMES))
    lacking = " and ".join(name for name in _NAMES if not best.covers(name))
    yield rule.finding(
        f"the DKIM signature of {best.domain or 'this message'} does not cover {lacking}",
        at=best.span,
        related=(Related(post.span, "what should be signed"),),
        key=f"unsigned {lacking}",
    )
