"""What a report means to a gate: 2 beats 1 beats 3, and each only for what it stands for."""

from __future__ import annotations

from itertools import product

import pytest

from mailcheck.engine.config import Config
from mailcheck.engine.verdict import exit_code
from mailcheck.findings import Confidence, Finding, Severity
from mailcheck.report import Crash, Notice, Outcomes, Report, SetAside, Verdict
from mailcheck.spans import Text

PASSED = Verdict("a", "passed")
OPEN = Verdict("b", "indeterminate", "text over a picture")
OFFLINE = Verdict("b", "not-evaluated", "no DNS look-ups were asked for")


def finding(severity: Severity) -> Finding:
    return Finding("a", "seen", Text("a.eml", "x").span(), severity, Confidence.CERTAIN)


def code(
    *rows: tuple[str, tuple[Verdict, ...]], allow_incomplete: bool = False, strict: bool = False, **parts: object
) -> int:
    targets = tuple(target for target, _ in rows)
    report = Report(outcomes=Outcomes(rows), targets=targets, **parts)  # type: ignore[arg-type]
    return exit_code(report, Config(strict=strict), allow_incomplete=allow_incomplete)


@pytest.mark.parametrize(("broken", "found", "outside"), list(product((False, True), repeat=3)))
def test_two_beats_one_beats_three(broken: bool, found: bool, outside: bool) -> None:
    parts = {
        "crashes": (Crash("a", "a.eml", "x", ""),) if broken else (),
        "findings": (finding(Severity.ERROR),) if found else (),
        "notices": (Notice("dns", "did not answer", "acme.com"),) if outside else (),
    }
    expected = 2 if broken else 1 if found else 3 if outside else 0
    assert code(("a.eml", (PASSED,)), **parts) == expected
    assert code(("a.eml", (PASSED,)), **parts, allow_incomplete=True) == (0 if expected == 3 else expected)


@pytest.mark.parametrize("kind", ["dns", "renderer", "input", "limit", "config", "suppression"])
def test_only_what_failed_outside_is_three(kind: str) -> None:
    notices = (Notice(kind, "x", "a.eml"),)  # type: ignore[arg-type]
    assert code(("a.eml", (PASSED,)), notices=notices) == (3 if kind in ("dns", "renderer") else 0)
    assert code(("a.eml", (PASSED,)), notices=notices, strict=True) == {"dns": 3, "renderer": 3, "suppression": 1}.get(
        kind, 0
    )
    assert code(("a.eml", (PASSED,)), notices=(notices[0]._replace(failed=True),), allow_incomplete=True) == 2


def test_what_is_set_aside_fails_nothing() -> None:
    aside = (SetAside(finding(Severity.ERROR), "so"),)
    for name in ("suppressed", "baselined", "unchanged"):
        assert code(("a.eml", (PASSED,)), **{name: aside}, strict=True) == 0


def test_strict_minds_what_was_left_open() -> None:
    for verdict in (OPEN, OFFLINE):
        assert code(("a.eml", (PASSED, verdict))) == 0
        assert code(("a.eml", (PASSED, verdict)), strict=True) == 1
    assert code(("a.eml", (PASSED, Verdict("b", "not-evaluated", "the message is not signed yet"))), strict=True) == 0


def test_a_name_server_that_sleeps_is_no_finding_even_when_strict() -> None:
    slept = {"notices": (Notice("dns", "did not answer", "acme.com"),), "domains": ("acme.com",)}
    rows = ("a.eml", (PASSED,)), ("acme.com", (Verdict("b", "indeterminate", "TXT of acme.com: timeout"),))
    assert code(*rows, **slept, strict=True) == 3
    assert code(*rows, **slept, strict=True, allow_incomplete=True) == 0
    assert code(("a.eml", (PASSED, OPEN)), rows[1], **slept, strict=True) == 1


def test_green_needs_an_answer_or_a_reason_to_ask_nothing() -> None:
    assert code() == 2
    assert code(("a.eml", (OFFLINE,))) == 2
    assert code(left_out=3) == 0
    assert code(("a.eml", (OFFLINE,)), left_out=3) == 2
