"""The message hides text.

Text in the colour of its background, in a size nobody reads or moved off the page serves to fool filters; Google
names it as a reason to mark mail as spam. A short preheader, words for screen readers and twins of a responsive
layout are usual and are not meant.

Fix: delete the hidden text, or show it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, Rule, Severity, Span, opt, without_holes

_C = {"message_class": "commercial"}
_SALAD = "The committee met again on Tuesday to speak about the harbour and the price of fish in the upper town. " * 3
_TEXT = "<p>Nine new walks for the winter, with maps.</p>"


@dataclass(frozen=True)
class Options:
    most: int = opt(200, "hidden characters that are allowed, preheader left out")


rule = Rule(
    __name__,
    title="Text hidden from readers",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    owner="marketer",
    applies_to=("commercial", "unknown"),
    needs=("html",),
    options=Options,
    cites=(
        Citation("provider", "Google e-mail sender guidelines: don't use HTML and CSS to hide content"),
        Citation("convention", "SpamAssassin FONT_INVIS_*, WORD_INVIS"),
    ),
    examples=(
        Bad(f'<body>{_TEXT}<p style="color:#ffffff">{_SALAD}</p></body>', at="The committee", context=_C),
        Bad(f'<body>{_TEXT}<p style="font-size:0">{_SALAD}</p></body>', at="The committee", context=_C),
        Bad(f'<body>{_TEXT}<div style="display:none">{_SALAD}</div></body>', at="The committee", context=_C),
        Good(f'<body><div style="display:none">{_SALAD[:120]}</div>{_TEXT}</body>', context=_C, note="a preheader"),
        Good(
            f"<style>@media (max-width:600px){{.m{{display:block!important}}}}</style><body>{_TEXT}"
            f'<div class="m" style="display:none">{_SALAD}</div></body>',
            context=_C,
            note="shown on phones",
        ),
        Good(f'<body><p>{_SALAD}</p><div style="display:none">{_SALAD}</div></body>', context=_C, note="a twin"),
        Good(f'<body>{_TEXT}<div style="mso-hide:all;display:none">Hi</div></body>', context=_C),
    ),
)

_PREHEADER = 300
_FILLER = re.compile("[\\s\u00ad\u034f\u2007\u200b-\u200f\u2060\ufeff\u00a0\u2800]+")
_FOR_READERS = re.compile(r"sr-only|screen-?reader|visually-?hidden|aria-", re.IGNORECASE)


@rule.message
def check(message: Message, options: Options) -> Iterator[Finding]:
    if not any(run.part == "html" and run.seen.verdict == "hidden" for run in message.runs):
        return
    seen = "".join(_words(run.text) for run in message.runs if run.seen.verdict != "hidden")
    length, first, reason, shown = 0, None, "", False
    before = 0
    for run in message.runs:
        if run.part != "html":
            break
        words = _words(run.text)
        if run.seen.verdict != "hidden":
            shown = shown or bool(words)
            continue
        if not shown and before + len(words) <= _PREHEADER:
            before += len(words)
            continue
        if len(words) < 2 or words in seen or _may_show(message, run.element):
            continue
        length += len(words)
        if first is None:
            first, reason = run.span, run.seen.reason
    if length > options.most and isinstance(first, Span):
        yield rule.finding(f"{length} characters are hidden ({reason})", at=first, key="hidden text")


def _words(text: str) -> str:
    """What is known of a text: the tags of a template aside."""
    return _FILLER.sub(" ", without_holes(text)).strip()


def _may_show(message: Message, element: object) -> bool:
    """Whether another view or a screen reader may be meant: classes that media queries address, labels for readers."""
    media = any("@media" in style.text for style in message.dom.select("style"))
    while element is not None:
        attrs = getattr(element, "attrs", {})
        names = f"{attrs.get('class', '')} {attrs.get('id', '')}"
        if (media and names.strip()) or _FOR_READERS.search(names) or "mso-hide" in attrs.get("style", "").lower():
            return True
        element = getattr(element, "parent", None)
    return False
