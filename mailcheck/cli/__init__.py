"""The command `mailcheck`: options in, exit codes out. What the commands do stands in the packages below."""

from __future__ import annotations

from mailcheck.cli.entry import run_command
from mailcheck.cli.group import main

__all__ = ["main", "run_command"]
