"""The properties that decide what can be seen: their grammar, longhand by longhand, and the shorthands.

`expand` turns a declaration into longhands, or into nothing when it is invalid, so that an earlier valid one
stays in force. Longhands are named as attributes of `Style`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts import values
from mailcheck.facts.color_syntax import CURRENT, color
from mailcheck.facts.colors import TRANSPARENT, parse_hex
from mailcheck.facts.css import Token, Tokens, tokens
from mailcheck.facts.lengths import Math, Percent, length, number
from mailcheck.facts.values import Late, Multiple, Pending, Wide

Parse = Callable[[Tokens, bool], object | None]
"""Tokens of a value and whether quirks apply; None when they are no value of the property."""
Longhands = tuple[tuple[str, object], ...]


class Longhand(NamedTuple):
    attribute: str
    parse: Parse


def _keywords(words: str) -> Parse:
    known = frozenset(words.split())

    def parse(found: Tokens, quirks: bool) -> object | None:
        ok = len(found) == 1 and found[0].kind == "ident" and found[0].text in known
        return found[0].text if ok else None

    return parse


def _length(words: str = "", percent: bool = True, negative: bool = True, quirky: bool = True) -> Parse:
    known = frozenset(words.split())

    def parse(found: Tokens, quirks: bool) -> object | None:
        if len(found) != 1:
            return None
        token = found[0]
        if token.kind == "ident":
            return token.text if token.text in known else None
        if token.kind == "function" and token.text == "fit-content" and "fit-content" in known:
            return "fit-content"
        return length(token, percent, quirks and quirky, negative)

    return parse


def _color(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    token = found[0]
    settled = color(token)
    if settled is not None or not quirks:
        return settled
    return _hashless(token)


def _hashless(token: Token) -> object | None:
    """A colour without its `#`, which quirks mode lets pass."""
    if token.kind == "ident":
        return parse_hex(token.text) if len(token.text) in (3, 6) else None
    if token.kind in ("number", "dimension") and token.number >= 0 and token.number == int(token.number):
        digits = f"{int(token.number)}{token.text}"
        digits = digits.rjust(6, "0")
        return parse_hex(digits) if len(digits) == 6 else None
    return None


def _opacity(found: Tokens, quirks: bool) -> object | None:
    value = values.share(found[0]) if len(found) == 1 else None
    return None if value is None else min(max(value, 0.0), 1.0)


def _font_size(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].kind == "ident":
        return found[0].text if found[0].text in FONT_SIZES else None
    return _length(negative=False)(found, quirks)


FONT_SIZES: Final = ("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large",
                     "larger", "smaller", "-webkit-xxx-large")  # fmt: skip


def _line_height(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    token = found[0]
    if token.kind == "ident":
        return "normal" if token.text == "normal" else None
    if (plain := number(token)) is not None:
        return Multiple(plain) if plain >= 0 else None
    return length(token, negative=False)


def _font_weight(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    if found[0].kind == "ident":
        return {"normal": 400.0, "bold": 700.0}.get(found[0].text) or (
            found[0].text if found[0].text in ("bolder", "lighter") else None
        )
    plain = number(found[0])
    return plain if plain is not None and 1 <= plain <= 1000 else None


def _font_family(found: Tokens, quirks: bool) -> object | None:
    """Whether the family is `monospace` alone: browsers then take 13 px for medium."""
    for piece in values.pieces(found):
        strings = [token for token in piece if token.kind == "string"]
        if not piece or (strings and len(piece) > 1) or any(token.kind not in ("ident", "string") for token in piece):
            return None
    return len(found) == 1 and found[0].kind == "ident" and found[0].text in ("monospace", "-webkit-monospace")


def _z_index(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "auto":
        return "auto"
    plain = number(found[0]) if len(found) == 1 else None
    return int(plain) if plain is not None and plain == int(plain) else None


_DISPLAYS: Final = frozenset(
    """none block inline inline-block list-item table inline-table table-row-group table-header-group
    table-footer-group table-row table-column-group table-column table-cell table-caption flex inline-flex grid
    inline-grid contents flow-root -webkit-box -webkit-inline-box ruby ruby-text""".split()
)
_TWO_DISPLAYS: Final = {
    ("block", "flow"): "block", ("inline", "flow"): "inline", ("block", "flow-root"): "flow-root",
    ("inline", "flow-root"): "inline-block", ("block", "flex"): "flex", ("inline", "flex"): "inline-flex",
    ("block", "grid"): "grid", ("inline", "grid"): "inline-grid", ("block", "table"): "table",
    ("inline", "table"): "inline-table", ("inline", "ruby"): "ruby", ("block", "ruby"): "block ruby",
    ("block", "math"): "block", ("inline", "math"): "inline",
}  # fmt: skip
_DISPLAY_ALIASES: Final = {
    "math": "inline",
    "-webkit-flex": "flex",
    "-webkit-inline-flex": "inline-flex",
    "flow": "block",
}


def _display(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found if token.kind == "ident"]
    if len(words) != len(found) or not words:
        return None
    if len(words) == 1:
        word = _DISPLAY_ALIASES.get(words[0], words[0])
        return word if word in _DISPLAYS else None
    if len(words) == 2:
        first, second = words
        known = _TWO_DISPLAYS.get((first, second)) or _TWO_DISPLAYS.get((second, first))
        if known is not None:
            return known
    if "list-item" in words and set(words) <= {"list-item", "block", "inline", "flow", "flow-root"}:
        return "inline list-item" if "inline" in words else "list-item"
    return None


_BLENDS: Final = """normal multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light
    difference exclusion hue saturation color luminosity plus-darker plus-lighter"""
_TRANSFORMS: Final = frozenset(
    """matrix matrix3d translate translatex translatey translatez translate3d scale scalex scaley scalez scale3d
    rotate rotatex rotatey rotatez rotate3d skew skewx skewy perspective""".split()
)
_FILTERS: Final = frozenset(
    """blur brightness contrast grayscale hue-rotate invert opacity saturate sepia drop-shadow""".split()
)
_SHAPES: Final = frozenset({"inset", "circle", "ellipse", "polygon", "path", "rect", "xywh", "shape"})
_BOXES: Final = frozenset("border-box padding-box content-box margin-box fill-box stroke-box view-box no-clip".split())


def _transform(found: Tokens, quirks: bool) -> object | None:
    return values.functions(found, _TRANSFORMS)


def _filter(found: Tokens, quirks: bool) -> object | None:
    if found and all(token.kind in ("function", "url") for token in found):
        parts: list[object] = []
        for token in found:
            if token.kind == "function" and token.text == "drop-shadow":
                parts.append(("drop-shadow", ()))
                continue
            if token.kind == "function" and len(token.args) > 1:
                return None
            if token.kind == "function" and token.args and token.text in _FILTERS:
                plain = values.share(token.args[0]) if token.text not in ("blur", "hue-rotate") else None
                if plain is not None:
                    parts.append((token.text, (plain,)))
                    continue
            one = values.functions((token,), _FILTERS)
            if not isinstance(one, Late):
                return None
            parts += one.parts
        return Late("function", tuple(parts))
    return values.functions(found, _FILTERS)


def _clip_path(found: Tokens, quirks: bool) -> object | None:
    """None, a reference, or a basic shape; only the lengths of `inset()` and `circle()` are read."""
    if len(found) == 1 and found[0].kind == "ident" and found[0].text == "none":
        return ()
    shapes: list[object] = []
    for token in found:
        if token.kind == "ident" and token.text in _BOXES:
            continue
        if token.kind == "url":
            shapes.append(("url", ()))
        elif token.kind == "function" and token.text in _SHAPES:
            lengths = []
            for argument in token.args:
                if argument.kind == "ident" and argument.text in ("at", "round"):
                    break
                size = length(argument)
                if size is not None:
                    lengths.append(size)
            shapes.append((token.text, tuple(lengths)))
        else:
            return None
    return Late("function", tuple(shapes)) if found and len(shapes) <= 1 else None


def _translate(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "none":
        return ()
    sizes = [length(token) for token in found]
    if not 1 <= len(sizes) <= 3 or None in sizes:
        return None
    return Late("function", (("translate", tuple(sizes[:2])),))


def _scale(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "none":
        return ()
    sizes = [values.share(token) for token in found]
    if not 1 <= len(sizes) <= 3 or None in sizes:
        return None
    return Late("function", (("scale", tuple(sizes[:2])),))


def _rotate(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "none":
        return ()
    turned = values.functions((Token("function", "rotate", args=found[-1:]),), _TRANSFORMS) if found else None
    axis = found[0].text if len(found) == 2 and found[0].kind == "ident" else ""
    if not isinstance(turned, Late) or len(found) > 4 or (len(found) == 2 and axis not in ("x", "y", "z")):
        return None
    name, args = turned.parts[0]  # type: ignore[misc]
    return Late("function", ((name + axis if axis in ("x", "y") else name, args),))


def _images(found: Tokens, quirks: bool) -> object | None:
    layers: list[object] = []
    for piece in values.pieces(found):
        if len(piece) != 1:
            return None
        if piece[0].kind == "ident" and piece[0].text == "none":
            continue
        layer = values.image(piece[0])
        if layer is None:
            return None
        layers.append(layer)
    return Late("image", tuple(layers)) if layers else ()


def _clip_boxes(found: Tokens, quirks: bool) -> object | None:
    pieces = values.pieces(found)
    words = [piece[0].text if len(piece) == 1 else "" for piece in pieces]
    known = {"border-box", "padding-box", "content-box", "text", "border-area", "border", "padding", "content"}
    return words[0] if words and all(word in known for word in words) else None


def _contain(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found]
    known = {"none", "strict", "content", "size", "layout", "style", "paint", "inline-size"}
    if not words or not set(words) <= known or (len(words) > 1 and set(words) & {"none", "strict", "content"}):
        return None
    parts = {"strict": "size layout style paint", "content": "layout style paint", "none": ""}
    return frozenset(parts.get(words[0], " ".join(words)).split())


def _color_scheme(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found if token.kind == "ident"]
    if not words or len(words) != len(found):
        return None
    if words == ["normal"]:
        return frozenset[str]()
    return frozenset(words)


def _zoom(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text in ("normal", "reset"):
        return 1.0
    value = values.share(found[0]) if len(found) == 1 else None
    return None if value is None or value < 0 else value or 1.0


def _white_space(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found if token.kind == "ident"]
    if len(words) == 1 and words[0] in ("normal", "nowrap", "pre", "pre-wrap", "pre-line", "break-spaces"):
        return words[0]
    if words and len(words) == len(found) and set(words) <= {
        "collapse", "preserve", "preserve-breaks", "preserve-spaces", "wrap", "nowrap", "break-spaces"
    }:  # fmt: skip
        preserved = next((word for word in words if word.startswith("preserve")), "")
        wrapped = "nowrap" not in words
        return {
            ("", True): "normal", ("", False): "nowrap", ("preserve", True): "pre-wrap",
            ("preserve", False): "pre", ("preserve-breaks", True): "pre-line",
        }.get((preserved, wrapped), "pre-wrap")  # fmt: skip
    return None


def _border_width(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].kind == "ident":
        return {"thin": 1.0, "medium": 3.0, "thick": 5.0}.get(found[0].text)
    return _length(percent=False, negative=False)(found, quirks)


_BORDER_STYLES: Final = "none hidden dotted dashed solid double groove ridge inset outset"
_SIZES: Final = "auto min-content max-content fit-content stretch -webkit-fill-available -webkit-fit-content " \
    "-webkit-min-content -webkit-max-content min-intrinsic intrinsic"  # fmt: skip
_SIDES: Final = ("top", "right", "bottom", "left")

LONGHANDS: Final[dict[str, Longhand]] = {
    name: Longhand(attribute or name.replace("-", "_"), parse)
    for name, attribute, parse in (
        ("display", "", _display),
        ("visibility", "", _keywords("visible hidden collapse")),
        ("opacity", "", _opacity),
        ("color", "", _color),
        ("-webkit-text-fill-color", "text_fill", _color),
        ("background-color", "", _color),
        ("background-image", "", _images),
        ("background-clip", "", _clip_boxes),
        ("font-size", "", _font_size),
        ("font-family", "monospace", _font_family),
        ("font-weight", "", _font_weight),
        ("line-height", "line_spacing", _line_height),
        ("position", "", _keywords("static relative absolute fixed sticky")),
        ("float", "", _keywords("none left right inline-start inline-end")),
        ("z-index", "", _z_index),
        ("overflow-x", "", _keywords("visible hidden scroll auto clip overlay")),
        ("overflow-y", "", _keywords("visible hidden scroll auto clip overlay")),
        *((side, "", _length("auto")) for side in _SIDES),
        *((name, "", _length(_SIZES, negative=False)) for name in ("width", "height")),
        *((name, "", _length(_SIZES, negative=False)) for name in ("min-width", "min-height")),
        *((name, "", _length(_SIZES.replace("auto", "none"), negative=False))
          for name in ("max-width", "max-height")),
        *((f"margin-{side}", "", _length("auto")) for side in _SIDES),
        *((f"padding-{side}", "", _length(negative=False)) for side in _SIDES),
        *((f"border-{side}-width", "", _border_width) for side in _SIDES),
        *((f"border-{side}-style", "", _keywords(_BORDER_STYLES)) for side in _SIDES),
        *((f"border-{side}-color", "", _color) for side in _SIDES),
        ("text-indent", "", lambda found, quirks: _length()(
            tuple(token for token in found if token.text not in ("hanging", "each-line")), quirks)),
        ("white-space", "", _white_space),
        ("clip", "", values.rect),
        ("clip-path", "", _clip_path),
        ("transform", "", _transform),
        ("translate", "", _translate),
        ("scale", "", _scale),
        ("rotate", "", _rotate),
        ("filter", "", _filter),
        ("mix-blend-mode", "", _keywords(_BLENDS)),
        ("content-visibility", "", _keywords("visible hidden auto")),
        ("text-shadow", "", lambda found, quirks: values.shadows(found)),
        ("letter-spacing", "", _length("normal", percent=True)),
        ("direction", "", _keywords("ltr rtl")),
        ("unicode-bidi", "", _keywords("normal embed isolate bidi-override isolate-override plaintext "
                                       "-webkit-isolate -webkit-plaintext -webkit-isolate-override")),
        ("mask-image", "", _images),
        ("writing-mode", "", _keywords("horizontal-tb vertical-rl vertical-lr sideways-rl sideways-lr "
                                       "lr lr-tb rl rl-tb tb tb-rl")),
        ("box-sizing", "", _keywords("content-box border-box")),
        ("text-transform", "", _keywords("none capitalize uppercase lowercase math-auto")),
        ("text-align", "", _keywords("left right center justify start end match-parent -webkit-auto "
                                     "-webkit-left -webkit-right -webkit-center -internal-center")),
        ("vertical-align", "", _length("baseline sub super top text-top middle bottom text-bottom "
                                       "-webkit-baseline-middle")),
        ("contain", "", _contain),
        ("backface-visibility", "", _keywords("visible hidden")),
        ("appearance", "", lambda found, quirks: found[0].text
            if len(found) == 1 and found[0].kind == "ident" else None),
        ("zoom", "", _zoom),
        ("color-scheme", "", _color_scheme),
        ("mso-hide", "", _keywords("all none screen")),
    )
}  # fmt: skip
_ALIASES: Final = {
    **{f"-webkit-{name}": name for name in (
        "transform", "filter", "opacity", "box-sizing", "background-clip", "mask-image", "clip-path",
        "backface-visibility", "appearance", "writing-mode")},
    "-webkit-margin-before": "margin-top", "-webkit-margin-after": "margin-bottom",
    "-webkit-margin-start": "margin-left", "-webkit-margin-end": "margin-right",
    "-webkit-padding-start": "padding-left", "-webkit-padding-end": "padding-right",
    "margin-block-start": "margin-top", "margin-block-end": "margin-bottom",
    "margin-inline-start": "margin-left", "margin-inline-end": "margin-right",
    "padding-block-start": "padding-top", "padding-block-end": "padding-bottom",
    "padding-inline-start": "padding-left", "padding-inline-end": "padding-right",
    "inset-block-start": "top", "inset-block-end": "bottom", "inset-inline-start": "left",
    "inset-inline-end": "right", "inline-size": "width", "block-size": "height",
    "min-inline-size": "min-width", "min-block-size": "min-height", "max-inline-size": "max-width",
    "max-block-size": "max-height", "overflow-inline": "overflow-x", "overflow-block": "overflow-y",
    "-webkit-logical-width": "width", "-webkit-logical-height": "height",
}  # fmt: skip
"""Old names, and logical ones for horizontal text from left to right."""
QUIRKY: Final = frozenset(
    {"color", "background-color", "font-size", "top", "right", "bottom", "left", "width", "height", "min-width",
     "min-height", "max-width", "max-height", "text-indent", "letter-spacing", "clip", "vertical-align"}
    | {f"{name}-{side}" for name in ("margin", "padding") for side in _SIDES}
    | {f"border-{side}-{part}" for part in ("width", "color") for side in _SIDES}
)  # fmt: skip
"""Longhands that take lengths without a unit or colours without `#` in quirks mode."""

# -- shorthands ---------------------------------------------------------------------------------------------


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
            for side, value in zip(_SIDES, (top, right, bottom, left), strict=True)
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


_BACKGROUND_WORDS: Final = frozenset(
    """left right top bottom center repeat no-repeat repeat-x repeat-y space round scroll fixed local auto cover
    contain border-box padding-box content-box text""".split()
)
_CLIPS: Final = frozenset({"border-box", "padding-box", "content-box", "text"})


def _background(found: Tokens, quirks: bool) -> Longhands | None:
    layers: list[object] = []
    clip, shade = "border-box", TRANSPARENT
    pieces = values.pieces(found)
    for place, piece in enumerate(pieces):
        read = _background_layer(piece, last=place == len(pieces) - 1)
        if read is None:
            return None
        layer, clip, shade = read
        if layer is not None:
            layers.append(layer)
    image = Late("image", tuple(layers)) if layers else ()
    return ("background_color", shade), ("background_image", image), ("background_clip", clip)


def _background_layer(piece: Tokens, last: bool) -> tuple[object | None, str, object] | None:  # type: ignore[type-arg]
    image: object | None = None
    shade: object | None = None
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


_FONT_WORDS: Final = frozenset(
    """normal italic oblique small-caps ultra-condensed extra-condensed condensed semi-condensed semi-expanded
    expanded extra-expanded ultra-expanded""".split()
)
_SYSTEM_FONTS: Final = frozenset("caption icon menu message-box small-caption status-bar".split())
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
        elif token.kind in ("ident", "number") and (heavy := _font_weight((token,), False)) is not None:
            weight = heavy
            place += 1
        else:
            break
    size = _font_size(found[place : place + 1], False)
    place += 1
    spacing: object | None = "normal"
    if place < len(found) and found[place].kind == "slash":
        spacing = _line_height(found[place + 1 : place + 2], False)
        place += 2
    family = _font_family(found[place:], False) if place < len(found) else None
    if size is None or spacing is None or family is None:
        return None
    return ("font_size", size), ("monospace", family), ("font_weight", weight), ("line_spacing", spacing)


def _mask(found: Tokens, quirks: bool) -> Longhands | None:
    layers = [layer for token in found if (layer := values.image(token)) is not None]
    return (("mask_image", Late("image", tuple(layers)) if layers else ()),)


SHORTHANDS: Final[dict[str, Callable[[Tokens, bool], Longhands | None]]] = {
    "margin": _box("margin-{}"),
    "padding": _box("padding-{}"),
    "inset": _box("{}"),
    "border-width": _box("border-{}-width"),
    "border-style": _box("border-{}-style"),
    "border-color": _box("border-{}-color"),
    "border": _border(_SIDES),
    **{f"border-{side}": _border((side,)) for side in _SIDES},
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
}
_SHORTHAND_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "margin": tuple(f"margin_{side}" for side in _SIDES),
    "padding": tuple(f"padding_{side}" for side in _SIDES),
    "inset": _SIDES,
    **{f"border-{part}": tuple(f"border_{side}_{part}" for side in _SIDES)
       for part in ("width", "style", "color")},
    "border": tuple(f"border_{side}_{part}" for side in _SIDES for part in ("width", "style", "color")),
    **{f"border-{name}": tuple(f"border_{side}_{part}" for part in ("width", "style", "color"))
       for name, side in (*zip(_SIDES, _SIDES, strict=True), ("inline-start", "left"), ("inline-end", "right"),
                          ("block-start", "top"), ("block-end", "bottom"))},
    "overflow": ("overflow_x", "overflow_y"),
    "margin-inline": ("margin_left", "margin_right"), "margin-block": ("margin_top", "margin_bottom"),
    "padding-inline": ("padding_left", "padding_right"), "padding-block": ("padding_top", "padding_bottom"),
    "inset-inline": ("left", "right"), "inset-block": ("top", "bottom"),
    "background": ("background_color", "background_image", "background_clip"),
    "font": ("font_size", "monospace", "font_weight", "line_spacing"),
    "mask": ("mask_image",), "-webkit-mask": ("mask_image",),
    "all": tuple(sorted({entry.attribute for entry in LONGHANDS.values()} - {"direction", "unicode_bidi"})),
}  # fmt: skip
_WIDE: Final = {keyword.value: keyword for keyword in Wide}
_SUBSTITUTED: Final = re.compile(r"(?<![\w-])(?:var|env)\(", re.IGNORECASE)


@lru_cache(maxsize=8192)
def expand(name: str, text: str, quirks: bool = False) -> Longhands | None:
    """The longhands that a declaration sets, with their specified values.

    None: it sets nothing, because the value is invalid or the property is none that matters here.
    """
    name = _ALIASES.get(name, name)
    entry = LONGHANDS.get(name)
    parts = (entry.attribute,) if entry is not None else _SHORTHAND_PARTS.get(name)
    if parts is None:
        return None
    wide = _WIDE.get(text.lower())
    if wide is not None:
        return tuple((part, wide) for part in parts)
    if "(" in text and _SUBSTITUTED.search(text):
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


__all__ = ["FONT_SIZES", "LONGHANDS", "SHORTHANDS", "Longhands", "Math", "Percent", "expand"]
