"""Rules are guests: what they yield is checked, what they raise is kept from the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType

from mailcheck.engine.rule_dirs import shown_module
from mailcheck.findings import Confidence, Finding, NotEvaluated, Severity, Unknown
from mailcheck.report import Crash
from mailcheck.rule import Rule
from mailcheck.spans import Span

FRAMES = 12
FIELDS: dict[str, type] = {
    "message": str, "span": Span, "severity": Severity, "confidence": Confidence,
    "advice": str, "related": tuple, "key": str,
}  # fmt: skip


class BreachError(TypeError):
    """A rule yielded something that is no proper finding."""


@dataclass(slots=True)
class Answer:
    """All that asking one rule once led to. `stopped`: time ran out before the rule was through."""

    findings: list[Finding] = field(default_factory=list)
    unknown: str = ""
    missing: str = ""
    crash: Crash | None = None
    stopped: bool = False

    @property
    def passed(self) -> bool:
        """Whether the rule found nothing and came to its end."""
        return not (self.findings or self.unknown or self.missing or self.crash or self.stopped)


def ask(rule: Rule, target: str, check: Callable[[], Iterator[Finding]], in_time: Callable[[], bool]) -> Answer:
    """Iterate a check. A generator runs while it is iterated, so that is what is guarded."""
    answer = Answer()
    try:
        for finding in check():
            _validate(rule, finding)
            answer.findings.append(finding)
            if not in_time():
                answer.stopped = True
                break
    except NotEvaluated as missing:
        answer.missing = missing.reason or "an input is missing"
    except Unknown as unknown:
        answer.unknown = unknown.reason or "no reason given"
    except (Exception, SystemExit) as error:
        answer.crash = crash_of(rule.id, target, error)
    return answer


def crash_of(rule_id: str, target: str, error: BaseException) -> Crash:
    text = str(error).strip()
    name = type(error).__name__
    return Crash(rule_id, target, f"{name}: {text[:500]}" if text else name, "\n".join(_trace(error.__traceback__)))


def _validate(rule: Rule, finding: object) -> None:
    if not isinstance(finding, Finding):
        raise BreachError(f"yielded {type(finding).__name__}, not a finding: use rule.finding(...)")
    if finding.rule_id != rule.id:
        raise BreachError(f"yielded a finding of {finding.rule_id!r}")
    for name, kind in FIELDS.items():
        value = getattr(finding, name)
        if not isinstance(value, kind):
            raise BreachError(f"yielded a finding whose {name} is {value!r}")
    if not finding.message.strip():
        raise BreachError("yielded a finding without a message")
    for span in (finding.span, *(other.span for other in finding.related)):
        if not 0 <= span.start <= span.end <= len(span.text.content):
            raise BreachError(f"yielded a span [{span.start}, {span.end}) outside its text {span.text!r}")


def _trace(trace: TracebackType | None) -> Iterator[str]:
    """The frames below the engine's own, named by module: the same on every machine."""
    import linecache

    frames = []
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        code = trace.tb_frame.f_code
        if module != __name__:
            line = linecache.getline(code.co_filename, trace.tb_lineno).strip()
            frames.append(f"{shown_module(module)}:{trace.tb_lineno} in {code.co_name}: {line}")
        trace = trace.tb_next
    yield from frames[:1]
    if len(frames) > FRAMES:
        yield f"({len(frames) - FRAMES} frames left out)"
    yield from frames[1:][-(FRAMES - 1) :]
