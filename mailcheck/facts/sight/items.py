"""How far along a flexible box or a grid one of its items begins, at least: what surely stands before it."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.extents import Extents
from mailcheck.facts.sight.metrics import FLEXES, GRIDS, INF, edge, items_of, resolve

_FROM_START: Final = frozenset({"normal", "start", "flex-start", "left", "stretch", "space-between", "baseline"})


def begins_at(extents: Extents, element: Element, box: Element) -> tuple[float, float]:
    """How far right of and below the content edge of a box its item begins at least, in px; 0 where in doubt."""
    around = extents.styles.of(box)
    if element.parent is not box or around.direction != "ltr" or around.writing_mode != "horizontal-tb":
        return 0.0, 0.0
    items = items_of(box, extents.styles)
    if any(extents.styles.of(one).reordered for one in items):
        return 0.0, 0.0
    number = next((number for number, one in enumerate(items) if one is element), 0)
    if around.display in GRIDS:
        row, column = divmod(number, max(1, len(around.grid_template_columns)))
        return _sum(around.grid_template_columns[:column]), _sum(around.grid_template_rows[:row])
    if around.display not in FLEXES or around.justify_content not in _FROM_START:
        return 0.0, 0.0
    before = items[:number]
    if around.flex_direction == "column" and around.flex_wrap == "nowrap":
        return 0.0, sum(_least_height(extents, one, around) for one in before)
    if around.flex_direction == "row" and around.flex_wrap == "nowrap":
        return sum(_least_width(extents, one, box) for one in before), 0.0
    if around.flex_direction == "row" and around.flex_wrap == "wrap":
        return 0.0, sum(extents.least_height(one) for one in before if _fills_line(extents.styles.of(one)))
    return 0.0, 0.0


def _sum(tracks: tuple[float | None, ...]) -> float:
    return sum(track or 0.0 for track in tracks)


def _fills_line(style: Style) -> bool:
    size = style.width if style.flex_basis == "auto" else style.flex_basis
    return isinstance(size, Percent) and size.value >= 100 and style.max_width == "none"


def _least_width(extents: Extents, item: Element, box: Element) -> float:
    """Of an item that does not shrink."""
    style, outer = extents.styles.of(item), extents.width(box)
    size = resolve(style.width if style.flex_basis == "auto" else style.flex_basis, outer.low)
    if style.flex_shrink > 0 or size is None or style.max_width != "none":
        return 0.0
    edges = edge(style, "left") + edge(style, "right")
    margins = (resolve(margin, INF) or 0.0 for margin in (style.margin_left, style.margin_right))
    return max(0.0, max(size, edges) + edges * (style.box_sizing != "border-box") + sum(margins))


def _least_height(extents: Extents, item: Element, around: Style) -> float:
    """Of an item that stands above another. One that shrinks still has room for its content, unless it clips."""
    style = extents.styles.of(item)
    height = extents.least_height(item)
    grows = around.height == "auto" and around.max_height == "none"
    if grows or (style.flex_shrink == 0 and style.flex_basis == "auto"):
        return height
    if style.flex_shrink == 0:
        return (resolve(style.flex_basis, INF) or 0.0) if style.max_height == "none" else 0.0
    clips = style.overflow_y != "visible" or style.min_height != "auto" or style.height != "auto"
    return 0.0 if clips or style.flex_basis != "auto" else height
