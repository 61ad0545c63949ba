"""The pattern language of the lexicon (docs/lexicon.md) and a matcher that looks for many patterns at once.

A text is folded and cut into words once, whatever the number of languages. Each distinct word is looked up
in tables of first words; only where one fits is the rest of its pattern compared. Languages written without
spaces are matched as substrings of the text without its white space.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import EXCEPT, OwnWords

GAP: Final = "..."
GAP_WORDS: Final = 6
GAP_CHARACTERS: Final = 24
_MOST_DULL: Final = 50_000

# What `\w` takes for a letter, and the vowel signs of Indic and South-East Asian scripts, which it leaves out.
_LETTER: Final = (
    r"[\w\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0f84\u102b-\u1049\u1056-\u109d"
    r"\u135d-\u135f\u17b4-\u17d3\u3099\u309a]"
)
# A single letter joined to a word by a hyphen belongs to it: e-mail is email.
_WORD: Final = re.compile(rf"(?<!\w)[^\W\d]-{_LETTER}+|{_LETTER}+")
_PLAIN_WORD: Final = re.compile(rf"{_LETTER}+")
# Turns what parts words in UTF-8, as far as it is ASCII, into spaces; hyphens are seen to afterwards.
_PARTED: Final = bytes(
    ord(" ") if code < 128 and not chr(code).isalnum() and chr(code) != "-" else code for code in range(256)
)
_SPACE: Final = re.compile(r"\s+")


class PatternError(ValueError):
    """A pattern that the language of docs/lexicon.md does not know."""


class Hit(NamedTuple):
    """A pattern found in the folded text [start, end). `language` '' stands for words of no one language."""

    start: int
    end: int
    key: str
    language: str
    pattern: str


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


class Entry(NamedTuple):
    """A pattern of one list of one language. With `EXCEPT` before its `key`, hits of the list do not count there."""

    language: str
    key: str
    pattern: Pattern
    spaces: bool


def words(folded: str) -> list[str]:
    """The words of a folded text. Apostrophes, hyphens and underscores part them."""
    pieces = folded.encode("utf-8", "surrogatepass").translate(_PARTED).decode("utf-8", "surrogatepass").split()
    if "-" not in folded and folded.isascii():
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


def parse(source: str, spaces: bool = True) -> Pattern:
    """Reads one pattern; raises `PatternError` with the reason."""
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


class _Table:
    """The patterns of some lists, for the question whether any of them stands in a text.

    `by_need`: patterns by the longest word that they hold as it is, which is seldom a common one. `dull`: words
    known to begin no pattern without such a word.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.by_need: dict[str, list[Pattern]] = defaultdict(list)
        self.dull: set[str] = set()
        for pattern in patterns:
            if pattern.needs:
                self.by_need[pattern.needs[0]].append(pattern)


def entries_of(
    family: str, language: str, lists: Mapping[str, Sequence[str]], spaces: bool, keys: Iterable[str], own: OwnWords
) -> Iterator[Entry]:
    """The patterns of a language's lists in the order of `keys`, with a team's own words of the same family."""
    for key in keys:
        for source in own.added(family, language, key, lists.get(key, ())):
            yield Entry(language, key, parse(source, spaces), spaces)
    for key, source in own.excepted(family, language):
        yield Entry(language, key, parse(source, spaces), spaces)


class Matcher:
    """Looks for the patterns of several languages at once.

    Immutable once built; what it learns about words and short texts is kept in bounded caches of its own.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._prefixes: dict[str, list[Entry]] = defaultdict(list)
        self._suffixes: dict[str, list[Entry]] = defaultdict(list)
        self._contained: list[Entry] = []
        self._spaced: list[Entry] = []
        self._unspaced: list[tuple[Entry, tuple[str, ...]]] = []
        self._excepts = False
        for entry in entries:
            self._add(entry)
        self._prefix_lengths = sorted({len(text) for text in self._prefixes})
        self._suffix_lengths = sorted({len(text) for text in self._suffixes})
        self._tables: dict[frozenset[str], _Table] = {}
        self._starting = lru_cache(maxsize=16384)(self._look_up)
        self.search = lru_cache(maxsize=2048)(self._search)

    def _add(self, entry: Entry) -> None:
        atom = entry.pattern.atoms[0]
        self._excepts = self._excepts or entry.key.startswith(EXCEPT)
        if not entry.spaces:
            self._unspaced.append((entry, _stretches(entry.pattern)))
            return
        self._spaced.append(entry)
        if not atom.before:
            (self._prefixes if atom.after or atom.rest else self._exact)[atom.text].append(entry)
        elif atom.after or atom.rest:
            self._contained.append(entry)
        else:
            self._suffixes[atom.text].append(entry)

    def _look_up(self, word: str) -> tuple[Entry, ...]:
        """The entries whose first word fits."""
        found = list(self._exact.get(word, ()))
        for length in self._prefix_lengths:
            if length > len(word):
                break
            found += self._prefixes.get(word[:length], ())
        for length in self._suffix_lengths:
            if length > len(word):
                break
            found += self._suffixes.get(word[-length:], ())
        found += [entry for entry in self._contained if entry.pattern.atoms[0].text in word]
        return tuple(entry for entry in found if entry.pattern.atoms[0].fits(word))

    def says(self, folded: str, *groups: frozenset[str]) -> bool:
        """Whether a folded text, of any length, holds a pattern of each of these groups of lists."""
        row = words(folded)
        distinct = set(row)
        for keys in groups:
            if not self._says(row, distinct, keys) and not self._says_unspaced(folded, keys):
                return False
        return True

    def _says(self, row: Sequence[str], distinct: set[str], keys: frozenset[str]) -> bool:
        table = self._table(keys)
        for word in table.by_need.keys() & distinct:
            for pattern in table.by_need[word]:
                if distinct.issuperset(pattern.needs) and _stands(pattern, row, word):
                    return True
        for word in distinct - table.dull:
            patterns = [
                entry.pattern for entry in self._starting(word) if entry.key in keys and not entry.pattern.needs
            ]
            if any(_stands(pattern, row, word) for pattern in patterns):
                return True
            if not patterns and len(table.dull) < _MOST_DULL:
                table.dull.add(word)
        return False

    def _says_unspaced(self, folded: str, keys: frozenset[str]) -> bool:
        if not self._unspaced or folded.isascii():
            return False
        compact = _SPACE.sub("", folded)
        return any(entry.key in keys and all(part in compact for part in parts) for entry, parts in self._unspaced)

    def _table(self, keys: frozenset[str]) -> _Table:
        if keys not in self._tables:
            self._tables[keys] = _Table(entry.pattern for entry in self._spaced if entry.key in keys)
        return self._tables[keys]

    def _search(self, folded: str) -> tuple[Hit, ...]:
        """All patterns found in a folded sentence, in order of their places."""
        hits: list[Hit] = []
        row = words(folded)
        starting = [self._starting(word) for word in row]
        spans = places(folded) if any(starting) else []
        for index, candidates in enumerate(starting):
            for entry in candidates:
                last = index if len(entry.pattern.atoms) == 1 else _follow(entry.pattern, row, index, 1)
                if last is not None:
                    start, end = spans[index][0], spans[last][1]
                    hits.append(Hit(start, end, entry.key, entry.language, entry.pattern.source))
        if self._unspaced and not folded.isascii():
            hits += self._search_unspaced(folded)
        hits.sort()
        return tuple(_without_excepted(hits) if self._excepts else hits)

    def _search_unspaced(self, folded: str) -> list[Hit]:
        kept = [index for index, character in enumerate(folded) if not character.isspace()]
        compact = "".join([folded[index] for index in kept])
        hits: list[Hit] = []
        for entry, parts in self._unspaced:
            start = compact.find(parts[0])
            while start >= 0:
                end = _follow_parts(parts, compact, start)
                if end is not None:
                    first, last = kept[start], kept[end - 1] + 1
                    hits.append(Hit(first, last, entry.key, entry.language, entry.pattern.source))
                start = compact.find(parts[0], start + 1)
        return hits


def _without_excepted(hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits that count: none that holds, or is held by, excepted words of its list and its language.

    Words that all languages share can be excepted in each of them.
    """
    excepted = [hit for hit in hits if hit.key.startswith(EXCEPT)]
    for hit in hits:
        if not hit.key.startswith(EXCEPT) and not any(
            other.key == EXCEPT + hit.key
            and hit.language in (other.language, "")
            and (
                (other.start <= hit.start and hit.end <= other.end)
                or (hit.start <= other.start and other.end <= hit.end)
            )
            for other in excepted
        ):
            yield hit


def _stands(pattern: Pattern, row: Sequence[str], known: str) -> bool:
    """Whether a pattern stands in a row of words, of which `known` is one that its first or its longest word fits."""
    if len(pattern.atoms) == 1:
        return True
    before = next((number for number, atom in enumerate(pattern.atoms) if atom.text == known), 0)
    reach = before + GAP_WORDS * sum(pattern.gaps[: before + 1])
    fits = pattern.atoms[0].fits
    place = -1
    for _ in range(row.count(known)):
        place = row.index(known, place + 1)
        starts = range(max(0, place - reach), place - before + 1)
        if any(fits(row[start]) and _follow(pattern, row, start, 1) is not None for start in starts):
            return True
    return False


def _follow(pattern: Pattern, row: Sequence[str], index: int, atom: int) -> int | None:
    """The last word of the pattern, its words from `atom` on following the word at `index`."""
    if atom == len(pattern.atoms):
        return index
    reach = GAP_WORDS + 1 if pattern.gaps[atom] else 1
    fits = pattern.atoms[atom].fits
    for place in range(index + 1, min(index + 1 + reach, len(row))):
        if fits(row[place]):
            last = _follow(pattern, row, place, atom + 1)
            if last is not None:
                return last
    return None


def _stretches(pattern: Pattern) -> tuple[str, ...]:
    """The parts of a pattern between its gaps, written without spaces."""
    parts: list[str] = []
    for atom, gap in zip(pattern.atoms, pattern.gaps, strict=True):
        if gap or not parts:
            parts.append(atom.text)
        else:
            parts[-1] += atom.text
    return tuple(parts)


def _follow_parts(parts: Sequence[str], compact: str, start: int) -> int | None:
    """Where the parts end, the first standing at `start` and the others each within reach of the one before."""
    end = start + len(parts[0])
    for part in parts[1:]:
        place = compact.find(part, end, end + GAP_CHARACTERS + len(part))
        if place < 0:
            return None
        end = place + len(part)
    return end
