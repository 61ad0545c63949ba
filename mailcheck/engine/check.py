"""`mailcheck.check`: judge messages from Python."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from mailcheck.engine.baseline import open_baseline
from mailcheck.engine.config import Config, Jobs, Named, Selection
from mailcheck.engine.packs import load_catalogue
from mailcheck.engine.run import run
from mailcheck.engine.select import make_plan
from mailcheck.engine.wanted import wanted_files
from mailcheck.report import Report
from mailcheck.source.files import find_mails
from mailcheck.source.mail import Form

Path = str | os.PathLike[str]


def check(
    what: Path | bytes | Iterable[Path],
    *,
    form: Form | None = None,
    config: Path | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    rule_dirs: Sequence[Path] = (),
    message_class: str | None = None,
    stage: str | None = None,
    jurisdictions: Sequence[str] | None = None,
    today: date | None = None,
    diff: str | None = None,
    jobs: Jobs | None = None,
) -> Report:
    """Judge messages and return what was found; nothing is printed, fetched or written.

    `what`: the path of a file or folder, several of them, or the bytes of one message. `form` says how to read
    bytes and files with an odd name: 'eml', 'html' or 'text' (default: by the name; bytes as eml). `config`: a config
    file; without one no file is looked for, and no baseline. The other arguments are laid over it. `today` decides
    dates (default: the clock's). `diff`: a revision of git; only what changed since then counts.

    `jobs`: how many processes judge the messages, 'auto' for as many as are worth it. By default what the config
    says, else one: the process is the caller's. Where other threads run, on macOS and on Windows they are started
    afresh, so a script must call this under `if __name__ == "__main__":`, as `multiprocessing` wants it.

    Raises `mailcheck.engine.refusals.Refusal` when the config or a rule pack is not right. A message that cannot be
    read raises nothing: it is a notice with `failed` in the report.
    """
    settings = Config(folder=os.getcwd())
    declared = {"class": message_class, "stage": stage, "jurisdictions": jurisdictions, "today": today}
    declared = {name: value for name, value in declared.items() if value is not None}
    if config is not None or declared:
        from mailcheck.engine.config_tables import declare, read_config

        settings = read_config(os.fspath(config)) if config is not None else settings
        declared = declare(declared)
    if jobs is not None:
        from mailcheck.engine.config_tables import number_of_jobs

        jobs = number_of_jobs(jobs)
    selection = Selection(
        tuple(Named(name, "select") for name in select), tuple(Named(name, "ignore") for name in ignore)
    )
    settings = settings.with_overrides(
        selection, declared, rule_dirs=tuple(os.fspath(folder) for folder in rule_dirs), jobs=jobs
    )
    plan = make_plan(load_catalogue(settings.rule_dirs), settings)
    limits = settings.context.limits
    skipped: list[str] = []
    wanted = wanted_files(settings, diff)
    if isinstance(what, bytes):
        paths = ["-"]
        found = find_mails(paths, form=form or "eml", limits=limits, stdin=BytesIO(what))
    else:
        paths = [os.fspath(path) for path in ([what] if isinstance(what, str | os.PathLike) else what)]
        found = find_mails(paths, form=form, limits=limits, on_skip=skipped.append, wanted=wanted)
    baseline = open_baseline(settings, plan.catalogue, paths)
    return run(
        found, plan, settings, settings.today,
        jobs=settings.jobs or 1, baseline=baseline, wanted=wanted, skipped=skipped,
    )  # fmt: skip
