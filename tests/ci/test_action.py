"""The GitHub action: its file by GitHub's schema, its steps run by a shell as GitHub would run them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from action_runner import Ran, run_action

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
RUN = [step for step in ACTION["runs"]["steps"] if "run" in step]
BAD = "From: Acme <post@acme.com>\nSubject: Hello\nDate: never\n\nHello you\n"
GOOD = BAD.replace("never", "Sun, 01 Nov 2026 10:00:00 +0000")
Run = Callable[..., Ran]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / "mail").mkdir()
    (root / "mail" / "a b.eml").write_text(BAD)
    (root / "good.eml").write_text(GOOD)
    (root / "mailcheck.toml").write_text('select = ["date-invalid"]\n')
    return root


@pytest.fixture
def run(repository: Path, tmp_path: Path) -> Run:
    """Runs the action on the repository. mailcheck is taken from the environment of the tests unless `install`."""
    temp = tmp_path / "temp"
    temp.mkdir()
    here = os.path.dirname(sys.executable)
    environment = {
        "PATH": os.pathsep.join([here, os.environ["PATH"]]),
        "HOME": os.fspath(tmp_path),
        "LANG": "C.UTF-8",
        "GITHUB_STEP_SUMMARY": os.fspath(tmp_path / "summary.md"),
    }

    def act(install: Mapping[str, str] | None = None, **inputs: str) -> Ran:
        return run_action(
            ACTION,
            {name.replace("_", "-"): value for name, value in inputs.items()},
            source=ROOT,
            workspace=repository,
            temp=temp,
            environment={**environment, **(install or {})},
            done_before=None if install else {"install": {"bin": here}},
        )

    return act


def test_it_is_what_github_takes() -> None:
    vendored = files("check_jsonschema.builtin_schemas").joinpath("vendor", "github-actions.json")
    jsonschema.Draft7Validator(json.loads(vendored.read_text(encoding="utf-8"))).validate(ACTION)
    assert set(ACTION["inputs"]) >= {"paths", "config", "args", "version", "fail-on", "format", "upload-sarif"}
    for described in ACTION["inputs"].values():
        assert described["description"]


def test_no_script_is_made_of_inputs() -> None:
    """Whatever comes from outside goes through the environment, where a shell takes it for a value."""
    for step in RUN:
        assert "${{" not in step["run"], step["name"]


@pytest.mark.validators
def test_it_installs_itself_and_says_what_is_wrong(run: Run, tmp_path: Path) -> None:
    ran = run(install={"LC_ALL": "C.UTF-8"}, args="--offline")
    assert ran.steps == ["Install mailcheck", "Run mailcheck"], ran.printed
    assert Path(ran.outputs["install"]["bin"], "mailcheck").exists()
    assert (ran.code, ran.outputs["run"]["exit-code"]) == (1, "1")
    assert "::error title=date-invalid,file=mail/a b.eml,line=3,col=" in ran.printed
    assert "`mail/a b.eml:3`" in (tmp_path / "summary.md").read_text()


def test_a_version_is_asked_for_by_its_name(run: Run, tmp_path: Path) -> None:
    """One argument to pip, whatever stands in it."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").write_text(
        '#!/bin/sh\n[ "$2" = venv ] || exec printf "<%s>" "$@"\nmkdir -p "$3/bin"\ncp "$0" "$3/bin/python"\n'
    )
    (tools / "python3").chmod(0o755)
    path = os.pathsep.join([os.fspath(tools), os.environ["PATH"]])
    assert "<mailcheck-lint==1.2.3>" in run(install={"PATH": path}, version="1.2.3").printed
    assert "<mailcheck-lint==1; rm -rf $HOME>" in run(install={"PATH": path}, version="1; rm -rf $HOME").printed
    assert f"<{ROOT}>" in run(install={"PATH": path}).printed


def test_clean_mail_passes(run: Run) -> None:
    ran = run(paths="good.eml", args="--offline")
    assert (ran.code, ran.outputs["run"]["exit-code"]) == (0, "0")
    assert "no findings in 1 message" in ran.printed


def test_findings_annotate_the_change_and_fail_the_job(run: Run, tmp_path: Path) -> None:
    ran = run(args="--offline")
    assert (ran.code, ran.outputs["run"]["exit-code"]) == (1, "1")
    assert "::error title=date-invalid,file=mail/a b.eml,line=3,col=" in ran.printed
    assert "`mail/a b.eml:3`" in (tmp_path / "summary.md").read_text()


@pytest.mark.parametrize("name", ["paths", "args", "config", "fail_on", "format", "command"])
def test_inputs_are_arguments_and_nothing_else(name: str, run: Run, repository: Path) -> None:
    hostile = "$(touch broken) `touch broken`; touch broken ' ; touch broken ' \" ; touch broken \" * --help"
    ran = run(**{"args": "--offline", name: f"{hostile}\n--help\n" if name == "paths" else hostile})
    assert ran.code == 2
    assert "Options:" not in ran.printed, "a path is no option"
    assert not (repository / "broken").exists()


def test_lists_have_one_entry_a_line(run: Run) -> None:
    ran = run(paths="\ngood.eml\nmail/a b.eml\n", args="--offline\n--severity\ndate-invalid=warning\n")
    assert "::warning title=date-invalid,file=mail/a b.eml" in ran.printed
    assert "1 warning in 1 of 2 messages" in ran.printed
    assert ran.code == 0
    assert run(paths="mail", args="--offline\n--severity\ndate-invalid=warning", fail_on="warning").code == 1


def test_it_runs_where_it_is_told_to(run: Run, repository: Path) -> None:
    (repository / "mail" / "other.toml").write_text('select = ["from-single"]\n')
    ran = run(working_directory="mail", config="other.toml", args="--offline")
    assert (ran.code, "no findings in 1 message" in ran.printed) == (0, True)
    ran = run(working_directory="mail", args="--offline", format="gitlab")
    assert json.loads(ran.printed)[0]["location"]["path"] == "mail/a b.eml"


def test_domains_of_the_config_are_judged_when_none_is_named(run: Run, repository: Path) -> None:
    (repository / "empty.zone").write_text("; mailcheck DNS recording 1\n;! nodata acme.com. TXT\n")
    (repository / "mailcheck.toml").write_text('select = ["spf-missing"]\ndomains = ["acme.com"]\n')
    ran = run(command="domain", args="--dns-replay\nempty.zone")
    assert "::error title=spf-missing,file=mailcheck.toml,line=2,col=13,endColumn=21::acme.com: " in ran.printed
    assert run(command="domain", paths="acme.org", args="--dns-replay\nempty.zone").code == 3


def uploaded(ran: Ran) -> list[dict[str, Any]]:
    [(action, given)] = ran.used
    assert action.startswith("github/codeql-action/upload-sarif@")
    assert given["category"] == "mailcheck"
    [log] = json.loads(Path(given["sarif_file"]).read_text(encoding="utf-8"))["runs"]
    return list(log["results"])


def test_code_scanning_gets_what_stands_also_when_the_job_fails(run: Run, repository: Path) -> None:
    (repository / "mailcheck.toml").write_text(
        'select = ["date-invalid"]\nallow = [{ rule = "date-invalid", target = "good.eml", reason = "agreed" }]\n'
    )
    (repository / "good.eml").write_text(BAD)
    ran = run(args="--offline", upload_sarif="true")
    assert ran.code == 1
    [result] = uploaded(ran)
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "mail/a%20b.eml"
    [log] = json.loads(Path(ran.outputs["run"]["sarif"]).read_text(encoding="utf-8"))["runs"]
    assert len(log["results"]) == 2, "the file itself keeps what was set aside"


def test_clean_code_scanning_closes_what_was_open(run: Run) -> None:
    assert uploaded(run(paths="good.eml", args="--offline", upload_sarif="true")) == []


def test_nothing_is_uploaded_that_was_not_asked_for_or_not_made(run: Run, repository: Path) -> None:
    assert run(args="--offline").used == []
    assert uploaded(run(args="--offline", upload_sarif="true"))
    (repository / "mailcheck.toml").write_text("selekt = []\n")
    ran = run(args="--offline", upload_sarif="true")
    assert (ran.code, ran.used) == (2, []), "a file of an earlier run is none of this one"
