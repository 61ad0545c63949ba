"""`mailcheck domain NAME --guide`: the way out, step by step, for people who have never seen DNS.

Everything comes from the findings of the rules and the records that mend them; what cannot be known is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.facts.domain.dns_hosting import Hosting
from mailcheck.findings import Finding
from mailcheck.guide.page import guide_lines, healthy_lines
from mailcheck.guide.steps import make_steps
from mailcheck.report import Report
from mailcheck.subjects.domain import Domain


def guide(domain: Domain, hosting: Hosting, report: Report) -> str:
    """The guide for one domain of a report."""
    findings = [finding for finding in report.findings if finding.target == domain.name]
    unknown = list(dict.fromkeys(_open_questions(domain, report)))
    lines = (
        healthy_lines(domain) if not findings and not unknown else _whole(domain, hosting, report, findings, unknown)
    )
    return "".join(line.rstrip() + "\n" for line in lines)


def _whole(
    domain: Domain, hosting: Hosting, report: Report, findings: list[Finding], unknown: list[str]
) -> Iterator[str]:
    records = [record for record in report.records if record.domain == domain.name]
    steps = make_steps(domain, findings, records, report.rules)
    return guide_lines(domain, hosting, steps, unknown)


def _open_questions(domain: Domain, report: Report) -> Iterator[str]:
    """What could not be looked up."""
    for target, verdicts in report.outcomes.rows:
        if target == domain.name:
            yield from (verdict.reason for verdict in verdicts if verdict.state == "indeterminate")
