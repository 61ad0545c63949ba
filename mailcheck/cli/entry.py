"""A run of the command: every error that is no bug becomes a line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from mailcheck.cli.group import main
from mailcheck.engine.refusals import Refusal
from mailcheck.engine.verdict import BROKEN
from mailcheck.reporters.output import ReaderGoneError

INTERRUPTED = 130


def run_command(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; nothing but bugs is raised."""
    try:
        return int(main(list(arguments), prog_name="mailcheck", standalone_mode=False) or 0)
    except Refusal as refusal:
        from mailcheck.reporters.printable import every_line

        click.echo(f"{click.style('error:', fg='red', bold=True)} {every_line(str(refusal))}", err=True)
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
