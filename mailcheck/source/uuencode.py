"""Uuencoded bodies, and files that stand uuencoded in a text: what mail used before MIME, and some still use."""

from __future__ import annotations

import binascii
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from mailcheck.lazy_regex import lazy_regex

NAMES: Final = frozenset({"uuencode", "x-uuencode", "uue", "x-uue"})
_BEGIN: Final = lazy_regex(r"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?$", re.MULTILINE)
_BEGIN_LINE: Final = rb"(?m)^begin [0-7]{3,4} [^\r\n]*\r?\n"
_LONGEST: Final = 64  # characters of a line: a length and 60 letters, with some grace


def decode_uuencode(body: bytes) -> bytes | None:
    """What lies between `begin` and `end`; None when there is no `begin`, or nothing after it can be read."""
    out = [piece for _, _, piece in _lines(body)]
    return b"".join(out) if any(out) else None


def _lines(body: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Start and end of each encoded line with what it holds, up to `end` or the first line that is none."""
    begin = re.search(_BEGIN_LINE, body)
    at = begin.end() if begin is not None else len(body)
    while at < len(body):
        stop = body.find(b"\n", at)
        stop = len(body) if stop < 0 else stop
        piece = _line(body[at:stop].rstrip(b"\r"))
        if piece is None:
            return
        yield at, stop, piece
        at = stop + 1


def _line(line: bytes) -> bytes | None:
    """What one line holds; None for one that is not encoded, such as `end`."""
    if not line or line == b"end" or len(line) > _LONGEST:
        return None
    size = (line[0] - 32) & 63
    letters = -(-size // 3) * 4
    if len(line) > letters + 3 or not all(32 <= octet <= 96 for octet in line):
        return None  # two characters more: a checksum and what some programs add
    try:
        return binascii.a2b_uu(line[: 1 + letters])
    except binascii.Error:
        return None


class UuencodeMap:
    """Each byte back to the line that holds it. Never exact: nobody edits uuencode by hand."""

    __slots__ = ("_out", "_places")

    def __init__(self, raw: bytes) -> None:
        lines = list(_lines(raw))
        self._places = [(start, stop) for start, stop, _ in lines]
        self._out = list(accumulate((len(piece) for _, _, piece in lines), initial=0))

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]:
        first, last = self._line(start), self._line(max(start, end - 1))
        return self._places[first][0], self._places[last][1], False

    def _line(self, offset: int) -> int:
        return min(max(bisect_right(self._out, offset) - 1, 0), len(self._places) - 1)


def blank_uuencoded(text: str) -> tuple[str, tuple[str, ...]]:
    """A text whose uuencoded files are blanks, as many as there were characters, so that offsets stay; their names.

    Mail clients show such a file as an attachment. Without `end` it is no file.
    """
    if "begin " not in text:
        return text, ()
    names: list[str] = []
    kept: list[str] = []
    done = 0
    for begin in _BEGIN.finditer(text):
        end = _end_of_file(text, begin.end() + 1) if begin.start() >= done else None
        if end is not None:
            kept += (text[done : begin.start()], " " * (end - begin.start()))
            names.append(begin[1].strip())
            done = end
    kept.append(text[done:])
    return "".join(kept), tuple(names)


def _end_of_file(text: str, at: int) -> int | None:
    """Where the file that begins at `at` ends, after its `end`; None if it is none."""
    lines = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop].rstrip("\r")
        if line == "end":
            return at + 3 if lines else None
        if line.strip():
            if not line.isascii() or _line(line.encode("ascii")) is None:
                return None
            lines += 1
        at = stop + 1
    return None
