"""The grammar of every longhand that decides what can be seen. Names are those of `Style`'s attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from mailcheck.facts.css import values
from mailcheck.facts.css.color_syntax import CURRENT, color
from mailcheck.facts.css.colors import TRANSPARENT, Color, parse_hex
from mailcheck.facts.css.css import Token, Tokens
from mailcheck.facts.css.lengths import Percent, Relative, Specified, degrees, length, number
from mailcheck.facts.css.values import Arguments, FunctionSpec, ImageSpec, LateFunctions, LateImages, Multiple
from mailcheck.facts.css.wordset import words

Parse = Callable[[Tokens, bool], object | None]
"""Tokens of a value and whether quirks apply; None when they are no value of the property."""


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
    if token.kind in ("number", "dimension") and token.number >= 0 and float(token.number).is_integer():
        digits = f"{int(token.number)}{token.text}"
        digits = digits.rjust(6, "0")
        return parse_hex(digits) if len(digits) == 6 else None
    return None


def _paint(found: Tokens, quirks: bool) -> object | None:
    """What SVG shapes and text are painted with; a reference to a gradient or pattern is not followed."""
    if len(found) == 1 and found[0].kind == "ident" and found[0].text == "none":
        return TRANSPARENT
    return _color(found, False)


def _opacity(found: Tokens, quirks: bool) -> object | None:
    value = values.share(found[0]) if len(found) == 1 else None
    return None if value is None else min(max(value, 0.0), 1.0)


def font_size(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].kind == "ident":
        return found[0].text if found[0].text in FONT_SIZES else None
    return _length(negative=False)(found, quirks)


FONT_SIZES: Final = ("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large",
                     "larger", "smaller", "-webkit-xxx-large")  # fmt: skip


def line_height(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    token = found[0]
    if token.kind == "ident":
        return "normal" if token.text == "normal" else None
    if (plain := number(token)) is not None:
        return Multiple(plain) if plain >= 0 else None
    size = length(token, negative=False)
    return Relative(size.value / 100, "em") if isinstance(size, Percent) else size


def font_weight(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    if found[0].kind == "ident":
        return {"normal": 400.0, "bold": 700.0}.get(found[0].text) or (
            found[0].text if found[0].text in ("bolder", "lighter") else None
        )
    plain = number(found[0])
    return plain if plain is not None and 1 <= plain <= 1000 else None


def font_family(found: Tokens, quirks: bool) -> object | None:
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
    return _integer(plain)


def _integer(value: float | None) -> int | None:
    """A whole number within the range that browsers keep; None for what is none."""
    if value is None:
        return None
    kept = min(max(value, -_FARTHEST), _FARTHEST)
    return int(kept) if float(kept).is_integer() else None


_FARTHEST: Final = 2**31 - 1
_DISPLAYS: Final = words(
    """none block inline inline-block list-item table inline-table table-row-group table-header-group
    table-footer-group table-row table-column-group table-column table-cell table-caption flex
    inline-flex grid inline-grid contents flow-root -webkit-box -webkit-inline-box ruby ruby-text"""
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
_SHARES: Final = (values.share,)
_LENGTHS: Final = (length,)
_ANGLES: Final = (values.angle,)
_TRANSFORMS: Final = {
    "matrix": Arguments(6, 6, (number,)), "matrix3d": Arguments(16, 16, (number,)),
    "translate": Arguments(1, 2, _LENGTHS), "translate3d": Arguments(3, 3, _LENGTHS),
    "scale": Arguments(1, 2, _SHARES), "scale3d": Arguments(3, 3, _SHARES),
    "rotate3d": Arguments(4, 4, (number, number, number, values.angle)), "skew": Arguments(1, 2, _ANGLES),
    "perspective": Arguments(1, 1, (lambda token: 0.0 if token.text == "none" else length(token, False),)),
    **{f"translate{axis}": Arguments(1, 1, _LENGTHS) for axis in "xyz"},
    **{f"scale{axis}": Arguments(1, 1, _SHARES) for axis in "xyz"},
    **{f"rotate{axis}": Arguments(1, 1, _ANGLES) for axis in ("", "x", "y", "z")},
    **{f"skew{axis}": Arguments(1, 1, _ANGLES) for axis in "xy"},
}  # fmt: skip
_AMOUNT: Final = Arguments(0, 1, (lambda token: _not_negative(values.share(token)),))
_FILTERS: Final = {
    "blur": Arguments(0, 1, (lambda token: length(token, percent=False, negative=False),)),
    "hue-rotate": Arguments(0, 1, _ANGLES),
    **dict.fromkeys(("brightness", "contrast", "grayscale", "invert", "opacity", "saturate", "sepia"), _AMOUNT),
}
_BOXES: Final = words("border-box padding-box content-box margin-box fill-box stroke-box view-box no-clip")


def _transform(found: Tokens, quirks: bool) -> object | None:
    return values.functions(found, _TRANSFORMS)


def _filter(found: Tokens, quirks: bool) -> object | None:
    parts: list[FunctionSpec] = []
    for token in found:
        if token.kind == "function" and token.text == "drop-shadow":
            shade = _drop_shadow(token.args)
            if shade is None:
                return None
            parts.append(("drop-shadow", shade))
            continue
        one = values.functions((token,), _FILTERS)
        if not isinstance(one, LateFunctions):
            return one if len(found) == 1 else None
        parts += one.parts
    return LateFunctions(tuple(parts)) if parts else None


def _drop_shadow(args: Tokens) -> tuple[float, ...] | None:
    """Red, green, blue and alpha of a shadow that shows beside what throws it; () for one in its own colour."""
    read = values.shadows(args)
    if not isinstance(read, values.LateShadows) or len(read.parts) != 1:
        return None
    x, y, blur, shade = read.parts[0]
    return tuple(map(float, shade)) if isinstance(shade, Color) and (x, y, blur) != (0.0, 0.0, 0.0) else ()


def _not_negative(value: float | None) -> float | None:
    return value if value is not None and value >= 0 else None


def _clip_path(found: Tokens, quirks: bool) -> object | None:
    """None, a reference, or a basic shape with its lengths as far as they stand before `at` or `round`."""
    if len(found) == 1 and found[0].kind == "ident" and found[0].text == "none":
        return ()
    shapes: list[FunctionSpec] = []
    for token in found:
        if token.kind == "ident" and token.text in _BOXES:
            continue
        if token.kind == "url":
            shapes.append(("url", ()))
            continue
        sizes = _shape(token.text, token.args) if token.kind == "function" else None
        if sizes is None:
            return None
        shapes.append((token.text, sizes))
    return LateFunctions(tuple(shapes)) if found and len(shapes) <= 1 else None


_FAR_SIDE: Final = Percent(100)
"""Stands for a radius or an edge that only the box decides."""


def _shape(name: str, args: Tokens) -> tuple[Specified, ...] | None:
    """The lengths of a basic shape; None when its arguments are malformed."""
    if name in ("path", "shape"):
        return ()
    if name == "polygon":
        return _corners(args)
    counts = _SHAPES.get(name)
    if counts is None:
        return None
    end = next((n for n, one in enumerate(args) if one.kind == "ident" and one.text in ("at", "round")), len(args))
    sizes = [_FAR_SIDE if token.text in _SIDES_OF_BOX else length(token) for token in args[:end]]
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) and len(known) in counts else None


_SHAPES: Final = {"inset": (1, 2, 3, 4), "circle": (0, 1), "ellipse": (0, 2), "rect": (4,), "xywh": (4,)}
"""How many lengths a shape takes."""
_SIDES_OF_BOX: Final = words("auto closest-side farthest-side closest-corner farthest-corner")


def _corners(args: Tokens) -> tuple[Specified, ...] | None:
    corners = values.pieces(args)
    if corners and len(corners[0]) == 1 and corners[0][0].text in ("evenodd", "nonzero"):
        corners = corners[1:]
    sizes = [length(token) for corner in corners for token in corner]
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) and all(len(corner) == 2 for corner in corners) else None


def _translate(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "none":
        return ()
    sizes = [size for token in found if (size := length(token)) is not None]
    if not 1 <= len(found) <= 3 or len(sizes) < len(found):
        return None
    return LateFunctions((("translate", tuple(sizes[:2])),))


def _scale(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "none":
        return ()
    sizes = [size for token in found if (size := values.share(token)) is not None]
    if not 1 <= len(found) <= 3 or len(sizes) < len(found):
        return None
    return LateFunctions((("scale", tuple(sizes[:2])),))


def _rotate(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "none":
        return ()
    turns = [degrees(token) for token in found if token.kind in ("dimension", "function")]
    axis = tuple(token for token in found if token.kind not in ("dimension", "function"))
    if len(turns) != 1 or turns[0] is None:
        return None
    if len(axis) == 1 and axis[0].kind == "ident" and axis[0].text in ("x", "y", "z"):
        return LateFunctions(((f"rotate{axis[0].text}", (turns[0],)),))
    numbers = [token.number for token in axis if token.kind == "number"]
    if len(numbers) == len(axis) == 3:
        return LateFunctions((("rotate3d", (*numbers, turns[0])),))
    return LateFunctions((("rotate", (turns[0],)),)) if not axis else None


def _images(found: Tokens, quirks: bool) -> object | None:
    layers: list[ImageSpec] = []
    for piece in values.pieces(found):
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
    """Whether any layer has an area ("some") or none ("nothing"): no more matters here."""
    empty = []
    for piece in values.pieces(found):
        sizes = [length(token, negative=False) for token in piece]
        unknown = [token.text for token, size in zip(piece, sizes, strict=True) if size is None]
        if not 1 <= len(piece) <= 2 or not set(unknown) <= {"auto", "cover", "contain"}:
            return None
        empty.append(any(size in (0.0, Percent(0)) for size in sizes))
    return "nothing" if empty and all(empty) else "some"


_FILLS: Final = 30.0
"""px. An inset shadow as thick as this fills a box that holds a line of text."""
_FILLS_FROM_AFAR: Final = 60.0
"""px. One that is moved so far fills a box of a few lines."""


def _inset_shade(found: Tokens, quirks: bool) -> object | None:
    """The colour of an inset shadow that fills its box; transparent without one."""
    shade: object = TRANSPARENT
    if len(found) == 1 and found[0].text == "none":
        return shade
    for piece in values.pieces(found):
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


def _clip_margin(found: Tokens, quirks: bool) -> object | None:
    sizes = [size for token in found if (size := length(token, percent=False, negative=False)) is not None]
    return sizes[0] if len(sizes) == 1 else 0.0 if len(found) == 1 else None


def _factor(found: Tokens, quirks: bool) -> object | None:
    plain = number(found[0]) if len(found) == 1 else None
    return plain if plain is not None and plain >= 0 else None


def _line_clamp(found: Tokens, quirks: bool) -> object | None:
    """How many lines are shown; 0 for all of them."""
    if len(found) == 1 and found[0].text == "none":
        return 0
    plain = number(found[0]) if len(found) == 1 else None
    return _integer(plain) if plain is not None and plain >= 1 else None


def _tracks(found: Tokens, quirks: bool) -> object | None:
    """Of each track whether it is nothing on its own; () when not all of them can be told one by one."""
    found = tuple(token for token in found if (token.kind, token.text) != ("block", "[]"))
    if any(token.text in ("masonry", "inherit") for token in found):
        return None
    if any(token.kind in ("function", "block", "ident") and token.text not in _TRACKS for token in found):
        return ()
    known = ("dimension", "number", "percentage", "ident", "function")
    if any(token.kind not in known or (token.kind == "number" and token.number) for token in found):
        return None
    return tuple(token.kind in ("dimension", "number", "percentage") and token.number == 0 for token in found)


_TRACKS: Final = words("auto min-content max-content minmax fit-content calc")


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


def _text_indent(found: Tokens, quirks: bool) -> object | None:
    """The indent of the first line; with `hanging` it is that of all others."""
    words = [token.text for token in found if token.text in ("hanging", "each-line")]
    size = _length()(tuple(token for token in found if token.text not in words), quirks)
    if size is None or len(set(words)) < len(words):
        return None
    return 0.0 if "hanging" in words else size


def _container_type(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found]
    known = {"normal", "size", "inline-size", "scroll-state", "anchored"}
    if not words or not set(words) <= known:
        return None
    return next((word for word in words if word in ("size", "inline-size")), "normal")


def _intrinsic_size(found: Tokens, quirks: bool) -> object | None:
    """Whether a box that ignores its content has a size all the same ("some")."""
    sizes = [token for token in found if token.text not in ("none", "auto")]
    if any(length(token, percent=False, negative=False) is None for token in sizes):
        return None
    return "some" if any(token.kind == "function" or token.number for token in sizes) else "none"


def _content(found: Tokens, quirks: bool) -> object | None:
    """Whether a picture ("image") takes the place of an element's content; words of a style sheet never do."""
    if not found:
        return None
    slash = next((place for place, token in enumerate(found) if token.kind == "slash"), len(found))
    return "image" if slash == 1 and values.image(found[0]) is not None else "normal"


def _size_adjust(found: Tokens, quirks: bool) -> object | None:
    if found and found[0].kind == "ident" and found[0].text == "none":
        return 1.0
    return _not_negative(number(found[-1])) if 1 <= len(found) <= 2 else None


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
_SIZES: Final = """auto min-content max-content fit-content stretch -webkit-fill-available -webkit-fit-content
    -webkit-min-content -webkit-max-content min-intrinsic intrinsic"""
SIDES: Final = ("top", "right", "bottom", "left")

LONGHANDS: Final[dict[str, Longhand]] = {
    name: Longhand(attribute or name.replace("-", "_"), parse)
    for name, attribute, parse in (
        ("display", "", _display),
        ("visibility", "", _keywords("visible hidden collapse")),
        ("opacity", "", _opacity),
        ("color", "", _color),
        ("-webkit-text-fill-color", "text_fill", _color),
        ("-webkit-text-stroke-width", "text_stroke_width", _border_width),
        ("-webkit-text-stroke-color", "text_stroke_color", _color),
        ("fill", "", _paint),
        ("fill-opacity", "", _opacity),
        ("stroke", "", _paint),
        ("background-color", "", _color),
        ("background-image", "", _images),
        ("background-clip", "", _clip_boxes),
        ("background-size", "", background_size),
        ("background-blend-mode", "", lambda found, quirks: found[0].text),
        ("font-size", "", font_size),
        ("font-size-adjust", "", _size_adjust),
        ("font-family", "monospace", font_family),
        ("font-weight", "", font_weight),
        ("line-height", "line_spacing", line_height),
        ("position", "", _keywords("static relative absolute fixed sticky")),
        ("float", "", _keywords("none left right inline-start inline-end")),
        ("z-index", "", _z_index),
        ("overflow-x", "", _keywords("visible hidden scroll auto clip overlay")),
        ("overflow-y", "", _keywords("visible hidden scroll auto clip overlay")),
        *((side, "", _length("auto")) for side in SIDES),
        *((name, "", _length(_SIZES, negative=False)) for name in ("width", "height")),
        *((name, "", _length(_SIZES, negative=False)) for name in ("min-width", "min-height")),
        *((name, "", _length(_SIZES.replace("auto", "none"), negative=False))
          for name in ("max-width", "max-height")),
        *((f"margin-{side}", "", _length("auto")) for side in SIDES),
        *((f"padding-{side}", "", _length(negative=False)) for side in SIDES),
        *((f"border-{side}-width", "", _border_width) for side in SIDES),
        *((f"border-{side}-style", "", _keywords(_BORDER_STYLES)) for side in SIDES),
        *((f"border-{side}-color", "", _color) for side in SIDES),
        ("text-indent", "", _text_indent),
        ("white-space", "", _white_space),
        ("flex-grow", "", _factor),
        ("flex-basis", "", _length(f"{_SIZES} content", negative=False)),
        ("flex-direction", "", _keywords("row row-reverse column column-reverse")),
        ("grid-template-rows", "", _tracks),
        ("grid-template-columns", "", _tracks),
        ("table-layout", "", _keywords("auto fixed")),
        ("-webkit-line-clamp", "line_clamp", _line_clamp),
        ("-webkit-box-orient", "box_orient", _keywords("horizontal vertical inline-axis block-axis")),
        ("overflow-clip-margin", "", _clip_margin),
        ("box-shadow", "inset_shade", _inset_shade),
        ("isolation", "", _keywords("auto isolate")),
        ("clip", "", values.rect),
        ("clip-path", "", _clip_path),
        ("transform", "", _transform),
        ("translate", "", _translate),
        ("scale", "", _scale),
        ("rotate", "", _rotate),
        ("filter", "", _filter),
        ("backdrop-filter", "", _filter),
        ("mix-blend-mode", "", _keywords(_BLENDS)),
        ("content-visibility", "", _keywords("visible hidden auto")),
        ("text-shadow", "", lambda found, quirks: values.shadows(found)),
        ("letter-spacing", "", _length("normal", percent=True)),
        ("direction", "", _keywords("ltr rtl")),
        ("unicode-bidi", "", _keywords(
    """normal embed isolate bidi-override isolate-override plaintext -webkit-isolate -webkit-plaintext
    -webkit-isolate-override"""
)),
        ("mask-image", "", _images),
        ("mask-size", "", background_size),
        ("writing-mode", "", _keywords(
    """horizontal-tb vertical-rl vertical-lr sideways-rl sideways-lr lr lr-tb rl rl-tb tb tb-rl"""
)),
        ("box-sizing", "", _keywords("content-box border-box")),
        ("text-transform", "", _keywords("none capitalize uppercase lowercase math-auto")),
        ("text-align", "", _keywords(
    """left right center justify start end match-parent -webkit-auto -webkit-left -webkit-right
    -webkit-center -internal-center"""
)),
        (
            "vertical-align",
            "",
            _length("baseline sub super top text-top middle bottom text-bottom -webkit-baseline-middle"),
        ),
        ("contain", "", _contain),
        ("container-type", "", _container_type),
        ("contain-intrinsic-size", "", _intrinsic_size),
        ("content", "", _content),
        ("backface-visibility", "", _keywords("visible hidden")),
        ("appearance", "", lambda found, quirks: found[0].text
            if len(found) == 1 and found[0].kind == "ident" else None),
        ("zoom", "", _zoom),
        ("color-scheme", "", _color_scheme),
        ("mso-hide", "", _keywords("all none screen")),
    )
}  # fmt: skip
ALIASES: Final = {
    **{f"-webkit-{name}": name for name in (
        "transform", "filter", "opacity", "box-sizing", "background-clip", "mask-image", "mask-size", "clip-path",
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
    "max-block-size": "max-height",
    **{f"contain-intrinsic-{side}": "contain-intrinsic-size"
       for side in ("width", "height", "inline-size", "block-size")},
    "overflow-inline": "overflow-x", "overflow-block": "overflow-y",
    "-webkit-logical-width": "width", "-webkit-logical-height": "height",
}  # fmt: skip
"""Old names, and logical ones for horizontal text from left to right."""
QUIRKY: Final = frozenset(
    {"color", "background-color", "font-size", "top", "right", "bottom", "left", "width", "height", "min-width",
     "min-height", "max-width", "max-height", "text-indent", "letter-spacing", "clip", "vertical-align"}
    | {f"{name}-{side}" for name in ("margin", "padding") for side in SIDES}
    | {f"border-{side}-{part}" for part in ("width", "color") for side in SIDES}
)  # fmt: skip
"""Longhands that take lengths without a unit or colours without `#` in quirks mode."""
