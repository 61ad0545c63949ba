"""The text that postal addresses are looked for in: lines of visible (or of hidden) text with the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold

if TYPE_CHECKING:
    from mailcheck.facts.html.nodes import Element, Node, TextNode
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.text.links import Image
    from mailcheck.spans import Span

# Characters that take no room: they would part words and numbers that read as one.
_UNSEEN: Final = lazy_regex("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_BREAKING: Final = lazy_regex(r"[\n\r\u2028\u2029\v]+")
_SPACES: Final = lazy_regex(r"[ \t\f\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_UNEVEN: Final = lazy_regex(r"[\t-\r\u00a0\u00ad\u034f\u061c\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]|[ ]{2}")
"""What the three above would change."""
_LONG_ALT: Final = 400
_LONG_GAP: Final = 400  # characters of source between two runs of a line


class Source(NamedTuple):
    """What fills the text from `start` on: a run, or an image by its alternative text."""

    start: int
    of: Run | Image
    image: bool


@dataclass(slots=True)
class Passage:
    """One stream of text: lines parted by `\\n`, all visible or all hidden, of one part of the message."""

    part: Literal["html", "text"]
    hidden: bool
    text: str = ""
    sources: list[Source] = field(default_factory=list)
    _written: list[str] = field(default_factory=list, repr=False)
    _folded: list[str] = field(default_factory=list, repr=False)
    _whole: str | None = field(default=None, repr=False)

    @property
    def written(self) -> list[str]:
        """The lines as they stand."""
        if not self._written:
            self._written = self.text.split("\n")
        return self._written

    @property
    def folded_text(self) -> str:
        """The whole text folded: once, since several readers want it."""
        if self._whole is None:
            self._whole = fold(self.text)
        return self._whole

    @property
    def folded(self) -> list[str]:
        """The lines of it."""
        if not self._folded:
            self._folded = self.folded_text.split("\n")
        return self._folded

    def last_lines(self, count: int) -> Iterator[tuple[int, int]]:
        """The last lines, each with its number and where it begins."""
        lines = self.written
        first = max(0, len(lines) - count)
        start = len(self.text) - sum(map(len, lines[first:])) - (len(lines) - first - 1)
        for number in range(first, len(lines)):
            yield number, start
            start += len(lines[number]) + 1

    def sources_of(self, start: int, end: int) -> Sequence[Source]:
        """What fills [start, end)."""
        first = max(0, bisect_right(self.sources, start, key=_start) - 1)
        last = max(first + 1, bisect_right(self.sources, max(start, end - 1), key=_start))
        return self.sources[first:last]

    def list_of(self, first: int, second: int) -> str:
        """What two places are entries of one list by: 'br' within one block, else the tag of both, '' if by nothing."""
        one, other = self.sources_of(first, first + 1)[0], self.sources_of(second, second + 1)[0]
        if one.image or other.image:
            return ""
        if one.of.element is None or other.of.element is None:
            return "p" if self.text.count("\n", first, second) <= 1 else ""
        if one.of is other.of or getattr(one.of, "block", 0) == getattr(other.of, "block", 1):
            return "br"
        entry, like = _entry(one.of.element), _entry(other.of.element)
        if entry is None or like is None or entry.parent is not like.parent or entry.tag != like.tag:
            return ""
        return entry.tag if entry.attrs == like.attrs else ""

    def span(self, start: int, end: int) -> Span:
        """The source of [start, end): from the first run to the last."""
        found = [source.of.span for source in self.sources_of(start, end)]
        spans = [span for span in found if span.text is found[0].text]
        return spans[0].text.span(min(span.start for span in spans), max(span.end for span in spans))


_start: Final = attrgetter("start")
_ENTRIES: Final = frozenset("li tr td dd p".split())


def _entry(element: Element) -> Element | None:
    """The entry of a list, row, cell or paragraph that an element is or stands in."""
    return next((near for near in (element, *element.ancestors()) if near.tag in _ENTRIES), None)


def passages(runs: Iterable[Run], images: Iterable[Image]) -> list[Passage]:
    """The streams of a message: visible HTML, hidden HTML, text part; empty ones are left out.

    No run is asked for its place in the source: that of one is known only when those of all are found.
    """
    html, hidden, plain = _Writer("html"), _Writer("html", hidden=True), _Writer("text")
    waiting = [image for image in images if image.alt and len(image.alt) > 1]
    waiting.reverse()
    order = _Order()
    for run in runs:
        if run.part == "text":
            plain.add_line(run)
            continue
        while waiting and run.node is not None and order.precedes(waiting[-1].element, run.node):
            image = waiting.pop()
            (hidden if image.seen.verdict == "hidden" else html).add_image(image)
        if run.seen.verdict == "hidden":
            hidden.add_run(run, broken=hidden.ends_before(run))
        else:
            html.add_run(run, broken=run.after_break)
    for image in reversed(waiting):
        (hidden if image.seen.verdict == "hidden" else html).add_image(image)
    return [writer.finish() for writer in (html, hidden, plain) if writer.passage.sources]


class _Order:
    """Tells whether an element comes before a text in document order."""

    def __init__(self) -> None:
        self._around: tuple[Element | None, dict[Element, Element]] = (None, {})
        """The element asked about last, and for each element around it the child that leads to it."""
        self._places: dict[Element, dict[Node, int]] = {}
        """Elements that hold both: where their children stand."""

    def precedes(self, element: Element, text: TextNode) -> bool:
        parent = text.parent
        if element.index < parent.index:
            return True
        if self._around[0] is not element:
            chain = [element, *element.ancestors()]
            self._around = (element, dict(zip(chain[1:], chain, strict=False)))
        child = self._around[1].get(parent)
        if child is None:
            return False
        places = self._places.get(parent)
        if places is None:
            places = self._places[parent] = {node: place for place, node in enumerate(parent.children)}
        return places[child] < places[text]


def _are_apart(one: Run, other: Run) -> bool:
    """Whether two runs of a block are elements side by side, as senders part name, street and town without a sign."""
    first, second = one.element, other.element
    if first is second or first is None or second is None or not one.text.endswith(" "):
        return False
    return first.parent is second.parent and first.tag == second.tag == "span" and one.node is first.children[-1]


class _Writer:
    def __init__(self, part: Literal["html", "text"], *, hidden: bool = False) -> None:
        self.passage = Passage(part, hidden)
        self._sources = self.passage.sources
        self._pieces: list[str] = []
        self._length = 0
        self._open = False  # whether the last line has not ended
        self._last: Run | None = None

    def add_run(self, run: Run, *, broken: bool) -> None:
        last = self._last
        if self._open and (broken or last is None or run.block != last.block or _are_apart(last, run)):
            self._end_line()
        self._last = run
        self._add(run.text, run)

    def add_line(self, run: Run) -> None:
        self._end_line()
        self._add(run.text, run)

    def add_image(self, image: Image) -> None:
        self._end_line()
        self._add((image.alt or "")[:_LONG_ALT], image, image=True)
        self._end_line()

    def ends_before(self, run: Run) -> bool:
        """Whether a line was broken by hand between the hidden run before and this one: runs tell of visible ones."""
        last = self._last
        if last is None or last.block != run.block:
            return False
        gap = run.span.start - last.span.end
        return 0 < gap <= _LONG_GAP and "<br" in run.span.text.content[last.span.end : run.span.start].lower()

    def _end_line(self) -> None:
        if self._open:
            self._pieces.append("\n")
            self._length += 1
            self._open = False

    def _add(self, text: str, of: Run | Image, *, image: bool = False) -> None:
        if not (text.isascii() and text.isprintable()) and _UNEVEN.search(text) is not None:
            text = _BREAKING.sub("\n", _SPACES.sub(" ", _UNSEEN.sub("", text)))
        self._sources.append(Source(self._length, of, image))
        self._pieces.append(text)
        self._length += len(text)
        self._open = text != "\n"

    def finish(self) -> Passage:
        self.passage.text = "".join(self._pieces)
        return self.passage
