"""The grammar of what is painted: images, shadows, and in which colours."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css import values
from mailcheck.facts.css.color_syntax import CURRENT, color
from mailcheck.facts.css.colors import TRANSPARENT
from mailcheck.facts.css.css import Tokens, split_at_commas
from mailcheck.facts.css.lengths import Percent, length
from mailcheck.facts.css.syntax import colors
from mailcheck.facts.css.values import ImageSpec, LateImages


def paint(found: Tokens, quirks: bool) -> object | None:
    """What SVG shapes and text are painted with; a reference to a gradient or pattern is not followed."""
    if len(found) == 1 and found[0].kind == "ident" and found[0].text == "none":
        return TRANSPARENT
    return colors(found, False)


def images(found: Tokens, quirks: bool) -> object | None:
    layers: list[ImageSpec] = []
    for piece in split_at_commas(found):
        if len(piece) != 1:
            return None
        if piece[0].kind == "ident" and piece[0].text == "none":
            continue
        layer = values.image(piece[0])
        if layer is None:
            return None
        layers.append(layer)
    return LateImages(tuple(layers)) if layers else ()


def background_size(found: Tokens, quirks: bool) -> object | None:
    """Whether no layer has an area ("nothing"), one may leave parts of the box free ("part"), or none does ("some")."""
    empty = []
    whole = []
    for piece in split_at_commas(found):
        sizes = [length(token, negative=False) for token in piece]
        unknown = [token.text for token, size in zip(piece, sizes, strict=True) if size is None]
        if not 1 <= len(piece) <= 2 or not set(unknown) <= {"auto", "cover", "contain"}:
            return None
        empty.append(any(size in (0.0, Percent(0)) for size in sizes))
        whole.append(all(size is None or (isinstance(size, Percent) and size.value >= 100) for size in sizes))
    return "nothing" if empty and all(empty) else "some" if all(whole) else "part"


_FILLS: Final = 30.0
"""px. An inset shadow as thick as this fills a box that holds a line of text."""
_FILLS_FROM_AFAR: Final = 60.0
"""px. One that is moved so far fills a box of a few lines."""


def inset_shade(found: Tokens, quirks: bool) -> object | None:
    """The colour of an inset shadow that fills its box; transparent without one."""
    shade: object = TRANSPARENT
    if len(found) == 1 and found[0].text == "none":
        return shade
    for piece in split_at_commas(found):
        sizes = [size for token in piece if (size := length(token, percent=False)) is not None]
        colors = [one for token in piece if (one := color(token)) is not None]
        inset = sum(token.kind == "ident" and token.text == "inset" for token in piece)
        if not 2 <= len(sizes) <= 4 or inset > 1 or len(colors) > 1 or len(sizes) + len(colors) + inset < len(piece):
            return None
        px = [abs(size) if isinstance(size, int | float) else 0.0 for size in sizes]
        px += [0.0, 0.0]
        thick = px[3] - max(px[:2]) >= _FILLS or max(px[:2]) - px[3] >= _FILLS_FROM_AFAR
        if inset and shade == TRANSPARENT and thick and max(px[3], *px[:2]) >= px[2]:
            shade = colors[0] if colors else CURRENT
    return shade


def clip_boxes(found: Tokens, quirks: bool) -> object | None:
    pieces = split_at_commas(found)
    words = [piece[0].text if len(piece) == 1 else "" for piece in pieces]
    known = {"border-box", "padding-box", "content-box", "text", "border-area", "border", "padding", "content"}
    return words[0] if words and all(word in known for word in words) else None


def color_scheme(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found if token.kind == "ident"]
    if not words or len(words) != len(found):
        return None
    if words == ["normal"]:
        return frozenset[str]()
    return frozenset(words)


BLENDS: Final = """normal multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light
    difference exclusion hue saturation color luminosity plus-lighter"""
