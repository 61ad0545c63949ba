"""The way back: from characters of a decoded body to bytes, and from bytes to characters of the file."""

from __future__ import annotations

import codecs
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate

from mailcheck.source.charsets import Decoded
from mailcheck.source.transfer import OctetMap, stretch
from mailcheck.spans import PositionMap, Text

Place = Callable[[int, int], tuple[int, int]]
"""[start, end) in bytes of a message -> [start, end) in characters of the root text."""

_BLOCK = 4096
_LONG_LINE = 1_000_000
_CONTINUATION = bytes(range(0x80, 0xC0))
# Multi-byte charsets in which a line feed is always a line feed and leaves no state behind.
_LINEWISE = frozenset({"utf-8", "gb18030", "cp949", "cp932", "big5hkscs", "euc-jp", "johab"})


def root_text(name: str, raw: bytes, *, first_line: int = 1) -> tuple[Text, Place]:
    """A file as a text editor shows it (UTF-8, else each byte a character), and the place of its bytes there."""
    skipped = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
    try:
        content = raw[skipped:].decode("utf-8")
    except UnicodeDecodeError:
        return Text(name, raw.decode("latin-1"), first_line=first_line), same_place
    text = Text(name, content, first_line=first_line)
    return text, same_place if len(content) == len(raw) else Utf8Places(raw, skipped)


def same_place(start: int, end: int) -> tuple[int, int]:
    """The places where each byte is one character."""
    return start, end


class Utf8Places:
    """Byte offsets to character offsets in UTF-8, through one count for each block of bytes.

    A stretch that begins or ends inside a character takes in the whole of it.
    """

    __slots__ = ("_counts", "_raw")

    def __init__(self, raw: bytes, skipped: int = 0) -> None:
        blocks = (raw[start : start + _BLOCK] for start in range(0, len(raw), _BLOCK))
        self._counts = list(accumulate(map(_characters, blocks), initial=-1 if skipped else 0))
        self._raw = raw

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        begin = self._before(start)
        stop = self._before(end)
        if end > start and 0x80 <= self._raw[start] < 0xC0:
            begin -= 1
        return max(begin, 0), max(stop, 0)

    def _before(self, offset: int) -> int:
        block = offset // _BLOCK
        return self._counts[block] + _characters(self._raw[block * _BLOCK : offset])


def _characters(piece: bytes) -> int:
    return len(piece) if piece.isascii() else len(piece.translate(None, _CONTINUATION))


class BodyMap:
    """Characters of a decoded body to characters of the root: through its charset, its transfer encoding, its place.

    `offset` is where the raw body begins in the message.
    """

    __slots__ = ("_characters", "_octets", "_offset", "_place")

    def __init__(self, characters: OctetMap, octets: OctetMap, place: Place, offset: int) -> None:
        self._characters = characters
        self._octets = octets
        self._place = place
        self._offset = offset

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]:
        first, last, sure = self._characters(start, end)
        first, last, known = self._octets(first, last)
        begin, stop = self._place(self._offset + first, self._offset + last)
        return begin, stop, sure and known


def body_map(decoded: Decoded, payload: bytes, octets: OctetMap, place: Place, offset: int) -> PositionMap:
    """The map of a decoded body. Costs nothing until a position is asked for."""
    return BodyMap(character_map(decoded, payload), octets, place, offset)


def character_map(decoded: Decoded, payload: bytes) -> OctetMap:
    """[start, end) in characters -> [start, end) in bytes of `payload`."""
    if len(decoded.text) == len(payload) - decoded.skipped:
        return Shift(decoded.skipped)
    if decoded.charset == "utf-8" and not decoded.defects:
        return Utf8Map(decoded.text, decoded.skipped)
    return CodecMap(decoded, payload)


class Shift:
    """Every character is one byte, after some bytes that are none."""

    __slots__ = ("_by",)

    def __init__(self, by: int) -> None:
        self._by = by

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]:
        return start + self._by, end + self._by, True


class Utf8Map:
    """Characters to bytes of valid UTF-8, through one count for each block of characters."""

    __slots__ = ("_counts", "_skipped", "_text")

    def __init__(self, text: str, skipped: int) -> None:
        self._text = text
        self._skipped = skipped
        self._counts: list[int] = []

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]:
        if not self._counts:
            blocks = (self._text[at : at + _BLOCK] for at in range(0, len(self._text), _BLOCK))
            sizes = (len(block.encode()) for block in blocks)
            self._counts = list(accumulate(sizes, initial=self._skipped))
        return self._before(start), self._before(end), True

    def _before(self, offset: int) -> int:
        block = offset // _BLOCK
        return self._counts[block] + len(self._text[block * _BLOCK : offset].encode())


class CodecMap:
    """Characters to bytes in any charset, by decoding byte after byte, line by line where the charset allows.

    Where that gives other characters than decoding at once did, the map is coarse: the line, or all.
    """

    __slots__ = ("_bytes", "_characters", "_codec", "_data", "_known", "_skipped", "_text")

    def __init__(self, decoded: Decoded, payload: bytes) -> None:
        self._data = payload[decoded.skipped :]
        self._skipped = decoded.skipped
        self._codec = decoded.charset
        self._text = decoded.text
        self._bytes: list[int] = []
        self._characters: list[int] = []
        self._known: dict[int, array[int] | None] = {}

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]:
        if not self._bytes:
            self._index()
        return stretch(self._locate, start, end)

    def _index(self) -> None:
        lines = [self._data]
        if self._codec in _LINEWISE:
            lines = self._data.split(b"\n")
            lines[:-1] = [line + b"\n" for line in lines[:-1]]
        counts = [len(line.decode(self._codec, "replace")) for line in lines]
        if sum(counts) != len(self._text):
            lines, counts = [self._data], [len(self._text)]
        self._bytes = list(accumulate(map(len, lines), initial=0))
        self._characters = list(accumulate(counts, initial=0))

    def _locate(self, offset: int) -> tuple[int, int, bool]:
        last = len(self._bytes) - 2
        line = min(bisect_right(self._characters, offset) - 1, last)
        first, stop = self._bytes[line], self._bytes[line + 1]
        if line not in self._known:
            self._known[line] = self._beginnings(line)
        begins = self._known[line]
        if begins is None:
            return first + self._skipped, stop + self._skipped, False
        begin = begins[min(offset - self._characters[line], len(begins) - 1)]
        following = bisect_right(begins, begin)
        after = begins[following] if following < len(begins) else stop - first
        alone = following - bisect_left(begins, begin) == 1
        return first + begin + self._skipped, first + after + self._skipped, alone

    def _beginnings(self, line: int) -> array[int] | None:
        """The byte at which each character of a line begins, and where the last one ends; None if unknown."""
        data = self._data[self._bytes[line] : self._bytes[line + 1]]
        text = self._text[self._characters[line] : self._characters[line + 1]]
        if len(data) > _LONG_LINE:
            return None
        decoder = codecs.getincrementaldecoder(self._codec)("replace")
        begins, begin, pieces = array("I"), 0, []
        try:
            for position in range(len(data) + 1):
                piece = decoder.decode(data[position : position + 1], position == len(data))
                if piece:
                    begins.extend([begin] * len(piece))
                    pieces.append(piece)
                    begin = position + 1
        except UnicodeError:  # some decoders cannot hold broken input back as long as they would have to
            return None
        begins.append(len(data))
        return begins if "".join(pieces) == text else None
