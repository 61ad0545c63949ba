"""The domains that a run of `mailcheck domain` is about: of the command line, of a file, of the config."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate

from mailcheck.engine.config import Config, Named
from mailcheck.engine.domains import DomainList
from mailcheck.engine.refusals import Refusal, shown_path
from mailcheck.lookup.names import fold_name
from mailcheck.report import COMMAND_LINE
from mailcheck.spans import Span, Text


def name_domains(found: DomainList, names: Sequence[str], file: str | None, config: Config) -> None:
    """Put every domain into `found` with its place. Without names and file, the config's. Raises Refusal.

    A name of the command line that the config has, too, keeps its place there: that is what a person would edit.
    """
    listed = list(_places(config))
    configured = {fold_name(name): at for name, at in reversed(listed)}
    for name in names:
        found.add(name, configured.get(fold_name(name.strip())) or Text(COMMAND_LINE, name).span(), "listed")
    if file is not None:
        for name, at in read_domain_list(_file(file)):
            found.add(name, at, "listed")
    if not names and file is None:
        for name, at in listed:
            found.add(name, at, "listed")
    if not found:
        raise Refusal("no domain was named", remedy="name one, or say `domains` in the config")


def _places(config: Config) -> Iterator[tuple[str, Span]]:
    """The domains of the config, each where it stands; a name that is written with escapes has only its line."""
    source = config.source or Text(config.file, "")
    lines = source.content.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for name, place in config.domains:
        path, number = Named(name, place).file_line
        column = lines[number - 1].find(name, int(place.rpartition(":")[2]) - 1) if 0 < number <= len(lines) else -1
        if column < 0:
            yield name, Text(path, name, first_line=number or 1).span()
        else:
            at = starts[number - 1] + column
            yield name, source.span(at, at + len(name))


def read_domain_list(text: Text) -> Iterator[tuple[str, Span]]:
    """The domains of a list, one a line; blank lines and what follows '#' are passed over."""
    start = 0
    for line in text.content.split("\n"):
        name = line.partition("#")[0].strip()
        if name:
            at = start + line.index(name)
            yield name, text.span(at, at + len(name))
        start += len(line) + 1


def _file(path: str) -> Text:
    if path == "-":
        return Text("<stdin>", sys.stdin.read())
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return Text(shown_path(path), file.read())
    except OSError as error:
        raise Refusal(f"cannot be read: {error.strerror}", place=shown_path(path)) from None
    except UnicodeDecodeError:
        raise Refusal("is no list of domains: it is not UTF-8", place=shown_path(path)) from None
