"""Where mail for a domain goes: its mail exchangers, their addresses, and their TLSA records."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from mailcheck.lookup.answers import Answer, Ask

MAX_EXCHANGERS: Final = 20
"""Hosts of one domain that are looked up; more are no honest record."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host name with its addresses. `unknown` names the look-up that failed."""

    name: str
    addresses: tuple[str, ...]
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class MailExchange:
    """Where mail for the domain goes. `null`: the domain says that it receives none (RFC 7505)."""

    answer: Answer
    hosts: tuple[Host, ...] = ()
    null: bool = False
    fallback: Host | None = None
    """The domain's own address, used when there is no MX record (RFC 5321 section 5.1)."""

    @property
    def receives(self) -> bool:
        return not self.null and (bool(self.hosts) or bool(self.fallback and self.fallback.addresses))


async def mail_exchange(name: str, ask: Ask) -> MailExchange:
    """The hosts that take mail for a domain, with their addresses."""
    answer = await ask(name, "MX")
    if answer.absent:
        return MailExchange(answer, fallback=await host_addresses(name, ask))
    ordered = [record.host for record in sorted(answer.records, key=lambda r: (r.number, r.host))]
    if ordered == ["."]:
        return MailExchange(answer, null=True)
    names = [host for host in ordered if host != "."]
    hosts = await asyncio.gather(*(host_addresses(host, ask) for host in names[:MAX_EXCHANGERS]))
    unknown = f"only {MAX_EXCHANGERS} mail exchangers of {name} are looked up"
    return MailExchange(answer, (*hosts, *(Host(host, (), unknown) for host in names[MAX_EXCHANGERS:])))


async def host_addresses(name: str, ask: Ask) -> Host:
    """IPv4 and IPv6 addresses of a host."""
    answers = await asyncio.gather(ask(name, "A"), ask(name, "AAAA"))
    failed = next((answer for answer in answers if answer.failed), None)
    unknown = f"{failed.kind} of {name}: {failed.detail or failed.status}" if failed else ""
    return Host(name, tuple(address for answer in answers for address in answer.addresses), unknown)


async def exchange_and_tlsa(name: str, ask: Ask) -> tuple[MailExchange, tuple[Answer, ...]]:
    """The mail exchangers of a domain, and what each says of its certificate (RFC 7672 section 3.1)."""

    async def tlsa() -> tuple[Answer, ...]:
        hosts = dict.fromkeys(host for host in (await ask(name, "MX")).hosts if host != ".")
        return tuple(await asyncio.gather(*(ask(f"_25._tcp.{host}", "TLSA") for host in list(hosts)[:MAX_EXCHANGERS])))

    return await asyncio.gather(mail_exchange(name, ask), tlsa())
