"""What is kept of very many domains: how often, not what. It counts the JSON lines that were written about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mailcheck.findings import Confidence, Finding, Severity
from mailcheck.report import STATES, Crash, Notice, Outcomes, Report, Verdict
from mailcheck.spans import Text

SHOWN = 5


class Tally:
    """Counts, and a report in little space that fails or passes a gate as everything together would.

    `domains`: lines counted. `open`: of these, domains about which not everything could be looked up. `severities`:
    findings by their label. `rules`: domains in which a rule found something. `crashes`: the first few.
    """

    def __init__(self) -> None:
        self.domains = 0
        self.open = 0
        self.severities: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.crashed = 0
        self.crashes: list[Crash] = []
        self._states: set[str] = set()
        self._notices: dict[tuple[str, bool], Notice] = {}

    def add(self, line: Mapping[str, Any]) -> None:
        """Count one line. Raises KeyError or TypeError for what is no such line."""
        summary = line["summary"]
        self.domains += 1
        self.open += not line["complete"]
        self.severities.update(summary["findings"])
        self.rules.update({finding["rule"] for finding in line["findings"]})
        self._states.update(state for state, number in summary["checks"].items() if number)
        for crash in line["crashes"]:
            self.crashed += 1
            if len(self.crashes) < SHOWN:
                self.crashes.append(Crash(crash["rule"], crash["target"], crash["error"], ""))
        for notice in line["notices"]:
            kept = Notice(notice["kind"], notice["message"], notice["path"], failed=notice["failed"])
            self._notices.setdefault((kept.kind, kept.failed), kept)

    def digest(self) -> Report:
        """One finding of each severity, one notice of each kind, one outcome of each state."""
        nowhere = Text("", "").span()
        found = [severity for severity in Severity if self.severities[severity.label]]
        states = [state for state in STATES if state in self._states]
        return Report(
            findings=tuple(Finding("", "", nowhere, severity, Confidence.CERTAIN) for severity in found),
            crashes=tuple(self.crashes),
            notices=tuple(self._notices.values()),
            domains=("",),
            outcomes=Outcomes([("", tuple(Verdict("", state) for state in states))]),
        )
