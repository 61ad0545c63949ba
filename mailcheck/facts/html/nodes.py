"""The node types of the HTML tree: plain slotted objects that know their place in the source.

Few nodes are ever pointed at, so a place is found when it is first asked for: until then its slot is empty, and
`__getattr__`, which is called for nothing else, has it filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol


class Finder(Protocol):
    """Fills in where nodes stand: `mailcheck.facts.html.offsets`."""

    def place(self, element: Element) -> None: ...
    def place_text(self, node: TextNode) -> None: ...
    def place_all(self) -> None: ...


class Element:
    """One element. `start` and `end` bound its start tag in the source, `close` is the offset after its end
    tag, or where its content ends when it has none.

    `tag` is lower case, `attrs` keeps every value as written (entities decoded). An element the parser had to
    imply has `implied` set and the offsets of its nearest explicit ancestor. `foreign`: SVG or MathML.
    `index` counts elements in document order. The content of a `<template>` are its children.
    """

    __slots__ = (
        "attrs",
        "children",
        "close",
        "end",
        "foreign",
        "implied",
        "index",
        "offsets",
        "parent",
        "start",
        "tag",
    )
    start: int
    end: int
    close: int
    implied: bool

    def __init__(
        self, index: int, tag: str, attrs: dict[str, str], parent: Element | None, foreign: bool, offsets: Finder
    ) -> None:
        self.index = index
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node] = []
        self.foreign = foreign
        self.offsets = offsets

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name == "close":
                self.offsets.place_all()
            elif name in ("start", "end", "implied"):
                self.offsets.place(self)
            else:
                raise AttributeError(name)
            return getattr(self, name)

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
    start: int
    end: int
    exact: bool

    def __init__(self, data: str, parent: Element) -> None:
        self.data = data
        self.parent = parent

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name not in ("start", "end", "exact"):
                raise AttributeError(name)
            self.parent.offsets.place_text(self)
            return getattr(self, name)

    def __repr__(self) -> str:
        return f"<TextNode {self.data[:40]!r} {self.start}-{self.end}>"


class Comment:
    """A comment, a conditional comment or what the parser took for one; `parent` None outside `<html>`."""

    __slots__ = ("data", "end", "offsets", "parent", "start")
    start: int
    end: int

    def __init__(self, data: str, parent: Element | None, offsets: Finder) -> None:
        self.data = data
        self.parent = parent
        self.offsets = offsets

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name not in ("start", "end"):
                raise AttributeError(name)
            self.offsets.place_all()
            return getattr(self, name)

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
