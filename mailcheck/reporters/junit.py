"""For test reports (Jenkins, GitLab, Azure, Bitbucket): a suite for each message or domain, a case for each rule.

What was not evaluated or cannot be told is a skipped case with its reason, a crash is an error. Notes fail no case:
they never fail a run. The dialect is that of the Jenkins xUnit plugin (`junit-10.xsd`), without times.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from mailcheck.findings import Finding, Severity
from mailcheck.report import Crash, Report, Verdict
from mailcheck.reporters.places import place_of, remedies, statement
from mailcheck.reporters.printable import brief, one_line

FAILS = Severity.WARNING
"""The least severity that fails a case."""
RUN = "(mailcheck)"


class Case(NamedTuple):
    """`kind` is '' for a case that passed, else an element: failure, error, skipped. `text` stands in it."""

    name: str
    kind: str = ""
    type: str = ""
    message: str = ""
    text: str = ""


def render(report: Report) -> str:
    suites: dict[str, list[Case]] = {}
    for target, case in (*_judged(report), *_beside(report)):
        suites.setdefault(target, []).append(case)
    cases = [case for inside in suites.values() for case in inside]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="mailcheck" {_counts(cases)}>')
    for name, inside in suites.items():
        skipped = sum(case.kind == "skipped" for case in inside)
        lines.append(f' <testsuite name={_quoted(name)} {_counts(inside)} skipped="{skipped}">')
        lines += (line for case in inside for line in _element(case, name))
        lines.append(" </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _judged(report: Report) -> Iterator[tuple[str, Case]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.target, finding.rule_id), []).append(finding)
    crashes = {(crash.target, crash.rule_id): crash for crash in report.crashes}
    for target, verdicts in report.outcomes.rows:
        for verdict in verdicts:
            key = (target, verdict.rule_id)
            yield target, _case(verdict, found.get(key, []), crashes.get(key), report)


def _beside(report: Report) -> Iterator[tuple[str, Case]]:
    """What broke where no rule could: input that was not read, the linter itself."""
    judged = {(target, verdict.rule_id) for target, verdicts in report.outcomes.rows for verdict in verdicts}
    for crash in report.crashes:
        if (crash.target, crash.rule_id) not in judged:
            yield crash.target, _crashed(crash.rule_id, crash.error, crash.traceback)
    for notice in report.notices:
        if notice.failed:
            yield notice.path or RUN, Case(f"{RUN} {notice.kind}", "error", notice.kind, brief(notice.message))


def _case(verdict: Verdict, findings: list[Finding], crash: Crash | None, report: Report) -> Case:
    rule_id, state, reason = verdict
    if crash is not None or state == "crashed":
        case = _crashed(rule_id, crash.error if crash else reason, crash.traceback if crash else "")
        before = (line for finding in findings for line in _lines(finding, report))
        return case._replace(text="\n".join(filter(None, [case.text, *before])))
    if findings:
        return _found(rule_id, findings, report)
    if state == "failed":
        return Case(rule_id, "failure", "", brief(reason))
    if state == "passed":
        return Case(rule_id, text=brief(reason))
    return Case(rule_id, "skipped", state, f"{state}: {brief(reason)}")


def _found(rule_id: str, findings: list[Finding], report: Report) -> Case:
    """Most readers show one failure a case: all findings of a rule stand in one, the worst on top."""
    worst = max(findings, key=lambda finding: finding.severity)
    text = "\n".join(line for finding in findings for line in _lines(finding, report))
    if worst.severity < FAILS:
        return Case(rule_id, text=text)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return Case(rule_id, "failure", worst.severity.label, statement(worst, report) + more, text)


def _lines(finding: Finding, report: Report) -> Iterator[str]:
    place = place_of(finding.span, report)
    column = f":{place.column}" if place.column else ""
    yield f"{place.path}:{place.line}{column}: {finding.severity.label}: {statement(finding, report)}"
    yield from (f"  {line}" for line in remedies(finding, report))


def _crashed(rule_id: str, error: str, traceback: str) -> Case:
    text = "\n".join(map(brief, traceback.split("\n")))
    return Case(rule_id, "error", "crash", f"the rule broke: {brief(error)}", text)


def _element(case: Case, target: str) -> Iterator[str]:
    head = f"  <testcase name={_quoted(case.name)} classname={_quoted(target)}"
    if not case.kind and not case.text:
        yield head + "/>"
        return
    yield head + ">"
    if case.kind:
        attributes = f"message={_quoted(case.message)}" + (f" type={_quoted(case.type)}" if case.type else "")
        inside = f">{escape(case.text)}</{case.kind}>" if case.text else "/>"
        yield f"   <{case.kind} {attributes}{inside}"
    else:
        yield f"   <system-out>{escape(case.text)}</system-out>"
    yield "  </testcase>"


def _counts(cases: list[Case]) -> str:
    kinds = [case.kind for case in cases]
    return f'tests="{len(cases)}" failures="{kinds.count("failure")}" errors="{kinds.count("error")}"'


def _quoted(text: str) -> str:
    return quoteattr(one_line(text))
