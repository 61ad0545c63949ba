"""The visible text of a message as a reader meets it: block after block, with what stands where.

A block is a paragraph, a cell or an item of a list. Its text holds the texts of its runs and the alternative
texts of its images in reading order; `\\n` is where a line was broken by hand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.facts.html.nodes import Element, Node, TextNode
from mailcheck.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.sight.sight import Sight
    from mailcheck.spans import Span

_CONTAINERS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that an image does not share with the text outside of them."""
_start: Final = attrgetter("start")
_EMPTY_LINES: Final = lazy_regex(r"\n[ \t\r>]*\n\s*")


class Piece(NamedTuple):
    """What fills [start, end) of a block's text: a text run, an image by its alternative text, or a button."""

    start: int
    end: int
    node: Node | None
    run: Run | None


@dataclass(slots=True)
class Block:
    """One block. `offset` is where its text begins in the text part; -1 for a block of the HTML part."""

    part: Literal["html", "text"]
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    offset: int = -1
    key: int | None = None
    container: Element | None = None
    _parted: bool = False

    def add(self, words: str, node: Node | None, run: Run | None) -> None:
        if self._parted and self.text and not self.text[-1].isspace():
            self.text += " "
        self._parted = False
        start = len(self.text)
        if self.text.endswith((" ", "\n")):
            words = words.lstrip()
        self.text += words
        if len(self.text) > start:
            self.pieces.append(Piece(start, len(self.text), node, run))

    def part_words(self) -> None:
        """What follows begins another word: white space or an edge parts it from this, though nothing is painted."""
        self._parted = True

    def break_line(self) -> None:
        if self.text:
            self.text = self.text.rstrip(" ") + "\n"

    def run_at(self, offset: int) -> Run:
        """The run at an offset; the nearest one before it where an image stands, else the first."""
        place = max(0, bisect_right(self.pieces, offset, key=_start) - 1)
        for pieces in (reversed(range(place + 1)), range(place + 1, len(self.pieces))):
            for index in pieces:
                run = self.pieces[index].run
                if run is not None:
                    return run
        raise ValueError("a block without runs")

    def span(self, start: int, end: int) -> Span:
        """The source of [start, end): exact in the text part, else from the first run to the last."""
        first, last = self.run_at(start), self.run_at(max(start, end - 1))
        if self.offset >= 0:
            return first.span.text.span(self.offset + start, self.offset + end)
        return first.span.text.span(first.span.start, max(first.span.end, last.span.end))


def collapse(text: str) -> str:
    """White space collapsed to single spaces, none at the ends."""
    return " ".join(text.split())


def html_blocks(dom: Dom, sight: Sight, runs: Sequence[Run]) -> list[Block]:
    """The blocks of the HTML part; hidden runs and images are left out."""
    shown = {run.node: run for run in runs if run.node is not None and run.seen.verdict != "hidden"}
    blocks: list[Block] = []
    stack = dom.children[::-1]
    while stack:
        node = stack.pop()
        if type(node) is TextNode:
            run = shown.get(node)
            if run is not None:
                _block_for(blocks, run.block, node.parent).add(run.text, node, run)
            elif blocks and node.data.isspace():
                blocks[-1].part_words()
        elif type(node) is Element:
            if blocks and node.tag == "li":
                blocks[-1].part_words()
            if node.tag in _MARKS:
                _add_element(blocks, node, sight)
            stack += node.children[::-1]
    return [block for block in blocks if block.text.strip()]


_MARKS: Final = frozenset({"br", "img", "area", "input"})
"""Elements that stand for something in a text without holding any."""


def _add_element(blocks: list[Block], element: Element, sight: Sight) -> None:
    if element.tag == "br":
        if blocks:
            blocks[-1].break_line()
        return
    words = spoken(element)
    if words and sight.of(element).verdict != "hidden":
        _block_for(blocks, None, element).add(f" {words} ", element, None)


def spoken(element: Element) -> str:
    """The words of an element that holds no text: an image's alternative text, the label of an input."""
    if element.tag in ("img", "area"):
        return collapse(element.attrs.get("alt", ""))
    if element.tag == "input" and element.attrs.get("type", "").lower() in ("submit", "button", "image", "reset"):
        return collapse(element.attrs.get("value", "") or element.attrs.get("alt", ""))
    return ""


def _block_for(blocks: list[Block], key: int | None, near: Element | None) -> Block:
    """The open block if the next words belong to it, else a new one.

    An image has no run to say in which block it stands: it joins the text around it in the same container.
    """
    container = near
    while container is not None and container.tag not in _CONTAINERS:
        container = container.parent
    if blocks:
        last = blocks[-1]
        if (key is not None and last.key == key) or (container is last.container and None in (key, last.key)):
            last.key = last.key if key is None else key
            return last
    blocks.append(Block("html", key=key, container=container))
    return blocks[-1]


def text_blocks(runs: Sequence[Run]) -> list[Block]:
    """The paragraphs of the text part, their text verbatim, each with one piece."""
    spoken_runs = [run for run in runs if run.part == "text"]
    if not spoken_runs:
        return []
    content = spoken_runs[0].span.text.content
    blocks = []
    for start, end in _paragraphs(content):
        block = Block("text", content[start:end], offset=start)
        block.pieces.append(Piece(0, end - start, None, spoken_runs[0]))
        blocks.append(block)
    return blocks


def _paragraphs(content: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _EMPTY_LINES.finditer(content):
        if content[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if content[start:].strip():
        yield start, len(content)


def run_blocks(runs: Sequence[Run]) -> list[Block]:
    """The blocks of both parts from their runs alone, without images; hidden runs are left out."""
    blocks: list[Block] = []
    last: Run | None = None
    for run in runs:
        if run.part != "html" or run.seen.verdict == "hidden":
            if blocks and run.text.isspace():
                blocks[-1].part_words()
            continue
        if last is None or last.block != run.block:
            blocks.append(Block("html", key=run.block))
        elif run.after_break:
            blocks[-1].break_line()
        blocks[-1].add(run.text, run.node, run)
        last = run
    return blocks + text_blocks(runs)
