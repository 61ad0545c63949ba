"""Media queries and @supports conditions, judged for one view."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from mailcheck.facts.css.css import Token, Tokens, split_at_commas, tokens
from mailcheck.facts.css.lengths import Math, Scale, length, to_px
from mailcheck.facts.html.views import View

Truth = bool | None
"""None: unknown, as media queries have it; it stays unknown under `not` and is false in the end."""
Size = float | str

_PX: Final = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54,
              "mm": 9.6 / 2.54, "q": 2.4 / 2.54, "ex": 8.0, "ch": 8.0}  # fmt: skip
_SCALE: Final = Scale(16.0, 16.0, 800, 600)
"""What font units are in a media query: sizes of the initial font. Units of the window are not told here."""
_DPPX: Final = {"dppx": 1.0, "x": 1.0, "dpi": 1 / 96, "dpcm": 2.54 / 96}
_REVERSED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_MEDIA_TYPES: Final = frozenset({"all", "screen"})
_RESERVED: Final = frozenset({"not", "only", "and", "or", "layer"})


def media_matches(query_list: str, view: View) -> bool:
    """Whether a media query list holds in a view. An empty list holds. Word knows no media queries."""
    if view.outlook:
        return query_list.strip().lower() in ("", "all", "screen")
    return _matches(query_list, view)


@lru_cache(maxsize=1024)
def _matches(query_list: str, view: View) -> bool:
    found = tokens(query_list)
    if found is None:
        return any(_matches(piece, view) for piece in query_list.split(",")) if "," in query_list else False
    if not found:
        return True
    features = _features(view)
    return any(_query(query, features) for query in split_at_commas(found))


def _query(query: Tokens, features: dict[str, Size]) -> bool:
    """One media query: `[not|only]? type [and condition]?`, or a condition alone."""
    names = [token.text if token.kind == "ident" else "" for token in query[:2]]
    negated = len(query) > 1 and names[0] in ("not", "only") and names[1] != ""
    typed = query[1:] if negated else query
    if not typed or typed[0].kind != "ident" or typed[0].text == "not":
        return evaluate(query, lambda block: _feature(block, features)) is True
    name = typed[0].text
    if name in _RESERVED:
        return False
    truth: Truth = name in _MEDIA_TYPES
    rest = typed[1:]
    if rest:
        if rest[0].text != "and" or any(token.kind == "ident" and token.text == "or" for token in rest):
            return False
        truth = _both(truth, evaluate(rest[1:], lambda block: _feature(block, features)))
    if negated and names[0] == "not":
        truth = None if truth is None else not truth
    return truth is True


def evaluate(condition: Tokens, judge: Callable[[Token], Truth]) -> Truth:
    """`not X`, `X and Y`, `X or Y`, where X is a block (judged, or a condition itself) or a function."""
    if not condition:
        return None
    if condition[0].kind == "ident" and condition[0].text == "not":
        truth = _operand(condition[1], judge) if len(condition) == 2 else None
        return None if truth is None else not truth
    truth = _operand(condition[0], judge)
    joined = ""
    for number in range(1, len(condition), 2):
        word = condition[number].text
        if word not in ("and", "or") or (joined and word != joined) or number + 1 >= len(condition):
            return None
        joined = word
        right = _operand(condition[number + 1], judge)
        truth = _both(truth, right) if word == "and" else _either(truth, right)
    return truth


def _operand(token: Token, judge: Callable[[Token], Truth]) -> Truth:
    if token.kind == "block" and token.text == "()":
        first = token.args[0] if token.args else None
        if first is not None and (first.kind in ("block", "function") or first.text == "not"):
            return evaluate(token.args, judge)
        return judge(token)
    return judge(token) if token.kind == "function" else None


def _both(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return True if left and right else None


def _either(left: Truth, right: Truth) -> Truth:
    if left or right:
        return True
    return False if left is False and right is False else None


@lru_cache(maxsize=16)
def _features(view: View) -> dict[str, Size]:
    mobile = view.name == "mobile"
    width, height = float(view.width), float(view.height)
    return {
        "width": width, "height": height, "device-width": width, "device-height": height,
        "aspect-ratio": width / height, "device-aspect-ratio": width / height,
        "orientation": "landscape" if width > height else "portrait",
        "resolution": 2.0 if mobile else 1.0, "-webkit-device-pixel-ratio": 2.0 if mobile else 1.0,
        "color": 8.0, "color-index": 0.0, "monochrome": 0.0, "grid": 0.0, "color-gamut": "srgb",
        "prefers-color-scheme": "dark" if view.dark else "light",
        "prefers-reduced-motion": "no-preference", "prefers-reduced-data": "no-preference",
        "prefers-reduced-transparency": "no-preference", "prefers-contrast": "no-preference",
        "forced-colors": "none", "inverted-colors": "none", "scripting": "none", "update": "fast",
        "hover": "none" if mobile else "hover", "any-hover": "none" if mobile else "hover",
        "pointer": "coarse" if mobile else "fine", "any-pointer": "coarse" if mobile else "fine",
        "overflow-block": "scroll", "overflow-inline": "scroll", "display-mode": "browser",
        "dynamic-range": "standard", "video-dynamic-range": "standard", "-webkit-transform-3d": 1.0,
        "scan": "progressive",
    }  # fmt: skip


def _feature(block: Token, features: dict[str, Size]) -> Truth:
    """`(name)`, `(name: value)`, or a range such as `(300px <= width < 600px)`."""
    args = block.args
    if block.kind != "block" or not args:
        return None
    if len(args) == 1 and args[0].kind == "ident":
        return _plain_feature(args[0].text, features)
    if args[0].kind == "ident" and len(args) >= 3 and args[1].text == ":":
        return _valued_feature(args[0].text, args[2:], features)
    return _range(args, features)


def _plain_feature(name: str, features: dict[str, Size]) -> Truth:
    value = features.get(name)
    if value is None:
        return None
    return value not in (0.0, "none", "no-preference")


def _valued_feature(name: str, value: Tokens, features: dict[str, Size]) -> Truth:
    sign = "="
    for prefix, comparison in (("min-", ">="), ("max-", "<=")):
        if name.startswith(prefix):
            name, sign = name.removeprefix(prefix), comparison
        elif name.startswith("-webkit-" + prefix):
            name, sign = name.replace(prefix, "", 1), comparison
    actual = features.get(name)
    wanted = _value(name, value)
    if actual is None or wanted is None:
        return None
    if isinstance(actual, str) or isinstance(wanted, str):
        return actual == wanted if sign == "=" and type(actual) is type(wanted) else None
    return _compare(actual, sign, wanted)


def _range(args: Tokens, features: dict[str, Size]) -> Truth:
    sides: list[list[Token]] = [[]]
    signs: list[str] = []
    for token in args:
        if token.kind == "other" and token.text in "<>=":
            if signs and not sides[-1] and signs[-1] in "<>" and token.text == "=":
                signs[-1] += "="
            else:
                signs.append(token.text)
                sides.append([])
        else:
            sides[-1].append(token)
    names = [side[0].text if len(side) == 1 and side[0].kind == "ident" else "" for side in sides]
    at = next((number for number, name in enumerate(names) if name in features), -1)
    if at < 0 or not signs or len(sides) > 3 or (len(sides) == 3 and at != 1):
        return None
    actual = features[names[at]]
    if isinstance(actual, str) or (len(signs) == 2 and signs[0][0] != signs[1][0]):
        return None
    truth: Truth = True
    for number, side in enumerate(sides):
        if number == at:
            continue
        wanted = _value(names[at], tuple(side))
        if wanted is None or isinstance(wanted, str):
            return None
        sign = signs[number - 1] if number > at else _REVERSED[signs[number]]
        truth = _both(truth, _compare(actual, sign, wanted))
    return truth


def _compare(actual: float, sign: str, wanted: float) -> bool:
    if sign == "=":
        return abs(actual - wanted) < 1e-6
    if sign in (">=", "<="):
        return actual >= wanted - 1e-6 if sign == ">=" else actual <= wanted + 1e-6
    return actual > wanted if sign == ">" else actual < wanted


def _value(name: str, value: Tokens) -> Size | None:
    if len(value) == 3 and value[1].kind == "slash" and value[2].number:
        return value[0].number / value[2].number
    if len(value) != 1:
        return None
    token = value[0]
    if token.kind == "ident":
        return token.text
    if token.kind == "dimension":
        units = _DPPX if name == "resolution" else _PX
        return token.number * units[token.text] if token.text in units else None
    if token.kind == "number":
        lengths = name.endswith(("width", "height"))
        return token.number if not lengths or token.number == 0 else None
    if token.kind == "function" and length(token, percent=False) is not None:
        size = to_px(Math(token), _SCALE)
        return size if isinstance(size, int | float) else None
    if token.kind == "function" and token.text == "calc" and len(token.args) == 1:
        return _value(name, token.args)
    return None
