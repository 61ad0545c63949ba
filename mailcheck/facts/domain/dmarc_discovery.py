"""Which DMARC policy applies to a domain, by RFC 9989 (tree walk) and by RFC 7489 (public suffix list)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Final, Literal

from mailcheck.facts.domain.dmarc_record import DmarcRecord, Policy, is_dmarc, parse_dmarc
from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.lookup.answers import Answer, Ask

Standard = Literal["RFC 9989", "RFC 7489"]
MAX_QUERIES: Final = 8
_LOWER: Final[dict[Policy, Policy]] = {"reject": "quarantine", "quarantine": "none", "none": "none"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One name of the walk: what `_dmarc.<name>` answered. `record` is the one valid record, if any.

    `note` says in words why records were discarded.
    """

    name: str
    answer: Answer
    record: DmarcRecord | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """A tree walk from one name. `unknown` names the look-up that failed: nothing follows from the walk then."""

    name: str
    stops: tuple[Stop, ...]
    organisation: str
    unknown: str = ""

    def at(self, name: str) -> DmarcRecord | None:
        return next((stop.record for stop in self.stops if stop.name == name), None)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a receiver of one standard does with mail from `domain`.

    `record` is the one that applies, None when DMARC does not apply. `policy` is the effective one, `tag` the
    tag it came from (p, sp, np). `unknown` is set when a look-up failed: then nothing is known. `reason` says
    the whole in words.
    """

    standard: Standard
    domain: str
    organisation: str
    record: DmarcRecord | None = None
    policy: Policy | None = None
    tag: str = ""
    reason: str = ""
    unknown: str = ""
    stops: tuple[Stop, ...] = ()


async def walk(name: str, ask: Ask) -> Walk:
    """The tree walk of RFC 9989 section 4.10 from a name up to its top-level domain.

    All names are asked at once, although the walk may end early: only a `psd` tag ends it, and hardly any has one.
    """
    start = name.lower().rstrip(".")
    stops: list[Stop] = []
    for stop in await asyncio.gather(*(_stop(step, ask) for step in _names(start))):
        stops.append(stop)
        if stop.answer.failed:
            return Walk(start, tuple(stops), "", _failed(stop))
        if stop.record is not None and stop.record.psd != "u":
            break
    return Walk(start, tuple(stops), _organisation(start, stops))


def _failed(stop: Stop) -> str:
    return f"TXT of _dmarc.{stop.name}: {stop.answer.detail or stop.answer.status}"


def _names(start: str) -> list[str]:
    """The names to ask at: the start, then from seven labels down to one; at most eight queries."""
    labels = start.split(".")
    names = [start]
    labels = labels[-7:] if len(labels) >= MAX_QUERIES else labels[1:]
    while labels:
        names.append(".".join(labels))
        labels = labels[1:]
    return names[:MAX_QUERIES]


def unseen_names(domain: str) -> list[str]:
    """Names between a very deep one and the seven labels that its walk goes on with; at most as many as it asks."""
    start = domain.lower().rstrip(".")
    labels = start.split(".")[1:]
    names = []
    while len(labels) > MAX_QUERIES - 1:
        names.append(".".join(labels))
        labels = labels[1:]
    return names[:MAX_QUERIES]


async def _stop(name: str, ask: Ask) -> Stop:
    answer = await ask(f"_dmarc.{name}", "TXT")
    texts = [text for text in answer.texts if is_dmarc(text)]
    if len(texts) > 1:
        return Stop(name, answer, note=f"{len(texts)} DMARC records: all are discarded")
    if not texts:
        return Stop(name, answer)
    record = parse_dmarc(name, texts[0])
    if not record.valid:
        return Stop(name, answer, note="the record is invalid: " + next(p.reason for p in record.problems if p.fatal))
    return Stop(name, answer, record)


def _organisation(start: str, stops: list[Stop]) -> str:
    """Section 4.10.2, from the longest name to the shortest."""
    found = [stop for stop in stops if stop.record is not None]
    for stop in found:
        assert stop.record is not None
        if stop.record.psd == "n":
            return stop.name
        if stop.record.psd == "y" and stop.name != start:
            labels = start.split(".")
            return ".".join(labels[-(stop.name.count(".") + 2) :])
    return found[-1].name if found else start


async def discover(domain: str, ask: Ask) -> Discovery:
    """The policy by RFC 9989 section 4.10.1."""
    name = domain.lower().rstrip(".")
    trail = await walk(name, ask)
    if trail.unknown:
        # The author domain's own record applies whatever lies above it.
        own = trail.at(name)
        if own is None:
            return Discovery("RFC 9989", name, "", unknown=trail.unknown, stops=trail.stops)
    base = Discovery("RFC 9989", name, trail.organisation, stops=trail.stops)
    own = trail.at(name)
    if own is not None:
        return _apply(base, own, "p")
    above = trail.at(trail.organisation) or _public(trail)
    if above is None:
        return replace(base, reason=_nothing(trail.stops, name))
    return await _inherit(base, above, ask)


def _public(trail: Walk) -> DmarcRecord | None:
    """The record of a public suffix operator above the organisation, if one was met."""
    return next((s.record for s in trail.stops if s.record is not None and s.record.psd == "y"), None)


async def _inherit(base: Discovery, record: DmarcRecord, ask: Ask) -> Discovery:
    """A record from above: sp for names that exist, np for names that do not."""
    exists = await ask(base.domain, "A")
    if exists.failed and record.tag("np") is not None:
        return replace(base, unknown=f"whether {base.domain} exists: {exists.detail or exists.status}")
    order = ("np", "sp", "p") if exists.status == "nxdomain" else ("sp", "p")
    tag = next((name for name in order if record.policy(name) is not None), "p")
    return _apply(base, record, tag)


def _apply(base: Discovery, record: DmarcRecord, tag: str) -> Discovery:
    where = f"the record at _dmarc.{record.domain}"
    if not record.processed:
        reason = f"{where} has no valid policy and no report address: receivers do not process DMARC"
        return replace(base, reason=reason)
    if record.broken_policy:
        return replace(base, record=record, policy="none", tag="p", reason=f"{where} has a broken policy: read as none")
    policy = record.policy(tag) or "none"
    reason = f"{where} says {tag}={policy}"
    if record.testing and policy != "none":
        reason += f"; t=y asks for {_LOWER[policy]} instead"
        policy = _LOWER[policy]
    return replace(base, record=record, policy=policy, tag=tag, reason=reason)


def _nothing(stops: tuple[Stop, ...], name: str) -> str:
    notes = [f"_dmarc.{stop.name}: {stop.note}" for stop in stops if stop.note]
    return "; ".join(notes) if notes else f"no DMARC record from _dmarc.{name} up to _dmarc.{stops[-1].name}"


async def discover_7489(domain: str, ask: Ask) -> Discovery:
    """The policy by RFC 7489 section 6.6.3: the exact name, then the organisational domain of the list."""
    name = domain.lower().rstrip(".")
    organisation = registrable_domain(name)
    base = Discovery("RFC 7489", name, organisation)
    stops: list[Stop] = []
    for stop in await asyncio.gather(*(_stop(step, ask) for step in dict.fromkeys((name, organisation)))):
        stops.append(stop)
        base = replace(base, stops=tuple(stops))
        if stop.answer.failed:
            return replace(base, unknown=_failed(stop))
        if stop.record is not None:
            return _apply_7489(base, stop.record, own=stop.name == name)
    return replace(base, reason=_nothing(tuple(stops), name))


def _apply_7489(base: Discovery, record: DmarcRecord, *, own: bool) -> Discovery:
    """t, np and psd are unknown tags here; a broken policy with a report address is p=none."""
    tag = "p" if own or record.policy("sp") is None else "sp"
    where = f"the record at _dmarc.{record.domain}"
    broken = record.policy("p") is None or (record.tag("sp") is not None and record.policy("sp") is None)
    if broken:
        if not any(uri.address for uri in record.rua):
            return replace(base, reason=f"{where} has no valid policy and no report address: it is ignored")
        return replace(base, record=record, policy="none", tag="p", reason=f"{where} has a broken policy: read as none")
    policy = record.policy(tag) or "none"
    return replace(base, record=record, policy=policy, tag=tag, reason=f"{where} says {tag}={policy}")
