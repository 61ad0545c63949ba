"""For the log of a GitHub Actions step: workflow commands, which become annotations, and the rest in words.

GitHub shows 10 annotations of a kind for a step and drops what comes later without a word. So the worst come first,
the last one says how many there are more, and the log has all of them.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mailcheck.findings import Severity
from mailcheck.report import Notice, Report
from mailcheck.reporters.phrases import broke, checks, crash_groups, headline, note_groups, open_reasons, plural
from mailcheck.reporters.places import Place, place_of, remedies, statement
from mailcheck.reporters.printable import brief, inert, one_line

KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
SHOWN = 10
"""Annotations of a kind that GitHub shows for a step."""


class Annotation(NamedTuple):
    """`lines` are printable. An empty path: about the run as a whole."""

    kind: str
    title: str
    lines: tuple[str, ...]
    place: Place = Place("", 0)


def render(report: Report) -> str:
    every = [*_broken(report), *_findings(report), *_notes(report)]
    lines: list[str] = []
    for kind in KINDS.values():
        ours = [annotation for annotation in every if annotation.kind == kind]
        if len(ours) <= SHOWN:
            lines += map(_command, ours)
            continue
        lines += map(_command, ours[: SHOWN - 1])
        rest = ours[SHOWN - 1 :]
        cut = f"{plural(len(rest), f'more {kind}')}: GitHub shows {SHOWN} a step; the log and the summary have all"
        lines.append(_command(Annotation(kind, "mailcheck", (cut,))))
        lines += map(_plain, rest)
    lines += [headline(report), checks(report)]
    lines += (f"  {reason.state}: {reason.number} x {brief(reason.reason)}" for reason in open_reasons(report))
    return "".join(f"{inert(line)}\n" for line in lines)


def _findings(report: Report) -> Iterator[Annotation]:
    for finding in report.findings:
        said = (statement(finding, report), *remedies(finding, report))
        yield Annotation(KINDS[finding.severity], finding.rule_id, said, place_of(finding.span, report))


def _broken(report: Report) -> Iterator[Annotation]:
    for crash, rules, targets in crash_groups(report.crashes):
        yield Annotation("error", "crash", (broke(crash, rules, targets),))
    yield from (_notice(notice, report) for notice in report.notices if notice.failed)


def _notes(report: Report) -> Iterator[Annotation]:
    yield from (_notice(notice, report, number) for notice, number in note_groups(report))


def _notice(notice: Notice, report: Report, number: int = 1) -> Annotation:
    kind, more = "error" if notice.failed else "notice", f" ({number - 1} more alike)" if number > 1 else ""
    said = brief(notice.message) + more
    if notice.path in report.domains:
        return Annotation(kind, notice.kind, (f"{brief(notice.path)}: {said}",))
    return Annotation(kind, notice.kind, (said,), Place(notice.path, notice.line))


def _command(annotation: Annotation) -> str:
    place = annotation.place
    properties = {"title": annotation.title}
    if place.path:
        properties |= {"file": one_line(place.path)}
    if place.path and place.line:
        properties |= {"line": str(place.line)}
    if place.column:
        properties |= {"col": str(place.column)}
    if place.end_column:
        properties |= {"endColumn": str(place.end_column)}
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{annotation.kind} {shown}::{_data(chr(10).join(annotation.lines))}"


def _plain(annotation: Annotation) -> str:
    """For the log: it begins with a word of ours, because a line that begins with '::' is obeyed."""
    place = annotation.place
    line = f":{place.line}" if place.line else ""
    where = f" {one_line(place.path)}{line}:" if place.path else ""
    return f"{annotation.kind}[{annotation.title}]{where} {'; '.join(annotation.lines)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
