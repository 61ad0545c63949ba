"""Whether geometry may take something out of sight, or off what is painted behind it. Cheap: yes when in doubt."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.metrics import (
    FLEXES,
    INF,
    INLINE,
    REPLACED,
    TABLE_PARTS,
    ignores_width_of_content,
    is_whole,
    resolve,
)

_TRACKS: Final = ("grid_template_rows", "grid_template_columns")
BOXED: Final = frozenset(
    {"position", "overflow_x", "overflow_y", "transform", "translate", "contain", "table_layout", *_TRACKS}
)
_SIZES: Final = frozenset({"height", "max_height", "width", "max_width"})
DISTANCES: Final = ("text_indent", "margin_left", "margin_top")
GLYPH_EM: Final = 0.6
"""What is lower lies behind no more than a part of a letter."""
_NEAR: Final = 8.0
_LINES: Final = 40.0
_COLUMNS: Final = 200.0
"""px: what may take a text off the background of its own box, down and across."""
_COLUMN: Final = 100.0
"""px: what moves nothing out of sight, and how wide a box is that surely shows some of its words."""


def moves(element: Element, style: Style) -> bool:
    """Whether an element can take its content out of sight by geometry: cheap, and yes when in doubt."""
    known = vars(style)
    if not BOXED.isdisjoint(known) and (_is_moved(style) or (element.tag not in REPLACED and _is_tight(style))):
        return True
    for name in DISTANCES:
        distance = known.get(name, 0.0)
        if distance != 0.0 and _is_far(distance):
            return True
    spacing = known.get("letter_spacing", 0.0)
    return isinstance(spacing, int | float) and spacing < -0.4 * style.font_size


def is_taken_off(style: Style) -> bool:
    """Whether something is moved so far that it may leave the background of its own box."""
    distances = ((style.top, _LINES), (style.bottom, _LINES), (style.left, _COLUMNS), (style.right, _COLUMNS))
    return any(isinstance(size, int | float) and abs(size) > most for size, most in distances)


def _is_far(distance: object) -> bool:
    """Whether a distance matters: a few px back, or a whole column forth, or anything that layout decides."""
    if isinstance(distance, int | float):
        return distance < -_NEAR or distance > _COLUMN
    return not isinstance(distance, str) and distance != Percent(0)


def _is_moved(style: Style) -> bool:
    if style.position in ("absolute", "fixed") or style.transform or style.translate:
        return True
    if style.table_layout == "fixed" and isinstance(style.width, int | float) and style.width < _COLUMN:
        return True
    if any(track is not None for track in (*style.grid_template_rows, *style.grid_template_columns)):
        return True
    if style.position != "relative":
        return False
    return _is_far(style.top) or _is_far(style.left) or any(n not in ("auto", 0.0) for n in (style.right, style.bottom))


def _is_tight(style: Style) -> bool:
    """Whether a box that clips is so small, or holds such long lines, that it may clip all of something."""
    if "paint" not in style.contain and style.overflow_x == style.overflow_y == "visible":
        return False
    if style.display in INLINE or style.line_height == 0 or style.white_space in ("nowrap", "pre"):
        return style.display not in INLINE
    if ignores_width_of_content(style) or style.display in FLEXES:
        return True
    for size in (style.height, style.max_height):
        if isinstance(size, int | float | Percent):
            return True
    if style.line_clamp or is_whole(style.padding_left):
        return True
    for size in (style.width, style.max_width, style.flex_basis):
        if (isinstance(size, int | float) and size < _COLUMN) or (isinstance(size, Percent) and size.value < 10):
            return True
    return False


def does_not_reach(style: Style) -> bool:
    """Whether a box is too small for its background to lie behind the text in it."""
    if _SIZES.isdisjoint(vars(style)) or style.display in INLINE or style.display in TABLE_PARTS:
        return False
    for side, names in (("height", ("top", "bottom")), ("width", ("left", "right"))):
        size = resolve(getattr(style, side), INF)
        top = resolve(getattr(style, f"max_{side}"), INF)
        least = resolve(getattr(style, f"min_{side}"), INF) or 0.0
        sizes = [one for one in (size, top) if one is not None]
        padding = sum(resolve(getattr(style, f"padding_{name}"), INF) or 0.0 for name in names)
        if sizes and max(min(sizes), least) + padding < GLYPH_EM * style.font_size:
            return True
    return False


def leaves(style: Style, around: Style) -> bool:
    """Whether a positioned box begins below or right of the box that holds it, which has a size of its own."""
    for near, size, padding in (
        (style.top, around.height, (around.padding_top, around.padding_bottom)),
        (style.left, around.width, (around.padding_left, around.padding_right)),
    ):
        start, length = resolve(near, INF), resolve(size, INF)
        edges = [resolve(one, INF) for one in padding]
        if start is None or length is None or around.display in TABLE_PARTS or None in edges:
            continue
        if start >= length + sum(one or 0.0 for one in edges):
            return True
    return False


def ends_early(style: Style) -> bool:
    """Whether content may stick out of a box at its bottom, so that its background does not lie behind all of it."""
    known = vars(style)
    if ("height" not in known and "max_height" not in known) or style.display in INLINE or style.display in TABLE_PARTS:
        return False
    return style.overflow_y == "visible" and (style.height != "auto" or style.max_height != "none")
