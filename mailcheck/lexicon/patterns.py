"""The pattern language of the lexicon (docs/lexicon.md) and a matcher that looks for many patterns at once.

A text is folded and cut into words once, whatever the number of languages. A pattern is compared only where its
longest word stands; one that holds no word as it is, where a word of the text begins, ends or goes on as its first
does. Languages written without spaces are matched as substrings of the text without its white space.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import EXCEPT, OwnWords

GAP: Final = "..."
GAP_WORDS: Final = 6
GAP_CHARACTERS: Final = 24
_MOST_KNOWN: Final = 50_000  # words that a matcher remembers
_SHORT: Final = 1_500  # characters of a text whose hits are remembered: sentences come again, whole bodies do not

# What `\w` takes for a letter, and the vowel signs of Indic and South-East Asian scripts, which it leaves out.
_LETTER: Final = (
    r"[\w\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0f84\u102b-\u1049\u1056-\u109d"
    r"\u135d-\u135f\u17b4-\u17d3\u3099\u309a]"
)
# A single letter joined to a word by a hyphen belongs to it: e-mail is email.
_WORD: Final = re.compile(rf"(?<!\w)[^\W\d]-{_LETTER}+|{_LETTER}+")
_JOINED: Final = re.compile(r"-(?<=(?<!\w)[^\W\d]-)(?=\S)")  # begins at the hyphen, so that the search leaps over words
_PLAIN_WORD: Final = re.compile(rf"{_LETTER}+")
# Turns what parts words in UTF-8, as far as it is ASCII, into spaces; hyphens are seen to afterwards.
_PARTED: Final = bytes(
    ord(" ") if code < 128 and not chr(code).isalnum() and chr(code) != "-" else code for code in range(256)
)


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


def _spans(folded: str, wanted: Set[int]) -> Mapping[int, tuple[int, int]]:
    """Where the words of these numbers stand."""
    matches = enumerate(_WORD.finditer(folded.replace("_", " ")))
    return {number: match.span() for number, match in matches if number in wanted}


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


class _Rare(NamedTuple):
    """An entry by the longest word that it holds as it is, which is seldom a common one.

    Where that word stands, the pattern may begin from `reach` to `before` words earlier.
    """

    entry: Entry
    before: int
    reach: int


class _Openings:
    """Entries that hold no word as it is, by what the first of their words begins with, ends in or contains."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._prefixes: dict[str, list[Entry]] = defaultdict(list)
        self._suffixes: dict[str, list[Entry]] = defaultdict(list)
        self._contained: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            atom = entry.pattern.atoms[0]
            if not atom.before:
                self._prefixes[atom.text].append(entry)
            elif atom.after or atom.rest:
                self._contained[atom.text].append(entry)
            else:
                self._suffixes[atom.text].append(entry)
        self._prefix_lengths = sorted({len(text) for text in self._prefixes})
        self._suffix_lengths = sorted({len(text) for text in self._suffixes})
        self._known: set[str] = set()
        self._opening: dict[str, tuple[Entry, ...]] = {}

    def of(self, distinct: set[str]) -> Mapping[str, tuple[Entry, ...]]:
        """The words among these that open an entry, each with all entries that it opens.

        What is learned about a word is kept: most words of a text were met in others.
        """
        opening = self._opening
        learned: dict[str, tuple[Entry, ...]] = {}
        if not self._known.issuperset(distinct):
            fresh = distinct - self._known
            learned = self._look_up(fresh)
            if len(self._known) < _MOST_KNOWN:
                opening.update(learned)
                self._known |= fresh
        met = opening.keys() & distinct
        return {**learned, **{word: opening[word] for word in met}} if met else learned

    def _look_up(self, fresh: set[str]) -> dict[str, tuple[Entry, ...]]:
        together = "\n".join(fresh)
        contained = [(text, entries) for text, entries in self._contained.items() if text in together]
        learned = {}
        for word in fresh:
            found: list[Entry] = []
            for length in self._prefix_lengths:
                if length > len(word):
                    break
                if word[:length] in self._prefixes:
                    found += self._prefixes[word[:length]]
            for length in self._suffix_lengths:
                if length > len(word):
                    break
                if word[-length:] in self._suffixes:
                    found += self._suffixes[word[-length:]]
            for text, entries in contained:
                if text in word:
                    found += entries
            if found and (fitting := tuple([entry for entry in found if entry.pattern.atoms[0].fits(word)])):
                learned[word] = fitting
        return learned


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
        self._rare: dict[str, list[_Rare]] = defaultdict(list)
        openings: list[Entry] = []
        self._unspaced: list[tuple[Entry, tuple[str, ...]]] = []
        self._excepts = False
        for entry in entries:
            self._excepts = self._excepts or entry.key.startswith(EXCEPT)
            if not entry.spaces:
                self._unspaced.append((entry, _stretches(entry.pattern)))
            elif entry.pattern.needs:
                self._rare[entry.pattern.needs[0]].append(_rare(entry))
            else:
                openings.append(entry)
        self._openings = _Openings(openings)
        self._groups: dict[frozenset[str], Mapping[str, list[_Rare]]] = {}
        self._search_short = lru_cache(maxsize=2048)(self._search)

    def search(self, folded: str) -> tuple[Hit, ...]:
        """All patterns found in a folded text, in order of their places."""
        return self._search_short(folded) if len(folded) <= _SHORT else self._search(folded)

    def says(self, folded: str, *groups: frozenset[str]) -> bool:
        """Whether a folded text, of any length, holds a pattern of each of these groups of lists."""
        row = words(folded)
        distinct = set(row)
        return all(self._says(row, distinct, keys) or self._says_unspaced(folded, keys) for keys in groups)

    def _says(self, row: Sequence[str], distinct: set[str], keys: frozenset[str]) -> bool:
        rare = _possible(self._group(keys), distinct)
        opened = self._openings.of(distinct)
        opening = [(word, e.pattern) for word, entries in opened.items() for e in entries if e.key in keys]
        if not rare and not opening:
            return False
        at = _positions(row, {word for word, _ in (*rare, *opening)})
        return any(any(_around(each, row, at[word])) for word, each in rare) or any(
            any(_from(pattern, row, at[word])) for word, pattern in opening
        )

    def _says_unspaced(self, folded: str, keys: frozenset[str]) -> bool:
        if not self._unspaced or folded.isascii():
            return False
        compact = "".join(folded.split())
        return any(entry.key in keys and all(part in compact for part in parts) for entry, parts in self._unspaced)

    def _group(self, keys: frozenset[str]) -> Mapping[str, list[_Rare]]:
        """The entries of some lists by their rarest words."""
        group = self._groups.get(keys)
        if group is None:
            chosen = ((word, [rare for rare in found if rare.entry.key in keys]) for word, found in self._rare.items())
            group = self._groups[keys] = {word: found for word, found in chosen if found}
        return group

    def _search(self, folded: str) -> tuple[Hit, ...]:
        row = words(folded)
        distinct = set(row)
        rare = _possible(self._rare, distinct)
        opened = self._openings.of(distinct)
        found: list[tuple[Entry, int, int]] = []
        if rare or opened:
            at = _positions(row, opened.keys() | {word for word, _ in rare})
            for word, each in rare:
                found += [(each.entry, *ends) for ends in _around(each, row, at[word])]
            for word, entries in opened.items():
                found += [(entry, *ends) for entry in entries for ends in _from(entry.pattern, row, at[word])]
        spans = _spans(folded, {index for _, *ends in found for index in ends}) if found else {}
        hits = [
            Hit(spans[first][0], spans[last][1], entry.key, entry.language, entry.pattern.source)
            for entry, first, last in found
        ]
        if self._unspaced and not folded.isascii():
            hits += self._search_unspaced(folded)
        hits.sort()
        return tuple(_without_excepted(hits) if self._excepts else hits)

    def _search_unspaced(self, folded: str) -> list[Hit]:
        compact = "".join(folded.split())
        present = [(entry, parts) for entry, parts in self._unspaced if all(part in compact for part in parts)]
        if not present:
            return []
        kept = [index for index, character in enumerate(folded) if not character.isspace()]
        hits: list[Hit] = []
        for entry, parts in present:
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


def _rare(entry: Entry) -> _Rare:
    pattern = entry.pattern
    before = pattern.atoms.index(Atom(pattern.needs[0]))
    return _Rare(entry, before, before + GAP_WORDS * sum(pattern.gaps[: before + 1]))


def _possible(table: Mapping[str, list[_Rare]], distinct: set[str]) -> list[tuple[str, _Rare]]:
    """The entries whose words, as far as they are known as they are, all stand in a text; each by its rarest."""
    return [
        (word, each)
        for word in table.keys() & distinct
        for each in table[word]
        if distinct.issuperset(each.entry.pattern.needs)
    ]


def _positions(row: Sequence[str], wanted: Set[str]) -> Mapping[str, list[int]]:
    """Where each of the wanted words stands in a row."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(row):
        if word in wanted:
            found[word].append(index)
    return found


def _around(rare: _Rare, row: Sequence[str], at: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last word of each place in a row where a pattern stands, its rarest word being `at` these."""
    pattern = rare.entry.pattern
    if len(pattern.atoms) == 1:
        yield from zip(at, at, strict=True)
        return
    fits = pattern.atoms[0].fits
    untried = 0
    for place in at:
        for first in range(max(untried, place - rare.reach), place - rare.before + 1):
            if fits(row[first]):
                last = _follow(pattern, row, first, 1)
                if last is not None:
                    yield first, last
        untried = max(untried, place - rare.before + 1)


def _from(pattern: Pattern, row: Sequence[str], at: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last word of each place in a row where a pattern stands, its first word being `at` these."""
    for first in at:
        last = _follow(pattern, row, first, 1)
        if last is not None:
            yield first, last


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
