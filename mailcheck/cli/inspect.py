"""`mailcheck inspect`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from mailcheck.cli.options import format_option, input_options
from mailcheck.cli.running import config_of, read, spare_the_collector
from mailcheck.engine.verdict import BROKEN
from mailcheck.engine.wanted import wanted_files
from mailcheck.inspect import as_json, as_text, inspect_mails
from mailcheck.reporters.output import write_out


@click.command(short_help="Show what mailcheck understands of messages.")
@click.argument("paths", nargs=-1, required=True)
@input_options
@format_option(("text", "json"))
@click.option("--views", is_flag=True, help="Also the mobile, dark and Outlook views.")
def inspect(paths: tuple[str, ...], form: str | None, format_: str, views: bool, **settings: Any) -> int:
    """Show what mailcheck understands of messages: class, language, opt-outs, links, headers."""
    config = config_of(**settings)
    spare_the_collector()
    broken = 0

    def watched() -> Iterator[dict[str, Any]]:
        nonlocal broken
        for entry in inspect_mails(read(paths, form, config, wanted_files(config)), config, every_view=views):
            broken += bool(entry["errors"])
            yield entry

    for piece in (as_json if format_ == "json" else as_text)(watched()):
        write_out(piece)
    return BROKEN if broken else 0
