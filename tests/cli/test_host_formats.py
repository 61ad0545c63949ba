"""Reports for hosts from the command: whose paths they have, where findings about domains stand, the job summary."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from commands import run_together as run

BAD = "From: Acme <post@acme.com>\nSubject: Re: Hello\nDate: never\nDate: never\n\nHello you\n"
ZONE = """; mailcheck DNS recording 1
;! nodata acme.com. TXT
"""


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with mail in a folder and a config at its root; its folder's name is no part of any report."""
    root = tmp_path / "checkout-of-somebody"
    (root / ".git").mkdir(parents=True)
    (root / "mail").mkdir()
    (root / "mail" / "a b.eml").write_text(BAD)
    (root / "mailcheck.toml").write_text('select = ["date-invalid", "spf-missing"]\ndomains = ["acme.com"]\n')
    (tmp_path / "empty.zone").write_text(ZONE)
    monkeypatch.chdir(root)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return root


def sarif(*arguments: str | Path) -> list[dict[str, Any]]:
    [result] = json.loads(run(*arguments, "--format", "sarif")[1])["runs"]
    return list(result["results"])


def place(result: dict[str, Any]) -> tuple[str, int]:
    [location] = result["locations"]
    physical = location["physicalLocation"]
    return physical["artifactLocation"]["uri"], physical["region"]["startLine"]


FORMATS = ("sarif", "github", "gitlab", "junit", "markdown")


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_the_same_wherever_it_was_made(
    name: str, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the root or below it, by relative or absolute path, printed or written to a file."""
    first = run("check", "--offline", "mail/a b.eml", "--format", name)
    assert first[0] == 1
    assert "checkout-of-somebody" not in first[1]
    assert run("check", "--offline", repository / "mail" / "a b.eml", "--format", name) == first
    monkeypatch.chdir(repository / "mail")
    assert run("check", "--offline", "a b.eml", "--format", name) == first
    assert run("check", "--offline", ".", "--format", name) == first
    code = run("check", "--offline", "a b.eml", "--output", f"{name}:{tmp_path / 'out'}")[0]
    assert (code, (tmp_path / "out").read_text(encoding="utf-8")) == first


def test_a_link_is_followed_to_the_file_that_hosts_show(repository: Path) -> None:
    (repository / "link").symlink_to("mail")
    assert {place(result)[0] for result in sarif("check", "--offline", "link/a b.eml")} == {"mail/a%20b.eml"}


def test_files_outside_keep_what_tells_them_apart(tmp_path: Path, repository: Path) -> None:
    for name in ("de", "en"):
        (tmp_path / "rendered" / name).mkdir(parents=True)
        (tmp_path / "rendered" / name / "a.eml").write_text(BAD)
    found = sarif("check", "--offline", tmp_path / "rendered", "mail")
    assert {place(result)[0] for result in found} == {"de/a.eml", "en/a.eml", "mail/a%20b.eml"}
    [*_, last] = sarif("check", "--offline", tmp_path / "rendered" / "de" / "a.eml")
    assert place(last)[0] == "a.eml"


def test_what_was_left_out_is_named_by_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "mail" / "a").write_text("no mail")
    (repository / "mail" / "notes").write_text("no mail")
    monkeypatch.chdir(repository / "mail")
    for folder in (".", repository / "mail"):
        for name in ("sarif", "github", "markdown"):
            printed = run("check", "--offline", folder, "--format", name)[1]
            assert re.search(r"2 files left out, being no mail by name or content\\?: mail/a, mail/notes\b", printed)


def test_a_message_of_a_mailbox_has_the_path_of_its_mailbox(repository: Path) -> None:
    (repository / "all.mbox").write_text(
        f"From a@b.c Thu Jan  1 00:00:00 2026\n{BAD}\nFrom a@b.c Thu Jan  1 00:00:00 2026\n{BAD}"
    )
    found = sarif("check", "--offline", repository / "all.mbox")
    assert {place(result)[0] for result in found} == {"all.mbox"}
    assert {result["properties"]["target"] for result in found} == {"all.mbox[1]", "all.mbox[2]"}


def test_a_folder_without_repository_is_its_own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "a.eml").write_text(BAD)
    monkeypatch.chdir(tmp_path / "plain")
    found = sarif("check", "--offline", "--no-config", "--select", "date-invalid", "a.eml")
    assert {place(result)[0] for result in found} == {"a.eml"}


def test_a_domain_is_where_it_was_named(tmp_path: Path, repository: Path) -> None:
    replay = ("--dns-replay", tmp_path / "empty.zone")
    [listed] = sarif("domain", *replay)
    assert place(listed) == ("mailcheck.toml", 2)
    assert listed["message"]["text"].startswith("acme.com: ")
    assert listed["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "acme.com", "kind": "domain"}]
    assert listed["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 13, "endColumn": 21}
    assert '2 | domains = ["acme.com"]\n  |             ^^^^^^^^' in run("domain", *replay)[1]
    assert [place(result) for result in sarif("domain", "ACME.com", *replay)] == [place(listed)]
    (repository / "ours.txt").write_text("# ours\n\nacme.com\n")
    assert [place(r) for r in sarif("domain", "--from-file", "ours.txt", *replay)] == [("ours.txt", 3)]
    found = sarif("check", "mail", *replay)
    assert [place(r) for r in found if r["ruleId"] == "spf-missing"] == [("mail/a%20b.eml", 1)]


def test_a_domain_of_the_command_line_is_where_it_would_be_named(tmp_path: Path, repository: Path) -> None:
    replay = ("--dns-replay", tmp_path / "empty.zone", "--select", "spf-missing")
    (repository / "mailcheck.toml").unlink()
    [nowhere] = sarif("domain", "acme.com", *replay)
    assert place(nowhere) == ("mailcheck.toml", 1)
    (repository / "pyproject.toml").write_text("[tool.mailcheck]\n")
    [config] = sarif("domain", "acme.com", *replay)
    assert place(config) == ("pyproject.toml", 1)
    assert "command line:1:1: error[spf-missing]" in run("domain", "acme.com", *replay, "--quiet")[1]


def test_the_job_summary_is_added_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    code, printed = run("check", "--offline", "mail", "--format", "github")
    assert code == 1
    assert printed.startswith("::error title=date-invalid,file=mail/a b.eml,line=")
    text = summary.read_text()
    assert text.startswith("before\n### mailcheck: ")
    assert "`mail/a b.eml:" in text
    run("check", "--offline", "mail", "--format", "sarif")
    assert summary.read_text() == text, "other formats leave it alone"


def test_the_job_summary_keeps_to_what_github_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * 899_990)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("check", "--offline", "mail", "--format", "github")[0] == 1
    assert summary.stat().st_size <= 900_000


def test_a_summary_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    code, printed = run("check", "--offline", "mail", "--format", "github")
    assert code == 2
    assert "GITHUB_STEP_SUMMARY: cannot be written: " in printed


def test_missing_input_is_told_without_the_folder_above(repository: Path) -> None:
    for name in FORMATS:
        code, printed = run("check", "--offline", repository / "mail" / "gone.eml", "--format", name)
        assert code == 2
        assert "mail/gone.eml" in printed
        assert os.fspath(repository) not in printed
