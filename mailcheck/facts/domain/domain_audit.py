"""Everything that is looked up about one sending domain, independent questions at the same time.

Rules never ask: they read what was gathered here. A failed look-up stays visible in the answer it belongs to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from mailcheck.facts.domain.blocklists import Listing, ask_lists
from mailcheck.facts.domain.dkim_verify import KeyAnswer, fetch_key
from mailcheck.facts.domain.dmarc_discovery import Discovery, discover, discover_7489, unseen_names
from mailcheck.facts.domain.dmarc_record import is_dmarc
from mailcheck.facts.domain.dmarc_reports import MAX_REPORTS, ReportDestination, report_destination, unasked_destination
from mailcheck.facts.domain.domain_names import ascii_name
from mailcheck.facts.domain.identifiers import Identifier, Senders, identifiers
from mailcheck.facts.domain.mail_exchange import Host, MailExchange, exchange_and_tlsa, host_addresses
from mailcheck.facts.domain.public_suffix import is_icann_suffix, registrable_domain
from mailcheck.facts.domain.sending_services import included, included_below, revealed, service_keys
from mailcheck.facts.domain.spf_check import MAX_PTR, SpfResult, check_host
from mailcheck.facts.domain.spf_tree import SpfTree, spf_tree
from mailcheck.lookup.answers import Answer, Ask

PROBE: Final = "mailcheck-wildcard-probe"
"""A label that nobody publishes: what answers for it comes from a wildcard. Fixed, so that recordings repeat."""


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
    helo: SpfResult | None = None
    """SPF for the greeting itself (RFC 7208 section 2.3), when one was declared."""


@dataclass(frozen=True, slots=True)
class DomainAudit:
    """All answers about one domain; see the types of the fields.

    `keys` are those of the declared selectors, at the signing domains of the own organisation; `service_keys`
    those found at selectors of sending services that DNS gives away (`services`). `tlsa` has an answer for each
    mail exchanger. `policy_host` serves the MTA-STS policy, None without a record. `unseen_dmarc` are records
    at names that the tree walk of a very deep name jumps over. `icann_suffix`: registries own the name.
    """

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
    greeting: Host | None = None
    identifiers: tuple[Identifier, ...] = ()
    services: tuple[str, ...] = ()
    service_keys: tuple[KeyAnswer, ...] = ()
    delegation: Answer | None = None
    tlsa: tuple[Answer, ...] = ()
    policy_host: Host | None = None
    unseen_dmarc: tuple[Answer, ...] = ()
    icann_suffix: bool = False
    listings: tuple[Listing, ...] = ()


async def audit(
    name: str,
    ask: Ask,
    *,
    selectors: Iterable[str] = (),
    ips: Iterable[str] = (),
    helo: str = "",
    return_path: str = "",
    signers: Iterable[str] = (),
    blocklists: Iterable[str] = (),
) -> DomainAudit:
    """Ask for everything about a domain.

    What is declared about its mail: `selectors` of DKIM keys, `ips` that send, the `helo` they greet with, the
    domain of its `return_path`, its `signers` (`d=`). `blocklists` are zones of block lists to ask.
    """
    name = ascii_name(name)
    signing = tuple(ascii_name(signer) for signer in signers)
    senders = Senders(ascii_name(return_path), signing, tuple(selectors), tuple(ips), helo)
    zones = tuple(blocklists)
    async with asyncio.TaskGroup() as tasks:
        start = tasks.create_task
        texts, soa, spf_type, delegation = (start(ask(name, kind)) for kind in ("TXT", "SOA", "SPF", "DS"))
        named = (f"_dmarc.{name}", f"_smtp._tls.{name}", f"default._bimi.{name}")
        dmarc_texts, tls_rpt, bimi = (start(ask(place, "TXT")) for place in named)
        services = start(_services(name, senders, ask))
        dmarc = start(_dmarc(name, senders, ask))
        unseen = start(_unseen(name, ask))
        mx = start(exchange_and_tlsa(name, ask))
        mta_sts = start(_mta_sts(name, ask))
        keys = start(_keys(name, senders, ask))
        wildcards = start(_wildcards(name, ask))
        hosts = start(_hosts(name, senders, ask))
        greeting = start(_greeting(helo, ask))
        start(_return_path(senders, ask))
        listed_hosts = start(ask_lists(zones, "addresses", senders.ips, ask))
        listed_names = start(ask_lists(zones, "domains", (name,), ask))
    found = dmarc.result()
    tree, service_names, found_keys = services.result()
    return DomainAudit(
        name=name,
        texts=texts.result(),
        soa=soa.result(),
        spf=tree,
        spf_type=spf_type.result(),
        dmarc_texts=dmarc_texts.result(),
        dmarc=found.new,
        dmarc_7489=found.old,
        misplaced_dmarc=found.misplaced,
        mx=mx.result()[0],
        reports=found.reports,
        keys=keys.result(),
        mta_sts=mta_sts.result()[0],
        tls_rpt=tls_rpt.result(),
        bimi=bimi.result(),
        wildcards=wildcards.result(),
        hosts=hosts.result(),
        greeting=greeting.result(),
        identifiers=found.identifiers,
        services=service_names,
        service_keys=found_keys,
        delegation=delegation.result(),
        tlsa=mx.result()[1],
        policy_host=mta_sts.result()[1],
        unseen_dmarc=unseen.result(),
        icann_suffix=is_icann_suffix(name),
        listings=(*listed_hosts.result(), *listed_names.result()),
    )


@dataclass(frozen=True, slots=True)
class _Dmarc:
    new: Discovery
    old: Discovery
    identifiers: tuple[Identifier, ...]
    misplaced: tuple[Answer, ...] = ()
    reports: tuple[ReportDestination, ...] = ()


async def _dmarc(name: str, senders: Senders, ask: Ask) -> _Dmarc:
    """Both discoveries; then, where nothing was found, the usual wrong places; else the report destinations."""
    new, old = await asyncio.gather(discover(name, ask), discover_7489(name, ask))
    aligned = asyncio.create_task(identifiers(name, senders, new, old, ask))
    record = new.record or old.record
    if record is None:
        wrong = (f"dmarc.{name}", f"_dmarc._dmarc.{name}", f"_dmarc.{name}.{name}")
        misplaced = tuple(await asyncio.gather(*(ask(place, "TXT") for place in wrong)))
        return _Dmarc(new, old, await aligned, misplaced=misplaced)
    uris = {uri.address: uri.host for uri in (*record.rua, *record.ruf) if uri.host}
    jobs = [report_destination(address, host, record.domain, ask) for address, host in list(uris.items())[:MAX_REPORTS]]
    reports = tuple(await asyncio.gather(*jobs))
    beyond = tuple(unasked_destination(address, host) for address, host in list(uris.items())[MAX_REPORTS:])
    return _Dmarc(new, old, await aligned, reports=(*reports, *beyond))


async def _unseen(name: str, ask: Ask) -> tuple[Answer, ...]:
    answers = await asyncio.gather(*(ask(f"_dmarc.{step}", "TXT") for step in unseen_names(name)))
    return tuple(answer for answer in answers if any(is_dmarc(text) for text in answer.texts))


async def _services(name: str, senders: Senders, ask: Ask) -> tuple[SpfTree, tuple[str, ...], tuple[KeyAnswer, ...]]:
    """The SPF tree, the sending services that it and the aliases give away, and keys at their known selectors."""
    places = [f"{selector}._domainkey.{name}" for selector in senders.selectors]
    whole = asyncio.create_task(spf_tree(name, ask))
    answers = await asyncio.gather(ask(name, "TXT"), ask(name, "MX"), *(ask(place, "TXT") for place in places))
    hosts = [host for answer in answers for host in (*answer.chain, *answer.hosts)]
    # What the domain's own record includes is known before the whole tree is: its keys need not wait.
    early = service_keys(name, revealed(included(answers[0].texts), hosts), ask)
    tree, _ = await asyncio.gather(whole, early)
    services = revealed(included_below(tree), hosts)
    return tree, tuple(service.name for service in services), await service_keys(name, services, ask)


async def _mta_sts(name: str, ask: Ask) -> tuple[Answer, Host | None]:
    answer = await ask(f"_mta-sts.{name}", "TXT")
    wanted = any(text.startswith("v=STSv1") for text in answer.texts)
    return answer, await host_addresses(f"mta-sts.{name}", ask) if wanted else None


async def _keys(name: str, senders: Senders, ask: Ask) -> tuple[KeyAnswer, ...]:
    """The declared selectors, at the domain itself if it signs, else at the signing domains of its organisation."""
    own = registrable_domain(name)
    near = tuple(dict.fromkeys(s for s in senders.signers if registrable_domain(s) == own))
    domains = (name,) if not senders.signers or name in senders.signers else near
    selectors = dict.fromkeys(senders.selectors)
    jobs = (fetch_key(selector, domain, ask) for selector in selectors for domain in domains)
    return tuple(await asyncio.gather(*jobs))


async def _wildcards(name: str, ask: Ask) -> Wildcards:
    probe = f"{PROBE}.{name}"
    return Wildcards(
        *await asyncio.gather(
            ask(probe, "TXT"), ask(probe, "MX"), ask(f"_dmarc.{probe}", "TXT"), ask(f"{PROBE}._domainkey.{name}", "TXT")
        )
    )


async def _hosts(name: str, senders: Senders, ask: Ask) -> tuple[SendingHost, ...]:
    ips = dict.fromkeys(senders.ips)
    return tuple(await asyncio.gather(*(_sending_host(name, ip, senders.helo, ask) for ip in ips)))


async def _greeting(helo: str, ask: Ask) -> Host | None:
    return await host_addresses(helo, ask) if "." in helo.strip("[].") and not helo.startswith("[") else None


async def _return_path(senders: Senders, ask: Ask) -> None:
    """Asked for at once, and found in memory when the DMARC record says how identifiers must align."""
    if senders.return_path:
        await spf_tree(senders.return_path, ask)


async def _pointers(name: str, ask: Ask) -> tuple[Answer, list[Host]]:
    """The names of an address, and the addresses of those names: of as many as receivers look at (RFC 7208 5.5)."""
    pointers = await ask(name, "PTR")
    return pointers, await asyncio.gather(*(host_addresses(host, ask) for host in pointers.hosts[:MAX_PTR]))


async def _greeting_spf(ip: str, helo: str, ask: Ask) -> SpfResult | None:
    return await check_host(ask, ip, "", helo) if helo else None


async def _sending_host(name: str, ip: str, helo: str, ask: Ask) -> SendingHost:
    address = ip_address(ip)
    (pointers, hosts), spf, greeting = await asyncio.gather(
        _pointers(address.reverse_pointer, ask),
        check_host(ask, ip, f"postmaster@{name}", helo or name),
        _greeting_spf(ip, helo, ask),
    )
    confirmed = tuple(host.name for host in hosts if any(ip_address(a) == address for a in host.addresses))
    unknown = next((host.unknown for host in hosts if host.unknown), "") if not confirmed else ""
    if pointers.failed:
        unknown = f"PTR of {ip}: {pointers.detail or pointers.status}"
    return SendingHost(ip, pointers, confirmed, spf, unknown, greeting)
