"""The DNS records to publish, as a fragment of a zone file (RFC 1035 section 5): reasons and old values as comments.

Names are absolute, so that it fits in below any `$ORIGIN`. What somebody else must publish is a comment as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.records import ProposedRecord
from mailcheck.report import Report
from mailcheck.reporters.printable import one_line


def render(report: Report) -> str:
    return "".join(line + "\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    if not report.records:
        yield "; no record to publish"
    owners: dict[tuple[str, str], str] = {}
    for domain in dict.fromkeys(record.domain for record in report.records):
        yield f"; records to publish for {one_line(domain)}"
        for record in report.records:
            if record.domain == domain:
                owner = owners.setdefault((record.name, record.kind), domain) if record.value else domain
                yield from _record(record, "" if owner == domain else owner)
        yield ""


def _record(record: ProposedRecord, earlier: str) -> Iterator[str]:
    """`earlier` is the domain for which a record of this name stands above: two of them would break each other."""
    yield ""
    for change in record.changes:
        yield f"; {change.rule}: {one_line(change.reason)}"
    for question in record.questions:
        yield f"; first: {one_line(question)}"
    name = _zone_name(record.name)
    for data in record.old_data:
        yield f"; {'replaces' if record.value else 'delete'}: {name} IN {record.kind} {one_line(data)}"
    if record.value:
        outside = f"; {one_line(record.keeper)} must publish: " if record.keeper else ""
        above = f"; instead of that for {one_line(earlier)} above: " if earlier else ""
        yield f"{outside or above}{name} {record.ttl} IN {record.kind} {record.data}"


def _zone_name(name: str) -> str:
    """Absolute; characters that mean something in a zone file are escaped by their number."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.*") else _escaped(c) for c in name)
    return plain.rstrip(".") + "."


def _escaped(character: str) -> str:
    return "".join(f"\\{byte:03d}" for byte in character.encode("utf-8", "surrogateescape"))
