"""Which sending domains a run is about, and looking each of them up once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from time import monotonic

from mailcheck.engine.settle import keep
from mailcheck.facts.domain.dkim_verify import Keys, fetch_keys
from mailcheck.facts.domain.dns_hosting import Hosting, find_hosting
from mailcheck.facts.domain.domain_audit import audit
from mailcheck.lookup.answers import Ask
from mailcheck.lookup.names import fold_name
from mailcheck.lookup.resolver import Resolver
from mailcheck.spans import Span
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain
from mailcheck.subjects.message import Message

AT_ONCE = 32
"""Domains looked up at the same time; each asks some thirty questions."""
AHEAD = 256
"""Domains looked up or waiting for their turn in a run that keeps their order."""
REMEMBERED = 20_000
"""Answers kept in memory when a run looks up very many domains."""


@dataclass(frozen=True, slots=True)
class NamedDomain:
    """A domain and where it was named. `selectors` are the DKIM selectors seen with it.

    `return_path` and `signers` (`d=`) are those of the first message from it that had any: what must align.
    """

    name: str
    at: Span
    roles: frozenset[str]
    selectors: tuple[str, ...] = ()
    return_path: str = ""
    signers: tuple[str, ...] = ()


class DomainList:
    """The domains of a run in the order in which they were first named, each once."""

    def __init__(self) -> None:
        self._found: dict[str, NamedDomain] = {}

    def __iter__(self) -> Iterator[NamedDomain]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    def add(
        self, name: str, at: Span, role: str, selector: str = "", return_path: str = "", signers: tuple[str, ...] = ()
    ) -> None:
        """Name a domain once more: its roles and selectors grow, its place stays the first."""
        folded = fold_name(name.strip())
        if not folded:
            return
        selectors = (selector,) if selector else ()
        known = self._found.get(folded)
        if known is None:
            self._found[folded] = NamedDomain(folded, keep(at), frozenset({role}), selectors, return_path, signers)
            return
        if known.return_path or known.signers:
            return_path, signers = known.return_path, known.signers
        both = tuple(dict.fromkeys((*known.selectors, *selectors)))
        self._found[folded] = replace(
            known, roles=known.roles | {role}, selectors=both, return_path=return_path, signers=signers
        )

    def add_message(self, message: Message) -> None:
        """The domains of the From field, of the return path and of the signatures."""
        headers = message.headers
        path = next((mailbox.domain for mailbox in headers.return_path.mailboxes if "." in mailbox.domain), "")
        signers = tuple(dict.fromkeys(signature.domain for signature in headers.signatures if "." in signature.domain))
        for mailbox in headers.from_.mailboxes:
            if "." in mailbox.domain:
                self.add(mailbox.domain, mailbox.span, "from", return_path=path, signers=signers)
        for mailbox in headers.return_path.mailboxes:
            if "." in mailbox.domain:
                self.add(mailbox.domain, mailbox.span, "return-path")
        for signature in headers.signatures:
            if "." in signature.domain:
                self.add(signature.domain, signature.span, "signature", signature.selector)


class Lookups:
    """The look-ups of one run: one memory, one event loop, the domains that were named so far.

    A context manager. `source` answers what is not remembered yet; `in_flight` bounds the questions under way.
    `budget` is in seconds, for `as_they_come`; `source` keeps to its own.
    """

    def __init__(self, source: Ask, *, in_flight: int = 64, budget: float = inf) -> None:
        self.named = DomainList()
        self._resolver = Resolver(source, in_flight=in_flight, remember=REMEMBERED)
        self._runner = asyncio.Runner()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._budget = budget

    def __enter__(self) -> Lookups:
        self._runner.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.close()

    def keys_of(self, message: Message) -> Keys | None:
        """The keys of a message's signatures, None without any; the domains it names are noted."""
        self.named.add_message(message)
        signatures = message.headers.signatures
        return self._runner.run(fetch_keys(signatures, self._resolver.ask)) if signatures else None

    def hosting(self, name: str) -> Hosting:
        """Which name servers hold the zone of a domain."""
        return self._runner.run(find_hosting(name, self._resolver.ask))

    def domains(self, context: Context) -> Iterator[Domain]:
        """Each named domain with everything that was asked about it, in the order in which they were named.

        A slow one holds back what comes after it, but not the look-ups of the next `AHEAD`.
        """
        tasks: deque[asyncio.Task[Domain]] = deque()
        for named in self.named:
            tasks.append(self._start(named, context))
            if len(tasks) == AHEAD:
                yield self._runner.run(_result(tasks.popleft()))
        while tasks:
            yield self._runner.run(_result(tasks.popleft()))

    def as_they_come(self, names: Iterable[NamedDomain], context: Context) -> Iterator[Domain]:
        """Each of these domains as soon as it is known, at most `AT_ONCE` of them in memory.

        When the budget is spent the rest is left out, and so is what was under way then: its answers were cut short.
        """
        until = monotonic() + self._budget
        waiting = iter(names)
        running = {self._start(named, context) for named in islice(waiting, AT_ONCE)}
        while running:
            for task in self._runner.run(_first(running)):
                running.remove(task)
                if monotonic() >= until:
                    return
                running.update(self._start(named, context) for named in islice(waiting, 1))
                yield task.result()

    def _start(self, named: NamedDomain, context: Context) -> asyncio.Task[Domain]:
        return self._runner.get_loop().create_task(self._look_up(named, replace(context, offline=False)))

    async def _look_up(self, named: NamedDomain, context: Context) -> Domain:
        async with self._at_once:
            found = await audit(
                named.name,
                self._resolver.ask,
                selectors=(*named.selectors, *context.dkim_selectors),
                ips=context.sending_ips,
                helo=context.helo,
                return_path=context.return_path or named.return_path,
                signers=context.signing_domains or named.signers,
                blocklists=context.blocklists,
            )
        return Domain(found, context, named.at, named.roles)


async def _result(task: asyncio.Task[Domain]) -> Domain:
    return await task


async def _first(tasks: set[asyncio.Task[Domain]]) -> set[asyncio.Task[Domain]]:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return done
