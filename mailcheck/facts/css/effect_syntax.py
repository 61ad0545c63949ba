"""The grammar of what is done to a box when it is painted: it is moved, filtered, cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mailcheck.facts.css import values
from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.css import Token, Tokens, split_at_commas
from mailcheck.facts.css.lengths import Percent, Specified, degrees, length, number
from mailcheck.facts.css.syntax import Parse
from mailcheck.facts.css.values import Arguments, FunctionSpec, LateFunctions
from mailcheck.facts.css.wordset import words

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


def transform(found: Tokens, quirks: bool) -> object | None:
    return values.functions(found, _TRANSFORMS)


def _up_to_three(name: str, read: Callable[[Token], Specified | None]) -> Parse:
    def parse(found: Tokens, quirks: bool) -> object | None:
        if len(found) == 1 and found[0].text == "none":
            return ()
        sizes = [size for token in found if (size := read(token)) is not None]
        if not 1 <= len(found) <= 3 or len(sizes) < len(found):
            return None
        return LateFunctions(((name, tuple(sizes[:2])),))

    return parse


translate: Final = _up_to_three("translate", length)
scale: Final = _up_to_three("scale", values.share)


def rotate(found: Tokens, quirks: bool) -> object | None:
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


def not_negative(value: float | None) -> float | None:
    """The value; None, as for an invalid declaration, where it is below zero."""
    return value if value is not None and value >= 0 else None


_AMOUNT: Final = Arguments(0, 1, (lambda token: not_negative(values.share(token)),))
_FILTERS: Final = {
    "blur": Arguments(0, 1, (lambda token: length(token, percent=False, negative=False),)),
    "hue-rotate": Arguments(0, 1, _ANGLES),
    **dict.fromkeys(("brightness", "contrast", "grayscale", "invert", "opacity", "saturate", "sepia"), _AMOUNT),
}


def filters(found: Tokens, quirks: bool) -> object | None:
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
    """Red, green, blue, alpha and blur in px of a shadow that shows beside what throws it; () for one in its own
    colour."""
    read = values.shadows(args)
    if not isinstance(read, values.LateShadows) or len(read.parts) != 1:
        return None
    x, y, blur, shade = read.parts[0]
    if not isinstance(shade, Color) or (x, y, blur) == (0.0, 0.0, 0.0):
        return ()
    return (*map(float, shade), blur if isinstance(blur, float) else 0.0)


_BOXES: Final = words("border-box padding-box content-box margin-box fill-box stroke-box view-box no-clip")


def clip_path(found: Tokens, quirks: bool) -> object | None:
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
    if name == "rect":
        sizes = [0.0 if n in (0, 3) and args[n].text == "auto" else size for n, size in enumerate(sizes)]
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) and len(known) in counts else None


_SHAPES: Final = {"inset": (1, 2, 3, 4), "circle": (0, 1), "ellipse": (0, 2), "rect": (4,), "xywh": (4,)}
"""How many lengths a shape takes."""
_SIDES_OF_BOX: Final = words("auto closest-side farthest-side closest-corner farthest-corner")


def _corners(args: Tokens) -> tuple[Specified, ...] | None:
    corners = split_at_commas(args)
    if corners and len(corners[0]) == 1 and corners[0][0].text in ("evenodd", "nonzero"):
        corners = corners[1:]
    sizes = [length(token) for corner in corners for token in corner]
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) and all(len(corner) == 2 for corner in corners) else None


_TIMING: Final = words("""ease ease-in ease-out ease-in-out linear step-start step-end infinite normal reverse alternate
    alternate-reverse none forwards backwards both running paused auto""")


def animations(found: Tokens, quirks: bool) -> object | None:
    """The names in `animation` and `animation-name`, in lower case."""
    named = (token.text for token in found if token.kind in ("ident", "string"))
    return frozenset(name.lower() for name in named if name not in _TIMING)
