"""Words of subject lines, and of the bodies that bear them out: one TOML file a language in `subject/`.

`subject/all/` holds what no language owns: reply prefixes, brands with their domains, look-alike letters, boss fraud,
titles of newsletters.
Everything is read when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.kept import Recipe, kept
from mailcheck.lexicon.matching import Matcher
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.sheets import Sheet, kept_sheet, rows_of, sheet_of, sheet_recipe
from mailcheck.lexicon.tables import codes_in, read_table

TOPICS: Final = (
    "invoice", "order", "refund", "results", "prize", "salary", "file", "booking", "approval", "message",
)  # fmt: skip
"""What a subject may claim that its body then has to show."""
BODY: Final = (
    "offer", "shop", "arrival", "gift", "free", "lead", "on", "everything", "selected", "up_to", "half", "instead",
    "today", "last", "scarce", "until", "day", "now", "always", "few",
    "mask", "negation", "condition", "unconditional", "chance",
    "each", "stranger", "pitch", "cheapest", "dear", "honorific", "generic", *TOPICS,
)  # fmt: skip
"""Lists that are looked for in subjects and bodies."""
LINE: Final = (
    "final", "press", "alarm", "alarm_mask", "threat", "case", "thing", "state", "article", "familiar", "announce",
    "ended", "yours", "authority", "desk", "urging", "lasting", "wholly", "included",
    "down",
)  # fmt: skip
"""Lists that are looked for in subjects and names alone."""
KIND: Final = ("sold", "story", "asks", "held", "rises", "tier", "ignorable", "extra")
"""Lists that tell what a body is, looked for where its subject leaves that open."""
KEYS: Final = (*BODY, *LINE, *KIND)
FAMILY: Final = "subject"
_PARTS: Final = {"body": (*BODY, "numbers"), "line": LINE, "kind": KIND}
"""The lists of each sheet."""
PERCENTAGES: Final = (10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80)
"""What the words of `numbers` mean, in their order."""

_ALIASES: Final = {"pt-br": "pt", "zh-hant": "zh", "bs": "hr", "sr": "hr", "sr-latn": "hr", "ms": "id"}


PREFIX_WORD: Final = r"[^\W\d_][^\W\d_.\-]{0,15}(?:[ \-][^\W\d_]{2,10})?"
"""What a prefix may look like: a word, or two short ones."""


class Prefix(NamedTuple):
    """What a client puts before a subject. Without `languages` it is believed in mail of any."""

    word: str
    kind: str
    languages: tuple[str, ...]


class Brands(NamedTuple):
    """Names that impostors borrow. `labels`: folded name to what stands before the suffix of its own domains.

    `common`: those that are also everyday words. `roles`: names of the reader's own helpdesk, `banks`: what banks call
    themselves, `clubs`: what brands call their clubs; folded.
    """

    labels: Mapping[str, tuple[str, ...]]
    common: frozenset[str]
    roles: frozenset[str]
    banks: frozenset[str]
    clubs: frozenset[str]


def read_as(code: str) -> str:
    """The language whose words are read for a language: its own, or a near relative's."""
    return _ALIASES.get(code, code)


def subject_language(code: str, own: OwnWords = NO_WORDS) -> str:
    """The language whose words are read for a language, '' if there are none."""
    name = read_as(code)
    return name if name in known_languages() or ("subject", name) in own.languages else ""


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """The languages there are words for."""
    return codes_in("subject")


def recipes() -> Iterator[Recipe]:
    """Those of every sheet of this module."""
    yield _BRANDS
    yield from (_recipe(language, part) for language in sorted(known_languages()) for part in _PARTS)


@lru_cache(maxsize=48)
def subject_matcher(language: str, own: OwnWords = NO_WORDS, parts: tuple[str, ...] = tuple(_PARTS)) -> Matcher:
    """The matcher of a language that `subject_language` answers. `parts`: 'body', 'line', 'kind', or several."""
    return Matcher([_sheet(language, own, part) for part in parts])


@lru_cache(maxsize=16)
def number_words(language: str) -> Mapping[str, int]:
    """Patterns of the list `numbers` and what they mean."""
    return dict(zip(_lists(language)["numbers"], PERCENTAGES, strict=True))


@lru_cache(maxsize=64)
def has_spaces(language: str) -> bool:
    """Whether the language parts its words by spaces."""
    if language not in known_languages():
        from mailcheck.lexicon.languages import parts_words

        return parts_words(language)
    return _sheet(language, NO_WORDS, "body").spaces


@lru_cache(maxsize=48)
def _sheet(language: str, own: OwnWords, part: str) -> Sheet:
    if language not in known_languages() or (FAMILY, language) in own.languages:
        return _file(language, own, part)
    return kept_sheet(_recipe(language, part))


def _recipe(language: str, part: str) -> Recipe:
    source = f"subject/{language}.toml"
    return sheet_recipe(f"{FAMILY}/{part}", language, (source,), lambda: _file(language, NO_WORDS, part))


def _file(language: str, own: OwnWords, part: str) -> Sheet:
    rows = rows_of(FAMILY, language, _lists(language), _PARTS[part], own)
    spaces = bool(_read(f"{language}.toml")["spaces"]) if language in known_languages() else has_spaces(language)
    return sheet_of(language, spaces, rows)


def _lists(language: str) -> Mapping[str, Sequence[str]]:
    if language not in known_languages():
        return {}
    lists: Mapping[str, Sequence[str]] = _read(f"{language}.toml")["subject"]
    return lists


@lru_cache(maxsize=4)
def prefixes(own: OwnWords = NO_WORDS) -> Mapping[str, Prefix]:
    """Reply prefixes by their folded spelling. Of a team's own, those of one letter count in their language alone."""
    found = {
        fold(word): Prefix(word, group["kind"], tuple(group.get("languages", ())))
        for group in _read("all/prefixes.toml")["prefix"]
        for word in group["words"]
    }
    for word in own.of_family("prefix"):
        if word.counts:
            found[fold(word.text)] = Prefix(word.text, word.key, (word.language,) if len(word.text) == 1 else ())
        else:
            found.pop(fold(word.text), None)
    return found


@lru_cache(maxsize=1)
def brands() -> Brands:
    """Brands whose names are borrowed."""
    labels, *lists = kept(_BRANDS)
    return Brands({name: tuple(own) for name, own in labels.items()}, *map(frozenset, lists))


def _file_brands() -> tuple[dict[str, list[str]], list[str], list[str], list[str], list[str]]:
    data = _read("all/brands.toml")
    labels = {fold(name): labels for name, labels in data["brand"].items()}
    common, roles, banks, clubs = ([fold(name) for name in data[key]] for key in ("common", "roles", "banks", "clubs"))
    return labels, common, roles, banks, clubs


_BRANDS: Final = Recipe("subject/brands", ("subject/all/brands.toml",), ("subjects.py",), _file_brands)


@lru_cache(maxsize=1)
def look_alikes() -> Mapping[str, str]:
    """Characters that look like a Latin letter or digit, and which."""
    letters: Mapping[str, str] = _read("all/confusables.toml")["letters"]
    return {other: letter for letter, others in letters.items() for other in others}


class Chiefs(NamedTuple):
    """Who sends others on errands (`titles`), and the words of those that impostors invent; folded."""

    titles: tuple[str, ...]
    cards: tuple[str, ...]
    codes: tuple[str, ...]
    transfers: tuple[str, ...]
    quiet: tuple[str, ...]


@lru_cache(maxsize=1)
def chiefs() -> Chiefs:
    """The words of boss fraud."""
    data = _read("all/chiefs.toml")
    return Chiefs(*(tuple(" ".join(words(fold(phrase))) for phrase in data[key]) for key in Chiefs._fields))


class Periodicals(NamedTuple):
    """What newsletters call themselves (`titles`, or by their `endings`), the names of `seasons`, and what stands
    before the number of an issue (`counted`); folded.
    """

    titles: frozenset[str]
    endings: tuple[str, ...]
    seasons: frozenset[str]
    counted: frozenset[str]


@lru_cache(maxsize=1)
def periodicals() -> Periodicals:
    """The words by which the title of a newsletter is known."""
    data = _read("all/periodicals.toml")
    titles = frozenset(fold(word) for word in data["titles"] if not word.startswith("*"))
    endings = tuple(fold(word[1:]) for word in data["titles"] if word.startswith("*"))
    return Periodicals(titles, endings, *(frozenset(map(fold, data[key])) for key in ("seasons", "counted")))


class Numerals(NamedTuple):
    """`sums`: how the words of a sum begin. `parts`: percentages with the names of such a part, '*' for any ending."""

    sums: tuple[str, ...]
    parts: Mapping[int, tuple[str, ...]]


@lru_cache(maxsize=16)
def numerals(language: str) -> Numerals:
    """Numbers in words; none for a language without a list."""
    data = _read("all/numerals.toml")
    parts = data["parts"].get(language, {})
    return Numerals(
        tuple(data["sums"].get(language, "").split()), {int(percent): tuple(names) for percent, names in parts.items()}
    )


def weekdays() -> Sequence[str]:
    """How the names of the days of the week begin in all languages, Monday's first, parted by spaces."""
    rows: Sequence[str] = _read("all/numerals.toml")["weekdays"]
    return rows


@lru_cache(maxsize=8)
def _read(name: str) -> dict[str, Any]:
    return read_table(f"subject/{name}")
