"""What the report does not know, and what was set aside: told as plainly as what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mailcheck.report import Report, SetAside, State
from mailcheck.reporters.html.markup import count, plain, prose, sentence

NAMED: Final = 5
"""Checks named with a reason before the others are folded away."""
MOST: Final = 200
"""Rows of one table."""
STATES: Final[tuple[tuple[State, str], ...]] = (
    ("crashed", "Broken off: the check itself failed"),
    ("indeterminate", "Could not be decided"),
    ("not-evaluated", "Could not be made"),
)


def unchecked(report: Report) -> Iterator[str]:
    """The section about checks that were left open; it stands in every report."""
    yield "<section aria-labelledby=unchecked><h2 id=unchecked>What was not checked, and why</h2>"
    for state, title in STATES:
        rows = list(_reasons(report, state))
        if rows:
            yield f"<h3>{title}</h3>"
            yield from _reason_table(rows)
    if not any(state in _states(report) for state, _ in STATES):
        yield "<p>Every check that binds was made.</p>"
    yield from _problems(report)
    if len(report.targets) > len(report.domains):
        yield "<p>No look at a message can tell whether its readers agreed to get it, how often they get mail,"
        yield "where their addresses came from, or how soon an opt-out is honoured. Somebody who knows must answer"
        yield "for these.</p>"
    unbound = list(_reasons(report, "not-applicable"))
    if unbound:
        total = sum(number for _, number, _ in unbound)
        yield f"<details><summary>{count(total, 'check')} that do{'es' if total == 1 else ''} not bind here</summary>"
        yield from _reason_table(unbound)
        yield "</details>"
    yield "</section>"


def _states(report: Report) -> set[State]:
    return {verdict.state for verdict in report.outcomes.counts()}


def _reasons(report: Report, state: State) -> Iterator[tuple[str, int, list[str]]]:
    """Reason, how many checks, and their titles; the commonest first."""
    numbers: Counter[str] = Counter()
    titles: dict[str, dict[str, None]] = {}
    for verdict, number in report.outcomes.counts().items():
        if verdict.state == state:
            numbers[verdict.reason] += number
            rule = report.rules.get(verdict.rule_id)
            titles.setdefault(verdict.reason, {})[rule.title if rule is not None else verdict.rule_id] = None
    for reason, number in sorted(numbers.items(), key=lambda item: (-item[1], item[0]))[:MOST]:
        yield reason, number, sorted(titles[reason])


def _reason_table(rows: Iterable[tuple[str, int, Sequence[str]]]) -> Iterator[str]:
    yield "<table class=reasons><thead><tr><th scope=col>Why<th scope=col>Checks</tr></thead><tbody>"
    for reason, number, titles in rows:
        named = "; ".join(map(plain, titles))
        if len(titles) > NAMED:
            named = f"<details><summary>{number} checks</summary>{named}</details>"
        yield f"<tr><th scope=row>{sentence(reason)}<td>{named}</tr>"
    yield "</tbody></table>"


def _problems(report: Report) -> Iterator[str]:
    """Notices and crashes, each told once."""
    told: dict[str, list[str]] = {}
    for crash in report.crashes:
        told.setdefault(f"the rule {crash.rule_id} broke: {crash.error}", []).append(crash.target)
    for notice in report.notices:
        told.setdefault(notice.message, []).append(notice.path)
    if told:
        yield "<h3>About the run</h3><ul>"
        for text, where in list(told.items())[:MOST]:
            places = [place for place in dict.fromkeys(where) if place]
            more = f" and {count(len(places) - 3, 'more')}".removesuffix("s") if len(places) > 3 else ""
            named = f"{plain(', '.join(places[:3]))}{more}: " if places else ""
            yield f"<li>{named}{prose(text)}</li>"
        yield "</ul>"


def set_aside(report: Report) -> Iterator[str]:
    """What somebody accepted, with the reason given."""
    kinds = (
        ("Accepted here", report.suppressed),
        ("Known from before", report.baselined),
        ("Not part of this change", report.unchanged),
    )
    if not any(asides for _, asides in kinds):
        return
    yield "<section aria-labelledby=aside><h2 id=aside>What was found and set aside</h2>"
    for title, asides in kinds:
        if asides:
            yield f"<h3>{title} <span class=quiet>{count(len(asides), 'finding')}</span></h3>"
            yield "<table><thead><tr><th scope=col>What was seen<th scope=col>Where<th scope=col>Reason"
            yield "<th scope=col>Until</tr></thead><tbody>"
            yield from map(_aside_row, asides[:MOST])
            yield "</tbody></table>"
            if len(asides) > MOST:
                yield f"<p>And {count(len(asides) - MOST, 'more finding')}.</p>"
    yield "</section>"


def _aside_row(aside: SetAside) -> str:
    location = aside.finding.span.location
    seen = f"{sentence(aside.finding.message)} <code>{plain(aside.finding.rule_id)}</code>"
    where = f"{plain(location.path)}, line {location.line}"
    return f"<tr><th scope=row>{seen}<td>{where}<td>{plain(aside.reason)}<td>{plain(aside.until) or 'no end'}</tr>"


def in_order(report: Report) -> Iterator[str]:
    """The checks that found nothing anywhere."""
    found = {finding.rule_id for finding in report.findings}
    passed = {verdict.rule_id for verdict in report.outcomes.counts() if verdict.state == "passed"} - found
    titles = sorted(report.rules[rule_id].title if rule_id in report.rules else rule_id for rule_id in passed)
    if titles:
        yield "<section aria-labelledby=order><h2 id=order>What was checked and found in order</h2><details>"
        yield f"<summary>{count(len(titles), 'check')}</summary><ul class=columns>"
        yield from (f"<li>{plain(title)}</li>" for title in titles)
        yield "</ul></details></section>"
