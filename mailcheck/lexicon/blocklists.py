"""What the answers of block lists mean: `blocklists.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mailcheck.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class Code:
    """One answer of a list. `severe`: mail is refused widely."""

    meaning: str
    severe: bool


@dataclass(frozen=True, slots=True)
class BlockList:
    """A list by the zone it is asked in; `codes` by address, empty when nobody told their meaning."""

    zone: str
    lists: Literal["addresses", "domains"]
    codes: Mapping[str, Code]


@lru_cache(maxsize=1)
def known_lists() -> Mapping[str, BlockList]:
    """The lists by their zone."""
    data = read_table("blocklists.toml")
    return {
        entry["zone"]: BlockList(
            entry["zone"],
            entry["lists"],
            {code: Code(told["meaning"], told["severity"] == "error") for code, told in entry["codes"].items()},
        )
        for entry in data["list"]
    }
