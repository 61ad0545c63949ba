"""Well-known DNS hosts and how their panels want a record: `dns_hosts.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, cast

from mailcheck.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class DnsHost:
    """One host. `servers` are endings of its name servers' names; a label that ends in '*' stands for many.

    `apex` is what the panel wants as the name of the domain itself, '' where the field stays empty. `quotes`: TXT
    values are entered in quotation marks, long ones as several strings. `proxy`: aliases (CNAME) can be
    routed through the host, which must be off for mail.
    """

    name: str
    servers: tuple[str, ...]
    apex: Literal["@", ""]
    quotes: bool
    proxy: bool
    where: str
    note: str
    source: str
    date: date

    def serves(self, server: str) -> bool:
        labels = server.lower().rstrip(".").split(".")
        return any(_ends(labels, ending.split(".")) for ending in self.servers)


def _ends(labels: list[str], ending: list[str]) -> bool:
    if len(labels) < len(ending):
        return False
    pairs = zip(labels[-len(ending) :], ending, strict=True)
    return all(label.startswith(want[:-1]) if want.endswith("*") else label == want for label, want in pairs)


@lru_cache(maxsize=1)
def dns_hosts() -> tuple[DnsHost, ...]:
    """All hosts, in the order of the file."""
    data = read_table("dns_hosts.toml")
    return tuple(
        DnsHost(
            entry["name"],
            tuple(entry["servers"]),
            cast(Literal["@", ""], entry["apex"]),
            entry.get("quotes", False),
            entry.get("proxy", False),
            entry.get("where", ""),
            entry.get("note", ""),
            entry["source"],
            entry["date"],
        )
        for entry in data["host"]
    )
