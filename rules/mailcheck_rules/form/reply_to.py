"""Replies go nowhere, or to somebody else.

People answer newsletters: with questions, with orders, and with the wish to be taken off. A no-reply address throws
that away, and Microsoft asks bulk senders for a From or Reply-To that can receive. An answer that goes to a domain
other than the sender's, above all to a free mailbox, looks like fraud to filters and to people.

Fix: use an address that somebody reads, such as `hello@` at your own domain. Name your other domains in the config
(`senders`), so that they count as yours.
"""

import re
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
from mailcheck_rules._shared.freemail import is_freemail
from mailcheck_rules._shared.web import belongs


@dataclass(frozen=True)
class Options:
    no_reply: tuple[str, ...] = opt(
        ("noreply", "donotreply", "dontreply", "nepasrepondre", "nichtantworten", "noresponder", "nonrispondere"),
        "local parts that mean that nobody reads, without punctuation",
    )


rule = Rule(
    __name__,
    title="No-reply or foreign reply address",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    needs=("headers",),
    options=Options,
    cites=(
        Citation("provider", "Microsoft, high-volume senders: From or Reply-To can receive replies"),
        Citation("convention", "SpamAssassin FREEMAIL_REPLYTO, rspamd REPLYTO_DOM_NEQ_FROM_DOM"),
    ),
    examples=(
        Bad("From: Acme <noreply@acme.com>\n\nHi\n", kind="eml", at="noreply@acme.com"),
        Bad("From: Acme <news@acme.com>\nReply-To: <do-not-reply@acme.com>\n\nHi\n", kind="eml", at="do-not-reply"),
        Bad("From: Acme <no-reply-7@acme.com>\n\nHi\n", kind="eml", at="no-reply-7"),
        Bad("From: a@acme.com\nReply-To: acme.shop@gmail.com\n\nHi\n", kind="eml", at="acme.shop@gmail.com"),
        Bad("From: a@acme.com\nReply-To: help@other.net\n\nHi\n", kind="eml", at="help@other.net"),
        Good("From: Acme <noreply@acme.com>\nReply-To: hello@acme.com\n\nHi\n", kind="eml"),
        Good("From: a@mail.acme.co.uk\nReply-To: a@acme.co.uk\n\nHi\n", kind="eml"),
        Good("From: Acme <hello@acme.com>\n\nHi\n", kind="eml"),
        Good("From: Noreen Plyer <noreen.plyer@acme.com>\n\nHi\n", kind="eml"),
    ),
)

_PUNCTUATION = re.compile(r"[\W_]+|\d+$")


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    headers = message.headers
    targets = headers.reply_to.mailboxes or headers.from_.mailboxes
    if message.stage == "template" and any(has_merge_tag(target.span.quote) for target in targets):
        raise NotEvaluated("a merge tag writes the reply address: check the rendered message")
    for target in targets:
        if _PUNCTUATION.sub("", target.local.lower()).startswith(options.no_reply):
            transactional = message.message_class.verdict == "transactional"
            yield rule.finding(
                f"answers go to {target.address}, which nobody reads",
                at=target.span,
                severity=Severity.INFO if transactional else Severity.WARNING,
            )
    yield from _foreign(message)


def _foreign(message: Message) -> Iterator[Finding]:
    sender = message.headers.from_.first
    if sender is None:
        return
    own = tuple(domain.lower() for brand in message.context.senders for domain in brand.domains)
    for target in message.headers.reply_to.mailboxes:
        if not target.domain or belongs(target.domain, (sender.domain, *own)):
            continue
        if target.organization == sender.organization:
            continue
        free = is_freemail(target.domain) and not is_freemail(sender.domain)
        yield rule.finding(
            f"answers to {sender.domain} go to {target.domain}" + (", a free mailbox" if free else ""),
            at=target.span,
            severity=Severity.WARNING if free else Severity.INFO,
            confidence=Confidence.LIKELY if free else Confidence.HEURISTIC,
        )
