"""DMARC records that apply to a domain, and places in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailcheck.api import Domain, Severity, Span, Unknown
from mailcheck_rules._shared.dns import require_author

if TYPE_CHECKING:  # names for annotations; importing them would load what only look-ups need
    from mailcheck.api import Answer, DmarcRecord, Problem

ENFORCING = ("quarantine", "reject")
_MEANT = re.compile(r"[\s\"'“”„]*v\s*=\s*dmarc\s*1", re.IGNORECASE)


def applied(domain: Domain) -> DmarcRecord | None:
    """The record that receivers of RFC 9989 apply, else that of RFC 7489. Raises Unknown or NotEvaluated."""
    require_author(domain)
    new = domain.dmarc.record
    return new if new is not None else domain.dmarc_7489.record


def own(domain: Domain) -> tuple[DmarcRecord, ...]:
    """The records at the domain's own name, discarded ones included. Raises Unknown or NotEvaluated."""
    require_author(domain)
    return domain.dmarc_records(domain.audit.dmarc_texts)


def organisation(domain: Domain) -> str:
    """The organisational domain by RFC 9989. Raises Unknown when the walk was cut short by a failed look-up."""
    found = domain.dmarc
    if found.organisation:
        return found.organisation
    last = found.stops[-1].answer
    raise Unknown(f"TXT of {last.name}: {last.detail or last.status}")


def is_meant(text: str) -> bool:
    """Whether a text is a DMARC record or was meant as one."""
    return _MEANT.match(text) is not None


def span_of(domain: Domain, record: DmarcRecord, tag: str = "", problem: Problem | None = None) -> Span:
    """A tag or a problem of a record, or the whole of it."""
    answer = _answer(domain, record)
    if answer is None:
        return domain.named_at
    if problem is not None:
        return domain.record(answer, record.text, problem.start, problem.end)
    found = record.tag(tag) if tag else None
    if found is None:
        return domain.record(answer, record.text)
    return domain.record(answer, record.text, found.start, found.end)


def _answer(domain: Domain, record: DmarcRecord) -> Answer | None:
    for discovery in (domain.audit.dmarc, domain.audit.dmarc_7489):
        for stop in discovery.stops:
            if stop.name == record.domain:
                return stop.answer
    return domain.audit.dmarc_texts if record.domain == domain.name else None


def inherited(domain: Domain, record: DmarcRecord) -> str:
    """What to add to a message about a record that stands at a parent."""
    return "" if record.domain == domain.name else f" (in the record of {record.domain}, which applies here)"


def without(record: DmarcRecord, *names: str) -> str:
    """The record's text with some tags left out, as it could be published."""
    return "; ".join(f"{tag.name}={tag.value}" for tag in record.tags if tag.name not in names)


def lowered(severity: Severity) -> Severity:
    return Severity(max(Severity.INFO, severity - 1))
