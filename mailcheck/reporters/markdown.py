"""For job summaries and comments: what was found and what was not checked, as GitHub-flavoured Markdown.

Words from mail are text in it, never markup: no heading, link, picture or tag of theirs is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailcheck.findings import Finding
from mailcheck.report import Report
from mailcheck.reporters.phrases import checks, crash_groups, headline, note_groups, open_reasons, plural
from mailcheck.reporters.places import place_of, statement
from mailcheck.reporters.printable import brief, one_line

LIMIT = 900_000
"""Bytes of a report: GitHub refuses a job summary of more than 1 MiB whole."""
MARKUP = re.compile(r"([\\`*_\[\]<>&|~#!:@$]|(?<=\w)\.(?=[^\W\d_]))")
"""What could begin an emphasis, a tag, a link (also a bare one), a picture, an emoji, a mention or a formula."""
TABLE = ("| | Rule | What was seen | Where |", "| --- | --- | --- | --- |")
LISTED = 50
"""Problems, reasons and notes that are told."""


def render(report: Report, *, limit: int = LIMIT) -> str:
    """At most `limit` bytes of UTF-8; findings that do not fit are counted. Nothing where not even that fits."""
    before: list[Iterable[str]] = [[f"### mailcheck: {headline(report)}"], list(_broken(report))]
    after: list[Iterable[str]] = [[checks(report)], list(_open(report)), list(_notes(report))]
    room = limit - _size(_joined([*before, *after]))
    table = list(_table(report, room))
    text = _joined([*before, table, *after])
    return text if _size(text) <= limit else ""


def _joined(sections: Iterable[Iterable[str]]) -> str:
    """Sections of lines with a blank line between them; empty ones are passed over."""
    return "\n\n".join(filter(None, map("\n".join, sections))) + "\n"


def _size(text: str) -> int:
    return len(text.encode())


def _table(report: Report, room: int) -> Iterator[str]:
    """The findings, the worst first, and how many did not fit into so many bytes."""
    ordered = sorted(report.findings, key=lambda finding: -finding.severity)
    if not ordered:
        return
    yield from TABLE
    room -= _size("\n\n".join([*TABLE, *_cut(len(ordered))]))
    for number, finding in enumerate(ordered):
        row = _row(finding, report)
        room -= _size(row) + 1
        if room < 0:
            yield from _cut(len(ordered) - number)
            return
        yield row


def _cut(number: int) -> tuple[str, str]:
    return "", f"{plural(number, 'more finding')}, none of them worse, did not fit in here."


def _row(finding: Finding, report: Report) -> str:
    place = place_of(finding.span, report)
    advice = f"<br>fix: {_text(finding.advice)}" if finding.advice else ""
    where = f"{place.path}:{place.line}"
    said = f"{_text(statement(finding, report))}{advice}"
    return f"| {finding.severity.label} | {_code(finding.rule_id)} | {said} | {_code(where)} |"


def _broken(report: Report) -> Iterator[str]:
    """What makes the run worth less than it seems comes first."""
    lines = [
        f"* **crash** in {_code(', '.join(rules))} on {_code(targets[0])}"
        f"{f' and {len(targets) - 1} more' if len(targets) > 1 else ''}: {_text(crash.error)}"
        for crash, rules, targets in crash_groups(report.crashes)
    ]
    lines += [f"* **problem**: {_where(n.path, n.line)}{_text(n.message)}" for n in report.notices if n.failed]
    yield from _most(lines, "problem")


def _open(report: Report) -> Iterator[str]:
    reasons = [f"* {reason.state}: {reason.number} x {_text(reason.reason)}" for reason in open_reasons(report)]
    yield from _most(reasons, "reason")


def _notes(report: Report) -> Iterator[str]:
    notes = [
        f"* {_where(n.path, n.line)}{_text(n.message)}{f' ({number - 1} more alike)' if number > 1 else ''}"
        for n, number in note_groups(report)
    ]
    yield from _most(notes, "note")


def _most(lines: list[str], noun: str) -> Iterator[str]:
    yield from lines[:LISTED]
    if len(lines) > LISTED:
        yield f"* {plural(len(lines) - LISTED, f'more {noun}')}"


def _where(path: str, line: int) -> str:
    return f"{_code(f'{path}:{line}' if line else path)}: " if path else ""


def _text(words: str) -> str:
    """One line of words with every character that could be markup escaped."""
    return MARKUP.sub(r"\\\1", brief(words))


def _code(words: str) -> str:
    """One line of words as code; a pipe would end the cell even there."""
    shown = one_line(words).replace("|", "\u2502")
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
