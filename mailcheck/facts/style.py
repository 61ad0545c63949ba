"""`Style`: the computed values of one element, and how they follow from declarations and the parent's."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mailcheck.facts import colors
from mailcheck.facts.color_syntax import LateColor, Surroundings, system_color
from mailcheck.facts.colors import TRANSPARENT, Color
from mailcheck.facts.css import Token
from mailcheck.facts.lengths import Length, Math, Percent, Relative, Scale, clamp, to_px
from mailcheck.facts.properties import LONGHANDS, expand
from mailcheck.facts.values import Function, Image, Late, Multiple, Pending, Rect, Setting, Shadow, Wide
from mailcheck.facts.variables import Variables, substitute

Px = float
Size = Length | str
"""A length, or a keyword such as auto, none, max-content."""


class Style:
    """Computed values. Not to be changed: elements alike share one object.

    What an instance does not hold is the property's initial value, which stands here. Lengths are px, before
    `zoom`; what depends on layout stays a `Percent` or `Extreme`.
    """

    display: str = "inline"
    visibility: str = "visible"
    opacity: Px = 1.0
    color: Color = colors.BLACK
    text_fill: Color | None = None
    background_color: Color = TRANSPARENT
    background_image: tuple[Image, ...] = ()
    background_clip: str = "border-box"
    font_size: Px = 16.0
    font_weight: Px = 400.0
    monospace: bool = False
    """Whether the font family is `monospace` and nothing else."""
    line_spacing: Length | Multiple | str = "normal"
    position: str = "static"
    float: str = "none"
    z_index: int | str = "auto"
    overflow_x: str = "visible"
    overflow_y: str = "visible"
    top: Size = "auto"
    right: Size = "auto"
    bottom: Size = "auto"
    left: Size = "auto"
    width: Size = "auto"
    height: Size = "auto"
    min_width: Size = "auto"
    min_height: Size = "auto"
    max_width: Size = "none"
    max_height: Size = "none"
    margin_top: Size = 0.0
    margin_right: Size = 0.0
    margin_bottom: Size = 0.0
    margin_left: Size = 0.0
    padding_top: Length = 0.0
    padding_right: Length = 0.0
    padding_bottom: Length = 0.0
    padding_left: Length = 0.0
    border_top_width: Px = 0.0
    border_right_width: Px = 0.0
    border_bottom_width: Px = 0.0
    border_left_width: Px = 0.0
    border_top_style: str = "none"
    border_right_style: str = "none"
    border_bottom_style: str = "none"
    border_left_style: str = "none"
    border_top_color: Color = colors.BLACK
    border_right_color: Color = colors.BLACK
    border_bottom_color: Color = colors.BLACK
    border_left_color: Color = colors.BLACK
    text_indent: Length = 0.0
    white_space: str = "normal"
    clip: Rect | str = "auto"
    clip_path: tuple[Function, ...] = ()
    transform: tuple[Function, ...] = ()
    translate: tuple[Function, ...] = ()
    scale: tuple[Function, ...] = ()
    rotate: tuple[Function, ...] = ()
    filter: tuple[Function, ...] = ()
    mix_blend_mode: str = "normal"
    content_visibility: str = "visible"
    text_shadow: tuple[Shadow, ...] = ()
    letter_spacing: Size = 0.0
    direction: str = "ltr"
    unicode_bidi: str = "normal"
    mask_image: tuple[Image, ...] = ()
    writing_mode: str = "horizontal-tb"
    box_sizing: str = "content-box"
    text_transform: str = "none"
    text_align: str = "start"
    vertical_align: Size = "baseline"
    contain: frozenset[str] = frozenset()
    backface_visibility: str = "visible"
    appearance: str = "none"
    zoom: Px = 1.0
    """The product of `zoom` on this element and all its ancestors."""
    color_scheme: frozenset[str] = frozenset()
    dark: bool = False
    """Whether the element's used colour scheme is the dark one."""
    mso_hide: str = "none"
    size_keyword: str = "medium"
    """The font-size keyword that the size comes from; '' when it comes from a length."""
    size_absolute: bool = False
    variables: Variables = Variables()
    renders_content: bool = True
    """False: text directly inside has no box (closed `<details>`, the fallback of `<video>`)."""

    @property
    def text_fill_color(self) -> Color:
        """What glyphs are painted with."""
        return self.color if self.text_fill is None else self.text_fill

    @property
    def line_height(self) -> Px | None:
        """In px; None for normal."""
        spacing = self.line_spacing
        if isinstance(spacing, Multiple):
            return spacing.factor * self.font_size
        return spacing if isinstance(spacing, int | type(0.5)) else None


INHERITED: Final = frozenset(
    """visibility color text_fill font_size font_weight monospace line_spacing text_indent white_space text_shadow
    letter_spacing direction writing_mode text_transform text_align color_scheme dark size_keyword size_absolute
    variables zoom""".split()
)
_INITIAL: Final = {name: value for name, value in vars(Style).items() if not name.startswith("_")}
_FIRST: Final = ("color_scheme", "monospace", "font_size", "color")


class Basis:
    """What all elements of one document and view share when they are computed."""

    def __init__(self, width: int, height: int, dark: bool, quirks: bool) -> None:
        self.width, self.height, self.prefers_dark, self.quirks = width, height, dark, quirks
        self.root_font = 16.0
        self.page_schemes: frozenset[str] = frozenset()
        """What `<meta name="color-scheme">` declares."""
        self.link_color: Color | None = None
        self.text_color: Color | None = None
        """The `link` and `text` attributes of the body."""

    def scale(self, font: float) -> Scale:
        return Scale(font, self.root_font, self.width, self.height)


def compute(declared: dict[str, object], parent: Style | None, browser: dict[str, object], basis: Basis) -> Style:
    """Computed values from the winning declarations; `browser` are those of the user-agent sheet (for revert)."""
    style = Style()
    found = vars(style)
    base = parent if parent is not None else Style()
    inherited = _inherited(base)
    found.update(inherited)
    if parent is None:
        _set_scheme(found, basis)
        if found["dark"]:
            found["color"] = colors.WHITE
    custom = {name: text for name, text in declared.items() if name.startswith("--")} if declared else {}
    if custom:
        style.variables = base.variables.extended(custom)  # type: ignore[arg-type]
    declared = _settle(declared, base, browser, style, basis)
    if "color_scheme" in declared:
        found["color_scheme"] = declared.pop("color_scheme")
        _set_scheme(found, basis)
    _set_font(declared, style, base, basis)
    _set_color(declared, style, base, basis)
    setting: Setting | None = None
    for name, value in declared.items():
        kind = type(value)
        if kind is Relative or kind is Math or kind is LateColor or kind is Late:
            if setting is None:
                scale = basis.scale(style.font_size)
                setting = Setting(scale, Surroundings(style.color, style.dark))
            found[name] = _computed(value, setting)
        else:
            found[name] = value
    _adjust(style, base, declared)
    return style


def _inherited(style: Style) -> dict[str, object]:
    known = vars(style)
    return {name: known[name] for name in INHERITED if name in known}


def _computed(value: object, setting: Setting) -> object:
    if isinstance(value, LateColor):
        return value.settle(setting.around)
    if isinstance(value, Late):
        return value.settle(setting)
    return to_px(value, setting.scale)  # type: ignore[arg-type]


def _settle(
    declared: dict[str, object], base: Style, browser: dict[str, object], style: Style, basis: Basis
) -> dict[str, object]:
    """Replace keywords such as inherit, and what holds var(), by values."""
    settled: dict[str, object] = {}
    for name, value in declared.items():
        if name.startswith("--"):
            continue
        if type(value) is Pending:
            value = _resolve(name, value, style.variables, basis)
        if type(value) is Wide:
            if value in (Wide.REVERT, Wide.REVERT_LAYER):
                value = browser.get(name, Wide.UNSET)
            if value is Wide.UNSET:
                value = Wide.INHERIT if name in INHERITED else Wide.INITIAL
            if value is Wide.INHERIT:
                _inherit(name, settled, style, base)
                continue
            if value is Wide.INITIAL:
                value = _initial(name, basis)
        settled[name] = value
    return settled


def _initial(name: str, basis: Basis) -> object:
    if name == "font_size":
        return "medium"
    if name == "color":
        return LateColor(_CANVAS_TEXT)
    if name.endswith("_color") and name.startswith("border"):
        return LateColor(_CURRENT)
    return _INITIAL.get(name)


_CANVAS_TEXT: Final = Token("ident", "canvastext")
_CURRENT: Final = Token("ident", "currentcolor")


def _inherit(name: str, settled: dict[str, object], style: Style, base: Style) -> None:
    """Take the parent's computed value; for inherited properties that is what is there already."""
    if name in ("font_size", "monospace", "color_scheme"):
        settled.pop(name, None)
    elif name == "zoom":
        settled["zoom"] = 1.0
    else:
        settled[name] = getattr(base, name)


def _resolve(name: str, pending: Pending, variables: Variables, basis: Basis) -> object:
    text = substitute(pending.text, variables)
    longhands = expand(pending.name, text, basis.quirks) if text is not None else None
    for longhand, value in longhands or ():
        if longhand == name:
            return Wide.UNSET if type(value) is Pending else value
    return Wide.UNSET


def _set_scheme(found: dict[str, object], basis: Basis) -> None:
    schemes = found.get("color_scheme", frozenset()) or basis.page_schemes
    assert isinstance(schemes, frozenset)
    dark = "dark" in schemes and (basis.prefers_dark or "light" not in schemes)
    found["dark"] = dark


def _set_color(declared: dict[str, object], style: Style, base: Style, basis: Basis) -> None:
    value = declared.pop("color", None)
    if value is None:
        return
    if isinstance(value, LateColor):
        if value.token.text == "-webkit-link" and basis.link_color is not None:
            style.color = basis.link_color
        else:
            style.color = value.settle(Surroundings(base.color, style.dark))
    elif isinstance(value, Color):
        style.color = value
    fill = declared.get("text_fill")
    if isinstance(fill, LateColor) and fill.token.text == "currentcolor":
        declared["text_fill"] = None


# -- fonts --------------------------------------------------------------------------------------------------

_KEYWORD_PX: Final = {"xx-small": (9.0, 9.0), "x-small": (10.0, 9.0), "small": (13.0, 10.0), "medium": (16.0, 13.0),
                      "large": (18.0, 16.0), "x-large": (24.0, 20.0), "xx-large": (32.0, 26.0),
                      "xxx-large": (48.0, 39.0), "-webkit-xxx-large": (48.0, 39.0)}  # fmt: skip
"""px of the font-size keywords: of a usual font, and of `monospace`, whose medium is 13 px."""
_FIXED_SHARE: Final = 13 / 16


def _set_font(declared: dict[str, object], style: Style, base: Style, basis: Basis) -> None:
    value = declared.pop("font_size", None)
    mono = declared.pop("monospace", None)
    if mono is not None:
        style.monospace = mono is True
    if isinstance(value, str):
        _keyword_size(value, style, base)
    elif value is not None:
        style.size_keyword = ""
        relative = type(value) is Percent or (type(value) is Relative and value.unit in _FONT_RELATIVE)
        style.size_absolute = base.size_absolute if relative else True
        if type(value) is Percent:
            style.font_size = clamp(value.value * base.font_size / 100)
        else:
            size = to_px(value, basis.scale(base.font_size))  # type: ignore[arg-type]
            size = size if isinstance(size, int | type(0.5)) else size.resolve(base.font_size)
            style.font_size = min(max(size, 0.0), 10000.0)
    if style.monospace != base.monospace and not style.size_absolute:
        if style.size_keyword:
            style.font_size = _KEYWORD_PX[style.size_keyword][style.monospace]
        else:
            style.font_size *= _FIXED_SHARE if style.monospace else 1 / _FIXED_SHARE
    weight = declared.get("font_weight")
    if isinstance(weight, str):
        declared["font_weight"] = _relative_weight(weight, base.font_weight)


_FONT_RELATIVE: Final = frozenset({"em", "rem", "ex", "ch", "rex", "rch", "ic", "ric", "cap", "rcap", "lh", "rlh"})


def _keyword_size(word: str, style: Style, base: Style) -> None:
    if word in ("larger", "smaller"):
        style.size_keyword, style.size_absolute = "", base.size_absolute
        style.font_size = base.font_size * 1.2 if word == "larger" else base.font_size / 1.2
        return
    style.size_keyword, style.size_absolute = word, False
    style.font_size = _KEYWORD_PX[word][style.monospace]


def _relative_weight(word: str, weight: float) -> float:
    if word == "bolder":
        return 400.0 if weight < 350 else 700.0 if weight < 550 else max(weight, 900.0)
    return min(weight, 100.0) if weight < 550 else 400.0 if weight < 750 else 700.0


# -- what depends on other properties -------------------------------------------------------------------------

_BLOCKIFIED: Final = {"inline": "block", "inline-block": "block", "inline-table": "table", "inline-flex": "flex",
                      "inline-grid": "grid", "table-row-group": "block", "table-header-group": "block",
                      "table-footer-group": "block", "table-row": "block", "table-column-group": "block",
                      "table-column": "block", "table-cell": "block", "table-caption": "block",
                      "-webkit-inline-box": "-webkit-box", "ruby": "block", "ruby-text": "block",
                      "inline list-item": "list-item", "math": "block math"}  # fmt: skip
_FLEXIBLE: Final = frozenset({"flex", "inline-flex", "grid", "inline-grid", "-webkit-box", "-webkit-inline-box"})


def _adjust(style: Style, base: Style, declared: dict[str, object]) -> None:
    if style.position == "-webkit-sticky":
        style.position = "sticky"
    if style.display in _BLOCKIFIED and (
        style.position in ("absolute", "fixed") or style.float != "none" or base.display in _FLEXIBLE
    ):
        style.display = _BLOCKIFIED[style.display]
    if style.position in ("absolute", "fixed") and style.float != "none":
        style.float = "none"
    if "overflow_x" in declared or "overflow_y" in declared:
        _adjust_overflow(style)
    if "zoom" in declared:
        style.zoom = base.zoom * style.zoom
    known = vars(style)
    for side in ("top", "right", "bottom", "left"):
        width, line = f"border_{side}_width", f"border_{side}_style"
        if known.get(line, "none") in ("none", "hidden"):
            if width in known:
                known[width] = 0.0
        elif width not in known:
            known[width] = 3.0


def _adjust_overflow(style: Style) -> None:
    pair = [_OVERFLOWS.get(value, value) for value in (style.overflow_x, style.overflow_y)]
    if any(value not in ("visible", "clip") for value in pair):
        pair = [{"visible": "auto", "clip": "hidden"}.get(value, value) for value in pair]
    style.overflow_x, style.overflow_y = pair


_OVERFLOWS: Final = {"overlay": "auto"}


@lru_cache(maxsize=4)
def canvas(dark: bool) -> Color:
    """What a page without any background is painted on."""
    return system_color("canvas", dark)


assert all(entry.attribute in _INITIAL for entry in LONGHANDS.values())
