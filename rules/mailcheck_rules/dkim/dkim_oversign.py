"""A second From field could be added without breaking the signature.

Listing `from` in `h=` once more than it occurs seals the field: whoever adds another one breaks the signature. Many
signers do not, and mail programs differ in which From they show.

Fix: switch on "oversigning" of From in the signer (in OpenDKIM: `OversignHeaders From`).
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.dkim import signatures_of, tag_span

_TAGS = "v=1; a=rsa-sha256; d=acme.com; s=k1; bh=YQ==; b=YQ=="
_REST = "From: news@acme.com\nTo: a@b.example\nSubject: Hi\n\nHi\n"

rule = Rule(
    __name__,
    title="From not sealed",
    severity=Severity.INFO,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(Citation("standard", "RFC 6376 section 8.15", "https://www.rfc-editor.org/rfc/rfc6376#section-8.15"),),
    examples=(
        Bad(f"DKIM-Signature: {_TAGS}; h=from:to\n{_REST}", kind="eml", at="h=from:to"),
        Good(f"DKIM-Signature: {_TAGS}; h=from:from:to:to\n{_REST}", kind="eml"),
        Good(
            f"DKIM-Signature: {_TAGS}; h=from:to\nDKIM-Signature: {_TAGS}; h=from:from:to\n{_REST}",
            kind="eml",
            note="one of several is enough",
        ),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    signatures = signatures_of(message)
    times = len(message.headers.all("from")) + 1
    if not any(signature.covers("from", times) for signature in signatures):
        first = signatures[0]
        yield rule.finding(
            f"the signature of {first.domain} would survive a second From field",
            at=tag_span(first, "h"),
            key=f"{first.domain} does not seal From",
        )
