"""The message carries no signature but Ed25519.

Many receivers cannot verify Ed25519 yet; for them the message is unsigned.

Fix: sign twice, with `rsa-sha256` and `ed25519-sha256`, each with a selector of its own.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.dkim import signatures_of, tag_span

_TAGS = "v=1; d=acme.com; s=k1; bh=YQ==; b=YQ==; h=from"
_REST = "From: news@acme.com\nSubject: Hi\n\nHi\n"

rule = Rule(
    __name__,
    title="Signed with Ed25519 alone",
    severity=Severity.WARNING,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(Citation("standard", "RFC 8463", "https://www.rfc-editor.org/rfc/rfc8463"),),
    examples=(
        Bad(f"DKIM-Signature: {_TAGS}; a=ed25519-sha256\n{_REST}", kind="eml", at="a=ed25519-sha256"),
        Good(f"DKIM-Signature: {_TAGS}; a=ed25519-sha256\nDKIM-Signature: {_TAGS}; a=rsa-sha256\n{_REST}", kind="eml"),
        Good(f"DKIM-Signature: {_TAGS}; a=rsa-sha256\n{_REST}", kind="eml"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    signatures = signatures_of(message)
    if all(signature.algorithm == "ed25519-sha256" for signature in signatures):
        yield rule.finding(
            "the only signature is Ed25519, which many receivers cannot verify", at=tag_span(signatures[0], "a")
        )
