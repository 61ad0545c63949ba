"""`mailcheck domain --json-lines`: a line a domain, going on where it was broken off, and exit codes as ever."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from commands import started
from referencing import Registry, Resource

from mailcheck.cli import main
from mailcheck.engine.refusals import Refusal

GOOD = """{name}. 300 IN SOA ns.{name}. root.{name}. 1 7200 3600 1209600 300
{name}. 300 IN TXT "v=spf1 ip4:192.0.2.0/24 ~all"
_dmarc.{name}. 300 IN TXT "v=DMARC1; p=reject; rua=mailto:d@{name}"
"""
SELECT = ("--select", "spf-permissive-all,spf-missing,dmarc-policy-none")


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    zone = "; mailcheck DNS recording 1\n" + "".join(GOOD.format(name=f"d{number}.test") for number in range(120))
    (tmp_path / "x.zone").write_text(
        zone.replace("192.0.2.0/24 ~all", "192.0.2.0/24 +all", 1) + ";! nxdomain _dmarc.test. TXT\n"
    )
    (tmp_path / "list.txt").write_text("".join(f"d{number}.test\n" for number in range(120)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bulk(*arguments: str, names: tuple[str, ...] = ("--from-file", "list.txt")) -> tuple[int, str]:
    fixed = ("domain", *names, "--dns-replay", "x.zone", "--no-config", "--json-lines", "out.jsonl")
    result = CliRunner().invoke(main, [*fixed, *SELECT, *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.return_value, result.stdout


def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_line_for_each_domain_as_its_schema_says() -> None:
    code, text = bulk()
    assert code == 1
    assert "120 domains judged, 0 of them earlier" in text
    assert "1 spf-permissive-all" in text
    found = {line["domain"]: line for line in lines()}
    assert len(found) == len(lines()) == 120
    schemas = {
        name: json.loads(files("mailcheck").joinpath(f"schemas/{name}").read_text(encoding="utf-8"))
        for name in ("domain.schema.json", "report.schema.json")
    }
    registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in schemas.items())
    validator = jsonschema.Draft202012Validator(schemas["domain.schema.json"], registry=registry)
    for line in found.values():
        validator.validate(line)
        assert set(line) == set(schemas["domain.schema.json"]["properties"])
    assert [finding["rule"] for finding in found["d0.test"]["findings"]] == ["spf-permissive-all"]
    assert found["d0.test"]["records"][0]["value"] == "v=spf1 ip4:192.0.2.0/24 ~all"
    assert found["d1.test"]["findings"] == []


@pytest.mark.parametrize("cut", [0, 1, 20, 400])
def test_a_run_goes_on_where_it_was_broken_off(work: Path, cut: int) -> None:
    bulk()
    whole = sorted(lines(), key=lambda line: str(line["domain"]))
    raw = (work / "out.jsonl").read_bytes()
    half = b"".join(raw.splitlines(keepends=True)[:50])[: -cut or None]
    (work / "out.jsonl").write_bytes(half)
    earlier = half.count(b"\n") + (cut == 1)
    code, text = bulk()
    assert sorted(lines(), key=lambda line: str(line["domain"])) == whole
    assert f"{earlier} of them earlier" in text
    assert code == 1, "a finding of the first part counts as well"


def test_nothing_is_left_to_do() -> None:
    bulk()
    before = Path("out.jsonl").read_bytes()
    assert bulk("-q")[0] == 1
    assert Path("out.jsonl").read_bytes() == before
    assert bulk(names=("d5.test",))[0] == 0, "only the domains of this run count"


@pytest.mark.parametrize("content", ["acme.com", "acme.com\n", '{"domain": "d1.test"}\n', "[]\n", "\n", "\x00\n"])
def test_a_file_of_others_is_never_touched(work: Path, content: str) -> None:
    (work / "out.jsonl").write_text(content)
    with pytest.raises(Refusal, match="no file of results"):
        bulk()
    assert (work / "out.jsonl").read_text() == content


def test_a_broken_line_in_the_middle_is_named(work: Path) -> None:
    bulk()
    first, second, *rest = (work / "out.jsonl").read_text().splitlines(keepends=True)
    (work / "out.jsonl").write_text("".join([first, second[:100] + "\n", *rest]))
    with pytest.raises(Refusal, match=r"out\.jsonl:2"):
        bulk()


def test_exit_codes_are_those_of_an_ordinary_run(work: Path) -> None:
    names = [f"d{number}.test" for number in range(4)]
    for extra in (
        (), ("--fail-on", "info"), ("--strict",), ("--select", "dkim-key-weak"), ("--select", "bimi-record"),
        ("--severity", "spf-permissive-all=info"), ("--allow-incomplete", "--select", "bimi-record"),
    ):  # fmt: skip
        (work / "out.jsonl").unlink(missing_ok=True)
        fixed = ["domain", *names, "--dns-replay", "x.zone", "--no-config", *SELECT, *extra]
        ordinary = CliRunner().invoke(main, fixed, standalone_mode=False).return_value
        assert bulk(*extra, names=tuple(names))[0] == ordinary, extra


@pytest.mark.parametrize("other", [("--guide",), ("--format", "json"), ("--output", "json:x.json")])
def test_what_does_not_go_together_is_said(other: tuple[str, ...]) -> None:
    with pytest.raises(Exception, match="--json-lines does not go with"):
        bulk(*other)


def test_a_terminal_sees_how_far_it_is(work: Path, at_terminal: Callable[..., Any]) -> None:
    (work / "list.txt").write_text("".join(f"d{number}.test\n" for number in range(20)))
    shown, done = at_terminal(
        "domain", "--from-file", "list.txt", "--dns-replay", "x.zone", "--no-config", "--json-lines", "out.jsonl",
        moment=0, cwd=work,
    )  # fmt: skip
    assert b"looking up" in shown
    assert b"100%" in shown
    assert done.stdout.startswith(b"20 domains judged")


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_an_interrupt_leaves_whole_lines(work: Path) -> None:
    (work / "list.txt").write_text("".join(f"d{number % 120}x{number}.test\n" for number in range(20_000)))
    command = (
        "domain",
        "--from-file",
        "list.txt",
        "--dns-replay",
        "x.zone",
        "--no-config",
        "--json-lines",
        "out.jsonl",
    )
    process = started(*command, cwd=work, stderr=subprocess.PIPE)
    out, deadline = work / "out.jsonl", time.monotonic() + 60
    while not (out.exists() and out.stat().st_size > 100_000) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.strip() == b"interrupted"
    assert out.read_bytes().endswith(b"\n")
    assert 0 < len(lines()) < 20_000
