"""From the declarations that won and the parent's values to an element's computed values."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, cast

from mailcheck.facts.css.cascaded import BODY_COLOR, Cascaded, blockified, special
from mailcheck.facts.css.color_syntax import LateColor, Surroundings, system_color
from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.fonts import set_font
from mailcheck.facts.css.lengths import Math, Relative, to_px
from mailcheck.facts.css.properties import expand
from mailcheck.facts.css.style import INHERITED, Basis, Style
from mailcheck.facts.css.values import Late, Pending, Setting, Wide
from mailcheck.facts.css.variables import Variables, substitute
from mailcheck.facts.css.wordset import words


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
    if basis.registered:
        found["variables"] = base.variables.inherited(basis.registered).extended(cascaded.custom)
    elif cascaded.custom:
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
        set_font(cascaded.font, style, base, basis)
    if cascaded.color is not None:
        found["color"] = _color(cascaded.color, style, base, basis)
    if cascaded.late:
        setting = Setting(basis.scale(style.font_size), Surroundings(style.color, style.dark))
        for name, value in cascaded.late.items():
            found[name] = _computed(value, setting)
    display = found.get("display", "inline")
    if display in _TABLE_PARTS:
        _adjust_table(style)
    if display == "inline" and style.writing_mode != base.writing_mode:
        display = found["display"] = "inline-block"
    if base.makes_items and blockified(display) != display:
        display = found["display"] = blockified(display)
    if display in _FLEXIBLE or (display == "contents" and base.makes_items):
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
    if isinstance(value, Relative | Math):
        return to_px(value, setting.scale)
    return cast("Late", value).settle(setting)


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


_FLEXIBLE: Final = words("flex inline-flex grid inline-grid")


_TABLE_PARTS: Final = words("""table inline-table table-row table-row-group table-header-group table-footer-group""")


def _adjust_table(style: Style) -> None:
    """Tables do not scroll, and do not take over a centring from around them."""
    if style.overflow_x in ("auto", "scroll"):
        style.overflow_x = "visible"
    if style.overflow_y in ("auto", "scroll"):
        style.overflow_y = "visible"
    if style.text_align.startswith("-webkit-") and style.display in ("table", "inline-table"):
        style.text_align = "start"


@lru_cache(maxsize=4)
def canvas(dark: bool) -> Color:
    """What a page without any background is painted on."""
    return system_color("canvas", dark)
