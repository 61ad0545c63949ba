"""A report in the formats that people and programs read. Each module has `render(report, ...) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from mailcheck.report import Report

FORMATS = ("text", "json")


class Reporter(Protocol):
    def render(self, report: Report) -> str:
        """The whole report as one text that ends with a newline."""


def reporter(name: str) -> Reporter:
    """The reporter of a format in `FORMATS`. Raises `ValueError` for another."""
    if name not in FORMATS:
        raise ValueError(f"no report format {name!r}")
    return cast(Reporter, import_module(f"mailcheck.reporters.{name}"))
