"""Colours as style sheets write them: every notation of CSS Color 4 and 5 that Chromium knows."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.css import colors
from mailcheck.facts.css.colors import Color, Triple, contrast
from mailcheck.facts.css.css import Token, Tokens, split_at_commas
from mailcheck.facts.css.lengths import Percent, Scale, degrees, length, number, to_px


class Surroundings(NamedTuple):
    """What some colours refer to: the element's `color`, and whether its colour scheme is dark."""

    current: Color
    dark: bool


class LateColor(NamedTuple):
    """A colour that depends on its element: `currentcolor`, `light-dark()`, a system colour."""

    token: Token

    def settle(self, around: Surroundings) -> Color:
        return _color(self.token, around) or colors.TRANSPARENT


CURRENT: Final = LateColor(Token("ident", "currentcolor"))
_SYSTEM: Final = {
    "canvas": ("ffffff", "121212"), "canvastext": ("000000", "ffffff"), "linktext": ("0000ee", "9e9eff"),
    "visitedtext": ("551a8b", "d0adf0"), "activetext": ("ff0000", "ff9e9e"), "buttonface": ("efefef", "6b6b6b"),
    "buttontext": ("000000", "ffffff"), "buttonborder": ("000000", "ffffff"), "field": ("ffffff", "3b3b3b"),
    "fieldtext": ("000000", "ffffff"), "highlight": ("0041c6cc", "0041c6cc"), "highlighttext": ("ffffff", "ffffff"),
    "mark": ("ffff00", "ffff00"), "marktext": ("000000", "000000"), "graytext": ("808080", "808080"),
    "selecteditem": ("3367d1", "99c8ff"), "selecteditemtext": ("ffffff", "3b3b3b"),
    "accentcolor": ("0075ff", "99c8ff"), "accentcolortext": ("ffffff", "3b3b3b"),
    "activeborder": ("000000", "ffffff"), "activecaption": ("ffffff", "121212"),
    "appworkspace": ("ffffff", "121212"), "background": ("ffffff", "121212"),
    "buttonhighlight": ("efefef", "6b6b6b"), "buttonshadow": ("efefef", "6b6b6b"),
    "captiontext": ("000000", "ffffff"), "inactiveborder": ("000000", "ffffff"),
    "inactivecaption": ("ffffff", "121212"), "inactivecaptiontext": ("808080", "808080"),
    "infobackground": ("ffffff", "121212"), "infotext": ("000000", "ffffff"), "menu": ("ffffff", "121212"),
    "menutext": ("000000", "ffffff"), "scrollbar": ("ffffff", "121212"),
    "threeddarkshadow": ("000000", "ffffff"), "threedface": ("efefef", "6b6b6b"),
    "threedhighlight": ("000000", "ffffff"), "threedlightshadow": ("000000", "ffffff"),
    "threedshadow": ("000000", "ffffff"), "window": ("ffffff", "121212"), "windowframe": ("000000", "ffffff"),
    "windowtext": ("000000", "ffffff"), "-webkit-link": ("0000ee", "9e9eff"),
    "-webkit-activelink": ("ff0000", "ff9e9e"), "-webkit-text": ("000000", "ffffff"),
}  # fmt: skip
_NO_SCALE: Final = Scale(16, 16, 800, 600)
_TRIAL: Final = Surroundings(colors.BLACK, False)


@lru_cache(maxsize=2048)
def color(token: Token) -> Color | LateColor | None:
    """The colour of one component value; None when it is none."""
    if token.kind == "hash":
        return colors.parse_hex(token.text)
    if token.kind == "ident":
        if token.text == "transparent":
            return colors.TRANSPARENT
        named = colors.NAMED.get(token.text)
        if named is not None:
            return named
        return LateColor(token) if token.text == "currentcolor" or token.text in _SYSTEM else None
    if token.kind != "function":
        return None
    settled = _color(token, _TRIAL)
    return LateColor(token) if settled is not None and _is_late(token) else settled


def system_color(name: str, dark: bool) -> Color:
    """A system colour by its lower-case name, in the light or the dark scheme."""
    return colors.parse_hex(_SYSTEM[name][dark]) or colors.BLACK


def _is_late(token: Token) -> bool:
    if token.kind == "ident":
        return token.text == "currentcolor" or token.text in _SYSTEM
    return token.text == "light-dark" or any(_is_late(argument) for argument in token.args)


def _color(token: Token, around: Surroundings) -> Color | None:
    if token.kind == "ident" and token.text == "currentcolor":
        return around.current
    if token.kind == "ident" and token.text in _SYSTEM:
        return system_color(token.text, around.dark)
    if token.kind != "function":
        plain = color(token)
        return plain if isinstance(plain, Color) else None
    if token.text == "light-dark":
        sides = split_at_commas(token.args)
        if len(sides) != 2 or len(sides[0]) != 1 or len(sides[1]) != 1:
            return None
        light, dark = _color(sides[0][0], around), _color(sides[1][0], around)
        return None if light is None or dark is None else (dark if around.dark else light)
    if token.text == "color-mix":
        return _mix(token.args, around)
    if token.text == "contrast-color":
        below = _color(token.args[0], around) if len(token.args) == 1 else None
        return None if below is None else max(colors.WHITE, colors.BLACK, key=lambda one: contrast(one, below))
    return _function(token.text, token.args, around)


# -- rgb(), hsl(), lab() and their kin -----------------------------------------------------------------------

_HUE_FIRST: Final = frozenset({"hsl", "hsla", "hwb"})
_FULL: Final[dict[str, Triple]] = {
    "rgb": (255.0, 255.0, 255.0), "rgba": (255.0, 255.0, 255.0), "hsl": (0.0, 100.0, 100.0),
    "hsla": (0.0, 100.0, 100.0), "hwb": (0.0, 100.0, 100.0), "lab": (100.0, 125.0, 125.0),
    "lch": (100.0, 150.0, 0.0), "oklab": (1.0, 0.4, 0.4), "oklch": (1.0, 0.4, 0.0), "color": (1.0, 1.0, 1.0),
}  # fmt: skip
"""What 100 % stands for in each channel; 0 for a hue."""
_LEGACY: Final = frozenset({"rgb", "rgba", "hsl", "hsla"})
_NAMES: Final = {
    "rgb": "rgb", "rgba": "rgb", "hsl": "hsl", "hsla": "hsl", "hwb": "hwb", "lab": "lab", "lch": "lch",
    "oklab": "lab", "oklch": "lch",
}  # fmt: skip


def _function(name: str, args: Tokens, around: Surroundings) -> Color | None:
    full = _FULL.get(name)
    if full is None or not args:
        return None
    space = ""
    bound: dict[str, float] = {}
    if args[0].kind == "ident" and args[0].text == "from" and len(args) > 2:
        origin = _color(args[1], around)
        if origin is None:
            return None
        args = args[2:]
        bound = _channels(name, args[0].text if name == "color" else "", origin)
    if name == "color":
        if args[0].kind != "ident":
            return None
        space, args = args[0].text, args[1:]
    channels, alpha, legacy = _split(args)
    if len(channels) != 3 or (legacy and (name not in _LEGACY or bound)):
        return None
    if legacy and not _is_legacy(name, channels):
        return None
    numbers = [_channel(channel, top, legacy, bound) for channel, top in zip(channels, full, strict=True)]
    share = _alpha(alpha, legacy, bound)
    if share is None or any(value is None for value in numbers):
        return None
    first, second, third = (value for value in numbers if value is not None)
    rgb = _to_rgb(name, space, (first, second, third))
    if rgb is None:
        return None
    if name in _LEGACY or name == "hwb":
        rgb = _rounded(rgb) if not bound else rgb
    return colors.from_rgb(rgb, share)


def _rounded(rgb: Triple) -> Triple:
    """Chromium keeps these notations in whole channels of 8 bits."""
    red, green, blue = (math.floor(min(max(part, 0.0), 1.0) * 255 + 0.5) / 255 for part in rgb)
    return red, green, blue


def _split(args: Tokens) -> tuple[Tokens, Token | None, bool]:
    """The channels, the alpha, and whether they are separated by commas."""
    if any(token.kind == "comma" for token in args):
        pieces = split_at_commas(args)
        if any(len(piece) != 1 for piece in pieces) or len(pieces) not in (3, 4):
            return (), None, True
        flat = tuple(piece[0] for piece in pieces)
        return flat[:3], flat[3] if len(flat) == 4 else None, True
    if len(args) == 5 and args[3].kind == "slash":
        return args[:3], args[4], False
    return args, None, False


def _is_legacy(name: str, channels: Tokens) -> bool:
    """The comma notation takes no `none`, and numbers or percentages, not both."""
    kinds = {channel.kind for channel in channels if channel.kind != "function"}
    if "ident" in kinds:
        return False
    if name in _HUE_FIRST:
        return channels[1].kind != "number" and channels[2].kind != "number"
    return kinds in ({"number"}, {"percentage"}, set())


def _channel(token: Token, full: float, legacy: bool, bound: dict[str, float]) -> float | None:
    """One channel as a number of its own range; `none` is 0."""
    if token.kind == "ident":
        return bound.get(token.text, 0.0 if token.text == "none" and not legacy else None)
    if token.kind == "percentage":
        return token.number * full / 100 if full else None
    if full == 0.0 and (angle := degrees(token)) is not None:
        return angle
    if token.kind == "function" and bound:
        token = _bind(token, bound)
    if token.kind == "function" and full and (share := length(token)) is not None:
        percent = to_px(share, _NO_SCALE)
        return percent.value * full / 100 if isinstance(percent, Percent) and not percent.px else None
    return number(token)


def _bind(token: Token, bound: dict[str, float]) -> Token:
    if token.kind == "ident" and token.text in bound:
        return Token("number", "", bound[token.text])
    return token._replace(args=tuple(_bind(argument, bound) for argument in token.args))


def _alpha(token: Token | None, legacy: bool, bound: dict[str, float]) -> float | None:
    if token is None:
        return bound.get("alpha", 1.0)
    if token.kind == "percentage":
        return token.number / 100
    value = _channel(token, 1.0, legacy, bound)
    return None if value is None else min(max(value, 0.0), 1.0)


def _to_rgb(name: str, space: str, values: Triple) -> Triple | None:
    first, second, third = values
    if name in ("rgb", "rgba"):
        return first / 255, second / 255, third / 255
    if name in ("hsl", "hsla"):
        return colors.hsl_to_rgb(first, min(max(second, 0), 100) / 100, min(max(third, 0), 100) / 100)
    if name == "hwb":
        return colors.hwb_to_rgb(first, min(max(second, 0), 100) / 100, min(max(third, 0), 100) / 100)
    if name == "lab":
        return colors.lab_to_rgb(min(max(first, 0), 100), second, third)
    if name == "lch":
        return colors.lab_to_rgb(*colors.polar(min(max(first, 0), 100), max(second, 0), third))
    if name == "oklab":
        return colors.oklab_to_rgb(min(max(first, 0), 1), second, third)
    if name == "oklch":
        return colors.oklab_to_rgb(*colors.polar(min(max(first, 0), 1), max(second, 0), third))
    return colors.space_to_rgb(space, values)


def _channels(name: str, space: str, origin: Color) -> dict[str, float]:
    """The names a relative colour may use, with the origin's value in that notation."""
    key = "color" if name == "color" else name
    values = _from_rgb(key, space, origin)
    letters = "rgb" if name == "color" else _NAMES[name]
    bound = dict(zip(letters, values, strict=True))
    if space.startswith("xyz"):
        bound = dict(zip("xyz", values, strict=True))
    return {**bound, "alpha": origin.alpha}


def _from_rgb(name: str, space: str, origin: Color) -> Triple:
    rgb = (origin.red / 255, origin.green / 255, origin.blue / 255)
    if name in ("rgb", "rgba"):
        return origin.red, origin.green, origin.blue
    if name in ("hsl", "hsla", "hwb"):
        return (colors.rgb_to_hwb if name == "hwb" else colors.rgb_to_hsl)(*rgb)
    if name == "color":
        return colors.rgb_to_space(space, rgb)
    flat = (colors.rgb_to_oklab if name.startswith("ok") else colors.rgb_to_lab)(*rgb)
    return colors.to_polar(flat) if name.endswith("ch") else flat


# -- color-mix() ---------------------------------------------------------------------------------------------

_POLAR: Final = {"lch": 2, "oklch": 2, "hsl": 0, "hwb": 0}
"""Where the hue is among the channels."""


def _mix(args: Tokens, around: Surroundings) -> Color | None:
    sides = split_at_commas(args)
    if sides and sides[0] and sides[0][0].text != "in":
        sides.insert(0, (Token("ident", "in"), Token("ident", "oklab")))
    if len(sides) != 3 or len(sides[0]) < 2 or sides[0][0].text != "in":
        return None
    space = sides[0][1].text
    way = sides[0][2].text if len(sides[0]) > 2 else "shorter"
    first, second = _mixed_part(sides[1], around), _mixed_part(sides[2], around)
    if first is None or second is None:
        return None
    (left, one), (right, two) = first, second
    if one is None and two is None:
        one = two = 50.0
    one = 100 - (two or 0) if one is None else one
    two = 100 - one if two is None else two
    total = one + two
    if one < 0 or two < 0:
        return None
    if total == 0:
        return colors.TRANSPARENT
    mixed = _interpolate(space, way, left, right, two / total)
    return mixed.faded(total / 100) if mixed is not None and total < 100 else mixed


def _mixed_part(side: Tokens, around: Surroundings) -> tuple[Color, float | None] | None:
    share = next((token.number for token in side if token.kind == "percentage"), None)
    rest = [token for token in side if token.kind != "percentage"]
    found = _color(rest[0], around) if len(rest) == 1 and len(side) <= 2 else None
    return None if found is None else (found, share)


def _interpolate(space: str, way: str, left: Color, right: Color, share: float) -> Color | None:
    """Premultiplied mixture with `share` of `right`."""
    kind, inner = (space, "") if space in _FULL else ("color", space)
    try:
        one, two = _from_rgb(kind, inner, left), _from_rgb(kind, inner, right)
    except KeyError:
        return None
    alpha = left.alpha * (1 - share) + right.alpha * share
    if alpha <= 0:
        return colors.TRANSPARENT
    channels = []
    for place, (a, b) in enumerate(zip(one, two, strict=True)):
        if _POLAR.get(space) == place:
            channels.append(_hue(a, b, way, share, one, two, space))
        else:
            channels.append((a * left.alpha * (1 - share) + b * right.alpha * share) / alpha)
    first, second, third = channels
    rgb = _to_rgb(kind, inner, (first, second, third))
    return None if rgb is None else colors.from_rgb(rgb, alpha)


def _hue(a: float, b: float, way: str, share: float, one: Triple, two: Triple, space: str) -> float:
    """Between two hues; a colour without one (grey) takes the other's."""
    a = b if _is_grey(one, space) else a
    b = a if _is_grey(two, space) else b
    distance = b - a
    if way == "longer":
        distance += -360 if 0 < distance < 180 else 360 if -180 < distance <= 0 else 0
    elif way == "increasing":
        distance += 360 if distance < 0 else 0
    elif way == "decreasing":
        distance -= 360 if distance > 0 else 0
    else:
        distance += -360 if distance > 180 else 360 if distance < -180 else 0
    return a + distance * share


def _is_grey(channels: Triple, space: str) -> bool:
    _, second, third = channels
    return second + third > 99.9999 if space == "hwb" else second < 1e-4
