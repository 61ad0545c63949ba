"""Words that tell who writes to whom and why: one TOML file a language in `whole/`, read when called for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mailcheck.lexicon.own_words import NO_WORDS
from mailcheck.lexicon.patterns import Entry, Matcher, entries_of
from mailcheck.lexicon.purposes import Weights
from mailcheck.lexicon.tables import codes_in, read_table

KEYS: Final = (
    "notice", "announce", "invite", "approach", "release", "appeal", "circular", "press", "periodical", "community",
    "you", "we", "self",
)  # fmt: skip


@lru_cache(maxsize=32)
def whole_matcher(languages: tuple[str, ...]) -> Matcher:
    """One matcher for several languages; unknown ones add nothing."""
    return Matcher(entry for code in languages for entry in _entries(code))


@lru_cache(maxsize=1)
def whole_weights() -> Weights:
    """The table of `whole_weights.toml`."""
    data = read_table("whole_weights.toml")
    return Weights(data["clue"], data["says"], data["sequence"])


@lru_cache(maxsize=1)
def sender_names() -> Mapping[str, str]:
    """What words of a local part say of who writes."""
    groups: dict[str, list[str]] = read_table("whole_senders.toml")["senders"]
    return {name: group for group, names in groups.items() for name in names}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return codes_in("whole")


@lru_cache(maxsize=64)
def _entries(code: str) -> tuple[Entry, ...]:
    if code not in _known():
        return ()
    data = read_table(f"whole/{code}.toml")
    return tuple(entries_of("whole", code, data["whole"], bool(data["spaces"]), KEYS, NO_WORDS))
