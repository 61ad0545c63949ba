"""The README says what is so: its commands, files and options exist."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from mailcheck.cli import main

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_commands_and_options_exist() -> None:
    for command, rest in re.findall(r"mailcheck (check|inspect|domain|rules|explain|baseline|init)\b([^\n`]*)", TEXT):
        shown = CliRunner().invoke(main, [command, "--help"])
        assert shown.exit_code == 0, command
        for option in re.findall(r"--[a-z-]+", rest.partition("#")[0]):
            assert option in shown.output, f"mailcheck {command} {option}"


def test_files_it_names_exist() -> None:
    for name in re.findall(r"`((?:docs|examples|tests|tools|\.ci)/[\w./-]*)`", TEXT):
        assert (ROOT / name).exists(), name
