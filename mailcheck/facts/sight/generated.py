"""What style sheets paint by `::before` and `::after`: words, and boxes laid over or under an element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.css import declarations, tokens
from mailcheck.facts.css.lengths import Math, Percent, Relative, Scale, to_px
from mailcheck.facts.css.media import media_matches
from mailcheck.facts.css.properties import expand
from mailcheck.facts.css.selectors import Specificity, parse_selectors
from mailcheck.facts.css.sheets import parse_sheet
from mailcheck.facts.css.style import Style
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.html.views import View
from mailcheck.lazy_regex import lazy_regex

_PSEUDO: Final = lazy_regex(r"::?(before|after)\Z", re.IGNORECASE)
DENSE: Final = 0.9
"""Alpha from which on what lies below cannot be read."""
_FIRST_LINE: Final = lazy_regex(r"::?(first-line)\Z", re.IGNORECASE)
_SCALE: Final = Scale(16, 16, 800, 600)
"""What font units are on: near enough to tell whether a box covers another."""
_MAX_RULES: Final = 2000
_MAX_HOSTS: Final = 200
"""Rules that are looked at, and those whose elements are looked for."""


Blocks = tuple[str, ...]
"""The declaration blocks of one pseudo-element, the strongest last."""


class _Found:
    """What was found in a tree, by the name of the view: the blocks of `::before` and `::after` of each element."""

    def __init__(self) -> None:
        self.blocks: dict[str, dict[tuple[int, str], Blocks]] = {}


def hosts(dom: Dom, view: View) -> Mapping[int, list[Blocks]]:
    """The pseudo-elements that write words, by the index of the element into which they do."""
    found: dict[int, list[Blocks]] = {}
    if any("content" in data for data in _sheets(dom)):
        for (index, _), blocks in _pseudo_elements(dom, view).items():
            if _written(_last_content(blocks), dom.elements[index]).strip():
                found.setdefault(index, []).append(blocks)
    return found


def _sheets(dom: Dom) -> Iterator[str]:
    return (node.data for style in dom.tagged("style") for node in style.children if isinstance(node, TextNode))


def _pseudo_elements(dom: Dom, view: View) -> Mapping[tuple[int, str], Blocks]:
    """By element and name (before, after); none where there are too many rules to follow."""
    known = dom.derived.get(_Found)
    if not isinstance(known, _Found):
        known = dom.derived[_Found] = _Found()
    if view.name not in known.blocks:
        known.blocks[view.name] = _find(dom, view)
    return known.blocks[view.name]


def _find(dom: Dom, view: View) -> dict[tuple[int, str], Blocks]:
    found: dict[tuple[int, str], list[tuple[Specificity, int, str]]] = {}
    count = 0
    for prelude, block in _rules(dom, view, ""):
        for selector, name in _hosts_of(prelude):
            count += 1
            if count > _MAX_HOSTS:
                return {}
            for one in parse_selectors(selector) or ():
                for element in dom.select(one.text) if one.text else ():
                    found.setdefault((element.index, name), []).append((one.specificity, count, block))
    return {key: tuple(block for _, _, block in sorted(written)) for key, written in found.items()}


def _rules(dom: Dom, view: View, word: str) -> Iterator[tuple[str, str]]:
    """Selector list and block of the rules with a word in them that hold in a view."""
    for style in dom.tagged("style"):
        media = style.attrs.get("media", "").strip()
        for node in style.children:
            if not isinstance(node, TextNode) or word not in node.data:
                continue
            for rule in parse_sheet(node.data, _MAX_RULES).rules:
                told = word in rule.block or word in rule.prelude
                if told and all(media_matches(one, view) for one in (media, *rule.media)):
                    yield rule.prelude, rule.block


def _elements(dom: Dom, text: str) -> Iterator[Element]:
    for selector in parse_selectors(text) or ():
        if selector.text:
            yield from dom.select(selector.text)


def _hosts_of(prelude: str, pseudo: re.Pattern[str] = _PSEUDO) -> list[tuple[str, str]]:
    """The selectors of a list that end in a pseudo-element, without it, and its name."""
    pieces = [piece.strip() for piece in prelude.split(",")]
    found = [(piece, pseudo.search(piece)) for piece in pieces]
    return [(piece[: name.start()] or "*", name[1].lower()) for piece, name in found if name is not None]


def _last_content(blocks: Blocks) -> str:
    """The value of `content` that wins."""
    written = [raw for block in blocks for raw in declarations(block) if raw.name == "content"]
    return max(enumerate(written), key=lambda one: (one[1].important, one[0]))[1].value if written else ""


def _written(content: str, host: Element) -> str:
    """The words of a value of `content`: strings, and attributes of its element."""
    words: list[str] = []
    for token in tokens(content) or ():
        if token.kind == "string":
            words.append(token.text)
        elif token.kind == "function" and token.text == "attr" and token.args:
            words.append(host.attrs.get(token.args[0].text.lower(), ""))
    return "".join(words)


def words_in(dom: Dom, view: View, element: Element) -> str:
    """What is written into an element and all that it holds."""
    found = hosts(dom, view)
    inside = (one for one in (element, *element.walk()) if isinstance(one, Element)) if found else ()
    return " ".join(_written(_last_content(blocks), one) for one in inside for blocks in found.get(one.index, ()))


def clearing(dom: Dom, view: View) -> frozenset[int]:
    """The elements, by index, that a style sheet may make hold their floats (`.row::after { clear: both }`)."""
    if not any("clear" in data and ":after" in data for data in _sheets(dom)):
        return frozenset()
    return frozenset(index for index, name in _pseudo_elements(dom, view) if name == "after")


# -- boxes ------------------------------------------------------------------------------------------------------


class Veil(NamedTuple):
    """A positioned box of one dense colour that a style sheet makes. `first`: by `::before`."""

    style: Style
    first: bool


def veils(dom: Dom, view: View) -> Mapping[int, list[Veil]]:
    """The veils by the index of the element that they belong to."""
    if not any("position" in data and (":before" in data or ":after" in data) for data in _sheets(dom)):
        return {}
    found: dict[int, list[Veil]] = {}
    for (index, name), blocks in _pseudo_elements(dom, view).items():
        style = _veil(blocks, dom.quirks)
        if style is not None:
            found.setdefault(index, []).append(Veil(style, name == "before"))
    return found


def _veil(blocks: Blocks, quirks: bool) -> Style | None:
    """The style of a pseudo-element, if it makes a veil."""
    written = sorted((raw for block in blocks for raw in declarations(block)), key=lambda raw: raw.important)
    values: dict[str, object] = {}
    for raw in written:
        values.update(expand(raw.name, raw.value, quirks) or ())
    if _last_content(blocks).lower() in ("", "none", "normal"):
        return None
    style = Style()
    for name, value in values.items():
        settled = to_px(value, _SCALE) if isinstance(value, Relative | Math) else value
        if isinstance(settled, str | int | float | Percent | Color):
            setattr(style, name, settled)
    lies = style.position in ("absolute", "fixed") and style.display != "none" and style.visibility == "visible"
    dense = style.background_color.alpha * style.opacity >= DENSE
    return style if lies and dense and _SHAPING.isdisjoint(values) else None


_SHAPING: Final = frozenset({"transform", "translate", "rotate", "scale", "clip_path", "clip", "mask_image", "filter",
                             "mix_blend_mode", "content_visibility", "margin_left", "margin_top", "max_width",
                             "max_height"})  # fmt: skip
"""What may leave less of a box than its edges tell."""


# -- first lines ------------------------------------------------------------------------------------------------


def first_lines(dom: Dom, view: View) -> Mapping[int, Mapping[str, object]]:
    """What `::first-line` sets, by the index of the element whose first line it is."""
    found: dict[int, dict[str, object]] = {}
    for prelude, block in _rules(dom, view, "first-line"):
        hosts = _hosts_of(prelude, _FIRST_LINE)
        values = {name: value for raw in declarations(block) for name, value in expand(raw.name, raw.value) or ()}
        for selector, _ in hosts[:_MAX_HOSTS]:
            for element in _elements(dom, selector):
                found.setdefault(element.index, {}).update(values)
    return found
