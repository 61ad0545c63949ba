"""Bulk mail without a usable List-Unsubscribe header.

Google and Yahoo ask for this header in all marketing and subscribed mail. Without it the mailbox shows no button to
leave, and people who want to leave press "spam" instead. A link in the body does not replace it.

Fix: add `List-Unsubscribe: <https://...>, <mailto:...>`, each address in angle brackets, with a token that tells
whom to take off. Most sending services add it when asked.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, has_merge_tag
from mailcheck_rules._shared.absence import require_final_headers
from mailcheck_rules._shared.providers import too_old

rule = Rule(
    __name__,
    title="No List-Unsubscribe header",
    severity=Severity.ERROR,
    owner="developer",
    applies_to=("commercial", "unknown"),
    needs=("headers",),
    cites=(
        Citation("standard", "RFC 2369 sections 2 and 3.2", "https://www.rfc-editor.org/rfc/rfc2369"),
        Citation("provider", "Google e-mail sender guidelines, bulk senders: one-click unsubscribe"),
        Citation("provider", "Yahoo sender requirements, bulk senders: easy unsubscribe"),
    ),
    examples=(
        Bad(
            "From: Acme <news@acme.com>\nSubject: Sale\n\nSale!\n",
            kind="eml",
            at="From: Acme <news@acme.com>",
            context={"message_class": "commercial", "stage": "signed"},
        ),
        Bad(
            "From: news@acme.com\nList-Unsubscribe: https://u.acme.com/k3\n\nSale!\n",
            kind="eml",
            at="https://u.acme.com/k3",
            context={"message_class": "commercial"},
            note="addresses need angle brackets",
        ),
        Bad(
            "From: news@acme.com\nList-Unsubscribe:\n\nSale!\n",
            kind="eml",
            context={"message_class": "commercial"},
        ),
        Bad(
            "From: news@acme.com\nList-Unsubscribe: <https://u.acme.com/k3> <mailto:u@acme.com>\n\nSale!\n",
            kind="eml",
            at="<https://u.acme.com/k3>",
            context={"message_class": "commercial"},
            note="a comma is missing",
        ),
        Good(
            "From: news@acme.com\nList-Unsubscribe: <https://u.acme.com/k3>,\n"
            " <mailto:u@acme.com?subject=k3> (or write to us)\n\nSale!\n",
            kind="eml",
            context={"message_class": "commercial"},
        ),
        Good(
            "From: news@acme.com\nList-Unsubscribe: <MAILTO:+unsub@acme.com>, <https://u.acme.com/a(1)>,"
            " <https://u.acme.com/b>\n\nSale!\n",
            kind="eml",
            context={"message_class": "commercial"},
        ),
        Good(
            "From: news@acme.com\n\nSale!\n",
            kind="eml",
            context={"message_class": "commercial"},
            note="the sending service may still add it",
        ),
        Good(
            "From: shop@acme.com\n\nYour receipt\n",
            kind="eml",
            context={"message_class": "commercial", "stage": "delivered", "bulk": False},
            note="one-to-one mail",
        ),
    ),
)

_FAULTS = {
    "empty": "List-Unsubscribe is empty",
    "empty-uri": "List-Unsubscribe holds an empty address",
    "no-brackets": "the List-Unsubscribe address stands without < and >, so readers ignore it",
    "unclosed-bracket": "a < in List-Unsubscribe is never closed",
    "missing-comma": "the addresses in List-Unsubscribe are not separated by commas",
    "encoded-word": "List-Unsubscribe is written as an encoded word, which readers do not decode here",
    "no-scheme": "a List-Unsubscribe address starts with neither https: nor mailto:",
    "stray-text": "List-Unsubscribe holds text outside < and >",
}


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if not message.context.bulk:
        return
    field = message.headers.list_unsubscribe
    if field is None:
        require_final_headers(message, "List-Unsubscribe")
        old = too_old(message, rule.id)
        yield rule.finding(
            f"there is no List-Unsubscribe header{old}",
            at=message.head,
            severity=Severity.INFO if old else None,
            key="no List-Unsubscribe",
        )
        return
    if message.stage == "template" and has_merge_tag(field.span.quote):
        raise NotEvaluated("a merge tag writes List-Unsubscribe: check the rendered message")
    fault = next((_FAULTS[defect] for defect in _FAULTS if defect in field.defects), None)
    if fault is not None:
        yield rule.finding(fault, at=field.span)
