"""docs/writing-rules.md is followed to the letter: its file, its commands, its config, its table of facts."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mailcheck.subjects.message import Message

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
MAIL = "From: Lamps <post@lamps-of-leeds.com>\nSubject: Lamps\n\n{text}\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Steps 1 and 2: the folder, and the file with the rule."""
    tree = blocks("")[0].split()
    file = tmp_path / tree[0] / tree[1] / tree[2]
    file.parent.mkdir(parents=True)
    file.write_text(blocks("python")[0], encoding="utf-8")
    return tmp_path


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command as the guide shows it: `$ mailcheck ...`."""
    words = shlex.split(command.strip().removeprefix("$ mailcheck"))
    command_line = [sys.executable, "-m", "mailcheck", *words]
    return subprocess.run(command_line, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def test_its_rule_agrees_with_its_examples_and_is_used(folder: Path) -> None:
    test, use = blocks("console")
    done = run(test, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok     house-greeting bad 1" in done.stdout
    (folder / "message.eml").write_text(MAIL.format(text="Buy our lamps."))
    assert "warning[house-greeting] the message greets nobody" in run(use, folder).stdout
    (folder / "message.eml").write_text(MAIL.format(text="Good morning, buy our lamps."))
    assert "house-greeting" in run(use, folder).stdout
    (folder / "mailcheck.toml").write_text(blocks("toml")[0], encoding="utf-8")
    assert "house-greeting" not in run("$ mailcheck check message.eml", folder).stdout
    assert "Begin with" in run("$ mailcheck explain house-greeting", folder).stdout


def test_what_it_says_of_messages_exists() -> None:
    names = set(re.findall(r"`message\.(\w+)", GUIDE))
    assert len(names) > 10
    missing = {name for name in names if not hasattr(Message, name)}
    assert missing <= {"context"}, "an attribute of the instance"
