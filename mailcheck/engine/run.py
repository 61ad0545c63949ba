"""The loop: messages in, then the domains they name, report out. A message is let go when it was judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from mailcheck.engine.config import Config, Jobs
from mailcheck.engine.guard import crash_of
from mailcheck.engine.jobs import judge_mails
from mailcheck.engine.judge import count
from mailcheck.engine.judge_mail import CORE, JudgedMail, MailJudge, Task
from mailcheck.engine.ledger import SHOWN, Ledger
from mailcheck.engine.select import Plan
from mailcheck.report import Notice, Report
from mailcheck.source.unread import Trouble, Unread, read_mail
from mailcheck.subjects.message import Message

if TYPE_CHECKING:
    from mailcheck.engine.baseline import Baseline
    from mailcheck.engine.domains import Lookups
    from mailcheck.engine.gallery import Gallery
    from mailcheck.engine.wanted import Wanted
    from mailcheck.subjects.domain import Domain

OFFLINE = "no DNS look-ups were asked for"
NAMELESS = "no message named a sending domain"


def run(
    found: Iterable[Unread | Trouble],
    plan: Plan,
    config: Config,
    today: date,
    *,
    jobs: Jobs = 1,
    lookups: Lookups | None = None,
    baseline: Baseline | None = None,
    wanted: Wanted | None = None,
    seen: Callable[[JudgedMail], None] | None = None,
    skipped: Sequence[str] = (),
    gallery: Gallery | None = None,
    digests: bool = False,
) -> Report:
    """Judge every message by the plan, then each sending domain that was named, unless there are no `lookups`.

    `today` decides dates. `jobs`: how many processes judge messages; everything else is done by this one.
    `baseline` sets findings aside. `wanted` left out files while messages were found; findings at what did not change
    in the others are set aside. `seen` is called with what became of each. `skipped` may grow while messages are
    found: the files that were left out because nothing says that they are mail. `gallery` keeps the messages that a
    report shows whole. `digests`: each message is hashed, as evidence.
    """
    changes = wanted.changes if wanted is not None else None
    ledger = Ledger(plan, config, today, baseline, changes, gallery=gallery)
    judge = MailJudge(plan, config, today, changes, shows=gallery is not None, digests=digests)
    tasks = _tasks(found, config, today, lookups)
    least = (lambda: gallery.least) if gallery is not None else (lambda: None)
    with closing(judge_mails(tasks, judge, jobs, least)) as outcomes:
        for outcome in outcomes:
            if isinstance(outcome, Trouble):
                ledger.trouble(outcome)
                continue
            ledger.keep(outcome)
            if seen is not None:
                seen(outcome)
    if lookups is None:
        ledger.leave_domains_out(OFFLINE)
    elif not lookups.named:
        ledger.leave_domains_out(NAMELESS)
    else:
        context = replace(config.context, **{**config.overrides, "today": today})
        for domain in lookups.domains(context):
            ledger.judge_domain(domain)
    if wanted is not None:
        ledger.left_out = wanted.left_out
        ledger.notices += wanted.notices()
    if skipped:
        names = ", ".join(skipped[:SHOWN]) + (", ..." if len(skipped) > SHOWN else "")
        text = f"{count(len(skipped), 'file')} left out, being no mail by name or content: {names}"
        ledger.notices.append(Notice("input", text, names=tuple(skipped[:SHOWN])))
    return ledger.report()


def _tasks(
    found: Iterable[Unread | Trouble], config: Config, today: date, lookups: Lookups | None
) -> Iterator[Task | Trouble]:
    """What is to be judged. Whoever judges it asks no name server: that is done here, where answers are remembered."""
    for each in found:
        if isinstance(each, Trouble):
            yield each
        elif lookups is None:
            yield Task(each)
        else:
            mail = read_mail(each, config.context.limits)
            if isinstance(mail, Trouble):
                yield mail
                continue
            keys = fault = None
            try:
                keys = lookups.keys_of(Message(mail, replace(config.context_for(mail.path), today=today)))
            except Exception as error:
                fault = crash_of(CORE, mail.target, error)
            yield Task(each, mail, keys, fault)


def run_domains(
    lookups: Lookups,
    plan: Plan,
    config: Config,
    today: date,
    *,
    baseline: Baseline | None = None,
    seen: Callable[[Domain], None] | None = None,
) -> Report:
    """Judge every domain that was named; `seen` is called with each."""
    ledger = Ledger(plan, config, today, baseline)
    context = replace(config.context, **{**config.overrides, "today": today})
    for domain in lookups.domains(context):
        ledger.judge_domain(domain)
        if seen is not None:
            seen(domain)
    return ledger.report()
