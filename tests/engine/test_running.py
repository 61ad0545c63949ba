"""The run: who is asked, what a rule may do, how each ends, and what is never called clean."""

from __future__ import annotations

import gc
import time
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mailcheck import check
from mailcheck.engine import judge_mail
from mailcheck.engine.config import Config
from mailcheck.engine.packs import load_pack
from mailcheck.engine.refusals import ConfigError, PackError
from mailcheck.engine.run import run
from mailcheck.engine.select import make_plan
from mailcheck.engine.verdict import exit_code
from mailcheck.findings import Severity
from mailcheck.report import Report
from mailcheck.source.unread import Unread

WritePack = Callable[..., Path]
EML = b"From: Lamps <post@lamps-of-leeds.com>\nSubject: Hello\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n\nHello you\n"
HTML = b"<html><body>\n<p>Hello you</p>\n<p>And you</p>\n</body></html>\n"
HERE = "at=message.mail.root.span(0, 4)"


def judge(folder: Path, what: Any = EML, **how: Any) -> Report:
    """A report of the house rules alone."""
    options: dict[str, Any] = {"rule_dirs": [folder], "message_class": "commercial", "today": date(2026, 11, 24)}
    options |= how
    return check(what, select=[group.name for group in folder.iterdir()], **options)


def states(report: Report) -> dict[str, tuple[str, str]]:
    return {outcome.rule_id: (outcome.state, outcome.reason) for outcome in report.outcomes}


def test_passed_and_failed(write_rule: WritePack) -> None:
    write_rule("house_odd")
    report = judge(write_rule("house_even", "yield from ()"))
    assert states(report) == {"house-odd": ("failed", ""), "house-even": ("passed", "")}
    (finding,) = report.findings
    assert (finding.rule_id, finding.message, finding.advice) == ("house-odd", "seen", "mend it.")
    assert (finding.target, finding.span.quote, finding.span.location.line) == ("<stdin>", "F", 1)
    assert report.targets == ("<stdin>",)
    assert report.classes == {"<stdin>": "commercial (declared, certain)"}
    assert exit_code(report, Config()) == 0
    assert exit_code(report, Config(strict=True)) == 1
    assert exit_code(report, Config(fail_on=Severity.WARNING)) == 1


BINDING = [
    ("applies_to=('transactional',)", {}, "not-applicable", "binds transactional mail; this is commercial"),
    ("applies_to=('commercial',)", {}, "failed", ""),
    ("stages=('signed', 'delivered')", {"stage": "rendered"}, "not-evaluated", "judged once the message is signed"),
    ("stages=('template',)", {"stage": "signed"}, "not-applicable", "concerns stage template"),
    ("stages=('signed',)", {"stage": "signed"}, "failed", ""),
    ("jurisdictions=('eu',)", {}, "not-applicable", "binds in eu; declared jurisdictions: us"),
    ("jurisdictions=('eu',)", {"jurisdictions": ["EU"]}, "failed", ""),
    ("needs=('html',)", {}, "not-evaluated", "the message has no HTML part"),
    ("needs=('text', 'headers', 'mime')", {}, "failed", ""),
    ("needs=('senders',)", {}, "not-evaluated", "the config names no sender"),
    ("needs=('dns',)", {}, "not-evaluated", "no DNS look-ups were asked for"),
    ("needs=('list',)", {}, "not-evaluated", "no recipient list was given"),
    ("needs=('signature',)", {"stage": "rendered"}, "not-evaluated", "the message is not signed yet"),
    ("needs=('signature',)", {"stage": "delivered"}, "failed", ""),
]


@pytest.mark.parametrize(("arguments", "how", "state", "reason"), BINDING)
def test_a_rule_is_asked_only_where_it_binds(
    write_rule: WritePack, arguments: str, how: dict[str, Any], state: str, reason: str
) -> None:
    report = judge(write_rule(arguments=f"severity=Severity.INFO, {arguments}"), **how)
    ended, why = states(report)["house-odd"]
    assert (ended, bool(report.findings)) == (state, state == "failed")
    assert why.startswith(reason)


def test_a_body_has_no_headers(write_rule: WritePack) -> None:
    folder = write_rule(arguments="severity=Severity.INFO, needs=('headers',)")
    report = judge(folder, HTML, form="html")
    assert states(report)["house-odd"] == ("not-evaluated", "the input is a body without headers")
    assert exit_code(report, Config()) == 2, "nothing was judged"


def test_unknown_and_missing_are_no_pass_and_what_was_seen_stays(write_rule: WritePack) -> None:
    write_rule("house_a", "raise Unknown('text over a picture')\nyield")
    write_rule("house_b", "raise NotEvaluated('not declared')\nyield")
    folder = write_rule("house_c", f"yield rule.finding('seen', {HERE})\nraise Unknown('the rest')")
    report = judge(folder)
    assert states(report) == {
        "house-a": ("indeterminate", "text over a picture"),
        "house-b": ("not-evaluated", "not declared"),
        "house-c": ("failed", "the rest"),
    }
    assert [finding.rule_id for finding in report.findings] == ["house-c"]
    assert exit_code(report, Config()) == 0
    assert exit_code(report, Config(strict=True, fail_on=Severity.ERROR)) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("raise ZeroDivisionError('midway')", "ZeroDivisionError: midway"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("raise RecursionError()", "RecursionError"),
        ("yield 'text'", "BreachError: yielded str"),
        ("import dataclasses\nyield dataclasses.replace(rule.finding('x', at=message.mail.root.span()), rule_id='y')",
         "BreachError: yielded a finding of 'y'"),
        (f"yield rule.finding('  ', {HERE})", "BreachError: yielded a finding without a message"),
        (f"yield rule.finding(3, {HERE})", "BreachError: yielded a finding whose message is 3"),
        ("yield rule.finding('x', at=None)", "BreachError: yielded a finding whose span is None"),
        (f"yield rule.finding('x', severity=2, {HERE})", "BreachError: yielded a finding whose severity is 2"),
        ("yield rule.finding('x', at=Span(message.mail.root, 5, 3))", "BreachError: yielded a span [5, 3)"),
        ("yield rule.finding('x', at=Span(message.mail.root, 0, 10**9))", "BreachError: yielded a span [0, 10000"),
    ],
)  # fmt: skip
def test_a_crash_is_no_finding_and_stops_nobody_else(write_rule: WritePack, fault: str, error: str) -> None:
    write_rule("house_a", f"yield rule.finding('before', {HERE})\n{fault}")
    report = judge(write_rule("house_b"))
    (crash,) = report.crashes
    assert crash.error.startswith(error)
    assert states(report)["house-a"][0] == "crashed"
    assert [(f.rule_id, f.message) for f in report.findings] == [("house-a", "before"), ("house-b", "seen")]
    assert exit_code(report, Config()) == 2


def test_a_trace_names_modules_not_machines(write_rule: WritePack) -> None:
    report = judge(write_rule(before="def deep(n):\n    return deep(n - 1) if n else 1 / 0", body="deep(50)\nyield"))
    trace = report.crashes[0].traceback
    assert trace.split("\n")[0].startswith("house.odd.house_odd:")
    assert trace.endswith("return deep(n - 1) if n else 1 / 0")
    assert "frames left out" in trace
    assert str(write_rule()) not in trace


def test_a_rule_that_cannot_be_loaded_is_the_same_fault_for_every_message(
    write_rule: WritePack, tmp_path: Path
) -> None:
    folder = write_rule(source="import nothing_of_that_name\n")
    write_rule("house_even", "yield from ()")
    (folder / "rule_index.json").write_text('{"odd/house_odd.py": {}}')
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(EML)
    report = check([tmp_path / "a.eml", tmp_path / "b.eml"], rule_dirs=[folder], select=["odd"])
    first, second = report.crashes
    assert "nothing_of_that_name" in first.error
    assert first._replace(target="") == second._replace(target="")


def test_findings_come_sorted_and_equal_ones_once(write_rule: WritePack) -> None:
    body = """
    for start in (9, 2, 2, 40):
        yield rule.finding("seen", at=message.mail.root.span(start, start + 1))
    """
    report = judge(write_rule("house_b", body))
    assert [finding.span.start for finding in report.findings if finding.rule_id == "house-b"] == [2, 9, 2]
    assert [f.span.location.column for f in report.findings] == [3, 10, 3]


def test_a_declared_severity_replaces_the_rules_own(write_rule: WritePack, tmp_path: Path) -> None:
    folder = write_rule(body=f"yield rule.finding('x', severity=Severity.INFO, {HERE})")
    (tmp_path / "m.toml").write_text("severity = { odd = 'error' }")
    report = judge(folder, config=tmp_path / "m.toml")
    assert [finding.severity for finding in report.findings] == [Severity.ERROR]
    assert exit_code(report, Config()) == 1


def test_an_undecided_class_lowers_what_depends_on_it_and_says_so(write_rule: WritePack) -> None:
    error = "severity=Severity.ERROR, cites=(Citation('convention', 'x'),)"
    write_rule("house_a", arguments=f"{error}, applies_to=('commercial', 'unknown')")
    folder = write_rule("house_b", arguments=error)
    plain = b"From: a@lamps-of-leeds.com\nSubject: Hm\n\nzzz\n"
    report = judge(folder, plain, message_class=None)
    assert report.classes["<stdin>"].startswith("unknown")
    assert {f.rule_id: f.severity for f in report.findings} == {"house-a": Severity.WARNING, "house-b": Severity.ERROR}
    (notice,) = report.notices
    assert "--class" in notice.message
    assert not notice.failed
    report = judge(folder, plain)
    assert {finding.severity for finding in report.findings} == {Severity.ERROR}
    assert report.notices == ()


def test_time_runs_out_for_a_message_not_for_the_run(write_rule: WritePack, tmp_path: Path) -> None:
    slow = """
    import time
    end = time.process_time() + (0.1 if b"slow" in message.mail.raw else 0)
    while time.process_time() < end: pass
    yield from ()
    """
    write_rule("house_a", slow)
    folder = write_rule("house_c", "yield from ()")
    (tmp_path / "m.toml").write_text("[limits]\nseconds = 0.05\n")
    (tmp_path / "1.eml").write_bytes(EML + b"slow")
    (tmp_path / "2.eml").write_bytes(EML)
    report = judge(folder, [tmp_path / "1.eml", tmp_path / "2.eml"], config=tmp_path / "m.toml")
    first, second = report.targets
    ended = {(o.target, o.rule_id): o.state for o in report.outcomes}
    assert ended[first, "house-c"] == "not-evaluated"
    assert ended[second, "house-c"] == ended[second, "house-a"] == "passed"
    (notice,) = report.notices
    assert (notice.kind, notice.failed, notice.path) == ("limit", True, first)
    assert "limits.seconds" in notice.message
    assert exit_code(report, Config()) == 2


def test_an_endless_rule_is_stopped(write_rule: WritePack, tmp_path: Path) -> None:
    folder = write_rule(body=f"while True: yield rule.finding('endless', {HERE})")
    (tmp_path / "m.toml").write_text("[limits]\nseconds = 0.05\n")
    start = time.monotonic()
    report = judge(folder, config=tmp_path / "m.toml")
    assert time.monotonic() - start < 20
    assert states(report)["house-odd"] == ("failed", "the time for this message was used up")
    assert len(report.findings) == 1


def test_trouble_is_told_and_the_rest_is_judged(write_rule: WritePack, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(EML)
    report = judge(write_rule(), [tmp_path / "nowhere.eml", tmp_path / "a.eml"])
    (notice,) = report.notices
    assert (notice.kind, notice.failed) == ("input", True)
    assert "nowhere.eml" in notice.path
    assert not notice.message.startswith(notice.path)
    assert len(report.findings) == 1
    assert exit_code(report, Config()) == 2


def test_no_input_is_not_clean(write_rule: WritePack) -> None:
    report = judge(write_rule(), [])
    assert [notice.failed for notice in report.notices] == [True]
    assert exit_code(report, Config()) == 2


def test_messages_are_let_go_after_they_are_judged(write_rule: WritePack, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_rule(body="yield rule.finding('seen', at=message.text.span(0, 5), related=("
                             "Related(message.text.span(6, 9), 'also'),))")  # fmt: skip
    alive: list[weakref.ref[Any]] = []
    original = judge_mail.Message

    def remembered(*arguments: Any) -> Any:
        message = original(*arguments)
        alive.append(weakref.ref(message))
        return message

    monkeypatch.setattr(judge_mail, "Message", remembered)
    report = judge(folder, EML)
    gc.collect()
    assert len(alive) == 1
    assert alive[0]() is None
    (finding,) = report.findings
    assert finding.span.text.root.content == "Hello you", "the finding keeps more than its line"
    assert (finding.span.quote, finding.related[0].span.quote) == ("Hello", "you")
    assert finding.span.location.line == 5


def test_a_large_mailbox_takes_little_memory(write_rule: WritePack) -> None:
    write_rule("house_even", "yield from ()")
    config = Config(overrides={"message_class": "commercial"})
    plan = make_plan(load_pack(write_rule(body=f"yield rule.finding('seen', {HERE})")), config)

    def mails(number: int) -> Iterator[Unread]:
        for n in range(number):
            yield Unread("all.mbox", EML + b"%d " % n * 10_000, "mbox", member=n)

    run(mails(5), plan, config, date(2026, 11, 24))
    gc.collect()
    tracemalloc.start()
    report = run(mails(200), plan, config, date(2026, 11, 24))
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(report.findings) == len(report.targets) == 200
    assert kept / 200 < 3_000, "bytes kept of a message of some 30,000, with one finding"


def test_the_answer_repeats(write_rule: WritePack) -> None:
    folder = write_rule()
    first, second = judge(folder), judge(folder)
    assert list(first.outcomes) == list(second.outcomes)
    assert [f.key for f in first.findings] == [f.key for f in second.findings]


def test_wrong_arguments_are_refused(write_rule: WritePack, tmp_path: Path) -> None:
    folder = write_rule()
    with pytest.raises(ConfigError, match="commercial"):
        judge(folder, message_class="comercial")
    with pytest.raises(ConfigError, match="house-odd"):
        check(EML, rule_dirs=[folder], select=["house-od"])
    with pytest.raises(PackError):
        check(EML, rule_dirs=[tmp_path / "nowhere"])
