"""Folding: one spelling for texts that read the same, with the way back to the text as it stands.

Case, width and compatibility forms (NFKC), zero-width characters, soft hyphens and bidirectional controls,
accents of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowel signs and letter variants, dashes
and apostrophes are folded. What tells words apart is kept: kana voicing, Hangul, the signs of Indic scripts.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_ALIASES: Final = {
    "æ": "ae",
    "œ": "oe",
    "ك": "ک",
    "ؤ": "و",
    "ـ": "",
    **dict.fromkeys("'’‘‚‛ʼʹʻʽ´`′ꞌ＇", "'"),
    **dict.fromkeys("-‐‑‒–—―−﹘﹣－⁃", "-"),
    **dict(zip("øđðłħŧı", "oddlhti", strict=True)),
    **dict.fromkeys("يىئےۓ", "ی"),
    **dict.fromkeys("ةۀھہۂۃ", "ه"),
    **dict.fromkeys("أإآٱ", "ا"),
}
_MARKS: Final = (  # combining marks that are dropped: Latin, Greek and Cyrillic accents, niqqud, tashkeel
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x08D3, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
_IN_WORD_MARKS: Final = "՛՜՞"  # Armenian stress and question marks stand inside the word
_FILLERS: Final = "\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_DROPPED: Final = frozenset(
    (*(chr(code) for first, last in _MARKS for code in range(first, last + 1)), *_IN_WORD_MARKS, *_FILLERS)
)
_ASCII: Final = bytes(range(0x80))
_ASCII_FOLDED: Final = bytes(range(0x100)).lower().replace(b"`", b"'")
_FEW: Final = 100  # different characters beyond ASCII, which few texts of an alphabet exceed


def _is_dropped(character: str) -> bool:
    return character in _DROPPED or unicodedata.category(character) in ("Cf", "Cs")


def _strip_accents(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 1:
        return character
    kept = "".join(part for part in parts if not _is_dropped(part))
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """What one character folds to; the fixed point of all the steps, so that folding twice changes nothing."""
    if unicodedata.normalize("NFKD", character) == character == character.casefold():  # most letters of most scripts
        return "" if _is_dropped(character) else _ALIASES.get(character, character)
    folded = character
    for _ in range(4):
        step = "".join(
            _ALIASES.get(part, _strip_accents(part))
            for part in unicodedata.normalize("NFKC", folded)
            if not _is_dropped(part)
        )
        step = "".join(_ALIASES.get(part, part) for part in step.casefold() if not _is_dropped(part))
        if step == folded:
            break
        folded = step
    return folded


class _Table(dict[int, str]):
    """A translation table that learns: `str.translate` asks `__missing__` once for each new character."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < 8192:
            self[code] = folded
        return folded


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table()


def fold(text: str) -> str:
    """The folded spelling of a text. Folding twice changes nothing."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = _fold_each(unicodedata.normalize("NFKC", text))
    while not unicodedata.is_normalized("NFKC", folded):  # a dropped character had kept two others apart
        folded = _fold_each(unicodedata.normalize("NFKC", folded))
    return folded


def _fold_each(text: str) -> str:
    """Each character folded. `str.translate` takes long over ASCII among others, `str.replace` does not."""
    written = text.encode("utf-8", "surrogatepass")
    others = set(written.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    if len(others) > _FEW:
        return text.translate(_table())
    folded = written.translate(_ASCII_FOLDED).decode("utf-8", "surrogatepass")
    table = _table()
    for other in others:  # what one becomes is never changed by the next: folding twice changes nothing
        if (plain := table[ord(other)]) != other:
            folded = folded.replace(other, plain)
    return folded


class Folded:
    """A folded text that knows where each of its characters came from.

    The map is built when a position is first asked for, since most texts that are searched hold nothing.
    """

    __slots__ = ("_offsets", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self._offsets: list[int] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that [start, end) of the folded text came from."""
        if self._offsets is None:
            self._offsets = _offsets(self.original, self.text)
        offsets, last = self._offsets, len(self._offsets) - 1
        first = offsets[min(max(start, 0), last)]
        if end <= start:
            return first, first
        stop = min(end, last)
        while stop < last and offsets[stop] == offsets[stop - 1]:  # one character became several
            stop += 1
        return first, max(first, offsets[stop])


def _offsets(original: str, folded: str) -> list[int]:
    """For each folded character, and for the end, its offset in the original."""
    if original.isascii():
        return list(range(len(original) + 1))
    offsets: list[int] = []
    pieces: list[str] = []
    for start, cluster in _clusters(original):
        piece = fold(cluster)
        pieces.append(piece)
        offsets.extend([start] * len(piece))
    if "".join(pieces) != folded:  # characters that only combine across clusters: the whole is one stretch
        offsets = [0] * len(folded)
    offsets.append(len(original))
    return offsets


def _clusters(text: str) -> list[tuple[int, str]]:
    """Stretches that normalisation treats as one: a character with all that combines with it."""
    starts = [0]
    for index in range(1, len(text)):
        character = text[index]
        if not (
            unicodedata.combining(character)
            or "\u1160" <= character <= "\u11ff"  # Hangul vowels and finals
            or character in "\uff9e\uff9f"  # half-width voicing marks
            or _fold_character(character) == ""
        ):
            starts.append(index)
    return [(start, text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
