"""The node types of the HTML tree: plain slotted objects that carry their place in the source."""

from __future__ import annotations

from collections.abc import Iterator


class Element:
    """One element. `start` and `end` bound its start tag in the source, `close` is the offset after its end
    tag, or where its content ends when it has none.

    `tag` is lower case, `attrs` keeps every value as written (entities decoded). An element the parser had to
    imply has `implied` set and the offsets of its nearest explicit ancestor. `foreign`: SVG or MathML.
    `index` counts elements in document order. The content of a `<template>` are its children.
    """

    __slots__ = ("attrs", "children", "close", "end", "foreign", "implied", "index", "parent", "start", "tag")

    def __init__(
        self,
        index: int,
        tag: str,
        attrs: dict[str, str],
        parent: Element | None,
        start: int = 0,
        end: int = 0,
        close: int = 0,
        implied: bool = False,
        foreign: bool = False,
    ) -> None:
        self.index = index
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node] = []
        self.start = start
        self.end = end
        self.close = close
        self.implied = implied
        self.foreign = foreign

    def __repr__(self) -> str:
        return f"<Element {self.tag} {self.start}-{self.close}>"

    def walk(self) -> Iterator[Node]:
        """All nodes below this element, in document order."""
        return walk(self.children)

    def ancestors(self) -> Iterator[Element]:
        """The parent, its parent, and so on up to the root."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    @property
    def text(self) -> str:
        """All text below, as it stands, whether it can be seen or not."""
        return "".join(node.data for node in self.walk() if type(node) is TextNode)


class TextNode:
    """A stretch of text: `data` decoded; `start` and `end` bound its raw source.

    Tags that the parser dropped may lie within that stretch. `exact` is False when the text was moved together
    from several places (out of a table, mostly) and the stretch spans them all, or is the parent's start tag.
    """

    __slots__ = ("data", "end", "exact", "parent", "start")

    def __init__(self, data: str, parent: Element, start: int, end: int, exact: bool = True) -> None:
        self.data = data
        self.parent = parent
        self.start = start
        self.end = end
        self.exact = exact

    def __repr__(self) -> str:
        return f"<TextNode {self.data[:40]!r} {self.start}-{self.end}>"


class Comment:
    """A comment, a conditional comment or what the parser took for one; `parent` None outside `<html>`."""

    __slots__ = ("data", "end", "parent", "start")

    def __init__(self, data: str, parent: Element | None, start: int, end: int) -> None:
        self.data = data
        self.parent = parent
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"<Comment {self.data[:40]!r} {self.start}-{self.end}>"


Node = Element | TextNode | Comment


def walk(nodes: list[Node]) -> Iterator[Node]:
    """These nodes and all below them in document order. Iterative: depth cannot exhaust the stack."""
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        yield node
        if type(node) is Element:
            stack.extend(reversed(node.children))
