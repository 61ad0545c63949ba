"""Typed values of properties: what a declaration's tokens mean, and what they become on an element."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, NamedTuple

from mailcheck.facts import colors
from mailcheck.facts.color_syntax import LateColor, Surroundings, color
from mailcheck.facts.colors import Color
from mailcheck.facts.css import Token, Tokens
from mailcheck.facts.lengths import Length, Math, Percent, Relative, Scale, degrees, length, number, to_px


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


@dataclass(frozen=True, slots=True)
class Multiple:
    """A unitless line height: it is inherited as the factor, not as a length."""

    factor: float


@dataclass(frozen=True, slots=True)
class Image:
    """One layer of a background or mask. `colors` are the stops of a gradient, as far as they are colours."""

    kind: Literal["url", "gradient", "other"]
    url: str = ""
    colors: tuple[Color, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """One function of `transform`, `filter` or `clip-path`.

    Lengths are px (or `Percent`), angles degrees, percentages of plain numbers shares (50% is 0.5).
    """

    name: str
    args: tuple[Length, ...] = ()


@dataclass(frozen=True, slots=True)
class Shadow:
    """One text shadow, lengths in px."""

    x: float
    y: float
    blur: float
    color: Color


@dataclass(frozen=True, slots=True)
class Rect:
    """`clip: rect()`; None for auto."""

    top: float | None
    right: float | None
    bottom: float | None
    left: float | None


class Late(NamedTuple):
    """A value that holds colours or lengths still to be computed; `kind` says which of the above it becomes."""

    kind: Literal["image", "function", "shadow", "rect"]
    parts: tuple[object, ...]

    def settle(self, setting: Setting) -> object:
        if self.kind == "rect":
            return Rect(*(None if part is None else _px(part, setting.scale) for part in self.parts))
        return tuple(_settle_part(self.kind, part, setting) for part in self.parts)


def _settle_part(kind: str, part: object, setting: Setting) -> object:
    if kind == "image":
        image_kind, url, stops = part  # type: ignore[misc]
        return Image(image_kind, url, tuple(settle_color(stop, setting.around) for stop in stops))
    if kind == "function":
        name, args = part  # type: ignore[misc]
        return Function(name, tuple(to_px(arg, setting.scale) for arg in args))
    lengths, shade = part  # type: ignore[misc]
    x, y, blur = (_px(size, setting.scale) for size in lengths)
    return Shadow(x, y, blur, settle_color(shade, setting.around))


def _px(value: object, scale: Scale) -> float:
    size = to_px(value, scale)  # type: ignore[arg-type]
    return size if isinstance(size, float) else 0.0


def settle_color(value: Color | LateColor, around: Surroundings) -> Color:
    return value.settle(around) if isinstance(value, LateColor) else value


# -- grammars -----------------------------------------------------------------------------------------------

GRADIENTS: Final = frozenset(
    prefix + name
    for prefix in ("", "-webkit-", "repeating-", "-webkit-repeating-")
    for name in ("linear-gradient", "radial-gradient", "conic-gradient")
) | {"-webkit-gradient"}
_OTHER_IMAGES: Final = frozenset({"image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade", "paint",
                                  "image", "element", "-webkit-canvas"})  # fmt: skip


def image(token: Token) -> tuple[str, str, tuple[Color | LateColor, ...]] | None:
    """A layer's image: kind, URL, colour stops."""
    if token.kind == "url":
        return "url", token.text, ()
    if token.kind == "function" and token.text in ("url", "src"):
        return "url", "", ()
    if token.kind == "function" and token.text in GRADIENTS:
        stops = tuple(found for found in map(color, _stops(token)) if found is not None)
        return ("gradient", "", stops) if len(stops) >= 1 else None
    if token.kind == "function" and token.text in _OTHER_IMAGES:
        return "other", "", ()
    return None


def _stops(gradient: Token) -> Tokens:
    found: list[Token] = []
    for argument in gradient.args:
        if argument.kind == "function" and argument.text in ("from", "to", "color-stop"):
            found += argument.args
        else:
            found.append(argument)
    return tuple(token for token in found if token.kind != "comma")


def shadows(found: Tokens) -> object | None:
    """`text-shadow`: a list of shadows, or none."""
    if len(found) == 1 and found[0].text == "none":
        return ()
    parts = []
    for piece in pieces(found):
        shade: Color | LateColor | None = None
        lengths = []
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
        parts.append(((x, y, blur), shade or LateColor(Token("ident", "currentcolor"))))
    return Late("shadow", tuple(parts))


def functions(found: Tokens, known: frozenset[str]) -> object | None:
    """A list of functions such as `translate(1px) scale(0)`, or none."""
    if len(found) == 1 and found[0].text == "none" and found[0].kind == "ident":
        return ()
    parts = []
    for token in found:
        if token.kind == "url":
            parts.append(("url", ()))
            continue
        if token.kind != "function" or token.text not in known:
            return None
        args: list[object] = []
        for argument in token.args:
            if argument.kind == "comma":
                continue
            value = _argument(argument, token.text in _OF_LENGTHS)
            if value is None:
                return None
            args.append(value)
        parts.append((token.text, tuple(args)))
    return Late("function", tuple(parts)) if parts else None


_OF_LENGTHS: Final = frozenset(
    {"translate", "translatex", "translatey", "translatez", "translate3d", "perspective", "blur"}
)


def _argument(token: Token, of_lengths: bool) -> object | None:
    if of_lengths:
        return length(token)
    if (plain := number(token)) is not None:
        return plain
    if (angle := degrees(token)) is not None:
        return angle
    return length(token)


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
    sides: list[object] = []
    for token in args:
        size = None if token.text == "auto" and token.kind == "ident" else length(token, False, quirks)
        if size is None and token.text != "auto":
            return None
        sides.append(size)
    return Late("rect", tuple(sides))


def pieces(found: Tokens) -> list[Tokens]:
    """Split at commas."""
    parts: list[Tokens] = []
    start = 0
    for place, token in enumerate(found):
        if token.kind == "comma":
            parts.append(found[start:place])
            start = place + 1
    return [*parts, found[start:]]


__all__ = [
    "Function", "Image", "Late", "Math", "Multiple", "Pending", "Percent", "Rect", "Relative", "Setting",
    "Shadow", "Wide", "colors", "functions", "image", "pieces", "rect", "settle_color", "shadows", "share",
]  # fmt: skip
