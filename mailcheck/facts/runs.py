"""Text in reading order: the words of both bodies, block by block, hidden ones included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from mailcheck.facts.dom import Dom
from mailcheck.facts.metrics import INLINE
from mailcheck.facts.nodes import Element, TextNode
from mailcheck.facts.sight import NOT_APPLICABLE, Seen, Sight
from mailcheck.facts.style import Style
from mailcheck.spans import Span, Text

_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_BLANK: Final = " \t\n\r\f"
_WORDLESS: Final = frozenset("style script title template noembed noframes iframe head".split())
_NO_BREAK: Final = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark nobr q s samp small
    span strike strong sub sup time tt u var wbr button select""".split()
)
"""Elements that part no sentence even when `display: none` says nothing about how they would be laid out."""
_INLINE_BOXES: Final = frozenset({"inline-block", "inline-flex", "inline-grid", "inline-table", "-webkit-inline-box"})
_LINE: Final = re.compile(r"[^\n]+")


class Run(NamedTuple):
    """One stretch of text.

    `text`: white space collapsed as rendered, so that the runs of a block joined without anything between them
    read as the block does; a `<br>` stands in none of them. `text-transform` does not change it. `block`: runs of
    one visual block (paragraph, cell, list item) share a number; numbers grow in reading order within a part, and
    two `<br>` in a row end a block. `seen` is not-applicable in the text part, where `element` and `node` are None.
    """

    text: str
    span: Span
    part: Literal["html", "text"]
    seen: Seen
    block: int
    element: Element | None
    node: TextNode | None


def html_runs(dom: Dom, sight: Sight) -> tuple[Run, ...]:
    """The texts of the HTML body in document order, without those that hold only white space.

    Style sheets, scripts, the title and templates are no text, and alternative texts of images are no runs.
    """
    reader = _Reader(dom, sight)
    stack: list[object] = list(reversed(dom.children))
    while stack:
        node = stack.pop()
        if type(node) is TextNode:
            reader.read(node)
        elif type(node) is Element:
            if node.tag in _WORDLESS:
                continue
            if node.tag == "br":
                reader.end_line()
                continue
            if reader.parts(node):
                reader.end_block()
                stack.append(_END)
            stack.extend(reversed(node.children))
        elif node is _END:
            reader.end_block()
    reader.end_block()
    return tuple(reader.runs)


_END: Final = object()
"""On the stack: the block whose content stood above it ends here."""


class _Reader:
    """Collects runs: knows the open block and whether a space is due."""

    def __init__(self, dom: Dom, sight: Sight) -> None:
        self.runs: list[Run] = []
        self._dom = dom
        self._sight = sight
        self._block = 0
        self._empty = True
        self._spaced = True
        self._breaks = 0
        self._last = -1

    def parts(self, element: Element) -> bool:
        """Whether an element begins and ends a block."""
        display = self._sight.styles.of(element).display
        if display == "none":
            return element.tag not in _NO_BREAK
        return display not in INLINE and display not in _INLINE_BOXES

    def end_block(self) -> None:
        self._trim()
        self._breaks = 0
        if not self._empty:
            self._block += 1
            self._empty = self._spaced = True

    def end_line(self) -> None:
        self._trim()
        self._spaced = True
        self._breaks += 1
        if self._breaks > 1:
            breaks = self._breaks
            self.end_block()
            self._breaks = breaks

    def read(self, node: TextNode) -> None:
        data = node.data
        if not data.strip(_BLANK):
            self._read_space(node)
            return
        style = self._sight.styles.of(node.parent)
        text = data if _keeps_space(style) else _SPACE.sub(" ", data)
        seen = self._sight.of_text(node)
        if self._spaced and not _keeps_space(style):
            text = text.lstrip(_BLANK)
        self.runs.append(Run(text, self._source(node), "html", seen, self._block, node.parent, node))
        self._empty = False
        self._breaks = 0
        if seen.verdict != "hidden":
            self._spaced = text.endswith(tuple(_BLANK))
            self._last = len(self.runs) - 1

    def _read_space(self, node: TextNode) -> None:
        """White space between two elements is due as one space at the end of the run before."""
        if self._spaced or self._last < 0 or not node.data:
            return
        run = self.runs[self._last]
        self.runs[self._last] = run._replace(text=run.text + " ")
        self._spaced = True

    def _trim(self) -> None:
        """No space stands at the end of a line."""
        if 0 <= self._last < len(self.runs):
            run = self.runs[self._last]
            if run.block == self._block and run.text.endswith(" "):
                self.runs[self._last] = run._replace(text=run.text.rstrip(_BLANK))
        self._last = -1

    def _source(self, node: TextNode) -> Span:
        """The source of a text without the white space around it."""
        span = self._dom.span(node)
        if not node.exact:
            return span
        quote = span.quote
        words = quote.strip()
        if len(words) == len(quote) or not words:
            return span
        start = span.start + quote.index(words)
        return Span(span.text, start, start + len(words))


def _keeps_space(style: Style) -> bool:
    return style.white_space in ("pre", "pre-wrap", "break-spaces")


def text_runs(text: Text | None) -> tuple[Run, ...]:
    """The lines of a plain-text body that hold words, each with its exact place; paragraphs are blocks."""
    if text is None:
        return ()
    return tuple(_lines(text))


def _lines(text: Text) -> Iterator[Run]:
    block, end = 0, 0
    content = text.content
    for match in _LINE.finditer(content):
        line = match.group()
        words = line.strip()
        if not words.strip("> "):
            continue
        start = match.start() + line.index(words)
        if end and _parted(content, end, start):
            block += 1
        end = start + len(words)
        yield Run(words, Span(text, start, end), "text", NOT_APPLICABLE, block, None, None)


def _parted(content: str, start: int, end: int) -> bool:
    """Whether an empty line (quoting marks aside) stands between two lines."""
    return content.count("\n", start, end) > 1


def preheader(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The hidden runs before the first words that are seen: what an inbox shows after the subject."""
    found: list[Run] = []
    for run in runs:
        if run.part != "html" or run.seen.verdict != "hidden":
            break
        found.append(run)
    return tuple(found) if any(char.isalnum() for run in found for char in run.text) else ()
