"""The signature leaves out headers that matter.

What is not signed can be changed or replayed with another subject, recipient or reply address, and the signature
still passes. A signature without From is none at all.

Fix: have the signer cover From, Reply-To, Subject, Date, To, Cc, Message-ID, MIME-Version and Content-Type; leave out
Return-Path and Received, which change on the way.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity
from mailcheck_rules._shared.dkim import same_organisation, signatures_of, tag_span

_TAGS = "v=1; a=rsa-sha256; d=acme.com; s=k1; bh=YQ==; b=YQ=="
_REST = (
    "From: news@acme.com\nTo: a@b.example\nSubject: Hi\nDate: Sun, 01 Nov 2026 10:00:00 +0000\n"
    "Message-ID: <1@acme.com>\nMIME-Version: 1.0\nContent-Type: text/plain\n\nHi\n"
)
_FOREIGN = "v=1; a=rsa-sha256; d=esp.net; s=k1; bh=YQ==; b=YQ=="
_FULL = "from:to:subject:date:message-id:mime-version:content-type"

rule = Rule(
    __name__,
    title="Headers not signed",
    severity=Severity.WARNING,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(Citation("standard", "RFC 6376 sections 5.4 and 5.4.1", "https://www.rfc-editor.org/rfc/rfc6376"),),
    examples=(
        Bad(f"DKIM-Signature: {_TAGS}; h=from\n{_REST}", kind="eml", at="h=from"),
        Bad(f"DKIM-Signature: {_TAGS}; h=to:subject:date\n{_REST}", kind="eml", at="h=to", note="From: an error"),
        Bad(f"DKIM-Signature: {_TAGS}; h={_FULL}:received\n{_REST}", kind="eml", at="h="),
        Bad(f"DKIM-Signature: {_TAGS}; h=from:to:subject:date\n{_REST}", kind="eml", note="info: nothing visible"),
        Good(f"DKIM-Signature: {_TAGS}; h={_FULL}\n{_REST}", kind="eml"),
        Good(f"DKIM-Signature: {_TAGS}; h={_FULL.title()}\n{_REST}", kind="eml", note="case does not matter"),
        Good(
            f"DKIM-Signature: {_FOREIGN}; h=from\nDKIM-Signature: {_TAGS}; h={_FULL}\n{_REST}",
            kind="eml",
            note="the one of the From domain counts",
        ),
    ),
)

_SEEN = ("subject", "date", "to", "cc", "reply-to")
_UNSEEN = ("message-id", "mime-version", "content-type")
_CHANGING = ("return-path", "received")


@rule.message
def check(message: Message) -> Iterator[Finding]:
    signatures = signatures_of(message)
    for signature in signatures:
        if not signature.covers("from"):
            yield rule.finding(
                f"the signature of {signature.domain} does not cover From and counts for nothing",
                at=tag_span(signature, "h"),
                severity=Severity.ERROR,
                key=f"{signature.domain} without From",
            )
        changing = [name for name in _CHANGING if signature.covers(name)]
        if changing:
            yield rule.finding(
                f"the signature of {signature.domain} covers {' and '.join(changing)}, which change on the way",
                at=tag_span(signature, "h"),
                key=f"{signature.domain} covers {', '.join(changing)}",
            )
    author = message.headers.from_.first
    mine = [s for s in signatures if author is not None and same_organisation(s.organization, author.organization)]
    chosen = [signature for signature in mine or signatures if signature.covers("from")]
    if not chosen:
        return
    lacking = [
        name for name in (*_SEEN, *_UNSEEN) if name in message.headers and not any(s.covers(name) for s in chosen)
    ]
    if lacking:
        yield rule.finding(
            f"no signature of {chosen[0].domain} covers {', '.join(lacking)}",
            at=tag_span(chosen[0], "h"),
            severity=rule.severity if set(lacking) & set(_SEEN) else Severity.INFO,
            key=f"{chosen[0].domain} lacks {', '.join(lacking)}",
        )
