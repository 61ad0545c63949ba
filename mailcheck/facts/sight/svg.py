"""Text inside SVG: what it is painted with, and whether its picture leaves room for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.wordset import words
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.boxes import Loss

_SHAPES: Final = words("rect circle ellipse path polygon image use foreignobject")
_NOT_PAINTED: Final = words("defs symbol clippath mask marker pattern")


def fill(style: Style) -> Color:
    """The paint of a text; that of its stroke when it has no fill."""
    found = style.fill.faded(style.fill_opacity)
    return found if found.alpha > 0 else style.stroke


def lost(element: Element) -> Loss | None:
    """Whether the picture around a text has no size, or ends above or left of it. CSS sizes are not looked at."""
    if not element.foreign:
        return _lost_window(element)
    picture = _picture(element)
    if picture is None or picture.attrs.get("style"):
        return None
    for name, place in (("width", "x"), ("height", "y")):
        size = _number(picture, name)
        if size is None:
            continue
        if size <= 0:
            return Loss(f"a picture of no {name}", picture, (name,))
        start = _number(element, place) if element.tag == "text" and not _is_moved(element) else None
        if start is not None and start - (20.0 if place == "y" else 0.0) >= size:
            return Loss("beyond the edge of its picture", element, (place,))
    return None


def _lost_window(element: Element) -> Loss | None:
    """Whether HTML stands in a picture, or in a window of one, that has no size."""
    for one in element.ancestors():
        if one.foreign and one.tag in ("svg", "foreignobject") and not one.attrs.get("style"):
            for name in ("width", "height"):
                if _number(one, name) == 0:
                    return Loss(f"a picture of no {name}", one, (name,))
    return None


def _is_moved(element: Element) -> bool:
    return any(not {"transform", "viewBox", "viewbox"}.isdisjoint(one.attrs) for one in _foreign(element))


def shape_near(element: Element, faint: bool) -> Element | None:
    """A shape that may lie behind a text (asked when it is `faint`), or upon it."""
    picture = _picture(element)
    if picture is None:
        return None
    for node in picture.walk():
        if not isinstance(node, Element) or node.tag not in _SHAPES or _is_around(node, element):
            continue
        if (faint or node.index > element.index) and not any(one.tag in _NOT_PAINTED for one in node.ancestors()):
            return node
    return None


def _is_around(shape: Element, element: Element) -> bool:
    return any(one is shape for one in element.ancestors())


def _picture(element: Element) -> Element | None:
    outer = None
    for one in _foreign(element):
        if one.tag == "svg":
            outer = one
    return outer


def _foreign(element: Element) -> Iterator[Element]:
    """The element and its ancestors up to the picture's root."""
    for one in (element, *element.ancestors()):
        if not one.foreign:
            return
        yield one


def _number(element: Element, name: str) -> float | None:
    """An attribute that is a plain number of px."""
    text = element.attrs.get(name, "").strip().removesuffix("px")
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 12 else None
