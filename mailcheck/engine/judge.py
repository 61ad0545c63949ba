"""One message before all rules: who is asked, what they found, how each of them ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from mailcheck.engine.binding import depends_on_class, obstacle
from mailcheck.engine.guard import Answer, ask, crash_of
from mailcheck.engine.select import Chosen
from mailcheck.findings import Finding, NotEvaluated, Severity, Unknown
from mailcheck.report import Crash, Notice, Verdict
from mailcheck.subjects.message import Message

JUDGED = frozenset({"passed", "failed"})
OUT_OF_TIME = "the time for this message was used up"
UNDECIDED = (
    "cannot tell whether this is commercial, transactional or editorial mail, so findings that depend on it count one "
    "step lower; --class, or class in the config, settles it"
)


@dataclass(slots=True)
class Judged:
    """What became of one message. Findings still hold the message's texts."""

    findings: list[Finding] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def judge(views: Sequence[Message], rules: Sequence[Chosen]) -> Judged:
    """Ask every rule about a message; the first of its views is the desktop's."""
    message = views[0]
    target, seconds = message.mail.target, message.context.limits.seconds
    deadline = time.process_time() + seconds
    judged = Judged()
    late, lowered = 0, False

    def in_time() -> bool:
        return time.process_time() <= deadline

    for chosen in rules:
        if in_time():
            findings, verdict, crash = _one_rule(chosen, views, in_time)
        else:
            findings, verdict, crash = [], Verdict(chosen.rule.id, "not-evaluated", OUT_OF_TIME), None
        late += verdict.reason == OUT_OF_TIME
        if findings and chosen.severity is None and depends_on_class(chosen.rule) and _undecided(message):
            findings = [replace(found, severity=Severity(max(1, found.severity - 1))) for found in findings]
            lowered = True
        judged.findings += findings
        judged.verdicts.append(verdict)
        if crash:
            judged.crashes.append(crash)
    if late:
        text = f"took more than {seconds:g} s (limits.seconds): {count(late, 'rule')} did not run to the end"
        judged.notices.append(Notice("limit", text, target, failed=True))
    if lowered:
        judged.notices.append(Notice("config", UNDECIDED, target))
    return judged


def _one_rule(
    chosen: Chosen, views: Sequence[Message], in_time: Callable[[], bool]
) -> tuple[list[Finding], Verdict, Crash | None]:
    rule, message, target = chosen.rule, views[0], views[0].mail.target
    try:
        verdict = obstacle(rule, message)
    except NotEvaluated as missing:
        verdict = Verdict(rule.id, "not-evaluated", missing.reason)
    except Unknown as unknown:
        verdict = Verdict(rule.id, "indeterminate", unknown.reason)
    except Exception as error:  # a fact broke: whoever asked is named, the others go on
        broken = crash_of(rule.id, target, error)
        return [], Verdict(rule.id, "crashed", broken.error), broken
    if verdict is not None:
        return [], verdict, None
    answers: dict[str, Answer] = {}
    for view in views if rule.views else views[:1]:
        answers[view.view.name] = ask(rule, target, partial(rule.check, view, *chosen.arguments), in_time)
    if all(answer.passed for answer in answers.values()):
        return [], Verdict(rule.id, "passed"), None
    findings = list(_merge(answers))
    if chosen.severity is not None:
        findings = [replace(finding, severity=chosen.severity) for finding in findings]
    crash = next((answer.crash for answer in answers.values() if answer.crash), None)
    return findings, _verdict(rule.id, answers, crash), crash


def _merge(answers: dict[str, Answer]) -> Iterator[Finding]:
    """Equal findings of several views become one that lists them; of all views it lists none."""
    if len(answers) == 1 and all(len(answer.findings) < 2 for answer in answers.values()):
        yield from next(iter(answers.values())).findings
        return
    merged: dict[object, tuple[Finding, list[str]]] = {}
    for name, answer in answers.items():
        for finding in answer.findings:
            identity = (finding.message, finding.severity, finding.advice, finding.span.location)
            _, names = merged.setdefault(identity, (finding, []))
            if name not in names:
                names.append(name)
    for finding, names in merged.values():
        yield finding if len(names) == len(answers) else replace(finding, variants=tuple(names))


def _verdict(rule_id: str, answers: dict[str, Answer], crash: Crash | None) -> Verdict:
    """How a rule ended that did not pass. A fault that was seen stands, whatever could not be decided beside it."""
    every = answers.values()
    unknown = "; ".join(dict.fromkeys(answer.unknown for answer in every if answer.unknown))
    missing = "; ".join(dict.fromkeys(answer.missing for answer in every if answer.missing))
    late = OUT_OF_TIME if any(answer.stopped for answer in every) else ""
    if crash:
        return Verdict(rule_id, "crashed", crash.error)
    if any(answer.findings for answer in every):
        return Verdict(rule_id, "failed", late or unknown or missing)
    if late:
        return Verdict(rule_id, "not-evaluated", late)
    if unknown:
        return Verdict(rule_id, "indeterminate", unknown)
    return Verdict(rule_id, "not-evaluated", missing)


def answered(verdicts: Iterable[Verdict]) -> set[str]:
    """The rules that gave an answer. One that failed with a reason could not decide everything: more may be there."""
    return {verdict.rule_id for verdict in verdicts if verdict.state in JUDGED and not verdict.reason}


def _undecided(message: Message) -> bool:
    return message.message_class.verdict == "unknown"


def count(number: int, noun: str) -> str:
    """'1 finding', '2 findings'."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
