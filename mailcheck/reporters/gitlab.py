"""For GitLab's merge requests: a Code Quality report, a subset of the Code Climate format.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from mailcheck.findings import Severity
from mailcheck.report import Report
from mailcheck.reporters.phrases import broke, crash_groups
from mailcheck.reporters.places import CONFIG, config_place, place_of, sentence, told_apart
from mailcheck.reporters.printable import brief, one_line

_LEADING = re.compile(r"^(?:\.?/)+")
SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
BROKEN = "critical"
"""What could not be checked comes before all findings: a list without it would look mended."""


def render(report: Report) -> str:
    return json.dumps([*_broken(report), *_findings(report)], ensure_ascii=False, indent=1) + "\n"


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    for finding, fingerprint in told_apart(report.findings, lambda finding: finding):
        place = place_of(finding.span, report)
        said = sentence(finding, report)
        yield _entry(said, finding.rule_id, fingerprint, SEVERITIES[finding.severity], place.path, place.line)


def _broken(report: Report) -> Iterator[dict[str, Any]]:
    """Rules that crashed and input that was not read. GitLab lists one entry for each fingerprint."""
    config = config_place(report)
    said = [
        (broke(crash, rules, targets), ", ".join(rules), config.path, 1)
        for crash, rules, targets in crash_groups(report.crashes)
    ]
    said += [
        (brief(notice.message), f"run-{notice.kind}", one_line(notice.path) or config.path, notice.line or 1)
        for notice in report.notices
        if notice.failed
    ]
    for message, name, path, line in dict.fromkeys(said):
        from hashlib import sha256

        identity = sha256(f"{name}\0{path}\0{message}".encode()).hexdigest()[:32]
        yield _entry(message, name, identity, BROKEN, path, line)


def _entry(message: str, name: str, fingerprint: str, severity: str, path: str, line: int) -> dict[str, Any]:
    return {
        "description": message,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        # Its schema has no path from the root of a disk, nor one that begins with "./".
        "location": {"path": _LEADING.sub("", path, count=1) or CONFIG, "lines": {"begin": line}},
    }
