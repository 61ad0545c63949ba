"""Options that several commands understand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from mailcheck.engine.command_line import LEVELS

F = TypeVar("F", bound=Callable[..., Any])


def _complete_rules(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from mailcheck.engine.packs import load_catalogue

    catalogue = load_catalogue()
    return [name for name in (*sorted(catalogue.groups), *catalogue.by_id) if name.startswith(incomplete)]


def many(*names: str, metavar: str, text: str, rules: bool = False) -> Callable[[F], F]:
    """An option that repeats; with `rules` its values are names of rules and groups."""
    complete = _complete_rules if rules else None
    return click.option(*names, multiple=True, metavar=metavar, shell_complete=complete, help=text)


def format_option(formats: Iterable[str]) -> Callable[[F], F]:
    return click.option(
        "--format", "format_", type=click.Choice(list(formats)), default="text", help="What is printed."
    )


def _together(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    """Options in the order in which they are to be read; as with decorators, what is put on last is shown first."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


rule_name = click.argument("name", required=False, shell_complete=_complete_rules)
rules_option = many("--rules", "rule_dirs", metavar="DIR", text="A folder of your own rules.")
jobs = click.option("--jobs", metavar="NUMBER", help="Processes that judge messages.  [default: auto]")
config_file = click.option("--config", "config_file", metavar="FILE", help="Use this config.")
no_config = click.option("--no-config", is_flag=True, help="Look for no config.")
today = click.option(
    "--today", "--as-of", "today", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides dates."
)
input_options = _together(
    click.option("--as", "form", type=click.Choice(["eml", "html", "txt"]), help="Read files and '-' as this."),
    click.option("--offline", is_flag=True, help="Ask no name server: rules about domains are not evaluated."),
    click.option("--class", "message_class", metavar="CLASS", help="commercial, transactional or editorial."),
    click.option("--stage", metavar="STAGE", help="template, rendered, signed or delivered."),
    many("--jurisdiction", "jurisdictions", metavar="CODE", text="us, us-wa; repeatable."),
    today,
    config_file,
    no_config,
)
"""What every command that reads mail understands."""
dns_options = _together(
    many("--nameserver", "servers", metavar="ADDRESS[:PORT]", text="Ask this server; repeatable."),
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
    many("--provider", "providers", metavar="NAME", text="Those that matter: gmail,yahoo,microsoft,apple."),
    click.option("--dns-record", metavar="FILE", help="Save every answer."),
    click.option("--dns-replay", metavar="FILE", help="Answer from a saved file, without a network."),
)
"""What every command that looks up sending domains understands."""
selection_options = _together(
    many("--select", metavar="NAME", rules=True, text="Only these rules or groups."),
    many("--ignore", metavar="NAME", rules=True, text="Not these rules or groups."),
    click.option("--baseline", metavar="FILE", help="Findings that were there before: see `mailcheck baseline`."),
    click.option("--allow-incomplete", is_flag=True, help="Exit with 0 when only something outside failed."),
    click.option("-q", "--quiet", is_flag=True, help="One line a finding."),
)
"""What every command that judges understands."""
report_options = _together(
    many("--output", "outputs", metavar="FORMAT:PATH", text="Also write a report; repeatable."),
    click.option("--no-baseline", is_flag=True, help="Set aside no finding because it was there before."),
    many("--severity", metavar="NAME=LEVEL", text="Another severity for a rule or group."),
    click.option("--fail-on", type=click.Choice(list(LEVELS)), help="The severity that fails the run."),
    click.option("--strict", is_flag=True, help="Warnings, stale suppressions and open checks fail, too."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colour."),
    click.option("-v", "--verbose", is_flag=True, help="Every reason, suppression and trace."),
)
"""What every command that reports understands."""
