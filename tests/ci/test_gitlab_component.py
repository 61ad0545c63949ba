"""The GitLab component: by GitLab's schema, and its script run by the shells that runners have."""

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
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "templates" / "mailcheck.yml").read_text(encoding="utf-8")
SPEC, JOBS = yaml.safe_load_all(TEXT)
[JOB] = JOBS.values()
BAD = "From: Acme <post@acme.com>\nSubject: Hello\nDate: never\n\nHello you\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "a.eml").write_text(BAD)
    (tmp_path / "b.eml").write_text(BAD)
    (tmp_path / "other.toml").write_text('select = ["from-single"]\n')
    (tmp_path / "mailcheck.toml").write_text('select = ["date-invalid"]\n')
    return tmp_path


def run(shell: str, repository: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The job's script with these inputs, as a runner has it: variables in the environment, the script to a shell."""
    given = {name: described.get("default", "") for name, described in SPEC["spec"]["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    variables = {
        name: re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: given[match[1]], variable["value"])
        for name, variable in JOB["variables"].items()
    }
    return subprocess.run(
        [shell, "-e"],
        input="\n".join(JOB["script"]),
        cwd=repository,
        env={
            "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),
            "LANG": "C.UTF-8",
            "CI_PROJECT_DIR": os.fspath(repository),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_what_gitlab_takes() -> None:
    vendored = files("check_jsonschema.builtin_schemas").joinpath("vendor", "gitlab-ci.json")
    validator = jsonschema.Draft7Validator(json.loads(vendored.read_text(encoding="utf-8")))
    validator.validate(SPEC)
    validator.validate(JOBS)


def test_no_script_is_made_of_inputs() -> None:
    """GitLab puts inputs into the text of a job; as values of variables a shell takes them for values."""
    for line in (*JOB["before_script"], *JOB["script"]):
        assert "$[[" not in line
    assert all(variable["expand"] is False for variable in JOB["variables"].values())
    assert set(re.findall(r"inputs\.([\w-]+)", TEXT)) == set(SPEC["spec"]["inputs"])


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_findings_fail_the_job_and_stand_in_its_reports(shell: str, repository: Path) -> None:
    done = run(shell, repository, paths="mail b.eml", args="--offline --severity date-invalid=error")
    assert done.returncode == 1, done.stderr
    assert "error[date-invalid]" in done.stdout
    reports: dict[str, Any] = JOB["artifacts"]["reports"]
    entries = json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    assert [entry["location"]["path"] for entry in entries] == ["b.eml", "mail/a.eml"]
    suites = etree.parse(repository / reports["junit"]).getroot()
    assert [suite.get("name") for suite in suites][:2] == ["mail/a.eml", "b.eml"]
    assert JOB["artifacts"]["when"] == "always"


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_inputs_are_arguments_and_nothing_else(shell: str, repository: Path) -> None:
    hostile = "$(touch broken) `touch broken`;touch broken; ' ;touch broken;' \" *"
    for name in ("paths", "args", "config", "fail_on", "command"):
        assert run(shell, repository, **{"args": "--offline", name: hostile}).returncode == 2, name
    assert run(shell, repository, working_directory=hostile).returncode != 0
    assert not (repository / "broken").exists()


def test_domains_of_the_config_are_judged_when_none_is_named(repository: Path) -> None:
    (repository / "empty.zone").write_text("; mailcheck DNS recording 1\n;! nodata acme.com. TXT\n")
    (repository / "mailcheck.toml").write_text('select = ["spf-missing"]\ndomains = ["acme.com"]\n')
    done = run("sh", repository, command="domain", args="--dns-replay empty.zone")
    assert done.returncode == 1, done.stderr
    [entry] = json.loads((repository / "gl-code-quality-report.json").read_text())
    assert entry["location"] == {"path": "mailcheck.toml", "lines": {"begin": 2}}


def test_it_runs_where_it_is_told_to(repository: Path) -> None:
    (repository / "my configs").mkdir()
    (repository / "other.toml").rename(repository / "my configs" / "other.toml")
    done = run("sh", repository, working_directory="mail", args="--offline", config="../my configs/other.toml")
    assert (done.returncode, "no findings in 1 message" in done.stdout) == (0, True)
    assert json.loads((repository / "gl-code-quality-report.json").read_text()) == []
    done = run("sh", repository, working_directory="mail", args="--offline", fail_on="error")
    assert done.returncode == 1
    [entry] = json.loads((repository / "gl-code-quality-report.json").read_text())
    assert entry["location"]["path"] == "mail/a.eml"
