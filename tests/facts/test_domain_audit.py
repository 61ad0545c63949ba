"""One domain, everything about it, from a zone; and nothing known when nobody answers."""

from __future__ import annotations

import asyncio

import pytest

from mailcheck.facts.domain.domain_audit import DomainAudit, audit
from mailcheck.findings import Unknown
from mailcheck.lookup.answers import Answer
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of
from mailcheck.spans import Text
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain

ZONE = {
    "ex.test TXT": ["v=spf1 ip4:192.0.2.1 include:esp.test -all", "site-verification=1"],
    "esp.test TXT": "v=spf1 ip4:198.51.100.0/24 -all",
    "ex.test MX": ["20 mx2.ex.test.", "10 mx1.ex.test."],
    "mx1.ex.test A": "192.0.2.1",
    "mx2.ex.test AAAA": "2001:db8::2",
    "_dmarc.ex.test TXT": "v=DMARC1; p=reject; rua=mailto:d@reports.test,mailto:x@ex.test",
    "ex.test._report._dmarc.reports.test TXT": "v=DMARC1",
    "reports.test MX": "10 mx.reports.test.",
    "mx.reports.test A": "192.0.2.9",
    "1.2.0.192.in-addr.arpa PTR": "mx1.ex.test.",
    "news._domainkey.ex.test TXT": "v=DKIM1; p=",
}


def run(zone: dict[str, object], **more: object) -> DomainAudit:
    return asyncio.run(audit("ex.test", Resolver(zone_of(zone)).ask, **more))  # type: ignore[arg-type]


def test_a_whole_domain() -> None:
    found = run(ZONE, selectors=["news"], ips=["192.0.2.1", "203.0.113.5"])
    assert (found.spf.state, found.spf.lookups) == ("found", 1)
    assert [host.name for host in found.mx.hosts] == ["mx1.ex.test", "mx2.ex.test"]
    assert found.mx.receives
    assert found.dmarc.policy == "reject"
    assert {d.host: (d.allowed, d.record) for d in found.reports} == {
        "reports.test": (True, "ex.test._report._dmarc.reports.test"), "ex.test": (True, ""),
    }  # fmt: skip
    assert found.keys[0].keys[0].revoked
    own, foreign = found.hosts
    assert (own.confirmed, own.spf.result) == (("mx1.ex.test",), "pass")
    assert (foreign.confirmed, foreign.spf.result) == ((), "fail")


def test_an_outside_report_host_that_does_not_agree() -> None:
    zone = {name: value for name, value in ZONE.items() if not name.startswith("ex.test._report")}
    assert [d.allowed for d in run(zone).reports] == [False, True]
    assert [d.allowed for d in run({**zone, "ex.test._report._dmarc.reports.test TXT": "!timeout"}).reports] == [
        None,
        True,
    ]


def test_a_null_mx_receives_nothing() -> None:
    found = run({"ex.test MX": "0 ."})
    assert found.mx.null
    assert not found.mx.receives


def test_without_mx_the_own_address_takes_mail() -> None:
    assert run({"ex.test A": "192.0.2.1"}).mx.receives
    assert not run({"ex.test TXT": "x"}).mx.receives


def test_when_nobody_answers_nothing_is_known() -> None:
    async def silent(name: str, kind: str) -> Answer:
        return Answer(name, kind, "timeout", detail="no answer")

    found = asyncio.run(audit("ex.test", Resolver(silent).ask, selectors=["s"], ips=["192.0.2.1"]))
    domain = Domain(found, Context(), Text("mailcheck.toml", "ex.test").span())
    for name in ("spf", "dmarc", "dmarc_7489", "mx"):
        with pytest.raises(Unknown):
            getattr(domain, name)
    assert found.keys[0].answer.failed
    assert found.hosts[0].unknown
    assert found.hosts[0].spf.result == "temperror"
