"""What was found, as a person counts it: one thing to do for each rule and target, by who does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from mailcheck.findings import Finding, Severity
from mailcheck.report import Report
from mailcheck.reporters.html.markup import count
from mailcheck.rule import Rule

OWNERS: Final[Mapping[str, str]] = {
    "marketer": "Whoever writes the message",
    "developer": "Whoever builds or sends the message",
    "dns-admin": "Whoever runs DNS and the mail servers",
    "list-owner": "Whoever keeps the list of recipients",
    "": "Nobody in particular",
}
OPEN: Final = frozenset({"not-evaluated", "indeterminate", "crashed"})


class Thing(NamedTuple):
    """Everything that one rule found in one target. `number` is what pins show, unique within the target."""

    number: int
    rule: Rule | None
    rule_id: str
    owner: str
    severity: Severity
    findings: tuple[Finding, ...]


def things_of(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> tuple[Thing, ...]:
    """The things to do about one target, numbered: by owner, the worst first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule_id, []).append(finding)
    found = []
    for rule_id, members in groups.items():
        rule = rules.get(rule_id)
        owner = rule.owner if rule is not None and rule.owner in OWNERS else ""
        found.append(Thing(0, rule, rule_id, owner, max(f.severity for f in members), tuple(members)))
    order = list(OWNERS)
    found.sort(key=lambda thing: (order.index(thing.owner), -thing.severity, thing.rule_id))
    return tuple(thing._replace(number=number) for number, thing in enumerate(found, 1))


class Tally(NamedTuple):
    """Things by severity, over all targets, and how the checks ended."""

    errors: int
    warnings: int
    infos: int
    targets: int
    passed: int
    open: int
    broken: int
    left_out: int


def tally_of(report: Report, things: Iterable[Thing]) -> Tally:
    levels = [thing.severity for thing in things]
    passed = unknown = 0
    for verdict, number in report.outcomes.counts().items():
        passed += number if verdict.state == "passed" else 0
        unknown += number if verdict.state in OPEN else 0
    broken = len(report.crashes) + sum(notice.failed for notice in report.notices)
    return Tally(
        levels.count(Severity.ERROR), levels.count(Severity.WARNING), levels.count(Severity.INFO),
        len(report.targets), passed, unknown, broken, report.left_out,
    )  # fmt: skip


def verdict(tally: Tally) -> str:
    """The whole report in a sentence."""
    fix = f"{count(tally.errors, 'thing')} must be fixed"
    look = f"{count(tally.warnings, 'thing')} should be fixed"
    if not tally.targets and not tally.broken:
        return "Nothing was checked: every file was left out." if tally.left_out else "Nothing was checked."
    if tally.broken:
        found = f", and {fix}" if tally.errors else f", and {look}" if tally.warnings else ""
        return f"The check is not complete{found}."
    if tally.errors and tally.warnings:
        return f"{fix}, and {tally.warnings:,} more should be."
    if tally.errors:
        return f"{fix}."
    if tally.warnings:
        return f"Nothing must be fixed; {look}."
    if tally.infos:
        return (
            f"Nothing must be fixed; {count(tally.infos, 'thing')} {'is' if tally.infos == 1 else 'are'} worth knowing."
        )
    if tally.open:
        return "Nothing to fix was found in what could be checked."
    return "Nothing to fix was found."


def mood(tally: Tally) -> str:
    """The class of the page: 'clean' only when everything was checked."""
    if tally.errors or tally.broken or not (tally.targets or tally.left_out):
        return "error"
    if tally.warnings:
        return "warning"
    return "info" if tally.infos or tally.open or tally.left_out else "clean"
