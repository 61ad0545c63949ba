"""Encoded words in headers (RFC 2047, language suffix of RFC 2231) one by one, with what is wrong with each.

For reading a value there is `Header.value`; this is for judging how it was written.
"""

from __future__ import annotations

import binascii
import re
from itertools import pairwise
from typing import Literal, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.charsets import find_codec

WordDefect = Literal[
    "too-long",  # over 75 characters
    "unknown-charset",
    "undecodable",  # bytes that are not of the charset
    "split-character",  # a character cut in two by the border of two words
    "broken-base64",
    "space-inside",
    "control-inside",  # decodes to a line end or another control character
    "not-separated",  # touches the text before or after it, so that strict readers show it undecoded
]

_WORD = lazy_regex(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?\r\n]{0,2000})\?=")
_CONTROLS = lazy_regex(r"[\x00-\x08\x0a-\x1f\x7f]")
_BEFORE = ' \t\r\n("'
_AFTER = ' \t\r\n)",:;<@'  # before an @ it stands in an address, which is another fault


class EncodedWord(NamedTuple):
    """One `=?charset?encoding?text?=`. `text` is what it says, [start, end) where it stands in the field."""

    text: str
    charset: str
    start: int
    end: int
    defects: tuple[WordDefect, ...]


class _Word(NamedTuple):
    match: re.Match[str]
    codec: str | None
    payload: bytes
    defects: list[WordDefect]


def encoded_words(text: str) -> tuple[EncodedWord, ...]:
    """The encoded words of a field's value as written, wherever they stand."""
    if "=?" not in text:
        return ()
    words = [_read(match, text) for match in _WORD.finditer(text)]
    found = []
    for index, word in enumerate(words):
        codec = word.codec or "utf-8"
        if word.codec is not None and not _decodes(word.payload, codec):
            neighbours = words[max(index - 1, 0) : index + 2]
            split = any(_decodes(a.payload + b.payload, codec) for a, b in pairwise(neighbours))
            word.defects.append("split-character" if split else "undecodable")
        shown = word.payload.decode(codec, "replace")
        if _CONTROLS.search(shown):
            word.defects.append("control-inside")
        match = word.match
        found.append(EncodedWord(shown, match[1], match.start(), match.end(), tuple(word.defects)))
    return tuple(found)


def _read(match: re.Match[str], text: str) -> _Word:
    defects: list[WordDefect] = []
    codec = find_codec(match[1].partition("*")[0])
    if codec is None:
        defects.append("unknown-charset")
    if len(match[0]) > 75:
        defects.append("too-long")
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if (before and before not in _BEFORE) or (after and after not in _AFTER):
        defects.append("not-separated")
    written = match[3]
    if " " in written or "\t" in written:
        defects.append("space-inside")
    data = written.encode("utf-8", "surrogateescape")
    if match[2] in "qQ":
        return _Word(match, codec, binascii.a2b_qp(data, header=True), defects)
    try:
        return _Word(match, codec, binascii.a2b_base64(data, strict_mode=True), defects)
    except binascii.Error:
        defects.append("broken-base64")
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        whole = letters[: len(letters) - (len(letters) % 4 == 1)]
        return _Word(match, codec, binascii.a2b_base64(whole + b"=="), defects)


def _decodes(payload: bytes, codec: str) -> bool:
    try:
        payload.decode(codec)
    except UnicodeError:
        return codec == "windows-1252"  # readers fill the five holes of Python's codec
    return True
