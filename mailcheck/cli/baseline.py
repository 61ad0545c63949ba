"""`mailcheck baseline`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from mailcheck.cli.options import dns_options, input_options, jobs, rules_option, selection_options
from mailcheck.cli.running import DnsOptions, config_of, judge, plan_of
from mailcheck.engine.baseline import Baseline, baseline_file, open_baseline
from mailcheck.engine.baseline_file import write_entries
from mailcheck.engine.config import Config
from mailcheck.engine.refusals import Refusal, shown_path
from mailcheck.engine.verdict import BROKEN, exit_code
from mailcheck.engine.wanted import wanted_files
from mailcheck.report import Report
from mailcheck.reporters.output import print_report, write_out


@click.command(short_help="Accept what is found now: only what is new will fail.")
@click.argument("paths", nargs=-1)
@input_options
@dns_options
@rules_option
@jobs
@click.option("--domain", "names", multiple=True, metavar="DOMAIN", help="Judge a sending domain, too; repeatable.")
@click.option("--prune", is_flag=True, help="Only take out what is not found any more; accept nothing new.")
@selection_options
def baseline(
    paths: tuple[str, ...],
    form: str | None,
    names: tuple[str, ...],
    prune: bool,
    quiet: bool,
    allow_incomplete: bool,
    **settings: Any,
) -> int:
    """Accept what is found now, so that `check` and `domain` fail only for what is new.

    Writes mailcheck-baseline.json beside the config, or the file that --baseline or the config names. Without paths
    the domains of the config are judged. What this run does not judge stays as it is.
    """
    dns = DnsOptions.out_of(settings)
    config = baseline_file(config_of(**settings))
    if not (paths or names or (config.domains and not settings["offline"])):
        raise click.UsageError("name files or folders, or say --domain")
    plan = plan_of(config)
    before = open_baseline(config, plan.catalogue, paths, new=not prune)
    assert before is not None
    wanted = wanted_files(config)
    report = judge(paths, form, plan, config, before, wanted, names, offline=settings["offline"], dns=dns, quiet=quiet)
    return _renew(before, report, config, prune=prune, quiet=quiet, allow_incomplete=allow_incomplete)


def _renew(
    before: Baseline, report: Report, config: Config, *, prune: bool, quiet: bool, allow_incomplete: bool
) -> int:
    """Write the baseline, unless the run is broken; the exit code, for which findings do not count."""
    whole = replace(report, findings=())
    code = exit_code(whole, replace(config, strict=False), allow_incomplete=allow_incomplete)
    if code == BROKEN:
        print_report(whole, "text", color="never", verbosity=-1)
        raise Refusal("the run is broken: no baseline was written", remedy="mend what is said above")
    after = before.renewed(report, prune=prune)
    write_entries(after, before.file)
    if not quiet:
        new, gone = (after - before.entries).total(), (before.entries - after).total()
        write_out(f"{shown_path(before.file)}: {after.total()} known findings, {new} of them new; {gone} gone\n")
    if code:
        click.echo("not everything could be looked up: what it concerns is as it was", err=True)
    return code
