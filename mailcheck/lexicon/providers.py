"""What mailbox providers demand of senders, with the day from which each demand binds: `providers.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from mailcheck.lexicon.tables import read_table


class Requirement(NamedTuple):
    """One provider's demand that a rule checks. `codes` is what a sender gets to read, empty when not published."""

    provider: str
    name: str
    rule: str
    codes: tuple[str, ...]
    bulk: bool
    since: date
    source: str
    captured: date


@lru_cache(maxsize=1)
def all_requirements() -> tuple[Requirement, ...]:
    """Every demand on file, one for each rule."""
    data = read_table("providers.toml")
    names = {key: told["name"] for key, told in data["provider"].items()}
    return tuple(
        Requirement(
            entry["provider"],
            names[entry["provider"]],
            rule,
            tuple(entry.get("codes", ())),
            entry.get("bulk", False),
            entry["since"],
            entry["source"],
            entry["captured"],
        )
        for entry in data["requirement"]
        for rule in entry["rules"]
    )


def requirements(rule: str, providers: Iterable[str], *, today: date | None, bulk: bool) -> tuple[Requirement, ...]:
    """The demands of these providers that a rule checks, as they stand `today` (None: all of them).

    `bulk`: whether the sender is one; otherwise demands on bulk senders are left out.
    """
    wanted = set(providers)
    return tuple(
        demand
        for demand in all_requirements()
        if demand.rule == rule
        and demand.provider in wanted
        and (today is None or demand.since <= today)
        and (bulk or not demand.bulk)
    )
