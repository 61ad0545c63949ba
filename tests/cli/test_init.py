"""`mailcheck init`: looks before it writes, writes what mailcheck can read, and never touches what is there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from mailcheck.cli import main, run_command
from mailcheck.engine.config_schema import config_schema
from mailcheck.engine.config_tables import read_config
from mailcheck.engine.packs import load_pack
from mailcheck.engine.select import make_plan
from mailcheck.init import files as init_files
from mailcheck.init.survey import survey

CATALOGUE = load_pack("mailcheck_rules")
SCHEMA = jsonschema.Draft7Validator(config_schema(CATALOGUE))
SENDGRID = "<body>{{#if name}}Hi {{name}}{{/if}}<a href='<%asm_group_unsubscribe_raw_url%>'>Unsubscribe</a></body>"
FILES = {
    "emails/marketing/spring.hbs": SENDGRID,
    "emails/marketing/summer.html": SENDGRID,
    "emails/marketing/summer.txt": "Summer sale",
    "emails/orders/receipt.html": "<body>{% load i18n %}{% trans 'Thank you' %}</body>",
    "emails/orders/shipped.mjml": "<mjml><mj-body></mj-body></mjml>",
    "outlook/page.html": "<html><!--[if mso]><p>x</p><![endif]--></html>",
    "samples/one.eml": "From: Acme <news@Acme.com>\nSubject: Hi\n\nHi\n",
    "site/index.html": "<html><body><table><tr><td>Our shop</td></tr></table></body></html>",
    "README.txt": "emails",
    "node_modules/emails/theirs.html": SENDGRID,
    "build/emails/made.html": SENDGRID,
}
MAIL = {name for name in FILES if name.startswith(("emails/", "outlook/", "samples/"))}


def fill(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return fill(tmp_path / "project", FILES)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)], catch_exceptions=False, standalone_mode=False)


def check_config(file: Path) -> None:
    """mailcheck reads it, and so does an editor."""
    make_plan(CATALOGUE, read_config(file))
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    table = table["tool"]["mailcheck"] if file.name == "pyproject.toml" else table
    SCHEMA.validate(json.loads(json.dumps(table, default=str)))


def with_suggestions(text: str) -> str:
    """The config of a user who takes all suggestions."""
    return re.sub(r"^#(?=[\[\w])", "", text, flags=re.MULTILINE)


def test_what_is_found(project: Path) -> None:
    found = survey(str(project))
    assert {file.path for file in found.files} == MAIL
    assert (found.number("template"), found.number("message"), found.more) == (6, 1, False)
    assert dict(found.languages) == {"Handlebars": 2, "Django": 1, "MJML": 1}
    assert found.services == (("SendGrid", 2),)
    assert found.domains == (("acme.com", 1),)
    assert found.places == ("emails", "outlook", "samples")
    assert found.classes == (("emails/marketing", "commercial"), ("emails/orders", "transactional"))


def test_it_is_written_once(project: Path) -> None:
    told = run(project, "--domain", "Acme.com, acme-news.com", "--jurisdiction", "us", "--jurisdiction", "us-wa").stdout
    file = project / "mailcheck.toml"
    check_config(file)
    config = read_config(file)
    assert [named.name for named in config.domains] == ["acme.com", "acme-news.com"]
    assert config.context.jurisdictions == ("us", "us-wa")
    for words in ("6 templates (Handlebars, Django, MJML) and 1 message", "check --offline emails outlook samples"):
        assert words in told
        assert words in file.read_text(encoding="utf-8")
    before = file.read_bytes()
    again = run(project, "--domain", "other.com")
    assert "stays as it is" in again.stdout
    assert again.return_value is None
    assert file.read_bytes() == before


def test_the_command_that_it_names_runs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    (command,) = re.findall(r"^  mailcheck (check .*?)  ", run(".").stdout, re.MULTILINE)
    report = CliRunner().invoke(main, [*command.split(), "--format", "json"], standalone_mode=False)
    assert {target["name"] for target in json.loads(report.stdout)["targets"]} == MAIL


def test_suggestions_can_be_taken(project: Path) -> None:
    text = run(project, "--dry-run").stdout
    assert not (project / "mailcheck.toml").exists()
    taken = with_suggestions(text)
    file = project / "mailcheck.toml"
    file.write_text(taken, encoding="utf-8")
    check_config(file)
    config = read_config(file)
    assert next(named.name for named in config.domains) == "acme.com"
    assert config.context.dkim_selectors == ("s1", "s2")
    assert config.context_for(str(project / "emails/orders/receipt.html")).message_class == "transactional"
    assert config.context_for(str(project / "emails/marketing/summer.html")).message_class == "commercial"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_into_pyproject(project: Path, line_end: str) -> None:
    file = project / "pyproject.toml"
    before = f'[project]{line_end}name = "x"'.encode()
    file.write_bytes(before)
    run(project, "--pyproject", "--domain", "acme.com")
    check_config(file)
    after = file.read_bytes()
    assert after.startswith(before + line_end.encode() * 2)
    assert after.count(b"\n") == after.count(line_end.encode())
    assert "stays as it is" in run(project, "--pyproject").stdout
    assert "stays as it is" in run(project).stdout
    assert file.read_bytes() == after
    taken = with_suggestions(after.decode())
    file.write_bytes(taken.encode())
    check_config(file)


def test_a_file_that_takes_no_table_is_left_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["init", str(project), "--pyproject"]) == 2
    assert "pyproject.toml: there is no such file" in capsys.readouterr().err
    for text in ("tool = { x = 1 }\n", "[project\n"):
        (project / "pyproject.toml").write_text(text)
        assert run_command(["init", str(project), "--pyproject"]) == 2
        assert "pyproject.toml: takes no table more: " in capsys.readouterr().err
        assert (project / "pyproject.toml").read_text() == text
    assert sorted(path.name for path in project.iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("option", "value"),
    [("--domain", "news@acme.com"), ("--domain", "acme"), ("--domain", "a..b"), ("--jurisdiction", "europe")],
)
def test_answers_that_are_none(project: Path, option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["init", str(project), option, value]) == 2
    error = capsys.readouterr().err
    assert f"{option}: " in error
    assert value in error
    assert not (project / "mailcheck.toml").exists()


def test_git_says_what_is_ignored(project: Path) -> None:
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    (project / ".gitignore").write_text("outlook/\n/emails/marketing/summer*\n")
    marker = project / "ran"
    program = project / "monitor.sh"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    subprocess.run(["git", "-C", str(project), "config", "core.fsmonitor", str(program)], check=True)
    found = {file.path for file in survey(str(project)).files}
    assert not marker.exists()
    ignored = {"outlook/page.html", "emails/marketing/summer.html", "emails/marketing/summer.txt"}
    assert found == MAIL - ignored | {"build/emails/made.html"}


def test_links_pipes_and_names_that_are_no_text(tmp_path: Path) -> None:
    folder = fill(tmp_path / "x", {"mails/a.html": "<p>a</p>"})
    outside = fill(tmp_path / "outside", {"mails/b.html": "<p>b</p>"})
    os.symlink(outside / "mails", folder / "linked-mails")
    os.symlink(outside / "mails" / "b.html", folder / "mails" / "link.html")
    os.mkfifo(folder / "mails" / "pipe.html")
    (folder / "mails" / os.fsdecode(b"\xff.html")).write_text("<p>c</p>")
    assert [file.path for file in survey(str(folder)).files] == ["mails/a.html"]


def test_odd_names_stay_names(tmp_path: Path) -> None:
    folder = fill(tmp_path / "x", {'m\n"a]/[promo]*/mail.html': SENDGRID, "-mails/a.html": SENDGRID})
    text = run(folder, "--dry-run").stdout
    assert "./-mails" in text
    (folder / "mailcheck.toml").write_text(with_suggestions(text), encoding="utf-8")
    check_config(folder / "mailcheck.toml")
    path = folder / 'm\n"a]/[promo]*/mail.html'
    assert read_config(folder / "mailcheck.toml").context_for(str(path)).message_class == "commercial"


def test_a_look_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fill(tmp_path, {f"mails/{number}.html": "<p>x</p>" for number in range(9)})
    monkeypatch.setattr(init_files, "MOST_FILES", 5)
    found = survey(str(folder))
    assert (len(found.files), found.more) == (5, True)
    assert "among the first files" in run(folder, "--dry-run").stdout


def test_no_mail(tmp_path: Path) -> None:
    assert "no mail" in run(tmp_path).stdout
    check_config(tmp_path / "mailcheck.toml")


def test_a_config_above_is_told(project: Path) -> None:
    (project / "mailcheck.toml").write_text("")
    result = run(project / "emails")
    assert "mailcheck.toml no longer holds for this folder" in result.stderr
    check_config(project / "emails" / "mailcheck.toml")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_domains_are_asked_for_at_a_terminal_only(project: Path) -> None:
    import pty

    command = [sys.executable, "-m", "mailcheck", "init"]
    environment = {**os.environ, "TERM": "dumb"}
    silent = subprocess.run(
        [*command, "--dry-run"], cwd=project, capture_output=True, stdin=subprocess.DEVNULL, check=True
    )
    assert b"#domains = " in silent.stdout
    ours, theirs = pty.openpty()
    try:
        os.write(ours, b"acme.com acme-news.com\n")
        subprocess.run(command, cwd=project, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, check=True)
    finally:
        os.close(theirs)
        os.close(ours)
    assert [named.name for named in read_config(project / "mailcheck.toml").domains] == ["acme.com", "acme-news.com"]
