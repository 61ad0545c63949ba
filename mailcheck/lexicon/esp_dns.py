"""What sending services have their customers publish in DNS: `esp_dns.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mailcheck.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class SendingService:
    """One service. `spf`: names in an include; `selectors`: those that every customer gets, never all there may be.

    `hosts`: endings of CNAME targets and mail exchangers that give the service away.
    """

    name: str
    spf: tuple[str, ...]
    selectors: tuple[str, ...]
    hosts: tuple[str, ...]
    note: str
    source: str
    date: date


@lru_cache(maxsize=1)
def sending_services() -> tuple[SendingService, ...]:
    """All services, in the order of the file."""
    data = read_table("esp_dns.toml")
    return tuple(
        SendingService(
            entry["name"],
            tuple(entry["spf"]),
            tuple(entry["selectors"]),
            tuple(entry["hosts"]),
            entry.get("note", ""),
            entry["source"],
            entry["date"],
        )
        for entry in data["service"]
    )
