"""Which sending services a domain's DNS gives away, and the keys at the selectors that they are known to use."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from mailcheck.facts.dkim_verify import KeyAnswer, fetch_key
from mailcheck.facts.spf_tree import SpfTree
from mailcheck.lexicon.esp_dns import SendingService, sending_services
from mailcheck.lookup.answers import Ask


def revealed(tree: SpfTree, hosts: Iterable[str] = ()) -> tuple[SendingService, ...]:
    """The services that an SPF tree includes, or that CNAME targets and mail exchangers point to."""
    included = {branch.term.domain.lower().rstrip(".") for _, branch in tree.walk() if branch.child is not None}
    targets = [host.lower().rstrip(".") for host in hosts]
    return tuple(
        service
        for service in sending_services()
        if included & set(service.spf) or any(_below(target, service.hosts) for target in targets)
    )


def _below(name: str, endings: Iterable[str]) -> bool:
    return any(name == ending or name.endswith("." + ending) for ending in endings)


async def service_keys(domain: str, services: Iterable[SendingService], ask: Ask) -> tuple[KeyAnswer, ...]:
    """Keys that are there. One that is not says nothing: the service may use another selector for this domain."""
    selectors = dict.fromkeys(selector for service in services for selector in service.selectors)
    answers = await asyncio.gather(*(fetch_key(selector, domain, ask) for selector in selectors))
    return tuple(answer for answer in answers if answer.keys)
