"""Words that style sheets write: `content` of `::before` and `::after`."""

from __future__ import annotations

import re
from typing import Final

from mailcheck.facts.css.css import declarations, tokens
from mailcheck.facts.css.media import media_matches
from mailcheck.facts.css.selectors import parse_selectors
from mailcheck.facts.css.sheets import parse_sheet
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import TextNode
from mailcheck.facts.html.views import View

_PSEUDO: Final = re.compile(r"::?(?:before|after)\Z", re.IGNORECASE)
_MAX_RULES: Final = 2000
_MAX_HOSTS: Final = 200
"""Rules that are looked at, and those whose elements are looked for."""


class _Hosts:
    """What was found in a tree, by the name of the view."""

    def __init__(self) -> None:
        self.found: dict[str, frozenset[int]] = {}


def hosts(dom: Dom, view: View) -> frozenset[int]:
    """The indexes of the elements into which a style sheet writes words."""
    known = dom.derived.get(_Hosts)
    if not isinstance(known, _Hosts):
        known = dom.derived[_Hosts] = _Hosts()
    if view.name not in known.found:
        known.found[view.name] = _find(dom, view)
    return known.found[view.name]


def _find(dom: Dom, view: View) -> frozenset[int]:
    selectors: dict[str, None] = {}
    for style in dom.tagged("style"):
        media = style.attrs.get("media", "").strip()
        for node in style.children:
            if not isinstance(node, TextNode) or "content" not in node.data:
                continue
            for rule in parse_sheet(node.data, _MAX_RULES).rules:
                if "content" in rule.block and all(media_matches(one, view) for one in (media, *rule.media)):
                    selectors.update(dict.fromkeys(_hosts_of(rule.prelude)) if _writes(rule.block) else {})
    found: set[int] = set()
    for text in list(selectors)[:_MAX_HOSTS]:
        for selector in parse_selectors(text) or ():
            if selector.text:
                found.update(element.index for element in dom.select(selector.text))
    return frozenset(found)


def _hosts_of(prelude: str) -> list[str]:
    """The selectors of a list that end in a pseudo-element, without it."""
    pieces = [piece.strip() for piece in prelude.split(",")]
    return [_PSEUDO.sub("", piece) or "*" for piece in pieces if _PSEUDO.search(piece)]


def _writes(block: str) -> bool:
    """Whether a block sets `content` to words that leave ink."""
    for raw in reversed(declarations(block)):
        if raw.name == "content":
            return any(token.kind == "string" and token.text.strip() for token in tokens(raw.value) or ())
    return False
