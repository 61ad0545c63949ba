"""For programs: one versioned document with everything. Its JSON Schema is `mailcheck/schemas/report.schema.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from mailcheck.findings import Finding, Severity, fingerprint
from mailcheck.records import ProposedRecord
from mailcheck.report import STATES, Report, SetAside
from mailcheck.rule import Rule
from mailcheck.spans import Location

SCHEMA = "mailcheck.report/1"


def render(report: Report) -> str:
    return json.dumps(document(report), ensure_ascii=False, indent=1) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as JSON values. Names and order are fixed; later versions only add."""
    return {
        "schema": SCHEMA,
        "version": report.version,
        "summary": summary(report),
        "targets": [{"name": name, "class": report.classes.get(name, "")} for name in report.targets],
        "rules": {rule_id: _rule(rule) for rule_id, rule in sorted(report.rules.items())},
        "findings": [_finding(finding, report.rules) for finding in report.findings],
        "suppressed": [_set_aside(aside, report.rules) for aside in report.suppressed],
        "baselined": [_set_aside(aside, report.rules) for aside in report.baselined],
        "unchanged": [_set_aside(aside, report.rules) for aside in report.unchanged],
        "outcomes": [
            {"rule": outcome.rule_id, "target": outcome.target, "state": outcome.state, "reason": outcome.reason}
            for outcome in report.outcomes
        ],
        "notices": [
            {"kind": n.kind, "message": n.message, "path": n.path, "line": n.line or None, "failed": n.failed}
            for n in report.notices
        ],
        "crashes": [
            {"rule": c.rule_id, "target": c.target, "error": c.error, "traceback": c.traceback.split("\n")}
            for c in report.crashes
        ],
        "records": [_record(record) for record in report.records],
    }


def summary(report: Report) -> dict[str, Any]:
    """Counts: findings by severity, checks (a rule on a target) by how they ended, and what was set aside."""
    severities = Counter(finding.severity for finding in report.findings)
    counts = report.outcomes.counts()
    return {
        "targets": len(report.targets),
        "findings": {severity.label: severities[severity] for severity in sorted(Severity, reverse=True)},
        "checks": {state: sum(n for v, n in counts.items() if v.state == state) for state in STATES},
        "suppressed": len(report.suppressed),
        "baselined": len(report.baselined),
        "unchanged": len(report.unchanged),
        "left_out": report.left_out,
        "crashes": len(report.crashes),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "group": rule.group,
        "title": rule.title,
        "summary": rule.summary,
        "why": rule.why,
        "severity": rule.severity.label,
        "confidence": rule.confidence.label,
        "owner": rule.owner,
        "citations": [{"basis": cite.basis, "ref": cite.ref, "url": cite.url} for cite in rule.cites],
    }


def _finding(finding: Finding, rules: Mapping[str, Rule]) -> dict[str, Any]:
    rule = rules.get(finding.rule_id)
    return {
        "rule": finding.rule_id,
        "group": rule.group if rule else "",
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "owner": rule.owner if rule else "",
        "message": finding.message,
        "advice": finding.advice,
        "target": finding.target,
        "location": location_of(finding.span.location),
        "quote": finding.span.quote,
        "related": [
            {"caption": other.caption, "location": location_of(other.span.location), "quote": other.span.quote}
            for other in finding.related
        ],
        "variants": list(finding.variants),
        "citations": _rule(rule)["citations"] if rule else [],
        "fingerprint": fingerprint(finding),
    }


def _record(record: ProposedRecord) -> dict[str, Any]:
    return {
        "domain": record.domain,
        "action": "delete" if not record.value else "replace" if record.old else "add",
        "name": record.name,
        "type": record.kind,
        "ttl": record.ttl,
        "value": record.value,
        "data": record.data,
        "old": list(record.old),
        "mends": [{"rule": change.rule, "reason": change.reason} for change in record.changes],
        "questions": list(record.questions),
        "keeper": record.keeper or None,
    }


def _set_aside(aside: SetAside, rules: Mapping[str, Rule]) -> dict[str, Any]:
    return {**_finding(aside.finding, rules), "because": aside.reason, "until": aside.until or None}


def location_of(location: Location) -> dict[str, Any]:
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
        "exact": location.exact,
        "via": location.via,
    }
