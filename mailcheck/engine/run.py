"""The loop: mails in, then the domains they name, report out. A mail is let go before the next one is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from mailcheck.engine.config import Config
from mailcheck.engine.judge import count
from mailcheck.engine.ledger import SHOWN, Ledger
from mailcheck.engine.select import Plan
from mailcheck.report import Notice, NoticeKind, Report
from mailcheck.source.files import Trouble
from mailcheck.source.mail import Mail

if TYPE_CHECKING:
    from mailcheck.engine.baseline import Baseline
    from mailcheck.engine.domains import Lookups
    from mailcheck.engine.gallery import Gallery
    from mailcheck.engine.wanted import Wanted
    from mailcheck.subjects.domain import Domain

OFFLINE = "no DNS look-ups were asked for"
NAMELESS = "no message named a sending domain"


def run(
    mails: Iterable[Mail | Trouble],
    plan: Plan,
    config: Config,
    today: date,
    *,
    lookups: Lookups | None = None,
    baseline: Baseline | None = None,
    wanted: Wanted | None = None,
    progress: Callable[[Mail], None] | None = None,
    skipped: Sequence[str] = (),
    gallery: Gallery | None = None,
) -> Report:
    """Judge every mail by the plan, then each sending domain that was named, unless there are no `lookups`.

    `today` decides dates. `baseline` sets findings aside. `wanted` left out files while mails were read; findings
    at what did not change in the others are set aside. `progress` is called after each mail. `skipped` may grow
    while mails are read: the files that were left out because nothing says that they are mail. `gallery` keeps the
    messages that a report shows whole.
    """
    changes = wanted.changes if wanted is not None else None
    ledger = Ledger(plan, config, today, baseline, changes, gallery=gallery)
    for mail in mails:
        if isinstance(mail, Trouble):
            kind: NoticeKind = "limit" if mail.kind == "limit" else "input"
            ledger.notices.append(Notice(kind, mail.message.removeprefix(f"{mail.path}: "), mail.path, failed=True))
            continue
        ledger.judge(mail, lookups)
        if progress is not None:
            progress(mail)
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
