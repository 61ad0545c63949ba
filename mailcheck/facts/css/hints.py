"""Presentational hints: attributes such as `bgcolor` or `width` that stand for style.

They rank between the browser's own sheet and the author's (HTML standard, rendering section).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mailcheck.facts.css.alike import Alike
from mailcheck.facts.css.colors import parse_legacy_color
from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.properties import expand
from mailcheck.facts.css.values import Image
from mailcheck.facts.css.wordset import words
from mailcheck.lazy_regex import lazy_regex

Hint = Callable[..., None]
"""Takes an attribute's name, the value it stands for (None: none), and the longhands it sets."""

_SIZED: Final = words(
    """table td th tr col img iframe embed object video canvas hr input colgroup marquee thead tbody
    tfoot"""
)
_CELLS: Final = ("td", "th")
_SIDES: Final = ("top", "right", "bottom", "left")
_NO_HEIGHT: Final = frozenset({"hr", "col", "colgroup"})
_ROW_PARTS: Final = words("table tr td th thead tbody tfoot")
_DIMENSION: Final = re.compile(r"[ \t\n\f\r]*\+?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(%?)")
_INTEGER: Final = lazy_regex(r"[ \t\n\f\r]*([+-]?)([0-9]+)")
_FONT_SIZE_WORDS: Final = ("x-small", "small", "medium", "large", "x-large", "xx-large",
                           "-webkit-xxx-large")  # fmt: skip


def dimension(text: str, zero: bool = True) -> float | Percent | None:
    """A length attribute: px, or per cent; None when it is no length (or zero where zero does not count)."""
    found = _DIMENSION.match(text)
    if found is None:
        return None
    size = float(found[1])
    if size == 0 and not zero:
        return None
    return Percent(size) if found[2] else min(size, 33554431.0)


def _svg_values(attrs: dict[str, str]) -> dict[str, tuple[str, object]]:
    """Attributes that stand for the property of their name; sizes may lack a unit."""
    found: dict[str, tuple[str, object]] = {}
    for name, written in attrs.items():
        for longhand, value in expand(name, written.strip(), quirks=name == "font-size") or ():
            found[longhand] = (name, value)
    return found


def attribute_values(alike: Alike) -> dict[str, tuple[str, object]]:
    """Presentational hints: longhand to the attribute's name and the value it stands for."""
    tag, attrs = alike.tag, dict(alike.attributes)
    if alike.role == "foreign":
        return _svg_values(attrs)
    if not (attrs or tag in _CELLS):
        return {}
    found: dict[str, tuple[str, object]] = {}

    def hint(name: str, value: object, *longhands: str) -> None:
        if value is not None:
            for longhand in longhands:
                found[longhand] = (name, value)

    if "hidden" in attrs:
        if attrs["hidden"].strip().lower() == "until-found":
            hint("hidden", "hidden", "content_visibility")
        else:
            hint("hidden", "none", "display")
    if "bgcolor" in attrs and (tag in _ROW_PARTS or tag in ("body", "marquee", "col", "colgroup")):
        hint("bgcolor", parse_legacy_color(attrs["bgcolor"]), "background_color")
    if attrs.get("background", "").strip() and (tag in _ROW_PARTS or tag == "body"):
        hint("background", (Image("url", attrs["background"].strip()),), "background_image")
    if tag == "body":
        hint("text", parse_legacy_color(attrs.get("text", "")), "color")
        for name, sides in (("marginwidth", ("left", "right")), ("marginheight", ("top", "bottom")),
                            ("leftmargin", ("left", "right")), ("topmargin", ("top", "bottom"))):  # fmt: skip
            if name in attrs:
                hint(name, dimension(attrs[name]), *(f"margin_{side}" for side in sides))
    elif tag == "font":
        hint("color", parse_legacy_color(attrs.get("color", "")), "color")
        hint("size", _font_size(attrs.get("size", "")), "font_size")
        if "face" in attrs:
            hint("face", next((v for _, v in expand("font-family", attrs["face"]) or ()), None), "monospace")
    elif tag == "hr":
        _hr_hints(attrs, hint)
    if tag in _SIZED or tag == "pre":
        _size_hints(tag, attrs, hint)
    _text_hints(tag, attrs, hint)
    if tag in _CELLS:
        _cell_hints(alike, hint)
    return found


def _size_hints(tag: str, attrs: dict[str, str], hint: Hint) -> None:
    if not _is_image(tag, attrs):
        return
    cells = tag in ("table", "td", "th", "tr", "thead", "tbody", "tfoot")
    if "width" in attrs and tag not in ("tr", "thead", "tbody", "tfoot", "pre"):
        hint("width", dimension(attrs["width"], zero=not cells), "width")
    if "height" in attrs and tag not in _NO_HEIGHT and tag != "pre":
        hint("height", dimension(attrs["height"], zero=not cells), "height")
    if tag in ("img", "input", "object", "embed", "iframe", "table", "marquee"):
        if tag != "table" and tag != "iframe":
            hint("hspace", dimension(attrs.get("hspace", "")), "margin_left", "margin_right")
            hint("vspace", dimension(attrs.get("vspace", "")), "margin_top", "margin_bottom")
        if "border" in attrs and tag != "iframe":
            _border_hints(tag, attrs["border"], hint)


def _border_hints(tag: str, text: str, hint: Hint) -> None:
    width = dimension(text)
    if tag == "table" and width is None:
        width = 1.0
    if isinstance(width, float):
        sides = _SIDES
        hint("border", width, *(f"border_{side}_width" for side in sides))
        style = "outset" if tag == "table" else "solid"
        hint("border", style if width else "none", *(f"border_{side}_style" for side in sides))


def _hr_hints(attrs: dict[str, str], hint: Hint) -> None:
    sides = _SIDES
    shade = parse_legacy_color(attrs.get("color", ""))
    hint("color", shade, "background_color", *(f"border_{side}_color" for side in sides))
    if shade is not None or "noshade" in attrs:
        hint("noshade" if shade is None else "color", "solid", *(f"border_{side}_style" for side in sides))
    size = dimension(attrs.get("size", ""))
    if isinstance(size, float):
        hint("size", max(size - 2, 0.0), "height")
    if attrs.get("align", "").lower() == "left":
        hint("align", 0.0, "margin_left")
        hint("align", "auto", "margin_right")
    elif attrs.get("align", "").lower() == "right":
        hint("align", "auto", "margin_left")
        hint("align", 0.0, "margin_right")


_ALIGNS: Final = {"left": "-webkit-left", "right": "-webkit-right", "center": "-webkit-center",
                  "middle": "-webkit-center", "justify": "justify"}  # fmt: skip
_ALIGNED: Final = words("div td th tr thead tbody tfoot col colgroup caption")
_FLOATED: Final = words("table img iframe object embed input")


def _text_hints(tag: str, attrs: dict[str, str], hint: Hint) -> None:
    align = attrs.get("align", "").strip().lower()
    if align and tag in _ALIGNED:
        hint("align", _ALIGNS.get(align), "text_align")
    elif align and tag not in _FLOATED and tag not in ("hr", "legend"):
        word = "center" if align == "middle" else align
        hint("align", word if word in ("left", "right", "center", "justify", "start", "end") else None, "text_align")
    elif align in ("left", "right") and tag in _FLOATED and _is_image(tag, attrs):
        hint("align", align, "float")
    elif align in ("center", "middle") and tag == "table":
        hint("align", "auto", "margin_left", "margin_right")
    valign = attrs.get("valign", "").strip().lower()
    if valign in ("top", "middle", "bottom", "baseline") and tag in ("td", "th", "tr", "thead", "tbody", "tfoot"):
        hint("valign", valign, "vertical_align")
    if "nowrap" in attrs and tag in ("td", "th"):
        hint("nowrap", "nowrap", "white_space")
    if tag == "textarea" and attrs.get("wrap", "").lower() == "off":
        hint("wrap", "pre", "white_space")
    direction = attrs.get("dir", "").strip().lower()
    if direction in ("ltr", "rtl", "auto"):
        hint("dir", "rtl" if direction == "rtl" else "ltr", "direction")


def _is_image(tag: str, attrs: dict[str, str]) -> bool:
    return tag != "input" or attrs.get("type", "").strip().lower() == "image"


def _cell_hints(cell: Alike, hint: Hint) -> None:
    """What the attributes of a table say about its cells."""
    if cell.cellpadding is not None:
        hint("cellpadding", dimension(cell.cellpadding), *(f"padding_{side}" for side in _SIDES))
    if cell.border is not None and (dimension(cell.border) or _DIMENSION.match(cell.border) is None):
        hint("border", 1.0, *(f"border_{side}_width" for side in _SIDES))
        hint("border", "inset", *(f"border_{side}_style" for side in _SIDES))


def _font_size(text: str) -> str | None:
    """The `size` of `<font>`: 1 to 7, or relative to 3."""
    found = _INTEGER.match(text)
    if found is None:
        return None
    size = int(found[2][:6])
    size = 3 + size if found[1] == "+" else 3 - size if found[1] == "-" else size
    return _FONT_SIZE_WORDS[min(max(size, 1), 7) - 1]
