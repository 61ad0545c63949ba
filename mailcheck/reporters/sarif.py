"""SARIF 2.1.0, as GitHub code scanning takes it: each result in a file, at a line, with a fingerprint.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from mailcheck.findings import Confidence, Finding, Severity
from mailcheck.report import Crash, Notice, Report, SetAside
from mailcheck.reporters.phrases import broke, crash_groups, open_reasons, plural
from mailcheck.reporters.places import Place, config_place, place_of, sentence, told_apart
from mailcheck.reporters.printable import brief, one_line
from mailcheck.rule import Rule
from mailcheck.spans import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
PRECISIONS = {Confidence.CERTAIN: "very-high", Confidence.LIKELY: "high", Confidence.HEURISTIC: "medium"}
MOST = 25_000
"""Results of a run that GitHub takes; it refuses a file with more."""
LONGEST = 1024
"""Characters of a rule's description that GitHub takes."""
FINGERPRINT = "mailcheck/v1"
LINE_HASH = "primaryLocationLineHash"
"""GitHub's own fingerprint: what it is on a line. Its upload action computes it, and warns about every other value."""


class Result(NamedTuple):
    finding: Finding
    aside: SetAside | None = None
    kind: str = ""
    """'inSource' or 'external' where it was set aside."""


def render(report: Report) -> str:
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, ensure_ascii=False, indent=1) + "\n"
    )


def _run(report: Report) -> dict[str, Any]:
    results = sorted(_results(report), key=lambda result: place_of(result.finding.span, report))
    kept = results
    if len(results) > MOST:
        worst = sorted(results, key=lambda result: (result.aside is not None, -result.finding.severity))[:MOST]
        kept = sorted(worst, key=lambda result: place_of(result.finding.span, report))
    index = {rule_id: number for number, rule_id in enumerate(sorted(report.rules))}
    return {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report, len(results) - len(kept))],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": list(_shown(kept, report, index)),
    }


def _results(report: Report) -> Iterator[Result]:
    yield from map(Result, report.findings)
    for aside in report.suppressed:
        yield Result(aside.finding, aside, "inSource" if aside.in_source else "external")
    for aside in (*report.baselined, *report.unchanged):
        yield Result(aside.finding, aside, "external")


def _shown(results: list[Result], report: Report, index: dict[str, int]) -> Iterator[dict[str, Any]]:
    lines: set[tuple[str, str, int]] = set()
    for result, fingerprint in told_apart(results, lambda result: result.finding):
        finding = result.finding
        place = place_of(finding.span, report)
        fingerprints = {FINGERPRINT: fingerprint}
        # Two findings of a rule on one line would be one alert.
        line = (finding.rule_id, place.path, place.line)
        if line in lines:
            fingerprints[LINE_HASH] = fingerprint
        lines.add(line)
        shown: dict[str, Any] = {"ruleId": finding.rule_id}
        if finding.rule_id in index:
            shown["ruleIndex"] = index[finding.rule_id]
        shown["level"] = LEVELS[finding.severity]
        shown["message"] = _message(sentence(finding, report))
        shown["locations"] = [
            _location(finding.span, place, finding.target if finding.target in report.domains else "")
        ]
        if finding.related:
            shown["relatedLocations"] = [
                {
                    "id": number,
                    **_location(other.span, place_of(other.span, report)),
                    "message": _message(brief(other.caption)),
                }
                for number, other in enumerate(finding.related, 1)
            ]
        shown["partialFingerprints"] = fingerprints
        if result.aside is not None:
            until = f" (until {result.aside.until})" if result.aside.until else ""
            reason = brief(result.aside.reason) + until
            shown["suppressions"] = [{"kind": result.kind, "status": "accepted", "justification": reason}]
        shown["properties"] = {"confidence": finding.confidence.label, "target": one_line(finding.target)}
        if finding.variants:
            shown["properties"]["variants"] = [brief(variant) for variant in finding.variants]
        yield shown


def _location(span: Span, place: Place, domain: str = "") -> dict[str, Any]:
    region = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    if place.end_column:
        region["endColumn"] = place.end_column
    found: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(place.path), "region": region}}
    if domain:
        found["logicalLocations"] = [{"fullyQualifiedName": one_line(domain), "kind": "domain"}]
    if span.location.via:
        found["message"] = _message(f"in {brief(span.location.via)}")
    return found


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/"), "uriBaseId": ROOT}


def _message(text: str) -> dict[str, str]:
    """Printable words, and none of others that make a link: `[words](address)` is one even in plain text."""
    return {"text": text.replace("](", "] (")}


def _driver(report: Report) -> dict[str, Any]:
    return {
        "name": "mailcheck",
        "semanticVersion": report.version or "0.0.0",
        "rules": [_rule(rule) for _, rule in sorted(report.rules.items())],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    words = rule.id.split("-")
    shown: dict[str, Any] = {"id": rule.id}
    if len(words) > 1:  # a name that differs only in case is none
        shown["name"] = "".join(map(str.capitalize, words))
    shown |= {
        "shortDescription": {"text": _most(rule.summary or rule.title)},
        "fullDescription": {"text": _most(" ".join([rule.summary, *rule.why.split("\n")]).strip() or rule.title)},
        "help": {"text": "\n\n".join(_help(rule)), "markdown": "\n\n".join(_help(rule, markdown=True))},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["email", rule.group, rule.owner],
            "precision": PRECISIONS[rule.confidence],
            "problem.severity": PROBLEMS[rule.severity],
        },
    }
    source = next((cite.url for cite in rule.cites if cite.url), "")
    return {**shown, "helpUri": source} if source else shown


def _help(rule: Rule, *, markdown: bool = False) -> Iterator[str]:
    """Paragraphs: what is wrong, why it matters, how to mend it and who does, on which authority."""
    strong = "**" if markdown else ""
    yield from filter(None, [rule.summary or rule.title, *rule.why.split("\n")])
    if rule.fix:
        yield f"{strong}Fix{strong} ({rule.owner}): {rule.fix}"
    if rule.cites:
        refs = [f"[{cite.ref}]({cite.url})" if markdown and cite.url else cite.ref for cite in rule.cites]
        yield f"{strong}Authority{strong}: {'; '.join(refs)}"
    command = f"mailcheck explain {rule.id}"
    yield f"Examples: {f'`{command}`' if markdown else command}"


def _most(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    """Whether the run was whole, and what it did not look at: no result does not mean clean."""
    whole = not report.crashes and not any(notice.failed for notice in report.notices)
    told = [_crash(*group, report) for group in crash_groups(report.crashes)]
    told += [_notice(notice, report) for notice in report.notices]
    told += [
        _notification("note", f"{reason.state}: {plural(reason.number, 'check')}: {brief(reason.reason)}")
        for reason in open_reasons(report)
    ]
    if left_out:
        told.append(
            _notification("warning", f"{plural(left_out, 'result')} left out: {MOST} is the most that is taken")
        )
    return {"executionSuccessful": whole, "toolExecutionNotifications": told}


def _crash(crash: Crash, rules: list[str], targets: list[str], report: Report) -> dict[str, Any]:
    rule = {"associatedRule": {"id": crash.rule_id}} if crash.rule_id in report.rules else {}
    return {**_notification("error", broke(crash, rules, targets)), **rule}


def _notice(notice: Notice, report: Report) -> dict[str, Any]:
    level = "error" if notice.failed else "note"
    said = brief(notice.message)
    if not notice.path or notice.path in report.domains:
        return _notification(level, f"{brief(notice.path)}: {said}" if notice.path else said)
    place: dict[str, Any] = {"artifactLocation": _artifact(one_line(notice.path) or config_place(report).path)}
    if notice.line:
        place["region"] = {"startLine": notice.line}
    return {**_notification(level, said), "locations": [{"physicalLocation": place}]}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": _message(text)}
