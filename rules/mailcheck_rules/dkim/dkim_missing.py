"""The message is not signed by a domain that belongs to its From address.

Gmail, Yahoo, Microsoft and Apple want bulk mail signed; only a signature of the From domain's own organisation counts
for DMARC, and it is what survives forwarding.

Fix: switch on DKIM for your domain in your sending service or mail server ("domain authentication"), so that `d=`
is your From domain or belongs to it.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity
from mailcheck_rules._shared.dkim import same_organisation
from mailcheck_rules._shared.dns import bulk_grade
from mailcheck_rules._shared.providers import refusals, too_old

_SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; s=k1; bh=YQ==; b=YQ==; h=from:to:subject; d="
_REST = "From: Acme <news@acme.com>\nTo: a@b.example\nSubject: Hi\n\nHi\n"

rule = Rule(
    __name__,
    title="No DKIM signature of the From domain",
    severity=Severity.ERROR,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    cites=(
        Citation("standard", "RFC 6376 section 3", "https://www.rfc-editor.org/rfc/rfc6376"),
        Citation("standard", "RFC 9989 sections 4.4.1 and 8"),
        Citation("provider", "Google e-mail sender guidelines: set up SPF and DKIM"),
        Citation("provider", "Microsoft, requirements for high-volume senders (2025-05-05): DKIM must pass"),
    ),
    examples=(
        Bad(f"Received: from a by b; Sun, 01 Nov 2026 10:00:00 +0000\n{_REST}", kind="eml", at="From"),
        Bad(
            f"Received: from a by b; Tue, 14 May 2002 10:00:00 +0000\n{_REST}",
            kind="eml",
            at="From",
            note="a note only: nobody asked for signatures then",
        ),
        Bad(f"{_SIGNATURE}esp.net\n{_REST}", kind="eml", at="d=esp.net"),
        Bad(f"{_SIGNATURE}notacme.com\n{_REST}", kind="eml", at="d=notacme.com", note="it merely ends alike"),
        Good(f"{_SIGNATURE}acme.com\n{_REST}", kind="eml"),
        Good(f"{_SIGNATURE}mail.acme.com\n{_REST}", kind="eml", note="relaxed alignment"),
        Good(f"{_SIGNATURE}esp.net\n{_SIGNATURE}acme.com\n{_REST}", kind="eml", note="one of several is enough"),
        Good(
            f"{_SIGNATURE}xn--bcher-kva.de\nFrom: a@bücher.de\nSubject: Hi\n\nHi\n",
            kind="eml",
            note="the same name in two spellings",
        ),
        Good(_REST, kind="eml", note="not signed yet: not evaluated"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    author = message.headers.from_.first
    if author is None:
        raise NotEvaluated("From names no address")
    signatures = message.headers.signatures
    old = too_old(message, rule.id)
    severity = Severity.INFO if old else bulk_grade(message.context)
    refused = old or refusals(message.context, rule.id)
    if not signatures:
        yield rule.finding(f"the message has no DKIM signature{refused}", at=message.head, severity=severity)
        return
    if any(same_organisation(author.organization, signature.organization) for signature in signatures):
        return
    signers = ", ".join(dict.fromkeys(signature.domain or "(no d=)" for signature in signatures))
    yield rule.finding(
        f"the message is signed by {signers}, not by {author.domain} or its organisation{refused}",
        at=signatures[0].span,
        severity=severity,
        key="no aligned signature",
    )
