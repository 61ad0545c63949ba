"""What is kept of each target once it was judged: little enough for a run over a million messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from mailcheck._version import __version__
from mailcheck.engine.config import Config
from mailcheck.engine.guard import crash_of
from mailcheck.engine.judge import answered
from mailcheck.engine.judge_campaign import ALL, judge_campaign
from mailcheck.engine.judge_domain import judge_domain
from mailcheck.engine.judge_mail import CORE, JudgedMail
from mailcheck.engine.select import Plan
from mailcheck.engine.settle import Settled, settle
from mailcheck.engine.suppress import Allowances
from mailcheck.findings import Finding, Severity, reading_order
from mailcheck.report import Crash, Notice, NoticeKind, Outcomes, Report, SetAside, Verdict
from mailcheck.source.unread import Trouble
from mailcheck.spans import Location
from mailcheck.subjects.campaign import Campaign, SentMessage

if TYPE_CHECKING:
    from mailcheck.engine.baseline import Baseline
    from mailcheck.engine.changes import Changes
    from mailcheck.engine.gallery import Gallery
    from mailcheck.records import ProposedRecord
    from mailcheck.subjects.domain import Domain

ELSEWHERE = "(sending domains)"
"""Stands for a target where rules about domains were not asked."""
SHOWN = 5


class _About(NamedTuple):
    """What findings are about: as reports name it, as baselines do, and as the config's globs see it."""

    target: str
    target_id: str
    path: str


@dataclass
class Ledger:
    """Everything that is kept of the messages and domains so far."""

    plan: Plan
    config: Config
    today: date
    baseline: Baseline | None = None
    changes: Changes | None = None
    findings: list[Finding] = field(default_factory=list)
    suppressed: list[SetAside] = field(default_factory=list)
    baselined: list[SetAside] = field(default_factory=list)
    unchanged: list[SetAside] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    rows: list[tuple[str, tuple[Verdict, ...]]] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    records: list[ProposedRecord] = field(default_factory=list)
    elsewhere: list[Verdict] = field(default_factory=list)
    across: list[Verdict] = field(default_factory=list)
    left_out: int = 0
    """Files that were not to be looked at."""
    declared: dict[tuple[str, str, Severity, Location], str] = field(default_factory=dict)
    """Findings about the config itself: each is told once a run, not once a message."""
    gallery: Gallery | None = None
    """Given when a report shows messages."""

    def __post_init__(self) -> None:
        self.notices += self.plan.notices
        self.allowances = Allowances(self.config, self.plan.catalogue.known, self.today)
        self.kinds: dict[str, str] = {}
        self.shared: dict[tuple[Verdict, ...], tuple[Verdict, ...]] = {}
        self.verdicts: dict[Verdict, Verdict] = {}
        self.sent: list[SentMessage] = []
        self.places: dict[str, _About] = {}

    def trouble(self, trouble: Trouble) -> None:
        """Remember a path that gave no mail."""
        kind: NoticeKind = "limit" if trouble.kind == "limit" else "input"
        text = trouble.message.removeprefix(f"{trouble.path}: ")
        self.notices.append(Notice(kind, text, trouble.path, failed=True))

    def keep(self, judged: JudgedMail) -> None:
        """Remember what became of a message."""
        about = _About(judged.target, judged.target_id, judged.path)
        if judged.kind:
            self.classes[judged.target] = self.kinds.setdefault(judged.kind, judged.kind)
        if judged.sent is not None:
            self.sent.append(judged.sent)
            self.places[judged.target] = about
        before = len(self.findings)
        self._keep(about, judged.findings, judged.verdicts)
        self.crashes += judged.crashes
        self.notices += judged.notices
        if self.gallery is not None and judged.view is not None:
            self.gallery.offer(judged.view, self.findings[before:])

    def judge_domain(self, domain: Domain) -> None:
        """Judge a sending domain. What could not be looked up about it is a notice of its own."""
        self.domains.append(domain.name)
        judged = judge_domain(domain, self.plan.chosen)
        open_questions = {v.reason for v in judged.verdicts if v.state == "indeterminate"}
        if open_questions:
            shown = "; ".join(sorted(open_questions)[:SHOWN])
            judged.notices.append(Notice("dns", f"not everything could be looked up: {shown}", domain.name))
        before = len(self.findings)
        self._keep(
            _About(domain.name, domain.name, domain.name),
            [self._settled(finding, domain.name, domain.name) for finding in judged.findings],
            judged.verdicts,
        )
        self.crashes += judged.crashes
        self.notices += judged.notices
        self._propose(domain, {finding.rule_id for finding in self.findings[before:]})

    def _propose(self, domain: Domain, standing: set[str]) -> None:
        """The records that mend what was found about a domain, and was not accepted."""
        if not standing:
            return
        from mailcheck.facts.domain.dns_records import proposed_records

        try:
            proposals = proposed_records(domain.audit, parked=domain.context.parked, today=self.today)
            self.records += (record for record in proposals if record.rules & standing)
        except Exception as error:
            self.crashes.append(crash_of(CORE, domain.name, error))

    def _settled(self, finding: Finding, target: str, target_id: str) -> Settled:
        """A finding about something else than a message."""
        is_new = self.changes is None or self.changes.touch(finding)
        return Settled(settle(finding, target, target_id), is_new=is_new, at_config=self.config.holds(finding.span))

    def _keep(self, about: _About, findings: Iterable[Settled], verdicts: Iterable[Verdict]) -> None:
        """Remember what was found, apart from what is set aside, and which rules gave an answer."""
        why: Counter[tuple[str, str]] = Counter()
        standing: set[str] = set()
        # Of equal faults the baseline accepts the old ones, so that a new one stands.
        for settled in sorted(findings, key=attrgetter("is_new")):
            self._sort_out(settled, about, why, standing)
        if self.config.allow or self.baseline is not None:
            seen = answered(verdicts)
            self.allowances.saw(about.path, seen)
            if self.baseline is not None:
                self.baseline.saw(about.target_id, seen)
        self._add_row(about.target, [_after(verdict, why, standing) for verdict in verdicts])

    def judge_campaign(self) -> None:
        """Ask the rules that look at all messages side by side; what they find belongs to the message it points at."""
        judged = judge_campaign(Campaign(self.config.context, tuple(self.sent)), self.plan.chosen)
        targets = {id(sent.at.text): sent.target for sent in self.sent}
        why: Counter[tuple[str, str]] = Counter()
        standing: set[str] = set()
        for finding in judged.findings:
            about = self.places.get(targets.get(id(finding.span.text), ALL), _About(ALL, ALL, ALL))
            self._sort_out(self._settled(finding, about.target, about.target_id), about, why, standing)
        seen = answered(judged.verdicts)
        for about in self.places.values():
            self.allowances.saw(about.path, seen)
            if self.baseline is not None:
                self.baseline.saw(about.target_id, seen, alone=False)
        self.crashes += judged.crashes
        self.across = [_after(verdict, why, standing) for verdict in judged.verdicts]

    def _sort_out(self, settled: Settled, about: _About, why: Counter[tuple[str, str]], standing: set[str]) -> None:
        """Put a finding where it belongs, and count it: its rule stands, or `why` not."""
        finding = settled.finding
        aside = settled.aside or self.allowances.reason_for(finding, about.path)
        if aside is not None:
            self.suppressed.append(aside)
            reason = "suppressed"
        elif settled.at_config:
            reason = self._sort_once(finding, settled.is_new)
        else:
            reason = self._sort(finding, settled.is_new)
        if reason:
            why[finding.rule_id, reason] += 1
        else:
            standing.add(finding.rule_id)

    def _sort(self, finding: Finding, is_new: bool) -> str:
        """Keep a settled finding where it belongs. '' when it stands, else why it does not."""
        aside = self.baseline.set_aside(finding) if self.baseline is not None else None
        if aside is not None:
            self.baselined.append(aside)
            return "in the baseline"
        if self.changes is not None and not is_new:
            self.unchanged.append(SetAside(finding, self.changes.reason))
            return "not changed"
        self.findings.append(finding)
        return ""

    def _sort_once(self, finding: Finding, is_new: bool) -> str:
        """The same for one that points at the config, which every message would find again."""
        finding = replace(finding, target_id=self.config.relative(self.config.file))
        known = (finding.rule_id, finding.message, finding.severity, finding.span.location)
        if known not in self.declared:
            self.declared[known] = self._sort(finding, is_new)
        return self.declared[known]

    def _add_row(self, target: str, verdicts: list[Verdict]) -> None:
        row = tuple(self.verdicts.setdefault(verdict, verdict) for verdict in verdicts)
        self.rows.append((target, self.shared.setdefault(row, row)))

    def leave_domains_out(self, reason: str) -> None:
        """Say why the rules about sending domains were not asked."""
        others = [chosen.rule.id for chosen in self.plan.chosen if chosen.rule.target == "domain"]
        if others and self.rows:
            self.elsewhere = [Verdict(rule_id, "not-evaluated", reason) for rule_id in others]

    def take(self) -> Report:
        """What was judged since the last call, sorted; then it is forgotten. For runs that are too large to keep."""
        report = self._sorted()
        for kept in (
            self.findings, self.suppressed, self.baselined, self.unchanged, self.crashes, self.notices, self.rows,
            self.classes, self.domains, self.records, self.shared, self.verdicts,
        ):  # fmt: skip
            kept.clear()
        return report

    def report(self) -> Report:
        """Everything so far, sorted."""
        if not self.rows and not self.left_out and not any(notice.failed for notice in self.notices):
            self.notices.append(Notice("input", "nothing was given to check", failed=True))
        if self.sent:
            self.judge_campaign()
        self.notices += self.stale()
        return self._sorted()

    def stale(self) -> Iterator[Notice]:
        """What the config or the baseline accepts in vain. Complete once everything was judged."""
        yield from self.allowances.notices()
        if self.baseline is not None:
            yield from self.baseline.notices()

    def _sorted(self) -> Report:
        targets = tuple(target for target, _ in self.rows)
        if self.elsewhere:
            self._add_row(ELSEWHERE, self.elsewhere)
        if self.across:
            self._add_row(ALL, self.across)
        return Report(
            findings=tuple(sorted(self.findings, key=reading_order)),
            suppressed=_in_order(self.suppressed),
            baselined=_in_order(self.baselined),
            unchanged=_in_order(self.unchanged),
            outcomes=Outcomes(self.rows),
            crashes=tuple(self.crashes),
            notices=tuple(self.notices),
            rules={chosen.rule.id: chosen.rule for chosen in self.plan.chosen},
            targets=targets,
            domains=tuple(self.domains),
            classes=dict(self.classes),
            records=tuple(self.records),
            left_out=self.left_out,
            messages=self.gallery.views if self.gallery is not None else (),
            version=__version__,
            config=self.config.file,
        )


def _in_order(asides: list[SetAside]) -> tuple[SetAside, ...]:
    return tuple(sorted(asides, key=lambda aside: reading_order(aside.finding)))


def _after(verdict: Verdict, why: Mapping[tuple[str, str], int], standing: set[str]) -> Verdict:
    """A rule whose findings were all set aside does not fail its target; `why` counts them by rule and reason."""
    if verdict.state != "failed" or verdict.rule_id in standing:
        return verdict
    reasons = (f"{number} {reason}" for (rule_id, reason), number in why.items() if rule_id == verdict.rule_id)
    return Verdict(verdict.rule_id, "passed", ", ".join(reasons))
