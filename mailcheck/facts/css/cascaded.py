"""The declarations that won on an element, sorted by what their computed values depend on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, cast

from mailcheck.facts.css.color_syntax import CURRENT, LateColor
from mailcheck.facts.css.css import Token
from mailcheck.facts.css.lengths import Math, Relative
from mailcheck.facts.css.style import INHERITED, INITIAL
from mailcheck.facts.css.values import LateFunctions, LateImages, LateRect, LateShadows, Pending, Wide

FONT: Final = ("font_size", "monospace", "font_weight")
BODY_COLOR: Final = LateColor(Token("ident", "-internal-quirk-inherit"))
"""The colour of the body, which tables take in quirks mode whatever stands between."""
_CANVAS_TEXT: Final = LateColor(Token("ident", "canvastext"))
_SIDES: Final = ("top", "right", "bottom", "left")
_SPECIAL_NAMES: Final = frozenset({*FONT, "color", "color_scheme", "zoom", "text_fill", "text_stroke_color"})
_SPECIAL_KINDS: Final[frozenset[type]] = frozenset(
    {Wide, Pending, LateColor, LateFunctions, LateImages, LateRect, LateShadows, Relative, Math}
)
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
        own = any(part is not None for part in (self.color, self.scheme, self.zoom))
        listed = not INHERITED.isdisjoint(self.plain) or not INHERITED.isdisjoint(self.late)
        self.inherits = own or listed or bool(self.font) or bool(self.custom)
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
        elif name in FONT:
            self.font[name] = value
        elif name == "color":
            self.color = value
        elif name == "color_scheme":
            self.scheme = cast("frozenset[str]", value)
        elif name == "zoom":
            self.zoom = cast("float", value)
        elif name in ("text_fill", "text_stroke_color") and value == CURRENT:
            self.plain[name] = None
        elif kind in _SPECIAL_KINDS:
            self.late[name] = value
        elif name.startswith("--"):
            self.custom[name] = cast("str", value)
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


def _initial(name: str) -> object:
    if name == "font_size":
        return "medium"
    if name == "color":
        return _CANVAS_TEXT
    return CURRENT if name.endswith("_color") and name.startswith("border") else INITIAL.get(name)


_BLOCKIFIED: Final = {"inline": "block", "inline-block": "block", "inline-table": "table", "inline-flex": "flex",
                      "inline-grid": "grid", "table-row-group": "block", "table-header-group": "block",
                      "table-footer-group": "block", "table-row": "block", "table-column-group": "block",
                      "table-column": "block", "table-cell": "block", "table-caption": "block",
                      "-webkit-inline-box": "-webkit-box", "ruby": "block", "ruby-text": "block",
                      "inline list-item": "list-item", "math": "block math"}  # fmt: skip


def blockified(display: object) -> str:
    """What `display` becomes where a box cannot be inline: floats, absolute positions, flex items."""
    return _BLOCKIFIED.get(str(display), str(display))


def _overflow(plain: dict[str, object]) -> list[str]:
    """Only both axes together can be visible."""
    pair = [str(plain.get(name, "visible")).replace("overlay", "auto") for name in ("overflow_x", "overflow_y")]
    if any(value not in ("visible", "clip") for value in pair):
        pair = [value.replace("visible", "auto") for value in pair]
    return pair
