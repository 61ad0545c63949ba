"""The line after the subject is wasted.

Inboxes show the first words of a message beside its subject. "View in browser", an address, the subject once more
or nothing at all take the place of the second line that people read.

Fix: begin the body with a sentence that goes on from the subject; it may be a hidden preheader of up to 100 characters.
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
    Span,
    has_hole,
    has_merge_tag,
    opt,
)

_C = {"message_class": "commercial"}
_TEXT = "<p>Nine new walks for the winter, with maps and the times of the trains that take you there.</p>"

_VIEW_ONLINE = (
    "view in browser", "view this email", "view it in your browser", "view online",
    "having trouble", "trouble viewing", "can't see this", "problems viewing", "web version",
    "im browser", "online ansehen", "onlineversion", "webansicht", "darstellungsprobleme",
    "version en ligne", "voir en ligne", "navigateur", "ver en el navegador", "ver en navegador",
    "versión web", "visualizza", "versione web", "ver no navegador", "versão online",
    "bekijk online", "online bekijken", "webversie", "visa i webb", "webbläsare", "se i browser",
    "vis i nettleser", "selaimessa", "w przeglądarce", "v prohlížeči", "böngészőben", "în browser",
    "в браузере", "в браузері", "tarayıcıda", "ブラウザで", "浏览器", "瀏覽器", "웹에서 보기", "在线查看",
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    view_online: tuple[str, ...] = opt(
        _VIEW_ONLINE,
        "first words that only lead to the copy in a browser, in lower case",
    )


rule = Rule(
    __name__,
    title="Preheader empty, leaked or duplicated",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("html",),
    options=Options,
    cites=(Citation("convention", "Inbox preview text: the first 100 characters or so of the body"),),
    examples=(
        Bad(f'<body><a href="https://acme.com/v">View in browser</a>{_TEXT}</body>', at="View in browser", context=_C),
        Bad(f"<body><p>https://acme.com/a/b/c</p>{_TEXT}</body>", at="https://acme.com", context=_C),
        Bad(
            '<body><div style="display:none">{{ preview }}</div><p>Hi</p></body>',
            at="{{ preview }}",
            context={**_C, "stage": "rendered"},
        ),
        Bad(
            "From: a@acme.com\nSubject: Nine new walks\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
            "<body><h1>Nine new walks</h1><p>For the winter.</p></body>\n",
            kind="eml",
            at="Nine new walks",
            context=_C,
        ),
        Bad('<body><img src="a.png" alt=""></body>', context=_C, note="nothing to show"),
        Good(f"<body>{_TEXT}</body>", context=_C),
        Good(
            f'<body><div style="display:none">Nine walks, with maps</div><a href="x">View online</a>{_TEXT}</body>',
            context=_C,
        ),
        Good("<body><div>{{ preview }}</div><p>Hi</p></body>", context={**_C, "stage": "template"}),
    ),
)

_URL = re.compile(r"\s*(?:https?://|www\.)\S+", re.IGNORECASE)
_CODE = re.compile(r"\s*(?:[.#@]?[\w-]+\s*\{(?![{%])|<!--|/\*|function\s*\()")


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    first, runs = message.first_words
    span = runs[0].span if runs else message.origin.body
    tag = any(has_merge_tag(run.text, quoted=False) and not _is_code(run.element) for run in runs)
    if message.template is not None and (has_merge_tag(first) or not first or _puts_in_before(message, span)):
        raise NotEvaluated("the template's first words come from its data: check the rendered message")
    folded = first.lower()
    if not first:
        yield rule.finding(
            "the body has no first words to show beside the subject", at=message.origin.body, key="empty"
        )
    elif tag:
        yield rule.finding(f"a merge tag is shown beside the subject: '{first[:60]}'", at=span, severity=Severity.ERROR)
    elif any(words in folded[:60] for words in options.view_online):
        yield rule.finding(f"the first words lead out of the message: '{first[:60]}'", at=span)
    elif _URL.match(first):
        yield rule.finding(f"the message begins with an address: '{first[:60]}'", at=span)
    elif _CODE.match(first):
        yield rule.finding(f"the message begins with code: '{first[:60]}'", at=span)
    elif has_hole(message.headers.subject):
        raise NotEvaluated("a merge tag writes part of the subject: check the rendered message")
    elif _plain(message.headers.subject) and _plain(first).startswith(_plain(message.headers.subject)):
        yield rule.finding("the first words repeat the subject", at=span)


def _is_code(element: object) -> bool:
    while element is not None:
        if getattr(element, "tag", "") in ("code", "pre", "kbd", "samp"):
            return True
        element = getattr(element, "parent", None)
    return False


def _puts_in_before(message: Message, span: Span) -> bool:
    """Whether a tag between the cells of a table, or before the body, may put in words before the first ones."""
    body = message.dom.body
    nodes = body.walk() if body is not None else ()
    return any(has_hole(getattr(node, "data", "")[:1]) and node.start < span.start for node in nodes)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
