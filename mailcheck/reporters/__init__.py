"""A report in the formats that people and programs read. Each module has `render(report, ...) -> str`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

FORMATS = ("text", "json", "html", "sarif", "github", "gitlab", "junit", "markdown", "zone", "evidence")
FOR_HOSTS = {"sarif", "github", "gitlab", "junit", "markdown"}
"""Formats whose paths are those of the repository, whatever the working directory."""
SHOW_MESSAGES = {"html"}
"""Formats that show messages, and need them kept: `Report.messages`."""
TESTIFY = {"evidence"}
"""Formats that need `Report.evidence`."""


def renderer(name: str) -> Callable[..., str]:
    """The `render` of a format in `FORMATS`: it takes a report and gives one text that ends with a newline.

    Raises `ValueError` for another name.
    """
    if name not in FORMATS:
        raise ValueError(f"no report format {name!r}")
    return cast("Callable[..., str]", import_module(f"mailcheck.reporters.{name}").render)
