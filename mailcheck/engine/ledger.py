"""What is kept of each target once it was judged: little enough for a run over a million messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mailcheck._version import __version__
from mailcheck.engine.config import Config
from mailcheck.engine.guard import crash_of
from mailcheck.engine.judge import Judged, judge
from mailcheck.engine.judge_campaign import ALL, judge_campaign, sent_message
from mailcheck.engine.judge_domain import judge_domain
from mailcheck.engine.select import Chosen, Plan
from mailcheck.engine.settle import settle
from mailcheck.engine.suppress import Allowances, suppressions_of
from mailcheck.engine.views import views_of_mail
from mailcheck.findings import Finding, Severity, Unknown, reading_order
from mailcheck.records import ProposedRecord
from mailcheck.report import Crash, Notice, Outcomes, Report, SetAside, Verdict
from mailcheck.source.files import STDIN
from mailcheck.source.mail import Mail
from mailcheck.spans import Location, Span
from mailcheck.subjects.campaign import Campaign, SentMessage
from mailcheck.subjects.message import Message

if TYPE_CHECKING:
    from mailcheck.engine.baseline import Baseline
    from mailcheck.engine.changes import Changes
    from mailcheck.engine.domains import Lookups
    from mailcheck.engine.gallery import Gallery
    from mailcheck.subjects.domain import Domain

CORE = "(mailcheck)"
"""Stands for a rule's id where the linter itself broke on a message."""
ELSEWHERE = "(sending domains)"
"""Stands for a target where rules about domains were not asked."""
JUDGED = {"passed", "failed"}
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
        catalogue = self.plan.catalogue
        self.notices += self.plan.notices
        self.known = {**{rule_id: rule_id for rule_id in catalogue.by_id}, **catalogue.renamed}
        self.allowances = Allowances(self.config, self.known, self.today)
        self.kinds: dict[str, str] = {}
        self.shared: dict[tuple[Verdict, ...], tuple[Verdict, ...]] = {}
        self.verdicts: dict[Verdict, Verdict] = {}
        self.rules: tuple[Chosen, ...] = tuple(c for c in self.plan.chosen if c.rule.target == "message")
        self.compares = any(chosen.rule.target == "campaign" for chosen in self.plan.chosen)
        self.sent: list[SentMessage] = []
        self.places: dict[str, _About] = {}
        self.sees_views = any(chosen.rule.views for chosen in self.rules)

    def judge(self, mail: Mail, lookups: Lookups | None = None) -> None:
        """Judge a message; with `lookups` its signatures are verified and its domains noted."""
        target = mail.target
        message = Message(mail, replace(self.config.context_for(mail.path), today=self.today))
        views: tuple[Message, ...] = (message,)
        with self._watched(target):
            if lookups is not None:
                message = lookups.authenticated(message)
                views = (message,)
            views = views_of_mail(message) if self.sees_views else views
        judged = judge(views, self.rules)
        with self._watched(target):
            kind = _class_of(message)
            self.classes[target] = self.kinds.setdefault(kind, kind)
            judged.notices += (Notice("limit", text, target, failed=True) for text in _limits(message))
        before = len(self.findings)
        suppressions = suppressions_of(mail, self.known, self.today)
        path = mail.path if mail.path == STDIN else self.config.relative(mail.path)
        about = _About(target, path + target.removeprefix(mail.path), path)
        if self.compares:
            with self._watched(target):
                self.sent.append(sent_message(message, target))
                self.places[target] = about
        seen = self._keep(about, judged, suppressions.reason_for, self._changed_in(views))
        self.notices += suppressions.notices(mail.path, seen)
        if self.gallery is not None:
            with self._watched(target):
                self.gallery.offer(message, judged.findings, self.findings[before:])
        for view in views:
            view.release()

    def judge_domain(self, domain: Domain) -> None:
        """Judge a sending domain. What could not be looked up about it is a notice of its own."""
        self.domains.append(domain.name)
        judged = judge_domain(domain, self.plan.chosen)
        open_questions = {v.reason for v in judged.verdicts if v.state == "indeterminate"}
        if open_questions:
            shown = "; ".join(sorted(open_questions)[:SHOWN])
            judged.notices.append(Notice("dns", f"not everything could be looked up: {shown}", domain.name))
        before = len(self.findings)
        changed = (lambda finding: True) if self.changes is None else self.changes.touch
        self._keep(_About(domain.name, domain.name, domain.name), judged, lambda finding: None, changed)
        self._propose(domain, {finding.rule_id for finding in self.findings[before:]})

    def _propose(self, domain: Domain, standing: set[str]) -> None:
        """The records that mend what was found about a domain, and was not accepted."""
        if not standing:
            return
        from mailcheck.facts.domain.dns_records import proposed_records

        with self._watched(domain.name):
            proposals = proposed_records(domain.audit, parked=domain.context.parked, today=self.today)
            self.records += (record for record in proposals if record.rules & standing)

    @contextmanager
    def _watched(self, target: str) -> Iterator[None]:
        """What the linter itself asks of a message may break like a rule, and must not break the run."""
        try:
            yield
        except Exception as error:
            self.crashes.append(crash_of(CORE, target, error))

    def _changed_in(self, views: tuple[Message, ...]) -> Callable[[Finding], bool]:
        """Whether a finding about a message counts in a run about changes."""
        changes = self.changes
        absences: list[Span] = []
        if changes is None:
            return lambda finding: True
        with self._watched(views[0].mail.target):
            absences += (views[0].head, *(view.body for view in views))
        return lambda finding: changes.concern(finding, absences)

    def _keep(
        self,
        about: _About,
        judged: Judged,
        reason_for: Callable[[Finding], SetAside | None],
        changed: Callable[[Finding], bool],
    ) -> set[str]:
        """Remember what was found, apart from what is set aside. Returns the rules that gave an answer."""
        why: Counter[tuple[str, str]] = Counter()
        standing: set[str] = set()
        # Of equal faults the baseline accepts the old ones, so that a new one stands.
        old_first = sorted(((changed(finding), finding) for finding in judged.findings), key=itemgetter(0))
        for is_new, finding in old_first:
            if reason := self._place(finding, about, reason_for, is_new):
                why[finding.rule_id, reason] += 1
            else:
                standing.add(finding.rule_id)
        # A rule that failed with a reason could not decide everything: more may be there than it found.
        seen = {verdict.rule_id for verdict in judged.verdicts if verdict.state in JUDGED and not verdict.reason}
        self.allowances.saw(about.path, seen)
        if self.baseline is not None:
            self.baseline.saw(about.target_id, seen)
        self.crashes += judged.crashes
        self.notices += judged.notices
        self._add_row(about.target, [_after(verdict, why, standing) for verdict in judged.verdicts])
        return seen

    def judge_campaign(self) -> None:
        """Ask the rules that look at all messages side by side; what they find belongs to the message it points at."""
        judged = judge_campaign(Campaign(self.config.context, tuple(self.sent)), self.plan.chosen)
        targets = {id(sent.at.text): sent.target for sent in self.sent}
        why: Counter[tuple[str, str]] = Counter()
        standing: set[str] = set()
        for finding in judged.findings:
            about = self.places.get(targets.get(id(finding.span.text), ALL), _About(ALL, ALL, ALL))
            is_new = self.changes is None or self.changes.touch(finding)
            if reason := self._place(finding, about, lambda finding: None, is_new):
                why[finding.rule_id, reason] += 1
            else:
                standing.add(finding.rule_id)
        seen = {verdict.rule_id for verdict in judged.verdicts if verdict.state in JUDGED and not verdict.reason}
        for about in self.places.values():
            self.allowances.saw(about.path, seen)
            if self.baseline is not None:
                self.baseline.saw(about.target_id, seen, alone=False)
        self.crashes += judged.crashes
        self.across = [_after(verdict, why, standing) for verdict in judged.verdicts]

    def _place(
        self, finding: Finding, about: _About, reason_for: Callable[[Finding], SetAside | None], is_new: bool
    ) -> str:
        """Put a finding where it belongs. '' when it stands, else why it does not."""
        aside = reason_for(finding) or self.allowances.reason_for(finding, about.path)
        settled = settle(finding, about.target, about.target_id)
        if aside is not None:
            self.suppressed.append(replace(aside, finding=settled))
            return "suppressed"
        return self._sort_once(settled, is_new) if self._at_config(finding) else self._sort(settled, is_new)

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

    def _at_config(self, finding: Finding) -> bool:
        return self.config.source is not None and finding.span.text.root is self.config.source

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


def _class_of(message: Message) -> str:
    """'commercial (declared)', 'unknown (content, heuristic)': how the message was read."""
    try:
        known = message.message_class
    except Unknown as unknown:
        return f"unknown ({unknown.reason})"
    return f"{known.verdict} ({known.because}, {known.confidence.label})"


def _limits(message: Message) -> Iterator[str]:
    """What was read of the message only in part."""
    yield from message.mail.limits_hit
    if message.html is None:
        return
    from mailcheck.facts.css.matcher import Matcher

    limits = message.context.limits
    if message.dom.truncated:
        yield f"more than {limits.dom_nodes} nodes (limits.dom_nodes): the rest was not looked at"
    if Matcher.of(message.dom, limits.css_rules).truncated:
        yield f"the style sheets are too large (limits.css_rules is {limits.css_rules}): some rules were left out"
