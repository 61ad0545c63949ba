"""`@supports` conditions, answered as the browser would that the properties follow."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mailcheck.facts.css.css import MAX_NESTING, block_end
from mailcheck.facts.css.longhands import LONGHANDS
from mailcheck.facts.css.properties import SHORTHANDS, expand
from mailcheck.facts.css.selectors import parse_selectors
from mailcheck.facts.css.wordset import words

_FOREIGN: Final = ("-moz-", "-ms-", "-o-", "-khtml-", "-apple-", "mso-")
_FAMILIES: Final = tuple(
    words(
        """accent-color align- alignment-baseline all anchor- animation aspect-ratio backdrop-filter
        baseline- block-size border box- break- buffered- caption-side caret clear clip color column
        contain container content counter- cursor d dominant-baseline empty-cells field-sizing fill flex
        flood- font forced-color-adjust gap grid height hyphen image- initial-letter inline-size inset
        interactivity interpolate-size isolation justify- letter-spacing lighting- line- list-style
        margin marker mask math- max- min- object- offset opacity order orphans outline overflow overlay
        overscroll- padding page paint-order perspective place- pointer-events position print- quotes r
        resize row-gap ruby- scroll shape- speak stop- stroke tab-size table-layout text- timeline-
        touch-action transform transition unicode-bidi user-select vector-effect vertical-align view-
        white-space widows will-change word- -webkit-align -webkit-animation -webkit-background
        -webkit-border -webkit-box -webkit-column -webkit-flex -webkit-font -webkit-justify -webkit-line
        -webkit-locale -webkit-mask -webkit-order -webkit-perspective -webkit-print -webkit-rtl
        -webkit-shape -webkit-tap -webkit-text -webkit-transform -webkit-transition -webkit-user"""
    )
)
"""How the names of the properties that Chromium knows begin."""
_ABSENT: Final = words("""-webkit-overflow-scrolling -webkit-touch-callout -webkit-marquee-repetition -webkit-nbsp-mode
    -webkit-text-size-adjust ime-mode behavior scrollbar-base-color -webkit-hyphens -webkit-backdrop-filter
    hanging-punctuation font-smooth""")
"""Properties of other browsers that style sheets ask for to tell browsers apart."""


_FUNCTIONS: Final = {
    "font-tech": words("""features-opentype color-colrv0 color-colrv1 color-sbix color-cbdt variations palettes
        incremental"""),
    "font-format": words("woff woff2 truetype opentype collection"),
    "at-rule": words(
        "@media @supports @font-face @import @layer @container @keyframes @namespace @page @property @scope"
    ),
}


@lru_cache(maxsize=256)
def supports(condition: str) -> bool:
    """Whether a condition of `@supports` holds."""
    return _evaluate(condition, 0) is True


def _evaluate(text: str, depth: int) -> bool | None:
    if depth > MAX_NESTING:
        return None
    text = text.strip()
    if text[:4].lower() == "not " or text[:4].lower() == "not(":
        truth = _evaluate(text[3:], depth + 1)
        return None if truth is None else not truth
    operands, words = _operands(text)
    if operands is None or len({word.lower() for word in words}) > 1:
        return None
    answers = [_operand(operand, depth) for operand in operands]
    if not answers or None in answers:
        return None
    return any(answers) if words and words[0].lower() == "or" else all(answers)


def _operands(text: str) -> tuple[list[str] | None, list[str]]:
    """The parenthesised operands (with a function's name) and the words between them."""
    operands: list[str] = []
    words: list[str] = []
    place = 0
    while place < len(text):
        opening = text.find("(", place)
        if opening < 0:
            return None, []
        before = text[place:opening].strip()
        word, _, name = before.rpartition(" ") if operands else ("", "", before)
        if operands and not name.lower().startswith(("selector", "font-", "at-rule")):
            word, name = name, ""
        if operands:
            if word.strip().lower() not in ("and", "or"):
                return None, []
            words.append(word.strip())
        close = block_end(text, opening)
        operands.append(name + text[opening : close + 1])
        place = close + 1
        place += len(text[place:]) - len(text[place:].lstrip())
    return operands, words


def _operand(operand: str, depth: int) -> bool | None:
    name, _, inner = operand.partition("(")
    inner = inner.removesuffix(")").strip()
    if name.strip().lower() == "selector":
        return parse_selectors(inner) is not None
    if name.strip():
        return inner.lower() in _FUNCTIONS.get(name.strip().lower(), ())
    if inner.startswith("(") or inner[:4].lower() in ("not ", "not(") or inner.lower().startswith("selector("):
        return _evaluate(inner, depth + 1)
    return _declaration(inner)


def _declaration(text: str) -> bool:
    name, colon, value = text.partition(":")
    name, value = name.strip().lower(), value.strip()
    if not colon or not name or not value:
        return False
    if name.startswith("--"):
        return True
    if name in LONGHANDS or name in SHORTHANDS or expand(name, value) is not None:
        return expand(name, value) is not None and name != "mso-hide"
    foreign_value = value.lower().startswith(_FOREIGN)
    return name.startswith(_FAMILIES) and name not in _ABSENT and not foreign_value
