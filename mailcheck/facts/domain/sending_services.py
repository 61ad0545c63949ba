"""Which sending services a domain's DNS gives away, and the keys at the selectors that they are known to use."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Set

from mailcheck.facts.domain.dkim_verify import KeyAnswer, fetch_key
from mailcheck.facts.domain.spf_record import SpfSyntaxError, is_spf, parse_spf
from mailcheck.facts.domain.spf_tree import SpfTree
from mailcheck.lexicon.esp_dns import SendingService, sending_services
from mailcheck.lookup.answers import Ask


def included(texts: Iterable[str]) -> set[str]:
    """The domains that the SPF record among TXT records includes itself."""
    found = [text for text in texts if is_spf(text)]
    try:
        record = parse_spf(found[0]) if len(found) == 1 else None
    except SpfSyntaxError:
        record = None
    return {_folded(term.domain) for term in record.mechanisms if term.kind == "include"} if record else set()


def included_below(tree: SpfTree) -> set[str]:
    """The domains of all records that an SPF tree leads to."""
    return {_folded(branch.term.domain) for _, branch in tree.walk() if branch.child is not None}


def _folded(name: str) -> str:
    return name.lower().rstrip(".")


def revealed(domains: Set[str], hosts: Iterable[str] = ()) -> tuple[SendingService, ...]:
    """The services whose SPF records are among `domains`, or that CNAME targets and mail exchangers point to."""
    targets = [_folded(host) for host in hosts]
    return tuple(
        service
        for service in sending_services()
        if domains & set(service.spf) or any(_below(target, service.hosts) for target in targets)
    )


def _below(name: str, endings: Iterable[str]) -> bool:
    return any(name == ending or name.endswith("." + ending) for ending in endings)


async def service_keys(domain: str, services: Iterable[SendingService], ask: Ask) -> tuple[KeyAnswer, ...]:
    """Keys that are there. One that is not says nothing: the service may use another selector for this domain."""
    selectors = dict.fromkeys(selector for service in services for selector in service.selectors)
    answers = await asyncio.gather(*(fetch_key(selector, domain, ask) for selector in selectors))
    return tuple(answer for answer in answers if answer.keys)
