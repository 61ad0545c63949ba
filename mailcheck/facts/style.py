"""`Style`: the computed values of one element, and how they follow from declarations and the parent's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from mailcheck.facts import colors
from mailcheck.facts.color_syntax import LateColor, Surroundings, system_color
from mailcheck.facts.colors import TRANSPARENT, Color
from mailcheck.facts.css import Token
from mailcheck.facts.lengths import Length, Math, Percent, Relative, Scale, clamp, to_px
from mailcheck.facts.properties import expand
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
    specified_size: Px | None = None
    """The font size that children's percentages refer to, when the browser raised it to its minimum."""
    variables: Variables = Variables()
    renders_content: bool = True
    """False: text directly inside has no box (closed `<details>`, the fallback of `<video>`)."""

    makes_items: bool = False
    """Whether its children are items of a flexible box or a grid."""
    inheritance: dict[str, object] = {}  # noqa: RUF012 -- never changed
    """The inherited properties that are not initial, for its children."""

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
    letter_spacing direction writing_mode text_transform text_align color_scheme dark size_keyword size_absolute specified_size
    variables zoom""".split()
)
_INITIAL: Final = {name: value for name, value in vars(Style).items() if not name.startswith("_")}
_FONT: Final = ("font_size", "monospace", "font_weight")
_CURRENT: Final = LateColor(Token("ident", "currentcolor"))
BODY_COLOR: Final = LateColor(Token("ident", "-internal-quirk-inherit"))
"""The colour of the body, which tables take in quirks mode whatever stands between."""
_CANVAS_TEXT: Final = LateColor(Token("ident", "canvastext"))
_SIDES: Final = ("top", "right", "bottom", "left")


class Basis:
    """What all elements of one document and view share when they are computed."""

    def __init__(self, width: int, height: int, dark: bool, quirks: bool) -> None:
        self.width, self.height, self.prefers_dark, self.quirks = width, height, dark, quirks
        self.root_font = 16.0
        self.page_schemes: frozenset[str] = frozenset()
        """What `<meta name="color-scheme">` declares."""
        self.link_color: Color | None = None
        """The `link` attribute of the body."""
        self.body_color = colors.BLACK

    def scale(self, font: float) -> Scale:
        return Scale(font, self.root_font, self.width, self.height)


_SPECIAL_NAMES: Final = frozenset({*_FONT, "color", "color_scheme", "zoom", "text_fill"})
_SPECIAL_KINDS: Final = frozenset({Wide, Pending, LateColor, Late, Relative, Math})
_MISSING: Final = object()


def special(declared: Mapping[str, object]) -> frozenset[str]:
    """The names whose values cannot be taken as they are: they depend on the element or its parent."""
    return frozenset(
        name
        for name, value in declared.items()
        if name in _SPECIAL_NAMES or type(value) in _SPECIAL_KINDS or name.startswith("--")
    )


class Cascaded:
    """The winning declarations of an element, sorted by what their computed values depend on.

    `plain`: on nothing. `late`: on the element's font size or colour. `font`, `color`, `scheme`: on the
    parent's. `pending`: var() or inherit, so that all must be sorted again for each parent.
    `unsettled`: the names, a superset, of all that is not plain.
    """

    __slots__ = ("browser", "color", "custom", "declared", "font", "inherits", "late", "pending", "plain",
                 "scheme", "zoom")  # fmt: skip

    def __init__(self, declared: dict[str, object], browser: Mapping[str, object], unsettled: Iterable[str]) -> None:
        self.declared = declared
        self.browser = browser
        self.custom: dict[str, str] = {}
        self.pending = False
        self.font: dict[str, object] = {}
        self.color: object = None
        self.scheme: frozenset[str] | None = None
        self.zoom: float | None = None
        self.plain = declared.copy()
        self.late: dict[str, object] = {}
        for name in unsettled:
            value = self.plain.pop(name, _MISSING)
            if value is not _MISSING:
                self._sort(name, value)
        if not self.pending:
            self._adjust()
        self.inherits = bool(
            self.font or self.custom or self.color is not None or self.scheme is not None or self.zoom is not None
            or not INHERITED.isdisjoint(self.plain) or not INHERITED.isdisjoint(self.late)
        )  # fmt: skip
        """Whether it sets anything that children inherit."""

    def _sort(self, name: str, value: object) -> None:
        if type(value) is Wide:
            if value is Wide.REVERT or value is Wide.REVERT_LAYER:
                value = self.browser.get(name, Wide.UNSET)
            inherited = name in INHERITED
            if value is Wide.INITIAL or (value is Wide.UNSET and not inherited):
                value = _initial(name)
            elif type(value) is Wide:
                self.pending = self.pending or not inherited
                return
        kind = type(value)
        if kind is Pending:
            self.pending = True
        elif name in _FONT:
            self.font[name] = value
        elif name == "color":
            self.color = value
        elif name == "color_scheme":
            self.scheme = value  # type: ignore[assignment]
        elif name == "zoom":
            self.zoom = value  # type: ignore[assignment]
        elif name == "text_fill" and value == _CURRENT:
            self.plain[name] = None
        elif kind in _SPECIAL_KINDS:
            self.late[name] = value
        elif name.startswith("--"):
            self.custom[name] = value  # type: ignore[assignment]
        else:
            self.plain[name] = value

    def _adjust(self) -> None:
        """What one computed value owes to another of the same element."""
        plain = self.plain
        if "position" in plain or "float" in plain:
            self._lift()
        if "writing_mode" in plain:
            plain["writing_mode"] = _WRITING_MODES.get(str(plain["writing_mode"]), plain["writing_mode"])
        if "overflow_x" in plain or "overflow_y" in plain:
            plain["overflow_x"], plain["overflow_y"] = _overflow(plain)
        if not _BORDERS.isdisjoint(plain) or not _BORDERS.isdisjoint(self.late):
            self._adjust_borders()

    def _lift(self) -> None:
        plain = self.plain
        position = plain.get("position", "static")
        lifted = position in ("absolute", "fixed")
        if lifted and plain.get("float", "none") != "none":
            plain["float"] = "none"
        if lifted or plain.get("float", "none") != "none":
            plain["display"] = blockified(plain.get("display", "inline"))

    def _adjust_borders(self) -> None:
        """Without a line style a border has no width."""
        plain, late = self.plain, self.late
        for width, style in _BORDER_SIDES:
            line = plain.get(style, "none")
            if line == "none" or line == "hidden":
                late.pop(width, None)
                plain.pop(width, None)
            elif width not in plain and width not in late:
                plain[width] = 3.0


_WRITING_MODES: Final = {"lr": "horizontal-tb", "lr-tb": "horizontal-tb", "rl": "horizontal-tb",
                         "rl-tb": "horizontal-tb", "tb": "vertical-rl", "tb-rl": "vertical-rl"}  # fmt: skip
_BORDER_SIDES: Final = tuple((f"border_{side}_width", f"border_{side}_style") for side in _SIDES)
_BORDERS: Final = frozenset(name for pair in _BORDER_SIDES for name in pair)


def compute(cascaded: Cascaded, parent: Style | None, basis: Basis) -> Style:
    """The computed values of an element from its declarations and its parent's values."""
    style = Style()
    found = vars(style)
    if parent is None:
        _set_scheme(found, basis)
        if found["dark"]:
            found["color"] = system_color("canvastext", True)
        base = Style()
    else:
        base = parent
        found.update(parent.inheritance)
    if cascaded.custom:
        found["variables"] = base.variables.extended(cascaded.custom)
    if cascaded.pending:
        resolved = _resolved(cascaded, base, style, basis)
        cascaded = Cascaded(resolved, cascaded.browser, special(resolved))
    found.update(cascaded.plain)
    if cascaded.scheme is not None:
        found["color_scheme"] = cascaded.scheme
        _set_scheme(found, basis)
    if cascaded.zoom is not None:
        found["zoom"] = base.zoom * cascaded.zoom
    if cascaded.font:
        _set_font(cascaded.font, style, base, basis)
    if cascaded.color is not None:
        found["color"] = _color(cascaded.color, style, base, basis)
    if cascaded.late:
        setting = Setting(basis.scale(style.font_size), Surroundings(style.color, style.dark))
        for name, value in cascaded.late.items():
            found[name] = _computed(value, setting)
    if style.display in _TABLE_PARTS:
        _adjust_table(style)
    if style.writing_mode != base.writing_mode and style.display == "inline":
        found["display"] = "inline-block"
    if base.makes_items and style.display in _BLOCKIFIED:
        found["display"] = blockified(style.display)
    if style.display in FLEXIBLE or (style.display == "contents" and base.makes_items):
        found["makes_items"] = True
    found["inheritance"] = base.inheritance
    if parent is None or cascaded.inherits:
        inheritance = {name: value for name, value in found.items() if name in INHERITED}
        if inheritance != base.inheritance:  # the same object for the same values lets children share
            found["inheritance"] = inheritance
    return style


def _computed(value: object, setting: Setting) -> object:
    if isinstance(value, LateColor):
        return value.settle(setting.around)
    if isinstance(value, Late):
        return value.settle(setting)
    return to_px(value, setting.scale)  # type: ignore[arg-type]


def _initial(name: str) -> object:
    if name == "font_size":
        return "medium"
    if name == "color":
        return _CANVAS_TEXT
    return _CURRENT if name.endswith("_color") and name.startswith("border") else _INITIAL.get(name)


def _resolved(cascaded: Cascaded, base: Style, style: Style, basis: Basis) -> dict[str, object]:
    """The declarations with var() substituted and inherit answered."""
    found: dict[str, object] = {}
    for name, value in cascaded.declared.items():
        if type(value) is Pending:
            value = _substituted(name, value, style.variables, basis)
        if value in (Wide.REVERT, Wide.REVERT_LAYER):
            value = cascaded.browser.get(name, Wide.UNSET)
        if value is Wide.INHERIT and name not in INHERITED:
            value = getattr(base, name)
        found[name] = value
    return {name: value for name, value in found.items() if not name.startswith("--")}


def _substituted(name: str, pending: Pending, variables: Variables, basis: Basis) -> object:
    text = substitute(pending.text, variables)
    longhands = expand(pending.name, text, basis.quirks) if text is not None else None
    for longhand, value in longhands or ():
        if longhand == name:
            return Wide.UNSET if type(value) is Pending else value
    return Wide.UNSET


def _set_scheme(found: dict[str, object], basis: Basis) -> None:
    schemes = found.get("color_scheme") or basis.page_schemes
    assert isinstance(schemes, frozenset)
    found["dark"] = "dark" in schemes and (basis.prefers_dark or "light" not in schemes)


def _color(value: object, style: Style, base: Style, basis: Basis) -> Color:
    if isinstance(value, LateColor):
        if value.token.text == "-webkit-link" and basis.link_color is not None:
            return basis.link_color
        if value is BODY_COLOR:
            return basis.body_color
        return value.settle(Surroundings(base.color, style.dark))
    assert isinstance(value, Color)
    return value


# -- fonts --------------------------------------------------------------------------------------------------

_KEYWORDS: Final = ("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large")
_KEYWORD_PX: Final = dict(zip(_KEYWORDS, (9.0, 10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0), strict=True))
_MONOSPACE_PX: Final = dict(zip(_KEYWORDS, (9.0, 10.0, 12.0, 13.0, 16.0, 20.0, 26.0, 39.0), strict=True))
_QUIRKY_MONOSPACE_PX: Final = dict(zip(_KEYWORDS, (9.0, 9.0, 10.0, 13.0, 16.0, 20.0, 26.0, 40.0), strict=True))
"""px of the font-size keywords: `monospace` alone has a medium of 13 px."""
_LEAST_RELATIVE: Final = 6.0
"""What a size that comes from a percentage or a keyword never falls below, unless it is 0."""
_FIXED_SHARE: Final = 13 / 16


def _set_font(declared: dict[str, object], style: Style, base: Style, basis: Basis) -> None:
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
            size = found if isinstance(found, type(0.5)) else found.resolve(outer)
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
    elif isinstance(weight, type(0.5)):
        style.font_weight = weight


_FONT_RELATIVE: Final = frozenset({"em", "ex", "ch", "ic", "cap", "lh"})


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


# -- what depends on other properties -------------------------------------------------------------------------

_BLOCKIFIED: Final = {"inline": "block", "inline-block": "block", "inline-table": "table", "inline-flex": "flex",
                      "inline-grid": "grid", "table-row-group": "block", "table-header-group": "block",
                      "table-footer-group": "block", "table-row": "block", "table-column-group": "block",
                      "table-column": "block", "table-cell": "block", "table-caption": "block",
                      "-webkit-inline-box": "-webkit-box", "ruby": "block", "ruby-text": "block",
                      "inline list-item": "list-item", "math": "block math"}  # fmt: skip
FLEXIBLE: Final = frozenset({"flex", "inline-flex", "grid", "inline-grid"})


_TABLE_PARTS: Final = frozenset({"table", "inline-table", "table-row", "table-row-group", "table-header-group",
                                 "table-footer-group"})  # fmt: skip


def _adjust_table(style: Style) -> None:
    """Tables do not scroll, and do not take over a centring from around them."""
    if style.overflow_x in ("auto", "scroll"):
        style.overflow_x = "visible"
    if style.overflow_y in ("auto", "scroll"):
        style.overflow_y = "visible"
    if style.text_align.startswith("-webkit-") and style.display in ("table", "inline-table"):
        style.text_align = "start"


def blockified(display: object) -> str:
    """What `display` becomes where a box cannot be inline: floats, absolute positions, flex items."""
    return _BLOCKIFIED.get(str(display), str(display))


def _overflow(plain: dict[str, object]) -> list[str]:
    """Only both axes together can be visible."""
    pair = [str(plain.get(name, "visible")).replace("overlay", "auto") for name in ("overflow_x", "overflow_y")]
    if any(value not in ("visible", "clip") for value in pair):
        pair = [value.replace("visible", "auto") for value in pair]
    return pair


@lru_cache(maxsize=4)
def canvas(dark: bool) -> Color:
    """What a page without any background is painted on."""
    return system_color("canvas", dark)
