"""Which sending domains a run is about, and looking each of them up once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mailcheck.engine.settle import keep
from mailcheck.facts.domain_audit import audit
from mailcheck.lookup.answers import Answer, Ask
from mailcheck.lookup.resolver import Resolver, fold_name
from mailcheck.spans import Span, Text
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain
from mailcheck.subjects.message import Message

AT_ONCE = 32
"""Domains looked up at the same time; each asks some thirty questions."""
REMEMBERED = 100_000
"""Answers kept in memory when a run looks up very many domains."""


@dataclass(frozen=True, slots=True)
class NamedDomain:
    """A domain and where it was named. `selectors` are the DKIM selectors seen with it."""

    name: str
    at: Span
    roles: frozenset[str]
    selectors: tuple[str, ...] = ()


class DomainList:
    """The domains of a run in the order in which they were first named, each once."""

    def __init__(self) -> None:
        self._found: dict[str, NamedDomain] = {}

    def __iter__(self) -> Iterator[NamedDomain]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    def add(self, name: str, at: Span, role: str, selector: str = "") -> None:
        """Name a domain once more: its roles and selectors grow, its place stays the first."""
        folded = fold_name(name.strip())
        if not folded:
            return
        selectors = (selector,) if selector else ()
        known = self._found.get(folded)
        if known is None:
            self._found[folded] = NamedDomain(folded, keep(at), frozenset({role}), selectors)
            return
        both = tuple(dict.fromkeys((*known.selectors, *selectors)))
        self._found[folded] = replace(known, roles=known.roles | {role}, selectors=both)

    def add_message(self, message: Message) -> None:
        """The domains of the From field, of the return path and of the signatures."""
        headers = message.headers
        for mailbox in headers.from_.mailboxes:
            if "." in mailbox.domain:
                self.add(mailbox.domain, mailbox.span, "from")
        for mailbox in headers.return_path.mailboxes:
            if "." in mailbox.domain:
                self.add(mailbox.domain, mailbox.span, "return-path")
        for signature in headers.signatures:
            if "." in signature.domain:
                self.add(signature.domain, signature.span, "signature", signature.selector)


def read_domain_file(text: Text) -> Iterator[tuple[str, Span]]:
    """Domains of a list, one a line; blank lines and what follows '#' are passed over."""
    start = 0
    for line in text.content.split("\n"):
        name = line.partition("#")[0].strip()
        if name:
            at = start + line.index(name)
            yield name, text.span(at, at + len(name))
        start += len(line) + 1


def look_up(named: Iterable[NamedDomain], context: Context, source: Ask, *, in_flight: int = 64) -> Iterator[Domain]:
    """Each domain with everything that was asked about it, in order; many at the same time."""
    resolver = Resolver(source, in_flight=in_flight, remember=REMEMBERED)
    waiting = iter(named)
    with asyncio.Runner() as runner:
        while batch := list(islice(waiting, AT_ONCE)):
            yield from runner.run(_look_up_all(batch, context, resolver))


async def _look_up_all(batch: Sequence[NamedDomain], context: Context, resolver: Resolver) -> list[Domain]:
    return await asyncio.gather(*(_look_up(named, context, resolver) for named in batch))


async def _look_up(named: NamedDomain, context: Context, resolver: Resolver) -> Domain:
    selectors = (*named.selectors, *context.dkim_selectors)
    sends = named.roles & {"listed", "return-path", "from"}
    ips = context.sending_ips if sends else ()
    found = await audit(named.name, resolver.ask, selectors=selectors, ips=ips, helo=context.helo)
    return Domain(found, context, named.at, named.roles)


class RecordingSource:
    """A source that remembers every answer, for `--dns-record`."""

    def __init__(self, source: Ask) -> None:
        self._source = source
        self.answers: dict[tuple[str, str], Answer] = {}

    async def __call__(self, name: str, kind: str) -> Answer:
        answer = await self._source(name, kind)
        self.answers[name, kind] = answer
        return answer
