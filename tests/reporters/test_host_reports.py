"""Reports for GitHub, GitLab, Jenkins and their like: golden files, the schemas of the formats, hostile words."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from mailcheck.findings import Confidence, Finding, Related, Severity
from mailcheck.report import Crash, Notice, Outcomes, Report, SetAside, Verdict
from mailcheck.reporters import FOR_HOSTS, renderer
from mailcheck.reporters.markdown import render as markdown
from mailcheck.rule import Rule
from mailcheck.spans import KeptSpan, Location, Text

HERE = Path(__file__).parent
GOLDEN = {
    "sarif": "report.sarif",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "markdown": "summary.md",
}
XSD = etree.XMLSchema(etree.parse(HERE / "schemas" / "junit.xsd"))
CODE_QUALITY = json.loads((HERE / "schemas" / "gitlab-code-quality.schema.json").read_text(encoding="utf-8"))
HOSTILE = (
    "\x1b]0;title\x07", "\x9b31m", "\u202egnp.exe", "\u2066hidden\u2069", "lone \ud800", "\x00\x0b\ufffe\uffff",
    "a\r\nb\n\nc",
    "</td><script>alert(1)</script>", "]]></failure>", "::error::x", "\n::set-output name=x::y", "##[stop-commands]x",
    "##vso[task.setvariable variable=x]y", "%0A::add-mask::x", "a, b: c% d", "![pixel](https://evil.test/p.png)",
    "[words](https://evil.test/)", "https://evil.test/ www.evil.test a@evil.test", "| a | b |", "``` `` `", "# heading",
    "$\\sqrt{2}$", "&amp;&#58;", "\"'<>&", "{0} {{x}}", "x" * 1_000, "../../etc/passwd", "",
)  # fmt: skip
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.lists(st.sampled_from(HOSTILE)).map(" ".join))


@pytest.mark.parametrize("name", GOLDEN)
def test_the_whole_report(name: str, hosted: Report) -> None:
    """Golden files are kept by hand; the validators' tests hold them to the formats."""
    assert renderer(name)(hosted) == (HERE / "golden" / GOLDEN[name]).read_text(encoding="utf-8")


def test_every_format_for_hosts_has_a_golden_file() -> None:
    assert set(GOLDEN) == FOR_HOSTS


def made_of(said: list[str]) -> Report:
    """A report that says these words wherever words of others can stand."""
    pick = cycle(said)

    def span() -> KeptSpan:
        text = Text(next(pick) or "a.html", next(pick))
        return KeptSpan(text, 0, len(text.content), Location(text.name, 3, 1, 3, 9, False, next(pick)), text.content)

    def finding(rule_id: str, target: str) -> Finding:
        return Finding(
            rule_id=rule_id,
            message=f"seen {next(pick)}",
            span=span(),
            severity=Severity.WARNING,
            confidence=Confidence.LIKELY,
            advice=next(pick),
            related=(Related(span(), next(pick)),),
            variants=(next(pick),),
            target=target,
        )

    rule = Rule("pack.us.odd_thing", title="Odd", severity=Severity.ERROR, owner="developer")
    targets = [next(pick), "acme.test" + next(pick)]
    states = ("failed", "not-evaluated", "indeterminate", "not-applicable", "passed", "crashed")
    return Report(
        findings=(finding("odd-thing", targets[0]), finding("odd-thing", targets[1]), finding("other", targets[0])),
        suppressed=(SetAside(finding("odd-thing", targets[0]), next(pick), "2027-01-31"),),
        outcomes=Outcomes(
            (target, tuple(Verdict(f"{state}-rule", state, next(pick)) for state in states)) for target in targets
        ),
        crashes=(Crash("odd-thing", targets[0], next(pick), f"{next(pick)}\n{next(pick)}"),),
        notices=(
            Notice("input", f"broken {next(pick)}", next(pick), failed=True),
            Notice("suppression", next(pick), next(pick), 3),
            Notice("dns", next(pick), targets[1]),
        ),
        rules={"odd-thing": rule},
        targets=tuple(targets),
        domains=(targets[1],),
        config=next(pick),
        version="0.1.0",
    )


reports = st.lists(words, min_size=1, max_size=12).map(made_of)


def odd(text: str) -> set[str]:
    """Characters that move a cursor, hide, or change direction."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")}


@given(report=reports)
@settings(max_examples=60, deadline=None)
def test_nothing_hostile_gets_through(report: Report) -> None:
    for name in FOR_HOSTS:
        text = renderer(name)(report)
        assert odd(text) == set(), name
        assert name != "github" or not re.search(r"##\w*\[", text)
        assert renderer(name)(report) == text


@given(report=reports)
@example(report=made_of(["\r"]))  # a path of which nothing can be shown
@settings(max_examples=40, deadline=None)
def test_sarif_points_into_files_and_links_nowhere(report: Report) -> None:
    [run] = json.loads(renderer("sarif")(report))["runs"]
    for result in run["results"]:
        [location] = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert not re.search(r"\]\(", result["message"]["text"])
    prints = [result["partialFingerprints"]["mailcheck/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


@given(report=reports)
@example(report=made_of(["\r"]))
@example(report=made_of(["/", "./", "//.//a", "././a"]))
@settings(max_examples=40, deadline=None)
def test_gitlab_keeps_to_its_schema_with_one_fingerprint_each(report: Report) -> None:
    entries = json.loads(renderer("gitlab")(report))
    jsonschema.validate(entries, CODE_QUALITY, jsonschema.Draft202012Validator)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


@given(report=reports)
@settings(max_examples=40, deadline=None)
def test_junit_is_xml_by_the_schema(report: Report) -> None:
    root = etree.fromstring(renderer("junit")(report).encode())
    XSD.assertValid(root)
    for suite in root:
        assert int(suite.get("tests")) == len(suite)
        for kind in ("failure", "error", "skipped"):
            assert int(suite.get(f"{kind}s" if kind != "skipped" else kind)) == len(suite.findall(f"*/{kind}"))


@given(report=reports)
@settings(max_examples=40, deadline=None)
def test_github_obeys_nothing_but_our_annotations(report: Report) -> None:
    """The runner obeys lines that begin with '::' once trimmed, and `##[...]` anywhere."""
    for line in renderer("github")(report).split("\n"):
        if not line.strip().startswith("::"):
            continue
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert command is not None, line
        for value in command[2].split(","):
            assert re.fullmatch(r"(title|file|line|col|endColumn)=[^:,\r\n]*", value), value


@given(report=reports)
@example(report=made_of([".AL"]))  # makes a domain of what stands before it
@settings(max_examples=40, deadline=None)
def test_markdown_has_no_markup_of_others(report: Report) -> None:
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(markdown(report))
    kinds = [token for token in tokens if token.type in ("heading_open", "html_block", "fence", "code_block")]
    assert [token.type for token in kinds] == ["heading_open"]
    for token in tokens:
        for child in token.children or ():
            assert child.type in ("text", "code_inline", "html_inline", "strong_open", "strong_close"), child
            assert child.type != "html_inline" or child.content == "<br>"
    rows = [token.map for token in tokens if token.type == "tr_open"]
    assert len(rows) == 1 + len(report.findings)
    cells = sum(token.type in ("td_open", "th_open") for token in tokens)
    assert cells == 4 * len(rows)


@pytest.mark.parametrize("name", GOLDEN)
def test_what_is_quoted_may_be_as_long_as_its_sender_likes(name: str, report: Report) -> None:
    """Hosts refuse a comment, an annotation or a file that is too long, and with it all that is in it."""
    huge = "y" * 200_000
    first = report.findings[0]
    shown = replace(
        first, message=huge, advice=huge, related=(Related(first.span, huge),), variants=(huge,), target="a.html"
    )
    rows = [("a.html", (Verdict("unsub-camouflaged", "failed"), Verdict("b", "indeterminate", huge)))]
    text = renderer(name)(
        Report(
            findings=(shown,),
            suppressed=(SetAside(shown, huge),),
            outcomes=Outcomes(rows),
            crashes=(Crash("c", "a.html", huge, huge),),
            notices=(Notice("input", huge, "a.html", failed=True), Notice("config", huge)),
        )
    )
    assert 1_000 < len(text) < 40_000
    assert "y" * 1_001 not in text


def test_junit_is_read_by_those_who_read_it(hosted: Report) -> None:
    found = junitparser.JUnitXml.fromstring(renderer("junit")(hosted).encode())
    cases = {(suite.name, case.name): case for suite in found for case in suite}
    [failure] = cases["a.html", "unsub-camouflaged"].result
    assert isinstance(failure, junitparser.Failure)
    assert (failure.message, failure.type) == ("opt-out link has contrast 1.0:1 (and 1 more)", "error")
    [skipped] = cases["b.eml", "b"].result
    assert isinstance(skipped, junitparser.Skipped)
    assert skipped.message == "indeterminate: text over a picture"
    [error] = cases["a.html", "b"].result
    assert isinstance(error, junitparser.Error)
    assert cases["c.html", "b"].is_passed
    assert cases["b.eml", "unsub-camouflaged"].is_passed, "a note fails nothing"


def many(report: Report, number: int, severity: Severity) -> tuple[Finding, ...]:
    first = report.findings[0]
    return tuple(replace(first, severity=severity, message=f"seen {severity.label} {n}") for n in range(number))


def test_github_says_what_it_does_not_show(hosted: Report) -> None:
    findings = (*many(hosted, 14, Severity.ERROR), *many(hosted, 11, Severity.INFO))
    lines = renderer("github")(Report(findings=findings, targets=("a.html",))).split("\n")
    errors = [line for line in lines if line.startswith("::error ")]
    notices = [line for line in lines if line.startswith("::notice ")]
    assert (len(errors), len(notices)) == (10, 10)
    assert (
        errors[-1] == "::error title=mailcheck::5 more errors: GitHub shows 10 a step; the log and the summary have all"
    )
    assert "2 more notices" in notices[-1]
    for finding in findings:
        assert sum(f"{finding.message}" in re.split(r"%0A|; ", line)[0] for line in lines if line) >= 1
    assert renderer("github")(Report(findings=many(hosted, 10, Severity.ERROR))).count("::error ") == 10


def test_notes_that_are_alike_are_one() -> None:
    notices = tuple(Notice("config", "cannot tell", f"{n}.eml") for n in range(30))
    assert renderer("github")(Report(notices=notices)).startswith(
        "::notice title=config,file=0.eml::cannot tell (29 more alike)\nno findings"
    )
    assert "* `0.eml`: cannot tell (29 more alike)\n" in markdown(Report(notices=notices))


def test_a_summary_keeps_to_its_limit_and_counts_what_it_leaves_out(hosted: Report) -> None:
    warnings, errors = many(hosted, 30, Severity.WARNING), many(hosted, 300, Severity.ERROR)
    big = replace(hosted, findings=(*warnings, *errors))
    text = markdown(big, limit=20_000)
    assert len(text.encode()) <= 20_000
    shown = text.count("| error |")
    assert 0 < shown < 300
    assert "| warning |" not in text
    assert f"{330 - shown} more findings, none of them worse, did not fit in here." in text
    assert "indeterminate: 1 x text over a picture" in text
    assert markdown(big, limit=100) == ""
    assert len(markdown(replace(hosted, findings=many(hosted, 12_000, Severity.ERROR))).encode()) <= 900_000


def test_sarif_holds_what_github_takes(hosted: Report) -> None:
    findings = (*many(hosted, 20_000, Severity.INFO), *many(hosted, 6_000, Severity.ERROR))
    [run] = json.loads(renderer("sarif")(replace(hosted, findings=findings)))["runs"]
    levels = [result["level"] for result in run["results"]]
    assert (len(levels), levels.count("error")) == (25_000, 6_000)
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert "1002 results left out: 25000 is the most that is taken" in notes


def results(report: Report) -> list[Any]:
    [run] = json.loads(renderer("sarif")(report))["runs"]
    return list(run["results"])


def test_a_place_of_many_lines_is_told_as_its_first(report: Report) -> None:
    """In a pull request GitHub shows an alert only when all its lines changed."""
    page = report.findings[0].span.text
    long = replace(report.findings[0], span=page.span(page.content.index("<body>"), len(page.content)))
    [result] = results(Report(findings=(long,)))
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 1}
    assert "file=a.html,line=2,col=1::" in renderer("github")(Report(findings=(long,)))


def test_a_fingerprint_does_not_depend_on_what_is_set_aside(hosted: Report) -> None:
    """Suppressing one of two equal faults leaves the other its identity."""
    first, second = hosted.findings[:2]
    both = {r["partialFingerprints"]["mailcheck/v1"] for r in results(Report(findings=(first, second)))}
    aside = SetAside(first, "agreed")
    assert {
        r["partialFingerprints"]["mailcheck/v1"] for r in results(Report(suppressed=(aside,), findings=(second,)))
    } == both


def test_a_broken_run_is_not_a_clean_one(report: Report) -> None:
    """A crash and an unread file show in every format, also when there is no finding."""
    broken = Report(crashes=report.crashes, notices=report.notices[:1])
    [run] = json.loads(renderer("sarif")(broken))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert renderer("github")(broken).count("::error ") == 2
    assert [entry["severity"] for entry in json.loads(renderer("gitlab")(broken))] == ["critical", "critical"]
    assert len(etree.fromstring(renderer("junit")(broken).encode()).findall("*/*/error")) == 3
    assert "**crash**" in renderer("markdown")(broken)
    assert "**problem**" in renderer("markdown")(broken)
    [clean] = json.loads(renderer("sarif")(Report()))["runs"]
    assert clean["invocations"][0]["executionSuccessful"] is True
