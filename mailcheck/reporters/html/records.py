"""DNS records to publish, so that findings about sending domains go away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailcheck.records import ProposedRecord
from mailcheck.reporters.html.markup import plain, sentence


def records_to_publish(records: Sequence[ProposedRecord], key: str, level: int) -> Iterator[str]:
    """The records proposed for one domain."""
    if not records:
        return
    yield f"<h{level}>Records to publish</h{level}>"
    for number, record in enumerate(records, 1):
        deed = "Delete" if not record.value else "Replace" if record.old else "Add"
        deed += " a" if deed == "Add" else " the"
        name = f"{plain(record.kind)} record at <code>{plain(record.name)}</code>"
        yield f'<article class=card aria-labelledby="{key}-r{number}"><h{level + 1} id="{key}-r{number}">'
        yield f"{deed} {name}</h{level + 1}>"
        if record.keeper:
            yield f"<p>Only whoever runs <code>{plain(record.keeper)}</code> can do this.</p>"
        if record.questions:
            yield "<p>First find out:</p><ul>"
            yield from (f"<li>{sentence(question)}</li>" for question in record.questions)
            yield "</ul>"
        yield "<dl>"
        if record.old:
            yield "<dt>Now</dt>" + "".join(f"<dd><code>{plain(old)}</code></dd>" for old in record.old)
        if record.value:
            yield f"<dt>To be</dt><dd><code>{plain(record.value)}</code></dd>"
        yield "<dt>Why</dt>" + "".join(f"<dd>{sentence(change.reason)}</dd>" for change in record.changes)
        yield "</dl></article>"
