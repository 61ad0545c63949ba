"""Words that tell a transaction from an offer: one TOML file a language in `purpose/`, read when called for."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mailcheck.lexicon.languages import parts_words
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.patterns import Entry, Matcher, entries_of
from mailcheck.lexicon.tables import codes_in, read_table

KEYS: Final = ("transaction", "offer", "news")


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """The languages there are words for."""
    return codes_in("purpose")


@lru_cache(maxsize=32)
def purpose_matcher(languages: tuple[str, ...], own: OwnWords = NO_WORDS) -> Matcher:
    """One matcher for several languages; unknown ones add nothing."""
    return Matcher(entry for code in languages for entry in _entries(code, own))


@lru_cache(maxsize=64)
def _entries(code: str, own: OwnWords) -> tuple[Entry, ...]:
    if code in known_languages():
        data = read_table(f"purpose/{code}.toml")
    elif ("purpose", code) in own.languages:
        data = {"spaces": parts_words(code), "purpose": {}}
    else:
        return ()
    return tuple(entries_of("purpose", code, data["purpose"], bool(data["spaces"]), KEYS, own))
