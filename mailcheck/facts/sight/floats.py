"""Boxes that hold nothing but floats: they have no height, so that their background lies behind none of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from mailcheck.facts.css.css import WHITE
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.metrics import out_of_flow

_DEEPEST: Final = 8
_FLAT: Final = (("height", ("auto", 0.0)), ("min_height", ("auto", 0.0)), ("padding_top", (0.0,)),
                ("padding_bottom", (0.0,)), ("border_top_width", (0.0,)),
                ("border_bottom_width", (0.0,)))  # fmt: skip
"""What a box without any height of its own has."""


def holds_floats_alone(element: Element, styles: Styles, holding: Collection[int], depth: int = 0) -> bool:
    """Whether all that stands in a box floats, and the box does not grow to hold it (`overflow: hidden` would).

    `holding`: the indices of elements that end with a box which is moved below the floats.
    """
    style = styles.of(element)
    if style.display != "block" or style.float != "none" or out_of_flow(style) or depth > _DEEPEST:
        return False
    if element.index in holding or element.tag == "fieldset" or style.columns != "auto":
        return False
    if style.overflow_x != "visible" or style.contain or style.container_type != "normal":
        return False
    if element.parent is None or styles.of(element.parent).makes_items:
        return False
    if any(getattr(style, name) not in empty for name, empty in _FLAT):
        return False
    floats = False
    for node in element.children:
        if isinstance(node, TextNode) and node.data.strip(WHITE):
            return False
        if not isinstance(node, Element):
            continue
        inner = styles.of(node)
        if inner.display == "none" or out_of_flow(inner):
            continue
        if inner.float == "none" and not holds_floats_alone(node, styles, holding, depth + 1):
            return False
        floats = True
    return floats
