"""Bad input: one clear message, the right exit code, and every other file still reported."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GOOD = (Path(__file__).resolve().parent.parent / "examples" / "good-newsletter.eml").read_bytes()
HIDDEN = b"""<html><body><p>Sale!</p>
<a href="https://mail.lamps-of-leeds.com/u/9d8f7a6c5b4e" style="display:none">Unsubscribe</a></body></html>"""


def run(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", memory_mb: int = 2_000
) -> tuple[int, dict[str, Any], str]:
    """Exit code, the JSON report ({} when none was printed) and standard error of a real process."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000, memory_mb * 1_000_000))

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mailcheck",
            "check",
            "--offline",
            "--format",
            "json",
            "--class",
            "commercial",
            *map(str, arguments),
        ],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=120,
        preexec_fn=limit,
        check=False,
    )
    text = done.stdout.decode()
    return done.returncode, json.loads(text) if text.strip() else {}, done.stderr.decode()


def ids(report: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in report["findings"]}


def notices(report: dict[str, Any]) -> str:
    return "\n".join(f"{notice['path']}: {notice['message']}" for notice in report["notices"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hidden.html").write_bytes(HIDDEN)
    return tmp_path


def assert_others_reported(report: dict[str, Any]) -> None:
    assert "unsub-camouflaged" in ids(report)
    assert "hidden.html" in {finding["location"]["path"] for finding in report["findings"]}


def test_missing_path(folder: Path) -> None:
    code, report, _ = run("hidden.html", "nowhere.eml", cwd=folder)
    assert code == 2
    assert "nowhere.eml" in notices(report)
    assert_others_reported(report)


def test_unreadable_file(folder: Path) -> None:
    """A link to itself: nobody can read it, not even root, who may read everything else."""
    (folder / "secret.eml").symlink_to("secret.eml")
    code, report, error = run("hidden.html", "secret.eml", cwd=folder)
    assert code == 2
    assert "secret.eml" in notices(report)
    assert "Traceback" not in error
    assert_others_reported(report)


def test_a_pipe_in_a_folder_is_left_alone(folder: Path) -> None:
    """It would block for ever; one that is named on the command line is read, as other commands do."""
    os.mkfifo(folder / "pipe.eml")
    _, report, _ = run(".", cwd=folder)
    assert_others_reported(report)


def test_directory_without_mail(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "empty" / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    code, report, _ = run("empty", cwd=folder)
    assert code == 2
    assert "empty" in notices(report)
    code, report, _ = run("empty", "hidden.html", cwd=folder)
    assert code == 2
    assert_others_reported(report)


@pytest.mark.parametrize("name", ["nothing.eml", "nothing.html", "nothing.txt"])
def test_empty_file(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")
    code, report, _ = run(name, "hidden.html", cwd=folder)
    assert code == 2
    assert name in notices(report)
    assert "empty" in notices(report)
    assert_others_reported(report)


def test_json_is_no_mail_but_braces_are(folder: Path) -> None:
    """Services take templates in JSON: read as text it would be judged for what it is not."""
    (folder / "template.json").write_text('{"SubjectPart": "Sale", "HtmlPart": "<p>Half price!</p>"}')
    (folder / "deep.json").write_text("[" * 100_000)
    (folder / "greeting").write_text("{{ name }}, everything is half price")
    code, report, _ = run("hidden.html", "template.json", "greeting", cwd=folder)
    assert code == 2
    assert notices(report) == (
        "template.json: no e-mail message: it is JSON; give the HTML or the text that stands in it as a "
        "file .html or .txt"
    )
    assert {target["name"] for target in report["targets"]} == {"hidden.html", "greeting"}
    assert_others_reported(report)
    assert run("deep.json", cwd=folder)[0] != 2
    assert run("-", cwd=folder, stdin=b'{"HtmlPart": "x"}')[0] == 2
    assert run("template.json", "--as", "txt", cwd=folder)[0] == 1


def test_binary_garbage(folder: Path) -> None:
    (folder / "garbage.eml").write_bytes(bytes((i * 7919 + i * i) % 256 for i in range(200_000)))
    code, report, error = run("garbage.eml", "hidden.html", cwd=folder)
    assert code == 2
    assert "garbage.eml" in notices(report)
    assert "Traceback" not in error
    assert_others_reported(report)


def test_file_of_200_mb(folder: Path) -> None:
    with (folder / "huge.eml").open("wb") as out:
        out.write(GOOD)
        out.truncate(200_000_000)
    code, report, _ = run("huge.eml", "hidden.html", cwd=folder, memory_mb=1_000)
    assert code == 2
    assert "huge.eml" in notices(report)
    assert "message_bytes" in notices(report)
    assert_others_reported(report)


NESTED = b"Content-Type: multipart/mixed; boundary=x\n\n"
BOMBS = {
    "nested-tags": b"<html><body>" + b"<div>" * 100_000 + b"<a href=https://a-b-c-lamps.com/u/1>Unsubscribe</a>",
    "nested-tables": b"<html><body>"
    + b"<table><tr><td>" * 20_000
    + b"<a href=https://a-b-c-lamps.com/u/1>Unsubscribe</a>",
    "attributes": b"<html><body><p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">Hello</p></body></html>",
    "css-variables": b"<style>:root{--a0:xxxxxxxxxxxxxxxxxxxx;"
    + b"".join(b"--a%d:var(--a%d)var(--a%d)var(--a%d);" % (i, i - 1, i - 1, i - 1) for i in range(1, 60))
    + b"} p{color:var(--a59)}</style><body><p>Hello</p>",
    "css-rules": b"<style>" + b".a{color:red}" * 200_000 + b"</style><body><p class=a>Hello</p>",
    "css-selectors": b"<style>"
    + b",".join(b".a%d" % i for i in range(100_000))
    + b"{color:red}</style><body><p>Hello</p>",
    "css-nesting": b"<style>" + b"@media screen{" * 50_000 + b"p{color:red}</style><body><p>Hello</p>",
    "css-blocks": b"<style>a{width:" + b"calc(" * 50_000 + b"</style><body><p>Hello</p>",
    "inline-css": b'<body><p style="' + b"color:red;" * 300_000 + b'">Hello</p>',
    "selector-chain": b"<style>" + b"div " * 20_000 + b"p{color:red}</style><body>" + b"<div>" * 500 + b"<p>Hello</p>",
    "one-line-text": b"<body><p>" + b"unsubscribe from nothing, " * 200_000 + b"</p>",
    "links": b"<body>" + b"<a href=https://a-b-c-lamps.com/x>stop</a> " * 50_000,
    "entities": b"<body><p>" + b"&amp;&zwnj;&nbsp;" * 200_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_bounded(folder: Path, name: str) -> None:
    """Read to the end or cut with a notice; never a crash, a hang or a gigabyte."""
    (folder / "bomb.html").write_bytes(BOMBS[name])
    code, report, error = run("bomb.html", "hidden.html", cwd=folder)
    assert "Traceback" not in error
    assert code in (1, 2)
    assert report["crashes"] == []
    assert_others_reported(report)


def test_a_message_over_a_limit_says_so_and_the_run_goes_on(folder: Path) -> None:
    (folder / "deep.html").write_bytes(BOMBS["nested-tags"])
    (folder / "mailcheck.toml").write_text("[limits]\ndom_nodes = 1000\n")
    _, report, _ = run("deep.html", "hidden.html", cwd=folder)
    assert "deep.html" in notices(report)
    assert "dom_nodes" in notices(report)
    assert_others_reported(report)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a\x00b <a@lamps-of-leeds.com>\r\nSubject: x\x00y\r\n\r\nHello\x00there\r\n",
        b"Subject: hi\nContent-Type: text/plain; charset=klingon\n\nqapla' \xe9\xff\n",
        b"Subject: =?klingon?q?=E9?=\nContent-Type: text/html; charset=\"\"\n\n<p>\xe9\n",
        b"Subject: =?utf-8?b?////?=\nContent-Type: multipart/mixed; boundary=\n\n--\n",
        NESTED + b"--x\n".join([NESTED] * 5_000),
        b"Content-Transfer-Encoding: base64\nContent-Type: text/html\n\n" + b"A" * 3_000_001,
        b"X: 1\n" * 100_000 + b"\nbody",
        b"Subject: " + b"a" * 5_000_000 + b"\n\nbody",
        b"To: " + b"a@b.co, " * 200_000 + b"\nSubject: x\n\nbody",
        b"From: " + b"(" * 100_000 + b"\nSubject: x\n\nbody",
        b"DKIM-Signature: " + b"a=" * 100_000 + b"\nList-Unsubscribe: " + b"<" * 100_000 + b"\n\nbody",
        b"Subject: x\nContent-Type: text/plain;" + b" charset*0=a;" * 50_000 + b"\n\nbody",
    ],
    ids=["nul", "charset", "charset-header", "encoded-word", "nested-parts", "base64", "headers", "long-header",
         "recipients", "comments", "tags", "parameters"],
)  # fmt: skip
def test_broken_messages_are_read(folder: Path, raw: bytes) -> None:
    (folder / "broken.eml").write_bytes(raw)
    code, report, error = run("broken.eml", "hidden.html", cwd=folder)
    assert "Traceback" not in error
    assert code in (1, 2)
    assert report["crashes"] == []
    assert_others_reported(report)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("ignroe = ['us']\n", ["mailcheck.toml:1", "ignroe", "ignore"]),
        ("\n\nignore = ['unsub-misssing']\n", ["mailcheck.toml:3", "unsub-misssing", "unsub-missing"]),
        ("[rules.unsub-camouflaged]\nmin_contrasst = 3.0\n", ["mailcheck.toml:2", "min_contrasst"]),
        ("fail_on = 'eror'\n", ["mailcheck.toml:1", "eror", "error"]),
        ("fail_on = \n", ["mailcheck.toml:1"]),
        ("[context]\nclass = 'comercial'\n", ["mailcheck.toml:2", "comercial", "commercial"]),
    ],
)
def test_config_with_a_typo(folder: Path, config: str, expected: list[str]) -> None:
    (folder / "mailcheck.toml").write_text(config)
    code, _, error = run("hidden.html", cwd=folder)
    assert code == 2
    assert "Traceback" not in error
    for part in expected:
        assert part in error


RULE = '''"""Nothing to see.

Why not.

Fix: nothing.
"""
from mailcheck.api import Bad, Finding, Good, Rule, Severity

rule = Rule(__name__, title="Odd", severity=Severity.WARNING, owner="developer",
            examples=(Bad("<p>x</p>"), Good("<p>y</p>")))


@rule.message
def check(message):
    yield rule.finding("seen before the fault", at=message.body)
    {fault}
'''


def pack(folder: Path, source: str) -> Path:
    group = folder / "house" / "odd"
    group.mkdir(parents=True)
    (group / "house_odd.py").write_text(source)
    return folder / "house"


def test_a_pack_that_fails_to_import(folder: Path) -> None:
    rules = pack(folder, "import nothing_of_that_name\n")
    code, _, error = run("hidden.html", "--rules", rules, cwd=folder)
    assert code == 2
    assert "house_odd" in error
    assert "nothing_of_that_name" in error
    assert "Traceback" not in error


def test_a_rule_that_raises_midway(folder: Path) -> None:
    rules = pack(folder, RULE.format(fault="raise ZeroDivisionError('midway')"))
    code, report, _ = run("hidden.html", "--rules", rules, cwd=folder)
    assert code == 2
    assert "house-odd" in ids(report)
    assert report["crashes"][0]["rule"] == "house-odd"
    assert "midway" in report["crashes"][0]["error"]
    assert_others_reported(report)
