"""Which name servers hold the zone of a domain, and whose they are: where a person goes to change a record."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.lexicon.dns_hosts import DnsHost, dns_hosts
from mailcheck.lookup.answers import Ask


@dataclass(frozen=True, slots=True)
class Hosting:
    """`zone` is the name that the records of a domain are kept under, `servers` its name servers in order.

    `host` is None when they are not known to us. `unknown` names the look-up that failed: then `zone` is a guess
    by the public suffix list.
    """

    zone: str
    servers: tuple[str, ...] = ()
    host: DnsHost | None = None
    unknown: str = ""


async def find_hosting(name: str, ask: Ask) -> Hosting:
    """The zone is the nearest name with NS records, from the domain itself up to the one that was registered."""
    top = registrable_domain(name)
    names = [name]
    while names[-1] != top and "." in names[-1]:
        names.append(names[-1].partition(".")[2])
    for answer in await asyncio.gather(*(ask(step, "NS") for step in names)):
        if answer.failed:
            return Hosting(top, unknown=f"NS of {answer.name}: {answer.detail or answer.status}")
        if answer.hosts:
            servers = tuple(sorted(answer.hosts))
            return Hosting(answer.name, servers, _host_of(servers))
    return Hosting(top)


def _host_of(servers: tuple[str, ...]) -> DnsHost | None:
    """The host that every server belongs to: with two hosts side by side a change must be made at both."""
    found = {next((host for host in dns_hosts() if host.serves(server)), None) for server in servers}
    return found.pop() if len(found) == 1 else None
