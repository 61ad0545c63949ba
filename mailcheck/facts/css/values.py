"""Typed values of properties: what a declaration's tokens mean, and what they become on an element."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final, Literal, NamedTuple

from mailcheck.facts.css.color_syntax import CURRENT, LateColor, Surroundings, color
from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.css import Token, Tokens, split_at_commas
from mailcheck.facts.css.gradient_syntax import GRADIENTS, stops
from mailcheck.facts.css.lengths import Length, Scale, Specified, degrees, length, number, to_px


class Wide(Enum):
    """The keywords that every property takes."""

    INHERIT = "inherit"
    INITIAL = "initial"
    UNSET = "unset"
    REVERT = "revert"
    REVERT_LAYER = "revert-layer"


class Pending(NamedTuple):
    """A declaration that holds `var()` or `env()`: it is parsed when the element is known."""

    name: str
    text: str


class Setting(NamedTuple):
    """What a specified value is computed against."""

    scale: Scale
    around: Surroundings


class Multiple(NamedTuple):
    """A unitless line height: it is inherited as the factor, not as a length."""

    factor: float


class Image(NamedTuple):
    """One layer of a background or mask. `colors` are the stops of a gradient, as far as they are colours."""

    kind: Literal["url", "gradient", "other"]
    url: str = ""
    colors: tuple[Color, ...] = ()


class Function(NamedTuple):
    """One function of `transform`, `filter` or `clip-path`.

    Lengths are px (or `Percent`), angles degrees, percentages of plain numbers shares (50% is 0.5).
    """

    name: str
    args: tuple[Length, ...] = ()


class Shadow(NamedTuple):
    """One text shadow, lengths in px."""

    x: float
    y: float
    blur: float
    color: Color


class Rect(NamedTuple):
    """`clip: rect()`; None for auto."""

    top: float | None
    right: float | None
    bottom: float | None
    left: float | None


ColorSpec = Color | LateColor
ImageSpec = tuple[Literal["url", "gradient", "other"], str, tuple[ColorSpec, ...]]
FunctionSpec = tuple[str, tuple[Specified, ...]]
ShadowSpec = tuple[Specified, Specified, Specified, ColorSpec]


class LateImages(NamedTuple):
    """Images whose colours are not computed yet."""

    parts: tuple[ImageSpec, ...]

    def settle(self, setting: Setting) -> tuple[Image, ...]:
        around = setting.around
        return tuple(
            Image(kind, url, tuple(settle_color(stop, around) for stop in stops)) for kind, url, stops in self.parts
        )


class LateFunctions(NamedTuple):
    """Functions whose lengths are not computed yet."""

    parts: tuple[FunctionSpec, ...]

    def settle(self, setting: Setting) -> tuple[Function, ...]:
        return tuple(Function(name, tuple(to_px(arg, setting.scale) for arg in args)) for name, args in self.parts)


class LateShadows(NamedTuple):
    parts: tuple[ShadowSpec, ...]

    def settle(self, setting: Setting) -> tuple[Shadow, ...]:
        scale, around = setting
        return tuple(
            Shadow(_px(x, scale), _px(y, scale), _px(blur, scale), settle_color(shade, around))
            for x, y, blur, shade in self.parts
        )


class LateRect(NamedTuple):
    sides: tuple[Specified | None, ...]

    def settle(self, setting: Setting) -> Rect:
        top, right, bottom, left = (None if side is None else _px(side, setting.scale) for side in self.sides)
        return Rect(top, right, bottom, left)


Late = LateImages | LateFunctions | LateShadows | LateRect
"""A value that holds colours or lengths still to be computed."""


def _px(value: Specified, scale: Scale) -> float:
    size = to_px(value, scale)
    return size if isinstance(size, float) else 0.0


def settle_color(value: Color | LateColor, around: Surroundings) -> Color:
    return value.settle(around) if isinstance(value, LateColor) else value


# -- grammars -----------------------------------------------------------------------------------------------

_OTHER_IMAGES: Final = frozenset({"image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "paint",
                                  "image", "element", "-webkit-canvas"})  # fmt: skip


def image(token: Token) -> ImageSpec | None:
    """A layer's image: kind, URL, colour stops."""
    if token.kind == "url":
        return "url", token.text, ()
    if token.kind == "function" and token.text in ("url", "src"):
        return "other", "", ()
    if token.kind == "function" and token.text in GRADIENTS:
        shades = stops(token)
        return ("gradient", "", shades) if shades is not None else None
    if token.kind == "function" and token.text in _OTHER_IMAGES:
        return "other", "", ()
    return None


def shadows(found: Tokens) -> object | None:
    """`text-shadow`: a list of shadows, or none."""
    if len(found) == 1 and found[0].text == "none":
        return ()
    parts: list[ShadowSpec] = []
    for piece in split_at_commas(found):
        shade: ColorSpec | None = None
        lengths: list[Specified] = []
        for token in piece:
            size = length(token, percent=False)
            if size is not None:
                lengths.append(size)
            elif shade is None and (shade := color(token)) is not None:
                continue
            else:
                return None
        if len(lengths) not in (2, 3):
            return None
        x, y, blur = [*lengths, 0.0][:3]
        parts.append((x, y, blur, shade or CURRENT))
    return LateShadows(tuple(parts))


def functions(found: Tokens, known: Mapping[str, Arguments]) -> LateFunctions | tuple[()] | None:
    """A list of functions such as `translate(1px) scale(0)`, or none."""
    if len(found) == 1 and found[0].text == "none" and found[0].kind == "ident":
        return ()
    parts: list[FunctionSpec] = []
    for token in found:
        if token.kind == "url":
            parts.append(("url", ()))
            continue
        wanted = known.get(token.text) if token.kind == "function" else None
        args = _arguments(token.args, wanted) if wanted is not None else None
        if args is None:
            return None
        parts.append((token.text, args))
    return LateFunctions(tuple(parts)) if parts else None


class Arguments(NamedTuple):
    """What a function takes: how many arguments, and of which kinds, the last kind for all that follow."""

    least: int
    most: int
    kinds: tuple[Callable[[Token], Specified | None], ...]


def _arguments(written: Tokens, wanted: Arguments) -> tuple[Specified, ...] | None:
    """Arguments between commas; None when they are not what is wanted, which makes the whole value invalid."""
    if any((token.kind == "comma") is not (place % 2 == 1) for place, token in enumerate(written)):
        return None
    found = written[::2]
    if not wanted.least <= len(found) <= wanted.most or len(written) != max(0, 2 * len(found) - 1):
        return None
    read = [wanted.kinds[min(place, len(wanted.kinds) - 1)](token) for place, token in enumerate(found)]
    args = tuple(one for one in read if one is not None)
    return args if len(args) == len(read) else None


def angle(token: Token) -> float | None:
    """Degrees; a plain zero is an angle, too."""
    return 0.0 if token.kind == "number" and token.number == 0 else degrees(token)


def share(token: Token) -> float | None:
    """A number, or a percentage as a share of one."""
    return token.number / 100 if token.kind == "percentage" else number(token)


def rect(found: Tokens, quirks: bool = False) -> object | None:
    """`clip: rect(top, right, bottom, left)` or auto."""
    if len(found) != 1:
        return None
    if found[0].kind == "ident":
        return "auto" if found[0].text == "auto" else None
    args = [token for token in found[0].args if token.kind != "comma"]
    if found[0].kind != "function" or found[0].text != "rect" or len(args) != 4:
        return None
    sides: list[Specified | None] = []
    for token in args:
        size = None if token.text == "auto" and token.kind == "ident" else length(token, False, quirks)
        if size is None and token.text != "auto":
            return None
        sides.append(size)
    return LateRect(tuple(sides))
