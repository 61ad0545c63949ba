"""The list of DNS hosts: each entry can be found by its name servers, has a source, and none hides another."""

from __future__ import annotations

import asyncio

import pytest

from mailcheck.facts.domain.dns_hosting import Hosting, find_hosting
from mailcheck.lexicon.dns_hosts import DnsHost, dns_hosts
from mailcheck.lookup.zone import zone_of


@pytest.mark.parametrize("host", dns_hosts(), ids=lambda host: host.name)
def test_an_entry_is_whole(host: DnsHost) -> None:
    assert host.source.startswith("https://")
    assert host.where
    assert host.apex in ("@", "")
    for ending in host.servers:
        server = "ns1." + ending.replace("*", "12")
        assert [other.name for other in dns_hosts() if other.serves(server)] == [host.name]
        assert not host.serves("x" + ending.replace("*", "12"))


def hosting(name: str, **zone: str) -> Hosting:
    entries = {f"{key.replace('__', '.')} NS": value for key, value in zone.items()}
    return asyncio.run(find_hosting(name, zone_of(entries)))


def test_the_nearest_zone_counts() -> None:
    zone = {"acme__com": "ada.ns.cloudflare.com.", "news__acme__com": "ns-1.awsdns-9.net."}
    assert hosting("mail.acme.com", **zone).zone == "acme.com"
    found = hosting("a.news.acme.com", **zone)
    assert (found.zone, found.host.name if found.host else "") == ("news.acme.com", "Amazon Route 53")


def test_what_is_not_known_is_no_host() -> None:
    assert hosting("a.acme.co.uk") == Hosting("acme.co.uk")
    assert hosting("acme.com", acme__com="ns.evil-cloudflare.com.").host is None
    failed = hosting("a.acme.com", acme__com="!timeout")
    assert (failed.zone, failed.host) == ("acme.com", None)
    assert failed.unknown.startswith("NS of acme.com")
