"""The report for programs: valid by its schema, complete, and stable."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from mailcheck.findings import fingerprint
from mailcheck.report import Outcome, Outcomes, Report, Verdict
from mailcheck.reporters import FORMATS, TESTIFY, renderer
from mailcheck.reporters.json import render
from mailcheck.spans import Text


def schema() -> Any:
    return json.loads(files("mailcheck").joinpath("schemas/report.schema.json").read_text(encoding="utf-8"))


def close(node: Any) -> Any:
    """The schema with nothing beyond what it describes allowed, so that it cannot fall behind."""
    if isinstance(node, dict):
        closed = {key: close(value) for key, value in node.items()}
        if "properties" in node and "allOf" not in node and node.get("required"):
            closed.setdefault("additionalProperties", False)
        return closed
    return [close(item) for item in node] if isinstance(node, list) else node


def test_it_is_what_the_schema_says(report: Report) -> None:
    document = json.loads(render(report))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(document, schema())
    closed = close(schema())
    del closed["$defs"]["finding"]["additionalProperties"]  # a finding that was set aside has more
    jsonschema.validate(document, closed)
    broken = json.loads(render(report))
    broken["findings"][0]["severity"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema())


def test_everything_is_in_it(report: Report) -> None:
    document = json.loads(render(report))
    assert document["schema"] == "mailcheck.report/1"
    assert document["summary"] == {
        "targets": 2,
        "findings": {"error": 1, "warning": 0, "info": 1},
        "checks": {"passed": 0, "failed": 2, "not-applicable": 0, "not-evaluated": 1, "indeterminate": 1, "crashed": 0},
        "suppressed": 1,
        "baselined": 0,
        "unchanged": 0,
        "left_out": 0,
        "crashes": 2,
    }
    first = document["findings"][0]
    assert first["rule"] == "unsub-camouflaged"
    assert (first["group"], first["owner"], first["severity"], first["confidence"]) == (
        "us", "marketer", "error", "certain",
    )  # fmt: skip
    assert first["location"] == {
        "path": "a.html", "line": 3, "column": 33, "end_line": 3, "end_column": 44, "exact": True, "via": "",
    }  # fmt: skip
    assert (first["quote"], first["variants"]) == ("Unsubscribe", ["mobile", "dark"])
    assert first["related"][0]["quote"] == "color:#fff"
    assert first["citations"] == [{"basis": "statute", "ref": "15 U.S.C. 7704(a)(3)", "url": ""}]
    assert document["findings"][1]["location"]["via"] == "base64 body"
    assert document["suppressed"][0]["until"] == "2027-01-31"
    assert document["outcomes"][3] == {
        "rule": "b", "target": "b.eml", "state": "indeterminate", "reason": "text over a picture",
    }  # fmt: skip
    assert document["crashes"][0]["traceback"][-1] == "pack.us.b:9 in deep: 1 / 0"
    assert document["notices"][1] == {
        "kind": "suppression", "message": "is not used: remove it", "path": "a.html", "line": 3, "failed": False,
    }  # fmt: skip
    assert document["rules"]["unsub-camouflaged"]["why"] == "Readers who cannot leave complain instead."


def test_a_fingerprint_stays_when_lines_move_and_changes_with_the_fault(report: Report) -> None:
    first = report.findings[0]
    moved = Text("a.html", "\n\n" + first.span.text.content.replace("Unsub", "  Unsub"))
    start = moved.content.index("Unsubscribe")
    assert fingerprint(replace(first, span=moved.span(start, start + 11))) == fingerprint(first)
    for change in ({"key": "another"}, {"rule_id": "other"}, {"target": "b.html"}):
        assert fingerprint(replace(first, **change)) != fingerprint(first)


def test_lone_surrogates_do_not_break_the_document(report: Report) -> None:
    first = replace(report.findings[0], message="lone \ud800 surrogate")
    text = render(replace(report, findings=(first,))).encode("utf-8", "backslashreplace").decode()
    assert json.loads(text)["findings"][0]["message"] == "lone \ud800 surrogate"


def test_reporters_by_name() -> None:
    for name in set(FORMATS) - TESTIFY:
        assert renderer(name)(Report()).endswith("\n")
    with pytest.raises(ValueError, match="yaml"):
        renderer("yaml")


def test_outcomes_are_a_sequence_in_little_space() -> None:
    shared = (Verdict("a", "passed"), Verdict("b", "failed", "why"))
    outcomes = Outcomes([("1", shared), ("2", shared), ("3", ())])
    assert len(outcomes) == 4
    assert list(outcomes) == [outcomes[0], outcomes[1], outcomes[2], outcomes[-1]]
    assert outcomes[3] == Outcome("b", "2", "failed", "why")
    assert outcomes[1:3] == (outcomes[1], outcomes[2])
    assert outcomes.counts() == {shared[0]: 2, shared[1]: 2}
    with pytest.raises(IndexError):
        outcomes[4]
    assert len(Outcomes()) == 0
