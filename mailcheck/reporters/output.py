"""Where reports go: standard output, with its colour, width and encoding, and files."""

from __future__ import annotations

import os
import sys
from typing import Any

from mailcheck.report import Report
from mailcheck.reporters import FOR_HOSTS, renderer

WIDEST = 120
COLUMNS = 100
"""Columns where there is no terminal that has any."""
SUMMARY = "GITHUB_STEP_SUMMARY"
"""Names the file that becomes the summary of a step of GitHub Actions."""


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it. An exception of our own, because click exits with 1 on EPIPE."""


def print_report(report: Report, format_: str, *, color: str, verbosity: int) -> None:
    """Print a report. Text takes the terminal's colour, width and encoding; other formats are UTF-8.

    `color` is 'always', 'never' or 'auto'.
    """
    if format_ != "text":
        write_out(_rendered(report, format_))
        return
    from mailcheck.reporters.text import render

    how: dict[str, Any] = {"color": _wants_color(color), "verbosity": verbosity, "columns": columns()}
    text = render(report, **how)
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = render(report, **how, ascii_only=True)
    write_out(text, encoding)


def write_out(text: str, encoding: str = "utf-8") -> None:
    """Write all of a text; an unbuffered stream takes only as much at once as its reader has room for.

    Raises `ReaderGoneError` when nobody reads any more.
    """
    rest = memoryview(text.encode(encoding, "backslashreplace"))
    try:
        sys.stdout.flush()
        while rest:
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None


def write_report(report: Report, format_: str, path: str) -> None:
    """Write a report to a file, in UTF-8. Raises `OSError`."""
    with open(path, "wb") as stream:
        stream.write(_rendered(report, format_).encode("utf-8", "backslashreplace"))


def write_summary(report: Report) -> None:
    """Add the report to the summary of the step of GitHub Actions that this runs in. Raises `OSError`.

    GitHub takes 1 MiB a step; what does not fit in the rest of it is left out and counted.
    """
    path = os.environ.get(SUMMARY)
    if not path:
        return
    from mailcheck.reporters.markdown import LIMIT, render

    with open(path, "ab") as stream:
        room = LIMIT - stream.tell()
        stream.write(render(_for_host(report), limit=room).encode("utf-8", "backslashreplace"))


def _rendered(report: Report, format_: str) -> str:
    return renderer(format_)(_for_host(report) if format_ in FOR_HOSTS else report)


def _for_host(report: Report) -> Report:
    from mailcheck.reporters.places import with_paths
    from mailcheck.reporters.repository import from_repository

    return with_paths(report, from_repository(report))


def columns() -> int:
    """How wide prose may be on standard output."""
    if not sys.stdout.isatty():
        return COLUMNS
    from shutil import get_terminal_size

    return min(get_terminal_size((COLUMNS, 24)).columns, WIDEST)


def _wants_color(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
