"""`mailcheck domain`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import click

from mailcheck.cli.options import (
    config_file,
    dns_options,
    format_option,
    many,
    no_config,
    report_options,
    rules_option,
    selection_options,
    today,
)
from mailcheck.cli.progress import Progress
from mailcheck.cli.reporting import ReportOptions, finish, written
from mailcheck.cli.running import DnsOptions, config_of, lookups_of, plan_of, spare_the_collector
from mailcheck.engine.baseline import Baseline, open_baseline
from mailcheck.engine.config import Config
from mailcheck.engine.domains import Lookups
from mailcheck.engine.named_domains import name_domains
from mailcheck.engine.run import run_domains
from mailcheck.engine.select import Plan
from mailcheck.engine.verdict import exit_code
from mailcheck.engine.witness import Witness
from mailcheck.facts.domain.dns_hosting import Hosting
from mailcheck.report import Report
from mailcheck.reporters import FORMATS
from mailcheck.reporters.output import write_out
from mailcheck.subjects.domain import Domain


@click.command(short_help="Judge sending domains: SPF, DKIM, DMARC.")
@click.argument("names", nargs=-1, metavar="[DOMAIN]...")
@click.option("--from-file", metavar="FILE", help="Read domains from a file, one a line; '-': standard input.")
@many("--ip", "sending_ips", metavar="ADDRESS", text="An address that sends for the domain.")
@many("--selector", "dkim_selectors", metavar="NAME", text="A DKIM selector in use.")
@click.option("--return-path", metavar="DOMAIN", help="The domain of the envelope sender.")
@many("--signer", "signing_domains", metavar="DOMAIN", text="A domain that signs (d=).")
@click.option("--guide", is_flag=True, help="Say step by step what to do, for people who have never seen DNS.")
@click.option("--json-lines", metavar="FILE", help="Append a line for each domain to a file; go on where it ends.")
@config_file
@no_config
@today
@dns_options
@rules_option
@format_option(FORMATS)
@report_options
@selection_options
def domain(names: tuple[str, ...], from_file: str | None, guide: bool, json_lines: str | None, **settings: Any) -> int:
    """Judge sending domains: SPF, DKIM, DMARC and what mailbox providers ask for.

    Without names, those of the config (`domains`, and `domains` of its senders). `--format zone` prints the DNS
    records to publish, `--guide` how to publish them.

    Exit code 0: clean. 1: findings. 2: the run is broken. 3: DNS did not answer everything.
    """
    reports = ReportOptions.out_of(settings)
    if (guide or json_lines) and reports.format_ != "text":
        raise click.UsageError(f"--{'guide' if guide else 'json-lines'} does not go with --format {reports.format_}")
    if json_lines and (guide or reports.outputs):
        raise click.UsageError(f"--json-lines does not go with --{'guide' if guide else 'output'}")
    dns = DnsOptions.out_of(settings)
    config = config_of(offline=False, **settings)
    plan = plan_of(config)
    before = open_baseline(config, plan.catalogue)
    spare_the_collector()
    if json_lines and dns.dns_budget is None:
        dns = dns._replace(dns_budget=math.inf)
    judged: list[Domain] = []
    witness = reports.witness(plan, config)
    with lookups_of(True, dns, witness) as lookups:
        assert lookups is not None
        name_domains(lookups.named, names, from_file, config)
        if json_lines:
            return _in_bulk(lookups, plan, config, before, json_lines, reports)
        seen = judged.append if guide else None
        report = run_domains(lookups, plan, config, config.today, baseline=before, seen=seen)
        pages = [(each, lookups.hosting(each.name)) for each in judged]
    if guide:
        return _guide(report, config, reports, pages, witness)
    code = finish(report, config, reports, witness)
    if report.records and reports.format_ == "text" and not reports.quiet:
        click.echo("the DNS records that mend this: --guide, or --format zone", err=True)
    return code


def _guide(
    report: Report,
    config: Config,
    reports: ReportOptions,
    pages: Iterable[tuple[Domain, Hosting]],
    witness: Witness | None,
) -> int:
    """Write the reports, print the guides; the exit code."""
    from mailcheck.guide import guide

    _, code = written(report, config, reports, witness)
    write_out("\n".join(guide(domain, hosting, report) for domain, hosting in pages))
    return code


def _in_bulk(
    lookups: Lookups, plan: Plan, config: Config, before: Baseline | None, path: str, reports: ReportOptions
) -> int:
    """Every domain as a line of a file, the counts on standard output; the exit code."""
    from mailcheck.bulk import judge_in_bulk, summary

    with Progress(lambda: len(lookups.named), "looking up", quiet=reports.quiet) as progress:
        bulk = judge_in_bulk(lookups, plan, config, config.today, path, progress.advance, baseline=before)
    write_out(summary(bulk))
    return exit_code(bulk.report, config, allow_incomplete=reports.allow_incomplete)
