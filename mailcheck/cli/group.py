"""The group of all commands. A command is loaded when it is run, completed or listed."""

from __future__ import annotations

import os
from importlib import import_module
from typing import cast

import click

from mailcheck._version import __version__

COMMANDS = {
    "check": "check",
    "baseline": "baseline",
    "domain": "domain",
    "inspect": "inspect",
    "rules": "manual",
    "explain": "manual",
    "init": "setup",
    "schema": "setup",
    "completion": "setup",
}
"""The module of every command, in the order in which people need them."""


class _LoadedWhenNamed(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return cast("click.Command", getattr(import_module(f"mailcheck.cli.{COMMANDS[cmd_name]}"), cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Who names mail where a command belongs is told which one reads it."""
        if args[0] not in COMMANDS and os.path.lexists(args[0]):
            from shlex import quote

            from mailcheck.reporters.printable import every_line

            raise click.UsageError(
                f"No command is named. To judge this mail: mailcheck check {every_line(quote(args[0]))}", ctx
            )
        return super().resolve_command(ctx, args)


@click.group(cls=_LoadedWhenNamed, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="mailcheck %(version)s")
def main() -> None:
    """The linter for e-mail: what is wrong with a message, where, why, and how to mend it."""
