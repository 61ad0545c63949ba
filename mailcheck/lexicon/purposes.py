"""Words that tell a transaction from an offer: one TOML file a language in `purpose/`, read when called for."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mailcheck.lexicon.patterns import Entry, Matcher, parse
from mailcheck.lexicon.tables import codes_in, read_table

KEYS: Final = ("transaction", "offer", "news")


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """The languages there are words for."""
    return codes_in("purpose")


@lru_cache(maxsize=32)
def purpose_matcher(languages: tuple[str, ...]) -> Matcher:
    """One matcher for several languages; unknown ones add nothing."""
    return Matcher(entry for code in languages for entry in _entries(code))


@lru_cache(maxsize=64)
def _entries(code: str) -> tuple[Entry, ...]:
    if code not in known_languages():
        return ()
    data = read_table(f"purpose/{code}.toml")
    spaces = bool(data["spaces"])
    return tuple(
        Entry(code, key, parse(source, spaces), spaces) for key in KEYS for source in data["purpose"].get(key, ())
    )
