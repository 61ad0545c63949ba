"""Bytes to characters: the charset a reader's mail client would use, also where the label is wrong or missing."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from mailcheck.lazy_regex import lazy_regex

# What clients and browsers understand by a label, where Python's codec of that name is narrower (WHATWG Encoding).
_WIDER = {
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
# Labels that Python does not know.
_LABELS = {
    "chinese": "gb18030",
    "cn-big5": "big5hkscs",
    "cn-gb": "gb18030",
    "dos-874": "cp874",
    "ks_c_5601": "cp949",
    "ks_c_5601-1989": "cp949",
    "csshiftjis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "windows-31j": "cp932",
    "x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-ms-cp932": "cp932",
    "x-sjis": "cp932",
    "x-x-big5": "big5hkscs",
}
_LABEL = re.compile(r"[a-z0-9][a-z0-9._:+ -]{0,39}")
_WINDOWS = re.compile(r"(?:x-)?(?:windows|win|cp|ibm)[-_ ]?(\d{3,4})")
_ISO_NAME = re.compile(r"iso(8859|2022)")
_ISO_8859 = re.compile(r"iso[-_ ]?8859[-_ ]?(\d{1,2})(?:[:-]\d{4}|-[ei])?")
# Python also calls 'punycode', 'unicode_escape', 'undefined' and the like text encodings; no mail is written in them.
_FAMILY = re.compile(
    r"ascii|utf|iso8859|iso2022|latin|cp\d|koi8|mac|gb|hz|big5|euc|shift_jis|johab|tis|kz1048|ptcp|hp-roman"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = lazy_regex(rb"""<meta[\s/][^<>]*?charset\s*=\s*["']?\s*([^\s"'/>;]{1,40})""", re.IGNORECASE)
_META_WITHIN = 4096
_LATIN_1_TO_WINDOWS = {
    byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}


class Decoded(NamedTuple):
    """Text with the codec really used; `skipped` bytes in front (a byte-order mark) gave no character.

    Bytes that are no characters of that charset show as U+FFFD.
    """

    text: str
    charset: str
    skipped: int = 0
    defects: tuple[str, ...] = ()


UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a file begins that an editor saved as 'Unicode'."""


def utf_16_to_8(data: bytes) -> bytes:
    """The bytes of a UTF-16 file with its mark, as UTF-8 without one."""
    return data.decode("utf-16", "replace").encode("utf-8", "replace")


@lru_cache(maxsize=256)
def find_codec(label: str) -> str | None:
    """The codec that clients use for a charset label, None for a label nobody knows."""
    label = label.strip().strip("\"'").lower()
    if not _LABEL.fullmatch(label):
        return None
    label = _LABELS.get(label, label)
    if match := _WINDOWS.fullmatch(label):
        label = f"cp{match[1]}"
    elif match := _ISO_8859.fullmatch(label):
        label = f"iso8859-{match[1]}"
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    if not _FAMILY.match(name):
        return None
    name = _WIDER.get(name, name)
    if name.startswith("cp125"):
        return f"windows-{name[2:]}"
    return "us-ascii" if name == "ascii" else _ISO_NAME.sub(r"iso-\1", name).replace("_", "-")


def decode(data: bytes, declared: str = "", *, html: bool = False) -> Decoded:
    """The characters of a body. `html`: a `<meta>` may name the charset when nothing else does.

    A byte-order mark beats the label, as in browsers. A label that is unknown, or under which most of what is
    not ASCII makes no sense, gives way to UTF-8 and then windows-1252, and a defect says so.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _strict(data, charset, len(mark)) or _replacing(data, charset, len(mark))
    codec = find_codec(declared) if declared else None
    why = f"unknown charset {declared[:40]!r}" if declared and codec is None else ""
    if codec is None and html and (match := _META.search(data[:_META_WITHIN])):
        codec = find_codec(match[1].decode("latin-1"))
        if codec is not None and codec.startswith("utf-16"):
            codec = "utf-8"  # its own declaration could be read as ASCII
    if codec is None:
        return _guess(data, why or "no charset is declared")
    if codec == "us-ascii" and not data.isascii():
        return _guess(data, "8-bit bytes in a text declared as us-ascii")
    return _strict(data, codec) or _wrong(data, codec)


def _strict(data: bytes, codec: str, skipped: int = 0) -> Decoded | None:
    try:
        text = data[skipped:].decode(codec)
        if codec == "utf-7":  # lets half a surrogate pair through, which nothing can write again
            text = text.encode("utf-8", "replace").decode("utf-8")
        return Decoded(text, codec, skipped)
    except UnicodeError:
        if codec != "windows-1252":
            return None
        # Five bytes that Python leaves undefined are control characters to everyone else.
        return Decoded(data[skipped:].decode("latin-1").translate(_LATIN_1_TO_WINDOWS), codec, skipped)


def _replacing(data: bytes, codec: str, skipped: int = 0) -> Decoded:
    text = data[skipped:].decode(codec, "replace")
    return Decoded(text, codec, skipped, (f"some bytes are no {codec}",))


def _guess(data: bytes, why: str) -> Decoded:
    if data.isascii():
        return Decoded(data.decode("ascii"), "us-ascii", defects=() if why.startswith("no ") else (why,))
    found = _strict(data, "utf-8") or _strict(data, "windows-1252")
    assert found is not None  # windows-1252 reads everything
    return found._replace(defects=(f"{why}: read as {found.charset}",))


def _wrong(data: bytes, codec: str) -> Decoded:
    """A few bad bytes are shown as such; where they prevail, the label is wrong."""
    found = _replacing(data, codec)
    bad = found.text.count("\ufffd")
    good = len(found.text) - bad - len(found.text.encode("ascii", "ignore"))
    return found if bad <= good else _guess(data, f"the text is not {codec} as declared")
