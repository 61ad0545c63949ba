"""What surely stands in a box, or in it before something: lines and boxes, and the least height they take up."""

from __future__ import annotations

from copy import copy
from typing import Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.contents import Contents
from mailcheck.facts.sight.metrics import (
    FLEXIBLE,
    INF,
    INLINE,
    REPLACED,
    TABLE_PARTS,
    Bounds,
    edge,
    line_height,
    out_of_flow,
    resolve,
)
from mailcheck.facts.sight.stack import Stack
from mailcheck.facts.sight.widths import Widths

_OFTEN: Final = 6
"""A box that is asked so often what stands before its pieces is walked through once for all of them."""
_DEEPEST: Final = 40
"""Boxes nested deeper than this add nothing to a least height."""


class Stacks:
    """The stacks of the boxes of one tree."""

    def __init__(self, styles: Styles, contents: Contents, widths: Widths) -> None:
        self.styles = styles
        self._contents = contents
        self._widths = widths
        self._least: dict[int, float] = {}
        self._stacks: dict[int, tuple[dict[Element | TextNode, Stack], Stack]] = {}
        self._asked: dict[int, int] = {}

    def least_height(self, element: Element, depth: int = 0) -> float:
        """A height that an element's box has at least, padding and border included; 0 where in doubt."""
        known = self._least.get(element.index)
        if known is None:
            known = self._least[element.index] = self._measure(element, depth)
        return known

    def _measure(self, element: Element, depth: int) -> float:
        style = self.styles.of(element)
        if style.display == "none" or out_of_flow(style) or style.float != "none" or depth > _DEEPEST:
            return 0.0
        edges = edge(style, "top") + edge(style, "bottom")
        inner = edges if style.box_sizing == "border-box" else 0.0
        explicit = resolve(style.height, INF)
        grows = style.display in TABLE_PARTS
        height = 0.0 if explicit is None else max(0.0, explicit - inner)
        if explicit is None or grows:
            height = max(height, self._content_height(element, style, depth))
        top = resolve(style.max_height, INF)
        if top is not None and not grows:
            height = min(height, max(0.0, top - inner))
        margins = sum(min(0.0, resolve(m, INF) or 0.0) for m in (style.margin_top, style.margin_bottom))
        return max(0.0, max(height, (resolve(style.min_height, INF) or 0.0) - inner) + edges + margins)

    def _content_height(self, element: Element, style: Style, depth: int) -> float:
        if element.tag in REPLACED or style.display in FLEXIBLE:
            return 0.0
        below = [child for child in element.children if type(child) is Element]
        if style.display == "table-row":
            return max((self.least_height(cell, depth + 1) for cell in below), default=0.0)
        return self.of(element, None, depth).height

    def of(self, box: Element, stop: Element | TextNode | None, depth: int = 0) -> Stack:
        """What stands in a box before `stop`, or in all of it: see `Stack`. It must not be changed."""
        known = self._stacks.get(box.index)
        if known is None:
            asked = self._asked[box.index] = self._asked.get(box.index, 0) + 1
            kept: dict[Element | TextNode, Stack] | None = {} if asked > _OFTEN else None
            found = self._walk_through(box, stop, depth, kept)
            if kept is None:
                return found
            known = self._stacks[box.index] = (kept, found)
        before, whole = known
        return before.get(stop, whole) if stop is not None else whole

    def _walk_through(
        self, box: Element, stop: Element | TextNode | None, depth: int, kept: dict[Element | TextNode, Stack] | None
    ) -> Stack:
        """What stands in a box before `stop`; with `kept`, in all of it, and there what stands before each piece."""
        found = Stack(line_height(self.styles.of(box)))
        pending = list(reversed(box.children))
        while pending:
            node = pending.pop()
            if kept is not None or node is stop:
                before = copy(found)
                if type(node) is Element and self._begins_line(node):
                    before.end_line(False)
                if kept is None:
                    return before
                if isinstance(node, Element | TextNode):
                    kept[node] = before
            if type(node) is TextNode:
                found.add_text(self._contents.text(node), line_height(self.styles.of(node.parent)))
            elif type(node) is Element:
                pending += self._stack_element(found, node, depth)
        found.end_line(False)
        return found

    def _begins_line(self, element: Element) -> bool:
        """Whether what stands before an element ends its line."""
        style = self.styles.of(element)
        apart = out_of_flow(style) or style.float != "none" or style.display == "none"
        return not apart and style.display not in INLINE and not style.display.startswith("inline")

    def _stack_element(self, found: Stack, element: Element, depth: int) -> list[Element | TextNode]:
        """Add an element to what stands before; give back the children that stand in the same lines."""
        style = self.styles.of(element)
        if style.display == "none" or out_of_flow(style) or style.float != "none":
            return []
        if element.tag == "br":
            found.end_line(True)
        elif style.display in INLINE and element.tag not in REPLACED:
            found.add_space(edge(style, "left") + edge(style, "right"))
            found.add_space(max(0.0, resolve(style.margin_left, INF) or 0.0))
            return [child for child in reversed(element.children) if isinstance(child, Element | TextNode)]
        elif style.display.startswith("inline"):
            width, edges = self._widths.of(element), edge(style, "left") + edge(style, "right")
            found.add_box(Bounds(width.low + edges, width.high + edges), self.least_height(element, depth + 1))
        else:
            found.end_line(False)
            found.add_block(self.least_height(element, depth + 1), max(0.0, resolve(style.margin_bottom, INF) or 0.0))
        return []
