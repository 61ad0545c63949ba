"""Nobody answers: no finding, nothing passed, exit code 3, all within the budget. A silent socket is asked."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mailcheck.cli import main

SLACK = 4.0
"""Seconds for loading and judging, on a busy machine."""
OPEN = {"indeterminate", "not-evaluated", "not-applicable"}


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a name server that reads questions and never answers; nothing listens on its TCP port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{server.getsockname()[1]}"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["domain", "--no-config", *arguments], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.stdout


DECLARED = ("--ip", "192.0.2.1", "--selector", "k1", "--return-path", "bounce.ex.test", "--signer", "ex.test")


@pytest.mark.parametrize("declared", [(), DECLARED])
def test_no_answer_is_no_finding(silent: str, declared: tuple[str, ...]) -> None:
    names = [f"d{number}.test" for number in range(40)]
    start = time.monotonic()
    code, text = run(
        *names, "--nameserver", silent, "--dns-timeout", "0.3", "--dns-budget", "1", "--format", "json", *declared
    )
    assert time.monotonic() - start < 1 + SLACK
    report: dict[str, Any] = json.loads(text)
    assert (code, report["findings"], report["records"]) == (3, [], [])
    assert {target["name"] for target in report["targets"]} == set(names)
    closed = {outcome["rule"] for outcome in report["outcomes"] if outcome["state"] not in OPEN}
    assert not closed
    assert report["summary"]["checks"]["indeterminate"] >= 10 * len(names)


def test_a_guide_without_answers_claims_nothing(silent: str) -> None:
    code, text = run("ex.test", "--nameserver", silent, "--dns-timeout", "0.2", "--dns-budget", "0.5", "--guide")
    assert code == 3
    assert "this guide is incomplete" in text
    assert "Nothing is wrong here" not in text
    assert "Add this record" not in text
    assert "no record" not in text


def test_in_bulk_a_spent_budget_leaves_the_rest_for_the_next_run(silent: str, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("\n".join(f"d{number}.test" for number in range(500)))
    arguments = ("--from-file", str(tmp_path / "list.txt"), "--json-lines", str(tmp_path / "out.jsonl"))
    start = time.monotonic()
    code, text = run(*arguments, "--nameserver", silent, "--dns-timeout", "0.2", "--dns-budget", "1")
    assert time.monotonic() - start < 1 + SLACK
    assert code == 3
    assert "left: the budget for DNS is spent" in text
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert len(lines) < 500
    assert not any(line["complete"] or line["findings"] for line in lines)
