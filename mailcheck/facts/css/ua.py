"""The user-agent declarations of an element: of its tag, and those that depend on attributes or surroundings."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.css import ua_sheet as sheet
from mailcheck.facts.css.alike import Alike
from mailcheck.facts.css.cascaded import special
from mailcheck.facts.css.color_syntax import LateColor
from mailcheck.facts.css.css import Token, blocks, declarations
from mailcheck.facts.css.properties import expand
from mailcheck.facts.css.wordset import words

Values = dict[str, object]

_BUTTONS: Final = frozenset({"submit", "button", "reset"})
_TOGGLES: Final = frozenset({"checkbox", "radio"})


@lru_cache(maxsize=256)
def _declared(text: str) -> Values:
    found: Values = {}
    for declaration in declarations(text):
        found.update(expand(declaration.name, declaration.value) or ())
    return found


class Browser(NamedTuple):
    """Declarations of the user-agent sheet, and the names of those whose values are not plain."""

    values: Values
    unsettled: frozenset[str]


@lru_cache(maxsize=1)
def _sheet() -> dict[str, Values]:
    """The declarations of the user-agent sheet by tag."""
    found: dict[str, Values] = {}
    for block in blocks(sheet.USER_AGENT_SHEET):
        for tag in block.prelude.split(","):
            found.setdefault(tag.strip(), {}).update(_declared(block.content or ""))
    return found


@lru_cache(maxsize=512)
def _tag_values(tag: str) -> Browser:
    return _browser(_sheet().get(tag, {}))


_CONDITIONAL: Final = words("a area audio button dialog input optgroup option rt select table textarea")


def browser_values(alike: Alike, quirks: bool) -> Browser:
    """The declarations of the user-agent sheet for an element."""
    tag, role = alike.tag, alike.role
    if role == "foreign":
        return _browser(_foreign(tag))
    plain = _tag_values(tag)
    more = _conditional(alike, quirks) if tag in _CONDITIONAL else {}
    if alike.attributes and any(name == "popover" for name, _ in alike.attributes):
        more = {**more, **_declared(sheet.POPOVER)}
    if role == "left-out":
        more = {**more, "display": "none"}
    elif tag == "summary" and role != "summary":
        more = {**more, "display": "block"}
    return _browser({**plain.values, **more}) if more else plain


def _browser(values: Values) -> Browser:
    return Browser(values, special(values))


_MATHS: Final = words("mi mn mo mrow ms mspace mtext msup msub msubsup mfrac msqrt mroot mstyle")
_FOREIGN_NONE: Final = words(
    """style script title desc metadata defs symbol clippath mask marker lineargradient radialgradient pattern
    filter"""
)


def _foreign(tag: str) -> Values:
    if tag in _FOREIGN_NONE:
        return {"display": "none"}
    if tag == "svg":
        return {"overflow_x": "hidden", "overflow_y": "hidden"}
    if tag in ("foreignobject", "text"):
        return {"display": "block"}
    if tag == "math":
        return {"display": "math"}
    return {"display": "block math"} if tag in _MATHS else {}


def _conditional(alike: Alike, quirks: bool) -> Values:
    """What depends on an element's own attributes, or on the document mode."""
    tag, attrs = alike.tag, dict(alike.attributes)
    if tag in ("a", "area"):
        return {"color": LateColor(Token("ident", "-webkit-link"))} if "href" in attrs else {}
    if tag == "table":
        return dict(_declared(sheet.QUIRKY_TABLE)) if quirks else {}
    if tag == "rt":
        return dict(_declared(sheet.RUBY_TEXT)) if alike.role == "ruby" else {}
    if tag == "dialog":
        return {**_declared(sheet.DIALOG), **({} if "open" in attrs else {"display": "none"})}
    if tag == "audio":
        return {} if "controls" in attrs else {"display": "none"}
    return _control(alike, quirks)


_DISABLED: Final = {
    "button": sheet.DISABLED_BUTTON, "select": sheet.DISABLED_SELECT, "option": sheet.DISABLED_OPTION,
    "optgroup": sheet.DISABLED_OPTION, "textarea": sheet.DISABLED_FIELD,
}  # fmt: skip


def _control(alike: Alike, quirks: bool) -> Values:
    """Form controls: their kinds, disabled ones, and the box they fill in quirks mode."""
    tag, attrs = alike.tag, dict(alike.attributes)
    disabled = "disabled" in attrs
    if tag == "input":
        kind = attrs.get("type", "").strip().lower()
        found = dict(_input_values(kind, disabled))
    else:
        kind = ""
        found = dict(_declared(_DISABLED[tag])) if disabled and tag in _DISABLED else {}
    if quirks and tag in ("input", "textarea") and kind != "image":
        found["box_sizing"] = "border-box"
    return found


@lru_cache(maxsize=64)
def _input_values(kind: str, disabled: bool) -> Values:
    if kind == "hidden":
        return _declared(sheet.INPUT_HIDDEN)
    text, faint = "", sheet.DISABLED_FIELD
    if kind in _BUTTONS:
        text, faint = sheet.INPUT_BUTTON, sheet.DISABLED_BUTTON
    elif kind == "file":
        text = sheet.INPUT_FILE
    elif kind in _TOGGLES:
        text, faint = sheet.INPUT_TOGGLE, ""
    elif kind in ("image", "range", "color"):
        text = sheet.INPUT_PLAIN
    return {**_declared(text), **_declared(faint if disabled else "")}
