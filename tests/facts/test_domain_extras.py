"""What else is gathered about a domain: alignment, services, block lists, names too deep, and checkdmarc's reading."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.domain.bimi import is_bimi, parse_bimi
from mailcheck.facts.domain.blocklists import ask_lists
from mailcheck.facts.domain.checkdmarc_records import dmarc_opinion, read_mta_sts, read_tls_rpt
from mailcheck.facts.domain.dmarc_discovery import unseen_names
from mailcheck.facts.domain.dmarc_record import is_dmarc, parse_dmarc
from mailcheck.facts.domain.domain_audit import DomainAudit, audit
from mailcheck.facts.domain.domain_names import ascii_name
from mailcheck.lexicon.blocklists import known_lists
from mailcheck.lexicon.esp_dns import sending_services
from mailcheck.lookup.answers import Answer
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of

KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


def run(zone: dict[str, Any], name: str = "ex.test", **more: Any) -> DomainAudit:
    return asyncio.run(audit(name, Resolver(zone_of(zone)).ask, **more))


def test_nothing_declared_is_nothing_to_align() -> None:
    assert run({"ex.test TXT": "v=spf1 -all"}, ips=["192.0.2.1"]).identifiers == ()


def test_identifiers_by_both_standards_and_modes() -> None:
    zone = {
        "_dmarc.ex.test TXT": "v=DMARC1; p=none; adkim=s",
        "esp.example TXT": "v=spf1 ip4:192.0.2.0/24 -all",
        "k1._domainkey.mail.ex.test TXT": KEY,
    }
    found = run(
        zone, return_path="esp.example", signers=["mail.ex.test", "EX.test"], selectors=["k1"], ips=["192.0.2.7"]
    )
    spf, below, same = found.identifiers
    assert (spf.mechanism, spf.domain, spf.alignment.walked, spf.can_pass) == ("spf", "esp.example", False, True)
    assert (below.alignment.walked, below.alignment.listed, below.can_pass) == (False, False, True)
    assert (same.alignment.walked, same.can_pass) == (True, False)
    assert "k1._domainkey.ex.test" in same.obstacle


def test_each_standard_takes_the_mode_of_its_own_record() -> None:
    """The walk stops at psd=n, which RFC 7489 does not know: two records, two modes."""
    zone = {
        "_dmarc.a.ex.test TXT": "v=DMARC1; p=none; psd=n; adkim=s",
        "_dmarc.ex.test TXT": "v=DMARC1; p=none",
    }
    signer = run(zone, "b.a.ex.test", signers=["a.ex.test"]).identifiers[1].alignment
    assert (signer.walked, signer.listed) == (False, True)


@pytest.mark.parametrize(
    ("zone", "obstacle"),
    [
        ({}, "no SPF record"),
        ({"r.test TXT": ["v=spf1 -all", "v=spf1 ~all"]}, "several"),
        ({"r.test TXT": "v=spf1 ipv4:1.2.3.4 -all"}, "an error"),
        ({"r.test TXT": "v=spf1 -all"}, "nobody"),
    ],
)
def test_an_spf_record_that_cannot_pass(zone: dict[str, Any], obstacle: str) -> None:
    spf = run(zone, return_path="r.test").identifiers[0]
    assert spf.can_pass is False
    assert obstacle in spf.obstacle


def test_a_failed_look_up_leaves_it_open_whether_something_can_pass() -> None:
    zone = {"r.test TXT": "!timeout", "k1._domainkey.ex.test TXT": "!servfail"}
    spf, dkim = run(zone, return_path="r.test", signers=["ex.test"], selectors=["k1"]).identifiers
    assert (spf.can_pass, dkim.can_pass) == (None, None)
    assert "r.test" in spf.unknown
    assert "k1._domainkey.ex.test" in dkim.unknown


def test_services_show_in_includes_aliases_and_exchangers() -> None:
    zone = {
        "ex.test TXT": "v=spf1 include:_spf.ex.test ~all",
        "_spf.ex.test TXT": "v=spf1 include:_spf.google.com ~all",
        "_spf.google.com TXT": "v=spf1 ip4:192.0.2.0/24 ~all",
        "ex.test MX": "10 feedback-smtp.eu-west-1.amazonses.com.",
        "s1._domainkey.ex.test CNAME": "s1.domainkey.u1.wl.sendgrid.net.",
        "s1.domainkey.u1.wl.sendgrid.net TXT": KEY,
        "google._domainkey.ex.test TXT": KEY,
    }
    found = run(zone, selectors=["s1"])
    assert set(found.services) == {"Google Workspace", "SendGrid", "Amazon SES"}
    assert [key.name for key in found.service_keys] == ["google._domainkey.ex.test", "s1._domainkey.ex.test"]


def test_a_selector_that_a_service_usually_has_is_never_called_missing() -> None:
    found = run({"ex.test TXT": "v=spf1 include:_spf.google.com ~all", "_spf.google.com TXT": "v=spf1 ~all"})
    assert (found.services, found.service_keys, found.keys) == (("Google Workspace",), (), ())


def test_selectors_are_looked_up_where_the_domain_signs() -> None:
    def names(**more: Any) -> list[str]:
        return [key.name for key in run({}, "news.ex.test", selectors=["k1"], **more).keys]

    assert names() == ["k1._domainkey.news.ex.test"]
    assert names(signers=["news.ex.test", "ex.test"]) == ["k1._domainkey.news.ex.test"]
    assert names(signers=["ex.test", "esp.example"]) == ["k1._domainkey.ex.test"]
    assert names(signers=["esp.example"]) == []


ZEN = {"2.0.0.127.zen.spamhaus.org A": "127.0.0.2"}
NAME = "9.2.0.192.zen.spamhaus.org A"


@pytest.mark.parametrize(
    ("zone", "codes", "unknown"),
    [
        ({**ZEN, NAME: ["127.0.0.2", "127.0.0.9"]}, 2, ""),
        (ZEN, 0, ""),
        ({**ZEN, NAME: "127.255.255.254"}, 0, "public resolver"),
        ({**ZEN, NAME: "127.255.255.255"}, 0, "too often"),
        ({NAME: "127.0.0.2"}, 0, "test entry is not listed"),
        ({**ZEN, "1.0.0.127.zen.spamhaus.org A": "127.0.0.2", NAME: "127.0.0.2"}, 0, "never be listed"),
        ({"2.0.0.127.zen.spamhaus.org A": "127.255.255.252", NAME: "127.0.0.2"}, 0, "mistyped"),
        ({**ZEN, NAME: "203.0.113.5"}, 0, "no answer of a block list"),
        ({**ZEN, NAME: "!timeout"}, 0, "timeout"),
        ({"2.0.0.127.zen.spamhaus.org A": "!refused", NAME: "127.0.0.2"}, 0, "could not be asked"),
    ],
)
def test_a_list_is_believed_only_when_it_passes_its_test(zone: dict[str, Any], codes: int, unknown: str) -> None:
    ask = Resolver(zone_of(zone)).ask
    (listing,) = asyncio.run(_lists(ask, "addresses", "192.0.2.9"))
    assert (len(listing.codes), bool(listing.unknown)) == (codes, bool(unknown))
    assert unknown in listing.unknown


async def _lists(ask: Any, kind: Any, subject: str) -> Any:
    return await ask_lists(["zen.spamhaus.org", "dbl.spamhaus.org"], kind, [subject], ask)


def test_ipv6_addresses_are_asked_by_nibbles_and_domains_never_at_lists_of_addresses() -> None:
    asked: list[str] = []

    async def ask(name: str, kind: str) -> Answer:
        asked.append(name)
        return Answer(name, kind, "nxdomain")

    asyncio.run(_lists(ask, "addresses", "2001:db8::1"))
    assert f"1.{'0.' * 23}8.b.d.0.1.0.0.2.zen.spamhaus.org" in asked
    asked.clear()
    asyncio.run(_lists(ask, "domains", "ex.test"))
    assert set(asked) == {f"{name}.dbl.spamhaus.org" for name in ("test", "invalid", "ex.test")}


def test_no_list_is_asked_unless_it_is_named() -> None:
    resolver = Resolver(zone_of({}))
    asyncio.run(audit("ex.test", resolver.ask, ips=["192.0.2.9"]))
    assert not [name for name, _ in resolver.answers if any(zone in name for zone in known_lists())]


def test_an_agreeing_record_that_names_another_host_is_void() -> None:
    zone = {"_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:d@vendor.example"}
    record = "ex.test._report._dmarc.vendor.example TXT"
    same = run({**zone, record: "v=DMARC1; rua=mailto:x@vendor.example"}).reports[0]
    other = run({**zone, record: "v=DMARC1; rua=mailto:x@other.example"}).reports[0]
    assert (same.allowed, same.elsewhere, other.allowed, other.elsewhere) == (True, "", True, "other.example")


def test_records_that_a_deep_name_never_sees() -> None:
    name = "a.b.c.d.e.f.g.ex.test"
    assert unseen_names(name) == ["b.c.d.e.f.g.ex.test"]
    assert unseen_names("d.e.f.g.h.ex.test") == []
    assert len(unseen_names("x." * 100 + "test")) <= 8
    found = run({"_dmarc.b.c.d.e.f.g.ex.test TXT": "v=DMARC1; p=reject"}, name)
    assert [answer.name for answer in found.unseen_dmarc] == ["_dmarc.b.c.d.e.f.g.ex.test"]
    assert found.dmarc.record is None


def test_unicode_names_are_one_with_their_a_labels() -> None:
    assert ascii_name("BÜCHER.de.") == "xn--bcher-kva.de"
    assert ascii_name("\u0130" * 70 + ".de")  # no A-label: kept as it is
    found = run({"_dmarc.xn--bcher-kva.de TXT": "v=DMARC1; p=none"}, "bücher.de", signers=["bücher.de"])
    assert (found.name, found.dmarc.policy) == ("xn--bcher-kva.de", "none")
    assert found.identifiers[1].alignment.walked is True


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        ((), "none"),
        (("v=spf1 -all",), "none"),
        (("v=STSv1; id=20260101;", "verify=1"), "found"),
        (("v=STSv1; id=1;", "v=STSv1; id=2;"), "multiple"),
        (("v=STSv1; id=a-b;",), "broken"),
        (("v=STSv1;",), "broken"),
        (("V=STSV1; id=1;",), "broken"),
        (("v=STSv1; id=1; x.y=z;",), "found"),
    ],
)
def test_mta_sts_records(texts: tuple[str, ...], state: str) -> None:
    found = read_mta_sts(texts)
    assert found.state == state
    assert bool(found.reason) == (state in ("broken", "multiple"))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("v=TLSRPTv1; rua=mailto:t@ex.test", "found"),
        ("v=TLSRPTv1;rua=https://ex.test/r", "found"),
        ("v=TLSRPTv1", "broken"),
        ("v=TLSRPTv1; rua=t@ex.test", "broken"),
    ],
)
def test_tls_report_records(text: str, state: str) -> None:
    assert read_tls_rpt((text,)).state == state


def test_a_second_opinion_never_asks_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert dmarc_opinion("v=DMARC1; p=none; rua=mailto:d@other.example; ruf=mailto:f@other.example", "ex.test") == ""
    assert dmarc_opinion("v=DMARC1; p=none; fo=9", "ex.test") == "tag value"
    assert dmarc_opinion("v=DMARC1; p=none; sp=none; sp=none", "ex.test") == "duplicate tag"
    assert dmarc_opinion("v=DMARC1 p=none", "ex.test") == "grammar"


@given(st.text(alphabet='pv=DMARC1; :,!@.rufa%"\\é\x00 ', max_size=60))
def test_a_second_opinion_never_breaks(rest: str) -> None:
    text = f"v=DMARC1; {rest}"
    assert is_dmarc(text)
    parse_dmarc("ex.test", text)
    dmarc_opinion(text, "ex.test")


@given(st.text(max_size=80))
def test_policy_records_never_break(text: str) -> None:
    assert read_mta_sts((text,)).state in ("none", "broken", "found")
    assert read_mta_sts((f"v=STSv1; {text}",)).state in ("broken", "found")
    assert read_tls_rpt((f"v=TLSRPTv1; {text}",)).state in ("broken", "found")
    parse_bimi(text)


def test_bimi_records() -> None:
    assert is_bimi("v=BIMI1; l=;")
    assert not is_bimi("v=BIMI2; l=;")
    assert parse_bimi("v=BIMI1; l=; a=;").declines
    record = parse_bimi("v=BIMI1; l=https://ex.test/a.svg; a=https://ex.test/a.pem")
    assert (record.logo, record.evidence, record.problems) == ("https://ex.test/a.svg", "https://ex.test/a.pem", ())
    assert parse_bimi("v=BIMI1").problems == ("there is no 'l=' tag for the logo",)
    assert "no https" in parse_bimi("v=BIMI1; l=ftp://ex.test/a.svg").problems[0]


def test_every_fact_about_a_service_has_a_source_and_a_day() -> None:
    services = sending_services()
    assert len({service.name for service in services}) == len(services)
    for service in services:
        assert service.source
        assert service.date.year >= 2025
        assert service.spf or service.selectors or service.hosts


def test_a_name_too_long_for_dns_can_never_agree() -> None:
    host = ".".join(["x" * 60] * 4) + ".example"
    found = run({"_dmarc.ex.test TXT": f"v=DMARC1; p=none; rua=mailto:d@{host}"}).reports[0]
    assert (found.allowed, found.unknown) == (False, "")
