"""The signature uses an algorithm that nobody accepts any more.

Signing with SHA-1 is forbidden and verifiers must not accept it: the message counts as unsigned. The same goes for
DomainKeys, which DKIM replaced.

Fix: set the signer to `rsa-sha256`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.dkim import signatures_of, tag_span

_TAGS = "v=1; d=acme.com; s=k1; bh=YQ==; b=YQ==; h=from"
_REST = "From: news@acme.com\nSubject: Hi\n\nHi\n"
_RECEIVED = "Received: from a by b; Sun, 01 Nov 2026 10:00:00 +0000\n"

rule = Rule(
    __name__,
    title="Signed with SHA-1",
    severity=Severity.ERROR,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(Citation("standard", "RFC 8301 section 3.1", "https://www.rfc-editor.org/rfc/rfc8301"),),
    examples=(
        Bad(f"DKIM-Signature: {_TAGS}; a=rsa-sha1\n{_REST}", kind="eml", at="a=rsa-sha1"),
        Bad(
            f"{_RECEIVED}DomainKey-Signature: a=rsa-sha1; d=acme.com\n{_REST}",
            kind="eml",
            at="DomainKey-Signature",
        ),
        Good(f"DKIM-Signature: {_TAGS}; a=rsa-sha256\n{_REST}", kind="eml"),
        Good(f"DKIM-Signature: {_TAGS}; a=ed25519-sha256\n{_REST}", kind="eml"),
        Good(
            f"DKIM-Signature: {_TAGS}; a=rsa-sha256\nDomainKey-Signature: a=rsa-sha1; d=acme.com\n{_REST}",
            kind="eml",
            note="beside DKIM it does no harm",
        ),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    old = message.headers.get("domainkey-signature")
    if old is not None and not message.headers.signatures:
        yield rule.finding("DomainKeys is obsolete and counts as no signature", at=old.span)
        return
    for signature in signatures_of(message):
        if signature.algorithm == "rsa-sha1":
            yield rule.finding(
                f"the signature of {signature.domain} uses rsa-sha1, which counts as unsigned",
                at=tag_span(signature, "a"),
                key=f"rsa-sha1 of {signature.domain}",
            )
