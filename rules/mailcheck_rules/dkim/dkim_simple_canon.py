"""The signature breaks when a relay so much as refolds a line.

With `simple` canonicalisation, which is also what no `c=` means, any change of white space breaks the signature.
Relays change white space.

Fix: set the signer to `c=relaxed/relaxed`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.dkim import signatures_of, tag_span

_TAGS = "v=1; a=rsa-sha256; d=acme.com; s=k1; bh=YQ==; b=YQ==; h=from"
_REST = "From: news@acme.com\nSubject: Hi\n\nHi\n"

rule = Rule(
    __name__,
    title="Brittle canonicalisation",
    severity=Severity.INFO,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(Citation("standard", "RFC 6376 section 3.4", "https://www.rfc-editor.org/rfc/rfc6376#section-3.4"),),
    examples=(
        Bad(f"DKIM-Signature: {_TAGS}\n{_REST}", kind="eml", at="v=1"),
        Bad(f"DKIM-Signature: {_TAGS}; c=relaxed\n{_REST}", kind="eml", at="c=relaxed", note="the body is simple"),
        Good(f"DKIM-Signature: {_TAGS}; c=relaxed/relaxed\n{_REST}", kind="eml"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for signature in signatures_of(message):
        header, body = signature.canonicalization
        if "simple" in (header, body):
            said = "" if "c" in signature.tags else " (it has no c=)"
            yield rule.finding(
                f"the signature of {signature.domain} is {header}/{body}{said}: a changed space breaks it",
                at=tag_span(signature, "c"),
                key=f"{header}/{body} of {signature.domain}",
            )
