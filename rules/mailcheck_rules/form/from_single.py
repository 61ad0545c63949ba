"""The From header does not name exactly one valid mailbox.

DMARC and mailbox providers look at the one address in From. With none, several or a broken one, DMARC cannot be
evaluated and Gmail refuses the message.

Fix: write one From header with one address, and put a display name that holds a comma or other special in quotes:
`From: "Acme, Inc." <news@acme.com>`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, has_merge_tag

rule = Rule(
    __name__,
    title="From absent, repeated or broken",
    severity=Severity.ERROR,
    owner="developer",
    needs=("headers",),
    cites=(
        Citation("standard", "RFC 5322 sections 3.6 and 3.6.2", "https://www.rfc-editor.org/rfc/rfc5322"),
        Citation("standard", "RFC 9989 sections 4.4 and 11.5", "https://www.rfc-editor.org/rfc/rfc9989"),
        Citation("provider", "Gmail SMTP errors: 550 5.7.1, From missing, repeated or invalid"),
    ),
    examples=(
        Bad("From: a@acme.com, b@acme.com\nSubject: Hi\n\nHi\n", kind="eml", at="b@acme.com"),
        Bad("From: a@acme.com\nFrom: b@acme.com\nSubject: Hi\n\nHi\n", kind="eml", at="b@acme.com"),
        Bad("Subject: Hi\nTo: ana@home.net\n\nHi\n", kind="eml", at="Subject: Hi"),
        Bad(
            "From: Acme, Inc. <news@acme.com>\nSubject: Hi\n\nHi\n",
            kind="eml",
            at="Acme, Inc. <news@acme.com>",
            note="a comma outside quotes starts a second address",
        ),
        Bad("From: The team: a@acme.com;\nSubject: Hi\n\nHi\n", kind="eml", at="The team"),
        Bad("From: Acme <news@acme..com>\nSubject: Hi\n\nHi\n", kind="eml", at="news@acme..com"),
        Bad("From: Acme <news>\nSubject: Hi\n\nHi\n", kind="eml", at="Acme <news>"),
        Bad("From: Acme news@acme.com\nSubject: Hi\n\nHi\n", kind="eml", at="Acme news@acme.com"),
        Bad("From: Acme <www@localhost>\nSubject: Hi\n\nHi\n", kind="eml", at="www@localhost"),
        Good("From: Acme <news@acme.com>\nSubject: Hi\n\nHi\n", kind="eml"),
        Good('From: "Acme, Inc." <news@acme.com>\nSubject: Hi\n\nHi\n', kind="eml"),
        Good("From: =?utf-8?q?Acme=2C_Inc=2E?= <news@acme.com>\nSubject: Hi\n\nHi\n", kind="eml"),
        Good("from:\n news@acme.com (Acme, the shop)\nSubject: Hi\n\nHi\n", kind="eml"),
        Good("From: J\u00f6rg <j\u00f6rg@b\u00fccher.de>\nSubject: Hi\n\nHi\n", kind="eml", note="RFC 6532"),
        Good("From: {{ brand.name }} <{{ brand.address }}>\nSubject: Hi\n\nHi\n", kind="eml"),
    ),
)

_FAULTS = {
    "no-address": "From has no address: {0}",
    "space-in-address": "the From address holds a space: {0}",
    "encoded-word-in-address": "the From address holds an encoded word, which no server can read: {0}",
    "bad-local-part": "the part before the @ of the From address is not valid: {0}",
    "bad-domain": "the domain of the From address is not valid: {0}",
    "unquoted-comma": "a comma outside quotes makes two addresses of the From name: {0}",
    "missing-brackets": "the From address stands behind a name without < and >: {0}",
    "unclosed-bracket": "the < of the From address is never closed: {0}",
    "text-after-address": "text follows the From address: {0}",
}


@rule.message
def check(message: Message) -> Iterator[Finding]:
    fields = message.headers.all("from")
    if not fields:
        yield rule.finding("there is no From header", at=message.head, key="no From")
        return
    if message.stage == "template" and any(has_merge_tag(field.value) for field in fields):
        raise NotEvaluated("a merge tag writes From: check the rendered message")
    for field in fields[1:]:
        yield rule.finding(f"From appears {len(fields)} times", at=field.span)
    senders = message.headers.from_
    for name in senders.groups:
        yield rule.finding(f"From names a group instead of one address: {name}", at=fields[0].value_span)
    if len(fields) == 1 and not senders.groups:
        for mailbox in senders.mailboxes[1:]:
            yield rule.finding(f"From names {len(senders.mailboxes)} addresses", at=mailbox.span)
    if not senders:
        yield rule.finding("From is empty", at=fields[0].span)
    for mailbox in senders.mailboxes:
        fault = next((_FAULTS[defect] for defect in mailbox.defects if defect in _FAULTS), None)
        if fault is not None:
            yield rule.finding(fault.format(" ".join(mailbox.span.quote.split())), at=mailbox.span)
        elif "." not in mailbox.domain and ":" not in mailbox.domain:
            yield rule.finding(
                f"the From address is at {mailbox.domain}, which is no domain of the Internet", at=mailbox.span
            )
