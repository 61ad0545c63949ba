"""Encoded words in headers (RFC 2047, language suffix of RFC 2231): read leniently, faults named.

Also the door for raw bytes in headers: `readable` turns what the file's text could not hold as characters
(surrogate escapes) into UTF-8 or replacement characters.
"""

from __future__ import annotations

import binascii
import codecs
import re
from dataclasses import dataclass
from typing import Literal

WordDefect = Literal[
    "too-long",  # over 75 characters
    "unknown-charset",
    "undecodable",  # bytes that are not of the charset
    "split-character",  # a character cut in two by the border of two words
    "broken-base64",
    "space-inside",
    "control-inside",  # decodes to a line end or another control character
    "not-separated",  # touches the text before or after it, so that readers show it undecoded
]

_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?\r\n]{0,2000})\?=")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_HEX = re.compile(r"=([0-9A-Fa-f]{2})")
_BREAKS = re.compile(r"[\r\n]+")
_DELIMITERS = ' \t\r\n()"'
_NO_CHARSETS = ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape")


@dataclass(frozen=True, slots=True)
class EncodedWord:
    """One `=?charset?encoding?text?=`. `text` is what it says, [start, end) where it stands in the field."""

    text: str
    charset: str
    start: int
    end: int
    defects: tuple[WordDefect, ...]


def readable(text: str) -> str:
    """`text` with raw bytes (surrogate escapes) read as UTF-8 where they are, else as U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def encoded_words(text: str) -> tuple[EncodedWord, ...]:
    """The encoded words of a field's value, wherever they stand."""
    if "=?" not in text:
        return ()
    matches = list(_WORD.finditer(text))
    words = []
    for index, match in enumerate(matches):
        charset, payload, defects = _payload(match)
        if len(match[0]) > 75:
            defects.append("too-long")
        if not _apart(text, match):
            defects.append("not-separated")
        try:
            shown = payload.decode(charset or "utf-8")
        except UnicodeError:
            defects.append("split-character" if _split(matches, index) else "undecodable")
            shown = payload.decode(charset or "utf-8", "replace")
        if _CONTROLS.search(shown):
            defects.append("control-inside")
        words.append(EncodedWord(shown, match[1], match.start(), match.end(), tuple(defects)))
    return tuple(words)


def decode(text: str) -> str:
    """`text` with its encoded words read; white space between two of them is not shown (RFC 2047, 6.2).

    Neighbours of one charset are joined before they are decoded, as most readers do, so that a character
    cut by the border of two words is still shown.
    """
    if "=?" not in text:
        return readable(text)
    shown: list[str] = []
    pending, pending_charset, position = b"", "", 0
    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        charset, payload, _ = _payload(match)
        adjacent = position > 0 and not between.strip()
        if pending_charset and (not adjacent or charset != pending_charset):
            shown.append(pending.decode(pending_charset, "replace"))
            pending = b""
        if not adjacent:
            shown.append(readable(between))
        pending, pending_charset = pending + payload, charset or "utf-8"
        position = match.end()
    if pending_charset:
        shown.append(pending.decode(pending_charset, "replace"))
    shown.append(readable(text[position:]))
    return _BREAKS.sub(" ", "".join(shown))


def _payload(match: re.Match[str]) -> tuple[str, bytes, list[WordDefect]]:
    """Codec name ('' when unknown), bytes and defects of one word."""
    defects: list[WordDefect] = []
    written = match[3]
    charset = _codec(match[1].partition("*")[0])
    if not charset:
        defects.append("unknown-charset")
    if " " in written or "\t" in written:
        defects.append("space-inside")
    if match[2] in "qQ":
        raw = written.replace("_", " ").encode("utf-8", "surrogateescape").decode("latin-1")
        return charset, _HEX.sub(lambda hit: chr(int(hit[1], 16)), raw).encode("latin-1"), defects
    compact = re.sub(r"[^A-Za-z0-9+/]", "", written)
    try:
        payload = binascii.a2b_base64(compact + "=" * (-len(compact) % 4))
    except binascii.Error:
        payload = b""
    try:
        binascii.a2b_base64(written.encode("ascii", "replace"), strict_mode=True)
    except binascii.Error:
        defects.append("broken-base64")
    return charset, payload, defects


def _codec(charset: str) -> str:
    """The name of the Python text codec for a MIME charset, '' when there is none."""
    try:
        info = codecs.lookup(charset)
    except (LookupError, ValueError):
        return ""
    return info.name if info.name not in _NO_CHARSETS and info._is_text_encoding else ""


def _apart(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    return before in _DELIMITERS and after in _DELIMITERS + ",:;<"


def _split(matches: list[re.Match[str]], index: int) -> bool:
    """Whether the word decodes once it is joined with a neighbour."""
    for first, second in ((index - 1, index), (index, index + 1)):
        if first < 0 or second >= len(matches):
            continue
        charset, before, _ = _payload(matches[first])
        _, after, _ = _payload(matches[second])
        try:
            (before + after).decode(charset or "utf-8")
        except UnicodeError:
            continue
        return True
    return False
