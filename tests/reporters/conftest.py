"""A report made by hand: every kind of thing a report can hold, with hostile words in all places."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_samples import HOSTILE, PAGE, finding, rule

from mailcheck.findings import Confidence, Finding, Related, Severity
from mailcheck.report import COMMAND_LINE, Crash, Notice, Outcomes, Report, SetAside, Verdict
from mailcheck.spans import KeptSpan, Location, Segment, Text


@pytest.fixture
def report() -> Report:
    page = Text("a.html", PAGE)
    raw = Text("b.eml", "Content-Transfer-Encoding: base64\n\nPGI+VGhlIGVuZDwvYj4=\n")
    coded = Text("b.eml part 1", "<b>The end</b>", raw, (Segment(0, 14, 0, 55, exact=False),), via="base64 body")
    style = page.content.index("color:#fff")
    shown = finding(
        page,
        "Unsubscribe",
        related=(Related(page.span(style, style + 10), "this makes it white"),),
        variants=("mobile", "dark"),
    )
    info = finding(coded, "The end", severity=Severity.INFO, message=f"says {HOSTILE}", advice="")
    rows = [
        ("a.html", (Verdict("unsub-camouflaged", "failed"), Verdict("b", "not-evaluated", "no headers"))),
        ("b.eml", (Verdict("unsub-camouflaged", "failed"), Verdict("b", "indeterminate", "text over a picture"))),
    ]
    return Report(
        findings=(shown, info),
        suppressed=(SetAside(finding(page, "<p>", severity=Severity.WARNING), f"agreed {HOSTILE}", "2027-01-31"),),
        outcomes=Outcomes(rows),
        crashes=(
            Crash("b", "a.html", "ZeroDivisionError: x", "pack.us.b:3 in check: first\npack.us.b:9 in deep: 1 / 0"),
            Crash("c", "b.eml", "ZeroDivisionError: x", "pack.us.c:3 in check: first\npack.us.b:9 in deep: 1 / 0"),
        ),
        notices=(
            Notice("input", f"cannot be read {HOSTILE}", f"c{HOSTILE}.eml", failed=True),
            Notice("suppression", "is not used: remove it", "a.html", 3),
        ),
        rules={"unsub-camouflaged": rule()},
        targets=("a.html", "b.eml"),
        classes={"a.html": "commercial (declared, certain)", "b.eml": "unknown (content, heuristic)"},
        version="0.1.0",
    )


@pytest.fixture
def hosted(report: Report) -> Report:
    """What CI reporters meet besides: sending domains, equal faults on one line, a baseline, every reason."""
    record = "v=spf1 include:gone.test ~all"
    line = Location("mail check.toml", 4, 13, 4, 21, exact=False, via="the TXT record of acme.com")
    domain = {"rule_id": "spf-broken", "target": "acme.com", "advice": "take it out.", "severity": Severity.WARNING}
    [shown, info] = report.findings
    others = (
        replace(shown, related=(), variants=()),
        Finding(
            message="include:gone.test does not exist",
            span=KeptSpan(Text("mail check.toml", record), 7, 24, line, "include:gone.test"),
            confidence=Confidence.LIKELY,
            **domain,
        ),
        Finding(
            message="no SPF record",
            span=Text(COMMAND_LINE, "beta.org").span(),
            confidence=Confidence.HEURISTIC,
            **domain | {"target": "beta.org"},
        ),
    )
    [aside] = report.suppressed
    known = replace(shown, message="known since spring")
    rows = [
        *report.outcomes.rows,
        ("acme.com", (Verdict("spf-broken", "failed"), Verdict("d", "crashed", "KeyError: 1"))),
        ("beta.org", (Verdict("spf-broken", "failed"), Verdict("d", "not-applicable", "binds in us-wa"))),
        ("c.html", (Verdict("unsub-camouflaged", "passed", "1 suppressed"), Verdict("b", "passed"))),
    ]
    domain_rule = rule("spf-broken")
    domain_rule.severity = Severity.WARNING
    return replace(
        report,
        findings=(shown, others[0], info, *others[1:]),
        suppressed=(replace(aside, in_source=True),),
        baselined=(SetAside(known, "in the baseline"),),
        outcomes=Outcomes(rows),
        notices=(*report.notices, Notice("dns", "not everything could be looked up: x", "beta.org")),
        rules={**report.rules, "spf-broken": domain_rule},
        targets=("a.html", "b.eml", "acme.com", "beta.org", "c.html"),
        domains=("acme.com", "beta.org"),
    )
