"""A record in the words of a DNS panel: the fields that a person fills in."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.facts.domain.dns_hosting import Hosting
from mailcheck.facts.domain.domain_audit import DomainAudit
from mailcheck.records import ProposedRecord

HOUR = 3600


def fields(record: ProposedRecord, hosting: Hosting) -> Iterator[tuple[str, str]]:
    """Label and content of each field, in the order of most panels."""
    yield "Type", record.kind
    yield "Name", name_field(record.name, hosting)
    if record.kind == "MX":
        priority, _, host = record.value.partition(" ")
        yield "Priority", priority
        yield "Value", host
    else:
        yield "Value", record.value if record.keeper else value_field(record.value, record.data, hosting)
    yield "TTL", f"{record.ttl} (seconds; or what the panel offers)"


def name_field(name: str, hosting: Hosting) -> str:
    """What goes into the field for the name, with the name in full beside it."""
    zone = hosting.zone
    if name == zone:
        apex = hosting.host.apex if hosting.host is not None else "@"
        return f"{apex or '(leave it empty)'}   (in full: {name})"
    if name.endswith("." + zone):
        return f"{name.removesuffix('.' + zone)}   (in full: {name})"
    return f"{name}   (this name stands outside the zone {zone})"


def value_field(value: str, data: str, hosting: Hosting) -> str:
    """Plain, or in quotation marks where the panel wants them."""
    return data if hosting.host is not None and hosting.host.quotes else value


def waiting(audit: DomainAudit, record: ProposedRecord) -> str:
    """How long it takes until everybody sees the change, as far as that is known."""
    if record.old:
        return (
            "Others may see the old record until its TTL is over: the panel shows it; an hour is usual, a day the most "
            "that is common."
        )
    seconds = absence(audit)
    if seconds is None:
        return "It is seen within minutes to an hour."
    return f"Whoever looked it up before may not see it for up to {_duration(seconds)} (the zone's SOA record says so)."


def absence(audit: DomainAudit) -> int | None:
    """Seconds for which resolvers remember that a record does not exist (RFC 2308); None when not known."""
    if not audit.soa.records:
        return None
    last = audit.soa.records[0].text.split()[-1]
    return int(last) if last.isdigit() else None


def _duration(seconds: int) -> str:
    if seconds < 2 * HOUR:
        return f"{max(1, round(seconds / 60))} minutes"
    return f"{round(seconds / HOUR)} hours"
