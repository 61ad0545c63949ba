"""The message shows no way to opt out.

Commercial mail must carry a clear and conspicuous way to ask for no more of it: a link, an address or an
instruction for a reply that people can see in the message itself. The List-Unsubscribe header alone is none,
because most readers never see it.

Fix: add a plain link such as "Unsubscribe" on a line of its own in the footer, to the HTML and to the plain text.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.ways_out import bodies, require_whole, ways_out

_C = {"message_class": "commercial"}
_BOTH = (
    "From: news@acme.com\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
    "--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: text/html\n\n<body>{html}</body>\n--b--\n"
)
_LINK = '<a href="https://acme.com/u/k3J9">Unsubscribe</a>'

rule = Rule(
    __name__,
    title="No visible way to opt out",
    severity=Severity.ERROR,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    views=True,
    cites=(
        Citation("statute", "15 U.S.C. 7704(a)(3)(A)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("statute", "15 U.S.C. 7704(a)(5)(A)(ii)", "https://www.law.cornell.edu/uscode/text/15/7704"),
        Citation("provider", "Google e-mail sender guidelines: a clearly visible unsubscribe link in the message body"),
        Citation("provider", "Yahoo sender requirements, bulk senders: a clearly visible link in the body"),
    ),
    examples=(
        Bad('<body><p>Sale!</p><a href="https://acme.com/privacy">Privacy</a></body>', at="<body>", context=_C),
        Bad("Sale! Only this week at Acme.\n", kind="text", at="Sale!", context=_C),
        Bad(
            "<body><p>Sale!</p><p>You can unsubscribe at any time.</p></body>",
            at="<body>",
            context=_C,
            note="prose without a route",
        ),
        Bad(
            '<body><p>You cannot unsubscribe from service mail.</p><a href="https://acme.com/terms">Terms</a></body>',
            context=_C,
        ),
        Bad(
            "From: news@acme.com\nList-Unsubscribe: <https://acme.com/u/k3J9>\n\nSale!\n",
            kind="eml",
            at="Sale!",
            context=_C,
            note="the header is not the message",
        ),
        Bad(_BOTH.format(text="Unsubscribe: https://acme.com/u/k3", html="<p>Sale!</p>"), kind="eml", context=_C),
        Good(f"<body><p>Sale!</p>{_LINK} from these e-mails</body>", context=_C),
        Good(
            '<body><p>Sale!</p>To stop these e-mails <a href="https://acme.com/u/k3J9">click here</a>.</body>',
            context=_C,
            note="the sentence decides, not the anchor",
        ),
        Good(
            '<body><p>Sale!</p><a href="https://acme.com/u/k3"><img src="u.png" alt="Unsubscribe"></a></body>',
            context=_C,
        ),
        Good('<body><p>Angebot!</p><a href="https://acme.com/u/k3">Newsletter abbestellen</a></body>', context=_C),
        Good('<body><p>セール</p><a href="https://acme.com/u/k3">配信停止はこちら</a></body>', context=_C),
        Good(
            "From: news@acme.com\n\nSale! To be taken off our list, reply with UNSUBSCRIBE in the subject line.\n",
            kind="eml",
            context=_C,
        ),
        Good(f'<body><p>Sale!</p><div style="display:none">{_LINK}</div></body>', context=_C, note="unsub-camouflaged"),
        Good(_BOTH.format(text="Sale!", html=f"<p>Sale!</p>{_LINK}"), kind="eml", context=_C),
        Good("<body><p>Your order has been shipped.</p></body>", context={"message_class": "transactional"}),
        Good('<html><body><p>{{ offer }}</p>{% include "footer.html" %}</body></html>', context=_C),
        Good("<html><body><p>Sale!</p><a href='*|UNSUB|*'>Unsubscribe</a></body></html>", context=_C),
    ),
)

_ENOUGH_WORDS = 25


@rule.message
def check(message: Message) -> Iterator[Finding]:
    present = list(bodies(message))
    if not present:
        raise NotEvaluated("the message has no body to read")
    if ways_out(message, present[0]):  # if all of them are hidden, `unsub-camouflaged` says so
        return
    require_whole(message)
    if not message.language and _words(message) >= _ENOUGH_WORDS:
        raise Unknown("the language of the message was not recognised")
    only_text = len(present) > 1 and ways_out(message, "text")
    yield rule.finding(
        "the HTML shows no way to opt out; only the plain text has one" if only_text else "no visible way to opt out",
        at=message.origin.body,  # one place in every view
        key="no opt-out",
    )


def _words(message: Message) -> int:
    return sum(len(run.text.split()) for run in message.runs if run.seen.verdict != "hidden")
