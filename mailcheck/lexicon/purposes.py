"""Words that tell what a part of a message does: one TOML file a language in `purpose/`, read when called for.

Languages without a file of their own borrow what the lists of subject lines say of offers and of deals.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mailcheck.lexicon.kept import Recipe, kept
from mailcheck.lexicon.languages import languages, parts_words
from mailcheck.lexicon.matching import Matcher
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.sheets import Row, Sheet, kept_sheet, rows_of, sheet_of, sheet_recipe
from mailcheck.lexicon.subjects import subject_language
from mailcheck.lexicon.tables import codes_in, read_table

KEYS: Final = (
    "transaction", "record", "service", "offer", "shop", "suggest", "sponsor", "refer", "terms", "promote", "launch",
    "cart", "review", "story", "appeal", "greeting", "closing", "footer",
)  # fmt: skip
FAMILY: Final = "purpose"
_ALWAYS: Final = {"pitch": "pitch"}
"""Lists of `subject/` that every language borrows, and what they stand for here."""
_BORROWED: Final = {
    **_ALWAYS, "offer": "offer", "shop": "shop", "arrival": "launch", "gift": "promote", "scarce": "promote",
    "order": "transaction", "invoice": "transaction", "booking": "transaction", "refund": "transaction",
    "dear": "greeting",
}  # fmt: skip
"""Those that a language without a file of its own borrows."""


class Weights(NamedTuple):
    """What each clue counts for each class, how it is told, and how the neighbours of a part pull at it."""

    clues: dict[str, dict[str, float]]
    words: dict[str, str]
    sequence: dict[str, float]


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """The languages there are words for."""
    return codes_in("purpose")


def recipes() -> Iterator[Recipe]:
    """Those of every sheet of this module."""
    yield _WEIGHTS
    yield from (_recipe(code) for code in sorted(known_languages() | languages().keys()) if _sources(code))


@lru_cache(maxsize=32)
def purpose_matcher(languages: tuple[str, ...], own: OwnWords = NO_WORDS) -> Matcher:
    """One matcher for several languages; unknown ones add nothing."""
    return Matcher(_sheet(code, own) for code in languages)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The table of `purpose_weights.toml`."""
    data = kept(_WEIGHTS)
    return Weights(data["clue"], data["says"], data["sequence"])


_WEIGHTS: Final = Recipe(
    "purpose/weights", ("purpose_weights.toml",), ("purposes.py",), lambda: read_table("purpose_weights.toml")
)


@lru_cache(maxsize=64)
def _sheet(code: str, own: OwnWords) -> Sheet:
    if not _sources(code) or (FAMILY, code) in own.languages:
        return _file(code, own)
    return kept_sheet(_recipe(code))


def _recipe(code: str) -> Recipe:
    return sheet_recipe(FAMILY, code, _sources(code), lambda: _file(code, NO_WORDS))


def _file(code: str, own: OwnWords) -> Sheet:
    known = code in known_languages()
    data: dict[str, Any] = read_table(f"purpose/{code}.toml") if known else {}
    rows = rows_of(FAMILY, code, data.get("purpose", {}), KEYS, own)
    spaces = bool(data["spaces"]) if known else parts_words(code)
    return sheet_of(code, spaces, (*rows, *_borrowed(code, _ALWAYS if known else _BORROWED)))


def _sources(code: str) -> tuple[str, ...]:
    """The files that a language's words are taken from."""
    own = (f"purpose/{code}.toml",) if code in known_languages() else ()
    name = subject_language(code)
    return (*own, f"subject/{name}.toml") if name else own


def _borrowed(code: str, keys: dict[str, str]) -> Iterator[Row]:
    name = subject_language(code)
    if not name:
        return
    data = read_table(f"subject/{name}.toml")
    for theirs, ours in keys.items():
        for source in data["subject"].get(theirs, ()):
            if theirs == "pitch" and data["spaces"] and " " not in source:
                continue  # 'our' and 'order' present a subject's sender, not a part of a body
            yield ours, source
