"""Positions: every text knows which part of a file it came from.

Each transformation (decoding a part, unwrapping a conditional comment, masking a template) yields a new
`Text` whose segments lead back to its parent. `Span.location` climbs that chain to the file a person edits.
A position is exact or declared coarse; it is never guessed by searching for similar words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

SegmentSource = tuple["Segment", ...] | Callable[[], "tuple[Segment, ...]"]
PositionMap = Callable[[int, int], tuple[int, int, bool]]
"""[start, end) of a text -> [start, end) of its parent, and whether that is exact."""


class Segment(NamedTuple):
    """The stretch [start, end) of a text came from [parent_start, parent_end) of its parent.

    Exact: both stretches have the same length and match character by character. Otherwise the whole stretch
    maps to the whole parent stretch (an escape sequence, a base64 body).
    """

    start: int
    end: int
    parent_start: int
    parent_end: int
    exact: bool = True


class Location(NamedTuple):
    """A place in a file: lines and columns are 1-based code points, the end is exclusive.

    `exact` is False when only the smallest enclosing thing is known; `via` then says which.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    exact: bool = True
    via: str = ""


class Text:
    """Decoded text with its way back to a file. The root is a file on disk and has no parent.

    The way is either `segments`, or a function that gives them when a position is first asked for, or
    `position_map`, a function that answers each question itself (a decoded body, which would need thousands
    of segments). Segments are sorted by start and do not overlap; a gap maps to the segment before it.
    A root that begins in the middle of a file (a message of an mbox) says at which line: `first_line`.
    `written` is what a person reads in the place of `content`, equally long. `masked`: the tags of a template are
    masked in `content`.
    """

    __slots__ = (
        "_line_starts",
        "_position_map",
        "_segments",
        "_starts",
        "content",
        "first_line",
        "masked",
        "name",
        "parent",
        "via",
        "written",
    )

    def __init__(
        self,
        name: str,
        content: str,
        parent: Text | None = None,
        segments: SegmentSource = (),
        via: str = "",
        *,
        first_line: int = 1,
        position_map: PositionMap | None = None,
        written: str | None = None,
        masked: bool = False,
    ) -> None:
        self.name = name
        self.content = content
        self.written = content if written is None else written
        self.masked = masked
        self.parent = parent
        self.via = via
        self.first_line = first_line
        self._position_map = position_map
        self._segments = segments
        self._starts: list[int] | None = None
        self._line_starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Text({self.name!r}, {len(self.content)} characters)"

    @property
    def segments(self) -> tuple[Segment, ...]:
        if callable(self._segments):
            self._segments = self._segments()
        return self._segments

    @property
    def root(self) -> Text:
        text = self
        while text.parent is not None:
            text = text.parent
        return text

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """A span of this text; offsets outside it are clamped."""
        length = len(self.content)
        first = min(max(start, 0), length)
        last = length if end is None else min(max(end, first), length)
        return Span(self, first, last)

    def line_column(self, offset: int) -> tuple[int, int]:
        """1-based line and column of an offset. Only `\\n` ends a line."""
        if self._line_starts is None:
            lines = self.content.split("\n")
            self._line_starts = list(accumulate([len(line) + 1 for line in lines[:-1]], initial=0))
        line = bisect_right(self._line_starts, offset)
        return line + self.first_line - 1, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The source line of a 1-based number, without its line end; empty when there is none."""
        self.line_column(0)
        starts = self._line_starts or [0]
        number -= self.first_line - 1
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.content)
        return self.content[starts[number - 1] : end].removesuffix("\r")

    def to_parent(self, start: int, end: int) -> tuple[int, int, bool]:
        """Where [start, end) lies in the parent, and whether that is exact.

        A stretch that covers an inexact segment wholly is known exactly: it came from all of its parent stretch.
        """
        if self._position_map is not None:
            return self._position_map(start, end)
        segments = self.segments
        if not segments:
            return 0, len(self.parent.content) if self.parent else 0, False
        if self._starts is None:
            self._starts = [segment.start for segment in segments]
        first = segments[max(0, bisect_right(self._starts, start) - 1)]
        last = first if end <= first.end else segments[max(0, bisect_right(self._starts, max(start, end - 1)) - 1)]
        begin = first.parent_start
        if first.exact:
            begin = min(first.parent_start + max(0, start - first.start), first.parent_end)
        stop = last.parent_end
        if last.exact:
            stop = min(last.parent_start + max(0, end - last.start), last.parent_end)
        whole = (first.exact or start <= first.start) and (last.exact or end >= last.end)
        return begin, max(begin, stop), whole


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch [start, end) of a text, in code points."""

    text: Text
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.text.content[self.start : self.end]

    @property
    def written(self) -> str:
        """The quote as its author wrote it, where `quote` has the tags of a template masked."""
        return self.text.written[self.start : self.end]

    @property
    def source(self) -> Span:
        """The same stretch in the file itself, or the smallest one around it that is known."""
        return self._climb()[0]

    @property
    def location(self) -> Location:
        return self.located[1]

    @property
    def located(self) -> tuple[Span, Location]:
        """`source` and `location`, found in one climb."""
        source, exact, via = self._climb()
        line, column = source.text.line_column(source.start)
        end_line, end_column = source.text.line_column(source.end)
        return source, Location(source.text.name, line, column, end_line, end_column, exact, via)

    def start_in(self, text: Text) -> int | None:
        """Where the stretch begins in a text that it was made from; None when it was made from another one."""
        own, start, end = self.text, self.start, self.end
        while own is not text:
            if own.parent is None:
                return None
            start, end, _ = own.to_parent(start, end)
            own = own.parent
        return start

    def _climb(self) -> tuple[Span, bool, str]:
        text, start, end, exact, via = self.text, self.start, self.end, True, ""
        while text.parent is not None:
            start, end, sure = text.to_parent(start, end)
            if not sure:
                exact, via = False, via or text.via or text.name
            text = text.parent
        return Span(text, start, end), exact, via


class KeptSpan(Span):
    """A span that has outlived its text: place and quote are remembered, `text` is a cutting of the source line."""

    __slots__ = ("_location", "_quote")
    _location: Location
    _quote: str

    def __init__(self, text: Text, start: int, end: int, location: Location, quote: str) -> None:
        super().__init__(text, start, end)
        object.__setattr__(self, "_location", location)
        object.__setattr__(self, "_quote", quote)

    def __reduce__(self) -> tuple[type[KeptSpan], tuple[Text, int, int, Location, str]]:
        return KeptSpan, (self.text, self.start, self.end, self._location, self._quote)

    @property
    def quote(self) -> str:
        return self._quote

    @property
    def written(self) -> str:
        return self._quote

    @property
    def located(self) -> tuple[Span, Location]:
        return self.source, self._location


def identity(name: str, content: str, parent: Text, offset: int = 0, via: str = "") -> Text:
    """A text that is a verbatim stretch of its parent, beginning at `offset`."""
    return Text(name, content, parent, (Segment(0, len(content), offset, offset + len(content)),), via)


def overlay(text: Text, content: str, *, masked: bool = False) -> Text:
    """A text with other characters in the same places: equally long, so that every offset is that of `text`."""
    length = len(content)
    segments = (Segment(0, length, 0, length),)
    return Text(text.name, content, text, segments, written=text.written, masked=masked or text.masked)
