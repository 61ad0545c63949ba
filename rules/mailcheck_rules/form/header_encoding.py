"""A header holds raw 8-bit bytes or a broken encoded word.

Headers are ASCII; other characters go into encoded words (RFC 2047). Where that is done wrongly, readers show
`=?utf-8?q?...` or question marks, and servers without SMTPUTF8 refuse the message.

Fix: set headers through the mail library's own functions instead of joining strings, and encode a display name
outside its quotes.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Rule, Severity

rule = Rule(
    __name__,
    title="Raw 8-bit or broken encoded words in a header",
    severity=Severity.ERROR,
    owner="developer",
    needs=("headers",),
    cites=(
        Citation("standard", "RFC 2047 sections 2 and 5", "https://www.rfc-editor.org/rfc/rfc2047"),
        Citation("standard", "RFC 6532", "https://www.rfc-editor.org/rfc/rfc6532"),
        Citation("provider", "Gmail SMTP errors: unicode character in a disallowed header"),
    ),
    examples=(
        Bad("From: a@acme.com\nSubject: Caf\u00e9 und Kuchen\n\nHi\n", kind="eml", at="Caf\u00e9"),
        Bad("From: a@acme.com\nSubject: =?utf-8?q?Caf=E9?=\n\nHi\n", kind="eml", at="=?utf-8?q?Caf=E9?="),
        Bad("From: a@acme.com\nSubject: =?klingon?q?Caf=E9?=\n\nHi\n", kind="eml", at="=?klingon?q?Caf=E9?="),
        Bad(
            "From: a@acme.com\nSubject: =?utf-8?q?Caf=C3?= =?utf-8?q?=A9?=\n\nHi\n",
            kind="eml",
            at="=?utf-8?q?Caf=C3?=",
            note="a character cut in two",
        ),
        Bad('From: "=?utf-8?q?Caf=C3=A9?=" <a@acme.com>\n\nHi\n', kind="eml", at="=?utf-8?q?Caf=C3=A9?="),
        Bad("From: a@acme.com\nSubject: Hi=?utf-8?q?Caf=C3=A9?=\n\nHi\n", kind="eml", at="=?utf-8?q?Caf=C3=A9?="),
        Bad(
            "From: a@acme.com\nSubject: =?utf-8?q?Hi=0D=0ABcc:_b@acme.com?=\n\nHi\n",
            kind="eml",
            at="=?utf-8?q?Hi=0D=0A",
            note="a line end smuggled into a header",
        ),
        Bad("From: a@acme.com\nReply-To: =?utf-8?q?caf=C3=A9?=@acme.com\n\nHi\n", kind="eml", at="@acme.com"),
        Good("From: a@acme.com\nSubject: =?utf-8?q?Caf=C3=A9?= for two\n\nHi\n", kind="eml"),
        Good("From: =?utf-8?B?Q2Fmw6k=?= <a@acme.com>\nSubject: =?x=? is no word\n\nHi\n", kind="eml"),
        Good("From: a@acme.com\nSubject: =?ISO-8859-1?Q?Caf=E9?=\n =?ISO-8859-1?Q?_=E0_la?=\n\nHi\n", kind="eml"),
        Good(
            "Received: from a by b with UTF8SMTP; Sun, 01 Nov 2026 10:00:00 +0000\n"
            "From: a@acme.com\nSubject: Caf\u00e9\n\nHi\n",
            kind="eml",
            note="servers agreed on SMTPUTF8",
        ),
    ),
)

_FAULTS = {
    "control-inside": (Severity.ERROR, "an encoded word hides a line end or control character"),
    "unknown-charset": (Severity.ERROR, "an encoded word names a charset that nobody knows"),
    "undecodable": (Severity.ERROR, "the bytes of an encoded word are not of its charset"),
    "broken-base64": (Severity.WARNING, "the base64 of an encoded word is broken"),
    "split-character": (Severity.WARNING, "a character is cut in two by the border of two encoded words"),
    "not-separated": (Severity.WARNING, "an encoded word touches the text beside it, so strict readers show it raw"),
    "space-inside": (Severity.WARNING, "an encoded word holds a space, so strict readers show it raw"),
    "too-long": (Severity.INFO, "an encoded word is longer than 75 characters"),
}
# Fields that servers and filters add: not the sender's to mend.
_ADDED = ("received", "return-path", "delivered-to", "authentication-results", "x-", "arc-", "resent-")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UTF8_HOP = re.compile(r"\bwith\s+(?:UTF8SMTP|UTF8LMTP|SMTPUTF8)", re.IGNORECASE)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    utf8_agreed = any(_UTF8_HOP.search(hop.value) for hop in message.headers.received)
    for header in message.raw_headers:
        if header.key.startswith(_ADDED):
            continue
        if _CONTROL.search(header.raw):
            yield rule.finding(f"{header.name} holds a control character", at=header.span)
        elif not header.raw.isascii() and not utf8_agreed:
            severity, fault = _raw_bytes(header.raw)
            yield rule.finding(f"{header.name} holds {fault}", at=header.span, severity=severity)
        if b"=?" not in header.raw:
            continue
        first = {defect: word for word in reversed(message.headers.words(header)) for defect in word.defects}
        worst = next((defect for defect in _FAULTS if defect in first), None)
        if worst is not None:
            severity, fault = _FAULTS[worst]
            value, word = header.value_span, first[worst]
            at = value.text.span(value.start + word.start, value.start + word.end)
            yield rule.finding(f"{fault} ({header.name})", at=at, severity=severity)
    yield from _words_in_addresses(message)


def _raw_bytes(raw: bytes) -> tuple[Severity, str]:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return Severity.ERROR, "raw 8-bit bytes that are not even UTF-8"
    return Severity.WARNING, "raw UTF-8, which a server without SMTPUTF8 refuses"


def _words_in_addresses(message: Message) -> Iterator[Finding]:
    headers = message.headers
    for field in (headers.from_, headers.sender, headers.reply_to, headers.to, headers.cc):
        for mailbox in field.mailboxes:
            if "encoded-word-in-quotes" in mailbox.defects:
                yield rule.finding(
                    f"an encoded word stands inside quotes, so strict readers show it raw: {mailbox.span.quote[:80]}",
                    at=mailbox.span,
                    severity=Severity.WARNING,
                )
            elif "encoded-word-in-address" in mailbox.defects and field is not headers.from_:
                # Of From, `from-single` says it.
                yield rule.finding(
                    f"an address holds an encoded word, which no server can read: {mailbox.span.quote[:80]}",
                    at=mailbox.span,
                )
