"""Findings as other programs take them: each in a file, at a line, told apart from all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple, TypeVar

from mailcheck.findings import Finding, Related, fingerprint, reading_order
from mailcheck.report import COMMAND_LINE, Notice, Outcomes, Report, SetAside
from mailcheck.reporters.printable import brief, one_line
from mailcheck.spans import KeptSpan, Span

CONFIG = "mailcheck.toml"
"""Where a domain of the command line would be named to stay; the place of its findings when there is no config."""
K = TypeVar("K")


class Place(NamedTuple):
    """A place on one line: 1-based, in code points. `column` and `end_column` are 0 where only the line is known.

    Hosts show an annotation only where all its lines are in the change under review, so that it has one.
    """

    path: str
    line: int
    column: int = 0
    end_column: int = 0


def place_of(span: Span, report: Report) -> Place:
    """The place of a span in a file; what has none is placed in the config."""
    location = span.location
    if location.path == COMMAND_LINE:
        return config_place(report)
    path, line = one_line(location.path) or config_place(report).path, max(location.line, 1)
    if not location.exact:
        return Place(path, line)
    on_line = location.end_line == location.line and location.end_column > location.column
    return Place(path, line, location.column, location.end_column if on_line else 0)


def config_place(report: Report) -> Place:
    """Where things are placed that are about no file; the config is named even where there is none yet."""
    return Place(one_line(report.config) or CONFIG, 1)


def statement(finding: Finding, report: Report) -> str:
    """What was seen, with the domain that it is about: the line of a config does not tell."""
    said = brief(finding.message)
    return f"{brief(finding.target)}: {said}" if finding.target in report.domains else said


def sentence(finding: Finding, report: Report) -> str:
    """What was seen and how to mend it, where there is room for nothing else."""
    return f"{statement(finding, report)}{f'; {brief(finding.advice)}' if finding.advice else ''}"


def remedies(finding: Finding, report: Report) -> list[str]:
    """'fix: ... (owner)', 'see: ...' and 'seen in: ...', each where there is something to say."""
    rule = report.rules.get(finding.rule_id)
    said = []
    if finding.variants:
        said.append(f"seen in: {', '.join(map(brief, finding.variants))}")
    if finding.advice:
        said.append(f"fix: {brief(finding.advice)}{f' ({rule.owner})' if rule else ''}")
    if rule and rule.cites:
        said.append(f"see: {'; '.join(cite.ref for cite in rule.cites)}")
    return said


def told_apart(items: Iterable[K], finding_of: Callable[[K], Finding]) -> Iterator[tuple[K, str]]:
    """Each item with a fingerprint that no other has: the second of equal faults in one target is numbered."""
    seen: dict[str, int] = {}
    for item in items:
        same = fingerprint(finding_of(item))
        number = seen[same] = seen.get(same, 0) + 1
        yield item, same if number == 1 else sha256(f"{same}:{number}".encode()).hexdigest()[:32]


def with_paths(report: Report, rename: Callable[[str], str]) -> Report:
    """The same report, sorted again, with every path in it, also those that name targets, as `rename` gives it."""
    domains = set(report.domains)

    def target(name: str) -> str:
        return name if name in domains else rename(name)

    def span(old: Span) -> Span:
        source, location = old.located
        if location.path == COMMAND_LINE:
            return old
        return KeptSpan(source.text, source.start, source.end, location._replace(path=rename(location.path)), old.quote)

    def finding(old: Finding) -> Finding:
        related = tuple(Related(span(other.span), other.caption) for other in old.related)
        return replace(old, span=span(old.span), related=related, target=target(old.target))

    def aside(old: SetAside) -> SetAside:
        return replace(old, finding=finding(old.finding))

    def notice(old: Notice) -> Notice:
        names = tuple(map(rename, old.names))
        before, _, after = old.message.rpartition(", ".join(old.names)) if names else (old.message, "", "")
        message = f"{before}{', '.join(names)}{after}"
        return old._replace(message=message, path=target(old.path), names=names)

    return replace(
        report,
        findings=tuple(sorted(map(finding, report.findings), key=reading_order)),
        suppressed=tuple(map(aside, report.suppressed)),
        baselined=tuple(map(aside, report.baselined)),
        unchanged=tuple(map(aside, report.unchanged)),
        outcomes=Outcomes((target(name), verdicts) for name, verdicts in report.outcomes.rows),
        crashes=tuple(crash._replace(target=target(crash.target)) for crash in report.crashes),
        notices=tuple(map(notice, report.notices)),
        targets=tuple(map(target, report.targets)),
        classes={target(name): kind for name, kind in report.classes.items()},
        config=report.config and rename(report.config),
    )
