"""Header values as people read them: unfolded, encoded words (RFC 2047) and raw UTF-8 (RFC 6532) decoded."""

from __future__ import annotations

import binascii
from typing import NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.charsets import decode
from mailcheck.source.transfer import decode_transfer

_BARE_FOLD = lazy_regex(r"\r(?=[ \t])")
_OPENING = lazy_regex(r"=\?([^?\s]{1,60})\?([bBqQ])\?")
_BETWEEN = lazy_regex(r"[ \t\r\n]*")


class Words(NamedTuple):
    """A decoded stretch of a header and what had to be guessed."""

    text: str
    defects: tuple[str, ...] = ()


def unfold(raw: bytes, charset: str = "") -> Words:
    """A field's value as one line, not yet decoded. Raw 8-bit bytes are UTF-8, else `charset`, else windows-1252."""
    defects: tuple[str, ...] = ()
    if raw.isascii():
        text = raw.decode("ascii")
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            found = decode(raw, charset)
            text = found.text
            defects = (f"raw 8-bit bytes: read as {found.charset}",)
    if "\n" in text:
        text = text.replace("\r\n", "").replace("\n", "")
    text = text.strip(" \t\r")
    if "\r" in text:
        text = _BARE_FOLD.sub("", text)
        if "\r" in text:
            defects += ("a bare carriage return",)
    if "\0" in text:
        defects += ("a NUL",)
    return Words(text, defects)


def read_value(raw: bytes, charset: str = "") -> Words:
    """A field's value unfolded and decoded."""
    plain = unfold(raw, charset)
    if "=?" not in plain.text:
        return plain
    words = decode_words(plain.text)
    return Words(words.text, plain.defects + words.defects)


class _Word(NamedTuple):
    start: int
    end: int
    charset: str
    data: bytes


def decode_words(text: str) -> Words:
    """Decodes the encoded words anywhere in a text, as clients do; what is no whole word stays as it is.

    Space between two words goes away, and neighbours in the same charset are decoded as one, because many
    senders cut a character in two.
    """
    defects: list[str] = []
    pieces: list[str] = []
    written = 0
    for group in _adjacent(text, _find_words(text, defects)):
        pieces.append(text[written : group[0].start])
        written = group[-1].end
        for charset, data in _runs(group):
            found = decode(data, charset)
            pieces.append(found.text)
            defects += found.defects
    pieces.append(text[written:])
    return Words("".join(pieces), tuple(dict.fromkeys(defects)))


def _find_words(text: str, defects: list[str]) -> list[_Word]:
    """Encoded words in order. Each closing `?=` is searched once, so that hostile input stays linear."""
    words: list[_Word] = []
    position, closing = 0, -1
    while opening := _OPENING.search(text, position):
        start = opening.end()
        if closing < start:
            closing = text.find("?=", start)
        if closing < 0:
            break
        position = start
        if text.find("=?", start, closing) >= 0 and _OPENING.search(text, start, closing):
            defects.append("an encoded word without an end")
            continue
        data = _word_bytes(text[start:closing], opening[2], defects)
        position = closing + 2
        words.append(_Word(opening.start(), position, opening[1].partition("*")[0].lower(), data))
    return words


def _word_bytes(encoded: str, kind: str, defects: list[str]) -> bytes:
    data = encoded.encode("utf-8")
    if kind in "qQ":
        return binascii.a2b_qp(data, header=True)
    found = decode_transfer(data, "base64")
    if found.defects:
        defects.append("an encoded word with broken base64")
    return found.payload


def _adjacent(text: str, words: list[_Word]) -> list[list[_Word]]:
    groups: list[list[_Word]] = []
    for word in words:
        gap = _BETWEEN.fullmatch(text, groups[-1][-1].end, word.start) if groups else None
        if gap is not None:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _runs(group: list[_Word]) -> list[tuple[str, bytes]]:
    """The bytes of neighbours in one charset, joined."""
    runs: list[tuple[str, list[bytes]]] = []
    for word in group:
        if runs and runs[-1][0] == word.charset:
            runs[-1][1].append(word.data)
        else:
            runs.append((word.charset, [word.data]))
    return [(charset, b"".join(data)) for charset, data in runs]
