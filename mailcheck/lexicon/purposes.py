"""Words that tell what a part of a message does: one TOML file a language in `purpose/`, read when called for.

Languages without a file of their own borrow what the lists of subject lines say of offers and of deals.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mailcheck.lexicon.languages import parts_words
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.patterns import Entry, Matcher, entries_of, parse
from mailcheck.lexicon.subjects import subject_language
from mailcheck.lexicon.tables import codes_in, read_table

KEYS: Final = (
    "transaction", "record", "service", "offer", "shop", "suggest", "refer", "terms", "promote", "launch",
    "cart", "review", "story", "appeal", "greeting", "closing", "footer",
)  # fmt: skip
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


@lru_cache(maxsize=32)
def purpose_matcher(languages: tuple[str, ...], own: OwnWords = NO_WORDS) -> Matcher:
    """One matcher for several languages; unknown ones add nothing."""
    return Matcher(entry for code in languages for entry in _entries(code, own))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The table of `purpose_weights.toml`."""
    data = read_table("purpose_weights.toml")
    return Weights(data["clue"], data["says"], data["sequence"])


@lru_cache(maxsize=64)
def _entries(code: str, own: OwnWords) -> tuple[Entry, ...]:
    known = code in known_languages()
    found: list[Entry] = []
    if known or ("purpose", code) in own.languages:
        data: dict[str, Any] = read_table(f"purpose/{code}.toml") if known else {}
        spaces = bool(data["spaces"]) if known else parts_words(code)
        found += entries_of("purpose", code, data.get("purpose", {}), spaces, KEYS, own)
    return (*found, *_borrowed(code, _ALWAYS if known else _BORROWED))


def _borrowed(code: str, keys: dict[str, str]) -> Iterator[Entry]:
    name = subject_language(code)
    if not name:
        return
    data = read_table(f"subject/{name}.toml")
    spaces = bool(data["spaces"])
    for theirs, ours in keys.items():
        for source in data["subject"].get(theirs, ()):
            if theirs == "pitch" and spaces and " " not in source:
                continue  # 'our' and 'order' present a subject's sender, not a part of a body
            yield Entry(code, ours, parse(source, spaces), spaces)
