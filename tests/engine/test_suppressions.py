"""Suppressions: read from comments, followed for the right lines, counted, and told when they are stale."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck import check
from mailcheck.engine.config import Config
from mailcheck.engine.verdict import exit_code
from mailcheck.report import Report
from mailcheck.source.directives import COMMENTS, Directive, read_directives
from mailcheck.spans import Text

WritePack = Callable[..., Path]
TODAY = date(2026, 11, 24)
EACH_P = """
at = message.html.content.find("<p")
while at >= 0:
    yield rule.finding("seen", at=message.html.span(at, at + 3))
    at = message.html.content.find("<p", at + 1)
"""


def directives(text: str) -> list[Directive]:
    return list(read_directives(Text("a.html", text)))


@pytest.mark.parametrize(("opening", "closing"), [*COMMENTS, ("{% comment %}", "{% endcomment %}")])
def test_every_kind_of_comment(opening: str, closing: str) -> None:
    (found,) = directives(f"a\nb {opening} mailcheck: ignore[one, two-three] because of the brand {closing} c\nd")
    assert (found.ids, found.reason, found.fault) == (("one", "two-three"), "of the brand", "")
    assert (found.first_line, found.last_line) == (2, 3)
    assert found.span.quote.startswith(opening)


def test_a_file_an_end_and_several_lines() -> None:
    (found,) = directives("<!--\n  mailcheck: ignore-file[a]\n  until 2027-01-31\n  because it\n  is new\n-->")
    assert (found.ids, found.until, found.reason) == (("a",), date(2027, 1, 31), "it is new")
    assert found.covers(999)
    (found,) = directives("x\n<!-- mailcheck:ignore[a]\nbecause y -->\n<p>\n")
    assert [line for line in range(9) if found.covers(line)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("ignore[a]", "no reason"),
        ("ignore[a] because", "write:"),
        ("ignore[] because x", "names no rule"),
        ("ignore because x", "write:"),
        ("ignore[a] until soon because x", "no date"),
        ("ignore[a] until 2027-02-30 because x", "no date"),
        ("disable[a] because x", "write:"),
    ],
)
def test_what_cannot_be_followed_says_why(body: str, fault: str) -> None:
    (found,) = directives(f"<!-- mailcheck: {body} -->")
    assert fault in found.fault


def test_only_comments_count() -> None:
    assert directives("<p>mailcheck: ignore[a] because x</p> <!-- not mailcheck: ignore[a] because x -->") == []
    (found,) = directives("<!-- mailcheck: ignore[a] because x")
    assert "does not end" in found.fault


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for found in directives(f"<!-- mailcheck: {text} --> {text} {{# mailcheck:{text}"):
        assert found.span.quote


@pytest.mark.parametrize(
    "piece", ["<!-- mailcheck:", "<!-- mailcheck: ignore[a]" + " " * 1900, "/*" * 50 + "mailcheck:"]
)
def test_hostile_comments_take_little_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    start = time.process_time()
    directives(text)
    assert time.process_time() - start < 5


def test_many_directives_and_findings_take_little_time(write_rule: WritePack) -> None:
    folder = write_rule(body=EACH_P)
    comment = "<!-- mailcheck: ignore[house-odd, nothing-like-it] because x -->\n"
    start = time.process_time()
    report = judge(folder, comment * 3_000 + "<p>\n" * 3_000 + (comment + "<p>\n") * 100)
    assert time.process_time() - start < 20
    assert (len(report.findings), len(report.suppressed)) == (2_999, 101)
    assert len(report.notices) == 20


def judge(folder: Path, html: str, **how: Any) -> Report:
    options: dict[str, Any] = {"rule_dirs": [folder], "message_class": "commercial", "today": TODAY, "form": "html"}
    return check(html.encode(), select=["odd"], **options | how)


def notices(report: Report) -> list[str]:
    return [f"{notice.line}: {notice.message}" for notice in report.notices]


def test_its_own_and_the_next_line(write_rule: WritePack) -> None:
    folder = write_rule(body=EACH_P)
    report = judge(folder, "<p>\n<!-- mailcheck: ignore[house-odd] because so --><p>\n<p>\n<p>\n")
    assert [finding.span.location.line for finding in report.findings] == [1, 4]
    assert [aside.finding.span.location.line for aside in report.suppressed] == [2, 3]
    assert {aside.reason for aside in report.suppressed} == {"so"}
    assert [outcome.state for outcome in report.outcomes] == ["failed"]
    assert notices(report) == []


def test_the_whole_file(write_rule: WritePack) -> None:
    report = judge(write_rule(body=EACH_P), "<p>\n<p>\n{# mailcheck: ignore-file[house-odd] because so #}")
    assert report.findings == ()
    assert len(report.suppressed) == 2
    assert [(o.state, o.reason) for o in report.outcomes] == [("passed", "2 suppressed")]
    assert exit_code(report, Config(strict=True)) == 0


def test_lines_are_those_of_the_body_not_of_its_encoding(write_rule: WritePack) -> None:
    html = "<p>\r\n<!-- mailcheck: ignore[house-odd] because =\r\nof the brand -->\r\n=3Cp>\r\n<p>\r\n"
    mail = f"Subject: x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{html}"
    report = judge(write_rule(body=EACH_P), mail, form="eml")
    assert [finding.span.location.line for finding in report.findings] == [5, 9]
    assert [aside.finding.span.location.line for aside in report.suppressed] == [8]


def test_stale_suppressions_are_told(write_rule: WritePack) -> None:
    write_rule("house_even", "yield from ()", arguments="severity=Severity.INFO, formerly=('house-retired',)")
    write_rule("house_na", arguments="severity=Severity.INFO, applies_to=('editorial',)")
    folder = write_rule(body=EACH_P)
    html = "\n".join(
        f"<!-- mailcheck: {text} -->"
        for text in (
            "ignore[house-od] because x",
            "ignore-file[house-even] because x",
            "ignore-file[house-odd] until 2026-11-23 because x",
            "ignore-file[house-odd]",
            "ignore-file[house-na] because x",
            "ignore-file[house-retired] because x",
            "ignore-file[message-id] because x",
        )
    )
    report = judge(folder, f"{html}\n\n<p>")
    assert notices(report) == [
        '1: suppression of an unknown rule "house-od"; did you mean "house-odd"?',
        '2: suppression of "house-even" is not used: remove it',
        '3: suppression of "house-odd" has expired on 2026-11-23',
        "4: this suppression is not followed: it gives no reason: add `because` and why",
        '6: rule "house-retired" is now called "house-even"',
        '6: suppression of "house-retired" is not used: remove it',
    ]
    assert len(report.findings) == 1
    assert exit_code(report, Config()) == 0
    assert exit_code(judge(folder, html), Config(strict=True)) == 1


def test_a_suppression_holds_on_its_last_day(write_rule: WritePack) -> None:
    report = judge(write_rule(body=EACH_P), "<!-- mailcheck: ignore[house-odd] until 2026-11-24 because x -->\n<p>")
    assert report.findings == ()
    assert report.suppressed[0].until == "2026-11-24"


def test_allow_sets_aside_by_target(write_rule: WritePack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_rule(body=EACH_P)
    write_rule("house_even", "yield from ()")
    (tmp_path / "m.toml").write_text(
        "[[allow]]\nrule = 'house-odd'\ntarget = 'old/**'\nreason = 'migration'\nuntil = 2027-01-31\n"
        "[[allow]]\nrule = 'house-even'\ntarget = 'old/**'\nreason = 'unused'\n"
        "[[allow]]\nrule = 'house-odd'\ntarget = 'elsewhere/**'\nreason = 'not in this run'\n"
        "[[allow]]\nrule = 'house-odd'\ntarget = 'new/**'\nreason = 'expired'\nuntil = 2026-01-01\n"
    )
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text("<p>")
    monkeypatch.chdir(tmp_path)
    how: dict[str, Any] = {"select": ["odd"], "message_class": "commercial", "today": TODAY}
    report = check(["old", "new"], rule_dirs=[folder], config="m.toml", **how)
    assert [finding.target for finding in report.findings] == ["new/a.html"]
    assert [(aside.reason, aside.until) for aside in report.suppressed] == [("migration", "2027-01-31")]
    assert notices(report) == [
        '7: allow of "house-even" is not used: remove it',
        '15: allow of "house-odd" has expired on 2026-01-01',
    ]


def judge_paths(folder: Path, root: Path) -> Report:
    import os

    os.chdir(root)
    return check(
        ["old", "new"], rule_dirs=[folder], config="m.toml", select=["odd"], message_class="commercial", today=TODAY
    )
