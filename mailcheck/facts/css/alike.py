"""What decides an element's declarations besides the rules that match it: its tag, attributes and place.

Elements equal in this are alike: they share what the cascade finds for them, within a message and between
messages.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from mailcheck.facts.css.wordset import words
from mailcheck.facts.html.nodes import Element

ATTRIBUTES: Final = words(
    """align background bgcolor border color controls dir disabled face height hidden href hspace leftmargin
    marginheight marginwidth noshade nowrap open popover size text topmargin type valign vspace width wrap"""
)
"""Attributes that decide style."""
SVG_ATTRIBUTES: Final = words("color display fill fill-opacity font-size opacity stroke visibility")
"""Those that stand for the property of their name."""
_UNRENDERED_CONTENT: Final = words("audio iframe meter progress video")


_PECULIAR: Final = _UNRENDERED_CONTENT | {"details", "ruby"}
"""Elements that decide how their children are rendered."""
Role = Literal["html", "foreign", "summary", "ruby", "left-out"]


class Alike(NamedTuple):
    """`role`: html, foreign (SVG, MathML); summary, the one its `<details>` shows; ruby, a child of
    `<ruby>`; left-out, content that its parent does not render. `cellpadding`, `border`: of a cell's table.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    role: Role = "html"
    cellpadding: str | None = None
    border: str | None = None


Likeness = tuple[str, tuple[tuple[str, str], ...], Role, str | None, str | None]
"""The fields of an `Alike`, as a key that is cheap to make."""


def likeness(element: Element) -> Likeness:
    """What an element has in common with others whose style is declared in the same way."""
    tag, attrs = element.tag, element.attrs
    attributes = tuple([(name, attrs[name]) for name in attrs if name in ATTRIBUTES]) if attrs else ()
    if element.foreign:
        painted = tuple([(name, attrs[name]) for name in attrs if name in SVG_ATTRIBUTES]) if attrs else ()
        return tag, painted, "foreign", None, None
    parent = element.parent
    if parent is None:
        return tag, attributes, "html", None, None
    above = parent.tag
    if tag == "td" or tag == "th":
        table: Element | None = parent
        while table is not None and table.tag != "table":
            table = table.parent
        if table is not None:
            return tag, attributes, "html", table.attrs.get("cellpadding"), table.attrs.get("border")
    if above not in _PECULIAR:
        return tag, attributes, "html", None, None
    if tag == "summary" and is_summary(element):
        return tag, attributes, "summary", None, None
    if not renders_content(parent):
        return tag, attributes, "left-out", None, None
    return tag, attributes, "ruby" if above == "ruby" else "html", None, None


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
