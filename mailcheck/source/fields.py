"""Header blocks: where each field stands in the bytes, and its value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mailcheck.source.mail import Header
from mailcheck.source.positions import Place
from mailcheck.source.words import read_value
from mailcheck.spans import Span, Text

# Possessive throughout: a field of some megabytes is matched without going back.
_NAME = rb"([!-9;-~]++)[ \t]*+:(?!//)"
_MORE_LF = rb"([^\n]*+(?:\n[ \t][^\n]*+)*+)\n?"
_MORE_ANY = rb"([^\r\n]*+(?:(?>\r\n?|\n)[ \t][^\r\n]*+)*+)(?>\r\n?|\n)?"


class LineEnds(NamedTuple):
    """How the lines of a message end, as patterns: a field, a line of any kind, an empty line after another."""

    field: re.Pattern[bytes]
    line: re.Pattern[bytes]
    empty: re.Pattern[bytes]
    later_field: re.Pattern[bytes]


_LF = LineEnds(
    re.compile(_NAME + _MORE_LF),
    re.compile(rb"[^\n]*+\n?"),
    re.compile(rb"\n\r?\n"),
    re.compile(rb"\n[!-9;-~]++[ \t]*+:(?!//)"),
)
_ANY = LineEnds(
    re.compile(_NAME + _MORE_ANY),
    re.compile(rb"[^\r\n]*+(?>\r\n?|\n)?"),
    re.compile(rb"(?>\r\n?|\n){2}"),
    re.compile(rb"(?>\r\n?|\n)[!-9;-~]++[ \t]*+:(?!//)"),
)


def line_ends(raw: bytes) -> LineEnds:
    """Lines end at LF or CRLF, and a bare CR is a character in them, unless most lines end at a bare CR."""
    if b"\r" not in raw:
        return _LF
    feeds = raw.count(b"\n")
    return _ANY if raw.count(b"\r") - raw.count(b"\r\n") > feeds else _LF


@dataclass(slots=True)
class Block:
    """A header block as read: its fields, where the body begins, and what was skipped."""

    headers: list[Header] = field(default_factory=list)
    body: int = 0
    defects: list[str] = field(default_factory=list)
    cut: bool = False
    """More fields than were asked for: the rest of the block was not read."""


class FieldReader(NamedTuple):
    """Reads header blocks of one message. `value_bytes` bounds what is read of one value."""

    raw: bytes
    root: Text
    place: Place
    ends: LineEnds
    value_bytes: int

    def read(self, start: int, end: int, *, outermost: bool, most: int) -> Block:
        """The block that begins at `start`, of at most `most` fields.

        A line that is no field is skipped with a defect where fields follow before the next empty line. Otherwise
        the body begins there; also at a line that can be a boundary, and at the first line of a part, in which
        text without a header must stay text.
        """
        block = Block()
        position, last_field = start, -1
        while position < end:
            if self.raw[position] in b"\r\n" and (gap := self._empty_line(position, end)):
                position += gap
                break
            match = self.ends.field.match(self.raw, position, end)
            if match is not None:
                if len(block.headers) >= most:
                    block.cut = True
                    position = self._after_block(position, end)
                    break
                block.headers.append(self._header(match))
                position = match.end()
                continue
            if last_field < 0:
                last_field = self._last_field(position, end) if outermost or block.headers else position
            if position >= last_field or self.raw.startswith(b"--", position):
                block.defects.append("no empty line between the header and the body")
                break
            line = self.ends.line.match(self.raw, position, end)
            assert line is not None  # it matches anything
            if len(block.defects) < 10:
                block.defects.append(f"a line in the header is no field: {line[0][:60].decode('latin-1').strip()!r}")
            position = line.end()
        block.body = position
        return block

    def _empty_line(self, position: int, end: int) -> int:
        """The length of the line end at `position`, 0 when the line is not empty (a bare CR in LF lines)."""
        if self.raw.startswith(b"\r\n", position, end):
            return 2
        return 1 if self.raw[position] == 0x0A or self.ends is _ANY else 0

    def _after_block(self, position: int, end: int) -> int:
        empty = self.ends.empty.search(self.raw, position, end)
        return empty.end() if empty else end

    def _last_field(self, position: int, end: int) -> int:
        """Where the last line that looks like a field begins in this block; `position` when there is none."""
        empty = self.ends.empty.search(self.raw, position, end)
        last = position
        for match in self.ends.later_field.finditer(self.raw, position, empty.start() if empty else end):
            last = match.start() + 1
        return last

    def _header(self, match: re.Match[bytes]) -> Header:
        start, colon = match.start(), match.start(2)
        stop = match.end(2)
        if stop > colon and self.raw[stop - 1] == 0x0D:
            stop -= 1
        value = self.raw[colon:stop]
        begin = stop - len(value.lstrip(b" \t"))
        words = read_value(value[: self.value_bytes])
        defects = words.defects
        if len(value) > self.value_bytes:
            defects = (*defects, f"only the first {self.value_bytes:,} bytes were read")
        place = self.place
        return Header(
            match[1].decode("ascii"),
            match[0],
            words.text,
            Span(self.root, *place(start, stop)),
            Span(self.root, *place(begin, stop)),
            defects,
        )
