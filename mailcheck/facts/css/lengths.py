"""CSS numbers and lengths: from tokens to values, and from values to px."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from mailcheck.facts.css.css import Token, Tokens, split_at_commas
from mailcheck.facts.css.wordset import words


class Percent(NamedTuple):
    """`value` per cent of a base that only layout knows, plus `px`: `calc(50% - 10px)` is (50, -10)."""

    value: float
    px: float = 0.0

    def resolve(self, base: float) -> float:
        return self.value * base / 100 + self.px


class Extreme(NamedTuple):
    """The least or the greatest of lengths of which some are percentages: `min(100%, 600px)`."""

    greatest: bool
    parts: tuple[Length, ...]

    def resolve(self, base: float) -> float:
        sizes = [part if isinstance(part, float) else part.resolve(base) for part in self.parts]
        return max(sizes) if self.greatest else min(sizes)


Length = float | Percent | Extreme
"""A computed length: px, or what is left to resolve against the containing block."""


class Relative(NamedTuple):
    """A length in a unit that depends on a font or on the window."""

    number: float
    unit: str


class Math(NamedTuple):
    """A math function, evaluated when its element's font size is known."""

    function: Token


class Scale(NamedTuple):
    """What relative units refer to, in px."""

    font: float
    root_font: float
    width: float
    height: float


Specified = float | Percent | Relative | Math

ABSOLUTE: Final = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54,
                   "q": 2.4 / 2.54}  # fmt: skip
_FONT_UNITS: Final = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7, "lh": 1.15}
_ROOT_UNITS: Final = {"r" + unit: share for unit, share in _FONT_UNITS.items()}
_WINDOW_UNITS: Final = {  # those of containers, too, as they are without a container
    prefix + unit: side
    for prefix, letter in (("", "v"), ("s", "v"), ("l", "v"), ("d", "v"), ("c", "q"))
    for unit, side in (
        (f"{letter}w", "w"),
        (f"{letter}i", "w"),
        (f"{letter}h", "h"),
        (f"{letter}b", "h"),
        (f"{letter}min", "min"),
        (f"{letter}max", "max"),
    )
}
_RELATIVE: Final = frozenset(_FONT_UNITS) | frozenset(_ROOT_UNITS) | frozenset(_WINDOW_UNITS)
_DEGREES: Final = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
FUNCTIONS: Final = words(
    """calc -webkit-calc min max clamp abs sign round mod rem sin cos tan asin acos atan atan2 pow sqrt
    hypot log exp"""
)
_LIMIT: Final = 33554431.0
"""Where Chromium's layout units end: longer lengths are cut off."""


def length(token: Token, percent: bool = True, unitless: bool = False, negative: bool = True) -> Specified | None:
    """A length (or percentage) from one token; None when it is none.

    `unitless`: bare numbers are px, as quirks mode has it for some properties.
    """
    kind, number = token.kind, token.number
    if kind == "dimension":
        if number < 0 and not negative:
            return None
        factor = ABSOLUTE.get(token.text)
        if factor is not None:
            return clamp(number * factor)
        return Relative(number, token.text) if token.text in _RELATIVE else None
    if kind == "number":
        return clamp(number) if number == 0 or (unitless and (negative or number > 0)) else None
    if kind == "percentage":
        return Percent(number) if percent and (negative or number >= 0) else None
    if kind == "function" and token.text in FUNCTIONS:
        answer = evaluate(token, _TRIAL)
        if isinstance(answer, _Sum) and (percent or not isinstance(answer.length(), Percent | Extreme)):
            return Math(token)
    return None


def clamp(px: float) -> float:
    return min(max(px, -_LIMIT), _LIMIT) if px == px else 0.0


def to_px(value: Specified, scale: Scale) -> Length:
    """The computed length."""
    if type(value) is Relative:
        return clamp(value.number * unit_px(value.unit, scale))
    if type(value) is Math:
        answer = evaluate(value.function, scale)
        return answer.length() if isinstance(answer, _Sum) else 0.0
    return value  # type: ignore[return-value]


def unit_px(unit: str, scale: Scale) -> float:
    if unit in _FONT_UNITS:
        return _FONT_UNITS[unit] * scale.font
    if unit in _ROOT_UNITS:
        return _ROOT_UNITS[unit] * scale.root_font
    side = _WINDOW_UNITS[unit]
    if side == "w":
        return scale.width / 100
    if side == "h":
        return scale.height / 100
    return (min if side == "min" else max)(scale.width, scale.height) / 100


def number(token: Token) -> float | None:
    """A plain number, or a math function that yields one."""
    if token.kind == "number":
        return token.number
    if token.kind == "function" and token.text in FUNCTIONS:
        answer = evaluate(token, _TRIAL)
        return answer if isinstance(answer, float) else None
    return None


def degrees(token: Token) -> float | None:
    """An angle in degrees; 0 needs no unit."""
    if token.kind == "dimension" and token.text in _DEGREES:
        return token.number * _DEGREES[token.text]
    if token.kind == "number" and token.number == 0:
        return 0.0
    if token.kind == "function" and token.text in FUNCTIONS:
        answer = evaluate(token, _TRIAL)
        return answer.degrees if isinstance(answer, _Angle) else None
    return None


# -- math functions -----------------------------------------------------------------------------------------


class _Angle(NamedTuple):
    degrees: float


class _Sum(NamedTuple):
    """A length on its way: px, per cent, and what mixes them in min() or max()."""

    px: float
    percent: float = 0.0
    extreme: Extreme | None = None
    relative: bool = False
    """Whether a percentage took part, even 0%."""

    def length(self) -> Length:
        if self.extreme is not None:
            return self.extreme
        return Percent(self.percent, clamp(self.px)) if self.relative else clamp(self.px)


_Answer = float | _Angle | _Sum | None
"""A number, an angle, a length, or None for an invalid expression."""
_TRIAL: Final = Scale(16, 16, 800, 600)
_CONSTANTS: Final = {"pi": math.pi, "e": math.e, "infinity": math.inf, "-infinity": -math.inf, "nan": math.nan}


def evaluate(function: Token, scale: Scale) -> _Answer:
    """A math function's value. Depth is bounded by the nesting that tokens may have."""
    name = function.text
    if name in ("calc", "-webkit-calc"):
        return _sum(function.args, scale)
    arguments = [_sum(argument, scale) for argument in split_at_commas(function.args)]
    if not arguments or any(argument is None for argument in arguments):
        return None
    if name in ("min", "max"):
        return _extreme(arguments, name == "max")
    if name == "clamp":
        if len(arguments) != 3:
            return None
        return _extreme([arguments[0], _extreme(arguments[1:], False)], True)
    return _numeric(name, arguments)


def _extreme(parts: list[_Answer], greatest: bool) -> _Answer:
    pick = max if greatest else min
    if all(isinstance(part, float) for part in parts):
        return pick(parts)  # type: ignore[type-var]
    if all(isinstance(part, _Angle) for part in parts):
        return pick(parts)  # type: ignore[type-var]
    if not all(isinstance(part, _Sum) for part in parts):
        return None
    lengths = [part.length() for part in parts if isinstance(part, _Sum)]
    if all(isinstance(part, float) for part in lengths):
        return _Sum(pick(part for part in lengths if isinstance(part, float)))
    if all(isinstance(part, Percent) and part.px == 0 for part in lengths):
        return _Sum(0.0, pick(part.value for part in lengths if isinstance(part, Percent)), relative=True)
    return _Sum(0.0, extreme=Extreme(greatest, tuple(lengths)), relative=True)


_TRIGONOMETRY: Final[dict[str, Callable[[float], float]]] = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "asin": math.asin, "acos": math.acos, "atan": math.atan,
}  # fmt: skip


def _numeric(name: str, arguments: list[_Answer]) -> _Answer:
    first = arguments[0]
    try:
        if name in ("sin", "cos", "tan") and len(arguments) == 1:
            radians = math.radians(first.degrees) if isinstance(first, _Angle) else first
            return _TRIGONOMETRY[name](radians) if isinstance(radians, float) else None
        if name in ("asin", "acos", "atan") and len(arguments) == 1 and isinstance(first, float):
            return _Angle(math.degrees(_TRIGONOMETRY[name](first)))
        if name == "sign" and len(arguments) == 1:
            size = first.px + first.percent if isinstance(first, _Sum) else first
            return math.copysign(1.0, size) if isinstance(size, float) and size else 0.0
        plain = [argument for argument in arguments if isinstance(argument, float)]
        if len(plain) == len(arguments):
            return _plain(name, plain)
        pixels = [part.px for part in arguments if isinstance(part, _Sum) and not part.relative]
        if len(pixels) == len(arguments) and name in ("abs", "hypot", "mod", "rem", "round"):
            answer = _plain(name, pixels)
            return _Sum(answer) if isinstance(answer, float) else None
    except (ValueError, OverflowError, ZeroDivisionError):
        return math.nan
    return None


def _plain(name: str, values: list[float]) -> _Answer:
    if name == "sqrt" and len(values) == 1:
        return math.sqrt(values[0])
    if name == "exp" and len(values) == 1:
        return math.exp(values[0])
    if name == "log" and len(values) in (1, 2):
        return math.log(*values)
    if name == "pow" and len(values) == 2:
        return math.pow(*values)
    if name == "abs" and len(values) == 1:
        return abs(values[0])
    if name == "hypot":
        return math.hypot(*values)
    if name == "mod" and len(values) == 2:
        return values[0] % values[1]
    if name == "rem" and len(values) == 2:
        return math.fmod(*values)
    if name == "round" and len(values) in (1, 2):
        step = values[1] if len(values) == 2 else 1.0
        return math.floor(values[0] / step + 0.5) * step
    return None


def _sum(expression: Tokens, scale: Scale) -> _Answer:
    """Terms joined by + and -; numbers with a sign written to them are the scanner's `+1`, never a sum."""
    total: _Answer = None
    start, sign = 0, 1.0
    for place in range(len(expression) + 1):
        at_end = place == len(expression)
        if not at_end and not (expression[place].kind == "other" and expression[place].text in "+-"):
            continue
        term = _product(expression[start:place], scale)
        total = term if start == 0 else _plus(total, term, sign)
        if total is None:
            return None
        start = place + 1
        sign = -1.0 if not at_end and expression[place].text == "-" else 1.0
    return total


def _plus(left: _Answer, right: _Answer, sign: float) -> _Answer:
    if isinstance(left, float) and isinstance(right, float):
        return left + sign * right
    if isinstance(left, _Angle) and isinstance(right, _Angle):
        return _Angle(left.degrees + sign * right.degrees)
    if isinstance(left, _Sum) and isinstance(right, _Sum):
        if left.extreme or right.extreme:
            return left if left.extreme else right  # a bound of a bound: the judge takes it as unresolved
        return _Sum(
            left.px + sign * right.px, left.percent + sign * right.percent,
            relative=left.relative or right.relative,
        )  # fmt: skip
    return None


def _product(expression: Tokens, scale: Scale) -> _Answer:
    if not expression or len(expression) % 2 == 0:
        return None
    total = _operand(expression[0], scale)
    for place in range(1, len(expression), 2):
        sign = expression[place]
        right = _operand(expression[place + 1], scale)
        if sign.kind == "slash":
            if not isinstance(right, float):
                return None
            total = _times(total, math.inf if right == 0 else 1 / right)
        elif sign.text == "*" and sign.kind == "other":
            total = _times(total, right) if isinstance(right, float) else _times(right, total)
        else:
            return None
    return total


def _times(value: _Answer, factor: _Answer) -> _Answer:
    if not isinstance(factor, float):
        return None
    if isinstance(value, float):
        return value * factor
    if isinstance(value, _Angle):
        return _Angle(value.degrees * factor)
    if isinstance(value, _Sum):
        if value.extreme is not None:
            return value
        return _Sum(value.px * factor, value.percent * factor, relative=value.relative)
    return None


def _operand(token: Token, scale: Scale) -> _Answer:
    kind = token.kind
    if kind == "number":
        return float(token.number)
    if kind == "percentage":
        return _Sum(0.0, token.number, relative=True)
    if kind == "dimension":
        if token.text in ABSOLUTE:
            return _Sum(token.number * ABSOLUTE[token.text])
        if token.text in _RELATIVE:
            return _Sum(token.number * unit_px(token.text, scale))
        return _Angle(token.number * _DEGREES[token.text]) if token.text in _DEGREES else None
    if kind == "ident":
        return _CONSTANTS.get(token.text)
    if kind == "block" and token.text == "()":
        return _sum(token.args, scale)
    return evaluate(token, scale) if kind == "function" and token.text in FUNCTIONS else None
