"""One message as a pure function: what was found and how the run is set in, a result without its texts out.

The function and its result go from process to process: `engine/workers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mailcheck.engine.config import Config
from mailcheck.engine.guard import crash_of
from mailcheck.engine.judge import answered, judge
from mailcheck.engine.judge_campaign import sent_message
from mailcheck.engine.packs import load_catalogue
from mailcheck.engine.select import Chosen, Plan, make_plan
from mailcheck.engine.settle import Settled, settle
from mailcheck.engine.suppress import suppressions_of
from mailcheck.engine.views import views_of_mail
from mailcheck.findings import Finding, Severity, Unknown
from mailcheck.report import Crash, Notice, Verdict
from mailcheck.source.files import STDIN
from mailcheck.source.mail import Mail
from mailcheck.source.unread import Trouble, Unread, read_mail
from mailcheck.spans import Span
from mailcheck.subjects.campaign import SentMessage
from mailcheck.subjects.message import Message

if TYPE_CHECKING:
    from mailcheck.engine.changes import Changes
    from mailcheck.exhibits import MessageView
    from mailcheck.facts.domain.dkim_verify import Keys

CORE = "(mailcheck)"
"""Stands for a rule's id where the linter itself broke on a message."""
BROKEN_OFF = "judging this message broke off"

Rank = tuple[int, ...]
"""How much there is to mend: numbers of errors, warnings and notes."""


class Task(NamedTuple):
    """A message to judge. `mail` where it has been read already; `keys` of its signatures where they were looked up.

    `fault`: what broke when its domains were noted.
    """

    unread: Unread
    mail: Mail | None = None
    keys: Keys | None = None
    fault: Crash | None = None


@dataclass(slots=True)
class JudgedMail:
    """What became of one message: plain data, little of it.

    `target` as reports name it, `target_id` as baselines do, `path` as the config's globs see it; `size` in bytes.
    `kind`: how it was read, 'commercial (declared)' and the like. `sent` where rules look at all messages side by
    side, `view` where a report may show the message, `digest` (SHA-256) where evidence is taken.
    """

    target: str
    target_id: str
    path: str
    size: int
    kind: str = ""
    verdicts: tuple[Verdict, ...] = ()
    findings: list[Settled] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    sent: SentMessage | None = None
    view: MessageView | None = None
    digest: str = ""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """What the linter itself asks of a message may break like a rule, and must not break the run."""
        try:
            yield
        except Exception as error:
            self.crashes.append(crash_of(CORE, self.target, error))


class MailJudge:
    """Judges messages one by one and remembers nothing of them.

    `today` decides dates. `changes`: only what they concern counts. `shows`: a report may show messages. `digests`:
    evidence is taken. Rules of folders cannot be pickled: another process loads them from where the config says.
    """

    def __init__(
        self,
        plan: Plan,
        config: Config,
        today: date,
        changes: Changes | None = None,
        *,
        shows: bool = False,
        digests: bool = False,
    ) -> None:
        self.rules: tuple[Chosen, ...] = tuple(chosen for chosen in plan.chosen if chosen.rule.target == "message")
        self._known = plan.catalogue.known
        self._compares = any(chosen.rule.target == "campaign" for chosen in plan.chosen)
        self._sees_views = any(chosen.rule.views for chosen in self.rules)
        self._config = config
        self._today = today
        self._changes = changes
        self._shows = shows
        self._digests = digests

    def __reduce__(self) -> tuple[Callable[..., MailJudge], tuple[object, ...]]:
        return _made_again, (self._config, self._today, self._changes, self._shows, self._digests)

    def __call__(self, task: Task, least: Rank | None = None) -> JudgedMail | Trouble:
        """Judge a message; Trouble when it is none. No view is made of one that has no more to mend than `least`."""
        mail = task.mail or read_mail(task.unread, self._config.context.limits)
        if isinstance(mail, Trouble):
            return mail
        judged = self._begun(task, len(mail.raw))
        try:
            self._judge(mail, task.keys, judged, least)
        except Exception as error:  # a fault of the linter, which costs one message and not the run
            judged = self.lost(task, crash_of(CORE, judged.target, error))
        judged.digest = self._digest(mail.raw)
        return judged

    def lost(self, task: Task, crash: Crash) -> JudgedMail:
        """What is said of a message of which nothing is known, because judging it broke."""
        judged = self._begun(task, len(task.unread.data))
        judged.digest = self._digest(task.unread.data)
        judged.crashes.append(crash)
        judged.verdicts = tuple(Verdict(chosen.rule.id, "not-evaluated", BROKEN_OFF) for chosen in self.rules)
        return judged

    def _digest(self, data: bytes) -> str:
        if not self._digests:
            return ""
        from hashlib import sha256

        return sha256(data).hexdigest()

    def _begun(self, task: Task, size: int) -> JudgedMail:
        path, target = task.unread.path, task.unread.target
        seen = path if path == STDIN else self._config.relative(path)
        crashes = [task.fault] if task.fault is not None else []
        return JudgedMail(target, seen + target.removeprefix(path), seen, size, crashes=crashes)

    def _judge(self, mail: Mail, keys: Keys | None, judged: JudgedMail, least: Rank | None) -> None:
        message = Message(mail, replace(self._config.context_for(mail.path), today=self._today))
        views: tuple[Message, ...] = (message,)
        with judged.watched():
            if keys is not None:
                message = _authenticated(message, keys)
                views = (message,)
            views = views_of_mail(message) if self._sees_views else views
        answer = judge(views, self.rules)
        with judged.watched():
            judged.kind = _class_of(message)
            answer.notices += (Notice("limit", text, judged.target, failed=True) for text in _limits(message))
        if self._compares:
            with judged.watched():
                judged.sent = sent_message(message, judged.target)
        suppressions = suppressions_of(mail, self._known, self._today)
        is_new = self._changed_in(views, judged)
        for finding in answer.findings:
            aside = suppressions.reason_for(finding)
            settled = settle(finding, judged.target, judged.target_id)
            aside = replace(aside, finding=settled) if aside is not None else None
            judged.findings.append(Settled(settled, aside, is_new(finding), self._config.holds(finding.span)))
        judged.verdicts = tuple(answer.verdicts)
        judged.crashes += answer.crashes
        judged.notices += answer.notices
        if suppressions.directives:
            judged.notices += suppressions.notices(mail.path, answered(answer.verdicts))
        if self._shows and (least is None or rank_of(s.finding for s in judged.findings if s.aside is None) > least):
            from mailcheck.engine.message_views import view_of

            with judged.watched():
                judged.view = view_of(message, answer.findings)
        for view in views:
            view.release()

    def _changed_in(self, views: Sequence[Message], judged: JudgedMail) -> Callable[[Finding], bool]:
        """Whether a finding counts in a run about changes."""
        changes = self._changes
        absences: list[Span] = []
        if changes is None:
            return lambda finding: True
        with judged.watched():
            absences += (views[0].head, *(view.body for view in views))
        return lambda finding: changes.concern(finding, absences)


def _made_again(config: Config, today: date, changes: Changes | None, shows: bool, digests: bool) -> MailJudge:
    plan = make_plan(load_catalogue(config.rule_dirs), config)
    return MailJudge(plan, config, today, changes, shows=shows, digests=digests)


def rank_of(findings: Iterable[Finding]) -> Rank:
    """Numbers of the findings of each severity, the worst first."""
    severities = [finding.severity for finding in findings]
    return tuple(severities.count(severity) for severity in sorted(Severity, reverse=True))


def _authenticated(message: Message, keys: Keys) -> Message:
    from mailcheck.facts.domain.dkim_verify import verify_signatures
    from mailcheck.facts.header.message_auth import MessageAuth

    auth = MessageAuth(verify_signatures(message.mail.raw, message.headers.signatures, keys))
    return Message(message.mail, message.context, auth=auth)


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
