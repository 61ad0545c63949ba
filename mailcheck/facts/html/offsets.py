"""Where the nodes of one tree stand in its source, found when somebody points at them.

A start tag is asked of the parser, one by one, and so is most text: it follows a tag. Other texts, comments and the
ends of elements are found from the order of all nodes together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from mailcheck.facts.html.nodes import Comment, Element, Node, TextNode, walk
from mailcheck.facts.html.placing import Gaps, LineEnds, Placer

_RAW: Final = frozenset({"iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"})
"""Elements in whose content `<` opens no tag."""


_FEW: Final = 64
"""Children among which a text is looked for: bounds the work on hostile input."""


class Stretch(Protocol):
    """What the parser tells of a tag: offsets in the source with LF line ends."""

    @property
    def start_offset(self) -> int: ...
    @property
    def end_offset(self) -> int: ...


class Location(Protocol):
    @property
    def start_tag(self) -> Stretch: ...
    @property
    def end_tag(self) -> Stretch | None: ...


class Parsed(Protocol):
    """An element of the parser; one that it implied has no location."""

    @property
    def source_location(self) -> Location | None: ...


class Offsets:
    """Fills in the places of nodes. `parsed` are the parser's elements in the order of `elements`."""

    def __init__(self, content: str, top: list[Node], elements: list[Element], parsed: Sequence[Parsed]) -> None:
        self.sections: set[TextNode] = set()
        """Texts that are CDATA sections."""
        self.targets: dict[Comment, str] = {}
        """Comments that are processing instructions, by what they begin with."""
        self._content = content
        self._top = top
        self._elements = elements
        self._parsed = parsed
        self._ends: LineEnds | None = None

    @property
    def ends(self) -> LineEnds:
        if self._ends is None:
            self._ends = LineEnds(self._content)
        return self._ends

    def place(self, element: Element) -> None:
        """Fill in the start tag of an element: that of its nearest ancestor which has one, when it is implied."""
        implied: list[Element] = []
        above: Element | None = element
        location = None
        while above is not None and (location := self._parsed[above.index].source_location) is None:
            implied.append(above)
            above = above.parent
        start = end = 0
        if location is not None and above is not None:
            tag, ends = location.start_tag, self.ends
            start, end = above.start, above.end = ends.original(tag.start_offset), ends.original(tag.end_offset)
            above.implied = False
        for one in implied:
            one.start, one.end, one.implied = start, end, True

    def place_text(self, node: TextNode) -> None:
        """Fill in the source of a text: found alone when its neighbour tells where it begins, else with all others."""
        parent = node.parent
        cursor = self._end_before(node, parent)
        if cursor >= 0:
            placer = Placer(self.ends.normal, cursor)
            start, end = placer.place_text(node.data, parent.tag in _RAW)
            if start >= 0:
                node.start, node.end, node.exact = self.ends.original(start), self.ends.original(end), True
                return
        self.place_all()

    def _end_before(self, node: TextNode, parent: Element) -> int:
        """Where the tag just before a text ends; -1 when something else stands there."""
        if node in self.sections or len(parent.children) > _FEW:
            return -1
        before: Node | None = None
        for child in parent.children:
            if child is node:
                break
            before = child
        near = parent if before is None else before
        location = self._parsed[near.index].source_location if type(near) is Element else None
        if location is None or type(near) is not Element:
            return -1
        if near is not parent and location.end_tag is not None:
            return location.end_tag.end_offset
        return location.start_tag.end_offset if near is parent or not near.children else -1

    def place_all(self) -> None:
        """Fill in every place."""
        ends = self.ends
        self._place_in_order(ends.normal)
        if ends.changed:
            for node in walk(self._top):
                node.start, node.end = ends.original(node.start), ends.original(node.end)
                if type(node) is Element:
                    node.close = ends.original(node.close)

    def _place_in_order(self, source: str) -> None:
        """Place nodes one after the other, in offsets of `source`. A number on the stack is where an end tag ends."""
        placer = Placer(source)
        lost: list[tuple[TextNode, int]] = []
        stack: list[Node | int] = [*reversed(self._top)]
        while stack:
            node = stack.pop()
            if type(node) is TextNode:
                self._place_text(node, placer, lost)
            elif type(node) is Element:
                self._place_tags(node, placer)
                if node.close:
                    stack.append(node.close)
                stack.extend(reversed(node.children))
            elif type(node) is int:
                placer.cursor = node
            elif type(node) is Comment:
                node.start, node.end = placer.place_comment(self.targets.get(node, node.data))
        self._close()
        if lost:
            self._find_lost(lost, source)

    def _place_text(self, node: TextNode, placer: Placer, lost: list[tuple[TextNode, int]]) -> None:
        parent = node.parent
        if node in self.sections:
            start, end = placer.place_text(node.data)
            node.start, node.end, node.exact = max(start, parent.start), max(end, parent.end), start >= 0
            return
        node.start, node.end = placer.place_text(node.data, parent.tag in _RAW)
        node.exact = True
        if node.start < 0:
            lost.append((node, placer.cursor))

    def _place_tags(self, element: Element, placer: Placer) -> None:
        location = self._parsed[element.index].source_location
        parent = element.parent
        element.close = 0
        element.implied = location is None
        if location is None:
            element.start, element.end = (parent.start, parent.end) if parent is not None else (0, 0)
            return
        opening, closing = location.start_tag, location.end_tag
        element.start, element.end = opening.start_offset, opening.end_offset
        placer.cursor = element.end
        if closing is not None:
            element.close = closing.end_offset

    def _close(self) -> None:
        for element in reversed(self._elements):
            last = element.children[-1] if element.children else None
            if type(last) is Element:
                element.close = max(element.close, last.close)
            elif last is not None:
                element.close = max(element.close, last.end)
            element.close = max(element.close, element.end)

    def _find_lost(self, lost: list[tuple[TextNode, int]], source: str) -> None:
        """Place text that the parser moved away from where it was written (out of a table, mostly)."""
        taken = [(element.start, element.end) for element in self._elements if not element.implied]
        taken += [(node.start, node.end) for node in walk(self._top) if type(node) is not Element and node.start >= 0]
        gaps = Gaps(source, taken)
        for node, cursor in lost:
            (node.start, node.end), node.exact = gaps.find(node.data, cursor)
            if node.start < 0:
                node.start, node.end = node.parent.start, node.parent.end
