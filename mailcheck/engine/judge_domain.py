"""One sending domain before all rules about domains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from mailcheck.engine.guard import Answer, ask
from mailcheck.engine.judge import Judged
from mailcheck.engine.select import Chosen
from mailcheck.findings import Finding
from mailcheck.report import Verdict
from mailcheck.rule import NEEDS, Rule
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain


def judge_domain(domain: Domain, rules: Iterable[Chosen]) -> Judged:
    """Ask every rule about a domain. Rules about other things are passed over."""
    judged = Judged()
    for chosen in rules:
        rule = chosen.rule
        if rule.target != "domain":
            continue
        verdict = obstacle_without_message(rule, domain.context)
        if verdict is not None:
            judged.verdicts.append(verdict)
            continue
        answer = ask(rule, domain.name, partial(rule.check, domain, *chosen.arguments), lambda: True)
        findings = [_named(finding, domain) for finding in answer.findings]
        if chosen.severity is not None:
            findings = [replace(finding, severity=chosen.severity) for finding in findings]
        judged.findings += findings
        judged.verdicts.append(verdict_of(rule.id, answer))
        if answer.crash:
            judged.crashes.append(answer.crash)
    return judged


def _named(finding: Finding, domain: Domain) -> Finding:
    """An absence points at where the domain was named: here or there, it is the same fault."""
    return finding if finding.key or finding.span != domain.named_at else replace(finding, key=domain.name)


def obstacle_without_message(rule: Rule, context: Context) -> Verdict | None:
    """Why a rule about something else than a message is not asked; None when it is."""
    if rule.jurisdictions and not set(rule.jurisdictions) & set(context.jurisdictions):
        declared = ", ".join(context.jurisdictions) or "none"
        reason = f"binds in {', '.join(rule.jurisdictions)}; declared jurisdictions: {declared}"
        return Verdict(rule.id, "not-applicable", reason)
    for need in rule.needs:
        if need == "dns" and not context.offline:
            continue
        if need == "senders" and context.senders:
            continue
        return Verdict(rule.id, "not-evaluated", NEEDS[need])
    return None


def verdict_of(rule_id: str, answer: Answer) -> Verdict:
    """A fault that was seen stands, whatever could not be known beside it."""
    if answer.crash:
        return Verdict(rule_id, "crashed", answer.crash.error)
    if answer.findings:
        return Verdict(rule_id, "failed", answer.unknown or answer.missing)
    if answer.unknown:
        return Verdict(rule_id, "indeterminate", answer.unknown)
    if answer.missing:
        return Verdict(rule_id, "not-evaluated", answer.missing)
    return Verdict(rule_id, "passed")
