"""Several messages bear the same Message-ID.

The id tells one version of one message from all others. Where many share it, mailboxes show only the first, threads
mix what does not belong together, and Gmail slows the sender down. A template that carries a fixed id, or a copy of a
sent message used as a template, is the usual cause. Two files of one and the same message are no fault.

Fix: let the mail library write a new Message-ID for each message, when it is sent.
"""

from collections import defaultdict
from collections.abc import Iterator

from mailcheck.api import (
    Bad,
    Campaign,
    Citation,
    Finding,
    Good,
    Related,
    Rule,
    SentMessage,
    Severity,
    has_merge_tag,
)


def _mail(to: str, id_: str) -> str:
    return f"From: news@acme.com\nTo: {to}\nSubject: News\nMessage-ID: <{id_}>\n\nHello\n"


_ANA = _mail("ana@example.net", "1@acme.com")

rule = Rule(
    __name__,
    title="Message-ID used again",
    severity=Severity.ERROR,
    owner="developer",
    cites=(
        Citation("standard", "RFC 5322 section 3.6.4", "https://www.rfc-editor.org/rfc/rfc5322"),
        Citation("provider", "Gmail SMTP errors: 4.7.28, many messages share one Message-ID"),
    ),
    examples=(
        Bad(_ANA, kind="eml", more=(_mail("ben@example.net", "1@acme.com"),), at="<1@acme.com>"),
        Good(_ANA, kind="eml", more=(_mail("ben@example.net", "2@acme.com"),)),
        Good(_ANA, kind="eml", more=(_ANA,), note="one message, kept twice"),
        Good(_ANA, kind="eml", note="a message alone: not evaluated"),
    ),
)


@rule.campaign
def check(campaign: Campaign) -> Iterator[Finding]:
    by_id: dict[str, dict[int, SentMessage]] = defaultdict(dict)
    for message in campaign.messages:
        if message.message_id.strip() and not has_merge_tag(message.message_id):
            by_id[message.message_id].setdefault(message.likeness, message)
    for id_, sharing in by_id.items():
        first, *others = sharing.values()
        if others:
            yield rule.finding(
                f"{len(sharing)} messages bear the Message-ID <{id_[:80]}>",
                at=first.at,
                related=(Related(others[0].at, f"{others[0].target} bears it, too"),),
            )
