"""The command: `mailcheck check`, `domain`, `baseline`, `inspect`, `rules`, `explain`, `schema`, `completion`."""

from __future__ import annotations

import gc
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mailcheck._version import __version__
from mailcheck.engine.command_line import LEVELS, configured, found_config
from mailcheck.engine.refusals import Refusal
from mailcheck.reporters import FORMATS, SHOW_MESSAGES, TESTIFY
from mailcheck.reporters.output import (
    SUMMARY,
    ReaderGoneError,
    columns,
    print_report,
    write_out,
    write_report,
    write_summary,
)

if TYPE_CHECKING:
    from mailcheck.engine.baseline import Baseline
    from mailcheck.engine.config import Config
    from mailcheck.engine.domains import Lookups
    from mailcheck.engine.gallery import Gallery
    from mailcheck.engine.packs import Catalogue
    from mailcheck.engine.select import Plan
    from mailcheck.engine.wanted import Wanted
    from mailcheck.engine.witness import Witness
    from mailcheck.facts.domain.dns_hosting import Hosting
    from mailcheck.report import Report
    from mailcheck.source.files import Trouble
    from mailcheck.source.mail import Mail
    from mailcheck.subjects.domain import Domain

F = TypeVar("F", bound=Callable[..., Any])
BROKEN = 2
DNS_OPTIONS = ("servers", "dns_timeout", "dns_budget", "in_flight", "dns_record", "dns_replay")
DNS_BUDGET = 60.0
"""Seconds for the whole run, unless it goes on from where it was broken off."""
INTERRUPTED = 130
MOMENT = 1.0
"""Seconds of work before a progress bar is worth its lines."""


def run_command(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; nothing but bugs is raised."""
    try:
        return int(main(list(arguments), prog_name="mailcheck", standalone_mode=False) or 0)
    except Refusal as refusal:
        click.echo(f"{click.style('error:', fg='red', bold=True)} {_plain(str(refusal))}", err=True)
        return BROKEN
    except click.ClickException as error:
        error.show()
        return BROKEN
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except ReaderGoneError:
        # Nothing may be left for the interpreter to flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN


class _InOrder(click.Group):
    """Lists its commands in the order in which people need them: the one in which they are written here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Who names mail where a command belongs is told which one reads it."""
        if args[0] not in self.commands and os.path.lexists(args[0]):
            from shlex import quote

            raise click.UsageError(
                f"No command is named. To judge this mail: mailcheck check {_plain(quote(args[0]))}", ctx
            )
        return super().resolve_command(ctx, args)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="mailcheck %(version)s")
def main() -> None:
    """The linter for e-mail: what is wrong with a message, where, why, and how to mend it."""


def _complete_rules(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from mailcheck.engine.packs import load_catalogue

    catalogue = load_catalogue()
    return [name for name in (*sorted(catalogue.groups), *catalogue.by_id) if name.startswith(incomplete)]


def _many(*names: str, metavar: str, text: str, rules: bool = False) -> Callable[[F], F]:
    """An option that repeats."""
    complete = _complete_rules if rules else None
    return click.option(*names, multiple=True, metavar=metavar, shell_complete=complete, help=text)


def _input_options(command: F) -> F:
    """What every command that reads mail understands."""
    for option in (
        click.option("--as", "form", type=click.Choice(["eml", "html", "txt"]), help="Read files and '-' as this."),
        click.option("--offline", is_flag=True, help="Ask no name server: rules about domains are not evaluated."),
        click.option("--class", "message_class", metavar="CLASS", help="commercial, transactional or editorial."),
        click.option("--stage", metavar="STAGE", help="template, rendered, signed or delivered."),
        _many("--jurisdiction", "jurisdictions", metavar="CODE", text="us, us-wa; repeatable."),
        click.option(
            "--today", "--as-of", "today", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides dates."
        ),
        click.option("--config", "config_file", metavar="FILE", help="Use this config."),
        click.option("--no-config", is_flag=True, help="Look for no config."),
    ):
        command = option(command)
    return command


def _dns_options(command: F) -> F:
    """What every command that looks up sending domains understands."""
    for option in (
        _many("--nameserver", "servers", metavar="ADDRESS[:PORT]", text="Ask this server; repeatable."),
        click.option("--dns-timeout", default=5.0, show_default=True, metavar="SECONDS", help="For one question."),
        click.option(
            "--dns-budget", type=float, metavar="SECONDS", help="For the whole run.  [default: 60; --json-lines: none]"
        ),
        click.option(
            "--in-flight",
            type=click.IntRange(min=1),
            default=64,
            show_default=True,
            metavar="NUMBER",
            help="Questions under way at the same time.",
        ),
        _many(
            "--provider",
            "providers",
            metavar="NAME",
            text="Those that matter: gmail,yahoo,microsoft,apple.",
        ),
        click.option("--dns-record", metavar="FILE", help="Save every answer."),
        click.option("--dns-replay", metavar="FILE", help="Answer from a saved file, without a network."),
    ):
        command = option(command)
    return command


def _selection_options(command: F) -> F:
    """What every command that judges understands."""
    for option in (
        _many("--select", metavar="NAME", rules=True, text="Only these rules or groups."),
        _many("--ignore", metavar="NAME", rules=True, text="Not these rules or groups."),
        click.option("--baseline", metavar="FILE", help="Findings that were there before: see `mailcheck baseline`."),
        click.option("--allow-incomplete", is_flag=True, help="Exit with 0 when only something outside failed."),
        click.option("-q", "--quiet", is_flag=True, help="One line a finding."),
    ):
        command = option(command)
    return command


def _report_options(command: F) -> F:
    """What every command that reports understands."""
    for option in (
        _many("--output", "outputs", metavar="FORMAT:PATH", text="Also write a report; repeatable."),
        click.option("--no-baseline", is_flag=True, help="Set aside no finding because it was there before."),
        _many("--severity", metavar="NAME=LEVEL", text="Another severity for a rule or group."),
        click.option("--fail-on", type=click.Choice(list(LEVELS)), help="The severity that fails the run."),
        click.option("--strict", is_flag=True, help="Warnings, stale suppressions and open checks fail, too."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colour."),
        click.option("-v", "--verbose", is_flag=True, help="Every reason, suppression and trace."),
    ):
        command = option(command)
    return command


_rules_option = _many("--rules", "rule_dirs", metavar="DIR", text="A folder of your own rules.")
_format_option = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)


@main.command(short_help="Judge messages and templates.")
@click.argument("paths", nargs=-1)
@_input_options
@_dns_options
@_rules_option
@click.option("--diff", metavar="REV", help="Only what changed since this revision of git; paths may be left out.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="What is printed.")
@_report_options
@_selection_options
def check(
    paths: tuple[str, ...],
    form: str | None,
    diff: str | None,
    outputs: tuple[str, ...],
    format_: str,
    color: str,
    verbose: bool,
    quiet: bool,
    allow_incomplete: bool,
    **settings: Any,
) -> int:
    """Judge messages: files, folders, mailboxes, '-' for standard input.

    Their signatures and sending domains are looked up in DNS, unless --offline. Nothing else is ever asked for: no
    image, no link. With --diff a finding counts where a line of it changed, or, when it is about something missing,
    where its file did.

    Exit code 0: clean. 1: findings. 2: the run is broken. 3: something outside failed.
    """
    from mailcheck.engine.baseline import open_baseline
    from mailcheck.engine.wanted import wanted_files

    if diff is None and not paths:
        raise click.MissingParameter(ctx=click.get_current_context(), param_hint="'PATHS...'", param_type="argument")
    paths = paths or (os.curdir,)
    files = [_output(value) for value in outputs]
    dns = _dns(settings)
    config = _config(**settings)
    wanted = wanted_files(config, diff)
    plan = _plan(config)
    before = open_baseline(config, plan.catalogue, paths)
    formats = {format_, *(name for name, _ in files)}
    witness = _witness(formats, plan, config)
    report = _judge(
        paths, form, plan, config, before, wanted, offline=settings["offline"], dns=dns, quiet=quiet, witness=witness,
        gallery=_gallery(formats),
    )  # fmt: skip
    return _finish(report, config, files, format_, color, verbose - quiet, allow_incomplete, witness)


@main.command(short_help="Accept what is found now: only what is new will fail.")
@click.argument("paths", nargs=-1)
@_input_options
@_dns_options
@_rules_option
@click.option("--domain", "names", multiple=True, metavar="DOMAIN", help="Judge a sending domain, too; repeatable.")
@click.option("--prune", is_flag=True, help="Only take out what is not found any more; accept nothing new.")
@_selection_options
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
    from mailcheck.engine.baseline import baseline_file, open_baseline
    from mailcheck.engine.wanted import wanted_files

    dns = _dns(settings)
    config = baseline_file(_config(**settings))
    if not (paths or names or (config.domains and not settings["offline"])):
        raise click.UsageError("name files or folders, or say --domain")
    plan = _plan(config)
    before = open_baseline(config, plan.catalogue, paths, new=not prune)
    assert before is not None
    wanted = wanted_files(config)
    report = _judge(paths, form, plan, config, before, wanted, names, offline=settings["offline"], dns=dns, quiet=quiet)
    return _finish_baseline(before, report, config, prune=prune, quiet=quiet, allow_incomplete=allow_incomplete)


@main.command(short_help="Judge sending domains: SPF, DKIM, DMARC.")
@click.argument("names", nargs=-1, metavar="[DOMAIN]...")
@click.option("--from-file", metavar="FILE", help="Read domains from a file, one a line; '-': standard input.")
@click.option("--ip", "sending_ips", multiple=True, metavar="ADDRESS", help="An address that sends for the domain.")
@click.option("--selector", "dkim_selectors", multiple=True, metavar="NAME", help="A DKIM selector in use.")
@click.option("--return-path", metavar="DOMAIN", help="The domain of the envelope sender.")
@click.option("--signer", "signing_domains", multiple=True, metavar="DOMAIN", help="A domain that signs (d=).")
@click.option("--guide", is_flag=True, help="Say step by step what to do, for people who have never seen DNS.")
@click.option("--json-lines", metavar="FILE", help="Append a line for each domain to a file; go on where it ends.")
@click.option("--config", "config_file", metavar="FILE", help="Use this config.")
@click.option("--no-config", is_flag=True, help="Look for no config.")
@click.option("--today", "--as-of", "today", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides dates.")
@_dns_options
@_rules_option
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="What is printed.")
@_report_options
@_selection_options
def domain(
    names: tuple[str, ...],
    from_file: str | None,
    guide: bool,
    json_lines: str | None,
    outputs: tuple[str, ...],
    format_: str,
    color: str,
    verbose: bool,
    quiet: bool,
    allow_incomplete: bool,
    **settings: Any,
) -> int:
    """Judge sending domains: SPF, DKIM, DMARC and what mailbox providers ask for.

    Without names, those of the config (`domains`, and `domains` of its senders). `--format zone` prints the DNS
    records to publish, `--guide` how to publish them.

    Exit code 0: clean. 1: findings. 2: the run is broken. 3: DNS did not answer everything.
    """
    from mailcheck.engine.baseline import open_baseline
    from mailcheck.engine.named_domains import name_domains
    from mailcheck.engine.run import run_domains

    if (guide or json_lines) and format_ != "text":
        raise click.UsageError(f"--{'guide' if guide else 'json-lines'} does not go with --format {format_}")
    if json_lines and (guide or outputs):
        raise click.UsageError(f"--json-lines does not go with --{'guide' if guide else 'output'}")
    files = [_output(value) for value in outputs]
    dns = _dns(settings)
    config = _config(offline=False, **settings)
    plan = _plan(config)
    before = open_baseline(config, plan.catalogue)
    _spare_the_collector()
    if json_lines and dns["dns_budget"] is None:
        dns["dns_budget"] = math.inf
    judged: list[Domain] = []
    witness = _witness({format_, *(name for name, _ in files)}, plan, config)
    with _lookups(True, **dns, witness=witness) as lookups:
        assert lookups is not None
        name_domains(lookups.named, names, from_file, config)
        if json_lines:
            return _in_bulk(lookups, plan, config, before, json_lines, quiet=quiet, allow_incomplete=allow_incomplete)
        seen = judged.append if guide else None
        report = run_domains(lookups, plan, config, config.today, baseline=before, seen=seen)
        pages = [(each, lookups.hosting(each.name)) for each in judged]
    if guide:
        return _finish_guide(report, config, files, pages, allow_incomplete, witness)
    code = _finish(report, config, files, format_, color, verbose - quiet, allow_incomplete, witness)
    if report.records and format_ == "text" and not quiet:
        click.echo("the DNS records that mend this: --guide, or --format zone", err=True)
    return code


def _in_bulk(
    lookups: Lookups,
    plan: Plan,
    config: Config,
    before: Baseline | None,
    path: str,
    *,
    quiet: bool,
    allow_incomplete: bool,
) -> int:
    """Every domain as a line of a file, the counts on standard output; the exit code."""
    from mailcheck.bulk import judge_in_bulk, summary
    from mailcheck.engine.verdict import exit_code

    with _Progress(lambda: len(lookups.named), "looking up", quiet=quiet) as progress:
        bulk = judge_in_bulk(lookups, plan, config, config.today, path, progress.advance, baseline=before)
    write_out(summary(bulk))
    return exit_code(bulk.report, config, allow_incomplete=allow_incomplete)


@main.command(short_help="Show what mailcheck understands of messages.")
@click.argument("paths", nargs=-1, required=True)
@_input_options
@_format_option
@click.option("--views", is_flag=True, help="Also the mobile, dark and Outlook views.")
def inspect(paths: tuple[str, ...], form: str | None, format_: str, views: bool, **settings: Any) -> int:
    """Show what mailcheck understands of messages: class, language, opt-outs, links, headers."""
    from mailcheck.engine.wanted import wanted_files
    from mailcheck.inspect import as_json, as_text, inspect_mails

    config = _config(**settings)
    _spare_the_collector()
    broken = 0

    def watched() -> Iterator[dict[str, Any]]:
        nonlocal broken
        for entry in inspect_mails(_read(paths, form, config, [], wanted_files(config)), config, every_view=views):
            broken += bool(entry["errors"])
            yield entry

    for piece in (as_json if format_ == "json" else as_text)(watched()):
        write_out(piece)
    return BROKEN if broken else 0


@main.command(short_help="List the rules, or run their examples.")
@_rules_option
@_format_option
@_many("--test", "tested", metavar="NAME", rules=True, text="Run the examples of a rule or group.")
def rules(rule_dirs: tuple[str, ...], format_: str, tested: tuple[str, ...]) -> int:
    """List every rule that is installed, or run the examples of some."""
    from mailcheck.manual.listing import as_json, listing

    catalogue = _catalogue(rule_dirs)
    if tested:
        return _test_examples(catalogue, tested)
    write_out(as_json(catalogue.rules) if format_ == "json" else listing(catalogue.rules))
    return 0


@main.command(short_help="Say why a rule exists and how to mend what it finds.")
@click.argument("name", required=False, shell_complete=_complete_rules)
@click.option("--all", "every", is_flag=True, help="All rules, one after the other.")
@click.option("--examples", is_flag=True, help="Every example, not only the first two.")
@click.option("--format", "format_", type=click.Choice(["text", "markdown"]), default="text", help="What is printed.")
@click.option("--output-dir", metavar="DIR", help="With --all: write a Markdown page for each rule, and an index.")
@_rules_option
def explain(
    name: str | None, every: bool, examples: bool, format_: str, output_dir: str | None, rule_dirs: tuple[str, ...]
) -> None:
    """Say what a rule looks at and why, on which authority, when it binds, what it accepts and how to mend it.

    NAME is a rule, or a group: then its rules are listed.
    """
    if (name is None) != every:
        raise click.UsageError("name a rule or a group, or say --all")
    if output_dir and not every:
        raise click.UsageError("--output-dir goes with --all")
    catalogue = _catalogue(rule_dirs)
    if output_dir:
        from mailcheck.manual.folder import write_manual

        number = write_manual(catalogue.rules, output_dir)
        click.echo(f"{number} pages in {_plain(output_dir)}", err=True)
        return
    from mailcheck.manual.explain import explain as pages

    write_out(pages(catalogue, name, markdown=format_ == "markdown", columns=columns(), every_example=examples))


@main.command(short_help="Write a first config for a repository.")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False))
@_many("--domain", "domains", metavar="DOMAIN", text="A domain that your mail is sent from; repeatable.")
@_many("--jurisdiction", "jurisdictions", metavar="CODE", text="Whose rules bind you: us, us-wa; repeatable.")
@click.option("--pyproject", is_flag=True, help="Write into pyproject.toml instead of mailcheck.toml.")
@click.option("--dry-run", is_flag=True, help="Print what would be written.")
def init(folder: str, domains: tuple[str, ...], jurisdictions: tuple[str, ...], pyproject: bool, dry_run: bool) -> None:
    """Write a first config, after a look at the templates and messages of a folder.

    A config that is there is never changed.
    """
    from mailcheck.init.command import read_answers, report, shadowed, unchanged
    from mailcheck.init.survey import survey
    from mailcheck.init.write import existing_config, plan_config, write_config

    answers = read_answers(domains, jurisdictions)
    there = existing_config(folder)
    if there is not None:
        write_out(unchanged(there))
        return
    found = survey(folder)
    if not domains and not dry_run and sys.stdin.isatty() and sys.stdout.isatty():
        seen = ", ".join(domain for domain, _ in found.domains)
        asked = click.prompt("Domains that your mail is sent from", default=seen, show_default=bool(seen))
        answers = read_answers([asked], jurisdictions)
    planned = plan_config(folder, found, answers, pyproject=pyproject)
    if dry_run:
        write_out(planned.text)
        return
    click.echo(shadowed(folder), err=True, nl=False)
    write_config(planned)
    write_out(report(planned.file, found, answers))


@main.command(short_help="Print a JSON Schema, of the config or of a report.")
@click.argument("name", default="config")
@_rules_option
def schema(name: str, rule_dirs: tuple[str, ...]) -> None:
    """Print a JSON Schema: of the config, with your own rules in it, or of report, inspect, domain, baseline."""
    from mailcheck.schema import schema_text

    write_out(schema_text(name, lambda: _catalogue(rule_dirs)))


@main.command(short_help="Print the script that completes words in your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes mailcheck's words; evaluate it in your shell's start-up file."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    write_out(script(main, {}, "mailcheck", "_MAILCHECK_COMPLETE").source() + "\n")


def _config(config_file: str | None, no_config: bool, offline: bool, today: Any, **settings: Any) -> Config:
    day = today.date() if today else None
    return configured(found_config(config_file, none=no_config), today=day, **settings)


def _dns(settings: dict[str, Any]) -> dict[str, Any]:
    """The options about DNS, taken out of all settings."""
    return {name: settings.pop(name) for name in DNS_OPTIONS}


def _plan(config: Config) -> Plan:
    from mailcheck.engine.packs import load_catalogue
    from mailcheck.engine.select import make_plan

    return make_plan(load_catalogue(config.rule_dirs), config)


def _witness(formats: set[str], plan: Plan, config: Config) -> Witness | None:
    """Takes evidence for the formats that need it, if there is one among these."""
    if not TESTIFY & formats:
        return None
    from mailcheck.engine.witness import Witness

    return Witness(plan, config)


def _gallery(formats: set[str]) -> Gallery | None:
    """Keeps messages for the formats that show some, if there is one among these."""
    if not SHOW_MESSAGES & formats:
        return None
    from mailcheck.engine.gallery import Gallery

    return Gallery()


def _judge(
    paths: tuple[str, ...],
    form: str | None,
    plan: Plan,
    config: Config,
    before: Baseline | None,
    wanted: Wanted,
    names: tuple[str, ...] = (),
    *,
    offline: bool,
    dns: dict[str, Any],
    quiet: bool,
    witness: Witness | None = None,
    gallery: Gallery | None = None,
) -> Report:
    """Judge all messages, and the domains of `names`, or of the config where there is neither of both."""
    from mailcheck.engine.run import run

    online = not offline and any(chosen.rule.target == "domain" or "dns" in chosen.rule.needs for chosen in plan.chosen)
    _spare_the_collector()
    skipped: list[str] = []
    with (
        _Progress(lambda: sum(map(_size, paths)), "checking", quiet=quiet) as progress,
        _lookups(online, **dns, witness=witness) as lookups,
    ):
        if lookups is not None and (names or not paths):
            from mailcheck.engine.named_domains import name_domains

            name_domains(lookups.named, names, None, config)
        mails: Iterable[Mail | Trouble] = (mail for _, mail in _read(paths, form, config, skipped, wanted))
        mails = witness.reading(mails) if witness is not None else mails
        return run(
            mails, plan, config, config.today, lookups=lookups, baseline=before, wanted=wanted,
            progress=lambda mail: progress.advance(len(mail.raw)), skipped=skipped, gallery=gallery,
        )  # fmt: skip


@contextmanager
def _lookups(
    online: bool,
    servers: tuple[str, ...],
    dns_timeout: float,
    dns_budget: float | None,
    in_flight: int,
    dns_record: str | None,
    dns_replay: str | None,
    witness: Witness | None = None,
) -> Iterator[Lookups | None]:
    """The look-ups of a run, None for one without: then nothing that could ask is even imported."""
    if not online:
        yield None
        return
    from mailcheck.engine.name_servers import lookups

    budget = DNS_BUDGET if dns_budget is None else dns_budget
    with lookups(
        servers=servers, timeout=dns_timeout, budget=budget, record=dns_record, replay=dns_replay, in_flight=in_flight,
        watch=witness.asking if witness is not None else None,
    ) as found:  # fmt: skip
        yield found


def _finish_guide(
    report: Report,
    config: Config,
    files: Iterable[tuple[str, str]],
    pages: Iterable[tuple[Domain, Hosting]],
    allow_incomplete: bool,
    witness: Witness | None,
) -> int:
    """Write the reports, print the guides; the exit code."""
    from mailcheck.engine.verdict import exit_code
    from mailcheck.guide import guide

    code = exit_code(report, config, allow_incomplete=allow_incomplete)
    _write(witness.testify(report, code) if witness is not None else report, files)
    write_out("\n".join(guide(domain, hosting, report) for domain, hosting in pages))
    return code


def _finish_baseline(
    before: Baseline, report: Report, config: Config, *, prune: bool, quiet: bool, allow_incomplete: bool
) -> int:
    """Write the baseline, unless the run is broken; the exit code, for which findings do not count."""
    from mailcheck.engine.baseline_file import write_entries
    from mailcheck.engine.refusals import shown_path
    from mailcheck.engine.verdict import exit_code

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


def _finish(
    report: Report,
    config: Config,
    files: Iterable[tuple[str, str]],
    format_: str,
    color: str,
    verbosity: int,
    allow_incomplete: bool,
    witness: Witness | None,
) -> int:
    """Write and print what was found; the exit code."""
    from mailcheck.engine.verdict import FINDINGS, exit_code, open_ends

    code = exit_code(report, config, allow_incomplete=allow_incomplete)
    report = witness.testify(report, code) if witness is not None else report
    _write(report, files)
    if format_ == "github":
        _write_summary(report)
    print_report(report, format_, color=color, verbosity=verbosity)
    if code == FINDINGS and all(finding.severity < config.threshold for finding in report.findings):
        click.echo(f"strict: the run fails because {' and '.join(open_ends(report))}", err=True)
    return code


def _write(report: Report, files: Iterable[tuple[str, str]]) -> None:
    for name, path in files:
        try:
            write_report(report, name, path)
        except OSError as error:
            raise Refusal(f"cannot be written: {error.strerror}", place=path) from None


def _write_summary(report: Report) -> None:
    try:
        write_summary(report)
    except OSError as error:
        raise Refusal(f"cannot be written: {error.strerror}", place=SUMMARY) from None


def _catalogue(rule_dirs: tuple[str, ...]) -> Catalogue:
    from mailcheck.engine.packs import load_catalogue

    return load_catalogue((*found_config().rule_dirs, *rule_dirs))


def _output(value: str) -> tuple[str, str]:
    name, _, path = value.partition(":")
    if name not in FORMATS or not path:
        raise Refusal(
            f"cannot follow {value!r}", place="--output", remedy=f"write FORMAT:PATH, of {', '.join(FORMATS)}"
        )
    return name, path


def _read(
    paths: Iterable[str], form: str | None, config: Config, skipped: list[str], wanted: Wanted
) -> Iterator[tuple[str, Mail | Trouble]]:
    """Every message, with the argument that led to it; files that are no mail go to `skipped`."""
    from mailcheck.source.files import read_paths

    how: dict[str, Any] = {"form": form, "limits": config.context.limits, "on_skip": skipped.append, "wanted": wanted}
    for path in paths:
        for mail in read_paths([path], **how):
            yield path, mail


def _spare_the_collector() -> None:
    """What is loaded now stays: the collector need not look at it again, nor at every small message.

    Only where `mailcheck.__main__` has stopped it: in a process of others their settings hold.
    """
    if gc.isenabled():
        return
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _test_examples(catalogue: Catalogue, names: Sequence[str]) -> int:
    from mailcheck.engine.select import find_rules
    from mailcheck.testing import cases_of

    failed = 0
    for rule in (rule for name in names for rule in find_rules(catalogue, name, "--test")):
        for case in cases_of(rule):
            fault = case.fault()
            failed += bool(fault)
            write_out(f"{'FAILED' if fault else 'ok':6} {case}{f': {_plain(fault)}' if fault else ''}\n")
    return int(failed > 0)


def _plain(text: str) -> str:
    """Words of others, without what could drive a terminal."""
    from mailcheck.reporters.printable import one_line

    return "\n".join(" " * (len(line) - len(line.lstrip())) + one_line(line) for line in text.split("\n"))


class _Progress:
    """A bar on standard error, for people at a terminal, once there is more than a moment's work."""

    def __init__(self, total: Callable[[], int], label: str, *, quiet: bool) -> None:
        self.total = total
        self.label = label
        self.shown = sys.stderr.isatty() and not quiet
        self.done = 0
        self.bar: Any = None

    def __enter__(self) -> _Progress:
        self.start = time.monotonic()
        return self

    def advance(self, amount: int) -> None:
        if not self.shown:
            return
        self.done += amount
        if self.bar is not None:
            self.bar.update(amount)
        elif time.monotonic() - self.start > MOMENT:
            total = max(self.done, self.total())
            self.bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
            self.bar.__enter__()
            self.bar.update(self.done)

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)


def _size(path: str) -> int:
    """Bytes of a file, or of all files below a folder."""
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(
        os.path.getsize(file)
        for folder, _, names in os.walk(path)
        for file in (os.path.join(folder, name) for name in names)
        if os.path.isfile(file)
    )
