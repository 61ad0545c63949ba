"""The times in the signature do not fit.

A signature that expires before retries are over fails for late recipients: servers try for up to five days. One that
expires before it was made never passes.

Fix: leave out `x=`, or set it a week after `t=`; and set the signer's clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity, opt
from mailcheck_rules._shared.dkim import signatures_of, tag_span


@dataclass(frozen=True)
class Options:
    hours: float = opt(24.0, "the shortest life of a signature that is not told")


_TAGS = "v=1; a=rsa-sha256; d=acme.com; s=k1; bh=YQ==; b=YQ==; h=from"
_REST = "From: news@acme.com\nSubject: Hi\n\nHi\n"
_RECEIVED = "Received: from a by b; Sun, 01 Nov 2026 10:00:00 +0000\n"

rule = Rule(
    __name__,
    title="Signature expires wrongly",
    severity=Severity.WARNING,
    owner="developer",
    stages=("signed", "delivered"),
    needs=("headers",),
    options=Options,
    cites=(Citation("standard", "RFC 6376 section 3.5", "https://www.rfc-editor.org/rfc/rfc6376#section-3.5"),),
    examples=(
        Bad(f"DKIM-Signature: {_TAGS}; t=1793520000; x=1793520000\n{_REST}", kind="eml", at="x=1793520000"),
        Bad(f"DKIM-Signature: {_TAGS}; t=1793520000; x=1793520600\n{_REST}", kind="eml", at="x=1793520600"),
        Bad(f"{_RECEIVED}DKIM-Signature: {_TAGS}; t=1793620000\n{_REST}", kind="eml", at="t=", note="in the future"),
        Bad(
            f"{_RECEIVED}DKIM-Signature: {_TAGS}; t=1793520000; x=1794120000\n{_REST}",
            kind="eml",
            at="x=",
            note="info: it has expired by now",
        ),
        Good(f"DKIM-Signature: {_TAGS}; t=1795000000; x=1795604800\n{_REST}", kind="eml"),
        Good(f"{_RECEIVED}DKIM-Signature: {_TAGS}; t=1793520000\n{_REST}", kind="eml", note="no x= at all"),
        Good(f"DKIM-Signature: {_TAGS}\n{_REST}", kind="eml"),
    ),
)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    arrival = message.headers.first_received
    arrived = arrival.value if arrival is not None else None
    today = message.context.today
    for signature in signatures_of(message):
        made, ends = signature.signed_at, signature.expires_at
        if made is not None and ends is not None and ends <= made:
            yield rule.finding(
                f"the signature of {signature.domain} expires before it was made",
                at=tag_span(signature, "x"),
                severity=Severity.ERROR,
            )
        elif made is not None and ends is not None and ends - made < timedelta(hours=options.hours):
            hours = (ends - made).total_seconds() / 3600
            yield rule.finding(
                f"the signature of {signature.domain} lives for {hours:.3g} hours; delivery may take days",
                at=tag_span(signature, "x"),
            )
        elif ends is not None and message.stage == "delivered" and today is not None and ends.date() < today:
            yield rule.finding(
                f"the signature of {signature.domain} expired on {ends:%Y-%m-%d}",
                at=tag_span(signature, "x"),
                severity=Severity.INFO,
                advice="Nothing must be done for a message that was delivered before.",
            )
        if made is not None and arrived is not None and made - arrived > timedelta(minutes=5):
            yield rule.finding(
                f"the signature of {signature.domain} was made {made - arrived} after the message arrived",
                at=tag_span(signature, "t"),
                advice="Set the clock of the signer.",
            )
