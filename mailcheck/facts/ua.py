"""The user-agent declarations of an element: of its tag, and those that depend on attributes or surroundings."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts import ua_sheet as sheet
from mailcheck.facts.cascaded import special
from mailcheck.facts.color_syntax import LateColor
from mailcheck.facts.css import Token, blocks, declarations
from mailcheck.facts.nodes import Element
from mailcheck.facts.properties import expand
from mailcheck.facts.wordset import words

Values = dict[str, object]

_BUTTONS: Final = frozenset({"submit", "button", "reset"})
_TOGGLES: Final = frozenset({"checkbox", "radio"})
_UNRENDERED_CONTENT: Final = frozenset({"audio", "video", "canvas", "iframe", "meter", "progress"})


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


def browser_values(element: Element, quirks: bool) -> Browser:
    """The declarations of the user-agent sheet for an element."""
    if element.foreign:
        return _browser(_foreign(element))
    plain = _tag_values(element.tag)
    more = _conditional(element, quirks) if element.tag in _CONDITIONAL else {}
    more = {**more, **_surrounded(element)}
    return _browser({**plain.values, **more}) if more else plain


def _browser(values: Values) -> Browser:
    return Browser(values, special(values))


def _surrounded(element: Element) -> Values:
    """What the parent decides: closed `<details>`, and content that only stands in for something else."""
    parent, summary = element.parent, element.tag == "summary"
    if parent is not None and (parent.tag == "details" or parent.tag in _UNRENDERED_CONTENT):
        if is_summary(element):
            return {}
        if not renders_content(parent):
            return {"display": "none"}
    return {"display": "block"} if summary else {}


_MATHS: Final = words("mi mn mo mrow ms mspace mtext msup msub msubsup mfrac msqrt mroot mstyle")
_FOREIGN_NONE: Final = words(
    """style script title desc metadata defs symbol clippath mask marker lineargradient radialgradient pattern
    filter"""
)


def _foreign(element: Element) -> Values:
    tag = element.tag
    if tag in _FOREIGN_NONE:
        return {"display": "none"}
    if tag == "svg":
        return {"overflow_x": "hidden", "overflow_y": "hidden"}
    if tag in ("foreignobject", "text"):
        return {"display": "block"}
    if tag == "math":
        return {"display": "math"}
    return {"display": "block math"} if tag in _MATHS else {}


def _conditional(element: Element, quirks: bool) -> Values:
    """What depends on an element's own attributes, or on the document mode."""
    tag, attrs = element.tag, element.attrs
    if tag in ("a", "area"):
        return {"color": LateColor(Token("ident", "-webkit-link"))} if "href" in attrs else {}
    if tag == "table":
        return dict(_declared(sheet.QUIRKY_TABLE)) if quirks else {}
    if tag == "rt":
        ruby = element.parent is not None and element.parent.tag == "ruby"
        return dict(_declared(sheet.RUBY_TEXT)) if ruby else {}
    if tag == "dialog":
        return {**_declared(sheet.DIALOG), **({} if "open" in attrs else {"display": "none"})}
    if tag == "audio":
        return {} if "controls" in attrs else {"display": "none"}
    return _control(element, quirks)


_DISABLED: Final = {
    "button": sheet.DISABLED_BUTTON, "select": sheet.DISABLED_SELECT, "option": sheet.DISABLED_OPTION,
    "optgroup": sheet.DISABLED_OPTION, "textarea": sheet.DISABLED_FIELD,
}  # fmt: skip


def _control(element: Element, quirks: bool) -> Values:
    """Form controls: their kinds, disabled ones, and the box they fill in quirks mode."""
    tag, attrs = element.tag, element.attrs
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


def is_summary(element: Element) -> bool:
    """Whether an element is the `<summary>` that its `<details>` always shows."""
    parent = element.parent
    if element.tag != "summary" or parent is None or parent.tag != "details":
        return False
    first = next((node for node in parent.children if isinstance(node, Element) and node.tag == "summary"), None)
    return first is element


def renders_content(element: Element) -> bool:
    """Whether text directly in an element can be rendered: not in closed `<details>`, `<video>`, `<iframe>`."""
    if element.tag == "details":
        return "open" in element.attrs
    return element.tag not in _UNRENDERED_CONTENT or element.foreign
