"""What a report means to a gate: the exit code."""

from __future__ import annotations

from collections.abc import Iterator

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
    if config.strict and any(open_ends(report)):
        return FINDINGS
    if not allow_incomplete and any(notice.kind in OUTSIDE for notice in report.notices):
        return INCOMPLETE
    return CLEAN


def _judged(report: Report) -> bool:
    """Whether any rule gave an answer; that a rule does not bind is one. Nothing need be asked of what is left out."""
    if report.left_out and not report.targets:
        return True
    return any(verdict.state != "not-evaluated" for verdict in report.outcomes.counts())


def open_ends(report: Report) -> Iterator[str]:
    """What only `strict` minds, in words: suppressions that are not in order, and checks that were left open.

    What could not be looked up about a domain is none: it failed outside, which has an exit code of its own.
    """
    domains = set(report.domains)
    if any(notice.kind == "suppression" for notice in report.notices):
        yield "suppressions or entries of the baseline are not in order"
    if any(
        verdict.state == "indeterminate"
        for verdicts in {row for target, row in report.outcomes.rows if target not in domains}
        for verdict in verdicts
    ):
        yield "checks are indeterminate"
    if any(v.state == "not-evaluated" and v.reason in CHOSEN_NOT for v in report.outcomes.counts()):
        yield "checks were not evaluated, because no DNS look-ups were asked for"
