"""Whether a rule binds a message, and whether what it needs is there."""

from __future__ import annotations

from functools import lru_cache

from mailcheck.report import Verdict
from mailcheck.rule import NEEDS, STAGES, Rule
from mailcheck.subjects.message import Message

UNDECLARED = "the sender declares no class: class in the config, --class or an X-Mailcheck-Class header does"
KNOWN_CLASSES = frozenset({"commercial", "transactional", "editorial"})


def depends_on_class(rule: Rule) -> bool:
    """Whether it matters to the rule what the message is for."""
    return _leaves_out_a_class(rule.applies_to)


@lru_cache(maxsize=64)
def _leaves_out_a_class(names: tuple[str, ...]) -> bool:
    return not KNOWN_CLASSES.issubset(names)


def obstacle(rule: Rule, message: Message) -> Verdict | None:
    """Why the rule is not asked about this message; None when it is. May raise `Unknown` from a fact."""
    if rule.jurisdictions and not set(rule.jurisdictions).intersection(message.context.jurisdictions):
        declared = ", ".join(message.context.jurisdictions) or "none"
        return Verdict(
            rule.id, "not-applicable", f"binds in {', '.join(rule.jurisdictions)}; declared jurisdictions: {declared}"
        )
    if len(rule.stages) < len(STAGES):
        verdict = _stage_obstacle(rule, message.stage)
        if verdict:
            return verdict
    if depends_on_class(rule):
        known = message.message_class
        if known.verdict not in rule.applies_to and known.declared not in rule.applies_to:
            return Verdict(rule.id, "not-applicable", f"binds {_words(rule.applies_to)} mail; this is {known.verdict}")
    if rule.declared:
        verdict = _declaration_obstacle(rule, message.message_class.declared)
        if verdict:
            return verdict
    for need in rule.needs:
        if _absent(need, message):
            return Verdict(rule.id, "not-evaluated", NEEDS[need])
    return None


def _declaration_obstacle(rule: Rule, declared: str | None) -> Verdict | None:
    if declared is None:
        return Verdict(rule.id, "not-evaluated", UNDECLARED)
    if declared not in rule.declared:
        return Verdict(rule.id, "not-applicable", f"binds mail declared {_words(rule.declared)}; this is {declared}")
    return None


def _stage_obstacle(rule: Rule, stage: str) -> Verdict | None:
    """What comes at a later stage has not been checked; what belonged to an earlier one no longer matters."""
    if stage in rule.stages:
        return None
    later = [name for name in STAGES[STAGES.index(stage) + 1 :] if name in rule.stages]
    if later:
        return Verdict(rule.id, "not-evaluated", f"judged once the message is {later[0]}; this one is at stage {stage}")
    return Verdict(rule.id, "not-applicable", f"concerns stage {_words(rule.stages)}; this one is at stage {stage}")


def _absent(need: str, message: Message) -> bool:
    mail, context = message.mail, message.context
    if need in ("headers", "mime"):
        return mail.form != "eml"
    if need == "subject":
        return all(header.key != "subject" for header in mail.headers)
    if need == "html":
        return mail.html is None
    if need == "text":
        return mail.text is None
    if need == "signature":
        signed = any(header.key == "dkim-signature" for header in mail.headers)
        return not signed and message.stage not in ("signed", "delivered")
    if need == "senders":
        return not context.senders
    if need == "dns":
        return not message.authenticated
    return True  # list: an input of other commands


def _words(names: tuple[str, ...]) -> str:
    names = tuple(name for name in names if name != "unknown") or names
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
