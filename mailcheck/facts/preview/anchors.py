"""Where a mark can stand in the tree so that it is seen and disturbs least: a finding's place as an anchor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, Node, TextNode
from mailcheck.facts.sight.sight import Sight

_BLOCKS: Final = frozenset(
    """address article aside blockquote caption center dd div dt figure footer form h1 h2 h3 h4 h5 h6 header li main nav
    p pre section td th""".split()
)
"""Elements whose own box is marked: inside, at their beginning."""
_TABLE: Final = frozenset({"colgroup", "table", "tbody", "tfoot", "thead", "tr"})
"""Elements between whose children no text can stand."""
_CELLS: Final = frozenset({"caption", "td", "th"})
DROPPED: Final = frozenset(
    """applet area base embed frame frameset head iframe link map meta noembed noframes param script source template
    title track""".split()
)
"""Elements that a copy leaves out with all that is in them."""
_SEALED: Final = DROPPED | set("button math optgroup option select style svg textarea".split())
"""Elements in which no mark can stand."""
_NEAR: Final = 6
"""Ancestors whose content is looked at: a box that cuts its content off is mostly as near as this."""


class Anchor(NamedTuple):
    """Before a node, inside an element at its beginning, or before the character `offset` of a text."""

    node: Node
    inside: bool = False
    offset: int = 0


def find_anchors(dom: Dom, offsets: Iterable[int], sight: Sight) -> Mapping[int, Anchor]:
    """The anchor for each offset into the source that lies in the body; what points at the body itself has none."""
    body = dom.body
    if body is None:
        return {}
    nodes = sorted((node for node in body.walk() if _has_place(node)), key=lambda node: node.start)
    starts = [node.start for node in nodes]
    found: dict[int, Anchor] = {}
    for offset in offsets:
        number = bisect_right(starts, offset)
        if number:
            found[offset] = _settle(_nearest(nodes[number - 1], offset), body, sight)
    return found


def _has_place(node: Node) -> bool:
    return type(node) is not Element or not node.implied


def _nearest(node: Node, offset: int) -> Anchor:
    if type(node) is TextNode:
        within = offset - node.start if node.exact and node.end - node.start == len(node.data) else 0
        return Anchor(node, offset=min(within, len(node.data)))
    return Anchor(node)


def _settle(anchor: Anchor, body: Element, sight: Sight) -> Anchor:
    """The anchor itself, or one further out where that is hidden or may hold no text."""
    inner = anchor.node if isinstance(anchor.node, Element) else anchor.node.parent
    chain = [inner, *inner.ancestors()] if inner is not None else []
    chain = chain[: chain.index(body)] if body in chain else []
    closed = [
        one
        for steps, one in enumerate(chain)
        if one.tag in _SEALED or sight.is_lost(one) or (steps < _NEAR and _shows_nothing(one, sight))
    ]
    if closed:
        return _out_of_tables(Anchor(closed[-1]), hidden=True)
    if isinstance(anchor.node, Element) and anchor.node.tag in _BLOCKS:
        return Anchor(anchor.node, inside=True)
    return _out_of_tables(anchor, hidden=False)


def _shows_nothing(element: Element, sight: Sight) -> bool:
    """Text of the wrong colour or size hides no mark; what takes its box away does."""
    seen = sight.of(element)
    return seen.verdict == "hidden" and seen.contrast is None and seen.font_px is None


def _out_of_tables(anchor: Anchor, *, hidden: bool) -> Anchor:
    node = anchor.node
    if not hidden and isinstance(node, Element) and node.tag in _TABLE - {"table"}:
        cell = next((one for one in node.walk() if isinstance(one, Element) and one.tag in _CELLS), None)
        if cell is not None:
            return Anchor(cell, inside=True)
    while node.parent is not None and node.parent.tag in _TABLE:
        node = node.parent
        anchor = Anchor(node)
    return anchor
