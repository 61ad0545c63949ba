"""The name servers that the operating system is set up with."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

RESOLV_CONF: Final = Path("/etc/resolv.conf")
MOST: Final = 3
"""Servers that the C library reads (MAXNS)."""


@dataclass(frozen=True, slots=True)
class NameServer:
    address: str
    port: int = 53


def system_name_servers() -> tuple[NameServer, ...]:
    """In order of preference; empty when there are none."""
    if sys.platform == "win32":
        return _windows()
    try:
        return read_resolv_conf(RESOLV_CONF.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ()


def read_resolv_conf(text: str) -> tuple[NameServer, ...]:
    """The `nameserver` lines of resolv.conf(5). Read here, since dnspython's own reader loads all its transports."""
    found: list[NameServer] = []
    for line in text.splitlines():
        words = line.split()
        if len(words) < 2 or words[0] != "nameserver":
            continue
        try:
            found.append(NameServer(str(ip_address(words[1]))))
        except ValueError:
            continue
    return tuple(found[:MOST])


def _windows() -> tuple[NameServer, ...]:
    """dnspython knows the registry."""
    import dns.resolver

    try:
        found = dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return ()
    return tuple(NameServer(str(server), found.port) for server in found.nameservers)
