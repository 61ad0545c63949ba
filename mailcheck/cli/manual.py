"""`mailcheck rules` and `mailcheck explain`: what is to be said about rules."""

from __future__ import annotations

from collections.abc import Sequence

import click

from mailcheck.cli.options import format_option, many, rule_name, rules_option
from mailcheck.cli.running import catalogue_of
from mailcheck.engine.packs import Catalogue
from mailcheck.reporters.output import columns, write_out
from mailcheck.reporters.printable import every_line


@click.command(short_help="List the rules, or run their examples.")
@rules_option
@format_option(("text", "json"))
@many("--test", "tested", metavar="NAME", rules=True, text="Run the examples of a rule or group.")
def rules(rule_dirs: tuple[str, ...], format_: str, tested: tuple[str, ...]) -> int:
    """List every rule that is installed, or run the examples of some."""
    from mailcheck.manual.listing import as_json, listing

    catalogue = catalogue_of(rule_dirs)
    if tested:
        return _test_examples(catalogue, tested)
    write_out(as_json(catalogue.rules) if format_ == "json" else listing(catalogue.rules))
    return 0


def _test_examples(catalogue: Catalogue, names: Sequence[str]) -> int:
    from mailcheck.engine.select import find_rules
    from mailcheck.testing import cases_of

    failed = 0
    for rule in (rule for name in names for rule in find_rules(catalogue, name, "--test")):
        for case in cases_of(rule):
            fault = case.fault()
            failed += bool(fault)
            write_out(f"{'FAILED' if fault else 'ok':6} {case}{f': {every_line(fault)}' if fault else ''}\n")
    return int(failed > 0)


@click.command(short_help="Say why a rule exists and how to mend what it finds.")
@rule_name
@click.option("--all", "every", is_flag=True, help="All rules, one after the other.")
@click.option("--examples", is_flag=True, help="Every example, not only the first two.")
@format_option(("text", "markdown"))
@click.option("--output-dir", metavar="DIR", help="With --all: write a Markdown page for each rule, and an index.")
@rules_option
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
    catalogue = catalogue_of(rule_dirs)
    if output_dir:
        from mailcheck.manual.folder import write_manual

        number = write_manual(catalogue.rules, output_dir)
        click.echo(f"{number} pages in {every_line(output_dir)}", err=True)
        return
    from mailcheck.manual.explain import explain as pages

    write_out(pages(catalogue, name, markdown=format_ == "markdown", columns=columns(), every_example=examples))
