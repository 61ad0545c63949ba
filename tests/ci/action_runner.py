"""A runner for composite actions, as far as this project's action goes: steps, inputs, outputs, conditions."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
COMPARISON = re.compile(r"(\S+) (==|!=) '([^']*)'")


@dataclass
class Ran:
    """What became of an action: the outputs of its steps, everything printed, the steps that used other actions."""

    code: int = 0
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    printed: str = ""
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


def run_action(
    action: Mapping[str, Any],
    inputs: Mapping[str, str],
    *,
    source: Path,
    workspace: Path,
    temp: Path,
    environment: Mapping[str, str],
    done_before: Mapping[str, dict[str, str]] | None = None,
) -> Ran:
    """Run the steps as GitHub does: each in a shell of its own, on after a failure only where `if` says so.

    `done_before` has the outputs of steps that are not run again.
    """
    defaults = {name: described.get("default", "") for name, described in action["inputs"].items()}
    assert inputs.keys() <= defaults.keys()
    scope = {**defaults, **inputs}
    ran = Ran(outputs=dict(done_before or {}))
    for number, step in enumerate(action["runs"]["steps"]):
        if step.get("id") in (done_before or {}) or not _holds(step.get("if", "success()"), scope, ran):
            continue
        ran.steps.append(step["name"])
        if "uses" in step:
            ran.used.append((step["uses"], {k: _filled(v, scope, ran) for k, v in step.get("with", {}).items()}))
            continue
        script, output = temp / f"step{number}.sh", temp / f"output{number}"
        script.write_text(step["run"], encoding="utf-8")
        output.write_bytes(b"")
        assert step["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=workspace / _filled(step.get("working-directory", "."), scope, ran),
            env={
                **environment,
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": os.fspath(source),
                "GITHUB_WORKSPACE": os.fspath(workspace),
                "GITHUB_OUTPUT": os.fspath(output),
                "RUNNER_TEMP": os.fspath(temp),
                **{name: _filled(value, scope, ran) for name, value in step.get("env", {}).items()},
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        ran.printed += done.stdout.decode()
        ran.code = ran.code or done.returncode
        pairs = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        ran.outputs[step.get("id", str(number))] = {name: value for name, _, value in pairs}
    return ran


def _filled(text: str, scope: Mapping[str, str], ran: Ran) -> str:
    return EXPRESSION.sub(lambda match: _value(match[1], scope, ran), text)


def _value(name: str, scope: Mapping[str, str], ran: Ran) -> str:
    kind, *path = name.split(".")
    if kind == "inputs":
        return scope[path[0]]
    assert (kind, path[1]) == ("steps", "outputs"), name
    return ran.outputs.get(path[0], {}).get(path[2], "")


def _holds(condition: str, scope: Mapping[str, str], ran: Ran) -> bool:
    match = EXPRESSION.fullmatch(condition)
    terms = (match[1] if match else condition).split(" && ")
    return all(_term(term, scope, ran) for term in terms)


def _term(term: str, scope: Mapping[str, str], ran: Ran) -> bool:
    if term in ("success()", "!cancelled()"):
        return term != "success()" or ran.code == 0
    comparison = COMPARISON.fullmatch(term)
    assert comparison is not None, term
    return (_value(comparison[1], scope, ran) == comparison[3]) is (comparison[2] == "==")
