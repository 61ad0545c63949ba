"""A domain or a campaign before all rules about its kind: who is asked, what they found, how each of them ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from mailcheck.engine.guard import Answer, ask
from mailcheck.engine.judge import Judged
from mailcheck.engine.select import Chosen
from mailcheck.report import Verdict
from mailcheck.rule import NEEDS, Rule
from mailcheck.subjects.campaign import Campaign
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain


def judge_subject(subject: Domain | Campaign, target: str, rules: Iterable[Chosen]) -> Judged:
    """Ask these rules, which are about subjects of this kind. `target` names it in what is said about crashes."""
    judged = Judged()
    for chosen in rules:
        rule = chosen.rule
        verdict = _obstacle(rule, subject.context)
        if verdict is not None:
            judged.verdicts.append(verdict)
            continue
        answer = ask(rule, target, partial(rule.check, subject, *chosen.arguments), lambda: True)
        findings = answer.findings
        if chosen.severity is not None:
            findings = [replace(finding, severity=chosen.severity) for finding in findings]
        judged.findings += findings
        judged.verdicts.append(_verdict(rule.id, answer))
        if answer.crash:
            judged.crashes.append(answer.crash)
    return judged


def _obstacle(rule: Rule, context: Context) -> Verdict | None:
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


def _verdict(rule_id: str, answer: Answer) -> Verdict:
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
