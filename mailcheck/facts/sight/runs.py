"""Text in reading order: the words of both bodies, block by block, hidden ones included."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from mailcheck.facts.css.style import Style
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.metrics import INLINE
from mailcheck.facts.sight.seen import NOT_APPLICABLE, Seen
from mailcheck.facts.sight.sight import Sight
from mailcheck.lazy_regex import lazy_regex
from mailcheck.spans import Span, Text

_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_BLANK: Final = " \t\n\r\f"
_BLANKS: Final = tuple(_BLANK)
_WORDLESS: Final = frozenset("style script title template noembed noframes iframe head".split())
_NO_BREAK: Final = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark nobr q s samp small
    span strike strong sub sup time tt u var wbr button select""".split()
)
"""Elements that part no sentence even when `display: none` says nothing about how they would be laid out."""
_INSIDE_LINES: Final = INLINE | {"inline-block", "inline-flex", "inline-grid", "inline-table", "-webkit-inline-box"}
"""Kinds of display that part no text from what stands beside it."""
_LINE: Final = lazy_regex(r"[^\n]+")


class Run:
    """One stretch of text. Not to be changed.

    `text`: white space collapsed as rendered, so that the runs of a block joined without anything between them
    read as the block does; a `<br>` stands in none of them. `text-transform` does not change it. `block`: runs of
    one visual block (paragraph, cell, list item) share a number; numbers grow in reading order within a part, and
    two `<br>` in a row end a block. `seen` is not-applicable in the text part, where `element` and `node` are None.
    `after_break`: a `<br>` stands between it and the run before it, leaving out hidden ones. `span` is found when
    first asked for: few runs are pointed at.
    """

    __slots__ = ("_place", "after_break", "block", "element", "node", "part", "seen", "span", "text")
    span: Span
    element: Element | None
    node: TextNode | None

    def __init__(
        self, text: str, part: Literal["html", "text"], seen: Seen, block: int, place: Callable[[Run], Span]
    ) -> None:
        self.text = text
        self.part = part
        self.seen = seen
        self.block = block
        self.element = None
        self.node = None
        self.after_break = False
        self._place = place

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name != "span":
                raise AttributeError(name)
            self.span = self._place(self)
            return self.span

    def __repr__(self) -> str:
        return f"<Run {self.text[:40]!r} {self.seen.verdict}>"


def html_runs(dom: Dom, sight: Sight) -> tuple[Run, ...]:
    """The texts of the HTML body in document order, without those that hold only white space.

    Style sheets, scripts, the title and templates are no text, and alternative texts of images are no runs.
    """
    reader = _Reader(dom, sight)
    style_of = sight.styles.of
    stack: list[object] = [*reversed(dom.children)]
    while stack:
        node = stack.pop()
        if type(node) is TextNode:
            reader.read(node)
        elif type(node) is Element:
            tag = node.tag
            if tag == "br":
                reader.end_line()
            elif tag not in _WORDLESS:
                display = style_of(node).display
                if display not in _INSIDE_LINES and (display != "none" or tag not in _NO_BREAK):
                    reader.end_block()
                    stack.append(_END)
                stack += node.children[::-1]
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
        self._sight = sight
        self._place = partial(_source, dom)
        self._block = 0
        self._empty = True
        self._spaced = True
        self._breaks = 0
        self._broken = False
        self._last: Run | None = None
        """The last run that is seen, unless its line has ended."""

    def end_block(self) -> None:
        self._trim()
        self._breaks = 0
        if not self._empty:
            self._block += 1
            self._empty = self._spaced = True

    def end_line(self) -> None:
        self._trim()
        self._spaced = self._broken = True
        self._breaks += 1
        if self._breaks > 1:
            breaks = self._breaks
            self.end_block()
            self._breaks = breaks

    def read(self, node: TextNode) -> None:
        data = node.data
        if not data.strip(_BLANK):
            if data:
                self._read_space()
            return
        keeps = _keeps_space(self._sight.styles.of(node.parent))
        text = data if keeps else _SPACE.sub(" ", data)
        if self._spaced and not keeps:
            text = text.lstrip(_BLANK)
        seen = self._sight.of_text(node)
        run = Run(text, "html", seen, self._block, self._place)
        run.element, run.node = node.parent, node
        self.runs.append(run)
        self._empty = False
        self._breaks = 0
        if seen.verdict != "hidden":
            run.after_break = self._broken
            self._broken = False
            self._spaced = text.endswith(_BLANKS)
            self._last = run

    def _read_space(self) -> None:
        """White space between two elements is due as one space at the end of the run before."""
        if not self._spaced and self._last is not None:
            self._last.text += " "
            self._spaced = True

    def _trim(self) -> None:
        """No space stands at the end of a line."""
        run = self._last
        if run is not None:
            if run.block == self._block and run.text.endswith(" "):
                run.text = run.text.rstrip(_BLANK)
            self._last = None


def _source(dom: Dom, run: Run) -> Span:
    """The source of a text without the white space around it."""
    node = run.node
    assert node is not None
    span = dom.span(node)
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
        yield Run(words, "text", NOT_APPLICABLE, block, partial(_line_span, text, start))


def _line_span(text: Text, start: int, run: Run) -> Span:
    return Span(text, start, start + len(run.text))


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


_FILLER: Final = lazy_regex("[\\s\u00ad\u034f\u2007\u200b-\u200f\u2060\ufeff\u00a0\u2800\u3164]+")
"""White space, and what preheaders are padded with."""
_SHOWN: Final = 100


def first_words(runs: Iterable[Run]) -> tuple[str, tuple[Run, ...]]:
    """What an inbox shows after the subject, at most 100 characters, and the runs it stands in.

    The words of the first block that has any, seen or not: a hidden preheader comes before the first block.
    """
    text = ""
    found: list[Run] = []
    for run in runs:
        if (found and run.block != found[0].block) or len(text) >= _SHOWN:
            break
        words = _FILLER.sub(" ", run.text).strip()
        if words:
            found.append(run)
            text = f"{text} {words}".strip()
    return text[:_SHOWN], tuple(found)
