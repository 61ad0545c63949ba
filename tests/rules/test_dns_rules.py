"""Rules about DNS and transport where their examples end; and a healthy domain, which nobody accuses."""

from __future__ import annotations

from typing import Any

import pytest
from asking import ask, state
from asking import said as said_of_mail
from asking_domains import TODAY, ask_rule, domain_of, judge, said, states
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailcheck.lookup.answers import Answer, Ask, Status
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of

KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
HEALTHY: dict[str, Any] = {
    "ex.test SOA": "ns.ex.test. admin.ex.test. 1 7200 3600 1209600 3600",
    "ex.test TXT": ["v=spf1 ip4:192.0.2.1 include:_spf.google.com ~all", "google-site-verification=abc"],
    "_spf.google.com TXT": "v=spf1 ip4:198.51.100.0/24 ~all",
    "ex.test MX": ["10 mx1.ex.test.", "20 mx2.ex.test."],
    "mx1.ex.test A": "192.0.2.1",
    "mx2.ex.test AAAA": "2001:db8::2",
    "_dmarc.ex.test TXT": "v=DMARC1; p=reject; rua=mailto:dmarc@ex.test",
    "k1._domainkey.ex.test TXT": KEY,
    "1.2.0.192.in-addr.arpa PTR": "mx1.ex.test.",
}
DECLARED = {
    "sending_ips": ("192.0.2.1",), "helo": "mx1.ex.test", "return_path": "ex.test", "signing_domains": ("ex.test",),
    "dkim_selectors": ("k1",), "people": False,
}  # fmt: skip


RICH: dict[str, Any] = {
    **HEALTHY,
    "_dmarc.ex.test TXT": "v=DMARC1; p=reject; sp=reject; np=reject; rua=mailto:a@vendor.example",
    "ex.test._report._dmarc.vendor.example TXT": "v=DMARC1;",
    "vendor.example MX": "10 mx.vendor.example.",
    "mx.vendor.example A": "198.51.100.9",
    "_mta-sts.ex.test TXT": "v=STSv1; id=20260101000000;",
    "mta-sts.ex.test A": "192.0.2.7",
    "_smtp._tls.ex.test TXT": "v=TLSRPTv1; rua=mailto:tls@ex.test",
    "_25._tcp.mx1.ex.test TLSA": "3 1 1 " + "ab" * 32,
    "_25._tcp.mx2.ex.test TLSA": "3 1 1 " + "cd" * 32,
    "default._bimi.ex.test TXT": "v=BIMI1; l=https://ex.test/logo.svg; a=https://ex.test/mark.pem",
    "google._domainkey.ex.test TXT": KEY,
}


@pytest.mark.parametrize("zone", [HEALTHY, RICH], ids=["healthy", "rich"])
@pytest.mark.parametrize("roles", [["listed"], ["from", "return-path", "signature"]])
def test_nobody_accuses_a_healthy_domain(roles: list[str], zone: dict[str, Any]) -> None:
    judged = judge(domain_of(zone, roles=roles, **DECLARED))
    assert said(judged) == []


def test_nobody_accuses_an_ordinary_domain_about_which_nothing_was_declared() -> None:
    zone = {**HEALTHY, "_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:dmarc@ex.test"}
    judged = judge(domain_of(zone))
    assert [finding.rule_id for finding in judged.findings] == ["dmarc-policy-none"]


def test_nobody_accuses_a_locked_domain() -> None:
    zone = {
        "ex.test TXT": "v=spf1 -all",
        "ex.test MX": "0 .",
        "_dmarc.ex.test TXT": "v=DMARC1; p=reject; rua=mailto:a@b.test",
        "b.test A": "192.0.2.1",
        "ex.test._report._dmarc.b.test TXT": "v=DMARC1",
    }
    assert said(judge(domain_of(zone, parked=True))) == []


def secure(zone: dict[str, Any], flags: dict[str, bool | None]) -> Ask:
    """A validating resolver: the AD flag by record type."""
    source = zone_of(zone)

    async def ask(name: str, kind: str) -> Answer:
        answer = await source(name, kind)
        return Answer(name, kind, answer.status, answer.records, secure=flags.get(kind, False))

    return ask


def test_bogus_signatures_show_when_the_parent_vouches() -> None:
    zone = {"ex.test SOA": "!servfail", "ex.test DS": "1 13 2 " + "ab" * 32}
    (finding,) = judge(domain_of(secure(zone, {"DS": True})), "dnssec-dane").findings
    assert (finding.severity.label, finding.confidence.label) == ("error", "likely")
    for flags in ({"DS": False}, {"DS": None}):
        judged = judge(domain_of(secure(zone, flags)), "dnssec-dane")
        assert states(judged) == {"dnssec-dane": "indeterminate"}


def test_tlsa_counts_in_signed_zones_only() -> None:
    zone = {"ex.test MX": "10 mx.ex.test.", "_25._tcp.mx.ex.test TLSA": "3 1 1 " + "ab" * 32}

    def found(flags: dict[str, bool | None]) -> list[str]:
        return said(judge(domain_of(secure(zone, flags)), "dnssec-dane"))

    assert found({"DS": True, "TLSA": True}) == []
    assert len(found({"DS": True})) == 1
    assert found({}) == []  # the resolver does not validate: nothing can be said


def test_null_mx_weighs_by_what_the_domain_is_for() -> None:
    zone = {"ex.test MX": "0 ."}
    for role, level in (("listed", "info"), ("from", "warning"), ("return-path", "warning")):
        (finding,) = ask_rule("from-domain-unresolvable", zone, roles=[role]).findings
        assert finding.severity.label == level
    assert states(ask_rule("from-domain-unresolvable", zone, roles=["signature"])) == {
        "from-domain-unresolvable": "not-evaluated"
    }


def test_an_address_without_name_is_told_with_the_code() -> None:
    (finding,) = ask_rule("fcrdns", {}, sending_ips=("192.0.2.1",)).findings
    assert finding.severity.label == "error"
    assert "Gmail answers 4.7.23 or 5.7.25" in finding.message


def test_one_address_of_several_can_be_open() -> None:
    zone = {"9.2.0.192.in-addr.arpa PTR": "!timeout"}
    judged = ask_rule("fcrdns", zone, sending_ips=("192.0.2.1", "192.0.2.9"))
    assert [finding.key for finding in judged.findings] == ["192.0.2.1"]
    assert "192.0.2.9" in judged.verdicts[0].reason


@pytest.mark.parametrize(
    ("name", "generic"),
    [
        ("ec2-192-0-2-10.compute.example.", True),
        ("10.2.0.192.static.isp.test.", True),
        ("cust-7.isp.test.", True),
        ("mta-192-0.ex.test.", False),
        ("mail10.ex.test.", False),
        ("dynamics.ex.test.", False),
        ("customer-care.ex.test.", True),
        ("poolside.ex.test.", False),
    ],
)
def test_names_that_look_generic(name: str, generic: bool) -> None:
    zone = {"10.2.0.192.in-addr.arpa PTR": name}
    assert bool(ask_rule("ptr-generic", zone, sending_ips=("192.0.2.10",)).findings) == generic


MTA = "from mta.acme.com (mta.acme.com [192.0.2.1])"
HOPS = {
    "postfix": f"{MTA} (using TLSv1.3 with cipher X (256/256 bits)) by mx.b.example (Postfix) with ESMTPS id 1",
    "exchange": "from mta.acme.com (192.0.2.1) by AM1.mail.b.example (10.1.1.1) with Microsoft SMTP Server"
    " (version=TLS1_3, cipher=X) id 15.1",
    "gmail": f"{MTA} by mx.b.example with ESMTPS id a1 for <a@b.example> (version=TLS1_3 cipher=X bits=128/128)",
    "utf8": "from mta.acme.com ([IPv6:2001:db8::1]) by mx.b.example with UTF8SMTPS id 1",
}
PLAIN = {
    "esmtp": f"{MTA} by mx.b.example with ESMTP id 1",
    "smtp": f"{MTA} by mx.b.example with SMTP id 1",
}
OPEN = {
    "inside": "from app.b.example (app.b.example [192.0.2.1]) by mx.b.example with ESMTP id 1",
    "local": "from localhost (localhost [127.0.0.1]) by mx.b.example with ESMTP id 1",
    "no source": "by 2002:a05:1 with SMTP id 1",
    "no protocol": "from mta.acme.com ([192.0.2.1]) by mx.b.example",
    "web": "from mta.acme.com ([192.0.2.1]) by mx.b.example with HTTP id 1",
}


def delivered(hop: str) -> str:
    return f"Received: {hop}; Sun, 01 Nov 2026 10:00:00 +0000\nFrom: a@acme.com\nSubject: Hi\n\nHi\n"


@pytest.mark.parametrize("hop", HOPS.values(), ids=HOPS)
def test_encrypted_hops_pass(hop: str) -> None:
    assert state(ask("tls-not-used", delivered(hop))) == "passed"


@pytest.mark.parametrize("hop", PLAIN.values(), ids=PLAIN)
def test_plain_hops_are_found(hop: str) -> None:
    (line,) = said_of_mail(ask("tls-not-used", delivered(hop), today=TODAY))
    assert line.startswith("error: ")
    assert "Gmail answers 4.7.29 or 5.7.29" in line


@pytest.mark.parametrize("hop", OPEN.values(), ids=OPEN)
def test_hops_that_say_nothing_are_not_judged(hop: str) -> None:
    assert state(ask("tls-not-used", delivered(hop))) == "not-evaluated"


def test_the_declared_sending_address_marks_the_hop() -> None:
    inside = PLAIN["esmtp"].replace("192.0.2.1", "192.0.2.77")
    message = f"Received: {HOPS['gmail']}; Sun, 01 Nov 2026 10:00:01 +0000\n{delivered(inside)}"
    assert state(ask("tls-not-used", message)) == "passed"
    assert state(ask("tls-not-used", message, sending_ips=("192.0.2.77",))) == "failed"


def test_hostile_trace_fields_take_no_time() -> None:
    for hop in ("from " * 20_000, "with " * 20_000, "(" * 50_000, "from a (" + "1." * 30_000 + ") by b with smtp"):
        ask("tls-not-used", delivered(hop))
    for value in ("i=" * 20_000, ";" * 50_000, "cv=" + "x" * 50_000):
        ask("arc-status", f"ARC-Seal: {value}\n{delivered('from a by b')}")


def arc(*sets: tuple[int, str]) -> str:
    fields = (
        f"ARC-Seal: i={n}; cv={cv}; d=l.example\nARC-Message-Signature: i={n}; d=l.example\n"
        f"ARC-Authentication-Results: i={n}; l.example; none\n"
        for n, cv in sets
    )
    return "".join(fields) + delivered("from a by b")


@pytest.mark.parametrize(
    ("sets", "whole"),
    [
        ([(1, "none")], True),
        ([(n, "pass" if n > 1 else "none") for n in range(50, 0, -1)], True),
        ([(n, "pass" if n > 1 else "none") for n in range(51, 0, -1)], False),
        ([(2, "pass")], False),
        ([(1, "none"), (1, "none")], False),
        ([(2, "none"), (1, "none")], False),
    ],
)
def test_arc_chains(sets: list[tuple[int, str]], whole: bool) -> None:
    findings = ask("arc-status", arc(*sets)).findings
    assert not findings if whole else [finding.severity.label for finding in findings] == ["info"]


def test_block_lists_are_asked_only_when_they_are_named() -> None:
    for rule in ("blocklist-ip", "blocklist-domain"):
        assert states(ask_rule(rule, {}, sending_ips=("192.0.2.9",))) == {rule: "not-evaluated"}
    dead = ask_rule("blocklist-ip", {}, sending_ips=("192.0.2.9",), blocklists=("zen.spamhaus.org",))
    assert states(dead) == {"blocklist-ip": "indeterminate"}


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("mta-sts", "_mta-sts.ex.test TXT"),
        ("tls-rpt", "_smtp._tls.ex.test TXT"),
        ("bimi-record", "default._bimi.ex.test TXT"),
        ("from-domain-unresolvable", "ex.test MX"),
        ("wildcard-mail-records", "mailcheck-wildcard-probe.ex.test TXT"),
        ("dkim-wildcard", "mailcheck-wildcard-probe._domainkey.ex.test TXT"),
        ("spf-legacy", "ex.test TXT"),
    ],
)
def test_a_failed_look_up_is_no_pass(rule: str, place: str) -> None:
    for failure in ("!servfail", "!timeout", "!refused"):
        judged = ask_rule(rule, {place: failure})
        assert (judged.findings, states(judged)) == ([], {rule: "indeterminate"})


def test_rules_load_nothing_that_only_look_ups_need() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from mailcheck.engine.packs import load_pack; load_pack('mailcheck_rules');"
        "print([name for name in ('asyncio', 'dns', 'checkdmarc', 'dkim') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_domain_rule_can_be_asked_about_an_empty_zone() -> None:
    judged = judge(domain_of({}, **DECLARED))
    assert {finding.severity.label for finding in judged.findings} <= {"error", "warning", "info"}
    for name in ("a", "x" * 63 + ".test", ".".join("abcdefghijklmnop"), "xn--bcher-kva.de", "1.2.3.4"):
        judge(domain_of({}, name))


WORDS = st.sampled_from(
    [
        *("v=spf1", "v=DMARC1", "v=DKIM1", "v=STSv1", "v=TLSRPTv1", "v=BIMI1", ";", "; ", " ", "=", "p=", "p=reject"),
        *("np=", "sp=none", "psd=y", "psd=n", "t=y", "pct=1", "rua=mailto:d@a.test", "ruf=", ",", "!10m", "+all"),
        *("include:ex.test", "l=https://ex.test/l.svg", "a=", "id=1", "k=rsa", "MIGfMA0GCSq", "\\;", '"', "é", "\x00"),
        *("%{i}", "redirect=ex.test"),
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map(lambda words: "".join(words).lstrip('"!') or " ")
PLACES = (
    *("ex.test", "_dmarc.ex.test", "_dmarc.test", "k1._domainkey.ex.test", "_mta-sts.ex.test", "_smtp._tls.ex.test"),
    *("default._bimi.ex.test", "mailcheck-wildcard-probe.ex.test", "mailcheck-wildcard-probe._domainkey.ex.test"),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(PLACES), st.lists(TEXTS, min_size=1, max_size=3)))
def test_no_record_breaks_a_rule(texts: dict[str, list[str]]) -> None:
    zone: dict[str, Any] = {f"{name} TXT": found for name, found in texts.items()}
    judge(domain_of(zone, **DECLARED, blocklists=("zen.spamhaus.org", "dbl.spamhaus.org")))


def _questions() -> list[tuple[str, str]]:
    resolver = Resolver(zone_of(RICH))
    domain_of(resolver.ask, **DECLARED)
    return sorted(resolver.answers)


@pytest.mark.parametrize("question", _questions(), ids=" ".join)
@pytest.mark.parametrize("status", ["timeout", "servfail"])
def test_no_single_failed_look_up_makes_a_finding(question: tuple[str, str], status: Status) -> None:
    source = zone_of(RICH)

    async def ask(name: str, kind: str) -> Answer:
        return Answer(name, kind, status) if (name, kind) == question else await source(name, kind)

    assert said(judge(domain_of(ask, **DECLARED))) == []
