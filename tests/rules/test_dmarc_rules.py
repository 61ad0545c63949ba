"""Rules about DMARC where their examples end: severities, what inherits, both standards, who refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from asking_domains import ask_rule, domain_of, judge, said, states

RUA = "rua=mailto:d@ex.test"
ESP = {"esp.example TXT": "v=spf1 ip4:198.51.100.1 -all"}


def record(text: str, **more: Any) -> dict[str, Any]:
    return {"_dmarc.ex.test TXT": text, **more}


def levels(rule: str, zone: dict[str, Any], name: str = "ex.test", **declared: Any) -> list[str]:
    return [finding.severity.label for finding in ask_rule(rule, zone, name, **declared).findings]


@pytest.mark.parametrize(
    ("text", "rule", "level"),
    [
        ("v=DMARC1; p=reject; pct=10", "dmarc-obsolete-tags", "error"),
        ("v=DMARC1; p=reject; pct=0", "dmarc-obsolete-tags", "error"),
        ("v=DMARC1; p=none; pct=50", "dmarc-obsolete-tags", "warning"),
        ("v=DMARC1; p=reject; pct=100", "dmarc-obsolete-tags", "info"),
        ("v=DMARC1; p=reject; rf=afrf", "dmarc-obsolete-tags", "info"),
        ("v=DMARC1; p=reject; t=y", "dmarc-testing", "warning"),
        ("v=DMARC1; p=quarantine; t=y", "dmarc-testing", "warning"),
        ("v=DMARC1; p=none; t=y", "dmarc-testing", "info"),
        ("v=DMARC1; p=reject; sp=none", "dmarc-subdomain-gap", "warning"),
        ("v=DMARC1; p=reject; sp=none; np=reject", "dmarc-subdomain-gap", "warning"),
        ("v=DMARC1; p=reject; np=none", "dmarc-subdomain-gap", "error"),
        ("v=DMARC1; p=none; psd=y", "dmarc-psd-misuse", "error"),
        (f"v=DMARC1; {RUA}", "dmarc-syntax", "error"),
        (f"v=DMARC1; {RUA}; p=none", "dmarc-syntax", "info"),
        ("v=DMARC1; p=none; x=1", "dmarc-syntax", "info"),
        ("v=DMARC1; p=none; fo=9", "dmarc-syntax", "info"),
        ("v=DMARC1; p=none; adkim=strict", "dmarc-syntax", "error"),
        ("v=DMARC1; p=none", "dmarc-rua-missing", "warning"),
        ("v=DMARC1; p=none", "dmarc-policy-none", "info"),
    ],
)
def test_severities(text: str, rule: str, level: str) -> None:
    assert levels(rule, record(text)) == [level]


def test_a_missing_policy_is_an_error_for_bulk_senders_only() -> None:
    assert levels("dmarc-syntax", record(f"v=DMARC1; {RUA}"), bulk=False) == ["warning"]
    assert levels("dmarc-missing", {}, bulk=False) == ["warning"]


def test_monitoring_becomes_a_warning_after_its_days() -> None:
    domain = domain_of(record("v=DMARC1; p=none"))
    for since, level in ((date(2026, 11, 1), "info"), (date(2026, 10, 1), "warning")):
        (finding,) = judge(domain, "dmarc-policy-none", options={"since": since}).findings
        assert finding.severity.label == level


@pytest.mark.parametrize("rule", ["dmarc-obsolete-tags", "dmarc-testing", "dmarc-rua-missing", "dmarc-ruf"])
def test_a_parent_record_is_judged_where_it_applies(rule: str) -> None:
    zone = record("v=DMARC1; p=reject; pct=5; t=y; fo=1")
    (finding,) = ask_rule(rule, zone, "news.ex.test").findings
    assert "in the record of ex.test" in finding.message
    assert finding.span.location.via == "the TXT record of _dmarc.ex.test"


def test_a_broken_parent_record_is_shown_where_it_stands() -> None:
    judged = ask_rule("dmarc-syntax", record("v=DMARC1 p=reject"), "news.ex.test")
    assert [finding.span.location.via for finding in judged.findings] == ["the TXT record of _dmarc.ex.test"]
    own = {"_dmarc.news.ex.test TXT": "v=DMARC1; p=none", **record("v=DMARC1 p=reject")}
    assert not ask_rule("dmarc-syntax", own, "news.ex.test").findings


def test_one_cause_is_told_once() -> None:
    """A broken record is the business of dmarc-syntax, not of dmarc-missing as well."""
    for texts in (["v=DMARC1; p=none", "v=DMARC1; p=reject"], ["v=DMARC1 p=none"], ["v=DMARC1; p=foo"]):
        zone = {"_dmarc.ex.test TXT": texts}
        assert not ask_rule("dmarc-missing", zone).findings, texts


def test_only_domains_that_stand_in_from_need_dmarc() -> None:
    for role in ("return-path", "signature"):
        judged = ask_rule("dmarc-missing", {}, roles=[role])
        assert (judged.findings, states(judged)) == ([], {"dmarc-missing": "not-evaluated"})
    assert ask_rule("dmarc-missing", {}, roles=["return-path", "from"]).findings


def test_the_advice_holds_the_record_to_publish() -> None:
    (finding,) = ask_rule("dmarc-missing", {}).findings
    assert "`v=DMARC1; p=none; rua=mailto:dmarc-reports@ex.test`" in finding.advice
    assert "`_dmarc.ex.test`" in finding.advice
    (finding,) = ask_rule("dmarc-obsolete-tags", record(f"v=DMARC1; p=reject; pct=10; {RUA}")).findings
    assert f"`v=DMARC1; p=reject; {RUA}`" in finding.advice


def test_who_refuses_is_told_with_the_code_as_of_the_day() -> None:
    def message(**declared: Any) -> str:
        return ask_rule("dmarc-missing", {}, **declared).findings[0].message

    assert "Gmail answers 4.7.31 or 4.7.40, Outlook.com answers 550 5.7.515" in message()
    assert "Yahoo and iCloud Mail demand it too" in message()
    before = message(today=date(2025, 4, 1))
    assert before.endswith("Gmail answers 4.7.31 or 4.7.40, Yahoo and iCloud Mail demand it too")
    assert message(today=date(2023, 1, 1)) == "no DMARC record applies to ex.test"
    assert message(providers=("microsoft",)).endswith("; Outlook.com answers 550 5.7.515")
    assert message(bulk=False) == "no DMARC record applies to ex.test"


def test_alignment_by_both_standards() -> None:
    zone = {"_dmarc.news.ex.test TXT": "v=DMARC1; p=none", **ESP}
    declared = {"return_path": "esp.example", "signing_domains": ("ex.test",)}
    (finding,) = ask_rule("dmarc-alignment", zone, "news.ex.test", **declared).findings
    assert "does not align at receivers of RFC 9989" in finding.message
    assert "`_dmarc.ex.test`" in finding.advice
    healed = {**zone, "_dmarc.ex.test TXT": "v=DMARC1; p=none"}
    assert not ask_rule("dmarc-alignment", healed, "news.ex.test", **declared).findings


def test_alignment_that_hangs_on_spf_alone_is_a_warning() -> None:
    zone = record("v=DMARC1; p=none", **ESP) | {"ex.test TXT": "v=spf1 ip4:192.0.2.1 -all"}
    (finding,) = ask_rule("dmarc-alignment", zone, signing_domains=("esp.example",)).findings
    assert finding.severity.label == "warning"
    assert "lost when mail is forwarded" in finding.message
    (finding,) = ask_rule(
        "dmarc-alignment", zone, signing_domains=("esp.example",), sending_ips=("203.0.113.9",)
    ).findings
    assert finding.severity.label == "error"
    assert "203.0.113.9 gets SPF fail" in finding.message


@pytest.mark.parametrize("failed", ["_dmarc.esp.example TXT", "r.ex.test TXT"])
def test_alignment_is_open_while_a_look_up_failed(failed: str) -> None:
    zone = record("v=DMARC1; p=none", **{failed: "!timeout"})
    declared = {"return_path": "r.ex.test", "signing_domains": ("esp.example",)}
    judged = ask_rule("dmarc-alignment", zone, **declared)
    assert (judged.findings, states(judged)) == ([], {"dmarc-alignment": "indeterminate"})


def test_what_differs_between_the_standards_is_told() -> None:
    zone = {"_dmarc.news.ex.test TXT": "v=DMARC1; p=reject"}
    (finding,) = ask_rule("dmarc-org-divergence", zone, "a.news.ex.test").findings
    assert "RFC 9989" in finding.message
    assert "RFC 7489" in finding.message
    (finding,) = ask_rule("dmarc-org-divergence", zone, "news.ex.test", signing_domains=("ex.test",)).findings
    assert "ex.test aligns only by the list" in finding.message


def test_reports_that_are_not_known_to_arrive() -> None:
    zone = record("v=DMARC1; p=none; rua=mailto:d@vendor.example", **{"vendor.example A": "192.0.2.1"})
    assert levels("dmarc-report-auth", zone) == ["warning"]
    judged = ask_rule("dmarc-report-auth", {**zone, "ex.test._report._dmarc.vendor.example TXT": "!servfail"})
    assert states(judged) == {"dmarc-report-auth": "indeterminate"}
    (finding,) = ask_rule("dmarc-report-auth", zone).findings
    assert "`ex.test._report._dmarc.vendor.example`" in finding.advice


def test_reject_without_a_signature() -> None:
    zone = record("v=DMARC1; p=reject") | {"ex.test TXT": "v=spf1 mx ~all"}
    assert states(ask_rule("dmarc-reject-spf-only", zone)) == {"dmarc-reject-spf-only": "not-evaluated"}
    lost = {**zone, "k1._domainkey.ex.test TXT": "!timeout"}
    judged = ask_rule("dmarc-reject-spf-only", lost, dkim_selectors=("k1",))
    assert states(judged) == {"dmarc-reject-spf-only": "indeterminate"}
    assert levels("dmarc-reject-spf-only", zone, signing_domains=("ex.test",), dkim_selectors=("k1",)) == ["error"]


def test_an_ordinary_record_needs_no_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    domain = domain_of(record(f"v=DMARC1; p=reject; sp=quarantine; adkim=s; aspf=r; {RUA};"))

    def refuse(_: object) -> str:
        raise AssertionError("asked for a second opinion")

    monkeypatch.setattr(type(domain), "second_opinion", lambda self, record: refuse(record))
    assert said(judge(domain, "dmarc-syntax")) == []


def test_a_parent_with_two_records_is_told_as_such() -> None:
    zone = {"_dmarc.ex.test TXT": ["v=DMARC1; p=none", "v=DMARC1; p=none; p=reject"]}
    messages = [finding.message for finding in ask_rule("dmarc-syntax", zone, "news.ex.test").findings]
    assert len([line for line in messages if "2 DMARC records at _dmarc.ex.test" in line]) == 1
    assert not [line for line in messages if "does not begin" in line]


def test_a_text_that_only_speaks_of_dmarc_is_no_record() -> None:
    zone = {"_dmarc.ex.test TXT": "this zone has no dmarc"}
    (finding,) = ask_rule("dmarc-missing", zone).findings
    assert "another TXT record stands at its place" in finding.message
    assert not ask_rule("dmarc-syntax", zone).findings


def test_test_mode_does_not_hide_two_organisations() -> None:
    zone = {"_dmarc.news.ex.test TXT": "v=DMARC1; p=reject; t=y"}
    assert [finding.key for finding in ask_rule("dmarc-org-divergence", zone, "news.ex.test").findings] == [
        "organisation"
    ]


@pytest.mark.parametrize("rule", ["dmarc-org-divergence", "dmarc-subdomain-gap"])
def test_a_walk_that_was_cut_short_knows_no_organisation(rule: str) -> None:
    zone = record("v=DMARC1; p=reject; sp=reject", **{"_dmarc.test TXT": "!timeout"})
    judged = ask_rule(rule, zone)
    assert (judged.findings, states(judged)) == ([], {rule: "indeterminate"})
    assert not ask_rule("dmarc-testing", zone).findings
