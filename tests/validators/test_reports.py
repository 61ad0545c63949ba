"""Reports before those who judge their formats. Asks npm and PyPI for the validators: `pytest -m validators`.

None of them is part of this project: Microsoft's SARIF Multitool (MIT) knows the SARIF schema of OASIS and what GitHub
demands besides; the Jenkins xUnit plugin's `junit-10.xsd` (MIT) comes with the sources of pytest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

pytestmark = pytest.mark.validators
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "reporters" / "golden"
MULTITOOL = "@microsoft/sarif-multitool-linux@5.7.0"
NO_PLACE_OF_OURS = {"SARIF2005"}
"""Warns that the tool names no home page: it has none yet."""


@pytest.fixture(scope="session")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the SARIF Multitool, a program that needs nothing but itself."""
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(
        ["npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", MULTITOOL], check=True
    )
    found = folder / "node_modules" / "@microsoft" / "sarif-multitool-linux"
    (found / "Sarif.Multitool").chmod(0o755)
    return found


@pytest.fixture(scope="session")
def judged(multitool: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], set[tuple[str, str]]]:
    """Rule and level of whatever the Multitool finds wrong with a log."""

    def judge(log: str) -> set[tuple[str, str]]:
        folder = tmp_path_factory.mktemp("sarif")
        (folder / "log.sarif").write_text(log, encoding="utf-8")
        command = [multitool / "Sarif.Multitool", "validate", "log.sarif", "--output", "verdict.sarif"]
        done = subprocess.run(
            [*command, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"],
            cwd=folder,
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            check=False,
        )
        assert (folder / "verdict.sarif").exists(), done.stdout
        [run] = json.loads((folder / "verdict.sarif").read_text(encoding="utf-8-sig"))["runs"]
        broken = run["invocations"][0].get("toolExecutionNotifications", [])
        assert not broken, broken
        return {(result["ruleId"].split("/")[0], result.get("level", "warning")) for result in run["results"]}

    return judge


@pytest.fixture(scope="session")
def xunit(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("pypi")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "download", "--no-deps", "--no-binary", "pytest", "--dest", folder, "pytest==9.0.0"], check=True
    )
    [archive] = folder.glob("pytest-*.tar.gz")
    with tarfile.open(archive) as sources:
        [name] = [name for name in sources.getnames() if name.endswith("/junit-10.xsd")]
        schema = sources.extractfile(name)
        assert schema is not None
        return etree.XMLSchema(etree.parse(schema))


@pytest.fixture(scope="session")
def written() -> Callable[[str], str]:
    """The report about the examples in some format, as the command writes it."""

    def write(name: str) -> str:
        command = [sys.executable, "-m", "mailcheck", "check", "--offline", "examples", "--format", name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        return done.stdout.decode()

    return write


def test_sarif_is_what_the_standard_and_github_demand(
    judged: Callable[[str], set[tuple[str, str]]], written: Callable[[str], str]
) -> None:
    for log in ((GOLDEN / "report.sarif").read_text(encoding="utf-8"), written("sarif")):
        assert {verdict for verdict in judged(log) if verdict[0] not in NO_PLACE_OF_OURS} == set()


def test_the_judge_would_say_so(judged: Callable[[str], set[tuple[str, str]]]) -> None:
    log = json.loads((GOLDEN / "report.sarif").read_text(encoding="utf-8"))
    del log["runs"][0]["results"][0]["locations"]
    del log["runs"][0]["tool"]["driver"]["rules"][0]["help"]
    found = judged(json.dumps(log))
    assert any(rule.startswith("GH") for rule, _ in found), found


def test_sarif_keeps_to_the_schema(multitool: Path, written: Callable[[str], str]) -> None:
    schema = json.loads((multitool / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    assert schema["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    validator = jsonschema.validators.validator_for(schema)(schema)
    for log in ((GOLDEN / "report.sarif").read_text(encoding="utf-8"), written("sarif")):
        validator.validate(json.loads(log))


def test_junit_keeps_to_the_schema_of_jenkins(xunit: Any, written: Callable[[str], str]) -> None:
    for text in ((GOLDEN / "junit.xml").read_text(encoding="utf-8"), written("junit")):
        xunit.assertValid(etree.fromstring(text.encode()))
