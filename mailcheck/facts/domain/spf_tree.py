"""Is an SPF record sound? The whole tree that it spans, with look-ups and empty answers term by term.

Nothing is evaluated for an address here (see `spf_check`); what a macro stands for cannot be known, so such
a term costs its one look-up and is otherwise left open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Final, Literal

from mailcheck.facts.domain.spf_record import SpfRecord, SpfSyntaxError, Term, is_spf, parse_spf
from mailcheck.lookup.answers import Answer, Ask

State = Literal["found", "none", "multiple", "syntax", "unknown", "loop", "cut"]
MAX_RECORDS: Final = 100
"""Records fetched for one tree: far more than ten look-ups allow, few enough to end."""
MAX_HOSTS: Final = 100
"""Terms of one tree whose hosts are looked up."""
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Branch:
    """One mechanism, or the redirect, of a record in the tree.

    `lookups` and `voids` include what lies below. `dead`: never reached. `unknown` says which look-up failed.
    `networks` are the addresses it names, for ip4, ip6, a and mx.
    """

    term: Term
    lookups: int = 0
    voids: int = 0
    dead: bool = False
    child: SpfTree | None = None
    networks: tuple[Network, ...] = ()
    empty: tuple[str, ...] = ()
    unknown: str = ""
    exchangers: int = 0


@dataclass(frozen=True, slots=True)
class SpfTree:
    """The record of one domain and what it leads to. `texts` are all SPF records found there.

    `state`: found; none; multiple; syntax (with `error`); unknown (the look-up failed, see `detail`); loop
    (the domain is its own ancestor); cut (the tree is too large).
    """

    domain: str
    state: State
    texts: tuple[str, ...] = ()
    record: SpfRecord | None = None
    error: SpfSyntaxError | None = None
    branches: tuple[Branch, ...] = ()
    detail: str = ""
    answer: Answer | None = None

    @property
    def lookups(self) -> int:
        """Look-ups of the worst path: all terms that can be reached, in this record and below."""
        return sum(branch.lookups for branch in self.branches if not branch.dead)

    @property
    def voids(self) -> int:
        return sum(branch.voids for branch in self.branches if not branch.dead)

    def walk(self) -> Iterator[tuple[SpfTree, Branch]]:
        """Every branch that can be reached, with the tree it stands in, in the order of evaluation."""
        stack: list[tuple[SpfTree, Branch]] = [(self, branch) for branch in reversed(self.branches)]
        while stack:
            tree, branch = stack.pop()
            if branch.dead:
                continue
            yield tree, branch
            if branch.child is not None:
                child = branch.child
                stack += [(child, below) for below in reversed(child.branches)]

    @property
    def unknowns(self) -> tuple[str, ...]:
        """What could not be looked up anywhere in the tree."""
        own = (self.detail,) if self.state == "unknown" else ()
        found = [branch.unknown for _, branch in self.walk() if branch.unknown]
        below = [b.child.detail for _, b in self.walk() if b.child is not None and b.child.state == "unknown"]
        return tuple(dict.fromkeys([*own, *found, *below]))

    @property
    def terminal(self) -> Term | None:
        """The `all` that ends the evaluation, redirects followed; None when nothing does."""
        tree: SpfTree | None = self
        for _ in range(MAX_RECORDS):
            if tree is None or tree.record is None:
                return None
            if tree.record.all is not None:
                return tree.record.all
            tree = next((b.child for b in tree.branches if b.term.kind == "redirect"), None)
        return None

    def passing_all(self) -> tuple[Term, ...] | None:
        """The terms, from this record down, by which every address passes; None when there is no such way."""
        for branch in self.branches:
            if branch.dead:
                continue
            if branch.term.kind == "all":
                return (branch.term,) if branch.term.qualifier == "+" else None
            if branch.child is None or (branch.term.kind == "include" and branch.term.qualifier != "+"):
                continue
            below = branch.child.passing_all()
            if below is not None:
                return (branch.term, *below)
        return None

    def authorised(self) -> tuple[Network, ...]:
        """The address space that passes, collapsed; macros, exists and ptr are left out."""
        networks = list(self._passing())
        v4 = collapse_addresses(n for n in networks if isinstance(n, IPv4Network))
        v6 = collapse_addresses(n for n in networks if isinstance(n, IPv6Network))
        return (*v4, *v6)

    def _passing(self) -> Iterator[Network]:
        for branch in self.branches:
            if branch.dead or (branch.term.qualifier != "+" and branch.term.kind != "redirect"):
                continue
            yield from branch.networks
            if branch.child is not None:
                yield from branch.child._passing()


@dataclass(slots=True)
class _Budget:
    records: int = MAX_RECORDS
    hosts: int = MAX_HOSTS


async def spf_tree(domain: str, ask: Ask) -> SpfTree:
    """The tree of a domain's SPF record. Failed look-ups are part of it, never an absence."""
    return await _tree(domain, ask, (), _Budget())


async def _tree(domain: str, ask: Ask, ancestors: tuple[str, ...], budget: _Budget) -> SpfTree:
    folded = domain.lower().removesuffix(".")
    if folded in ancestors:
        return SpfTree(domain, "loop", detail=" -> ".join([*ancestors, folded]))
    if budget.records <= 0:
        return SpfTree(domain, "cut", detail=f"more than {MAX_RECORDS} records")
    budget.records -= 1
    answer = await ask(domain, "TXT")
    if answer.failed:
        detail = f"TXT of {domain}: {answer.detail or answer.status}"
        return SpfTree(domain, "unknown", detail=detail, answer=answer)
    texts = tuple(text for text in answer.texts if is_spf(text))
    if len(texts) != 1:
        return SpfTree(domain, "multiple" if texts else "none", texts, answer=answer)
    try:
        record = parse_spf(texts[0])
    except SpfSyntaxError as error:
        return SpfTree(domain, "syntax", texts, error=error, answer=answer)
    branches = await _branches(record, domain, ask, (*ancestors, folded), budget)
    return SpfTree(domain, "found", texts, record, branches=branches, answer=answer)


async def _branches(
    record: SpfRecord, domain: str, ask: Ask, path: tuple[str, ...], budget: _Budget
) -> tuple[Branch, ...]:
    """All terms at once: they do not depend on each other."""
    end = record.all
    jobs = [_branch(term, domain, ask, path, budget, dead=end is not None and term.start > end.start)
            for term in record.mechanisms]  # fmt: skip
    if record.redirect is not None:
        jobs.append(_branch(record.redirect, domain, ask, path, budget, dead=end is not None))
    return tuple(await asyncio.gather(*jobs))


async def _branch(term: Term, domain: str, ask: Ask, path: tuple[str, ...], budget: _Budget, *, dead: bool) -> Branch:
    if dead:
        return Branch(term, dead=True)
    if term.network is not None:
        return Branch(term, networks=(term.network,))
    cost = 1 if term.queries else 0
    if term.has_macro or term.kind in ("all", "ptr"):
        return Branch(term, lookups=cost)
    target = (term.domain or domain).removesuffix(".")
    if term.kind in ("include", "redirect"):
        child = await _tree(target, ask, path, budget)
        return Branch(term, cost + child.lookups, child.voids, child=child)
    if budget.hosts <= 0:
        return Branch(term, cost, unknown=f"more than {MAX_HOSTS} terms that need look-ups")
    budget.hosts -= 1
    if term.kind == "a":
        return await _host_branch(term, [target], ask, cost)
    if term.kind == "exists":
        return _exists_branch(term, await ask(target, "A"), cost)
    return await _mx_branch(term, target, ask, cost)


def _exists_branch(term: Term, answer: Answer, cost: int) -> Branch:
    if answer.failed:
        return Branch(term, cost, unknown=f"A of {answer.name}: {answer.detail or answer.status}")
    empty = (answer.name,) if answer.absent else ()
    return Branch(term, cost, voids=len(empty), empty=empty)


async def _mx_branch(term: Term, target: str, ask: Ask, cost: int) -> Branch:
    answer = await ask(target, "MX")
    if answer.failed:
        return Branch(term, cost, unknown=f"MX of {target}: {answer.detail or answer.status}")
    hosts = [host for host in answer.hosts if host != "."]
    if not hosts:
        return Branch(term, cost, voids=1, empty=(target,))
    branch = await _host_branch(term, hosts[:10], ask, cost)
    return Branch(
        term, cost, branch.voids, networks=branch.networks, empty=branch.empty, unknown=branch.unknown,
        exchangers=len(hosts),
    )  # fmt: skip


async def _host_branch(term: Term, hosts: list[str], ask: Ask, cost: int) -> Branch:
    """The addresses of hosts. A host is empty when it has neither an IPv4 nor an IPv6 address."""
    pairs = await asyncio.gather(*(asyncio.gather(ask(host, "A"), ask(host, "AAAA")) for host in hosts))
    networks: list[Network] = []
    empty: list[str] = []
    unknown = ""
    for host, pair in zip(hosts, pairs, strict=True):
        failed = next((answer for answer in pair if answer.failed), None)
        if failed is not None:
            unknown = unknown or f"{failed.kind} of {host}: {failed.detail or failed.status}"
        elif not any(answer.addresses for answer in pair):
            empty.append(host)
        networks += _networks(term, pair)
    return Branch(term, cost, len(empty), networks=tuple(networks), empty=tuple(empty), unknown=unknown)


def _networks(term: Term, answers: Iterable[Answer]) -> Iterator[Network]:
    for answer in answers:
        length = term.cidr4 if answer.kind == "A" else term.cidr6
        for address in answer.addresses:
            yield ip_network(f"{address}/{length}", strict=False)
