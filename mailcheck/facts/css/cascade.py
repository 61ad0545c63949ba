"""The cascade of one element: browser, attributes, rules and inline style, the weakest first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.css.alike import Alike
from mailcheck.facts.css.cascaded import BODY_COLOR, Cascaded, special
from mailcheck.facts.css.css import declaration, is_custom_value, pieces
from mailcheck.facts.css.hints import attribute_values
from mailcheck.facts.css.properties import expand
from mailcheck.facts.css.ua import browser_values
from mailcheck.facts.css.values import Wide
from mailcheck.facts.css.wordset import words

_ATOMIC: Final = words("input textarea select button meter progress")
"""Form controls: they are never inline, nor parts of a table."""
_ATOMIC_DISPLAYS: Final = words(
    """inline contents table inline-table table-row table-cell table-caption table-row-group
    table-column table-column-group table-header-group table-footer-group"""
)


class Block(NamedTuple):
    """The last valid declaration of each longhand of a block, and the names, a superset, of those not plain."""

    normal: Mapping[str, object]
    important: Mapping[str, object]
    unsettled: frozenset[str]
    reverts: bool = False
    """Whether it takes back what its own cascade layer says."""


@lru_cache(maxsize=4096)
def read_block(text: str, quirks: bool) -> Block:
    normal: dict[str, object] = {}
    important: dict[str, object] = {}
    unsettled: frozenset[str] = frozenset()
    for piece in pieces(text):
        read = _read_piece(piece, quirks)
        if read is not None:
            (important if read.important else normal).update(read.values)
            if read.unsettled:
                unsettled |= read.unsettled
    return Block(normal, important, unsettled, Wide.REVERT_LAYER in normal.values())


class _Piece(NamedTuple):
    """One declaration of a block: what it sets, and the names of what is not plain."""

    values: Mapping[str, object]
    important: bool
    unsettled: frozenset[str]


@lru_cache(maxsize=8192)
def _read_piece(piece: str, quirks: bool) -> _Piece | None:
    raw = declaration(piece)
    if raw is None:
        return None
    if raw.name.startswith("--"):
        values: dict[str, object] = {raw.name: raw.value} if is_custom_value(raw.value) else {}
    else:
        values = dict(expand(raw.name, raw.value, quirks) or ())
    return _Piece(values, raw.important, special(values)) if values else None


@lru_cache(maxsize=4096)
def cascade(
    alike: Alike,
    blocks: tuple[str, ...],
    strong: tuple[str, ...],
    inline: str,
    quirks: bool,
    outlook: bool,
    layers: tuple[object, ...] = (),
) -> Cascaded:
    """What wins on elements that are alike.

    `blocks` are the declaration blocks of the rules that match, the weakest first; `strong` the same in the
    order that their important declarations have. `outlook`: Word lays out, and knows `mso-hide`. `layers`: in which
    cascade layer each of the blocks stands, where there are any.
    """
    ground = _ground(alike, quirks)
    found = ground.values.copy()
    unsettled = ground.unsettled
    important = False
    read = [read_block(text, quirks) for text in blocks]
    own = read_block(inline, quirks) if inline else _NOTHING
    for block in read:
        found.update(block.normal)
        unsettled |= block.unsettled
        important = important or bool(block.important)
    found.update(own.normal)
    if own.reverts or any(block.reverts for block in read):
        found = _without_reverted(ground.values, [*read, own], [*(layers or (None,) * len(read)), "style"])
    unsettled |= own.unsettled
    if important:
        for text in strong:
            found.update(read_block(text, quirks).important)
    found.update(own.important)
    if outlook and found.get("mso_hide", "none") not in ("none", Wide.INHERIT):
        found["display"] = "none"
    if alike.tag in _ATOMIC and found.get("display") in _ATOMIC_DISPLAYS:
        found["display"] = "none" if found["display"] == "contents" else "inline-block"
    return Cascaded(found, ground.browser, unsettled)


def _without_reverted(ground: dict[str, object], blocks: list[Block], layers: list[object]) -> dict[str, object]:
    """What wins where some declarations take back what their layer says; the `style` attribute is one of its own."""
    found = below = ground.copy()
    layer: object = layers[0]
    for block, stands_in in zip(blocks, layers, strict=True):
        if stands_in != layer:
            layer, below = stands_in, found.copy()
        for name, value in block.normal.items():
            if value is not Wide.REVERT_LAYER:
                found[name] = value
            elif name in below:
                found[name] = below[name]
            else:
                found.pop(name, None)
    return found


_NOTHING: Final = Block({}, {}, frozenset())


class _Ground(NamedTuple):
    """What an element has before any author's style: of the browser and of its attributes."""

    values: dict[str, object]
    unsettled: frozenset[str]
    browser: Mapping[str, object]


@lru_cache(maxsize=4096)
def _ground(alike: Alike, quirks: bool) -> _Ground:
    browser = browser_values(alike, quirks)
    found = dict(browser.values)
    unsettled = set(browser.unsettled)
    if alike.tag == "table" and quirks:
        found["color"] = BODY_COLOR
        unsettled.add("color")
    for name, (_, value) in attribute_values(alike).items():
        found[name] = value
        unsettled.add(name)
    return _Ground(found, frozenset(unsettled), browser.values)
