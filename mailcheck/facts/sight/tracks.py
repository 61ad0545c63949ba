"""What a flexible box or a grid does to the sizes of its items."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.metrics import (
    FLEXES,
    FLEXIBLE,
    GRIDS,
    INF,
    items_of,
    resolve,
)

_NO_SIZE: Final = ("auto", 0.0, Percent(0))


def in_no_track(styles: Styles, element: Element, lines: str) -> bool:
    """Whether the row or column of a grid that an element falls into takes up nothing by itself."""
    parent = element.parent
    if parent is None or styles.of(parent).display not in GRIDS:
        return False
    around = styles.of(parent)
    tracks: tuple[float | None, ...] = getattr(around, f"grid_template_{lines}")
    if 0.0 not in tracks:
        return False
    place = next((number for number, one in enumerate(items_of(parent, styles)) if one is element), None)
    if place is None:
        return False
    row, column = divmod(place, max(1, len(around.grid_template_columns)))
    number = row if lines == "rows" else column
    return number < len(tracks) and tracks[number] == 0.0


def has_no_basis(styles: Styles, element: Element, style: Style) -> bool:
    """Whether an element is an item of a flexible column that starts from no height and does not grow."""
    around = styles.of(element.parent) if element.parent is not None else style
    column = around.display in FLEXES and around.flex_direction.startswith("column")
    return column and style.flex_grow == 0 and style.flex_basis in (0.0, Percent(0)) and style.min_height in _NO_SIZE


def may_grow(styles: Styles, box: Element, side: str) -> bool:
    """Whether a box of no width or height may get one from the flexible box or grid around it."""
    style = styles.of(box)
    around = styles.of(box.parent) if box.parent is not None else style
    if around.display not in FLEXIBLE:
        return False
    explicit = resolve(getattr(style, side), INF) is not None
    if around.display in GRIDS:
        return not explicit and not in_no_track(styles, box, "columns" if side == "width" else "rows")
    if around.display not in FLEXES or around.writing_mode != "horizontal-tb":
        return True
    if side == ("height" if around.flex_direction.startswith("column") else "width"):
        based = style.flex_basis != "auto"
        size = resolve(style.flex_basis, INF) if based else resolve(getattr(style, side), INF)
        return style.flex_grow > 0 or size is None or size > 0
    return not explicit
