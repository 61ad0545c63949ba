"""`mailcheck check`."""

from __future__ import annotations

import os
from typing import Any

import click

from mailcheck.cli.options import (
    dns_options,
    format_option,
    input_options,
    jobs,
    report_options,
    rules_option,
    selection_options,
)
from mailcheck.cli.reporting import ReportOptions, finish
from mailcheck.cli.running import DnsOptions, config_of, judge, plan_of
from mailcheck.engine.baseline import open_baseline
from mailcheck.engine.wanted import wanted_files
from mailcheck.reporters import FORMATS


@click.command(short_help="Judge messages and templates.")
@click.argument("paths", nargs=-1)
@input_options
@dns_options
@rules_option
@jobs
@click.option("--diff", metavar="REV", help="Only what changed since this revision of git; paths may be left out.")
@format_option(FORMATS)
@report_options
@selection_options
def check(paths: tuple[str, ...], form: str | None, diff: str | None, **settings: Any) -> int:
    """Judge messages: files, folders, mailboxes, '-' for standard input.

    Their signatures and sending domains are looked up in DNS, unless --offline. Nothing else is ever asked for: no
    image, no link. With --diff a finding counts where a line of it changed, or, when it is about something missing,
    where its file did.

    Exit code 0: clean. 1: findings. 2: the run is broken. 3: something outside failed.
    """
    if diff is None and not paths:
        raise click.MissingParameter(ctx=click.get_current_context(), param_hint="'PATHS...'", param_type="argument")
    paths = paths or (os.curdir,)
    reports = ReportOptions.out_of(settings)
    dns = DnsOptions.out_of(settings)
    config = config_of(**settings)
    wanted = wanted_files(config, diff)
    plan = plan_of(config)
    before = open_baseline(config, plan.catalogue, paths)
    witness = reports.witness(plan, config)
    report = judge(
        paths, form, plan, config, before, wanted, offline=settings["offline"], dns=dns, quiet=reports.quiet,
        witness=witness, gallery=reports.gallery(),
    )  # fmt: skip
    return finish(report, config, reports, witness)
