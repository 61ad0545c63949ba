"""The text that postal addresses are looked for in: lines of visible (or of hidden) text with the way back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mailcheck.spans import Span

if TYPE_CHECKING:
    from mailcheck.facts.links import Image
    from mailcheck.facts.runs import Run
    from mailcheck.facts.sight import Seen

# Characters that take no room: they would part words and numbers that read as one.
_UNSEEN: Final = dict.fromkeys((0x00AD, 0x034F, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
_BREAKING: Final = re.compile(r"[\n\r\u2028\u2029\v]+")
_SPACES: Final = re.compile(r"[ \t\f\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LONG_ALT: Final = 400


@dataclass(slots=True)
class Source:
    """What fills the text from `start` on: a run, or an image by its alternative text."""

    start: int
    span: Span
    seen: Seen
    image: bool


@dataclass(slots=True)
class Passage:
    """One stream of text: lines parted by `\\n`, all visible or all hidden, of one part of the message."""

    part: str
    hidden: bool
    text: str = ""
    sources: list[Source] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, int]]:
        start = 0
        for line in self.text.split("\n"):
            yield start, start + len(line)
            start += len(line) + 1

    def sources_of(self, start: int, end: int) -> Sequence[Source]:
        """What fills [start, end)."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first + 1, bisect_right(self.starts, max(start, end - 1)))
        return self.sources[first:last]

    def span(self, start: int, end: int) -> Span:
        """The source of [start, end): from the first run to the last."""
        found = self.sources_of(start, end)
        spans = [source.span for source in found if source.span.text is found[0].span.text]
        return spans[0].text.span(min(span.start for span in spans), max(span.end for span in spans))


def passages(runs: Iterable[Run], images: Iterable[Image]) -> list[Passage]:
    """The streams of a message: visible HTML, hidden HTML, text part; empty ones are left out."""
    writers = {(part, hidden): _Writer(part, hidden) for part in ("html", "text") for hidden in (False, True)}
    waiting = sorted((image for image in images if image.alt and len(image.alt) > 1), key=lambda i: i.span.start)
    waiting.reverse()
    for run in runs:
        if run.part == "html":
            while waiting and waiting[-1].span.start < run.span.start:
                _add_image(writers, waiting.pop())
        writers[run.part, run.seen.verdict == "hidden"].add_run(run)
    while waiting:
        _add_image(writers, waiting.pop())
    return [writer.finish() for writer in writers.values() if writer.passage.sources]


def _add_image(writers: dict[tuple[str, bool], _Writer], image: Image) -> None:
    writer = writers["html", image.seen.verdict == "hidden"]
    writer.end_line()
    writer.add((image.alt or "")[:_LONG_ALT], image.span, image.seen, image=True)
    writer.end_line()


class _Writer:
    def __init__(self, part: str, hidden: bool) -> None:
        self.passage = Passage(part, hidden)
        self._pieces: list[str] = []
        self._length = 0
        self._block: int | None = None
        self._end = 0

    def add_run(self, run: Run) -> None:
        if self._pieces and (run.block != self._block or run.part == "text" or _broken(run, self._end)):
            self.end_line()
        self._block = run.block
        self._end = run.span.end
        self.add(run.text, run.span, run.seen)

    def end_line(self) -> None:
        if self._pieces and self._pieces[-1] != "\n":
            self._pieces.append("\n")
            self._length += 1

    def add(self, text: str, span: Span, seen: Seen, *, image: bool = False) -> None:
        words = text if text.isascii() else text.translate(_UNSEEN)
        if not words.isascii() or not words.isprintable():
            words = _BREAKING.sub("\n", _SPACES.sub(" ", words))
        self.passage.sources.append(Source(self._length, span, seen, image))
        self.passage.starts.append(self._length)
        self._pieces.append(words)
        self._length += len(words)

    def finish(self) -> Passage:
        self.passage.text = "".join(self._pieces)
        return self.passage


def _broken(run: Run, end: int) -> bool:
    """Whether a line was broken by hand between the run before, which ended at `end`, and this one."""
    content = run.span.text.content
    return "<br" in content[end : run.span.start].lower() if end < run.span.start <= end + 400 else False
