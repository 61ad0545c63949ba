"""What decides an element's declarations besides the rules that match it: its tag, attributes and place.

Elements equal in this are alike: they share what the cascade finds for them, within a message and between
messages.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from mailcheck.facts.nodes import Element
from mailcheck.facts.wordset import words

ATTRIBUTES: Final = words(
    """align background bgcolor border color controls dir disabled face height hidden href hspace leftmargin
    marginheight marginwidth noshade nowrap open popover size text topmargin type valign vspace width wrap"""
)
"""Attributes that decide style."""
_UNRENDERED_CONTENT: Final = words("audio canvas iframe meter progress video")


class Alike(NamedTuple):
    """`role`: html, foreign (SVG, MathML); summary, the one its `<details>` shows; ruby, a child of
    `<ruby>`; left-out, content that its parent does not render. `cellpadding`, `border`: of a cell's table.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    role: Literal["html", "foreign", "summary", "ruby", "left-out"] = "html"
    cellpadding: str | None = None
    border: str | None = None


def alike(element: Element) -> Alike:
    """What an element has in common with others whose style is declared in the same way."""
    tag, attrs = element.tag, element.attrs
    attributes = tuple([(name, attrs[name]) for name in attrs if name in ATTRIBUTES]) if attrs else ()
    if element.foreign:
        return Alike(tag, attributes, "foreign")
    parent = element.parent
    if parent is None:
        return Alike(tag, attributes)
    if tag == "td" or tag == "th":
        table: Element | None = parent
        while table is not None and table.tag != "table":
            table = table.parent
        if table is not None:
            return Alike(tag, attributes, "html", table.attrs.get("cellpadding"), table.attrs.get("border"))
    if tag == "summary" and is_summary(element):
        return Alike(tag, attributes, "summary")
    if not renders_content(parent):
        return Alike(tag, attributes, "left-out")
    return Alike(tag, attributes, "ruby" if parent.tag == "ruby" else "html")


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
