"""What a run found, and what it could not find out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mailcheck.findings import Finding
from mailcheck.rule import Rule

State = Literal["passed", "failed", "not-applicable", "not-evaluated", "indeterminate", "crashed"]
STATES: tuple[State, ...] = (
    "passed",
    "failed",
    "not-applicable",
    "not-evaluated",
    "indeterminate",
    "crashed",
)
NoticeKind = Literal["input", "limit", "suppression", "config", "dns", "renderer"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one rule ended on one target. `reason` says why, unless it passed or failed."""

    rule_id: str
    target: str
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule or fact broke. No finding, so nothing can ignore it; the run exits with 2."""

    rule_id: str
    target: str
    error: str
    traceback: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the run itself that a person should know.

    `failed` marks notices that make the run incomplete (an unreadable file): exit code 2.
    """

    kind: NoticeKind
    message: str
    path: str = ""
    line: int = 0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding that was suppressed or is in the baseline, and why. It is counted, never dropped."""

    finding: Finding
    reason: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reporter needs, sorted."""

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[SetAside, ...] = ()
    baselined: tuple[SetAside, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    crashes: tuple[Crash, ...] = ()
    notices: tuple[Notice, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    """Target -> 'commercial (declared)' and the like: how it was read."""
    version: str = ""
