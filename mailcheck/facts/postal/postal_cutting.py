"""Cuts text at commas, bars, sentence ends and line ends into the pieces that addresses are put together from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mailcheck.facts.postal.postal_pieces import Piece
from mailcheck.facts.postal.postal_signs import PHONE, REGISTRY, TITLES
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords

_LAST_WORD: Final = re.compile(r"[^\W_]+\Z")
_FIRST_WORD: Final = lazy_regex(r"[^\W\d_]+")
_SIGNS: Final = "[;|·•‧∙⋅●◦▪■◆★♦¦│┃،؛、，；｜‖(（\\[\\]）。！？：—―।॥፣፤።၊။។۔]"
# What parts pieces begins with one of few characters, so that the search leaps over all others.
_PARTS: Final = re.compile(
    rf"""
    (?:[\s,.!?:)]|{_SIGNS})(?:
      (?<=,) (?:(?<!\d,) | (?!\d{{3}}(?!\d))) \s*  # a comma, not within 1,200
    | (?<=\s) (?: \s* (?: , \s* | {_SIGNS}+ \s* | [-–/⁄∕~*:]{{1,3}} \s+ ) | (?:(?<=\n)|\s*\n) \s* )
    | (?<=[.!?:)]) [.!?:)]* \s++ (?! {_SIGNS} | [-–/⁄∕~*]{{1,3}}\s )
    | (?<={_SIGNS}) {_SIGNS}* \s*
    )
    """,
    re.VERBOSE,
)
_LONGEST: Final = 400  # characters of a piece
_LONG_NUMBER: Final = 5  # digits that can end a sentence: no number of a house or floor
# What can only be the code of an address: 'Wilts. SN8 1RF', 'Qué. H2L 4P9'.
_CODE_AFTER: Final = lazy_regex(r"[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b|[A-Z]\d[A-Z][ -]?\d[A-Z]\d\b")
_SHORT_ENDINGS: Final = ("str", "gt", "stwg", "pl", "vej", "vn")  # Hauptstr., Storgt.
_NUMBERED: Final = ("number", "code", "box")
_LONG_UNIT: Final = 6  # letters of a word that may also be a heading: "Office: 12 Oak Street"
_STOPS: Final = frozenset(".!?:。！？।॥።။។۔")
_WHOLE_STOPS: Final = _STOPS - set(".!?:")  # they end nothing but sentences
_STOP: Final = re.compile(r"\s*[.!?:]+\s+\Z")


def cut(text: str, offset: int, line: int, own: OwnWords) -> list[Piece]:
    """The pieces of a stretch of a passage that begins at `offset`, on line `line`.

    `own`: words that a team added to those of addresses.
    """
    found: list[Piece] = []
    start = 0
    for match in _PARTS.finditer(text):
        sign = match[0]
        kind = sign.strip()
        if kind[:1] in _STOPS and _joins(text, match, kind, own):
            continue
        low, high = match.span()
        if low > start:
            closed = kind[:1] in _STOPS and (
                kind in _WHOLE_STOPS or (_STOP.match(sign) is not None and not _shortened(text, match, own))
            )
            if low - start > _LONGEST:
                start = _slice(found, text, start, low, offset, line, own)
            found.append(Piece(text[start:low], offset + start, offset + low, line, closed, own))
        if "\n" in sign:
            line += sign.count("\n")
        start = high
    if start < len(text):
        if len(text) - start > _LONGEST:
            start = _slice(found, text, start, len(text), offset, line, own)
        found.append(Piece(text[start:], offset + start, offset + len(text), line, False, own))
    return found


def _slice(found: list[Piece], text: str, start: int, end: int, offset: int, line: int, own: OwnWords) -> int:
    """Adds slices of what is longer than any part of an address with the prose around it; where the last begins."""
    while end - start > _LONGEST:
        stop = text.rfind(" ", start + 1, start + _LONGEST)
        stop = stop if stop > start else start + _LONGEST
        found.append(Piece(text[start:stop], offset + start, offset + stop, line, False, own))
        start = stop
    return start


def _shortened(text: str, match: re.Match[str], own: OwnWords) -> bool:
    """Whether the full stop at the end of a line belongs to a short form: `88 Quarry Rd.`"""
    word = _word_before(text, match.start())
    return match[0][0] == "." and "\n" in match[0] and (len(word) <= 3 or _abbreviates(fold(word), own))


def _word_before(text: str, place: int) -> str:
    before = _LAST_WORD.search(text, max(0, place - 24), place)
    return before[0] if before is not None else ""


def _joins(text: str, match: re.Match[str], sign: str, own: OwnWords) -> bool:
    """Whether a full stop ends an abbreviation, or a colon follows a word like 'No'."""
    if sign in (":", ".:") and "\n" not in match[0]:  # 'Pf.: 12'
        word = _word_before(text, match.start())
        before = _word_before(text, match.start() - len(word) - 1)
        return _announces(fold(before), fold(word), own)
    if not sign.startswith(".") or "\n" in match[0] or len(sign) > 1:
        return False
    word = _word_before(text, match.start())
    following = text[match.end() : match.end() + 1]
    if not word or following.islower():
        return True
    if following.isdigit():
        return not word.isdigit() or len(word) < _LONG_NUMBER  # 'ОГРН 1126671000000. 620014, Екатеринбург'
    if any(map(str.isdigit, word)):
        return word.isdigit() and len(word) < 3 and word[0] != "0" and not _heads_number(text, match.end())
    if following.isupper() and _CODE_AFTER.match(text, match.end()):
        return True
    if word.lower() in TITLES or _abbreviates(fold(word), own):
        return True
    return len(word) <= 3 and not _heads_number(text, match.end())  # '2686 Lom. Org.nr 912345678'


def _heads_number(text: str, place: int) -> bool:
    """Whether a word for a register or a telephone stands at a place."""
    word = _FIRST_WORD.match(text, place)
    return word is not None and (fold(word[0]) in REGISTRY or fold(word[0]) in PHONE)


@lru_cache(maxsize=1024)
def _abbreviates(word: str, own: OwnWords) -> bool:
    known = postal.words(own)
    if word in known.whole and len(word) < 7:
        return True
    return word.endswith(_SHORT_ENDINGS)


@lru_cache(maxsize=256)
def _announces(before: str, word: str, own: OwnWords) -> bool:
    """Whether a word, with the one before it, stands before a number from which a colon may part it: 'No: 12',
    'Kat: 3', 'Postal Code: 112'."""
    kinds = ("number", "code", "box", "unit") if len(word) < _LONG_UNIT else _NUMBERED
    known = postal.words(own).whole
    if any(entry.kind in kinds and len(entry.row) == 1 for entry in known.get(word) or ()):
        return True
    return any(entry.kind in _NUMBERED and entry.row == (before, word) for entry in known.get(before) or ())
