"""Rules about DKIM where their examples end: what is not known, several signatures, and verification."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from asking import RULES, ask, state
from asking_domains import TODAY, ask_rule, states
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.engine.config import Config
from mailcheck.engine.judge import Judged
from mailcheck.engine.judge import judge as judge_message
from mailcheck.engine.packs import Catalogue
from mailcheck.engine.select import make_plan
from mailcheck.facts.header.headers import read_headers
from mailcheck.facts.header.message_auth import MessageAuth, authenticate
from mailcheck.findings import NotEvaluated
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of
from mailcheck.source.eml import read_eml
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message

KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
TAGS = "v=1; a=rsa-sha256; c=relaxed/relaxed; s=k1; bh=YQ==; b=YQ=="
REST = "From: Acme <news@acme.com>\nTo: a@b.example\nSubject: Hi\n\nHi\n"
RULES_ABOUT_SIGNATURES = (
    *("dkim-missing", "dkim-algorithm", "dkim-ed25519-only", "dkim-invalid", "dkim-body-length", "dkim-expiry"),
    *("dkim-header-coverage", "dkim-oversign", "dkim-simple-canon"),
)


def signed(*tags: str) -> str:
    return "".join(f"DKIM-Signature: {TAGS}; {tag}\n" for tag in tags) + REST


@pytest.mark.parametrize("rule", RULES_ABOUT_SIGNATURES)
def test_a_message_that_is_not_signed_yet_is_not_accused(rule: str) -> None:
    assert state(ask(rule, REST)) == "not-evaluated"


@pytest.mark.parametrize("rule", [name for name in RULES_ABOUT_SIGNATURES if name != "dkim-missing"])
def test_without_a_signature_there_is_nothing_to_judge(rule: str) -> None:
    assert state(ask(rule, "Received: from a by b; Sun, 01 Nov 2026 10:00:00 +0000\n" + REST)) == "not-evaluated"


def test_a_healthy_signature_is_left_alone() -> None:
    message = signed("d=acme.com; t=1795000000; h=from:from:to:subject:date:message-id:mime-version:content-type")
    for rule in RULES_ABOUT_SIGNATURES:
        assert not ask(rule, message, today=TODAY).findings, rule


def test_a_missing_signature_names_who_refuses() -> None:
    (finding,) = ask("dkim-missing", signed("d=esp.net; h=from"), today=TODAY).findings
    assert finding.severity.label == "error"
    assert "Outlook.com answers 550 5.7.515" in finding.message
    assert ask("dkim-missing", signed("d=esp.net; h=from"), bulk=False).findings[0].severity.label == "warning"


@pytest.mark.parametrize("d", ["ACME.com", "acme.com.", "a.b.acme.com"])
def test_alignment_is_of_organisations(d: str) -> None:
    assert not ask("dkim-missing", signed(f"d={d}; h=from")).findings


@pytest.mark.parametrize("d", ["notacme.com", "acme.com.evil.example", "com", ""])
def test_alignment_is_not_a_matter_of_endings(d: str) -> None:
    assert ask("dkim-missing", signed(f"d={d}; h=from")).findings


def test_coverage_grades() -> None:
    def levels(h: str) -> list[str]:
        more = "MIME-Version: 1.0\n" + signed(f"d=acme.com; h={h}")
        return [finding.severity.label for finding in ask("dkim-header-coverage", more).findings]

    assert levels("to:subject") == ["error"]
    assert levels("from:to") == ["warning"]
    assert levels("from:to:subject") == ["info"]
    assert levels("from:to:subject:mime-version") == []
    assert levels("from:to:subject:mime-version:return-path") == ["warning"]


def test_a_tag_is_pointed_at_where_it_stands() -> None:
    folded = f"DKIM-Signature: {TAGS};\n d=acme.com;\n\tl=0; h=from\n{REST}"
    (finding,) = ask("dkim-body-length", folded).findings
    assert finding.span.quote == "l=0"
    assert finding.span.location.line == 3


def verified(message: str, zone: dict[str, Any] | None) -> Judged:
    mail = read_eml(message.encode(), "a.eml")
    auth = None
    if zone is not None:
        auth = asyncio.run(authenticate(mail.raw, read_headers(mail).signatures, Resolver(zone_of(zone)).ask))
    subject = Message(mail, replace(Context(), today=TODAY), auth=auth)
    judged = judge_message((subject,), make_plan(Catalogue((RULES["dkim-invalid"],)), Config()).chosen)
    assert not judged.crashes, judged.crashes[0].traceback
    return judged


SIGNED = RULES["dkim-invalid"].examples[0].content.replace("\n-- a footer\n", "")
NAME = "brisbane._domainkey.football.example.com TXT"


def test_verification_is_asked_of_the_message() -> None:
    assert verified(SIGNED, {NAME: KEY}).verdicts[0].state == "passed"
    assert verified(SIGNED, {NAME: "!timeout"}).verdicts[0].state == "indeterminate"
    missing = verified(SIGNED, None).verdicts[0]
    assert (missing.state, missing.reason) == ("not-evaluated", "no DNS look-ups were asked for")


def test_a_changed_body_is_told_from_a_changed_header() -> None:
    (body,) = verified(SIGNED.replace("hungry", "thirsty"), {NAME: KEY}).findings
    (header,) = verified(SIGNED.replace("dinner", "lunch"), {NAME: KEY}).findings
    assert "the body is not the one that was signed" in body.message
    assert "the signed headers" in header.message
    assert "550 5.7.515" in body.message


def test_a_failing_signature_beside_one_that_passes_is_a_warning() -> None:
    foreign = "DKIM-Signature: v=1; a=rsa-sha256; d=esp.example; s=k; h=from; bh=YQ==; b=YQ==\n"
    (finding,) = verified(foreign + SIGNED, {NAME: KEY}).findings
    assert finding.severity.label == "warning"
    assert "another signature passes" in finding.message


def test_every_view_of_a_message_has_its_verification() -> None:
    mail = read_eml(SIGNED.encode(), "a.eml")
    origin = Message(mail, Context(), auth=MessageAuth())
    assert Message(mail, Context(), origin=origin).auth is origin.auth
    with pytest.raises(NotEvaluated):
        _ = Message(mail, Context()).auth


def test_selectors_that_cannot_be_known_are_not_missing() -> None:
    zone = {"ex.test TXT": "v=spf1 include:_spf.google.com ~all", "_spf.google.com TXT": "v=spf1 ip4:192.0.2.1 ~all"}
    judged = ask_rule("dkim-key-missing", zone)
    assert states(judged) == {"dkim-key-missing": "not-evaluated"}
    assert "Google Workspace" in judged.verdicts[0].reason


def test_a_found_key_of_a_service_is_judged_but_not_its_absence() -> None:
    zone = {
        "ex.test TXT": "v=spf1 include:spf.protection.outlook.com ~all",
        "spf.protection.outlook.com TXT": "v=spf1 ip4:192.0.2.1 ~all",
        "selector1._domainkey.ex.test TXT": KEY.replace("k=", "t=y; k="),
    }
    (finding,) = ask_rule("dkim-key-testing", zone).findings
    assert "selector1._domainkey.ex.test" in finding.message


def test_one_absent_and_one_failed_selector() -> None:
    zone = {"k2._domainkey.ex.test TXT": "!timeout"}
    judged = ask_rule("dkim-key-missing", zone, dkim_selectors=("k1", "k2"))
    assert [finding.key for finding in judged.findings] == ["k1._domainkey.ex.test"]
    assert "k2._domainkey.ex.test" in judged.verdicts[0].reason


PIECES = st.sampled_from(
    ["v=1", "a=rsa-sha1", "a=ed25519-sha256", "d=acme.com", "d=", "s=k1", "h=from:to", "h=", "l=0", "l=x", "x=1",
     "t=9e9", "t=99999999999999", "x=1793520000", "c=", "c=relaxed", "i=@", "bh=", "b=é", "=", ";", "\n\t", "  "]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=8).map(";".join), min_size=1, max_size=3))
def test_no_signature_breaks_a_rule(signatures: list[str]) -> None:
    fields = "".join("DKIM-Signature: " + text.replace("\n\t", "\n x") + "\n" for text in signatures)
    for rule in RULES_ABOUT_SIGNATURES:
        ask(rule, fields + REST, today=TODAY)
    verified(fields + REST, {NAME: KEY, "k1._domainkey.acme.com TXT": KEY})
