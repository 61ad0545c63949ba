"""The cascade of one element: browser, attributes, rules and inline style, the weakest first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.alike import Alike
from mailcheck.facts.cascaded import BODY_COLOR, Cascaded, special
from mailcheck.facts.css import declarations, is_custom_value
from mailcheck.facts.hints import attribute_values
from mailcheck.facts.properties import expand
from mailcheck.facts.ua import browser_values
from mailcheck.facts.values import Wide
from mailcheck.facts.wordset import words

_ATOMIC: Final = words("input textarea select button meter progress")
"""Form controls: they are never inline, nor parts of a table."""
_ATOMIC_DISPLAYS: Final = words(
    """inline contents table inline-table table-row table-cell table-caption table-row-group
    table-column table-column-group table-header-group table-footer-group"""
)


class Block(NamedTuple):
    """The last valid declaration of each longhand of a block, and the names of those not plain."""

    normal: Mapping[str, object]
    important: Mapping[str, object]
    unsettled: frozenset[str]


@lru_cache(maxsize=4096)
def read_block(text: str, quirks: bool) -> Block:
    normal: dict[str, object] = {}
    important: dict[str, object] = {}
    for raw in declarations(text):
        target = important if raw.important else normal
        if raw.name.startswith("--"):
            if is_custom_value(raw.value):
                target[raw.name] = raw.value
        else:
            target.update(expand(raw.name, raw.value, quirks) or ())
    return Block(normal, important, special(normal) | special(important))


@lru_cache(maxsize=4096)
def cascade(
    alike: Alike, blocks: tuple[str, ...], strong: tuple[str, ...], inline: str, quirks: bool, outlook: bool
) -> Cascaded:
    """What wins on elements that are alike.

    `blocks` are the declaration blocks of the rules that match, the weakest first; `strong` the same in the
    order that their important declarations have. `outlook`: Word lays out, and knows `mso-hide`.
    """
    browser = browser_values(alike, quirks)
    found = dict(browser.values)
    unsettled = set(browser.unsettled)
    if alike.tag == "table" and quirks:
        found["color"] = BODY_COLOR
        unsettled.add("color")
    for name, (_, value) in attribute_values(alike).items():
        found[name] = value
        unsettled.add(name)
    important = False
    for text in blocks:
        block = read_block(text, quirks)
        found.update(block.normal)
        unsettled |= block.unsettled
        important = important or bool(block.important)
    own = read_block(inline, quirks)
    found.update(own.normal)
    unsettled |= own.unsettled
    if important:
        for text in strong:
            found.update(read_block(text, quirks).important)
    found.update(own.important)
    if outlook and found.get("mso_hide", "none") not in ("none", Wide.INHERIT):
        found["display"] = "none"
    if alike.tag in _ATOMIC and found.get("display") in _ATOMIC_DISPLAYS:
        found["display"] = "none" if found["display"] == "contents" else "inline-block"
    return Cascaded(found, browser.values, unsettled)
