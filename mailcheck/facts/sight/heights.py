"""How high boxes can be at most: as high as their styles let them, infinite where their content decides."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.metrics import (
    INF,
    INLINE,
    REPLACED,
    SIZED_BY_CONTENT,
    TABLE_PARTS,
    box_of,
    edge,
    ignores_content,
    out_of_flow,
    resolve,
)
from mailcheck.facts.sight.tracks import has_no_basis, in_no_track

_GROWING: Final = TABLE_PARTS - {"table-caption"}
"""Boxes whose height is but their least one."""


class Heights:
    """The greatest content heights of the boxes of one tree."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles

    def of(self, element: Element) -> float:
        """The greatest content height of a box; infinite when its content decides."""
        style = self.styles.of(element)
        if style.display == "table-cell" and self._is_flat_row(element):
            return 0.0
        if style.display in _GROWING or style.display in INLINE:
            return INF
        base = self._definite_height(element)
        edges = edge(style, "top") + edge(style, "bottom")
        inner = edges if style.box_sizing == "border-box" else 0.0
        placed = base < INF or out_of_flow(style)
        height = resolve(style.height, base) if placed or not isinstance(style.height, Percent) else None
        if height is None and self.dom.quirks and style.height == Percent(0):
            height = 0.0
        found = INF if height is None else max(0.0, height - inner)
        shut = style.overflow_y != "visible" and (
            in_no_track(self.styles, element, "rows") or has_no_basis(self.styles, element, style)
        )
        if found == INF and (shut or ignores_content(style) or self._is_flat(element)):
            found = 0.0
        top = resolve(style.max_height, base) if placed or not isinstance(style.max_height, Percent) else None
        if top is not None:
            found = min(found, max(0.0, top - inner))
        least = INF if style.min_height in SIZED_BY_CONTENT else resolve(style.min_height, base)
        return found if least is None else max(found, least - inner)

    def _definite_height(self, element: Element) -> float:
        """The height that percentages refer to."""
        if self.styles.of(element).position == "fixed" or element.parent is None:
            return float(self.styles.view.height)
        outside = box_of(element, self.styles)
        if outside is None:
            return float(self.styles.view.height)
        size = self.styles.of(outside).height
        return float(size) if isinstance(size, int | float) else INF

    def _is_flat(self, element: Element) -> bool:
        """Whether all content is text on lines of no height."""
        own = self.styles.of(element)
        if own.line_height != 0:
            return False
        for node in element.walk():
            if type(node) is Element:
                style = self.styles.of(node)
                level = style.line_height == 0 and style.vertical_align == "baseline"
                if style.display != "inline" or not level or style.font_size != own.font_size or node.tag in REPLACED:
                    return False
        return True

    def _is_flat_row(self, cell: Element) -> bool:
        """Whether a cell whose lines have no height is all of a table that asks for none."""
        row = cell.parent
        if (
            row is None
            or not self._is_flat(cell)
            or any(one is not cell for one in row.children if type(one) is Element)
        ):
            return False
        for one in (cell, row, *row.ancestors()):
            style = self.styles.of(one)
            if style.display not in TABLE_PARTS or (one is not cell and style.display == "table-cell"):
                return True
            if any(resolve(size, INF) != 0 for size in (style.height, style.min_height) if size != "auto"):
                return False
        return True
