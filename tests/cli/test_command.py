"""The command, in this process: what it prints, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from commands import run_apart as run

from mailcheck.cli import main
from mailcheck.inspect import FACTS

WritePack = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
EML = "From: Lamps <post@lamps-of-leeds.com>\nSubject: Hello\n\nHello you\n"
ERROR = "severity=Severity.ERROR, cites=(Citation('convention', 'House style'),)"


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with one message, and no config above it."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.eml").write_text(EML)
    (folder / "mailcheck.toml").write_text("context = { class = 'commercial' }\n")
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


def house(folder: Path, *more: str) -> list[str]:
    return ["--rules", str(folder), "--select", "odd", *more]


def test_exit_codes(write_rule: WritePack) -> None:
    clean = write_rule(body="yield from ()")
    assert run("check", "a.eml", *house(clean))[0] == 0
    warned = write_rule()
    assert run("check", "a.eml", *house(warned))[0] == 0
    assert run("check", "a.eml", *house(warned, "--strict"))[0] == 1
    assert run("check", "a.eml", *house(warned, "--fail-on", "warning"))[0] == 1
    assert run("check", "a.eml", *house(warned, "--severity", "house-odd=error"))[0] == 1
    assert run("check", "a.eml", *house(write_rule(arguments=ERROR)))[0] == 1
    assert run("check", "a.eml", *house(write_rule(arguments=ERROR), "--severity", "odd=info", "--strict"))[0] == 0
    assert run("check", "a.eml", "nowhere.eml", *house(warned))[0] == 2
    assert run("check", "a.eml", *house(write_rule(body="yield 1 / 0")))[0] == 2
    assert run("check")[0] == 2
    assert run("check", "a.eml", "--select", "nothing-like-it")[0] == 2
    assert run("check", "a.eml", "--format", "yaml")[0] == 2


def test_usage_errors_name_the_option_and_the_remedy(write_rule: WritePack) -> None:
    folder = write_rule()
    for arguments, words in (
        (["--severity", "house-odd=fatal"], "NAME=LEVEL"),
        (["--output", "yaml:x"], "FORMAT:PATH"),
        (["--class", "comercial"], '--class: unknown class "comercial"'),
        (["--stage", "sent"], "--stage"),
        (["--jurisdiction", "usa"], "--jurisdiction"),
        (["--select", "house-od"], 'did you mean "house-odd"?'),
        (["--today", "soon"], "soon"),
        (["--config", "nowhere.toml"], "nowhere.toml: cannot be read"),
        (["--config", "mailcheck.toml", "--no-config"], "exclude each other"),
        (["--rules", "nowhere"], "no such folder of rules"),
    ):
        code, result = run("check", "a.eml", "--rules", folder, *arguments)
        assert code == 2, arguments
        assert words in result.stderr, (arguments, result.stderr)
        assert result.stdout == ""


def test_the_command_line_beats_the_config(write_rule: WritePack, work: Path) -> None:
    folder = write_rule(arguments="severity=Severity.WARNING, applies_to=('commercial',)")
    (work / "mailcheck.toml").write_text(
        f"rule_dirs = ['{folder}']\nselect = ['odd']\nfail_on = 'warning'\ncontext = {{ class = 'commercial' }}\n"
    )
    assert run("check", "a.eml")[0] == 1
    assert run("check", "a.eml", "--fail-on", "error")[0] == 0
    code, result = run("check", "a.eml", "--class", "transactional", "--format", "json")
    assert code == 0
    assert json.loads(result.stdout)["outcomes"][0]["state"] == "not-applicable"
    assert run("check", "a.eml", "--no-config", "--rules", folder, "--select", "odd", "--class", "commercial")[0] == 0


def test_an_error_of_the_config_points_at_its_line(work: Path) -> None:
    (work / "mailcheck.toml").write_text("\nselect = ['form',\n  'frm']\n")
    code, result = run("check", "a.eml")
    assert code == 2
    assert result.stderr == 'error: mailcheck.toml:3:3: unknown rule or group "frm"\n  did you mean "form"?\n'


def test_reports_in_several_formats_at_once(write_rule: WritePack, work: Path) -> None:
    folder = write_rule()
    code, result = run("check", "a.eml", *house(folder, "--output", "json:out.json", "--output", "text:out.txt", "-q"))
    assert code == 0
    assert result.stdout == "a.eml:1:1: warning[house-odd] seen\n"
    document = json.loads((work / "out.json").read_text(encoding="utf-8"))
    assert document["findings"][0]["rule"] == "house-odd"
    assert "1 warning in 1 of 1 message\n" in (work / "out.txt").read_text(encoding="utf-8")
    code, result = run("check", "a.eml", *house(folder, "--output", "json:no/such/folder/out.json"))
    assert code == 2
    assert "no/such/folder/out.json: cannot be written" in result.stderr


def test_no_machine_and_no_clock_in_a_report(write_rule: WritePack, tmp_path: Path) -> None:
    folder = write_rule(body="yield rule.finding('x', at=message.mail.root.span(0, 3))\nraise ValueError")
    first = run("check", "a.eml", *house(folder, "--format", "json"))[1].stdout
    assert str(tmp_path) not in first
    assert str(ROOT) not in first
    assert run("check", "a.eml", *house(folder, "--format", "json"))[1].stdout == first


def test_standard_input(write_rule: WritePack) -> None:
    folder = write_rule(body="yield rule.finding(message.mail.form, at=message.mail.root.span(0, 1))")
    for form, expected in (("html", "html"), ("txt", "text"), ("eml", "eml")):
        code, result = run("check", "-", "--as", form, *house(folder, "-q"), stdin=EML.encode())
        assert (code, result.stdout) == (0, f"<stdin>:1:1: warning[house-odd] {expected}\n")


def test_colour(write_rule: WritePack, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_rule()
    assert "\x1b" not in run("check", "a.eml", *house(folder))[1].stdout
    assert "\x1b[1;33m" in run("check", "a.eml", *house(folder, "--color", "always"))[1].stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;33m" in run("check", "a.eml", *house(folder))[1].stdout
    assert "\x1b" not in run("check", "a.eml", *house(folder, "--color", "never"))[1].stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check", "a.eml", *house(folder))[1].stdout


def test_hostile_mail_cannot_drive_the_terminal(write_rule: WritePack, work: Path) -> None:
    (work / "b.html").write_bytes(b"<p>\x1b]0;title\x07\xe2\x80\xae</p>")
    folder = write_rule(body="yield rule.finding(message.html.content, at=message.html.span())")
    for more in ([], ["-q"], ["-v"]):
        text = run("check", "b.html", *house(folder, *more))[1].stdout
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    document = json.loads(run("check", "b.html", *house(folder, "--format", "json"))[1].stdout)
    assert "\x1b" in document["findings"][0]["message"]


def test_files_that_are_no_mail_are_told(write_rule: WritePack, work: Path) -> None:
    (work / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    code, result = run("check", ".", *house(write_rule()))
    assert code == 0
    assert "photo.png" in result.stdout


def test_rules_are_listed() -> None:
    code, result = run("rules")
    assert code == 0
    assert "message-id" in result.stdout
    document = json.loads(run("rules", "--format", "json")[1].stdout)
    entry = next(rule for rule in document["rules"] if rule["id"] == "message-id")
    assert entry["group"] == "form"
    assert entry["citations"][0]["ref"]
    assert [rule["id"] for rule in document["rules"]] == sorted(rule["id"] for rule in document["rules"])


def test_examples_of_a_rule_are_run(write_rule: WritePack) -> None:
    folder = write_rule(body="if 'x' in message.html.content: yield rule.finding('x', at=message.html.span(0, 3))")
    code, result = run("rules", "--rules", folder, "--test", "house-odd")
    assert (code, result.stdout) == (0, "ok     house-odd bad 1\nok     house-odd good 1\n")
    folder = write_rule()
    code, result = run("rules", "--rules", folder, "--test", "odd")
    assert code == 1
    assert "FAILED house-odd good 1: found 'seen' at '<'" in result.stdout
    assert run("rules", "--test", "nothing-like-it")[0] == 2


def test_explain() -> None:
    code, result = run("explain", "house-logo-alt", "--rules", EXAMPLES / "house_rules")
    assert code == 0
    for part in ("house-logo-alt: ", "Many readers see", "Give the logo", "WCAG 2.2", "file_name = ", "    <body>"):
        assert part in result.stdout
    code, result = run("explain", "house-logo-al", "--rules", EXAMPLES / "house_rules")
    assert code == 2
    assert 'did you mean "house-logo-alt"?' in result.stderr
    assert run("explain", "--all")[1].stdout.count("\nWHEN IT BINDS\n") > 10
    for wrong in ([], ["reply-to", "--all"], ["reply-to", "--output-dir", "x"]):
        assert run("explain", *wrong)[0] == 2


def test_schemas_are_printed(tmp_path: Path) -> None:
    config = json.loads(run("schema", "--rules", EXAMPLES / "house_rules")[1].stdout)
    assert "house-logo-alt" in config["properties"]["rules"]["properties"]
    for name in ("config", "report", "inspect", "domain", "baseline"):
        assert "$schema" in json.loads(run("schema", name)[1].stdout)
    code, result = run("schema", "reprot")
    assert code == 2
    assert 'did you mean "report"?' in result.stderr


def test_completion() -> None:
    for shell in ("bash", "zsh", "fish"):
        code, result = run("completion", shell)
        assert code == 0
        assert "_MAILCHECK_COMPLETE" in result.stdout


def test_names_of_rules_and_groups_are_completed() -> None:
    from click.shell_completion import ShellComplete

    shell = ShellComplete(main, {}, "mailcheck", "_MAILCHECK_COMPLETE")
    for words in (["explain"], ["check", "--select"]):
        names = [item.value for item in shell.get_completions(words, "us-")]
        assert names == ["us-ca", "us-wa", "us-ca-false-header-subject", "us-wa-subject"]


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    for name in ("check", "inspect", "rules", "explain", "init", "schema", "completion"):
        assert f"\n  {name}" in result.output


def schema() -> Any:
    return json.loads(files("mailcheck").joinpath("schemas/inspect.schema.json").read_text(encoding="utf-8"))


def inspected(*arguments: str | Path) -> dict[str, Any]:
    code, result = run("inspect", "--format", "json", "--offline", *arguments)
    assert code == 0, result.stdout + result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(document, schema())
    return document


def test_inspect_follows_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    document = inspected(EXAMPLES, "--no-config")
    messages = {message["path"]: message for message in document["messages"]}
    assert set(messages) == {"bad-newsletter.eml", "good-newsletter.eml", "receipt.eml"}
    good = messages["good-newsletter.eml"]
    assert good["language"] == "en"
    assert good["class"]["declared"] is None
    assert good["headers"]["from"][0]["domain"]
    assert [found["visibility"] for found in good["opt_outs"] if found["part"] == "html"] == ["visible"]
    assert messages["receipt.eml"]["class"]["verdict"] == "transactional"
    assert good["links"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "messages": [{**good, "class": {"verdict": "spam"}}]}, schema())


def test_inspect_names_files_as_given_and_views_apart(work: Path) -> None:
    assert [m["path"] for m in inspected(work / "a.eml")["messages"]] == [str(work / "a.eml")]
    assert [m["path"] for m in inspected("a.eml")["messages"]] == ["a.eml"]
    page = "<style>@media (max-width: 400px) { a { display: none } }</style><p>Sale</p><a href='https://x.de/u'>Unsubscribe</a>"
    (work / "b.html").write_text(page)
    seen = {
        message["variant"]: [found["visibility"] for found in message["opt_outs"]]
        for message in inspected("b.html", "--views")["messages"]
    }
    assert seen == {None: ["visible"], "mobile": ["hidden"]}


def test_inspect_goes_on_after_trouble(work: Path) -> None:
    code, result = run("inspect", "--format", "json", "nowhere.eml", "a.eml")
    document = json.loads(result.stdout)
    jsonschema.validate(document, schema())
    assert code == 2
    assert [message["path"] for message in document["messages"]] == ["a.eml"]
    assert document["notices"][0]["path"] == "nowhere.eml"


def test_inspect_goes_on_after_a_fact_that_broke(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(message: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("mailcheck.inspect.views_of_mail", broken)
    monkeypatch.setitem(FACTS, "links", broken)
    code, result = run("inspect", "--format", "json", "--views", "a.eml")
    (entry,) = json.loads(result.stdout)["messages"]
    jsonschema.validate(json.loads(result.stdout), schema())
    assert code == 2
    assert entry["errors"] == ["views: ZeroDivisionError: deep inside", "links: ZeroDivisionError: deep inside"]
    assert entry["links"] is None
    assert entry["headers"]["from"]


def test_inspect_for_people(work: Path) -> None:
    (work / "b.html").write_text("<p>Sale \x1b[31m</p><a href='https://x.de/u' style='display:none'>Unsubscribe</a>")
    code, result = run("inspect", "b.html")
    assert code == 0
    assert result.stdout.startswith("b.html\n  class: commercial (declared, certain)")
    assert '  opt-out: link "Unsubscribe" https://x.de/u (line 1, ' in result.stdout
    assert "hidden" in result.stdout
    assert "\x1b" not in result.stdout


def test_strict_says_why_it_fails_without_a_finding(write_rule: WritePack) -> None:
    folder = write_rule(body="raise Unknown('text over a picture')\nyield")
    assert run("check", "a.eml", *house(folder))[0] == 0
    code, printed = run("check", "a.eml", *house(folder, "--strict"))
    assert (code, printed.stderr) == (1, "strict: the run fails because checks are indeterminate\n")
    code, printed = run("check", "a.eml", *house(write_rule(), "--strict"))
    assert (code, printed.stderr) == (1, "")
    folder = write_rule(body="yield from ()", arguments="severity=Severity.INFO, needs=('dns',)")
    code, printed = run("check", "a.eml", "--offline", "--rules", folder, "--select", "odd,from-single", "--strict")
    assert (code, "because no DNS look-ups were asked for" in printed.stderr) == (1, True)


def test_mail_where_a_command_belongs_is_told_which_command_reads_it() -> None:
    Path("two words.eml").write_text(EML)
    code, result = run("two words.eml")
    assert code == 2
    assert "mailcheck check 'two words.eml'" in result.stderr
    code, result = run("gone.eml")
    assert code == 2
    assert "No such command 'gone.eml'" in result.stderr
