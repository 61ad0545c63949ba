"""Every built-in rule does what its examples say, and its documentation can be read by the person it names."""

from __future__ import annotations

import re

import pytest

from mailcheck.engine.packs import load_pack
from mailcheck.rule import Rule
from mailcheck.testing import ExampleCase, example_cases

RULES = load_pack("mailcheck_rules").rules
CITED = re.compile(r"^(?:RFC \d{3,5}\b|\d+ U\.S\.C\. \d+|\d+ CFR [\d.]+|[A-Z])")


@pytest.mark.parametrize("case", example_cases("mailcheck_rules"), ids=str)
def test_example(case: ExampleCase) -> None:
    case.check()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_documentation_says_the_fault_why_and_the_cure(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert len(rule.summary) <= 120
    assert len(rule.why) >= 60
    assert rule.fix
    assert not rule.title.endswith(".")
    assert not re.search(r"\b(?:illegal|unlawful|compliant|compliance|violat\w*)\b", rule.doc, re.IGNORECASE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_cites_its_authority(rule: Rule) -> None:
    assert rule.cites
    for cite in rule.cites:
        assert CITED.match(cite.ref), cite.ref
        assert cite.url == "" or cite.url.startswith("https://")


def test_the_groups_are_whole() -> None:
    groups: dict[str, set[str]] = {}
    for rule in RULES:
        groups.setdefault(rule.group, set()).add(rule.id)
    assert groups["us"] >= {
        "header-identity",
        "optout-latency",
        "unsub-buried",
        "unsub-camouflaged",
        "unsub-friction",
        "unsub-link-broken",
        "unsub-missing",
        "unsub-no-global-choice",
    }
    assert groups["oneclick"] == {
        "list-unsubscribe-missing",
        "one-click-endpoint",
        "one-click-malformed",
        "one-click-unsigned",
    }
    assert groups["form"] >= {
        "charset-mismatch",
        "date-invalid",
        "duplicate-headers",
        "from-freemail",
        "from-single",
        "header-encoding",
        "line-length",
        "message-id",
        "mime-structure",
        "reply-to",
        "text-part-mismatch",
        "text-part-missing",
    }
