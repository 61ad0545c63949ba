"""Words that tell who writes to whom and why: one TOML file a language in `whole/`, read when called for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.kept import Recipe, kept
from mailcheck.lexicon.matching import Matcher
from mailcheck.lexicon.own_words import NO_WORDS
from mailcheck.lexicon.purposes import Weights
from mailcheck.lexicon.sheets import Sheet, kept_sheet, rows_of, sheet_of, sheet_recipe
from mailcheck.lexicon.tables import codes_in, read_table

KEYS: Final = (
    "notice", "affairs", "announce", "winback", "invite", "approach", "release", "authority", "appeal", "circular",
    "press", "periodical", "community", "you", "we", "self",
)  # fmt: skip
FAMILY: Final = "whole"


def recipes() -> Iterator[Recipe]:
    """Those of every sheet of this module."""
    yield _WEIGHTS
    yield from (_recipe(code) for code in sorted(_known()))


@lru_cache(maxsize=32)
def whole_matcher(languages: tuple[str, ...]) -> Matcher:
    """One matcher for several languages; unknown ones add nothing."""
    return Matcher(kept_sheet(_recipe(code)) for code in languages if code in _known())


@lru_cache(maxsize=1)
def whole_weights() -> Weights:
    """The table of `whole_weights.toml`."""
    data = kept(_WEIGHTS)
    return Weights(data["clue"], data["says"], data["sequence"])


_WEIGHTS: Final = Recipe(
    "whole/weights", ("whole_weights.toml",), ("whole.py",), lambda: read_table("whole_weights.toml")
)


@lru_cache(maxsize=1)
def sender_names() -> Mapping[str, str]:
    """What words of a local part say of who writes."""
    groups: dict[str, list[str]] = read_table("whole_senders.toml")["senders"]
    return {name: group for group, names in groups.items() for name in names}


@lru_cache(maxsize=1)
def house_names() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """What words of a shown name say of who writes: whole words, folded, and ends of words with their group."""
    groups: dict[str, list[str]] = read_table("whole_senders.toml")["houses"]
    rows = [(fold(name), group) for group, names in groups.items() for name in names]
    return (
        {name: group for name, group in rows if not name.startswith("*")},
        tuple((name[1:], group) for name, group in rows if name.startswith("*")),
    )


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return codes_in(FAMILY)


@lru_cache(maxsize=64)
def _recipe(code: str) -> Recipe:
    return sheet_recipe(FAMILY, code, (f"{FAMILY}/{code}.toml",), lambda: _sheet(code))


def _sheet(code: str) -> Sheet:
    data = read_table(f"{FAMILY}/{code}.toml")
    return sheet_of(code, bool(data["spaces"]), rows_of(FAMILY, code, data["whole"], KEYS, NO_WORDS))
