"""The pair of headers for one-click unsubscribe is incomplete or wrong.

Mailboxes show their unsubscribe button only for the exact pair: one https address in List-Unsubscribe, and a
List-Unsubscribe-Post header that says `List-Unsubscribe=One-Click`, letter for letter. Google asks it of everyone
who sends marketing mail in bulk. The link in the body need not be one-click.

Fix: send `List-Unsubscribe: <https://your.domain/token>` (a mailto address may follow) together with
`List-Unsubscribe-Post: List-Unsubscribe=One-Click`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, has_merge_tag
from mailcheck_rules._shared.absence import require_final_headers

_COMMERCIAL = {"message_class": "commercial", "stage": "signed"}

rule = Rule(
    __name__,
    title="One-click pair incomplete or wrong",
    severity=Severity.ERROR,
    owner="developer",
    applies_to=("commercial", "unknown"),
    needs=("headers",),
    cites=(
        Citation("standard", "RFC 8058 sections 3.1 and 5", "https://www.rfc-editor.org/rfc/rfc8058"),
        Citation("provider", "Google e-mail sender guidelines, bulk senders: one-click unsubscribe"),
    ),
    examples=(
        Bad(
            "From: a@acme.com\nList-Unsubscribe: <https://u.acme.com/k3>\nList-Unsubscribe-Post: One-Click\n\nSale\n",
            kind="eml",
            at="One-Click",
            context=_COMMERCIAL,
        ),
        Bad(
            "From: a@acme.com\nList-Unsubscribe: <https://u.acme.com/k3>\n\nSale\n",
            kind="eml",
            at="<https://u.acme.com/k3>",
            context=_COMMERCIAL,
        ),
        Bad(
            "From: a@acme.com\nList-Unsubscribe: <http://u.acme.com/k3>\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nSale\n",
            kind="eml",
            at="http://u.acme.com/k3",
            context=_COMMERCIAL,
        ),
        Bad(
            "From: a@acme.com\nList-Unsubscribe: <https://u.acme.com/k3>, <https://u.acme.com/k4>\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nSale\n",
            kind="eml",
            at="https://u.acme.com/k4",
            context=_COMMERCIAL,
        ),
        Bad(
            "From: a@acme.com\nList-Unsubscribe: <mailto:u@acme.com>\n\nSale\n",
            kind="eml",
            at="<mailto:u@acme.com>",
            context=_COMMERCIAL,
        ),
        Bad(
            "From: a@acme.com\nList-Unsubscribe: <https://u.acme.com/k3>\n"
            "List-Unsubscribe-Post: List-Unsubscribe=one-click\n\nSale\n",
            kind="eml",
            at="one-click",
            context=_COMMERCIAL,
        ),
        Good(
            "From: a@acme.com\nlist-unsubscribe: <MAILTO:u@acme.com?subject=k3>,\n <https://u.acme.com/k3>\n"
            "list-unsubscribe-post:\n List-Unsubscribe=One-Click\n\nSale\n",
            kind="eml",
            context=_COMMERCIAL,
        ),
        Good("From: a@acme.com\n\nSale\n", kind="eml", context=_COMMERCIAL, note="list-unsubscribe-missing says it"),
        Good(
            "From: a@acme.com\nList-Unsubscribe: <mailto:u@acme.com>\n\nA receipt\n",
            kind="eml",
            context={"message_class": "commercial", "stage": "signed", "bulk": False},
        ),
    ),
)

_EXACT = "List-Unsubscribe=One-Click"


@rule.message
def check(message: Message) -> Iterator[Finding]:
    field, post = message.headers.list_unsubscribe, message.headers.list_unsubscribe_post
    if not message.context.bulk:
        return
    if field is None:
        if post is None:
            raise NotEvaluated("there is no List-Unsubscribe header")
        yield rule.finding("List-Unsubscribe-Post stands without List-Unsubscribe", at=post.span)
        return
    if message.stage == "template" and has_merge_tag(field.span.quote):
        raise NotEvaluated("a merge tag writes List-Unsubscribe: check the rendered message")
    if post is not None and post.value != _EXACT:
        near = post.value.lower() == _EXACT.lower()
        yield rule.finding(
            f"List-Unsubscribe-Post says {post.value[:60] or 'nothing'!r} instead of {_EXACT!r}",
            at=post.span,
            severity=Severity.WARNING if near else Severity.ERROR,
        )
    secure, plain = field.of_scheme("https"), field.of_scheme("http")
    if len(secure) > 1 and post is not None:
        yield rule.finding(f"List-Unsubscribe offers {len(secure)} https addresses instead of one", at=secure[1].span)
    if plain:
        yield rule.finding("the web address in List-Unsubscribe is http, not https", at=plain[0].span)
    elif field.of_scheme("mailto") and not secure:
        yield rule.finding("List-Unsubscribe has only a mailto address; one-click needs an https one", at=field.span)
    elif secure and post is None:
        require_final_headers(message, "List-Unsubscribe-Post")
        yield rule.finding("there is no List-Unsubscribe-Post header beside List-Unsubscribe", at=field.span)
