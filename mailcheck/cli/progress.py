"""How far a long run is, for people at a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import click

MOMENT = 1.0
"""Seconds of work before a progress bar is worth its lines."""


class Progress:
    """A bar on standard error, for people at a terminal, once there is more than a moment's work."""

    def __init__(self, total: Callable[[], int], label: str, *, quiet: bool) -> None:
        self.total = total
        self.label = label
        self.shown = sys.stderr.isatty() and not quiet
        self.done = 0
        self.bar: Any = None

    def __enter__(self) -> Progress:
        self.start = time.monotonic()
        return self

    def advance(self, amount: int) -> None:
        if not self.shown:
            return
        self.done += amount
        if self.bar is not None:
            self.bar.update(amount)
        elif time.monotonic() - self.start > MOMENT:
            total = max(self.done, self.total())
            self.bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
            self.bar.__enter__()
            self.bar.update(self.done)

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)


def size(path: str) -> int:
    """Bytes of a file, or of all files below a folder."""
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(
        os.path.getsize(file)
        for folder, _, names in os.walk(path)
        for file in (os.path.join(folder, name) for name in names)
        if os.path.isfile(file)
    )
