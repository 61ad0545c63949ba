"""The report for people: golden text, and source lines of every make with the marker under what is meant."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.engine.settle import settle
from mailcheck.findings import Confidence, Finding, Severity
from mailcheck.report import Notice, Report
from mailcheck.reporters.printable import cells, in_ascii, one_line, width
from mailcheck.reporters.snippet import snippet
from mailcheck.reporters.text import render
from mailcheck.spans import Text

RED = "\u241b[31mred\u2407<U+202E>gnp.exe ::error:: \u2400</td>"
GOLDEN = f"""\
error[unsub-camouflaged] opt-out link has contrast 1.0:1
 --> a.html:3:33
  |
3 |     <a href="u" style="color:#fff">Unsubscribe</a>
  |                                    ^^^^^^^^^^^
  note: this makes it white
 --> a.html:3:21
  |
3 |     <a href="u" style="color:#fff">Unsubscribe</a>
  |                        ^^^^^^^^^^
  seen in: mobile, dark
  why: Readers who cannot leave complain instead.
  see: 15 U.S.C. 7704(a)(3)
  fix: give it contrast. (marketer)

info[unsub-camouflaged] says {RED}
 --> b.eml:1:1 (in base64 body; where exactly is not known)
  |
  | The end
  | ^^^^^^^
  owner: marketer

crash[b, c] a.html and 1 more: ZeroDivisionError: x
  at pack.us.b:9 in deep: 1 / 0
  the rule broke, not the message: what it would have found is not known

problem: c{RED}.eml: cannot be read {RED}
note: a.html:3: is not used: remove it
1 error, 1 note in 2 of 2 messages
checks: 0 passed, 2 failed, 0 not-applicable, 1 not-evaluated, 1 indeterminate, 0 crashed; 1 finding suppressed
  not-evaluated: 1 x no headers
  indeterminate: 1 x text over a picture
"""


def test_the_whole_report(report: Report) -> None:
    assert render(report) == GOLDEN


def test_findings_without_their_message_read_the_same(report: Report) -> None:
    kept = tuple(settle(finding, finding.target) for finding in report.findings)
    assert render(replace(report, findings=kept)) == GOLDEN


def test_everything(report: Report) -> None:
    text = render(report, verbosity=1)
    assert "suppressed: a.html:4:1: unsub-camouflaged: " in text
    assert "(because agreed" in text
    assert "until 2027-01-31" in text
    assert "  at pack.us.b:3 in check: first\n" in text
    assert "b.eml: read as unknown (content, heuristic)\n" in text
    assert "  indeterminate: 1 x text over a picture\n      b\n" in text


def test_one_line_a_finding(report: Report) -> None:
    lines = render(report, verbosity=-1).splitlines()
    assert lines[0] == "a.html:3:33: error[unsub-camouflaged] opt-out link has contrast 1.0:1"
    assert lines[1].startswith("b.eml:1:1: info[unsub-camouflaged] says ")
    assert lines[2] == "crash[b, c] a.html and 1 more: ZeroDivisionError: x"
    assert lines[3].startswith("problem: c")
    assert len(lines) == 4


def test_a_rule_is_explained_once(report: Report) -> None:
    assert render(report).count("why:") == 1
    assert render(report, verbosity=1).count("why:") == 2


def test_colour_is_ours_alone(report: Report) -> None:
    assert "\x1b" not in render(report)
    painted = render(report, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == GOLDEN
    assert "\x1b[1;31merror[unsub-camouflaged]\x1b[0m" in painted


def test_nothing_hostile_reaches_the_terminal(report: Report) -> None:
    for verbosity in (-1, 0, 1):
        text = render(report, verbosity=verbosity)
        odd = {c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")}
        assert odd == set()


def test_no_line_is_a_command_for_a_build_system(report: Report) -> None:
    """Azure obeys `##vso[...]`, TeamCity `##teamcity[...]`, wherever they stand; GitHub what begins with '::'."""
    page = Text("::error::x.html", "<p>##vso[task.setvariable variable=a]b</p> ##[group]\n")
    first = replace(report.findings[0], message="says ##teamcity[x]", span=page.span(0, 20), related=())
    for verbosity in (-1, 0, 1):
        text = render(replace(report, findings=(first,)), verbosity=verbosity)
        assert not re.search(r"##\w*\[", text)
        assert not re.search(r"^\s*::", text, re.MULTILINE)
    assert "<p>##vso(task.setvariable variable=a]b</p> ##(group]" in render(replace(report, findings=(first,)))


def test_ascii_when_nothing_else_can_be_printed(report: Report) -> None:
    text = render(report, ascii_only=True)
    assert text.isascii()
    assert "<a href" in text


def test_a_note_about_many_messages_is_one_line() -> None:
    notices = tuple(Notice("config", "cannot tell", f"{n}.eml") for n in range(5))
    assert "note: 0.eml, 1.eml and 3 more: cannot tell\n" in render(Report(notices=notices))
    assert "note: 0.eml, 1.eml, 2.eml, 3.eml, 4.eml: cannot tell\n" in render(Report(notices=notices), verbosity=1)


def test_a_clean_run_and_an_empty_one(report: Report) -> None:
    clean = Report(outcomes=report.outcomes, targets=("a.html",))
    assert render(clean).startswith("no findings in 1 message\nchecks: ")
    assert render(Report()).startswith("no findings in 0 messages\n")


def drawn(line: str, quote: str, columns: int = 100, *, ascii_only: bool = False) -> tuple[str, str, str]:
    """The line and marker as shown, and what stands above the marker."""
    text = Text("a.html", f"first\n{line}\nlast")
    start = text.content.index(quote)
    shown = snippet(text.span(start, start + len(quote)), columns, in_ascii if ascii_only else str)
    assert shown is not None
    blank = len(shown.marker) - len(shown.marker.lstrip(" "))
    marked, column = "", 0
    for character in shown.line:
        if blank <= column < len(shown.marker) and (marked or width(character)):
            marked += character
        column += width(character)
    return shown.line, shown.marker, marked


@pytest.mark.parametrize(
    ("line", "quote", "marked"),
    [
        ("<a>x</a>", "x", "x"),
        ("\t\t<a>", "<a>", "<a>"),
        ("a\tb<a>", "<a>", "<a>"),
        ("配信停止はこちら<a>", "<a>", "<a>"),
        ("<p>配信停止はこちら", "停止", "停止"),
        ("e\u0301te\u0301 <a>", "<a>", "<a>"),
        ("\U0001f381 <a>", "<a>", "<a>"),
        ("إلغاء الاشتراك <a>", "<a>", "<a>"),
        ("a\u200db\u202ec <a>", "<a>", "<a>"),
        ("a\x1bb <a>", "<a>", "<a>"),
        ("a\x1bb", "\x1b", "\u241b"),
        ("x\r", "x", "x"),
        ("a\ud800<a>", "<a>", "<a>"),
    ],
)
def test_the_marker_stands_under_what_is_meant(line: str, quote: str, marked: str) -> None:
    assert drawn(line, quote)[2] == marked


@pytest.mark.parametrize("where", [0, 30, 5_000, 9_990])
@pytest.mark.parametrize("filler", ["x", "配", "\t", "\u200d", "e\u0301"])
def test_a_minified_page_is_shown_through_a_window(filler: str, where: int) -> None:
    line = (filler * where) + "<a href=u>" + (filler * (10_000 - where))
    for columns in (50, 97):
        shown, _, marked = drawn(line, "<a href=u>", columns)
        assert width(shown) <= columns
        assert marked == "<a href=u>"
        assert shown.startswith("\u2026") is (where > 30 or width("".join(cells(filler * where))) > columns // 3)
        assert shown.endswith("\u2026") is (where < 9_990 or filler == "\u200d" or (filler == "\t" and columns == 50))


def test_the_window_of_a_kept_finding_is_that_of_the_file() -> None:
    text = Text("a.html", "x" * 5_000 + "<a>" + "y" * 5_000)
    whole = Finding("r", "m", text.span(5_000, 5_003), Severity.INFO, Confidence.LIKELY)
    assert snippet(settle(whole, "").span, 97, str) == snippet(whole.span, 97, str)


def test_a_long_and_a_many_lined_span() -> None:
    assert width(drawn("<p>" + "word " * 500, "word " * 400, 80)[1]) <= 80
    text = Text("a.html", "<p\nclass=x\n>\n")
    shown = snippet(text.span(0, 12), 80, str)
    assert shown is not None
    assert (shown.line, shown.marker, shown.more) == ("<p", "^^", "to line 3")


def test_an_empty_span_has_a_marker() -> None:
    text = Text("a.html", "ab\n")
    for offset, marker in ((0, "^"), (1, " ^"), (2, "  ^"), (3, "^")):
        shown = snippet(text.span(offset, offset), 80, str)
        assert shown is not None
        assert shown.marker == marker


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(1, 120), st.booleans())
def test_any_source_can_be_shown(content: str, start: int, length: int, columns: int, settled: bool) -> None:
    span = Text("a.html", content).span(start, start + length)
    if settled:
        span = settle(Finding("r", "m", span, Severity.INFO, Confidence.LIKELY), "t").span
    shown = snippet(span, columns, str)
    assert shown is not None
    assert "\n" not in shown.line
    assert "^" in shown.marker
    assert width(shown.line) <= max(columns, 40)
    assert len(shown.marker) <= max(columns, 40) + 1


@given(st.text())
def test_one_line_is_one_line_and_harmless(text: str) -> None:
    shown = one_line(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") for c in shown)
    assert in_ascii(shown).isascii()
