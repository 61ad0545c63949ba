"""What a report means to a gate: the exit code."""

from __future__ import annotations

from mailcheck.engine.config import Config
from mailcheck.report import Report
from mailcheck.rule import NEEDS

CLEAN, FINDINGS, BROKEN, INCOMPLETE = 0, 1, 2, 3
CHOSEN_NOT = {NEEDS["dns"]}
"""Reasons for not evaluating that were the user's choice, not the message's nature."""
OUTSIDE = {"dns", "renderer"}


def exit_code(report: Report, config: Config, *, allow_incomplete: bool = False) -> int:
    """0 clean, 1 findings that fail the run, 2 broken run, 3 something outside failed; 2 beats 1 beats 3."""
    if report.crashes or any(notice.failed for notice in report.notices) or not _judged(report):
        return BROKEN
    if any(finding.severity >= config.threshold for finding in report.findings):
        return FINDINGS
    if config.strict and _undecided(report):
        return FINDINGS
    if not allow_incomplete and any(notice.kind in OUTSIDE for notice in report.notices):
        return INCOMPLETE
    return CLEAN


def _judged(report: Report) -> bool:
    """Whether any rule gave an answer; that a rule does not bind is one. Nothing need be asked of what is left out."""
    if report.left_out and not report.targets:
        return True
    return any(verdict.state != "not-evaluated" for verdict in report.outcomes.counts())


def _undecided(report: Report) -> bool:
    """What only `strict` minds: suppressions that are not in order, and checks that were left open."""
    return any(notice.kind == "suppression" for notice in report.notices) or any(
        verdict.state == "indeterminate" or (verdict.state == "not-evaluated" and verdict.reason in CHOSEN_NOT)
        for verdict in report.outcomes.counts()
    )
