"""What a template's tags leave open about how something is seen: colours, sizes and styles that are holes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.css.css import declarations
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.holes import has_hole
from mailcheck.source.mjml import is_mjml

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom

_FRONT: Final = frozenset({"color", "-webkit-text-fill-color"})
_BACK: Final = frozenset({"background", "background-color", "background-image"})
_HARMLESS: Final = re.compile(
    r"(?:border|padding|margin|outline|list-style|font-family|font-weight|font-style|text-align|text-decoration|width"
    r"|max-width|min-|vertical-align|direction|box-shadow|letter-spacing|word-|mso-(?!hide)|-ms-|table-layout|cursor)"
)
"""Properties that make no text hard to see."""
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_LOCAL_SHEET: Final = re.compile(r"(?!https?:|//)", re.IGNORECASE)


class Untold(NamedTuple):
    """What is not known of an element, in words: of its text's colour, of its background, of anything else.

    '' where a tag has no say. `own`: a tag may write any declaration at all into its style.
    """

    front: str = ""
    back: str = ""
    other: str = ""
    own: bool = False


_NOTHING: Final = Untold()


def untold_page(dom: Dom) -> str:
    """Why no style in a tree is certain, in words; '' for a tree whose style sheets are all there."""
    if dom.text is None:
        return ""
    if is_mjml(dom.text.written):
        return "MJML: colours and sizes are known once it is compiled"
    if not has_hole(dom.text.content):
        return ""
    for style in dom.tagged("style"):
        for node in style.children:
            if type(node) is TextNode and has_hole(node.data) and _puts_in_rules(node.data):
                return "a tag of the template puts in style rules"
    for link in dom.tagged("link"):
        href = link.attrs.get("href", "").strip()
        if "stylesheet" in link.attrs.get("rel", "").lower() and (has_hole(href) or _LOCAL_SHEET.match(href)):
            return "the template's style sheet is another file"
    return ""


def _puts_in_rules(sheet: str) -> bool:
    """Whether a tag stands in a style sheet where a rule could."""
    depth = place = 0
    for note in _COMMENT.finditer(sheet):
        depth += sheet.count("{", place, note.start()) - sheet.count("}", place, note.start())
        place = note.end()
        if depth <= 0 and has_hole(note[0]):
            return True
    return False


def untold(element: Element, blocks: Iterable[str]) -> Untold:
    """What tags leave open about an element. `blocks`: the declarations that apply to it, its own `style` last."""
    attrs = element.attrs
    if any(has_hole(name) for name in attrs) or has_hole(attrs.get("class", "")) or has_hole(attrs.get("id", "")):
        return Untold(other="a tag of the template writes its attributes", own=True)
    front = has_hole(attrs.get("color", "")) or has_hole(attrs.get("text", ""))
    back = has_hole(attrs.get("bgcolor", "")) or has_hole(attrs.get("background", ""))
    other = has_hole(attrs.get("size", "")) and element.tag == "font"
    own = False
    for block in blocks:
        if not has_hole(block):
            continue
        notes = _COMMENT.findall(block)
        own = own or any(has_hole(note) for note in notes)
        for declaration in declarations(block):
            if has_hole(declaration.name):
                own = True
            elif has_hole(declaration.value):
                front = front or declaration.name in _FRONT
                back = back or declaration.name in _BACK
                harmless = declaration.name in _FRONT | _BACK or _HARMLESS.match(declaration.name) is not None
                other = other or not harmless
    if not (front or back or other or own):
        return _NOTHING
    return Untold(
        "a tag of the template gives its colour" if front else "",
        "a tag of the template gives its background" if back else "",
        "a tag of the template writes its style" if other or own else "",
        own,
    )
