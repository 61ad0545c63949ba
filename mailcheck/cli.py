"""The command: `mailcheck check`, `inspect`, `rules`, `explain`, `completion`."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mailcheck._version import __version__
from mailcheck.engine.config import Config, Named, Selection
from mailcheck.engine.refusals import ConfigError, Refusal
from mailcheck.findings import Severity
from mailcheck.reporters import FORMATS

if TYPE_CHECKING:
    from mailcheck.engine.packs import Catalogue
    from mailcheck.report import Report
    from mailcheck.source.files import Trouble
    from mailcheck.source.mail import Mail

F = TypeVar("F", bound=Callable[..., Any])
BROKEN = 2
INTERRUPTED = 130
LEVELS = [severity.label for severity in Severity]
FORMS = ["eml", "html", "txt"]
MOMENT = 1.0
"""Seconds of work before a progress bar is worth its lines."""


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it. An exception of our own, because click exits with 1 on EPIPE."""


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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="mailcheck %(version)s")
def main() -> None:
    """The linter for e-mail: what is wrong with a message, where, why, and how to mend it."""


def _input_options(command: F) -> F:
    """What every command that reads mail understands."""
    for option in (
        click.argument("paths", nargs=-1, required=True),
        click.option("--as", "form", type=click.Choice(FORMS), help="Read files and '-' as this."),
        click.option("--offline", is_flag=True, help="Ask no name server."),
        click.option("--class", "class_", metavar="CLASS", help="commercial, transactional or editorial."),
        click.option("--stage", metavar="STAGE", help="template, rendered, signed or delivered."),
        click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="CODE", help="us, us-wa; repeatable."),
        click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides dates."),
        click.option("--config", "config_file", metavar="FILE", help="Use this config."),
        click.option("--no-config", is_flag=True, help="Look for no config."),
    ):
        command = option(command)
    return command


_rules_option = click.option("--rules", "rule_dirs", multiple=True, metavar="DIR", help="A folder of your own rules.")


def _complete_rules(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from mailcheck.engine.packs import load_catalogue

    return [rule.id for rule in load_catalogue().rules if rule.id.startswith(incomplete)]


@main.command()
@_input_options
@_rules_option
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="What is printed.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT:PATH", help="Also write a report; repeatable.")
@click.option(
    "--select", multiple=True, metavar="NAME", shell_complete=_complete_rules, help="Only these rules or groups."
)
@click.option(
    "--ignore", multiple=True, metavar="NAME", shell_complete=_complete_rules, help="Not these rules or groups."
)
@click.option("--severity", multiple=True, metavar="NAME=LEVEL", help="Another severity for a rule or group.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="The severity that fails the run (default: error).")
@click.option("--strict", is_flag=True, help="Warnings, stale suppressions and open checks fail, too.")
@click.option("--allow-incomplete", is_flag=True, help="Exit with 0 when only something outside failed.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colour.")
@click.option("-v", "--verbose", is_flag=True, help="Every reason, suppression and trace.")
@click.option("-q", "--quiet", is_flag=True, help="One line a finding.")
def check(paths: tuple[str, ...], form: str | None, **options: Any) -> int:
    """Judge messages: files, folders, mailboxes, '-' for standard input.

    Exit code 0: clean. 1: findings. 2: the run is broken. 3: something outside failed.
    """
    from mailcheck.engine.packs import load_catalogue
    from mailcheck.engine.run import run
    from mailcheck.engine.select import make_plan
    from mailcheck.engine.verdict import exit_code

    outputs = [_output(value) for value in options["outputs"]]
    config = _configured(options)
    plan = make_plan(load_catalogue(config.rule_dirs), config)
    _spare_the_collector()
    with _Progress(paths, quiet=options["quiet"]) as progress:
        skipped: list[str] = []
        mails = (mail for _, mail in _read(paths, form, config, skipped))
        report = run(mails, plan, config, config.today, progress=progress.advance, skipped=skipped)
    for format_, path in outputs:
        _write_file(path, _render(report, format_))
    verbosity = options["verbose"] - options["quiet"]
    _print_report(report, options["format_"], options["color"], verbosity)
    return exit_code(report, config, allow_incomplete=options["allow_incomplete"])


@main.command()
@_input_options
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="What is printed.")
@click.option("--views", is_flag=True, help="Also the mobile, dark and Outlook views.")
def inspect(paths: tuple[str, ...], form: str | None, format_: str, views: bool, **options: Any) -> int:
    """Show what mailcheck understands of messages: class, language, opt-outs, links, headers."""
    from mailcheck.inspect import as_json, as_text, inspect_mails

    config = _configured(options)
    _spare_the_collector()
    broken = 0

    def watched() -> Iterator[dict[str, Any]]:
        nonlocal broken
        for entry in inspect_mails(_read(paths, form, config, []), config, every_view=views):
            broken += bool(entry["errors"])
            yield entry

    for piece in (as_json if format_ == "json" else as_text)(watched()):
        _write_out(piece)
    return BROKEN if broken else 0


@main.command()
@_rules_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="What is printed.")
@click.option("--test", "tested", multiple=True, metavar="NAME", help="Run the examples of a rule or group.")
def rules(rule_dirs: tuple[str, ...], format_: str, tested: tuple[str, ...]) -> int:
    """List every rule that is installed, or run the examples of some."""
    from mailcheck.explain import as_json, listing

    catalogue = _catalogue(rule_dirs)
    if tested:
        return _test_examples(catalogue, tested)
    _write_out(as_json(catalogue.rules) if format_ == "json" else listing(catalogue.rules))
    return 0


@main.command()
@click.argument("rule", metavar="RULE", required=False, shell_complete=_complete_rules)
@click.option("--all", "every", is_flag=True, help="All rules, one after the other.")
@_rules_option
def explain(rule: str | None, every: bool, rule_dirs: tuple[str, ...]) -> None:
    """Say why a rule exists, on which authority, when it binds, what it accepts and how to mend what it finds."""
    from mailcheck import explain as text
    from mailcheck.engine.select import find_rule

    if (rule is None) != every:
        raise click.UsageError("name a rule, or say --all")
    catalogue = _catalogue(rule_dirs)
    chosen = catalogue.rules if rule is None else (find_rule(catalogue, rule, "explain"),)
    _write_out("\n".join(map(text.explain, chosen)))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes mailcheck's words in your shell; evaluate it in the shell's start-up file."""
    from click.shell_completion import get_completion_class

    scripts = get_completion_class(shell)
    assert scripts is not None
    _write_out(scripts(main, {}, "mailcheck", "_MAILCHECK_COMPLETE").source() + "\n")


def _catalogue(rule_dirs: tuple[str, ...]) -> Catalogue:
    from mailcheck.engine.packs import load_catalogue

    return load_catalogue((*_found_config({}).rule_dirs, *rule_dirs))


def _found_config(options: dict[str, Any]) -> Config:
    file = options.get("config_file")
    if options.get("no_config"):
        if file:
            raise click.UsageError("--config and --no-config exclude each other")
        return Config(folder=os.getcwd())
    from mailcheck.engine.config_file import find_config

    file = file or find_config()
    if file is None:
        return Config(folder=os.getcwd())
    from mailcheck.engine.config_tables import read_config

    return read_config(file)


def _configured(options: dict[str, Any]) -> Config:
    """The config that was found, below what the command line says."""
    config = _found_config(options)
    given = {"class": options["class_"], "stage": options["stage"], "jurisdictions": options["jurisdictions"] or None}
    declared: dict[str, Any] = {}
    for name, value in given.items():
        if value is not None:
            from mailcheck.engine.config_tables import declare

            try:
                declared |= declare({name: value})
            except ConfigError as error:
                place = "--jurisdiction" if name == "jurisdictions" else f"--{name}"
                raise ConfigError(error.message, place=place, remedy=error.remedy) from None
    if options["today"]:
        declared["today"] = options["today"].date()
    fail_on = options.get("fail_on")
    return config.with_overrides(
        Selection(
            _names(options.get("select", ()), "--select"),
            _names(options.get("ignore", ()), "--ignore"),
            tuple(map(_severity, options.get("severity", ()))),
        ),
        declared,
        fail_on=Severity[fail_on.upper()] if fail_on else None,
        strict=options.get("strict", False),
        rule_dirs=tuple(map(os.path.abspath, options.get("rule_dirs", ()))),
    )


def _names(values: Iterable[str], place: str) -> tuple[Named, ...]:
    """`--select us,form --select unsub-missing`."""
    return tuple(Named(name.strip(), place) for value in values for name in value.split(",") if name.strip())


def _severity(value: str) -> tuple[Named, Severity]:
    name, _, level = value.partition("=")
    if level not in LEVELS:
        raise click.BadParameter(f"{value!r}: write NAME=LEVEL, the level one of {', '.join(LEVELS)}")
    return Named(name, "--severity"), Severity[level.upper()]


def _output(value: str) -> tuple[str, str]:
    format_, _, path = value.partition(":")
    if format_ not in FORMATS or not path:
        raise click.BadParameter(f"{value!r}: write FORMAT:PATH, the format one of {', '.join(FORMATS)}")
    return format_, path


def _read(
    paths: Iterable[str], form: str | None, config: Config, skipped: list[str]
) -> Iterator[tuple[str, Mail | Trouble]]:
    """Every message, with the argument that led to it; files that are no mail go to `skipped`."""
    from mailcheck.source.files import read_paths

    for path in paths:
        for mail in read_paths([path], form=form, limits=config.context.limits, on_skip=skipped.append):
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
            _write_out(f"{'FAILED' if fault else 'ok':6} {case}{f': {_plain(fault)}' if fault else ''}\n")
    return int(failed > 0)


def _render(report: Report, format_: str, **how: Any) -> str:
    from mailcheck.reporters import reporter

    return reporter(format_).render(report, **how)


def _print_report(report: Report, format_: str, color: str, verbosity: int) -> None:
    if format_ != "text":
        _write_out(_render(report, format_))
        return
    import shutil

    columns = min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100
    how = {"color": _wants_color(color), "verbosity": verbosity, "columns": columns}
    text = _render(report, "text", **how)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = _render(report, "text", **how, ascii_only=True)
    _write_out(text, sys.stdout.encoding)


def _wants_color(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _write_out(text: str, encoding: str | None = "utf-8") -> None:
    """Write all of a text; an unbuffered stream takes only as much at once as its reader has room for."""
    sys.stdout.flush()
    rest = memoryview(text.encode(encoding or "utf-8", "backslashreplace"))
    try:
        while rest:
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None


def _write_file(path: str, text: str) -> None:
    try:
        with open(path, "wb") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise Refusal(f"cannot be written: {error.strerror}", place=path) from None


def _plain(text: str) -> str:
    """Words of others, without what could drive a terminal."""
    from mailcheck.reporters.printable import one_line

    return "\n".join(" " * (len(line) - len(line.lstrip())) + one_line(line) for line in text.split("\n"))


class _Progress:
    """A bar on standard error, for people at a terminal, once there is more than a moment's work."""

    def __init__(self, paths: Iterable[str], *, quiet: bool) -> None:
        self.paths = tuple(paths)
        self.shown = sys.stderr.isatty() and not quiet
        self.done = 0
        self.bar: Any = None

    def __enter__(self) -> _Progress:
        self.start = time.monotonic()
        return self

    def advance(self, mail: Mail) -> None:
        if not self.shown:
            return
        self.done += len(mail.raw)
        if self.bar is not None:
            self.bar.update(len(mail.raw))
        elif time.monotonic() - self.start > MOMENT:
            total = max(self.done, sum(map(_size, self.paths)))
            self.bar = click.progressbar(length=total, label="checking", file=sys.stderr)
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
        entry.stat().st_size
        for folder, _, names in os.walk(path)
        for entry in os.scandir(folder)
        if entry.name in names and entry.is_file(follow_symlinks=False)
    )
