"""What transforms, clips, filters and blending do to what an element paints. Pure functions of its style."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from mailcheck.facts.css.colors import Color, Triple
from mailcheck.facts.css.lengths import Length, Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.values import Function, Rect


class Offset(NamedTuple):
    """A translation: px, and shares of the box's own width and height."""

    px: float = 0.0
    width: float = 0.0
    height: float = 0.0


class Matrix(NamedTuple):
    """The affine part of a transform as seen on screen: (a c; b d), and where it moves the box."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    x: Offset = Offset()
    y: Offset = Offset()

    @property
    def scale(self) -> float:
        """How much the thinner direction of a glyph is enlarged; 0 when the box becomes a line or a point."""
        area = abs(self.a * self.d - self.b * self.c)
        return area / max(math.hypot(self.a, self.b), math.hypot(self.c, self.d), 1e-9)


IDENTITY: Final = Matrix()


def matrix(style: Style) -> Matrix:
    """`translate`, `rotate`, `scale` and `transform` together. Perspective is left out."""
    found = IDENTITY
    for function in (*style.translate, *style.rotate, *style.scale, *style.transform):
        found = _times(found, _function(function))
    return found


def faces_away(style: Style) -> bool:
    """Whether the element shows its back: turned about a horizontal or vertical axis by more than 90 degrees."""
    turned = [f for f in (*style.rotate, *style.transform) if f.name in ("rotatex", "rotatey", "rotate3d")]
    cosine = 1.0
    for function in turned:
        angle = function.args[-1] if function.args else 0.0
        cosine *= math.cos(math.radians(angle)) if isinstance(angle, float) else 1.0
    return cosine < 0


def _function(function: Function) -> Matrix:
    name, args = function.name, function.args
    numbers = [arg if isinstance(arg, int | float) else 0.0 for arg in args] or [0.0]
    if name.startswith("translate"):
        return _translate(name, args)
    if name.startswith("scale"):
        return _scale(name, numbers, args)
    if name.startswith("rotate"):
        return _rotate(name, numbers)
    if name in ("skew", "skewx", "skewy"):
        first = math.tan(math.radians(numbers[0]))
        second = math.tan(math.radians(numbers[1])) if len(numbers) > 1 else 0.0
        return Matrix(b=first) if name == "skewy" else Matrix(c=first, b=second if name == "skew" else 0.0)
    if name == "matrix" and len(numbers) == 6:
        a, b, c, d, e, f = numbers
        return Matrix(a, b, c, d, Offset(e), Offset(f))
    if name == "matrix3d" and len(numbers) == 16:
        return Matrix(numbers[0], numbers[1], numbers[4], numbers[5], Offset(numbers[12]), Offset(numbers[13]))
    return IDENTITY


def _translate(name: str, args: tuple[Length, ...]) -> Matrix:
    first = args[0] if args else 0.0
    second = args[1] if len(args) > 1 and name in ("translate", "translate3d") else 0.0
    if name == "translatey":
        first, second = 0.0, first
    elif name == "translatez":
        first = second = 0.0
    return Matrix(x=_offset(first, False), y=_offset(second, True))


def _offset(length: Length, vertical: bool) -> Offset:
    if isinstance(length, Percent):
        share = length.value / 100
        return Offset(length.px, 0.0, share) if vertical else Offset(length.px, share)
    return Offset(length) if isinstance(length, int | float) else Offset()


def _scale(name: str, numbers: list[float], args: tuple[Length, ...]) -> Matrix:
    shares = [arg.value / 100 if isinstance(arg, Percent) else n for arg, n in zip(args, numbers, strict=False)]
    first = shares[0] if shares else 1.0
    if name == "scalex":
        return Matrix(a=first)
    if name == "scaley":
        return Matrix(d=first)
    if name == "scalez":
        return IDENTITY if first else Matrix(a=0.0, d=0.0)
    if name == "scale3d" and shares[-1] == 0:
        return Matrix(a=0.0, d=0.0)
    return Matrix(a=first, d=shares[1] if len(shares) > 1 else first)


def _rotate(name: str, numbers: list[float]) -> Matrix:
    angle = math.radians(numbers[-1])
    x, y, z = {"rotatex": (1.0, 0.0, 0.0), "rotatey": (0.0, 1.0, 0.0)}.get(name, (0.0, 0.0, 1.0))
    if name == "rotate3d" and len(numbers) == 4:
        length = math.hypot(*numbers[:3]) or 1.0
        x, y, z = (part / length for part in numbers[:3])
    cosine, sine = math.cos(angle), math.sin(angle)
    rest = 1 - cosine
    return Matrix(cosine + x * x * rest, x * y * rest + z * sine, x * y * rest - z * sine, cosine + y * y * rest)


def _times(left: Matrix, right: Matrix) -> Matrix:
    if right is IDENTITY:
        return left
    a, b, c, d = left[:4]
    x, y = right.x, right.y
    return Matrix(
        a * right.a + c * right.b,
        b * right.a + d * right.b,
        a * right.c + c * right.d,
        b * right.c + d * right.d,
        Offset(*(before + a * along + c * across for before, along, across in zip(left.x, x, y, strict=True))),
        Offset(*(before + b * along + d * across for before, along, across in zip(left.y, x, y, strict=True))),
    )


# -- clips ----------------------------------------------------------------------------------------------------


def clip_is_empty(clip: Rect | str) -> bool:
    """Whether `clip: rect()` leaves at most a speck. It only counts on absolutely positioned elements."""
    if isinstance(clip, str):
        return False
    return any(
        end is not None and end - (start or 0.0) <= 1
        for start, end in ((clip.top, clip.bottom), (clip.left, clip.right))
    )


def shape_is_empty(shapes: tuple[Function, ...]) -> bool:
    """Whether a `clip-path` encloses no area, whatever the size of its box."""
    return any(_encloses_nothing(shape) for shape in shapes)


def _encloses_nothing(shape: Function) -> bool:
    args = shape.args
    if shape.name == "inset" and args:
        top, right, bottom, left = (
            args[0],
            args[1] if len(args) > 1 else args[0],
            args[2] if len(args) > 2 else args[0],
            args[3] if len(args) > 3 else args[1] if len(args) > 1 else args[0],
        )
        return _leaves_nothing(top, bottom) or _leaves_nothing(left, right)
    if shape.name in ("circle", "ellipse"):
        return any(_is_zero(arg) for arg in args)
    if shape.name == "xywh":
        return _is_zero(args[2]) or _is_zero(args[3])
    if shape.name == "rect":
        top, right, bottom, left = args
        return _is_empty(top, bottom) or _is_empty(left, right)
    if shape.name == "polygon":
        return len(args) >= 2 and _area(args) < 1e-6
    return False


def _leaves_nothing(near: Length, far: Length) -> bool:
    """Whether insets of two opposite sides meet, in a box of any usual size."""
    if isinstance(near, int | float) and isinstance(far, int | float):
        return near + far >= _LARGEST
    return _share(near) + _share(far) >= 100


_LARGEST: Final = 10_000.0
"""px. No box is taken to be larger."""


def _is_empty(start: Length, end: Length) -> bool:
    """Whether an edge lies at or before the opposite one."""
    if isinstance(start, Percent) and isinstance(end, Percent) and start.px == end.px == 0:
        return end.value <= start.value
    if isinstance(start, int | float) and isinstance(end, int | float):
        return end <= start
    return isinstance(start, int | float) and start >= 0 and _is_zero(end)


def _share(length: Length) -> float:
    return length.value if isinstance(length, Percent) and length.px >= 0 else 0.0


def _is_zero(length: Length) -> bool:
    return length == 0 or (isinstance(length, Percent) and length.value == 0 and length.px == 0)


def _area(lengths: tuple[Length, ...]) -> float:
    """Twice the area of a polygon whose points are all percentages or all px; 1 when they are mixed."""
    if all(isinstance(length, Percent) or length == 0 for length in lengths):
        flat = [length.value if isinstance(length, Percent) else 0.0 for length in lengths]
    elif all(isinstance(length, int | float) for length in lengths):
        flat = [float(length) for length in lengths if isinstance(length, int | float)]
    else:
        return 1.0
    points = list(zip(flat[::2], flat[1::2], strict=False))
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return abs(sum(x * below - across * y for (x, y), (across, below) in pairs))


# -- filters and blending ---------------------------------------------------------------------------------------

_Rows = tuple[tuple[float, float, float], ...]
_GREY: Final[_Rows] = ((0.2126, 0.7152, 0.0722),) * 3
_SEPIA: Final[_Rows] = ((0.393, 0.769, 0.189), (0.349, 0.686, 0.168), (0.272, 0.534, 0.131))
_SAME: Final[_Rows] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
_HUE_COSINE: Final[_Rows] = ((0.787, -0.715, -0.072), (-0.213, 0.285, -0.072), (-0.213, -0.715, 0.928))
_HUE_SINE: Final[_Rows] = ((-0.213, -0.715, 0.928), (0.143, 0.140, -0.283), (-0.787, 0.715, 0.072))


def filtered(color: Color, functions: tuple[Function, ...]) -> Color:
    """A colour after colour filters; blur and shadows leave it as it is."""
    for function in functions:
        color = _filtered(color, function)
    return color


def _filtered(color: Color, function: Function) -> Color:
    amount = function.args[0] if function.args else 0.0 if function.name in ("hue-rotate", "blur") else 1.0
    if not isinstance(amount, int | float):
        return color
    name = function.name
    if name == "opacity":
        return color.faded(max(0.0, amount))
    if name == "brightness":
        return _each(color, lambda channel: channel * amount)
    if name == "contrast":
        return _each(color, lambda channel: (channel - 127.5) * amount + 127.5)
    if name == "invert":
        return _each(color, lambda channel: channel * (1 - 2 * min(amount, 1)) + 255 * min(amount, 1))
    if name in ("grayscale", "sepia", "saturate"):
        share = amount if name == "saturate" else 1 - min(amount, 1)
        return _mixed(color, _blend_rows(_SEPIA if name == "sepia" else _GREY, _SAME, share))
    if name == "hue-rotate":
        angle = math.radians(amount)
        cosine, sine = math.cos(angle), math.sin(angle)
        grey: _Rows = ((0.213, 0.715, 0.072),) * 3
        turned = tuple(
            tuple(g + c * cosine + s * sine for g, c, s in zip(*rows, strict=True))
            for rows in zip(grey, _HUE_COSINE, _HUE_SINE, strict=True)
        )
        return _mixed(color, turned)  # type: ignore[arg-type]
    return color


def blur(functions: tuple[Function, ...]) -> float:
    """The radius of `blur()` in px, 0 without."""
    radius = [function.args[0] for function in functions if function.name == "blur" and function.args]
    return max((size for size in radius if isinstance(size, int | float)), default=0.0)


_BLURRED: Final = 10.0
"""How much a px of deviation spreads letters, against a px of their size (measured from 0.5 to 10 px)."""


def sharpness(font: float, deviation: float) -> float:
    """What share of their colour letters keep where they are darkest, once they are blurred."""
    return font / (font + _BLURRED * deviation) if font > 0 else 1.0


def _each(color: Color, change: Callable[[float], float]) -> Color:
    red, green, blue = (min(max(change(channel), 0.0), 255.0) for channel in (color.red, color.green, color.blue))
    return Color(red, green, blue, color.alpha)


def _mixed(color: Color, rows: _Rows) -> Color:
    old = (color.red, color.green, color.blue)
    new = (sum(share * channel for share, channel in zip(row, old, strict=True)) for row in rows)
    red, green, blue = (min(max(channel, 0.0), 255.0) for channel in new)
    return Color(red, green, blue, color.alpha)


def _blend_rows(full: _Rows, none: _Rows, share: float) -> _Rows:
    mixed = (
        tuple(all_of * (1 - share) + none_of * share for all_of, none_of in zip(*rows, strict=True))
        for rows in zip(full, none, strict=True)
    )
    return tuple(mixed)  # type: ignore[arg-type]


_BLENDS: Final[dict[str, Callable[[float, float], float]]] = {
    "multiply": lambda below, above: below * above,
    "screen": lambda below, above: below + above - below * above,
    "darken": min,
    "lighten": max,
    "difference": lambda below, above: abs(below - above),
    "exclusion": lambda below, above: below + above - 2 * below * above,
    "overlay": lambda below, above: _hard_light(above, below),
    "hard-light": lambda below, above: _hard_light(below, above),
    "soft-light": lambda below, above: _soft_light(below, above),
    "plus-lighter": lambda below, above: min(1.0, below + above),
    "color-dodge": lambda below, above: 0.0 if below == 0 else 1.0 if above >= 1 else min(1, below / (1 - above)),
    "color-burn": lambda below, above: 1.0 if below >= 1 else 0.0 if above <= 0 else 1 - min(1, (1 - below) / above),
}
"""Separable blend modes on shares of one: (backdrop, source)."""
_WHOLE_BLENDS: Final[dict[str, Callable[[Triple, Triple], Triple]]] = {
    "hue": lambda below, above: _set_light(_set_spread(above, _spread(below)), _light(below)),
    "saturation": lambda below, above: _set_light(_set_spread(below, _spread(above)), _light(below)),
    "color": lambda below, above: _set_light(above, _light(below)),
    "luminosity": lambda below, above: _set_light(below, _light(above)),
}
"""Blend modes of whole colours (Compositing and Blending 1, section 10.2): (backdrop, source)."""


def _hard_light(below: float, above: float) -> float:
    return 2 * below * above if above <= 0.5 else 1 - 2 * (1 - below) * (1 - above)


def _soft_light(below: float, above: float) -> float:
    if above <= 0.5:
        return below - (1 - 2 * above) * below * (1 - below)
    bent = ((16 * below - 12) * below + 4) * below if below <= 0.25 else math.sqrt(below)
    return below + (2 * above - 1) * (bent - below)


def _light(color: Triple) -> float:
    return 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2]


def _set_light(color: Triple, wanted: float) -> Triple:
    """A colour with another luminosity, drawn towards grey where it would leave the range of a screen."""
    change = wanted - _light(color)
    parts = [part + change for part in color]
    least, most = min(parts), max(parts)
    if least < 0:
        parts = [wanted + (part - wanted) * wanted / (wanted - least) for part in parts]
    if most > 1:
        parts = [wanted + (part - wanted) * (1 - wanted) / (most - wanted) for part in parts]
    return parts[0], parts[1], parts[2]


def _spread(color: Triple) -> float:
    return max(color) - min(color)


def _set_spread(color: Triple, wanted: float) -> Triple:
    least, spread = min(color), _spread(color)
    if spread <= 0:
        return 0.0, 0.0, 0.0
    red, green, blue = ((part - least) * wanted / spread for part in color)
    return red, green, blue


def blended(above: Color, below: Color, mode: str) -> Color:
    """`above` painted upon `below` in a blend mode."""
    if above.alpha <= 0:
        return above.over(below)
    source = (above.red / 255, above.green / 255, above.blue / 255)
    backdrop = (below.red / 255, below.green / 255, below.blue / 255)
    if (mix := _BLENDS.get(mode)) is not None:
        mixed = [mix(under, over) for under, over in zip(backdrop, source, strict=True)]
    elif (whole := _WHOLE_BLENDS.get(mode)) is not None:
        mixed = list(whole(backdrop, source))
    else:
        return above.over(below)
    share = below.alpha
    red, green, blue = (255 * ((1 - share) * over + share * new) for over, new in zip(source, mixed, strict=True))
    return Color(red, green, blue, above.alpha).over(below)
