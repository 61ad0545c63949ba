"""What a report says about a run as a whole, in the words of every reporter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mailcheck.findings import Severity
from mailcheck.report import STATES, Crash, Notice, Report, State
from mailcheck.reporters.printable import brief


class OpenReason(NamedTuple):
    """Why `number` checks by `rules` (sorted) were left open."""

    state: State
    reason: str
    number: int
    rules: tuple[str, ...]


def plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def headline(report: Report) -> str:
    """'2 errors, 1 note in 2 of 3 messages and 1 domain'."""
    by_severity = Counter(finding.severity for finding in report.findings)
    found = ", ".join(
        plural(by_severity[severity], severity.label if severity is not Severity.INFO else "note")
        for severity in sorted(Severity, reverse=True)
        if by_severity[severity]
    )
    domains = len(report.domains)
    messages = len(report.targets) - domains
    counted = [plural(messages, "message")] if messages or not domains else []
    read = " and ".join([*counted, *([plural(domains, "domain")] if domains else [])])
    places = len({finding.target for finding in report.findings})
    return f"{found} in {places} of {read}" if found else f"no findings in {read}"


def checks(report: Report) -> str:
    """How many checks ended how, and what was set aside."""
    counts = report.outcomes.counts()
    states = {state: sum(n for verdict, n in counts.items() if verdict.state == state) for state in STATES}
    ended = ", ".join(f"{number} {state}" for state, number in states.items())
    aside = f"{plural(len(report.suppressed), 'finding')} suppressed"
    if report.baselined:
        aside += f", {len(report.baselined)} in the baseline"
    if report.unchanged:
        aside += f", {len(report.unchanged)} not changed"
    return f"checks: {ended}; {aside}"


def open_reasons(report: Report, states: Iterable[State] = ("not-evaluated", "indeterminate")) -> Iterator[OpenReason]:
    """Why checks ended so, state by state, the commonest reason first."""
    counts = report.outcomes.counts()
    for state in states:
        reasons: Counter[str] = Counter()
        rules: dict[str, set[str]] = {}
        for verdict, number in counts.items():
            if verdict.state == state:
                reasons[verdict.reason] += number
                rules.setdefault(verdict.reason, set()).add(verdict.rule_id)
        for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
            yield OpenReason(state, reason, number, tuple(sorted(rules[reason])))


def note_groups(report: Report) -> Iterator[tuple[Notice, int]]:
    """What there is to say that fails nothing, once for each thing: the first notice, and how many there are."""
    notes = [notice for notice in report.notices if not notice.failed]
    numbers = Counter(notice.message for notice in notes)
    first: dict[str, Notice] = {}
    for notice in notes:
        first.setdefault(notice.message, notice)
    yield from ((notice, numbers[message]) for message, notice in first.items())


def broke(crash: Crash, rules: list[str], targets: list[str]) -> str:
    """A group of crashes in a line: 'a, b broke on c.eml and 2 more: KeyError: 1'."""
    more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
    return f"{', '.join(rules)} broke on {brief(targets[0])}{more}: {brief(crash.error)}"


def crash_groups(crashes: Iterable[Crash]) -> Iterator[tuple[Crash, list[str], list[str]]]:
    """Crashes at one line of code are one story: its first crash, the rules and the targets it struck."""
    groups: dict[tuple[str, str], tuple[Crash, dict[str, None], dict[str, None]]] = {}
    for crash in crashes:
        key = (crash.error, crash.traceback.rpartition("\n")[2])
        _, rules, targets = groups.setdefault(key, (crash, {}, {}))
        rules[crash.rule_id] = None
        targets[crash.target] = None
    for crash, rules, targets in groups.values():
        yield crash, list(rules), list(targets)
