"""Everything that is looked up about one sending domain, independent questions at the same time.

Rules never ask: they read what was gathered here. A failed look-up stays visible in the answer it belongs to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from mailcheck.facts.dkim_verify import KeyAnswer, fetch_key
from mailcheck.facts.dmarc_discovery import Discovery, discover, discover_7489, walk
from mailcheck.facts.spf_check import SpfResult, check_host
from mailcheck.facts.spf_tree import SpfTree, spf_tree
from mailcheck.lookup.answers import Answer, Ask

PROBE: Final = "mailcheck-wildcard-probe"
"""A label that nobody publishes: what answers for it comes from a wildcard. Fixed, so that recordings repeat."""


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


@dataclass(frozen=True, slots=True)
class ReportDestination:
    """A host that aggregate or failure reports are sent to. `allowed` is None when a look-up failed.

    `record` is the name at which an outside host must agree (RFC 9990 section 4), '' for the own organisation.
    """

    address: str
    host: str
    record: str
    allowed: bool | None
    receives: bool | None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Wildcards:
    """What a name that nobody published answers."""

    texts: Answer
    exchangers: Answer
    dmarc: Answer
    keys: Answer


@dataclass(frozen=True, slots=True)
class SendingHost:
    """A sending address: its names, which of them lead back to it, and what SPF says for the domain."""

    ip: str
    pointers: Answer
    confirmed: tuple[str, ...]
    spf: SpfResult
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class DomainAudit:
    """All answers about one domain; see the types of the fields."""

    name: str
    texts: Answer
    soa: Answer
    spf: SpfTree
    spf_type: Answer
    dmarc_texts: Answer
    dmarc: Discovery
    dmarc_7489: Discovery
    misplaced_dmarc: tuple[Answer, ...]
    mx: MailExchange
    reports: tuple[ReportDestination, ...]
    keys: tuple[KeyAnswer, ...]
    mta_sts: Answer
    tls_rpt: Answer
    bimi: Answer
    wildcards: Wildcards
    hosts: tuple[SendingHost, ...] = ()


async def audit(
    name: str, ask: Ask, *, selectors: Iterable[str] = (), ips: Iterable[str] = (), helo: str = ""
) -> DomainAudit:
    """Ask for everything about a domain. `selectors` are DKIM selectors to look at, `ips` addresses it sends from."""
    async with asyncio.TaskGroup() as tasks:
        start = tasks.create_task
        texts, soa, spf_type = (start(ask(name, kind)) for kind in ("TXT", "SOA", "SPF"))
        named = (f"_dmarc.{name}", f"_mta-sts.{name}", f"_smtp._tls.{name}", f"default._bimi.{name}")
        dmarc_texts, mta_sts, tls_rpt, bimi = (start(ask(place, "TXT")) for place in named)
        tree = start(spf_tree(name, ask))
        dmarc = start(_dmarc(name, ask))
        mx = start(mail_exchange(name, ask))
        keys = start(_keys(name, selectors, ask))
        wildcards = start(_wildcards(name, ask))
        hosts = start(_hosts(name, ips, helo, ask))
    new, old, misplaced, reports = dmarc.result()
    return DomainAudit(
        name=name,
        texts=texts.result(),
        soa=soa.result(),
        spf=tree.result(),
        spf_type=spf_type.result(),
        dmarc_texts=dmarc_texts.result(),
        dmarc=new,
        dmarc_7489=old,
        misplaced_dmarc=misplaced,
        mx=mx.result(),
        reports=reports,
        keys=keys.result(),
        mta_sts=mta_sts.result(),
        tls_rpt=tls_rpt.result(),
        bimi=bimi.result(),
        wildcards=wildcards.result(),
        hosts=hosts.result(),
    )


async def _dmarc(name: str, ask: Ask) -> tuple[Discovery, Discovery, tuple[Answer, ...], tuple[ReportDestination, ...]]:
    """Both discoveries; then, where nothing was found, the usual wrong places; else the report destinations."""
    new, old = await asyncio.gather(discover(name, ask), discover_7489(name, ask))
    record = new.record or old.record
    if record is None:
        wrong = (f"dmarc.{name}", f"_dmarc._dmarc.{name}", f"_dmarc.{name}.{name}")
        return new, old, tuple(await asyncio.gather(*(ask(place, "TXT") for place in wrong))), ()
    uris = {uri.address: uri.host for uri in (*record.rua, *record.ruf) if uri.host}
    jobs = (_destination(address, host, record.domain, ask) for address, host in uris.items())
    return new, old, (), tuple(await asyncio.gather(*jobs))


async def _destination(address: str, host: str, policy_domain: str, ask: Ask) -> ReportDestination:
    """Whether reports may go there: the own organisation, or a record by which the host agrees."""
    ours, theirs, exchange = await asyncio.gather(walk(policy_domain, ask), walk(host, ask), mail_exchange(host, ask))
    receives = None if exchange.answer.failed else exchange.receives
    if not ours.unknown and not theirs.unknown and ours.organisation == theirs.organisation:
        return ReportDestination(address, host, "", allowed=True, receives=receives)
    name = f"{policy_domain}._report._dmarc.{host}"
    answer = await ask(name, "TXT")
    unknown = ours.unknown or theirs.unknown
    if answer.failed:
        unknown = f"TXT of {name}: {answer.detail or answer.status}"
    allowed = None if answer.failed else any(text.startswith("v=DMARC1") for text in answer.texts)
    if unknown and not allowed:
        allowed = None
    return ReportDestination(address, host, name, allowed, receives, "" if allowed else unknown)


async def mail_exchange(name: str, ask: Ask) -> MailExchange:
    """The hosts that take mail for a domain, with their addresses."""
    answer = await ask(name, "MX")
    if answer.absent:
        return MailExchange(answer, fallback=await host_addresses(name, ask))
    ordered = [record.host for record in sorted(answer.records, key=lambda r: (r.number, r.host))]
    if ordered == ["."]:
        return MailExchange(answer, null=True)
    hosts = await asyncio.gather(*(host_addresses(host, ask) for host in ordered if host != "."))
    return MailExchange(answer, tuple(hosts))


async def host_addresses(name: str, ask: Ask) -> Host:
    """IPv4 and IPv6 addresses of a host."""
    answers = await asyncio.gather(ask(name, "A"), ask(name, "AAAA"))
    failed = next((answer for answer in answers if answer.failed), None)
    unknown = f"{failed.kind} of {name}: {failed.detail or failed.status}" if failed else ""
    return Host(name, tuple(address for answer in answers for address in answer.addresses), unknown)


async def _keys(name: str, selectors: Iterable[str], ask: Ask) -> tuple[KeyAnswer, ...]:
    return tuple(await asyncio.gather(*(fetch_key(selector, name, ask) for selector in dict.fromkeys(selectors))))


async def _wildcards(name: str, ask: Ask) -> Wildcards:
    probe = f"{PROBE}.{name}"
    return Wildcards(
        *await asyncio.gather(
            ask(probe, "TXT"), ask(probe, "MX"), ask(f"_dmarc.{probe}", "TXT"), ask(f"{PROBE}._domainkey.{name}", "TXT")
        )
    )


async def _hosts(name: str, ips: Iterable[str], helo: str, ask: Ask) -> tuple[SendingHost, ...]:
    return tuple(await asyncio.gather(*(_sending_host(name, ip, helo, ask) for ip in dict.fromkeys(ips))))


async def _sending_host(name: str, ip: str, helo: str, ask: Ask) -> SendingHost:
    address = ip_address(ip)
    pointers, spf = await asyncio.gather(
        ask(address.reverse_pointer, "PTR"), check_host(ask, ip, f"postmaster@{name}", helo or name)
    )
    hosts = await asyncio.gather(*(host_addresses(host, ask) for host in pointers.hosts))
    confirmed = tuple(host.name for host in hosts if any(ip_address(a) == address for a in host.addresses))
    unknown = next((host.unknown for host in hosts if host.unknown), "") if not confirmed else ""
    if pointers.failed:
        unknown = f"PTR of {ip}: {pointers.detail or pointers.status}"
    return SendingHost(ip, pointers, confirmed, spf, unknown)
