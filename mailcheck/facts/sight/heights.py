"""How high boxes can be at most: as high as their styles let them, infinite where their content decides."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
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
    padding,
    resolve,
)
from mailcheck.facts.sight.place import holder_of
from mailcheck.facts.sight.tracks import has_no_basis, in_no_track

_GROWING: Final = TABLE_PARTS - {"table-caption"}
"""Boxes whose height is but their least one."""


_HEIGHTS: Final = ("margin_top", "margin_bottom", "padding_top", "padding_bottom", "border_top_width",
                   "border_bottom_width")  # fmt: skip


def _is_bare(style: Style) -> bool:
    """Whether a box in the flow is no higher than its lines."""
    known = vars(style)
    sized = style.height != "auto" or style.min_height != "auto" or style.float != "none" or out_of_flow(style)
    return not sized and all(known.get(name, 0.0) == 0.0 for name in _HEIGHTS)


def _between(style: Style, base: float, edges: float) -> float | None:
    """The height, by its `box-sizing`, of a box that is stretched between a top and a bottom."""
    top, bottom = resolve(style.top, base), resolve(style.bottom, base)
    if base == INF or top is None or bottom is None or style.margin_top != 0.0 or style.margin_bottom != 0.0:
        return None
    room = max(0.0, base - top - bottom)
    return room if style.box_sizing == "border-box" else max(0.0, room - edges)


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
        if height is None and style.height == "auto" and out_of_flow(style):
            height = _between(style, base, edges)
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
        lifted = out_of_flow(self.styles.of(element))
        outside = holder_of(element, self.styles) if lifted else box_of(element, self.styles)
        if outside is None:
            return float(self.styles.view.height)
        around = self.styles.of(outside)
        if not isinstance(around.height, int | float) or (lifted and around.display in INLINE | TABLE_PARTS):
            return INF
        return float(around.height) + (padding(around, "top") + padding(around, "bottom") if lifted else 0.0)

    def _is_flat(self, element: Element) -> bool:
        """Whether all content is text on lines of no height, in boxes that add none."""
        own = self.styles.of(element)
        if own.line_height != 0:
            return False
        for node in element.walk():
            if type(node) is Element:
                style = self.styles.of(node)
                level = style.display == "inline" and style.vertical_align == "baseline"
                thin = style.display == "block" and _is_bare(style)
                if not (level or thin) or style.line_height != 0 or style.font_size != own.font_size:
                    return False
                if node.tag in REPLACED:
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
