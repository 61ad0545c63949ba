"""Font sizes as Chromium computes them: keywords, `monospace`, relative sizes and their minimum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mailcheck.facts.css.lengths import Percent, Relative, clamp, to_px
from mailcheck.facts.css.style import Basis, Px, Style
from mailcheck.facts.css.wordset import words

_KEYWORDS: Final = ("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")
_KEYWORD_PX: Final = dict(zip(_KEYWORDS, (9.0, 10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0), strict=True))
_MONOSPACE_PX: Final = dict(zip(_KEYWORDS, (9.0, 10.0, 12.0, 13.0, 16.0, 20.0, 26.0, 39.0), strict=True))
_QUIRKY_MONOSPACE_PX: Final = dict(zip(_KEYWORDS, (9.0, 9.0, 10.0, 13.0, 16.0, 20.0, 26.0, 40.0), strict=True))
"""px of the font-size keywords: `monospace` alone has a medium of 13 px."""
_LEAST_RELATIVE: Final = 6.0
"""What a size that comes from a percentage or a keyword never falls below, unless it is 0."""
_FIXED_SHARE: Final = 13 / 16


def set_font(declared: Mapping[str, object], style: Style, base: Style, basis: Basis) -> None:
    """Set the font's computed size and weight on `style`, which has what it inherits from `base`."""
    value = declared.get("font_size")
    mono = declared.get("monospace")
    if mono is not None:
        style.monospace = mono is True
    size = outer = base.specified_size or base.font_size
    if isinstance(value, str):
        size = _keyword_size(value, style, base, basis)
    elif value is not None:
        style.size_keyword = ""
        relative = type(value) is Percent or (type(value) is Relative and value.unit in _FONT_RELATIVE)
        style.size_absolute = base.size_absolute if relative else True
        if type(value) is Percent:
            size = clamp(value.value * outer / 100)
        else:
            found = to_px(value, basis.scale(outer))  # type: ignore[arg-type]
            size = found if isinstance(found, float) else found.resolve(outer)
    if style.monospace != base.monospace and not style.size_absolute:
        if style.size_keyword:
            size = _keyword_px(style, basis)
        else:
            size *= _FIXED_SHARE if style.monospace else 1 / _FIXED_SHARE
    size = min(max(size, 0.0), 10000.0)
    too_small = not style.size_absolute and 0 < size < _LEAST_RELATIVE
    style.font_size = _LEAST_RELATIVE if too_small else size
    if too_small or base.specified_size is not None:
        style.specified_size = size if too_small else None
    weight = declared.get("font_weight")
    if isinstance(weight, str):
        style.font_weight = _relative_weight(weight, base.font_weight)
    elif isinstance(weight, float):
        style.font_weight = weight


_FONT_RELATIVE: Final = words("em ex ch ic cap lh rlh")


def _keyword_size(word: str, style: Style, base: Style, basis: Basis) -> Px:
    if word in ("larger", "smaller"):
        style.size_keyword, style.size_absolute = "", base.size_absolute
        outer = base.specified_size or base.font_size
        return outer * 1.2 if word == "larger" else outer / 1.2
    style.size_keyword, style.size_absolute = word.removeprefix("-webkit-"), False
    return _keyword_px(style, basis)


def _keyword_px(style: Style, basis: Basis) -> Px:
    if not style.monospace:
        return _KEYWORD_PX[style.size_keyword]
    return (_QUIRKY_MONOSPACE_PX if basis.quirks else _MONOSPACE_PX)[style.size_keyword]


def _relative_weight(word: str, weight: float) -> float:
    if word == "bolder":
        return 400.0 if weight < 350 else 700.0 if weight < 550 else max(weight, 900.0)
    return min(weight, 100.0) if weight < 550 else 400.0 if weight < 750 else 700.0
