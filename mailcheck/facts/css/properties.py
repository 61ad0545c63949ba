"""Declarations to longhands: shorthands, keywords that every property takes, values that wait for var().

`expand` yields nothing for an invalid declaration, so that an earlier valid one stays in force.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from mailcheck.facts.css import values
from mailcheck.facts.css.box_syntax import SIDES
from mailcheck.facts.css.color_syntax import CURRENT, color
from mailcheck.facts.css.colors import TRANSPARENT
from mailcheck.facts.css.css import Tokens, split_at_commas, tokens
from mailcheck.facts.css.lengths import length
from mailcheck.facts.css.longhands import ALIASES, LONGHANDS, QUIRKY
from mailcheck.facts.css.paint_syntax import background_size
from mailcheck.facts.css.text_syntax import font_family, font_size, font_weight, line_height
from mailcheck.facts.css.values import ColorSpec, ImageSpec, LateImages, Pending, Wide
from mailcheck.facts.css.wordset import words
from mailcheck.lazy_regex import lazy_regex

Longhands = tuple[tuple[str, object], ...]


def _longhand(name: str, found: Tokens, quirks: bool) -> object | None:
    return LONGHANDS[name].parse(found, quirks and name in QUIRKY)


def _box(pattern: str) -> Callable[[Tokens, bool], Longhands | None]:
    """One to four values for the four sides."""

    def parse(found: Tokens, quirks: bool) -> Longhands | None:
        if not 1 <= len(found) <= 4:
            return None
        sides = [_longhand(pattern.format("top"), (token,), quirks) for token in found]
        if any(side is None for side in sides):
            return None
        top = sides[0]
        right = sides[1] if len(sides) > 1 else top
        bottom = sides[2] if len(sides) > 2 else top
        left = sides[3] if len(sides) > 3 else right
        return tuple(
            (pattern.format(side).replace("-", "_"), value)
            for side, value in zip(SIDES, (top, right, bottom, left), strict=True)
        )

    return parse


def _pair(first: str, second: str) -> Callable[[Tokens, bool], Longhands | None]:
    def parse(found: Tokens, quirks: bool) -> Longhands | None:
        if len(found) not in (1, 2):
            return None
        one = _longhand(first, found[:1], False)
        two = _longhand(second, found[-1:], False)
        if one is None or two is None:
            return None
        return (LONGHANDS[first].attribute, one), (LONGHANDS[second].attribute, two)

    return parse


def _border(sides: tuple[str, ...]) -> Callable[[Tokens, bool], Longhands | None]:
    def parse(found: Tokens, quirks: bool) -> Longhands | None:
        parts: dict[str, object] = {}
        for token in found:
            for part in ("width", "style", "color"):
                value = LONGHANDS[f"border-top-{part}"].parse((token,), False)
                if value is not None and part not in parts:
                    parts[part] = value
                    break
            else:
                return None
        if not parts or len(found) > 3:
            return None
        initial: dict[str, object] = {"width": 3.0, "style": "none", "color": CURRENT}
        return tuple((f"border_{side}_{part}", parts.get(part, initial[part])) for side in sides for part in initial)

    return parse


_BACKGROUND_WORDS: Final = words(
    """left right top bottom center repeat no-repeat repeat-x repeat-y space round scroll fixed local
    auto cover contain border-box padding-box content-box text"""
)
_CLIPS: Final = frozenset({"border-box", "padding-box", "content-box", "text"})


def _background(found: Tokens, quirks: bool) -> Longhands | None:
    layers: list[ImageSpec] = []
    sizes: list[object] = []
    clip = "border-box"
    shade: ColorSpec = TRANSPARENT
    pieces = split_at_commas(found)
    for place, piece in enumerate(pieces):
        read = _background_layer(piece, last=place == len(pieces) - 1)
        if read is None:
            return None
        layer, clip, shade = read
        if layer is not None:
            layers.append(layer)
            sizes.append(_size_of(piece))
    image = LateImages(tuple(layers)) if layers else ()
    size = "nothing" if sizes and all(one == "nothing" for one in sizes) else "part" if "part" in sizes else "some"
    return (
        ("background_color", shade),
        ("background_image", image),
        ("background_clip", clip),
        ("background_size", size),
    )


def _size_of(piece: Tokens) -> object:
    """What stands after the slash of a layer, as `background-size`."""
    slash = next((place for place, token in enumerate(piece) if token.kind == "slash"), len(piece))
    return background_size(tuple(token for token in piece[slash + 1 : slash + 3] if length(token) is not None), False)


def _background_layer(piece: Tokens, last: bool) -> tuple[ImageSpec | None, str, ColorSpec] | None:
    image: ImageSpec | None = None
    shade: ColorSpec | None = None
    clip = ""
    seen_image = False
    positions, after_slash = 0, 0
    for place, token in enumerate(piece):
        if token.kind == "ident" and token.text == "none" and not seen_image:
            seen_image = True
        elif token.kind == "ident" and token.text in _BACKGROUND_WORDS:
            clip = token.text if token.text in _CLIPS else clip
            positions += token.text in ("left", "right", "top", "bottom", "center")
        elif token.kind == "slash":
            if not positions or after_slash or place + 1 == len(piece):
                return None
            after_slash = 1
        elif length(token) is not None:
            positions += not after_slash
            after_slash += bool(after_slash)
        elif last and shade is None and (shade := color(token)) is not None:
            continue
        elif not seen_image and (image := values.image(token)) is not None:
            seen_image = True
        else:
            return None
    if not piece or positions > 4 or after_slash > 3:
        return None
    return image, clip or "border-box", TRANSPARENT if shade is None else shade


_FONT_WORDS: Final = words(
    """normal italic oblique small-caps ultra-condensed extra-condensed condensed semi-condensed
    semi-expanded expanded extra-expanded ultra-expanded"""
)
_SYSTEM_FONTS: Final = words("caption icon menu message-box small-caption status-bar")
_SYSTEM_FONT_PX: Final = 16.0


def _font(found: Tokens, quirks: bool) -> Longhands | None:
    if len(found) == 1 and found[0].text in _SYSTEM_FONTS:
        return (("font_size", _SYSTEM_FONT_PX), ("monospace", False), ("font_weight", 400.0),
                ("line_spacing", "normal"))  # fmt: skip
    weight: object = 400.0
    place = 0
    while place < len(found) and place < 5:
        token = found[place]
        if token.kind == "ident" and token.text in _FONT_WORDS:
            place += 1
            angled = token.text == "oblique" and place < len(found) and found[place].kind == "dimension"
            place += angled and found[place].text in ("deg", "grad", "rad", "turn")
        elif token.kind in ("ident", "number") and (heavy := font_weight((token,), False)) is not None:
            weight = heavy
            place += 1
        else:
            break
    size = font_size(found[place : place + 1], False)
    place += 1
    spacing: object | None = "normal"
    if place < len(found) and found[place].kind == "slash":
        spacing = line_height(found[place + 1 : place + 2], False)
        place += 2
    family = font_family(found[place:], False) if place < len(found) else None
    if size is None or spacing is None or family is None:
        return None
    return ("font_size", size), ("monospace", family), ("font_weight", weight), ("line_spacing", spacing)


def _mask(found: Tokens, quirks: bool) -> Longhands | None:
    layers = [layer for token in found if (layer := values.image(token)) is not None]
    sizes = [_size_of(piece) for piece in split_at_commas(found)]
    size = "nothing" if all(one == "nothing" for one in sizes) else "some"
    return ("mask_image", LateImages(tuple(layers)) if layers else ()), ("mask_size", size)


_FLEX_WORDS: Final[dict[str, tuple[float, float]]] = {"none": (0.0, 0.0), "auto": (1.0, 1.0), "initial": (0.0, 1.0)}


def _flex(found: Tokens, quirks: bool) -> Longhands | None:
    """`flex`: one or two numbers, which grow and shrink, and a basis."""
    if len(found) == 1 and found[0].text in _FLEX_WORDS:
        grow, shrink = _FLEX_WORDS[found[0].text]
        return ("flex_grow", grow), ("flex_shrink", shrink), ("flex_basis", "auto")
    factors: list[object] = []
    bases: list[object] = []
    for token in found:
        factor = _longhand("flex-grow", (token,), False) if len(factors) < 2 else None
        if factor is not None:
            factors.append(factor)
        elif (basis := _longhand("flex-basis", (token,), False)) is not None:
            bases.append(basis)
        else:
            return None
    if not found or len(bases) > 1:
        return None
    flexed: list[object] = [*factors, 1.0, 1.0]
    return ("flex_grow", flexed[0]), ("flex_shrink", flexed[1]), ("flex_basis", bases[0] if bases else 0.0)


def _grid_template(found: Tokens, quirks: bool) -> Longhands | None:
    """`grid-template` and `grid`: rows / columns. Named areas and automatic tracks are not looked into."""
    slash = next((place for place, token in enumerate(found) if token.kind == "slash"), len(found))
    plain = not any(token.kind == "string" or token.text in ("none", "auto-flow") for token in found)
    rows = _longhand("grid-template-rows", found[:slash], False) if plain and slash else ()
    columns = _longhand("grid-template-columns", found[slash + 1 :], False) if plain and slash < len(found) else ()
    if rows is None or columns is None:
        return None
    return ("grid_template_rows", rows), ("grid_template_columns", columns)


def _flex_flow(found: Tokens, quirks: bool) -> Longhands | None:
    directions = [token for token in found if _longhand("flex-direction", (token,), False) is not None]
    wraps = [token for token in found if token.text in ("nowrap", "wrap", "wrap-reverse")]
    if not found or len(directions) > 1 or len(wraps) > 1 or len(directions) + len(wraps) < len(found):
        return None
    return (
        ("flex_direction", directions[0].text if directions else "row"),
        ("flex_wrap", wraps[0].text if wraps else "nowrap"),
    )


def _text_stroke(found: Tokens, quirks: bool) -> Longhands | None:
    parts: dict[str, object] = {}
    for token in found:
        for part in ("width", "color"):
            value = _longhand(f"-webkit-text-stroke-{part}", (token,), False)
            if value is not None and part not in parts:
                parts[part] = value
                break
        else:
            return None
    if not parts:
        return None
    return ("text_stroke_width", parts.get("width", 0.0)), ("text_stroke_color", parts.get("color", CURRENT))


SHORTHANDS: Final[dict[str, Callable[[Tokens, bool], Longhands | None]]] = {
    "margin": _box("margin-{}"),
    "padding": _box("padding-{}"),
    "inset": _box("{}"),
    "border-width": _box("border-{}-width"),
    "border-style": _box("border-{}-style"),
    "border-color": _box("border-{}-color"),
    "border": _border(SIDES),
    **{f"border-{side}": _border((side,)) for side in SIDES},
    "border-inline-start": _border(("left",)),
    "border-inline-end": _border(("right",)),
    "border-block-start": _border(("top",)),
    "border-block-end": _border(("bottom",)),
    "overflow": _pair("overflow-x", "overflow-y"),
    "margin-inline": _pair("margin-left", "margin-right"),
    "margin-block": _pair("margin-top", "margin-bottom"),
    "padding-inline": _pair("padding-left", "padding-right"),
    "padding-block": _pair("padding-top", "padding-bottom"),
    "inset-inline": _pair("left", "right"),
    "inset-block": _pair("top", "bottom"),
    "background": _background,
    "font": _font,
    "mask": _mask,
    "-webkit-mask": _mask,
    "flex": _flex,
    "grid": _grid_template,
    "grid-template": _grid_template,
    "flex-flow": _flex_flow,
    "-webkit-text-stroke": _text_stroke,
}
_SHORTHAND_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "margin": tuple(f"margin_{side}" for side in SIDES),
    "padding": tuple(f"padding_{side}" for side in SIDES),
    "inset": SIDES,
    **{f"border-{part}": tuple(f"border_{side}_{part}" for side in SIDES)
       for part in ("width", "style", "color")},
    "border": tuple(f"border_{side}_{part}" for side in SIDES for part in ("width", "style", "color")),
    **{f"border-{name}": tuple(f"border_{side}_{part}" for part in ("width", "style", "color"))
       for name, side in (*zip(SIDES, SIDES, strict=True), ("inline-start", "left"), ("inline-end", "right"),
                          ("block-start", "top"), ("block-end", "bottom"))},
    "overflow": ("overflow_x", "overflow_y"),
    "margin-inline": ("margin_left", "margin_right"), "margin-block": ("margin_top", "margin_bottom"),
    "padding-inline": ("padding_left", "padding_right"), "padding-block": ("padding_top", "padding_bottom"),
    "inset-inline": ("left", "right"), "inset-block": ("top", "bottom"),
    "background": ("background_color", "background_image", "background_clip", "background_size"),
    "grid": ("grid_template_rows", "grid_template_columns"),
    "grid-template": ("grid_template_rows", "grid_template_columns"),
    "flex": ("flex_grow", "flex_shrink", "flex_basis"), "flex-flow": ("flex_direction", "flex_wrap"),
    "-webkit-text-stroke": ("text_stroke_width", "text_stroke_color"),
    "font": ("font_size", "monospace", "font_weight", "line_spacing"),
    "mask": ("mask_image", "mask_size"), "-webkit-mask": ("mask_image", "mask_size"),
    "all": tuple(sorted({entry.attribute for entry in LONGHANDS.values()} - {"direction", "unicode_bidi"})),
}  # fmt: skip
_WIDE: Final = {keyword.value: keyword for keyword in Wide}
_MISNAMED: Final = lazy_regex(r"(?<![\w-])var\(\s*(?!--|\s)", re.IGNORECASE)
"""A name that is none of a custom property makes a declaration invalid at once, so that an earlier one holds."""
_SUBSTITUTED: Final = re.compile(r"(?<![\w-])(?:var|env)\(", re.IGNORECASE)


@lru_cache(maxsize=8192)
def expand(name: str, text: str, quirks: bool = False) -> Longhands | None:
    """The longhands that a declaration sets, with their specified values.

    None: it sets nothing, because the value is invalid or the property is none that matters here.
    """
    name = ALIASES.get(name, name)
    entry = LONGHANDS.get(name)
    parts = (entry.attribute,) if entry is not None else _SHORTHAND_PARTS.get(name)
    if parts is None:
        return None
    wide = _WIDE.get(text.lower())
    if wide is not None:
        return tuple((part, wide) for part in parts)
    if "(" in text and _SUBSTITUTED.search(text):
        if _MISNAMED.search(text):
            return None
        pending = Pending(name, text)
        return tuple((part, pending) for part in parts)
    found = tokens(text)
    if not found:
        return None
    if entry is not None:
        value = entry.parse(found, quirks and name in QUIRKY)
        return None if value is None else ((entry.attribute, value),)
    shorthand = SHORTHANDS.get(name)
    return shorthand(found, quirks) if shorthand is not None else None
