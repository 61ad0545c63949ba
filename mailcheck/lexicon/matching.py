"""A matcher that looks for many patterns of several languages at once.

A text is folded and cut into words once, whatever the number of languages. A pattern is compared only where its
longest word stands; one that holds no word as it is, where a word of the text begins, ends or goes on as its first
does. Languages written without spaces are matched as substrings of the text without its white space.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from itertools import chain
from operator import add
from typing import Final, NamedTuple

from mailcheck.lexicon.own_words import EXCEPT
from mailcheck.lexicon.patterns import GAP_CHARACTERS, GAP_WORDS, Atom, Pattern, parse, spans, words
from mailcheck.lexicon.sheets import Sheet, paired_lines, patterns_in, stretches

_MOST_KNOWN: Final = 50_000  # words that a matcher remembers
_SHORT: Final = 1_500  # characters of a text whose hits are remembered: sentences come again, whole bodies do not


class Hit(NamedTuple):
    """A pattern found in the folded text [start, end). `language` '' stands for words of no one language."""

    start: int
    end: int
    key: str
    language: str
    pattern: str


class _Entry(NamedTuple):
    """A pattern of one list of one language. With `EXCEPT` before its `key`, hits of the list do not count there."""

    language: str
    key: str
    pattern: Pattern


class _Rare(NamedTuple):
    """An entry by the longest word that it holds as it is.

    Where that word stands, the pattern may begin from `reach` to `before` words earlier.
    """

    entry: _Entry
    before: int
    reach: int


_BySecond = dict[str, list["_Line"]]
"""Lines filed under one word, by the next that they hold."""


class _Line:
    """A line of a table that is filed by two words; its pattern is read when a text holds both."""

    def __init__(self, sheet: Sheet, key: str, source: str) -> None:
        self._sheet = sheet
        self.key = key
        self._source = source

    @cached_property
    def rare(self) -> _Rare:
        return _rare(_Entry(self._sheet.language, self.key, parse(self._source, self._sheet.spaces)))


class Matcher:
    """Looks for the patterns of several sheets.

    What it says never changes; what it learns about words and short texts is kept in bounded caches of its own.
    """

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        sheets = tuple(sheets)
        self._whole = _Whole(sheets)
        self._unspaced = _Drawer(sheets, [sheet.unspaced for sheet in sheets])
        self._openings = _Openings(sheets)
        self._excepts = any(sheet.excepts for sheet in sheets)
        self._search_short = lru_cache(maxsize=2048)(self._search)

    def search(self, folded: str) -> tuple[Hit, ...]:
        """All patterns found in a folded text, in order of their places."""
        return self._search_short(folded) if len(folded) <= _SHORT else self._search(folded)

    def says(self, folded: str, *groups: frozenset[str]) -> bool:
        """Whether a folded text, of any length, holds a pattern of each of these groups of lists."""
        row = words(folded)
        distinct = set(row)
        return all(self._says(row, distinct, keys) or self._says_unspaced(folded, keys) for keys in groups)

    def saying(self, texts: Iterable[str], *groups: frozenset[str]) -> Set[str]:
        """Those of several folded texts of which `says` is true: what all hold together tells what to look for."""
        rows = {text: words(text) for text in texts}
        distinct = set(chain.from_iterable(rows.values()))
        unspaced = [text for text in rows if not text.isascii()] if self._unspaced.pieces else []
        compact = "".join("".join(unspaced).split())
        wanted: list[tuple[frozenset[str], set[str], set[str]]] = []
        for keys in groups:
            stand = {word for word, _ in (*self._possible(distinct, keys), *self._opening(distinct, keys))}
            begin = {parts[0] for entry, parts in self._present(compact) if entry.key in keys} if compact else set()
            if not stand and not begin:
                return frozenset()
            wanted.append((keys, stand, begin))
        return {
            text
            for text, row in rows.items()
            if all(
                (not stand.isdisjoint(row) and self._says(row, set(row), keys))
                or (begin and self._says_unspaced(text, keys))
                for keys, stand, begin in wanted
            )
        }

    def _says(self, row: Sequence[str], distinct: set[str], keys: frozenset[str]) -> bool:
        rare, opening = self._possible(distinct, keys), self._opening(distinct, keys)
        if not rare and not opening:
            return False
        at = _positions(row, {word for word, _ in (*rare, *opening)})
        return any(any(_around(each, row, at[word])) for word, each in rare) or any(
            any(_from(entry.pattern, row, at[word])) for word, entry in opening
        )

    def _opening(self, distinct: set[str], keys: frozenset[str]) -> list[tuple[str, _Entry]]:
        opened = self._openings.of(distinct)
        return [(word, entry) for word, entries in opened.items() for entry in entries if entry.key in keys]

    def _says_unspaced(self, folded: str, keys: frozenset[str]) -> bool:
        if not self._unspaced.pieces or folded.isascii():
            return False
        return any(entry.key in keys for entry, _ in self._present("".join(folded.split())))

    def _possible(self, distinct: set[str], keys: frozenset[str] | None = None) -> list[tuple[str, _Rare]]:
        """The entries whose words, as far as they are known as they are, all stand in a text; each by its rarest."""
        found = []
        filed = self._whole.filed(distinct, keys)
        for word in filed.keys() & distinct:
            by_second = filed[word]
            for second in distinct.intersection(by_second):
                for line in by_second[second]:
                    rare = line.rare
                    if distinct.issuperset(rare.entry.pattern.needs):
                        found.append((word, rare))
        return found

    def _search(self, folded: str) -> tuple[Hit, ...]:
        row = words(folded)
        distinct = set(row)
        rare = self._possible(distinct)
        opened = self._openings.of(distinct)
        found: list[tuple[_Entry, int, int]] = []
        if rare or opened:
            at = _positions(row, opened.keys() | {word for word, _ in rare})
            for word, each in rare:
                found += [(each.entry, *ends) for ends in _around(each, row, at[word])]
            for word, entries in opened.items():
                found += [(entry, *ends) for entry in entries for ends in _from(entry.pattern, row, at[word])]
        stand = spans(folded, {index for _, *ends in found for index in ends}) if found else {}
        hits = [
            Hit(stand[first][0], stand[last][1], entry.key, entry.language, entry.pattern.source)
            for entry, first, last in found
        ]
        if self._unspaced.pieces and not folded.isascii():
            hits += self._search_unspaced(folded)
        hits.sort()
        return tuple(_without_excepted(hits) if self._excepts else hits)

    def _present(self, compact: str) -> list[tuple[_Entry, tuple[str, ...]]]:
        """The entries of languages without spaces all of whose parts stand somewhere in a text without white space."""
        pieces = self._unspaced.pieces
        present = []
        for piece in (pieces & set(map(add, compact, compact[1:]))) | (pieces & set(compact)):
            for entry in self._unspaced.entries(piece):
                parts = stretches(entry.pattern)
                if all(part in compact for part in parts):
                    present.append((entry, parts))
        return present

    def _search_unspaced(self, folded: str) -> list[Hit]:
        compact = "".join(folded.split())
        present = self._present(compact)
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


class _Drawer:
    """The same table of several sheets as one; its entries are read when they are first asked for."""

    def __init__(self, sheets: Sequence[Sheet], tables: Sequence[Mapping[str, str]]) -> None:
        self._tables = [(sheet, table) for sheet, table in zip(sheets, tables, strict=True) if table]
        self._read: dict[str, tuple[_Entry, ...]] = {}
        self.pieces: frozenset[str] = frozenset().union(*(table for _, table in self._tables))

    def entries(self, piece: str) -> tuple[_Entry, ...]:
        """The entries filed under one of the `pieces`."""
        known = self._read.get(piece)
        if known is None:
            known = self._read[piece] = tuple(
                _Entry(sheet.language, key, pattern)
                for sheet, table in self._tables
                if piece in table
                for key, pattern in patterns_in(sheet, table[piece])
            )
        return known


class _Whole:
    """The tables `whole` of several sheets as one: lines by the longest word of their patterns, and by the next."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = [sheet for sheet in sheets if sheet.whole]
        self._pieces: frozenset[str] = frozenset().union(*(sheet.whole for sheet in self._sheets))
        self._read: dict[str, _BySecond] = {}
        self._filed: dict[frozenset[str] | None, tuple[set[str], dict[str, _BySecond]]] = {}
        """For each choice of lists the words that were asked for, and what stands under those of some use."""

    def filed(self, distinct: set[str], keys: frozenset[str] | None) -> Mapping[str, _BySecond]:
        """The lines of all lists, or of some, under words among which are all of `distinct` that have any."""
        asked, filed = self._filed.setdefault(keys, (set(), {}))
        fresh = (self._pieces & distinct) - asked
        asked |= fresh
        for word in fresh:
            by_second = self._lines(word)
            if keys is not None:
                by_second = {second: [line for line in by_second[second] if line.key in keys] for second in by_second}
                by_second = {second: lines for second, lines in by_second.items() if lines}
            if by_second:
                filed[word] = by_second
        return filed

    def _lines(self, word: str) -> _BySecond:
        """The lines under one word by the second; by itself those that hold no other."""
        known = self._read.get(word)
        if known is None:
            known = self._read[word] = {}
            for sheet in self._sheets:
                for second, key, source in paired_lines(sheet.whole.get(word, "")):
                    known.setdefault(second or word, []).append(_Line(sheet, key, source))
        return known


class _Ends:
    """Finds which of many pieces stand at the one end of a word: few words share even the shortest with any."""

    def __init__(self, pieces: frozenset[str], end: Callable[[int], slice]) -> None:
        self._pieces = pieces
        lengths = sorted(set(map(len, pieces)))
        self._least = end(lengths[0]) if lengths else slice(0)
        self._shortest = frozenset(piece[self._least] for piece in pieces)
        self._cuts = [(length, end(length)) for length in lengths]

    def among(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Those that stand there, each with the word."""
        least, shortest, pieces = self._least, self._shortest, self._pieces
        for word in [word for word in words if word[least] in shortest]:
            size = len(word)
            yield from [(word, word[cut]) for length, cut in self._cuts if length <= size and word[cut] in pieces]


class _Openings:
    """Entries that hold no word as it is, by what the first of their words begins with, ends in or contains."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._begins = _Drawer(sheets, [sheet.begins for sheet in sheets])
        self._ends = _Drawer(sheets, [sheet.ends for sheet in sheets])
        self._inside = _Drawer(sheets, [sheet.inside for sheet in sheets])
        self._beginnings = _Ends(self._begins.pieces, slice)
        self._endings = _Ends(self._ends.pieces, lambda length: slice(-length, None))
        self._known: set[str] = set()
        self._opening: dict[str, tuple[_Entry, ...]] = {}

    def of(self, distinct: set[str]) -> Mapping[str, tuple[_Entry, ...]]:
        """The words among these that open an entry, each with all entries that it opens.

        What is learned about a word is kept: most words of a text were met in others.
        """
        opening = self._opening
        learned: dict[str, tuple[_Entry, ...]] = {}
        if not self._known.issuperset(distinct):
            fresh = distinct - self._known
            learned = self._look_up(fresh)
            if len(self._known) < _MOST_KNOWN:
                opening.update(learned)
                self._known |= fresh
        met = opening.keys() & distinct
        return {**learned, **{word: opening[word] for word in met}} if met else learned

    def _look_up(self, fresh: set[str]) -> dict[str, tuple[_Entry, ...]]:
        found: dict[str, list[_Entry]] = defaultdict(list)
        for word, piece in self._beginnings.among(fresh):
            found[word] += self._begins.entries(piece)
        for word, piece in self._endings.among(fresh):
            found[word] += self._ends.entries(piece)
        together = "\n".join(fresh)
        for piece in [piece for piece in self._inside.pieces if piece in together]:
            for word in [word for word in fresh if piece in word]:
                found[word] += self._inside.entries(piece)
        fitting = {word: [each for each in found[word] if each.pattern.atoms[0].fits(word)] for word in found}
        return {word: tuple(entries) for word, entries in fitting.items() if entries}


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


def _rare(entry: _Entry) -> _Rare:
    pattern = entry.pattern
    before = pattern.atoms.index(Atom(pattern.needs[0]))
    return _Rare(entry, before, before + GAP_WORDS * sum(pattern.gaps[: before + 1]))


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


def _follow_parts(parts: Sequence[str], compact: str, start: int) -> int | None:
    """Where the parts end, the first standing at `start` and the others each within reach of the one before."""
    end = start + len(parts[0])
    for part in parts[1:]:
        place = compact.find(part, end, end + GAP_CHARACTERS + len(part))
        if place < 0:
            return None
        end = place + len(part)
    return end
