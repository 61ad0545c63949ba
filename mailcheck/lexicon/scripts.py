"""Which scripts a text is written in, by the ranges of Unicode. Codes as in ISO 15924."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import Final

from mailcheck.lazy_regex import lazy_regex

_RANGES: Final = (
    (0x0041, 0x024F, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x077F, "Arab"),
    (0x08A0, 0x08FF, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"),
    (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"),
    (0x0B00, 0x0B7F, "Orya"),
    (0x0B80, 0x0BFF, "Taml"),
    (0x0C00, 0x0C7F, "Telu"),
    (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"),
    (0x0D80, 0x0DFF, "Sinh"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Laoo"),
    (0x0F00, 0x0FFF, "Tibt"),
    (0x1000, 0x109F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1100, 0x11FF, "Hang"),
    (0x1200, 0x139F, "Ethi"),
    (0x1780, 0x17FF, "Khmr"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x3040, 0x30FF, "Kana"),
    (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"),
    (0xAC00, 0xD7AF, "Hang"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFF, "Arab"),
    (0xFF66, 0xFF9F, "Kana"),
)
_STARTS: Final = tuple(first for first, _, _ in _RANGES)
_NO_ASCII_LETTERS: Final = bytes(code for code in range(256) if not (code < 128 and chr(code).isalpha()))
_NOT_ASCII: Final = lazy_regex(r"[^\x00-\x7f]+")


def scripts(text: str) -> Counter[str]:
    """How many letters of each script a text has. Kana count as Kana, Chinese characters as Hani."""
    letters = len(text.encode("ascii", "ignore").translate(None, _NO_ASCII_LETTERS))
    found: Counter[str] = Counter({"Latn": letters} if letters else {})
    for character, count in Counter(not_ascii(text)).items():
        code = ord(character)
        first, last, script = _RANGES[max(0, bisect_right(_STARTS, code) - 1)]
        if first <= code <= last and character.isalpha():
            found[script] += count
    return found


def not_ascii(text: str) -> str:
    """The characters of a text that are not ASCII: few in most texts, and quickly found."""
    return "" if text.isascii() else "".join(_NOT_ASCII.findall(text))
