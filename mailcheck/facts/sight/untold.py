"""What a template's tags leave open about how something is seen: colours, sizes and styles that are holes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.css.css import declarations
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.conditions import Conditions
from mailcheck.holes import has_hole
from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.mjml import compiled_language

if TYPE_CHECKING:
    from mailcheck.facts.css.styles import Styles
    from mailcheck.facts.html.dom import Dom

_FRONT: Final = frozenset({"color", "-webkit-text-fill-color"})
_BACK: Final = frozenset({"background", "background-color", "background-image"})
_ATTRIBUTES: Final = frozenset({"color", "text", "bgcolor", "background", "size"})
_HARMLESS: Final = lazy_regex(
    r"(?:border|padding|margin|outline|list-style|font-family|font-weight|font-style|text-align|text-decoration|width"
    r"|max-width|min-|vertical-align|direction|box-shadow|letter-spacing|word-|mso-(?!hide)|-ms-|table-layout|cursor)"
)
"""Properties that make no text hard to see."""
_COMMENT: Final = lazy_regex(r"/\*.*?\*/", re.DOTALL)
_LOCAL_SHEET: Final = lazy_regex(r"(?!https?:|//)", re.IGNORECASE)


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
    language = compiled_language(dom.text.written) if dom.text is not None else ""
    if language:
        return f"{language}: colours and sizes are known once it is compiled"
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


def untold(dom: Dom, styles: Styles, element: Element) -> Iterator[Untold]:
    """What the tags of a template leave open about an element, and what its conditions do."""
    for found in (_by_tags(element, styles.blocks(element)), _by_conditions(element, dom)):
        if found is not _NOTHING:
            yield found


def _by_tags(element: Element, blocks: Iterable[str]) -> Untold:
    """`blocks`: the declarations that apply to an element, its own `style` last."""
    attrs = element.attrs
    if any(has_hole(name) for name in attrs) or has_hole(attrs.get("class", "")) or has_hole(attrs.get("id", "")):
        return Untold(other="a tag of the template writes its attributes", own=True)
    found = _Found("a tag of the template")
    for name, value in attrs.items():
        if name in _ATTRIBUTES and has_hole(value):
            found.add_attribute(element, name)
    for block in blocks:
        if not has_hole(block):
            continue
        found.own = found.own or any(has_hole(note) for note in _COMMENT.findall(block))
        for declaration in declarations(block):
            if has_hole(declaration.name):
                found.own = True
            elif has_hole(declaration.value):
                found.add(declaration.name)
    return found.told()


def _by_conditions(element: Element, dom: Dom) -> Untold:
    """Another branch may look otherwise."""
    conditions = Conditions.of(dom)
    if not conditions or element.implied or not element.attrs:
        return _NOTHING
    found = _Found("a condition of the template")
    parted = conditions.parts(element)
    start, end = (element.start, element.end) if parted else conditions.within(element.start, element.end)
    if start == end:
        return _NOTHING
    for name, value in element.attrs.items():
        if name != "style" and name not in _ATTRIBUTES and name not in ("class", "hidden"):
            continue
        place = dom.attr_span(element, name)
        if place.end <= start or place.start >= end:
            continue
        if name in ("class", "hidden"):
            found.other = True
        elif name != "style":
            found.add_attribute(element, name)
        else:
            written = dom.attr_value_span(element, name)
            for declaration in declarations(value):
                if written.start + declaration.start < end and written.start + declaration.end > start:
                    found.add(declaration.name)
    told = found.told()
    return told if told is _NOTHING else told._replace(own=found.other)  # it may also be what hides the element


class _Found:
    """Collects what is open, and says who left it so."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.front = self.back = self.other = self.own = False

    def add(self, name: str) -> None:
        """A declaration of this property."""
        if name in _FRONT:
            self.front = True
        elif name in _BACK:
            self.back = True
        else:
            self.other = self.other or _HARMLESS.match(name) is None

    def add_attribute(self, element: Element, name: str) -> None:
        if name in ("bgcolor", "background"):
            self.back = True
        elif name != "size":
            self.front = True
        else:
            self.other = self.other or element.tag == "font"

    def told(self) -> Untold:
        if not (self.front or self.back or self.other or self.own):
            return _NOTHING
        return Untold(
            f"{self.who} gives its colour" if self.front else "",
            f"{self.who} gives its background" if self.back else "",
            f"{self.who} writes its style" if self.other or self.own else "",
            self.own,
        )
