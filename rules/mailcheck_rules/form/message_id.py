"""The Message-ID is missing or malformed.

Gmail asks for a valid Message-ID in every message and refuses mail without one. Replies, threads and duplicate
detection rest on it too.

Fix: let the mail library write one for each message, as `<unique-part@your-domain>` with a domain of yours.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import (
    Bad,
    Citation,
    Confidence,
    Finding,
    Good,
    Message,
    NotEvaluated,
    Rule,
    Severity,
    has_merge_tag,
    opt,
)
from mailcheck_rules._shared.absence import require_final_headers


@dataclass(frozen=True)
class Options:
    max_length: int = opt(500, "longest id, in characters")


_FINAL = {"stage": "signed"}

rule = Rule(
    __name__,
    title="Message-ID missing or malformed",
    severity=Severity.ERROR,
    owner="developer",
    needs=("headers",),
    options=Options,
    cites=(
        Citation("standard", "RFC 5322 section 3.6.4", "https://www.rfc-editor.org/rfc/rfc5322"),
        Citation("provider", "Google e-mail sender guidelines: every message includes a valid Message-ID"),
        Citation("provider", "Gmail SMTP errors: 550 5.7.1, Message-ID missing or invalid"),
    ),
    examples=(
        Bad("From: a@acme.com\n\nHi\n", kind="eml", at="From: a@acme.com", context=_FINAL),
        Bad("From: a@acme.com\n\nHi\n", kind="eml", context={"sender_adds_headers": True}),
        Bad("From: a@acme.com\nMessage-ID: <1@localhost>\n\nHi\n", kind="eml", at="<1@localhost>"),
        Bad("From: a@acme.com\nMessage-ID: 1234@acme.com\n\nHi\n", kind="eml", at="1234@acme.com"),
        Bad("From: a@acme.com\nMessage-ID: <1 2@acme.com>\n\nHi\n", kind="eml", at="<1 2@acme.com>"),
        Bad("From: a@acme.com\nMessage-ID: <1234>\n\nHi\n", kind="eml", at="<1234>"),
        Bad("From: a@acme.com\nMessage-ID: <a@b@acme.com>\n\nHi\n", kind="eml", at="<a@b@acme.com>"),
        Good("From: a@acme.com\nMessage-ID: <5f-1@mail.acme.com>\n\nHi\n", kind="eml"),
        Good("From: a@acme.com\nMessage-Id:\n <5f+x=1.$z@mail.acme.com> (added by mail.acme.com)\n\nHi\n", kind="eml"),
        Good("From: a@acme.com\n\nHi\n", kind="eml", note="the sending service may still add it"),
    ),
)

_FAULTS = {
    "empty": "the Message-ID is empty",
    "no-brackets": "the Message-ID is not enclosed in < and >",
    "no-at": "the Message-ID has no @ with something on both sides",
    "space-inside": "the Message-ID holds white space",
    "several": "the Message-ID holds more than one id",
}
_LOCAL_NAMES = ("localhost", "localdomain", "local", "lan", "internal", "invalid", "home", "corp")


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    found = message.headers.message_id
    if found is None:
        require_final_headers(message, "a Message-ID")
        yield rule.finding("there is no Message-ID", at=message.head, key="no Message-ID")
        return
    if message.stage == "template" and has_merge_tag(found.span.quote):
        raise NotEvaluated("a merge tag writes the Message-ID: check the rendered message")
    fault = next((_FAULTS[defect] for defect in found.defects if defect in _FAULTS), None)
    if fault is not None:
        yield rule.finding(fault, at=found.span)
    elif len(found.value) > options.max_length:
        yield rule.finding(f"the Message-ID is {len(found.value)} characters long", at=found.span)
    elif found.defects:
        yield rule.finding(
            "the Message-ID holds characters that do not belong there", at=found.span, severity=Severity.WARNING
        )
    elif "." not in found.right or found.right.rpartition(".")[2] in _LOCAL_NAMES:
        local = found.right.startswith("localhost")
        yield rule.finding(
            f"the Message-ID ends in {found.right}, which is no domain of the Internet",
            at=found.span,
            severity=Severity.WARNING if local else Severity.INFO,
            confidence=Confidence.LIKELY,
        )
