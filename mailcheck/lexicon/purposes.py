"""Words that tell a transaction from an offer: one TOML file a language in `purpose/`, read when called for."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from mailcheck.lexicon.patterns import Entry, Matcher, parse

KEYS: Final = ("transaction", "offer", "news")
_FOLDER: Final = files("mailcheck.lexicon") / "purpose"


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """The languages there are words for."""
    return frozenset(path.name.removesuffix(".toml") for path in _FOLDER.iterdir() if path.name.endswith(".toml"))


@lru_cache(maxsize=32)
def purpose_matcher(languages: tuple[str, ...]) -> Matcher:
    """One matcher for several languages; unknown ones add nothing."""
    return Matcher(entry for code in languages for entry in _entries(code))


@lru_cache(maxsize=64)
def _entries(code: str) -> tuple[Entry, ...]:
    if code not in known_languages():
        return ()
    data = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    spaces = bool(data["spaces"])
    return tuple(
        Entry(code, key, parse(source, spaces), spaces) for key in KEYS for source in data["purpose"].get(key, ())
    )
