"""The command as a process: what it loads, pipes that close, interrupts, and terminals with another encoding."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import started

ROOT = Path(__file__).resolve().parents[2]
HTML = "<html><body><p>Sale</p><a href='https://lamps-of-leeds.com/u'>D\u00e9sinscription</a></body></html>"
PROBE = """
import sys
from mailcheck.__main__ import run
sys.argv = ["mailcheck", *{arguments!r}]
code = run()
sys.stdout.flush()
print("\\n" + " ".join(sorted(sys.modules)), file=sys.stderr)
"""


def mailcheck(*arguments: str, cwd: Path, **how: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "mailcheck", *arguments], cwd=cwd, capture_output=True, check=False, timeout=120, **how
    )


def loaded(*arguments: str, cwd: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(arguments=arguments)], cwd=cwd, capture_output=True, check=True, timeout=120
    )
    return set(done.stderr.decode().strip().split("\n")[-1].split())


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    return tmp_path


HEAVY = {"bs4", "lxml", "dns", "checkdmarc", "cryptography", "requests"}


def test_version_loads_nothing(work: Path) -> None:
    modules = loaded("--version", cwd=work)
    assert not (HEAVY | {"click", "turbohtml", "tinycss2", "dataclasses"}) & modules
    assert mailcheck("--version", cwd=work).stdout.startswith(b"mailcheck ")


def test_help_loads_no_parser(work: Path) -> None:
    assert not (HEAVY | {"turbohtml", "tinycss2", "mailcheck_rules"}) & loaded("--help", cwd=work)
    assert not (HEAVY | {"turbohtml", "tinycss2", "mailcheck_rules"}) & loaded("check", "--help", cwd=work)


def test_an_offline_check_asks_for_no_heavy_thing(work: Path) -> None:
    modules = loaded("check", "--offline", "--no-config", "a.html", cwd=work)
    assert not HEAVY & modules
    assert not {"importlib_metadata", "email", "http", "jsonschema"} & modules
    assert not {"importlib.metadata", "importlib.resources", "tempfile", "zipfile", "difflib"} & modules
    assert not {name for name in modules if name.startswith("mailcheck.lookup.")}
    assert not {f"mailcheck.cli.{other}" for other in ("baseline", "domain", "inspect", "manual", "setup")} & modules
    assert "mailcheck.facts.postal.postal_cjk" not in modules
    assert {"turbohtml._html", "turbohtml._internal._locations"} <= modules
    assert not {"turbohtml", "html.entities", "mailcheck.evidence"} & modules
    assert "mailcheck_rules.us.unsub_missing" in modules
    for unbound in ("spf.spf_missing", "dkim.dkim_invalid", "de.de_impressum", "stream.volume_spike"):
        assert f"mailcheck_rules.{unbound}" not in modules


def test_importing_the_package_is_light() -> None:
    code = "import sys, mailcheck; print(sorted(n for n in sys.modules if n.startswith('mailcheck')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "['mailcheck', 'mailcheck._version']"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_closes_is_no_crash(work: Path, unbuffered: str) -> None:
    for number in range(300):
        (work / f"{number}.html").write_text(HTML, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "mailcheck", "check", "--offline", "--format", "json", "--no-config", "."],
        cwd=work,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 2


def test_an_interrupt_ends_the_run_quietly(work: Path) -> None:
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    process = started("check", "--offline", "--no-config", "-", cwd=work, **pipes)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert error.strip() == b"interrupted"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_that_cannot_print_gets_ascii(work: Path, encoding: str) -> None:
    rules = work / "house" / "odd"
    rules.mkdir(parents=True)
    (rules / "house_odd.py").write_text(
        '"""Odd \u2026."""\nfrom mailcheck.api import Bad, Good, Rule, Severity, opt\n'
        'rule = Rule(__name__, title="Odd", owner="developer", '
        'severity=Severity.WARNING, examples=(Bad("x"), Good("y")))\n\n@rule.message\ndef check(message):\n'
        '    start = message.html.content.index("D\u00e9s")\n'
        '    yield rule.finding("seen \u2026", at=message.html.span(start, start + 4))\n',
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    arguments = ["check", "--offline", "--no-config", "--rules", "house", "--select", "odd", "a.html"]
    done = mailcheck(*arguments, cwd=work, env=environment)
    text = done.stdout.decode(encoding)
    assert done.returncode == 0, done.stderr
    assert ("\u2026" in text) is (encoding == "utf-8")
    assert ("D\u00e9s" in text) is (encoding == "utf-8")
    assert ("D\\xe9s" in text) is (encoding != "utf-8")
    lines = text.split("\n")
    line = next(number for number, shown in enumerate(lines) if "sinscription" in shown)
    marked = "D\u00e9si" if encoding == "utf-8" else "D\\xe9si"
    assert lines[line + 1].count("^") == len(marked)
    assert lines[line + 1].index("^") == lines[line].index(marked)


def test_json_is_utf8_whatever_the_locale(work: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = mailcheck("inspect", "--format", "json", "--no-config", "a.html", cwd=work, env=environment)
    assert "D\u00e9sinscription" in done.stdout.decode("utf-8")


def test_progress_is_for_terminals_and_longer_work(work: Path, at_terminal: Callable[..., Any]) -> None:
    for number in range(30):
        (work / f"{number}.html").write_text(HTML, encoding="utf-8")
    command = ("check", "--offline", "--no-config", ".")
    shown, done = at_terminal(*command, moment=0, cwd=work)
    assert b"checking" in shown
    assert b"100%" in shown
    assert b"checking" not in done.stdout
    assert at_terminal(*command, moment=1_000, cwd=work)[0] == b""
    assert mailcheck(*command, cwd=work).stderr == b""


def test_a_terminal_gets_colour_and_a_pipe_none(work: Path, at_terminal: Callable[..., Any]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    command = ("check", "--offline", "--no-config", "--class", "commercial", "a.html")
    shown, done = at_terminal(*command, stream="stdout", cwd=work, env={**environment, "TERM": "xterm"})
    assert b"\x1b[1m" in shown
    assert b"\x1b" not in mailcheck(*command, cwd=work, env=environment).stdout
    assert done.returncode in (0, 1)
