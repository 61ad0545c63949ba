"""The recipes of docs/ci.md: each file by its host's schema, each command run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from mailcheck.reporters import FOR_HOSTS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", TEXT, re.MULTILINE))
SCHEMAS = {
    "GitHub": "github-workflows",
    "GitLab": "gitlab-ci",
    "Azure Pipelines": "azure-pipelines",
    "Bitbucket Pipelines": "bitbucket-pipelines",
}
COMMANDS = re.findall(r"mailcheck check [^'\n]*", TEXT)
BAD = "From: Acme <post@acme.com>\nSubject: Hello\nDate: never\n\nHello you\n"


def recipe(name: str) -> Any:
    [block] = re.findall(r"```yaml\n(.*?)```", SECTIONS[name], re.DOTALL)
    return yaml.load(block, yaml.BaseLoader)


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_what_its_host_takes(name: str) -> None:
    vendored = files("check_jsonschema.builtin_schemas").joinpath("vendor", f"{SCHEMAS[name]}.json")
    schema = json.loads(vendored.read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(recipe(name))


def test_inputs_that_are_given_exist() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    [step] = [step for step in recipe("GitHub")["jobs"]["mailcheck"]["steps"] if "mailcheck" in step["uses"]]
    assert step["with"].keys() <= action["inputs"].keys()
    spec = next(yaml.safe_load_all((ROOT / "templates" / "mailcheck.yml").read_text(encoding="utf-8")))
    assert recipe("GitLab")["include"][0]["inputs"].keys() <= spec["spec"]["inputs"].keys()


def test_every_format_for_hosts_is_described() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", SECTIONS["Formats"], re.MULTILINE)) == FOR_HOSTS


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_commands_do_what_the_recipe_says(command: str, tmp_path: Path) -> None:
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails" / "a.eml").write_text(BAD)
    (tmp_path / "test-results").mkdir()
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    for written in re.findall(r"--output \w+:(\S+)", command):
        assert (tmp_path / written).read_text(encoding="utf-8").startswith("<?xml")


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 4
