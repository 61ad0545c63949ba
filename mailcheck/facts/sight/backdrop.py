"""What lies behind a text: the backgrounds of all ancestors, composited with alpha, opacity and filters.

A backdrop is a tuple of colours, because a gradient shows several; the worst of them counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mailcheck.facts.css.colors import TRANSPARENT, Color, contrast
from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.effects import blended, blur, filtered, sharpness
from mailcheck.facts.sight.metrics import columns_of

Layers = tuple[Color, ...]
MAX_SHADES: Final = 12
"""More colours than this behind one text are not followed."""
CLEAR: Final[Layers] = (TRANSPARENT,)


class Group(NamedTuple):
    """An element that is painted apart and then laid upon what is `under` it: opacity, filter, `blend` mode."""

    style: Style
    under: Layers
    blend: str
    outer: Group | None


def paint(below: Layers, style: Style) -> tuple[Layers, bool]:
    """What is seen once an element has painted its background, and whether a picture hides what that is."""
    color = style.background_color
    layers = below if color.alpha <= 0 else _distinct(color.over(one) for one in below)
    unknown = False
    images = style.background_image if style.background_size != "nothing" else ()
    for image in reversed(images):
        if image.kind == "gradient" and image.colors:
            shades = [stop.over(one) for stop in image.colors for one in layers]
            layers = _distinct([*shades, *layers] if style.background_size == "part" else shades)
            unknown = unknown and any(stop.alpha < 1 for stop in image.colors)
        elif image.kind != "url" or image.url:
            unknown = True
    if images and style.background_blend_mode != "normal":
        unknown = True
    if style.inset_shade.alpha > 0:
        layers = _distinct(style.inset_shade.over(one) for one in layers)
    return layers, unknown


def is_opaque(style: Style) -> bool:
    """Whether the background colour hides all that lies below it."""
    return style.background_color.alpha >= 1 or style.inset_shade.alpha >= 1


def compose(text: Color, layers: Layers, group: Group | None) -> list[tuple[Color, Color]]:
    """Each (text, background) pair as it appears on the page, for every shade the backdrop may have."""
    pairs = [(text.over(below), below) for below in layers]
    while group is not None:
        style, opacity = group.style, group.style.opacity
        if style.filter:
            sharp = sharpness(style.font_size, blur(style.filter))
            pairs = [(front.faded(sharp).over(back), back) for front, back in pairs] if sharp < 1 else pairs
        pairs = [
            (
                blended(filtered(front, style.filter).faded(opacity), below, group.blend),
                blended(filtered(back, style.filter).faded(opacity), below, group.blend),
            )
            for front, back in pairs
            for below in group.under
        ][: MAX_SHADES * MAX_SHADES]
        group = group.outer
    return pairs


class Reading(NamedTuple):
    """How a text stands out: contrast and colours where it does least, and the contrast where it does most."""

    contrast: float
    text: Color
    back: Color
    best: float


def read(pairs: list[tuple[Color, Color]]) -> Reading:
    """The least and the greatest contrast among (text, background) pairs."""
    front, back = pairs[0]
    least = most = contrast(front, back)
    for one, other in pairs[1:]:
        found = contrast(one, other)
        most = max(most, found)
        if found < least:
            least, front, back = found, one, other
    return Reading(least, front, back, most)


def column_of(cell: Element) -> Element | None:
    """The `<col>` (or `<colgroup>` without any) that a table cell stands in, by its place in the row."""
    row = cell.parent
    table = next((above for above in cell.ancestors() if above.tag == "table"), None)
    if row is None or table is None:
        return None
    place = 0
    for other in row.children:
        if other is cell:
            break
        if isinstance(other, Element) and other.tag in ("td", "th"):
            place += columns_of(other, "colspan")
    for column in _columns(table):
        place -= columns_of(column, "span")
        if place < 0:
            return column
    return None


def _columns(table: Element) -> list[Element]:
    found: list[Element] = []
    for child in table.children:
        if isinstance(child, Element) and child.tag == "colgroup":
            columns = [one for one in child.children if isinstance(one, Element) and one.tag == "col"]
            found += columns or [child]
        elif isinstance(child, Element) and child.tag == "col":
            found.append(child)
    return found


def _distinct(shades: Iterable[Color]) -> Layers:
    found: dict[Color, None] = {}
    for shade in shades:
        found[shade] = None
        if len(found) >= MAX_SHADES:
            break
    return tuple(found)
