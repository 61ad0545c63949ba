"""How wide what stands in a box is: its words, and boxes of a set width. Bounds, without laying anything out."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.metrics import (
    INF,
    INLINE,
    NARROWEST_EM,
    REPLACED,
    SPACES,
    TABLE_PARTS,
    Bounds,
    resolve,
    slimmest,
    widest,
)
from mailcheck.facts.sight.narrowest import narrowest
from mailcheck.lazy_regex import lazy_regex

_WIDTHS: Final = ("min_width", "margin_left", "margin_right", "padding_left", "padding_right",
                  "border_left_width", "border_right_width")  # fmt: skip
_NO_WIDTH: Final = lazy_regex("[\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Marks above letters, joiners, fillers."""


class Contents:
    """Of each element of one tree, computed once when asked for. Lengths in px."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self._sums: list[float] = []
        self._narrowest: list[float] = []

    def narrowest(self, element: Element) -> float:
        """More than the width an element cannot help having, because of what cannot be broken in it."""
        if not self._narrowest:
            self._narrowest = narrowest(self.dom, self.styles)
        return self._narrowest[element.index]

    def width(self, element: Element) -> float:
        """More than the content of an element can fill when it is never broken into lines."""
        if not self._sums:
            self._sums = self._sum_widths()
        return self._sums[element.index]

    def _sum_widths(self) -> list[float]:
        """Of every element, from the last to the first, so that children come before their parents."""
        sums = [0.0] * len(self.dom.elements)
        for element in reversed(self.dom.elements):
            style = self.styles.of(element)
            total = sums[element.index] + sum(self._longest_line(n) for n in element.children if type(n) is TextNode)
            known = vars(style)
            asked = resolve(known["width"], INF) if "width" in known and "min_width" not in known else None
            if asked is not None:  # content that is wider sticks out, but of a table
                total = max(asked, self.narrowest(element) if style.display in TABLE_PARTS else 0.0)
            for name in _WIDTHS:
                if name in known:
                    total += max(0.0, resolve(known[name], INF) or 0.0)
            if style.display not in INLINE and style.text_indent != 0.0:
                total += max(0.0, resolve(style.text_indent, INF) or 0.0)
            if element.tag in REPLACED and resolve(style.width, INF) is None:
                total += 2000.0
            sums[element.index] = total
            if element.parent is not None:
                sums[element.parent.index] += total
        return sums

    def text(self, node: TextNode) -> Bounds:
        """The width of a text on one line."""
        style = self.styles.of(node.parent)
        inked = _NO_WIDTH.sub("", SPACES.sub(" ", node.data).strip())
        low = slimmest(inked) * style.font_size + len(inked) * (resolve(style.letter_spacing, INF) or 0.0)
        return Bounds(max(0.0, low), self._longest_line(node))

    def _longest_line(self, node: TextNode) -> float:
        """More than the width of a text on one line."""
        style = self.styles.of(node.parent)
        text = SPACES.sub(" ", node.data).strip()
        spacing = resolve(style.letter_spacing, INF) or 0.0
        return widest(text) * style.font_size + (len(text) + 1) * max(0.0, spacing) + style.font_size / 2

    def longest_word(self, element: Element) -> float:
        """The width of the longest word in a box, at least. Words that are not displayed must not be asked for."""
        longest = 0.0
        for node in element.walk():
            if type(node) is TextNode:
                style = self.styles.of(node.parent)
                count = max((len(word) for word in node.data.split()), default=0)
                longest = max(longest, count * style.font_size * NARROWEST_EM)
        return longest
