"""DMARC: what a record says, which one applies by either standard, and what aligns."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.domain.alignment import align
from mailcheck.facts.domain.dmarc_discovery import Discovery, discover, discover_7489, walk
from mailcheck.facts.domain.dmarc_record import is_dmarc, looks_like_dmarc, parse_dmarc
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of

Zone = dict[str, str]


def new(zone: Zone, domain: str) -> Discovery:
    return asyncio.run(discover(domain, Resolver(zone_of(zone)).ask))


def old(zone: Zone, domain: str) -> Discovery:
    return asyncio.run(discover_7489(domain, Resolver(zone_of(zone)).ask))


@pytest.mark.parametrize("text", ["v=DMARC1", "v=DMARC1;", "v = DMARC1 ; p = reject", "v=DMARC1; p=none;"])
def test_records(text: str) -> None:
    assert is_dmarc(text)


@pytest.mark.parametrize(
    "text", ["v=DMARC1 p=reject", "v=dmarc1; p=none", "v=DMARC1, p=reject", " v=DMARC1; p=none", '"v=DMARC1; p=none"']
)
def test_near_misses_are_seen_as_such(text: str) -> None:
    assert not is_dmarc(text)
    assert looks_like_dmarc(text)


@pytest.mark.parametrize("text", ["v=DMARC10; p=none", "google-site-verification=abc", "p=none; v=DMARC1"])
def test_other_records(text: str) -> None:
    assert not is_dmarc(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("v=DMARC1; p=reject", []),
        ("v=DMARC1; p=quarentine", ["value"]),
        ("v=DMARC1; sp=none", ["missing-p"]),
        ("v=DMARC1; p=none; p=reject", ["duplicate"]),
        ("v=DMARC1; P=Reject; RUA=mailto:a@b.test", ["case", "case", "missing-p"]),
        ("v=DMARC1; p=none; rua=a@b.test", ["uri"]),
        ("v=DMARC1; p=none; rua=mailto:a@b.test!10m,mailto:c@d.test", []),
        ("v=DMARC1; rua=mailto:a@b.test; p=none", ["order"]),
        ("v=DMARC1; p=none; foo=bar", ["unknown-tag"]),
        ("v=DMARC1; p=none rua=mailto:a@b.test", ["value"]),
    ],
)
def test_problems(text: str, kinds: list[str]) -> None:
    assert [problem.kind for problem in parse_dmarc("d.test", text).problems] == kinds


@given(st.text(alphabet="v=DMARC1;p rejctsn:@!,%-\t", max_size=60))
def test_any_text_is_read(text: str) -> None:
    record = parse_dmarc("d.test", "v=DMARC1;" + text)
    for tag in record.tags:
        assert record.text[tag.start : tag.end].startswith(tag.name)
        assert record.text[tag.start : tag.end].endswith(tag.value)


@pytest.mark.parametrize(
    ("zone", "domain", "policy", "tag", "organisation"),
    [
        ({"_dmarc.e.com TXT": "v=DMARC1; p=reject"}, "e.com", "reject", "p", "e.com"),
        ({"_dmarc.e.com TXT": "v=DMARC1; p=reject; sp=none", "a.e.com MX": "0 ."}, "a.e.com", "none", "sp", "e.com"),
        ({"_dmarc.e.com TXT": "v=DMARC1; p=reject; sp=none; np=quarantine"}, "a.e.com", "quarantine", "np", "e.com"),
        ({"_dmarc.e.com TXT": "v=DMARC1; p=quarantine"}, "x.a.e.com", "quarantine", "p", "e.com"),
        ({"_dmarc.e.com TXT": "v=DMARC1; p=reject; t=y"}, "e.com", "quarantine", "p", "e.com"),
        ({"_dmarc.e.com TXT": "v=DMARC1; p=quarantine; t=y"}, "e.com", "none", "p", "e.com"),
        ({"_dmarc.e.com TXT": "v=DMARC1; p=oops; rua=mailto:a@e.com"}, "e.com", "none", "p", "e.com"),
        ({"_dmarc.e.com TXT": "v=DMARC1; p=oops"}, "e.com", None, "", "e.com"),
        ({}, "e.com", None, "", "e.com"),
        (
            {"_dmarc.a.e.com TXT": "v=DMARC1; p=none; psd=n", "_dmarc.e.com TXT": "v=DMARC1; p=reject"},
            "a.e.com", "none", "p", "a.e.com",
        ),
        (
            {"_dmarc.com TXT": "v=DMARC1; p=reject; psd=y"}, "a.e.com", "reject", "p", "e.com",
        ),
    ],
)  # fmt: skip
def test_discovery(zone: Zone, domain: str, policy: str | None, tag: str, organisation: str) -> None:
    found = new(zone, domain)
    assert (found.policy, found.tag, found.organisation) == (policy, tag, organisation), found


def test_two_records_are_discarded_and_the_walk_goes_on() -> None:
    zone = zone_of(
        {"_dmarc.a.e.com TXT": ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "_dmarc.e.com TXT": "v=DMARC1; p=quarantine"}
    )
    found = asyncio.run(discover("a.e.com", Resolver(zone).ask))
    assert found.policy == "quarantine"
    assert "2 DMARC records" in found.stops[0].note


def test_other_text_records_do_not_disturb() -> None:
    zone = zone_of({"_dmarc.e.com TXT": ["v=DMARC1; p=reject", "google-site-verification=abc"]})
    assert asyncio.run(discover("e.com", Resolver(zone).ask)).policy == "reject"


def test_at_most_eight_queries_and_a_cut_to_seven_labels() -> None:
    trail = asyncio.run(walk("a.b.c.d.e.f.g.h.i.j.example.com", Resolver(zone_of({})).ask))
    below = ["f.g.h.i.j.example.com", "g.h.i.j.example.com", "h.i.j.example.com", "i.j.example.com", "j.example.com"]
    assert [stop.name for stop in trail.stops] == ["a.b.c.d.e.f.g.h.i.j.example.com", *below, "example.com", "com"]


def test_a_failure_is_unknown() -> None:
    found = new({"_dmarc.e.com TXT": "!servfail"}, "a.e.com")
    assert found.unknown
    assert found.record is None
    assert old({"_dmarc.e.com TXT": "!timeout"}, "a.e.com").unknown


def test_the_own_record_applies_though_the_walk_above_failed() -> None:
    found = new({"_dmarc.a.e.com TXT": "v=DMARC1; p=reject", "_dmarc.e.com TXT": "!timeout"}, "a.e.com")
    assert found.policy == "reject"


def test_the_standards_differ_on_t_and_np() -> None:
    zone = {"_dmarc.e.com TXT": "v=DMARC1; p=reject; sp=none; np=reject; t=y"}
    assert (new(zone, "e.com").policy, old(zone, "e.com").policy) == ("quarantine", "reject")
    assert (new(zone, "no.e.com").policy, old(zone, "no.e.com").policy) == ("quarantine", "none")


def test_alignment_depends_on_a_record_at_the_shared_parent() -> None:
    only_below = Resolver(zone_of({"_dmarc.news.example.com TXT": "v=DMARC1; p=none"})).ask
    got = asyncio.run(align("news.example.com", "example.com", only_below, strict=False))
    assert (got.walked, got.listed) == (False, True)
    above = Resolver(zone_of({"_dmarc.example.com TXT": "v=DMARC1; p=none"})).ask
    assert asyncio.run(align("news.example.com", "example.com", above, strict=False)).walked


def test_a_common_ending_is_no_alignment() -> None:
    ask = Resolver(zone_of({"_dmarc.acme.com TXT": "v=DMARC1; p=none"})).ask
    got = asyncio.run(align("acme.com", "notacme.com", ask, strict=False))
    assert (got.walked, got.listed) == (False, False)


def test_strict_alignment_wants_the_same_name() -> None:
    ask = Resolver(zone_of({})).ask
    assert asyncio.run(align("a.acme.com", "acme.com", ask, strict=True)).walked is False
    assert asyncio.run(align("acme.com", "ACME.com.", ask, strict=True)).walked is True
