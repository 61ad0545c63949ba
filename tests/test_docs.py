"""README and guides say what is so: links lead somewhere, commands and options exist, configs can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailcheck.cli import main
from mailcheck.cli.group import COMMANDS
from mailcheck.engine.config_tables import read_config
from mailcheck.engine.packs import load_pack
from mailcheck.engine.select import make_plan

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def anchors(page: Path) -> set[str]:
    """Headings as the links to them are written."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Subcommand and options of every command that a page shows: in a block behind `$`, or between backticks."""
    shown = re.findall(r"^\s*\$ (.*)$|`([^`\n]+)`", text, re.MULTILINE)
    for line in (piece for pair in shown for piece in pair):
        for command, rest in re.findall(r"\bmailcheck ([a-z]+)\b([^|;&]*)", line):
            yield command, re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.partition("  #")[0])


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        file = (page.parent / name) if name else page
        assert file.exists(), f"{page.name} leads to {target}"
        assert not anchor or anchor in anchors(file), f"{page.name} leads to {target}"


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path) -> None:
    for command, options in commands(page.read_text(encoding="utf-8")):
        assert command in COMMANDS, f"mailcheck {command}"
        shown = CliRunner().invoke(main, [command, "--help"]).output
        for option in options:
            assert re.search(rf"(?<!\S){option}(?![\w-])", shown), f"mailcheck {command} {option}"


def test_files_that_the_readme_names_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:docs|examples|tests|tools|\.ci)/[\w./-]*)`", text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("name", ["README.md", "docs/dns-for-beginners.md"])
def test_configs_that_are_shown_are_read(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for block in re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        (tmp_path / "mailcheck.toml").write_text(block, encoding="utf-8")
        make_plan(load_pack("mailcheck_rules"), read_config(tmp_path / "mailcheck.toml"))


def test_every_guide_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\]\((\w[\w-]*\.md)\)", index))
    assert listed == {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
