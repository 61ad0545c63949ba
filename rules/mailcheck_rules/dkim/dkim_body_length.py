"""The signature covers only part of the body.

With `l=` anybody on the way can append content, even a whole new page over the old one, and the signature still
passes. Gmail stopped trusting such signatures for logos in 2024.

Fix: remove `l=` from the signer's settings.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.dkim import signatures_of, tag_span

_TAGS = "v=1; a=rsa-sha256; d=acme.com; s=k1; bh=YQ==; b=YQ==; h=from"
_REST = "From: news@acme.com\nSubject: Hi\n\nHi\n"

rule = Rule(
    __name__,
    title="Body only partly signed",
    severity=Severity.ERROR,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(Citation("standard", "RFC 6376 section 8.2", "https://www.rfc-editor.org/rfc/rfc6376#section-8.2"),),
    examples=(
        Bad(f"DKIM-Signature: {_TAGS}; l=0\n{_REST}", kind="eml", at="l=0"),
        Bad(f"DKIM-Signature: {_TAGS}; l=4000\n{_REST}", kind="eml", at="l=4000"),
        Good(f"DKIM-Signature: {_TAGS}\n{_REST}", kind="eml"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for signature in signatures_of(message):
        length = signature.body_length
        if "l" not in signature.tags:
            continue
        what = "none of the body" if length == 0 else f"only the first {signature.tags['l']} bytes of the body"
        yield rule.finding(
            f"the signature of {signature.domain} covers {what}: anybody may append to it",
            at=tag_span(signature, "l"),
            key=f"l= of {signature.domain}",
        )
