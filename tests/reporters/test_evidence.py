"""Evidence for audits: valid by its schema, and every hash, time and waiver in it is what it says."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import run_apart
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from mailcheck.report import Report
from mailcheck.reporters import renderer

EML = b"""From: Lamps <post@lamps-of-leeds.com>
Subject: Hello
Content-Type: text/html

<html><body><p>Hello.</p>
<!-- mailcheck: ignore[house-odd] until 2027-01-31 because the brand's words -->
<p>odd</p>
<p>odd again</p>
</body></html>
"""
ZONE = """; mailcheck DNS recording 1
lamps-of-leeds.com. 300 IN TXT "v=spf1 -all"
;! timeout _dmarc.lamps-of-leeds.com. TXT 192.0.2.53 did not answer
"""
CONFIG = """domains = ["lamps-of-leeds.com"]
allow = [{ rule = "house-other", target = "a.eml", reason = "until the relaunch", until = 2027-03-01 }]
"""
ODD = """start = message.html.content.find("<p>odd")
while start >= 0:
    yield rule.finding(f"odd at {start}", at=message.html.span(start, start + 6), key=str(start))
    start = message.html.content.find("<p>odd", start + 1)"""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_rule: Any) -> Path:
    write_rule("house_odd", ODD)
    write_rule("house_other", "yield rule.finding('other', at=message.mail.root.span(0, 4))")
    (tmp_path / "a.eml").write_bytes(EML)
    (tmp_path / "a.zone").write_text(ZONE)
    (tmp_path / "mailcheck.toml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    """The exit code and what was printed, by the rules of the house and one about domains."""
    chosen = ("--rules", "house", "--select", "odd,spf-missing,dmarc-missing")
    code, printed = run_apart(*arguments, *chosen)
    return code, printed.stdout


def evidence(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(*arguments, "--format", "evidence")[1]))


def check(*arguments: str) -> dict[str, Any]:
    return evidence("check", "a.eml", "--dns-replay", "a.zone", *arguments)


def close(node: Any) -> Any:
    """The schema with nothing beyond what it describes allowed, so that it cannot fall behind."""
    if isinstance(node, dict):
        closed = {key: close(value) for key, value in node.items()}
        if "properties" in node and node.get("required"):
            closed.setdefault("additionalProperties", False)
        return closed
    return [close(item) for item in node] if isinstance(node, list) else node


def validator() -> Draft202012Validator:
    folder = files("mailcheck").joinpath("schemas")
    own, report = (
        json.loads(folder.joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
        for name in ("evidence", "report")
    )
    Draft202012Validator.check_schema(own)
    registry: Registry[Any] = Registry().with_resource("report.schema.json", Resource.from_contents(report))
    return Draft202012Validator(close(own), registry=registry)


def test_it_is_what_the_schema_says() -> None:
    for document in (
        check(),
        evidence("check", "a.eml", "--offline"),
        evidence("domain", "--dns-replay", "a.zone"),
        evidence("check", "gone.eml", "--offline"),
    ):
        validator().validate(document)
    document["report"]["summary"] = "wrong"
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(document)


def test_messages_are_told_by_their_bytes() -> None:
    assert check()["messages"] == [{"name": "a.eml", "sha256": sha256(EML).hexdigest(), "bytes": len(EML)}]


def test_rules_are_told_by_their_files_and_options(work: Path) -> None:
    before = check()["rule_set"]
    file = work / "house" / "odd" / "house_odd.py"
    told = next(rule for rule in before["rules"] if rule["id"] == "house-odd")
    assert told["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert check()["rule_set"] == before
    assert check("--severity", "house-odd=info")["rule_set"]["sha256"] != before["sha256"]
    file.write_text(file.read_text() + "\n")
    assert check()["rule_set"]["sha256"] != before["sha256"]


def test_packages_are_told_by_all_their_files(work: Path) -> None:
    def told() -> dict[str, str]:
        return {package["name"]: package["sha256"] for package in check()["tool"]["packages"]}

    before = told()
    assert set(before) == {"mailcheck", "mailcheck_rules", "house"}
    (work / "house" / "_words.py").write_text("WORDS = ()\n")
    after = told()
    assert {name for name in after if after[name] != before[name]} == {"house"}


def test_settings_are_those_of_config_and_command_line(work: Path) -> None:
    plain, strict = check()["settings"], check("--class", "commercial")["settings"]
    assert plain["config"] == {
        "name": "mailcheck.toml",
        "sha256": sha256((work / "mailcheck.toml").read_bytes()).hexdigest(),
    }
    assert strict["config"] == plain["config"]
    assert strict["declared"]["overrides"]["message_class"] == "commercial"
    assert strict["sha256"] != plain["sha256"]
    assert check("--no-config")["settings"]["config"] is None


def test_answers_come_with_their_time() -> None:
    document = check()
    answers = {(answer["name"], answer["type"]): answer for answer in document["dns"]["answers"]}
    assert document["dns"]["source"] == "the recording a.zone"
    assert answers["lamps-of-leeds.com", "TXT"]["records"] == ['"v=spf1 -all"']
    assert answers["_dmarc.lamps-of-leeds.com", "TXT"]["status"] == "timeout"
    run = document["run"]
    assert all(run["started"] <= answer["time"] <= run["ended"] for answer in answers.values())
    assert evidence("check", "a.eml", "--offline")["dns"] == {"source": "nobody was asked", "answers": []}


def test_waivers_come_with_reasons_and_days() -> None:
    run("baseline", "a.eml", "--offline")
    document = evidence("check", "a.eml", "--offline")
    told = [(waiver["kind"], waiver["rule"], waiver["because"], waiver["until"]) for waiver in document["waivers"]]
    assert sorted(told) == [
        ("allowed", "house-other", "until the relaunch", "2027-03-01"),
        ("baselined", "house-odd", "in the baseline", None),
        ("suppressed", "house-odd", "the brand's words", "2027-01-31"),
    ]


@pytest.mark.parametrize(
    ("arguments", "meaning"),
    [
        (("--fail-on", "warning"), "findings"),
        (("--allow-incomplete",), "clean"),
        ((), "incomplete"),
        (("gone.eml",), "broken"),
    ],
)
def test_the_verdict_is_the_exit_code(arguments: tuple[str, ...], meaning: str) -> None:
    code, text = run("check", "a.eml", "--dns-replay", "a.zone", "--format", "evidence", *arguments)
    assert json.loads(text)["verdict"] == {"exit_code": code, "meaning": meaning}


def test_times_stand_nowhere_else_and_nothing_tells_of_the_machine(work: Path) -> None:
    document = check()
    assert TIME.search(json.dumps(document["report"])) is None
    assert str(work) not in json.dumps(document)
    again = check()
    timeless = [re.sub(TIME.pattern + r"\.\d+Z", "", json.dumps(each)) for each in (document, again)]
    assert timeless[0] == timeless[1]


def test_a_run_without_evidence_has_none_to_show() -> None:
    with pytest.raises(ValueError, match="no evidence was taken"):
        renderer("evidence")(Report())
