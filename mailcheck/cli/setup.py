"""`mailcheck init`, `mailcheck schema` and `mailcheck completion`: what sets mailcheck up in a repository, an editor, a
shell."""

from __future__ import annotations

import sys

import click

from mailcheck.cli.options import many, rules_option
from mailcheck.cli.running import catalogue_of
from mailcheck.reporters.output import write_out


@click.command(short_help="Write a first config for a repository.")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False))
@many("--domain", "domains", metavar="DOMAIN", text="A domain that your mail is sent from; repeatable.")
@many("--jurisdiction", "jurisdictions", metavar="CODE", text="Whose rules bind you: us, us-wa; repeatable.")
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


@click.command(short_help="Print a JSON Schema, of the config or of a report.")
@click.argument("name", default="config")
@rules_option
def schema(name: str, rule_dirs: tuple[str, ...]) -> None:
    """Print a JSON Schema: of the config, with your own rules in it, or of report, inspect, domain, baseline."""
    from mailcheck.schema import schema_text

    write_out(schema_text(name, lambda: catalogue_of(rule_dirs)))


@click.command(short_help="Print the script that completes words in your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes mailcheck's words; evaluate it in your shell's start-up file."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    write_out(script(context.find_root().command, {}, "mailcheck", "_MAILCHECK_COMPLETE").source() + "\n")
