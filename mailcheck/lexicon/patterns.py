"""The pattern language of the lexicon (docs/lexicon.md), and the words of a text that patterns are compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold

GAP: Final = "..."
GAP_WORDS: Final = 6
GAP_CHARACTERS: Final = 24

# What `\w` takes for a letter, and the vowel signs of Indic and South-East Asian scripts, which it leaves out.
_LETTER: Final = (
    r"[\w\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0f84\u102b-\u1049\u1056-\u109d"
    r"\u135d-\u135f\u17b4-\u17d3\u3099\u309a]"
)
# A single letter joined to a word by a hyphen belongs to it: e-mail is email.
_WORD: Final = re.compile(rf"(?<!\w)[^\W\d]-{_LETTER}+|{_LETTER}+")
_JOINED: Final = lazy_regex(r"-(?<=(?<!\w)[^\W\d]-)(?=\S)")  # begins at the hyphen, so that the search leaps over words
_PLAIN_WORD: Final = lazy_regex(rf"{_LETTER}+")
# Turns what parts words in UTF-8, as far as it is ASCII, into spaces; hyphens are seen to afterwards.
_PARTED: Final = bytes(
    ord(" ") if code < 128 and not chr(code).isalnum() and chr(code) != "-" else code for code in range(256)
)


class PatternError(ValueError):
    """A pattern that the language of docs/lexicon.md does not know."""


class Atom(NamedTuple):
    """One word of a pattern: `text`, with more letters allowed before it, after it, or both.

    `rest` are further pieces that must follow in this order, with any letters between.
    """

    text: str
    before: bool = False
    after: bool = False
    rest: tuple[str, ...] = ()

    def fits(self, word: str) -> bool:
        if self.rest:
            return self._fits_in_pieces(word)
        if self.before:
            return self.text in word if self.after else word.endswith(self.text)
        return word.startswith(self.text) if self.after else word == self.text

    def _fits_in_pieces(self, word: str) -> bool:
        place = word.find(self.text)
        if place < 0 or (place > 0 and not self.before):
            return False
        place += len(self.text)
        for piece in self.rest[:-1]:
            place = word.find(piece, place)
            if place < 0:
                return False
            place += len(piece)
        last = self.rest[-1]
        return last in word[place:] if self.after else word[place:].endswith(last)


class Pattern(NamedTuple):
    """A row of words; `gaps[i]` says that other words may stand before word i.

    `needs`: those that it holds just as they are, the longest first.
    """

    source: str
    atoms: tuple[Atom, ...]
    gaps: tuple[bool, ...]
    needs: tuple[str, ...] = ()


def words(folded: str) -> list[str]:
    """The words of a folded text. Apostrophes, hyphens and underscores part them."""
    parted = folded.encode("utf-8", "surrogatepass").translate(_PARTED).decode("utf-8", "surrogatepass")
    if "-" in parted and _JOINED.search(parted) is None:
        parted = parted.replace("-", " ")
    pieces = parted.split()
    if folded.isascii() and "-" not in parted:
        return pieces
    found: list[str] = []
    for piece in pieces:
        if "-" in piece:
            found += [word.replace("-", "") for word in _WORD.findall(piece)]
        elif piece.isascii():
            found.append(piece)
        else:
            found += _PLAIN_WORD.findall(piece)
    return found


def places(folded: str) -> list[tuple[int, int]]:
    """Where each of the words stands."""
    return [match.span() for match in _WORD.finditer(folded.replace("_", " "))]


def spans(folded: str, wanted: Set[int]) -> Mapping[int, tuple[int, int]]:
    """Where the words of these numbers stand."""
    matches = list(islice(_WORD.finditer(folded.replace("_", " ")), max(wanted, default=-1) + 1))
    return {number: matches[number].span() for number in wanted}


def parse(source: str, spaces: bool = True) -> Pattern:
    """Reads one pattern; raises `PatternError` with the reason."""
    if spaces and source.isascii() and source.replace(" ", "").isalpha():  # most of them: plain words
        plain = source.lower().split()
        return Pattern(
            source, tuple(map(Atom, plain)), (False,) * len(plain), tuple(sorted(plain, key=len, reverse=True))
        )
    atoms: list[Atom] = []
    gaps: list[bool] = []
    gap = False
    for piece in source.split():
        if piece in (GAP, "…"):
            gap = bool(atoms)
            continue
        for atom in _spaced_atoms(piece) if spaces else _unspaced_atoms(piece):
            atoms.append(atom)
            gaps.append(gap)
            gap = False
    if not atoms:
        raise PatternError(f"no word in {source!r}")
    whole = (atom.text for atom in atoms if not (atom.before or atom.after or atom.rest))
    return Pattern(source, tuple(atoms), tuple(gaps), tuple(sorted(whole, key=len, reverse=True)))


@lru_cache(maxsize=8192)
def _spaced_atoms(piece: str) -> tuple[Atom, ...]:
    core = piece.strip("*")
    before, after = piece.startswith("*"), piece.endswith("*")
    if core.isascii() and core.isalpha():  # most of them
        return (Atom(core.lower(), before, after),)
    if "*" in core:
        first, *rest = (fold(part) for part in core.split("*"))
        return (Atom(first, before, after, tuple(rest)),)
    parts = words(fold(core))
    if not parts:
        raise PatternError(f"no letter in {piece!r}")
    last = len(parts) - 1
    return tuple(Atom(part, index == 0 and before, index == last and after) for index, part in enumerate(parts))


def _unspaced_atoms(piece: str) -> tuple[Atom, ...]:
    core = fold(piece.strip("*"))
    if "*" in core or not core:
        raise PatternError(f"'*' within a word, or no word: {piece!r}")
    return (Atom(core),)
