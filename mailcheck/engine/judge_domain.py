"""One sending domain before all rules about domains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mailcheck.engine.judge import Judged
from mailcheck.engine.judge_subject import judge_subject
from mailcheck.engine.select import Chosen
from mailcheck.findings import Finding
from mailcheck.subjects.domain import Domain


def judge_domain(domain: Domain, rules: Iterable[Chosen]) -> Judged:
    """Ask every rule about a domain. Rules about other things are passed over."""
    judged = judge_subject(domain, domain.name, (chosen for chosen in rules if chosen.rule.target == "domain"))
    judged.findings = [_named(finding, domain) for finding in judged.findings]
    return judged


def _named(finding: Finding, domain: Domain) -> Finding:
    """An absence points at where the domain was named: here or there, it is the same fault."""
    return finding if finding.key or finding.span != domain.named_at else replace(finding, key=domain.name)
