"""A header that may stand only once is repeated.

Readers and filters disagree on which of two counts, so a second one is a way to show people something else than
what was checked. Gmail and Yahoo refuse such messages.

Fix: find the step that adds the second header (often a template and the sending service both write it) and remove
one of the two.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, Related, Rule, Severity

rule = Rule(
    __name__,
    title="Single header repeated",
    severity=Severity.ERROR,
    owner="developer",
    needs=("headers",),
    cites=(
        Citation("standard", "RFC 5322 section 3.6", "https://www.rfc-editor.org/rfc/rfc5322"),
        Citation("standard", "RFC 2369 section 3", "https://www.rfc-editor.org/rfc/rfc2369"),
        Citation("provider", "Gmail SMTP errors: 550 5.7.1, duplicate headers"),
    ),
    examples=(
        Bad("From: a@acme.com\nSubject: One\nSubject: Two\n\nHi\n", kind="eml", at="Subject: Two"),
        Bad(
            "From: a@acme.com\nDate: Sun, 01 Nov 2026 10:00:00 +0000\ndate: Sun, 01 Nov 2026 10:00:00 +0000\n\nHi\n",
            kind="eml",
            at="date:",
            note="the case of the name does not matter, nor that both say the same",
        ),
        Bad(
            "From: a@acme.com\nList-Unsubscribe: <mailto:u@acme.com>\nList-Unsubscribe: <https://acme.com/u/1>\n\nHi\n",
            kind="eml",
            at="https://acme.com/u/1",
        ),
        Good("From: a@acme.com\nReceived: from b\nReceived: from c\nSubject: One\n\nHi\n", kind="eml"),
        Good("From: a@acme.com\nSubject: One\nX-Tag: 1\nX-Tag: 2\nComments: a\nComments: b\n\nHi\n", kind="eml"),
    ),
)

# From is judged by `from-single`.
_SINGLE = (
    "Date",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Subject",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    for name in _SINGLE:
        fields = message.headers.all(name)
        if len(fields) > 1:
            first = Related(fields[0].span, "the first one")
            yield rule.finding(f"{name} appears {len(fields)} times", at=fields[1].span, related=(first,))
