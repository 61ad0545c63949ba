"""`mailcheck baseline`, and what `check` and `domain` make of its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import run_together

from mailcheck import check

WritePack = Callable[..., Path]
ERROR = "severity=Severity.ERROR, cites=(Citation('convention', 'House style'),)"
CONFIG = "context = { class = 'commercial' }\nrule_dirs = ['../house']\nselect = ['odd']\n"


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_rule: WritePack, each_p: str) -> Path:
    """A project with a rule that finds every <p> wrong, two mails that break it, and no network."""
    write_rule(body=each_p, arguments=ERROR)
    folder = tmp_path / "work"
    (folder / "mails").mkdir(parents=True)
    (folder / "mailcheck.toml").write_text(CONFIG)
    (folder / "mails" / "a.html").write_text("<p>\n<p class=x>\n<p>\n")
    (folder / "mails" / "b.html").write_text("<p>\n")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str | Path) -> tuple[int, str]:
    """Exit code and everything printed. Nobody asks a name server."""
    offline = [] if arguments[0] == "domain" or "--dns-replay" in arguments else ["--offline"]
    return run_together(*arguments, *offline)


def report(*arguments: str | Path) -> tuple[int, Any]:
    code, text = run(*arguments, "--format", "json")
    return code, json.loads(text)


def entries(path: Path | str = "mailcheck-baseline.json") -> list[tuple[str, str, int]]:
    found = json.loads(Path(path).read_text())["entries"]
    return [(entry["target"], entry["rule"], entry["count"]) for entry in found]


def test_what_was_there_before_fails_no_more(work: Path) -> None:
    assert run("check", "mails")[0] == 1
    code, text = run("baseline", "mails")
    assert (code, text) == (0, "mailcheck-baseline.json: 4 known findings, 4 of them new; 0 gone\n")
    code, found = report("check", "mails")
    assert (code, found["summary"]["baselined"], found["findings"]) == (0, 4, [])
    assert {aside["because"] for aside in found["baselined"]} == {"in the baseline"}
    assert {(o["state"], o["reason"]) for o in found["outcomes"]} == {
        ("passed", "3 in the baseline"),
        ("passed", "1 in the baseline"),
    }
    assert "0 findings suppressed, 4 in the baseline\n" in run("check", "mails")[1]
    assert "known: mails/b.html:1:1: house-odd: seen (in the baseline)" in run("check", "mails", "-v")[1]
    assert run("check", "mails", "--strict")[0] == 0
    assert run("check", "mails", "--no-baseline")[0] == 1
    assert run("check", "mails", "--no-config", "--rules", "../house", "--select", "odd")[0] == 1


def test_the_file_is_sorted_one_entry_a_line_and_written_alike_again(work: Path) -> None:
    run("baseline", "mails")
    first = Path("mailcheck-baseline.json").read_bytes()
    lines = first.decode().splitlines()
    assert len(lines) == len(entries()) + 5
    assert entries() == [
        ("mails/a.html", "house-odd", 1),
        ("mails/a.html", "house-odd", 2),
        ("mails/b.html", "house-odd", 1),
    ]
    listed = [line for line in lines if line.startswith('{"target"')]
    assert listed == sorted(listed)
    Path("mailcheck-baseline.json").unlink()
    run("baseline", work / "mails" / "b.html", "mails/a.html")
    assert Path("mailcheck-baseline.json").read_bytes() == first


def test_moved_lines_are_known_and_new_faults_are_not(work: Path) -> None:
    run("baseline", "mails")
    Path("mails/a.html").write_text("<h1>new</h1>\n\n<p\n class=x>\n<p><p>\n")
    assert run("check", "mails")[0] == 0
    Path("mails/a.html").write_text("<p>\n<p class=x>\n<p>\n<p>\n")
    code, found = report("check", "mails")
    assert (code, len(found["findings"]), found["summary"]["baselined"]) == (1, 1, 4)
    Path("mails/a.html").write_text("<p>\n<p class=y>\n<p>\n")
    code, found = report("check", "mails")
    assert [finding["quote"] for finding in found["findings"]] == ["<p class=y>"]
    Path("mails/a.html").write_text("<p>\n<p class=x>\n<p>\n")
    Path("mails/c.html").write_text("<p>\n")
    assert [finding["target"] for finding in report("check", "mails")[1]["findings"]] == ["mails/c.html"]


def test_it_holds_wherever_the_project_lies_and_from_any_folder(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("baseline", "mails")
    there = work.rename(work.parent / "there")
    monkeypatch.chdir(there / "mails")
    assert run("check", ".")[0] == 0
    assert run("check", there / "mails" / "a.html")[0] == 0
    assert check([there / "mails"], config=there / "mailcheck.toml").findings == ()


def test_suppressed_findings_need_no_entry(work: Path) -> None:
    Path("mails/b.html").write_text("<!-- mailcheck: ignore-file[house-odd] because so -->\n<p>\n")
    run("baseline", "mails")
    assert {target for target, _, _ in entries()} == {"mails/a.html"}


def test_what_a_run_does_not_judge_stays(work: Path, write_rule: WritePack, each_p: str) -> None:
    write_rule("house_even", each_p)
    run("baseline", "mails")
    before = entries()
    Path("mails/b.html").write_text("<p><p>\n")
    assert run("baseline", "mails/b.html", "--select", "house-even")[1].endswith(
        "9 known findings, 1 of them new; 0 gone\n"
    )
    assert [entry for entry in entries() if entry[:2] != ("mails/b.html", "house-even")] == [
        entry for entry in before if entry[:2] != ("mails/b.html", "house-even")
    ]


def test_stale_entries_are_told_and_taken_out(work: Path) -> None:
    run("baseline", "mails")
    Path("mails/a.html").write_text("<p>\n<p class=new>\n")
    code, text = run("check", "mails/b.html", "--strict")
    assert (code, "not there any more" in text) == (0, False)
    code, text = run("check", "mails")
    assert "note: mailcheck-baseline.json: 2 findings not there any more (house-odd in mails/a.html, " in text
    assert run("check", "mails", "--ignore", "odd", "--select", "form", "--strict")[1].count("not there any more") == 0
    assert run("baseline", "mails", "--prune") == (
        0,
        "mailcheck-baseline.json: 2 known findings, 0 of them new; 2 gone\n",
    )
    assert entries() == [("mails/a.html", "house-odd", 1), ("mails/b.html", "house-odd", 1)]
    code, found = report("check", "mails")
    assert (code, [finding["quote"] for finding in found["findings"]]) == (1, ["<p class=new>"])


def test_strict_minds_stale_entries(work: Path) -> None:
    run("baseline", "mails")
    Path("mails/b.html").write_text("fine\n")
    assert run("check", "mails")[0] == 0
    assert run("check", "mails", "--strict")[0] == 1


def test_entries_of_files_that_are_gone_are_stale(work: Path) -> None:
    (work / "other").mkdir()
    (work / "other" / "c.html").write_text("<p>\n")
    run("baseline", "mails", "other")
    Path("mails/b.html").unlink()
    assert "not there any more" not in run("check", "other")[1]
    assert "1 finding not there any more (house-odd in mails/b.html)" in run("check", "mails")[1]
    assert "1 finding not there any more" in run("check", ".")[1]
    run("baseline", "mails", "--prune")
    assert {target for target, _, _ in entries()} == {"mails/a.html", "other/c.html"}


def test_messages_of_a_mailbox_have_entries_of_their_own(work: Path) -> None:
    mail = "From x Mon Jan  1 00:00:00 2026\nFrom: a@b.com\nContent-Type: text/html\n\n<p>\n\n"
    Path("all.mbox").write_text(mail * 2)
    run("baseline", "all.mbox")
    assert entries() == [("all.mbox[1]", "house-odd", 1), ("all.mbox[2]", "house-odd", 1)]
    assert run("check", "all.mbox", "--strict")[0] == 0


def test_an_entry_under_a_former_id_counts(work: Path, write_rule: WritePack, each_p: str) -> None:
    run("baseline", "mails")
    (work.parent / "house" / "odd" / "house_odd.py").unlink()
    write_rule("house_new", each_p, arguments=f"{ERROR}, formerly=('house-odd',)")
    assert run("check", "mails", "--strict")[0] == 0
    run("baseline", "mails", "--prune")
    assert {rule for _, rule, _ in entries()} == {"house-new"}
    assert run("check", "mails", "--strict")[0] == 0


def test_an_entry_of_a_rule_that_is_no_more_is_stale(work: Path, write_rule: WritePack) -> None:
    run("baseline", "mails")
    (work.parent / "house" / "odd" / "house_odd.py").unlink()
    write_rule("house_other", "yield from ()")
    assert "4 findings not there any more" in run("check", "mails/b.html")[1]
    run("baseline", "mails/b.html", "--prune")
    assert entries() == []


def test_another_file(work: Path) -> None:
    run("baseline", "mails", "--baseline", "known.json")
    assert not Path("mailcheck-baseline.json").exists()
    assert run("check", "mails")[0] == 1
    assert run("check", "mails", "--baseline", "known.json")[0] == 0
    (work / "mailcheck.toml").write_text(f"{CONFIG}baseline = 'known.json'\n")
    assert run("check", "mails")[0] == 0
    run("baseline", "mails/b.html", "--prune")
    assert len(entries("known.json")) == 3
    Path("known.json").unlink()
    code, text = run("check", "mails")
    assert (code, "known.json: there is no such baseline" in text) == (2, True)
    assert run("baseline", "mails")[0] == 0
    assert Path("known.json").exists()


def test_without_a_config_it_lies_in_the_working_folder(work: Path) -> None:
    (work / "mailcheck.toml").unlink()
    house = ("--rules", "../house", "--select", "odd", "--class", "commercial")
    assert run("baseline", "mails", *house)[0] == 0
    assert run("check", "mails", *house)[0] == 0
    assert run("check", "mails", *house, "--no-config")[0] == 1


def test_a_merge_that_kept_both_lines_counts_the_larger(work: Path) -> None:
    run("baseline", "mails")
    content = json.loads(Path("mailcheck-baseline.json").read_text())
    content["entries"] += [{**entry, "count": 1} for entry in content["entries"]]
    Path("mailcheck-baseline.json").write_text(json.dumps(content))
    assert run("check", "mails", "--strict")[0] == 0


ENTRY = '{"target": "a", "rule": "b", "fingerprint": "c", "count": 1}'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "mailcheck-baseline.json:1:1: is no JSON"),
        (b'{\n"schema": "mailcheck.baseline/1",\n<<<<<<< HEAD\n', "mailcheck-baseline.json:3:1: is no JSON"),
        (b"\xff\xfe", "is no JSON text"),
        (b"[" * 100_000, "is no JSON text"),
        (b"[]", 'its "schema" is not'),
        (b'{"schema": "mailcheck.baseline/2", "entries": []}', 'its "schema" is not'),
        (b'{"schema": "mailcheck.baseline/1"}', '"entries" is no list'),
        (b'{"schema": "mailcheck.baseline/1", "entries": [%s, 7]}' % ENTRY.encode(), "entry 2: is no object"),
        (b'{"schema": "mailcheck.baseline/1", "entries": [{}]}', 'entry 1: "target" is missing'),
        (
            b'{"schema": "mailcheck.baseline/1", "entries": [%s]}' % ENTRY.replace("1}", "true}").encode(),
            'entry 1: "count" is no whole number',
        ),
        (b'{"schema": "mailcheck.baseline/1", "entries": [%s]}' % ENTRY.replace("1}", "0}").encode(), "above 0"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["check", "baseline", "domain"])
def test_a_bad_file_is_one_clear_error(content: bytes, said: str, command: str) -> None:
    Path("mailcheck-baseline.json").write_bytes(content)
    arguments = ("acme.com", "--dns-replay", "none.zone") if command == "domain" else ("mails",)
    code, text = run(command, *arguments)
    assert (code, text.count("error:")) == (2, 1)
    assert said in text
    assert "`mailcheck baseline`" in text
    assert Path("mailcheck-baseline.json").read_bytes() == content


def test_a_broken_run_writes_no_baseline(work: Path, write_rule: WritePack) -> None:
    code, text = run("baseline", "mails", "nowhere.html")
    assert (code, Path("mailcheck-baseline.json").exists()) == (2, False)
    assert "nowhere.html: cannot be read" in text
    assert "no baseline was written" in text
    write_rule("house_bad", "yield 1 / 0")
    code, text = run("baseline", "mails")
    assert (code, Path("mailcheck-baseline.json").exists(), "crash[house-bad]" in text) == (2, False, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("baseline",), "name files or folders, or say --domain"),
        (("baseline", "mails", "--baseline", "no/such/folder/x.json"), "x.json: cannot be written"),
        (("baseline", "mails", "--baseline", "mails"), "mails: cannot be read"),
        (("check", "mails", "--baseline", "x", "--no-baseline"), "they exclude each other"),
    ],
)
def test_what_cannot_be_followed_is_said(arguments: tuple[str, ...], said: str) -> None:
    code, text = run(*arguments)
    assert (code, said in text) == (2, True), text


ZONE = """; mailcheck DNS recording 1
acme.com. 300 IN TXT "v=spf1 ip4:192.0.2.0/24 +all"
;! nodata acme.com. TYPE99
"""
DNS = ("--no-config", "--select", "spf-permissive-all,spf-legacy", "--dns-replay", "acme.zone")


def test_domains_have_entries_too(work: Path) -> None:
    (work / "acme.zone").write_text(ZONE)
    (work / "a.eml").write_text("From: Acme <news@acme.com>\nSubject: Hello\n\nHello you\n")
    known = ("--baseline", "known.json")
    assert run("domain", "acme.com", *DNS)[0] == 1
    assert run("baseline", "--domain", "acme.com", *DNS, *known)[0] == 0
    assert entries("known.json") == [("acme.com", "spf-permissive-all", 1)]
    code, found = report("domain", "acme.com", *DNS, *known)
    assert (code, found["summary"]["baselined"], found["records"]) == (0, 1, [])
    assert run("check", "a.eml", *DNS, *known)[0] == 0
    assert run("domain", "acme.com", *DNS, *known, "--json-lines", "out.jsonl")[0] == 0
    line = json.loads((work / "out.jsonl").read_text())
    assert [aside["rule"] for aside in line["baselined"]] == ["spf-permissive-all"]
    (work / "acme.zone").write_text(ZONE.replace("192.0.2.0", "192.0.2.128"))
    assert run("domain", "acme.com", *DNS, *known)[0] == 0
    (work / "acme.zone").write_text(ZONE.replace("+all", "-all"))
    assert "1 finding not there any more (spf-permissive-all in acme.com)" in run("domain", "acme.com", *DNS, *known)[1]


def test_domains_of_the_config_are_judged_where_nothing_is_named(work: Path) -> None:
    (work / "acme.zone").write_text(ZONE)
    (work / "mailcheck.toml").write_text("domains = ['acme.com']\n")
    assert run("baseline", *DNS[1:])[0] == 0
    assert entries() == [("acme.com", "spf-permissive-all", 1)]
    assert run("domain", *DNS[1:])[0] == 0
    assert run("baseline")[0] == 2


def test_what_could_not_be_looked_up_keeps_its_entry(work: Path) -> None:
    (work / "acme.zone").write_text(ZONE)
    known = ("--domain", "acme.com", "--baseline", "known.json")
    run("baseline", *known, *DNS)
    (work / "acme.zone").write_text(ZONE.splitlines()[0] + "\n;! timeout acme.com. TXT no answer\n")
    code, text = run("baseline", *known, *DNS)
    assert (code, "what it concerns is as it was" in text) == (3, True)
    assert entries("known.json") == [("acme.com", "spf-permissive-all", 1)]
    assert run("baseline", *known, *DNS, "--prune", "--allow-incomplete")[0] == 0
    assert len(entries("known.json")) == 1
    assert run("domain", "acme.com", *DNS, "--baseline", "known.json")[0] == 3


def test_many_domains_tell_what_is_accepted_in_vain(work: Path) -> None:
    (work / "acme.zone").write_text(ZONE)
    (work / "mailcheck.toml").write_text(
        "domains = ['acme.com']\n[[allow]]\nrule = 'spf-legacy'\ntarget = 'acme.com'\nreason = 'so'\n"
    )
    run("baseline", *DNS[1:])
    (work / "acme.zone").write_text(ZONE.replace("+all", "-all"))
    code, text = run("domain", *DNS[1:], "--json-lines", "out.jsonl")
    assert code == 0
    assert 'allow of "spf-legacy" is not used' in text
    assert "1 finding not there any more" in text
    assert run("domain", *DNS[1:], "--json-lines", "other.jsonl", "--strict")[0] == 1


def test_a_fault_of_the_config_has_one_entry_whatever_mail_meets_it(work: Path) -> None:
    for name in ("a", "b"):
        (work / "mails" / f"{name}.html").write_text("<p>Sale</p> <a href='https://e.test/u'>Unsubscribe</a>\n")
    (work / "mailcheck.toml").write_text(
        "select = ['optout-latency']\n[context]\nclass = 'commercial'\noptout_sla_hours = 900\n"
    )
    assert run("check", "mails")[0] == 1
    run("baseline", "mails/a.html")
    assert entries() == [("mailcheck.toml", "optout-latency", 1)]
    assert run("check", "mails/b.html", "mails/a.html", "--strict")[0] == 0


def test_the_file_is_what_its_schema_says(work: Path) -> None:
    (work / "mails" / "größe.html").write_text("<p>\n")
    run("baseline", "mails")
    schema = json.loads(files("mailcheck").joinpath("schemas/baseline.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    content = Path("mailcheck-baseline.json").read_text(encoding="utf-8")
    jsonschema.validate(json.loads(content), schema)
    assert '"mails/größe.html"' in content


def test_there_is_nothing_to_prune_without_a_file(work: Path) -> None:
    code, text = run("baseline", "mails", "--prune")
    assert (code, "there is no such baseline" in text, Path("mailcheck-baseline.json").exists()) == (2, True, False)


def test_what_messages_share_is_not_stale_where_one_of_them_is_judged_alone(work: Path) -> None:
    mail = "From: a@example.com\nSubject: %s\nMessage-ID: <1@mail.example.com>\n\nHello you\n"
    for name in ("a", "b"):
        (work / "mails" / f"{name}.eml").write_text(mail % name)
    (work / "mailcheck.toml").write_text("select = ['message-id-reused', 'from-single']\n")
    run("baseline", "mails")
    ((target, rule, _),) = entries()
    assert rule == "message-id-reused"
    assert run("check", target, "--strict")[0] == run("check", "mails", "--strict")[0] == 0
    (work / target).write_text((mail % "c").replace("<1@", "<2@"))
    assert run("check", target, "--strict")[0] == 0
    run("baseline", "mails", "--prune")
    assert entries() == []
