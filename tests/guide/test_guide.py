"""The guide: three lines when all is well, the exact record when not, and never what cannot be known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.engine.config import Config
from mailcheck.engine.domains import Lookups
from mailcheck.engine.packs import load_catalogue
from mailcheck.engine.run import run_domains
from mailcheck.engine.select import make_plan
from mailcheck.guide import guide
from mailcheck.lookup.zone import zone_of
from mailcheck.spans import Text
from mailcheck.subjects.context import Context
from mailcheck.subjects.domain import Domain

KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
CLOUDFLARE = {"acme.com NS": ("ada.ns.cloudflare.com.", "bob.ns.cloudflare.com.")}
ROUTE53 = {"acme.com NS": ("ns-1.awsdns-01.com.", "ns-2.awsdns-02.co.uk.")}
Zone = dict[str, str | Iterable[str]]
HEALTHY: Zone = {
    "acme.com SOA": "ns.acme.com. root.acme.com. 1 7200 3600 1209600 900",
    "acme.com TXT": "v=spf1 ip4:192.0.2.0/24 ~all",
    "acme.com MX": "10 mx.acme.com.",
    "mx.acme.com A": "192.0.2.1",
    "_dmarc.acme.com TXT": "v=DMARC1; p=reject; rua=mailto:d@acme.com",
    "k1._domainkey.acme.com TXT": KEY,
    "com SOA": "ns.com. root.com. 1 7200 3600 1209600 900",
}
CATALOGUE = load_catalogue(())


def page(zone: Zone, name: str = "acme.com", **declared: Any) -> str:
    config = Config(context=Context(**{"dkim_selectors": ("k1",), **declared}))
    seen: list[Domain] = []
    with Lookups(zone_of(zone)) as lookups:
        lookups.named.add(name, Text("command line", name).span(), "listed")
        report = run_domains(lookups, make_plan(CATALOGUE, config), config, config.today, seen=seen.append)
        hosting = lookups.hosting(seen[0].name)
    assert not report.crashes, report.crashes[0].traceback
    return guide(seen[0], hosting, report)


def flat(text: str) -> str:
    return " ".join(text.split())


def fields(text: str) -> list[dict[str, str]]:
    """The records to fill in."""
    blocks = re.findall(r"(?:    (?:Type|Name|Priority|Value|TTL|Old): +.*\n)+", text)
    return [dict(re.findall(r"    ([A-Za-z]+): +(.*)\n", block)) for block in blocks]


def test_a_healthy_domain_takes_three_lines() -> None:
    assert page(HEALTHY).splitlines() == [
        "acme.com is in order: SPF, 1 DKIM key, DMARC with the policy reject.",
        "There is nothing to publish.",
        "Look again after each change: mailcheck domain acme.com",
    ]
    assert "DKIM not looked at" in page(HEALTHY, dkim_selectors=())


def test_the_steps_come_in_order_with_the_exact_records() -> None:
    zone = {**HEALTHY, **CLOUDFLARE, "acme.com TXT": ("v=spf1 mx +all", "v=spf1 ip4:192.0.2.9 -all")}
    text = page({**zone, "_dmarc.acme.com TXT": "!nxdomain"})
    titles = re.findall(r"^Step \d\. ([A-Z]\w+)", text, re.MULTILINE)
    assert titles == ["SPF", "DKIM", "DMARC", "Reports", "The"]
    spf, dmarc = fields(text)
    assert (spf["Name"], spf["Value"]) == ("@   (in full: acme.com)", "v=spf1 mx ip4:192.0.2.9 ~all")
    assert (dmarc["Name"], dmarc["Value"]) == (
        "_dmarc   (in full: _dmarc.acme.com)", "v=DMARC1; p=none; rua=mailto:dmarc-reports@acme.com",
    )  # fmt: skip
    assert "kept at Cloudflare" in text
    assert "is there a mailbox dmarc-reports@acme.com?" in flat(text)
    assert "v=DMARC1; p=quarantine; rua=" in text
    assert text.index("p=quarantine") < text.index("v=DMARC1; p=reject")
    assert "Check: mailcheck domain acme.com --select spf" in text
    assert "for up to 15 minutes" in flat(text)


def test_the_host_decides_how_a_record_is_written() -> None:
    broken = {"acme.com TXT": "v=spf1 mx +all"}
    plain, *_ = fields(page({**HEALTHY, **CLOUDFLARE, **broken}))
    quoted, *_ = fields(page({**HEALTHY, **ROUTE53, **broken}))
    assert (plain["Name"].split()[0], plain["Value"]) == ("@", "v=spf1 mx ~all")
    assert (quoted["Name"][:16], quoted["Value"]) == ("(leave it empty)", '"v=spf1 mx ~all"')
    both = {"acme.com NS": ("ada.ns.cloudflare.com.", "ns-1.awsdns-01.com.")}
    text = page({**HEALTHY, **both, **broken})
    assert "ada.ns.cloudflare.com, ns-1.awsdns-01.com" in flat(text)
    assert "kept at" not in text


def test_a_subdomain_is_named_relative_to_its_zone() -> None:
    zone = {**HEALTHY, **CLOUDFLARE, "news.acme.com TXT": "v=spf1 mx +all", "news.acme.com MX": "10 mx.acme.com."}
    assert fields(page(zone, "news.acme.com"))[0]["Name"] == "news   (in full: news.acme.com)"
    cut = {**zone, "news.acme.com NS": "ns.other.test."}
    assert fields(page(cut, "news.acme.com"))[0]["Name"] == "@   (in full: news.acme.com)"


def test_a_key_is_never_made_up() -> None:
    zone = {**HEALTHY, **CLOUDFLARE, "acme.com TXT": "v=spf1 include:sendgrid.net ~all",
            "sendgrid.net TXT": "v=spf1 ip4:198.51.100.1 ~all", "_dmarc.acme.com TXT": "v=DMARC1; p=none"}  # fmt: skip
    text = page(zone, dkim_selectors=())
    assert "The key cannot be made up here" in text
    assert "SendGrid seems to be in use. Where its key is: https://" in flat(text)
    assert "switch the proxy of Cloudflare off" in flat(text)
    assert "v=DKIM1" not in text


def test_who_sends_is_never_made_up() -> None:
    text = page({**HEALTHY, "acme.com TXT": "site-verification=1"})
    assert "Who sends mail for the domain cannot be seen from outside" in flat(text)
    assert not [each for each in fields(text) if each.get("Value", "").startswith("v=spf1")]
    only_open = page({**HEALTHY, "acme.com TXT": "v=spf1 +all"})
    assert "which hosts and services send?" in flat(only_open)
    assert not fields(only_open)


def test_a_record_of_somebody_else_is_asked_for() -> None:
    zone = {**HEALTHY, "_dmarc.acme.com TXT": "v=DMARC1; p=reject; rua=mailto:d@reports.com",
            "reports.com MX": "10 mx.acme.com."}  # fmt: skip
    text = page(zone)
    assert "reports.com must publish this record, not you" in flat(text)
    assert fields(text)[0]["Name"].startswith("acme.com._report._dmarc.reports.com   (this name stands outside")


def test_people_who_write_to_lists_stop_at_quarantine() -> None:
    text = page({**HEALTHY, "_dmarc.acme.com TXT": "v=DMARC1; p=none; rua=mailto:d@acme.com"}, people=True)
    later = re.findall(r"^    (v=DMARC1.*)$", text, re.MULTILINE)
    assert later == ["v=DMARC1; p=quarantine; rua=mailto:d@acme.com"]


def test_a_parked_domain_is_closed() -> None:
    closed = fields(page({**CLOUDFLARE, "acme.com SOA": HEALTHY["acme.com SOA"]}, parked=True, dkim_selectors=()))
    assert [(each["Type"], each["Value"]) for each in closed] == [
        ("TXT", "v=spf1 -all"), ("TXT", "v=DMARC1; p=reject"), ("MX", "."),
    ]  # fmt: skip


def test_a_failed_look_up_is_said_and_nothing_is_claimed() -> None:
    text = page({**HEALTHY, "_dmarc.acme.com TXT": "!timeout"})
    assert "Not everything could be looked up" in text
    assert "now: could not be looked up" in text
    assert "Nothing is wrong here" not in text


def test_an_alias_is_changed_where_it_leads() -> None:
    zone = {**HEALTHY, "_dmarc.acme.com CNAME": "acme.hosted.com.", "acme.hosted.com TXT": "v=DMARC1; p=none"}
    del zone["_dmarc.acme.com TXT"]
    text = page(zone)
    assert "_dmarc.acme.com is an alias (CNAME) of acme.hosted.com: change it there" in flat(text)
    assert not fields(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), max_size=2), st.text(max_size=60), st.text(max_size=40))
def test_hostile_records_are_survived_and_shown_harmlessly(spf: list[str], dmarc: str, key: str) -> None:
    zone: Zone = {
        **HEALTHY,
        "acme.com TXT": [_quoted(f"v=spf1 {text}") for text in spf],
        "_dmarc.acme.com TXT": _quoted(f"v=DMARC1; {dmarc}"),
        "k1._domainkey.acme.com TXT": _quoted(f"v=DKIM1; p={key}"),
    }
    text = page({name: value for name, value in zone.items() if value})
    assert all(character == "\n" or character.isprintable() for character in text)


def _quoted(text: str) -> str:
    from mailcheck.facts.domain.dns_records import txt_strings
    from mailcheck.lookup.zone import quote_strings

    return quote_strings(txt_strings(text.encode("utf-8", "replace").decode()))


@pytest.mark.parametrize("declared", [{}, {"parked": True}, {"bulk": False}])
def test_prose_fits_the_page(declared: dict[str, Any]) -> None:
    text = page({**CLOUDFLARE, "acme.com TXT": "v=spf1 ptr", "_dmarc.acme.com TXT": "v=DMARC1 p=none"}, **declared)
    copied = ("Value:", "Old:", "now:", "Check:", "v=", "http", "---")
    assert not [line for line in text.splitlines() if len(line) > 100 and not any(mark in line for mark in copied)]
