"""For audits: the report, and what was read, applied and heard. Schema: `mailcheck/schemas/evidence.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from mailcheck.evidence import AppliedRule, Evidence, HeardAnswer
from mailcheck.report import Report, SetAside
from mailcheck.reporters.json import document as report_document

SCHEMA = "mailcheck.evidence/1"
MEANINGS = {0: "clean", 1: "findings", 2: "broken", 3: "incomplete"}
"""What exit codes say."""


def render(report: Report) -> str:
    """Raises ValueError for a report of a run that no evidence was taken of."""
    if report.evidence is None:
        raise ValueError("no evidence was taken of this run")
    return json.dumps(document(report, report.evidence), ensure_ascii=False, indent=1) + "\n"


def document(report: Report, evidence: Evidence) -> dict[str, Any]:
    """The evidence as JSON values. Names and order are fixed; later versions only add."""
    return {
        "schema": SCHEMA,
        "verdict": {"exit_code": evidence.exit_code, "meaning": MEANINGS.get(evidence.exit_code, "")},
        "run": {
            "started": _time(evidence.started),
            "ended": _time(evidence.ended),
            "today": evidence.today.isoformat(),
        },
        "tool": {
            "name": "mailcheck",
            "version": report.version,
            "python": evidence.python,
            "libraries": dict(evidence.libraries),
            "packages": [package._asdict() for package in evidence.packages],
        },
        "rule_set": _rule_set(evidence.rules),
        "settings": {
            "config": _file(evidence.config),
            "baseline": _file(evidence.baseline),
            "declared": dict(evidence.settings),
            "sha256": _hash(evidence.settings),
        },
        "messages": [{"name": read.target, "sha256": read.sha256, "bytes": read.size} for read in evidence.messages],
        "dns": {"source": evidence.dns, "answers": [_answer(answer) for answer in evidence.answers]},
        "waivers": list(_waivers(report)),
        "report": report_document(report),
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _hash(values: object) -> str:
    return sha256(json.dumps(values, sort_keys=True, default=dict).encode()).hexdigest()


def _file(named: tuple[str, str]) -> dict[str, str] | None:
    name, digest = named
    return {"name": name, "sha256": digest} if name else None


def _rule_set(rules: Iterable[AppliedRule]) -> dict[str, Any]:
    rows = [
        {"id": rule.rule_id, "sha256": rule.sha256, "severity": rule.severity or None, "options": dict(rule.options)}
        for rule in rules
    ]
    return {"sha256": _hash(rows), "rules": rows}


def _answer(answer: HeardAnswer) -> dict[str, Any]:
    return {
        "name": answer.name,
        "type": answer.kind,
        "status": answer.status,
        "records": list(answer.records),
        "chain": list(answer.chain),
        "ttl": answer.ttl,
        "secure": answer.secure,
        "detail": answer.detail,
        "time": _time(answer.time),
    }


def _waivers(report: Report) -> Iterator[dict[str, Any]]:
    """Every finding that was set aside: in the message, by the config, the baseline, or a look at changes alone."""
    for aside in report.suppressed:
        yield _waiver(aside, "suppressed" if aside.in_source else "allowed")
    for aside in report.baselined:
        yield _waiver(aside, "baselined")
    for aside in report.unchanged:
        yield _waiver(aside, "unchanged")


def _waiver(aside: SetAside, kind: str) -> dict[str, Any]:
    finding = aside.finding
    place = finding.span.location
    return {
        "kind": kind,
        "rule": finding.rule_id,
        "target": finding.target,
        "place": f"{place.path}:{place.line}:{place.column}",
        "severity": finding.severity.label,
        "message": finding.message,
        "because": aside.reason,
        "until": aside.until or None,
    }
