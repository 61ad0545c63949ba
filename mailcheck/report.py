"""What a run found, and what it could not find out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

from mailcheck.findings import Finding
from mailcheck.rule import Rule

if TYPE_CHECKING:
    from mailcheck.evidence import Evidence
    from mailcheck.exhibits import MessageView
    from mailcheck.records import ProposedRecord

State = Literal["passed", "failed", "not-applicable", "not-evaluated", "indeterminate", "crashed"]
STATES: tuple[State, ...] = (
    "passed",
    "failed",
    "not-applicable",
    "not-evaluated",
    "indeterminate",
    "crashed",
)
COMMAND_LINE = "command line"
"""Stands for a file where a domain was named on the command line."""
NoticeKind = Literal["input", "limit", "suppression", "config", "dns", "renderer"]


class Outcome(NamedTuple):
    """How one rule ended on one target. `reason` says why, unless it passed or failed."""

    rule_id: str
    target: str
    state: State
    reason: str = ""


class Verdict(NamedTuple):
    """An outcome without its target, so that messages whose rules ended alike can share it."""

    rule_id: str
    state: State
    reason: str = ""


class Outcomes(Sequence[Outcome]):
    """The outcomes of every rule on every target, in little space: a row is a target and its shared verdicts.

    A mailbox of a hundred thousand messages has millions of outcomes; they are made when they are looked at.
    """

    __slots__ = ("_ends", "rows")

    def __init__(self, rows: Iterable[tuple[str, tuple[Verdict, ...]]] = ()) -> None:
        self.rows = tuple(rows)
        self._ends = tuple(accumulate(len(verdicts) for _, verdicts in self.rows))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Outcome]:
        for target, verdicts in self.rows:
            for rule_id, state, reason in verdicts:
                yield Outcome(rule_id, target, state, reason)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Outcome, ...]: ...
    def __getitem__(self, index: int | slice) -> Outcome | tuple[Outcome, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(index)
        row = bisect_right(self._ends, position)
        target, verdicts = self.rows[row]
        rule_id, state, reason = verdicts[position - self._ends[row]]
        return Outcome(rule_id, target, state, reason)

    def counts(self) -> Counter[Verdict]:
        """How many targets each verdict was given on."""
        rows = Counter(verdicts for _, verdicts in self.rows)
        total: Counter[Verdict] = Counter()
        for verdicts, times in rows.items():
            for verdict in verdicts:
                total[verdict] += times
        return total


class Crash(NamedTuple):
    """A rule or fact broke. No finding, so nothing can ignore it; the run exits with 2."""

    rule_id: str
    target: str
    error: str
    traceback: str


class Notice(NamedTuple):
    """Something about the run itself that a person should know.

    `failed` marks notices that make the run incomplete (an unreadable file): exit code 2.
    """

    kind: NoticeKind
    message: str
    path: str = ""
    line: int = 0
    failed: bool = False
    names: tuple[str, ...] = ()
    """Files that the message names at its end, with commas between them."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding that was suppressed or is in the baseline, and why. It is counted, never dropped."""

    finding: Finding
    reason: str
    until: str = ""
    in_source: bool = False
    """Whether a comment in the message itself says so."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a reporter needs, sorted."""

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[SetAside, ...] = ()
    baselined: tuple[SetAside, ...] = ()
    unchanged: tuple[SetAside, ...] = ()
    """Findings at what did not change, in a run that is about changes."""
    outcomes: Outcomes = field(default_factory=Outcomes)
    crashes: tuple[Crash, ...] = ()
    notices: tuple[Notice, ...] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    """Those of the targets that are sending domains."""
    classes: Mapping[str, str] = field(default_factory=dict)
    """Target -> 'commercial (declared)' and the like: how it was read."""
    records: tuple[ProposedRecord, ...] = ()
    """What to publish in DNS so that findings about sending domains go away."""
    left_out: int = 0
    """Files that were not to be looked at."""
    messages: tuple[MessageView, ...] = ()
    """Some of the targets as their readers meet them, where a report shows them: see `engine/gallery.py`."""
    evidence: Evidence | None = None
    """For audits, where it was asked for: see `engine/witness.py`."""
    version: str = ""
    config: str = ""
    """How the config file is named; '' when there is none."""
