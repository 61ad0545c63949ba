"""Pictures as a reader meets them: how large they are shown, and what is known of what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.html.nodes import Element

if TYPE_CHECKING:
    from mailcheck.facts.css.styles import Styles

_WIDE: Final = 600.0
_WIDE_HEIGHT: Final = 200.0
_UNKNOWN: Final = 100.0
_SPECK: Final = 4.0
_ICON: Final = 48.0


class Picture(NamedTuple):
    """`width` and `height` in CSS px as shown, estimated where the message does not say. `href` of the link around."""

    element: Element
    alt: str
    src: str
    href: str
    width: float
    height: float

    @property
    def icon(self) -> bool:
        return self.width <= _ICON and self.height <= _ICON


def picture_of(element: Element, styles: Styles) -> Picture | None:
    """None for a speck: a tracking pixel, a spacer."""
    attrs = element.attrs
    style = styles.of(element)
    around = next((above for above in element.ancestors() if above.tag == "a"), None)
    width = _length(style.width) or _length(style.max_width) or _pixels(attrs.get("width", ""))
    declared = _pixels(attrs.get("width", ""))
    height = _length(style.height) or _pixels(attrs.get("height", ""))
    if width is None:
        width = declared
    if width is not None and declared is not None and declared < width:
        width = declared
    if width is None and "%" in attrs.get("width", "") + str(style.width):
        width = _WIDE
    if width is None:
        width = _UNKNOWN if height is None else height
        height = height or _UNKNOWN
    width = min(width, _WIDE)
    if height is None:
        height = _WIDE_HEIGHT if width >= _WIDE * 0.7 else width
    if width <= _SPECK or height <= _SPECK:
        return None
    href = around.attrs.get("href", "").strip() if around is not None else ""
    return Picture(element, " ".join(attrs.get("alt", "").split()), attrs.get("src", "").strip(), href, width, height)


def _length(size: object) -> float | None:
    return size if isinstance(size, float) else None


def _pixels(value: str) -> float | None:
    number = value.strip().lower().removesuffix("px")
    return float(number) if len(number) < 7 and number.isascii() and number.replace(".", "", 1).isdigit() else None
