"""How far along a flexible box or a grid one of its items begins, at least: what surely stands before it."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.extents import Extents
from mailcheck.facts.sight.metrics import FLEXES, GRIDS, INF, edge, items_of, resolve

_FROM_START: Final = frozenset({"normal", "start", "flex-start", "left", "stretch", "space-between", "baseline"})


def beginnings(extents: Extents, box: Element) -> dict[int, tuple[float, float]]:
    """By the index of each item: how far right of and below the content edge of its box it begins at least, in px.

    Empty where that is in doubt.
    """
    around = extents.styles.of(box)
    items = items_of(box, extents.styles)
    if around.direction != "ltr" or around.writing_mode != "horizontal-tb":
        return {}
    if any(extents.styles.of(one).reordered for one in items):
        return {}
    if around.display in GRIDS:
        rows, columns = around.grid_template_rows, around.grid_template_columns
        cells = (divmod(number, max(1, len(columns))) for number in range(len(items)))
        return {
            one.index: (_sum(columns[:column]), _sum(rows[:row]))
            for one, (row, column) in zip(items, cells, strict=True)
        }
    if around.display not in FLEXES or around.justify_content not in _FROM_START:
        return {}
    found: dict[int, tuple[float, float]] = {}
    right = down = 0.0
    for one in items:
        found[one.index] = right, down
        if (around.flex_direction, around.flex_wrap) == ("column", "nowrap"):
            down += _least_height(extents, one, around)
        elif (around.flex_direction, around.flex_wrap) == ("row", "nowrap"):
            right += _least_width(extents, one, box)
        elif (around.flex_direction, around.flex_wrap) == ("row", "wrap") and _fills_line(extents.styles.of(one)):
            down += extents.stacks.least_height(one)
    return found


def _sum(tracks: tuple[float | None, ...]) -> float:
    return sum(track or 0.0 for track in tracks)


def _fills_line(style: Style) -> bool:
    size = style.width if style.flex_basis == "auto" else style.flex_basis
    return isinstance(size, Percent) and size.value >= 100 and style.max_width == "none"


def _least_width(extents: Extents, item: Element, box: Element) -> float:
    """Of an item that does not shrink."""
    style, outer = extents.styles.of(item), extents.widths.of(box)
    size = resolve(style.width if style.flex_basis == "auto" else style.flex_basis, outer.low)
    if style.flex_shrink > 0 or size is None or style.max_width != "none":
        return 0.0
    edges = edge(style, "left") + edge(style, "right")
    margins = (resolve(margin, INF) or 0.0 for margin in (style.margin_left, style.margin_right))
    return max(0.0, max(size, edges) + edges * (style.box_sizing != "border-box") + sum(margins))


def _least_height(extents: Extents, item: Element, around: Style) -> float:
    """Of an item that stands above another. One that shrinks still has room for its content, unless it clips."""
    style = extents.styles.of(item)
    height = extents.stacks.least_height(item)
    grows = around.height == "auto" and around.max_height == "none"
    if grows or (style.flex_shrink == 0 and style.flex_basis == "auto"):
        return height
    if style.flex_shrink == 0:
        return (resolve(style.flex_basis, INF) or 0.0) if style.max_height == "none" else 0.0
    clips = style.overflow_y != "visible" or style.min_height != "auto" or style.height != "auto"
    return 0.0 if clips or style.flex_basis != "auto" else height
