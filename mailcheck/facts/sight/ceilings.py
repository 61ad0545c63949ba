"""How far down something can be: more than the height of what stands before it. A bound, without layout."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.metrics import (
    INF,
    REPLACED,
    line_height,
    resolve,
)

_HEIGHTS: Final = ("height", "min_height", "margin_top", "margin_bottom", "padding_top", "padding_bottom",
                   "border_top_width", "border_bottom_width")  # fmt: skip
_SPACED_OUT: Final = frozenset({"br", "tr", "table", "hr", "button", "select", "textarea", "input", "li"})
"""Elements that take up height without any text."""


class Ceilings:
    """Heights that nothing in one tree exceeds, in px."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self._above: dict[Element | TextNode, float] = {}

    def above(self, node: Element | TextNode) -> float:
        """More than the height of everything that stands before a node in the document."""
        if not self._above:
            self._above = self._sum_heights()
        return self._above[node]

    def _sum_heights(self) -> dict[Element | TextNode, float]:
        sums: dict[Element | TextNode, float] = {}
        total = 0.0
        for node in self.dom.walk():
            if type(node) is TextNode:
                sums[node] = total
                total += len(node.data.split()) * 2 * line_height(self.styles.of(node.parent))
            elif type(node) is Element:
                sums[node] = total
                total += self.own(node)
        return sums

    def own(self, element: Element) -> float:
        """More than an element adds to the height of a page besides its content."""
        style = self.styles.of(element)
        known = vars(style)
        total = sum(max(0.0, resolve(known[n], float(self.styles.view.height)) or 0.0) for n in _HEIGHTS if n in known)
        if element.tag in REPLACED and resolve(style.height, INF) is None:
            total += 1500.0
        if element.tag in _SPACED_OUT:
            total += 2 * line_height(style)
        return total

    def of(self, element: Element) -> float:
        """More than the height of an element's box."""
        below = [node for node in element.walk() if isinstance(node, Element | TextNode)]
        total = self.own(element)
        for node in below:
            if isinstance(node, TextNode):
                total += len(node.data.split()) * 2 * line_height(self.styles.of(node.parent))
            else:
                total += self.own(node)
        return total
