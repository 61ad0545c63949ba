"""Mailboxes in one file, read in windows: memory holds one message, however long the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.eml import read_eml
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Mail
from mailcheck.source.positions import Place, root_text
from mailcheck.source.sniff import is_separator

WINDOW = 4_000_000
# A separator is only judged with this much of the file behind it, so that the next line is there too.
_LOOK_AHEAD = 2_000
_QUOTED = lazy_regex(rb"^>+From ", re.MULTILINE)


class Member(NamedTuple):
    """One message as it stands in the file, without its `From ` line; `data` is None when it is too large.

    `number` counts from 1; `first_line` is the line of the file at which the message begins.
    """

    number: int
    first_line: int
    data: bytes | None


def split_mbox(handle: BinaryIO, head: bytes, most: int) -> Iterator[Member]:
    """The messages of a mailbox whose first bytes, `head`, have been read already; `most` bounds one of them.

    A message begins at a `From ` line that has a header field after it and an empty line before.
    """
    buffer, more = head, True
    while more and b"\n" not in buffer:
        window = handle.read(WINDOW)
        buffer, more = buffer + window, bool(window)
    start = _next_line(buffer, 0)
    searched, number, line, too_large = start, 1, 2, False
    while True:
        at = _find_separator(buffer, searched, more)
        if at is not None:
            yield _member(buffer[start:at], number, line, too_large, most)
            line += buffer.count(b"\n", start, at) + 1
            number, too_large = number + 1, False
            start = searched = _next_line(buffer, at)
        elif more:
            searched = max(start, len(buffer) - _LOOK_AHEAD)
            if searched - start > most:
                too_large = True
                line += buffer.count(b"\n", start, searched)
                start = searched
            window = handle.read(WINDOW)
            buffer, searched, start, more = buffer[start:] + window, searched - start, 0, bool(window)
        else:
            yield _member(buffer[start:], number, line, too_large, most)
            return


def read_member(member: Member, path: str, limits: Limits, *, alone: bool = False) -> Mail:
    """The mail of a member that is not too large. `alone`: the only one of its file, so it gets no number."""
    assert member.data is not None
    root, place = root_text(path, member.data, first_line=member.first_line)
    raw, quotes = _unquote(member.data)
    if quotes:
        place = UnquotedPlaces(quotes, place)
    return read_eml(raw, path, limits, root=root, place=place, member=None if alone else str(member.number))


class UnquotedPlaces:
    """Places in a message from which mbox quoting was taken: one '>' before each of these offsets of the message."""

    __slots__ = ("_place", "_quotes")

    def __init__(self, quotes: list[int], place: Place) -> None:
        self._quotes = quotes
        self._place = place

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        first = start + bisect_right(self._quotes, start)
        return self._place(first, max(first, end + bisect_left(self._quotes, end)))


def _unquote(data: bytes) -> tuple[bytes, list[int]]:
    """The message as it was before it went into the mailbox (mboxrd; mboxo quotes a part of the same lines)."""
    if b"\n>" not in data and not data.startswith(b">"):
        return data, []
    found = [match.start() for match in _QUOTED.finditer(data)]
    pieces, last = [], 0
    for at in found:
        pieces.append(data[last:at])
        last = at + 1
    pieces.append(data[last:])
    return b"".join(pieces), [at - taken for taken, at in enumerate(found)]


def _member(data: bytes, number: int, line: int, too_large: bool, most: int) -> Member:
    """The empty line before the next separator belongs to the separator."""
    for ending in (b"\n\r\n", b"\n\n"):
        if data.endswith(ending):
            data = data[: 1 - len(ending)]
            break
    return Member(number, line, None if too_large or len(data) > most else data)


def _find_separator(buffer: bytes, start: int, more: bool) -> int | None:
    at = buffer.find(b"\nFrom ", start)
    while at >= 0:
        if more and len(buffer) - at < _LOOK_AHEAD:
            return None
        empty = at == start or buffer.endswith((b"\n", b"\n\r"), 0, at)
        if is_separator(buffer, at + 1, after_empty_line=empty):
            return at + 1
        at = buffer.find(b"\nFrom ", at + 1)
    return None


def _next_line(buffer: bytes, at: int) -> int:
    end = buffer.find(b"\n", at)
    return end + 1 if end >= 0 else len(buffer)
