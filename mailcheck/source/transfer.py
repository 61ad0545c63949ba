"""Transfer encodings: raw body bytes to decoded bytes, and each decoded byte back to the raw ones."""

from __future__ import annotations

import binascii
import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple, Protocol

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.uuencode import NAMES as UUENCODE
from mailcheck.source.uuencode import UuencodeMap, decode_uuencode

_PLAIN = frozenset({"7bit", "8bit", "binary", ""})
# What binascii.a2b_qp reads otherwise than RFC 2045: white space after a soft break's '=', and a bare CR as line end.
_ODD_BREAK = re.compile(rb"=[ \t]*+\r(?!\n)|=[ \t]++(?:\r?\n|\Z)")
# Such a break, or "==", which it takes as one "=".
_ODD_BREAK_OR_PAIR = lazy_regex(rb"(==)|" + _ODD_BREAK.pattern)
# An escape, whose group stands for one byte, or a soft line break. Any other '=' is itself.
_QP_TOKEN = lazy_regex(rb"=(?:([0-9A-Fa-f]{2}|=)|[ \t]*+(?:\r\n|\n|\r|\Z))")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_OTHERS = bytes(set(range(256)) - set(_ALPHABET))
_LONG_LINE = 100_000


class Transferred(NamedTuple):
    """A decoded body, the encoding it really was in, and what was wrong."""

    payload: bytes
    encoding: str
    defects: tuple[str, ...] = ()


class OctetMap(Protocol):
    """[start, end) of the decoded bytes -> [start, end) of the raw bytes, and whether that is exact."""

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]: ...


def decode_transfer(body: bytes, encoding: str) -> Transferred:
    """Decodes a body. What is in an unknown encoding, or says base64 and is none, is left as it is."""
    if encoding in _PLAIN:
        return Transferred(body, "")
    if encoding == "quoted-printable":
        return Transferred(_decode_qp(body), encoding)
    if encoding == "base64":
        return _decode_base64(body)
    if encoding in UUENCODE:
        payload = decode_uuencode(body)
        if payload is not None:
            return Transferred(payload, encoding)
        return Transferred(body, "", ("the body is not uuencoded as declared: it was left as it is",))
    return Transferred(body, "", (f"unknown transfer encoding {encoding[:40]!r}: the body was left as it is",))


def octet_map(body: bytes, encoding: str) -> OctetMap:
    """Where the bytes that `decode_transfer` gave came from; `encoding` is the one it found. Built when asked."""
    if encoding == "quoted-printable":
        return QuotedPrintableMap(body)
    if encoding == "base64":
        return Base64Map(body)
    if encoding in UUENCODE:
        return UuencodeMap(body)
    return verbatim


def verbatim(start: int, end: int) -> tuple[int, int, bool]:
    """The map of a body that is not encoded."""
    return start, end, True


def _decode_qp(body: bytes) -> bytes:
    if _ODD_BREAK.search(body):
        body = _ODD_BREAK_OR_PAIR.sub(lambda found: found[1] or b"=\n", body)
    return binascii.a2b_qp(body)


def _decode_base64(body: bytes) -> Transferred:
    defect = ""
    try:
        payload = binascii.a2b_base64(body)
    except binascii.Error:
        letters = body.translate(None, _OTHERS)
        whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
        payload = binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
        defect = "base64 that ends in the middle of a byte or lacks its padding"
    letters_read = -(-len(payload) * 4 // 3)
    strange = len(body) - letters_read - sum(map(body.count, (b"\n", b"\r", b"=", b" ", b"\t")))
    if (defect or strange) and _is_prose(body.partition(b"=")[0]):
        return Transferred(body, "", ("the body is not base64 as declared: it was left as it is",))
    if strange and not defect:
        defect = "characters outside the base64 alphabet, or data after its end, were not read"
    return Transferred(payload, "base64", (defect,) if defect else ())


def _is_prose(body: bytes) -> bool:
    """Base64 has next to nothing but its alphabet and line ends."""
    others = body.translate(None, _ALPHABET + b"\r\n")
    return len(others) > 3 and len(others) * 20 > len(body)


def stretch(locate: Callable[[int], tuple[int, int, bool]], start: int, end: int) -> tuple[int, int, bool]:
    """What [start, end) comes from, told by where its first and its last piece come from."""
    begin, stop, sure = locate(start)
    if end <= start:
        return begin, begin, sure
    _, stop, sure_of_end = locate(end - 1)
    return begin, stop, sure and sure_of_end


class QuotedPrintableMap:
    """Each byte back to itself or its escape sequence, found from the start of its line."""

    __slots__ = ("_out", "_raw", "_starts")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._starts: list[int] = []
        self._out: list[int] = []

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]:
        if not self._starts:
            self._index()
        return stretch(self._locate, start, end)

    def _index(self) -> None:
        lines = self._raw.split(b"\n")
        raw_sizes = [len(line) + 1 for line in lines]
        out_sizes = [
            size if b"=" not in line else len(_decode_qp(line + b"\n"))
            for line, size in zip(lines[:-1], raw_sizes, strict=False)
        ]
        self._starts = list(accumulate(raw_sizes, initial=0))
        self._starts[-1] = len(self._raw)
        self._out = list(accumulate(out_sizes, initial=0))

    def _locate(self, offset: int) -> tuple[int, int, bool]:
        line = bisect_right(self._out, offset) - 1
        position, stop = self._starts[line], self._starts[line + 1]
        if stop - position > _LONG_LINE:
            return position, stop, False
        left = offset - self._out[line]
        for token in _QP_TOKEN.finditer(self._raw, position, stop):
            literal = token.start() - position
            if left < literal:
                break
            left -= literal
            if token[1] is not None:
                if left == 0:
                    return token.start(), token.end(), True
                left -= 1
            position = token.end()
        return min(position + left, stop), min(position + left + 1, stop), True


class Base64Map:
    """Each byte back to the letters that hold its bits. Never exact: nobody edits base64 by hand."""

    __slots__ = ("_letters", "_raw", "_starts")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._starts: list[int] = []
        self._letters: list[int] = []

    def __call__(self, start: int, end: int) -> tuple[int, int, bool]:
        if not self._starts:
            self._index()
        begin = self._locate(8 * start // 6)
        stop = self._locate((8 * end - 1) // 6) + 1 if end > start else begin
        return begin, max(begin, stop), False

    def _index(self) -> None:
        lines = self._raw.split(b"\n")
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._letters = list(accumulate((len(line.translate(None, _OTHERS)) for line in lines), initial=0))

    def _locate(self, letter: int) -> int:
        line = min(bisect_right(self._letters, letter), len(self._starts) - 1) - 1
        start, stop = self._starts[line], min(self._starts[line + 1], len(self._raw))
        left = letter - self._letters[line]
        if stop - start > _LONG_LINE or self._raw[start : start + left + 1].isalnum():
            return min(start + left, stop)
        for position in range(start, stop):
            if self._raw[position] in _ALPHABET:
                if left == 0:
                    return position
                left -= 1
        return stop
