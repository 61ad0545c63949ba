"""The HTML5 tree of a mail body, every node with its place in the source.

One parse by turbohtml, copied in one walk into small nodes of our own: rules and facts read those, and the
parser stays replaceable behind this module. `build_soup` links the same tree as beautifulsoup4.

turbohtml tells where tags begin and end, but nothing about text and comments: `mailcheck.facts.html.offsets`
derives their places from the end of the construct before them and checks it against the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from mailcheck.facts.html.nodes import Comment, Element, Node, TextNode, walk
from mailcheck.facts.html.offsets import Offsets
from mailcheck.facts.html.parser import turbohtml
from mailcheck.facts.html.placing import LineEnds
from mailcheck.facts.html.quirks import is_quirky
from mailcheck.spans import Span, Text

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, PageElement, Tag

__all__ = ["Comment", "Dom", "Element", "Node", "TextNode", "build_dom", "build_soup"]

Doctype = tuple[str, str | None, str | None]
"""Name, public and system identifier."""


class Dom:
    """The tree of one HTML text. Without one it is empty and `root` None.

    `children` are the nodes of the document itself: `root` and comments around it. `quirks` is the
    document mode that browsers would choose. `truncated`: the document had more than `max_nodes` nodes and
    the rest was left out.
    """

    def __init__(self, text: Text | None) -> None:
        self.text = text
        self.elements: list[Element] = []
        self.children: list[Node] = []
        self.doctype: Doctype | None = None
        self.quirks = False
        self.truncated = False
        self.root: Element | None = None
        self.head: Element | None = None
        self.body: Element | None = None
        self.derived: dict[type, object] = {}
        """What other facts computed from this tree alone, by its type, so that all views share it."""
        self._document: turbohtml.Document | None = None
        self._parsed: list[turbohtml.Element] = []
        self._offsets = Offsets(text.content if text is not None else "", self.children, self.elements, self._parsed)
        self._own: dict[turbohtml.Element, Element] | None = None
        self._by_tag: dict[str, list[Element]] | None = None
        self._tags: dict[int, Element] = {}
        self._soups: list[BeautifulSoup] = []

    def walk(self) -> Iterator[Node]:
        """Every node in document order."""
        return walk(self.children)

    def select(self, selector: str) -> list[Element]:
        """The elements a CSS selector matches, in document order; [] for a selector it cannot parse.

        The content of a `<template>` is never matched.
        """
        return self.try_select(selector) or []

    def try_select(self, selector: str) -> list[Element] | None:
        """As `select`, but None for a selector that cannot be parsed."""
        if self._document is None:
            return []
        try:
            found = self._document.select(selector)
        except ValueError:
            return None
        if not found:
            return []
        if self._own is None:
            pairs = zip(self._parsed, self.elements, strict=True)
            if "template" in self.by_tag:
                self._own = {parsed: element for parsed, element in pairs if not _is_inert(element)}
            else:
                self._own = dict(pairs)
        own = self._own
        return [own[element] for element in found if element in own]

    def release(self) -> None:
        """Take the tree apart, so that its memory is free at once and not when garbage is next collected."""
        for element in self.elements:
            element.children.clear()
        self.elements.clear()
        self.children.clear()
        self.derived.clear()
        self.root = self.head = self.body = self._own = self._by_tag = None

    @property
    def by_tag(self) -> Mapping[str, Sequence[Element]]:
        """The elements by their tags, each list in document order."""
        if self._by_tag is None:
            self._by_tag = {}
            for element in self.elements:
                self._by_tag.setdefault(element.tag, []).append(element)
        return self._by_tag

    def tagged(self, tag: str) -> Sequence[Element]:
        """What `select(tag)` finds, for less."""
        found = self.by_tag.get(tag, ())
        if found and "template" in self.by_tag:
            return [element for element in found if not _is_inert(element)]
        return found

    def span(self, node: Node) -> Span:
        """The start tag of an element (of its nearest explicit ancestor, when implied), the source of a
        text or of a comment."""
        return self._text.span(node.start, node.end)

    def attr_span(self, element: Element, name: str) -> Span:
        """The attribute, name and value; the start tag when the parser does not tell."""
        start, end = self._attr_offsets(element, name)
        return self._text.span(start, end)

    def attr_value_span(self, element: Element, name: str) -> Span:
        """The attribute's value between its quotes; empty, after the name, when it has none."""
        start, end = self._attr_offsets(element, name)
        content = self._text.content
        equals = content.find("=", start, end)
        if equals < 0 or (start, end) == (element.start, element.end):
            return self._text.span(start if equals >= 0 else end, end)
        start = equals + 1
        while start < end and content[start] in _HTML_SPACE:
            start += 1
        if start < end and content[start] in "\"'":
            end -= content[end - 1] == content[start] and end - 1 > start
            start += 1
        return self._text.span(start, end)

    def source_offset(self, node: TextNode, offset: int) -> int:
        """Where the character at `offset` of a text without references (a style sheet) stands in the source."""
        if node.end - node.start == len(node.data):
            return node.start + offset
        return node.start + LineEnds(self._text.content[node.start : node.end]).original(offset)

    def element_of(self, tag: Tag) -> Element | None:
        """The element behind a tag of `build_soup`; None for a tag that was made later."""
        return self._tags.get(id(tag))

    @property
    def _text(self) -> Text:
        if self.text is None:
            raise ValueError("an empty tree has no positions")
        return self.text

    def _attr_offsets(self, element: Element, name: str) -> tuple[int, int]:
        location = self._parsed[element.index].source_location
        place = location.attrs.get(name) if location is not None else None
        if place is None:
            return element.start, element.end
        ends = self._offsets.ends
        return ends.original(place.start_offset), ends.original(place.end_offset)


def _is_inert(element: Element) -> bool:
    return any(above.tag == "template" for above in element.ancestors())


_HTML_SPACE: Final = " \t\n\f\r"


def build_dom(text: Text | None, max_nodes: int = 200_000) -> Dom:
    """Parse `text` as an HTML5 document with scripting off, so that `<noscript>` shows its content."""
    dom = Dom(text)
    if text is None:
        return dom
    dom._document = turbohtml.parse(text.content, source_locations=True, allow_declarative_shadow_roots=False)
    _copy(dom, dom._document.children, max_nodes)
    for child in dom.children:
        if type(child) is Element:
            dom.root = child
            below = [node for node in child.children if type(node) is Element]
            dom.head = next((element for element in below if element.tag == "head"), None)
            dom.body = next((element for element in below if element.tag in ("body", "frameset")), None)
    dom.quirks = is_quirky(dom.doctype)
    return dom


def _copy(dom: Dom, top: Sequence[turbohtml.Node], max_nodes: int) -> None:
    """Copy the parser's tree. The stack holds what is left of the siblings of every open element, and its parent."""
    elements, parsed, offsets = dom.elements, dom._parsed, dom._offsets
    current: Element | None = None
    siblings = dom.children
    stack: list[tuple[Iterator[turbohtml.Node], Element | None]] = []
    nodes = iter(top)
    room = max_nodes
    while True:
        for node in nodes:
            room -= 1
            if room < 0:
                dom.truncated = True
                return
            below: Sequence[turbohtml.Node] = ()
            if type(node) is turbohtml.Text:
                if current is not None:
                    siblings.append(TextNode(node.data, current))
            elif type(node) is turbohtml.Element:
                parent = current
                element = _element(node, len(elements), current, offsets)
                siblings.append(element)
                elements.append(element)
                parsed.append(node)
                below = node.children
                if below:
                    stack.append((nodes, parent))
                    current, siblings, nodes = element, element.children, iter(below)
                    break
            elif type(node) is turbohtml.DocumentFragment:  # the content of a <template>
                stack.append((nodes, current))
                nodes = iter(node.children)
                break
            else:
                _copy_other(node, dom, current, siblings)
        else:
            if not stack:
                return
            nodes, current = stack.pop()
            siblings = dom.children if current is None else current.children


def _copy_other(node: turbohtml.Node, dom: Dom, current: Element | None, siblings: list[Node]) -> None:
    """Comments, the doctype, CDATA sections, processing instructions."""
    offsets = dom._offsets
    if type(node) is turbohtml.Comment:
        siblings.append(Comment(node.data, current, offsets))
    elif type(node) is turbohtml.Doctype:
        dom.doctype = (node.name or "", node.public_id, node.system_id)
    elif type(node) is turbohtml.CData and current is not None:
        section = TextNode(node.data, current)
        offsets.sections.add(section)
        siblings.append(section)
    elif type(node) is turbohtml.ProcessingInstruction:
        instruction = Comment(f"?{node.target} {node.data}", current, offsets)
        offsets.targets[instruction] = node.target
        siblings.append(instruction)


def _element(node: turbohtml.Element, index: int, parent: Element | None, offsets: Offsets) -> Element:
    tag = node.tag
    attrs: dict[str, str] = {}
    for name, value in node.attrs.items():
        attrs[name] = value if type(value) is str else node.attr(name) or ""
    foreign = False
    if tag == "svg" or tag == "math" or (parent is not None and parent.foreign):
        foreign = node.namespace is not turbohtml.Namespace.HTML
        tag = tag.lower()
    return Element(index, tag, attrs, parent, foreign, offsets)


def build_soup(dom: Dom) -> BeautifulSoup:
    """The tree as beautifulsoup4, with `sourceline` (from 1) and `sourcepos` (from 0) on every tag.

    `dom.element_of(tag)` leads back. Changing the soup does not change the tree. The nodes are linked
    directly, in the way bs4's own tree builders leave them: a third of the time that bs4 takes to parse.
    """
    import bs4  # slow to import, and few runs need it

    soup = bs4.BeautifulSoup("", "html.parser")
    builder = soup.builder
    strings = builder.string_containers
    last: bs4.PageElement = soup
    if dom.doctype is not None:
        last = _append(bs4.Doctype.for_name_and_ids(*dom.doctype), soup, last)  # type: ignore[arg-type]
    opened: dict[Element | None, tuple[Tag, type[bs4.NavigableString]]] = {None: (soup, bs4.NavigableString)}
    for node in dom.walk():
        parent, string = opened[node.parent]
        if isinstance(node, Element):
            line, column = dom._text.line_column(node.start)
            tag = bs4.Tag(None, builder, node.tag, attrs=dict(node.attrs), sourceline=line, sourcepos=column - 1)
            opened[node] = tag, strings.get(node.tag, string)
            dom._tags[id(tag)] = node
            last = _append(tag, parent, last)
        elif isinstance(node, TextNode):
            last = _append(string(node.data), parent, last)
        else:
            last = _append(bs4.Comment(node.data), parent, last)
    dom._soups.append(soup)  # keeps the identities in `_tags` from being reused
    return soup


def _append(child: PageElement, parent: Tag, last: PageElement) -> PageElement:
    """Link `child` at the end of `parent`; `last` is the node before it in document order."""
    siblings = parent.contents
    child.parent = parent
    child.previous_element = last
    last.next_element = child
    if siblings:
        before = siblings[-1]
        child.previous_sibling = before
        before.next_sibling = child
    siblings.append(child)
    return child
