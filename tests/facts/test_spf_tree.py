"""The record's tree: look-ups and empty answers per term, ways by which everyone passes, what is dead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from mailcheck.facts.domain.spf_tree import SpfTree, spf_tree
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of

Zone = dict[str, str | Iterable[str]]


def tree(zone: Zone, domain: str = "d.test") -> SpfTree:
    return asyncio.run(spf_tree(domain, Resolver(zone_of(zone)).ask))


def chain(count: int) -> Zone:
    """A record with `count` includes that each allow one address."""
    zone: Zone = {f"i{n}.test TXT": f"v=spf1 ip4:192.0.2.{n} -all" for n in range(count)}
    zone["d.test TXT"] = "v=spf1 " + " ".join(f"include:i{n}.test" for n in range(count)) + " -all"
    return zone


def test_exactly_ten_lookups_are_counted_as_ten() -> None:
    assert tree(chain(10)).lookups == 10


def test_the_same_include_twice_counts_twice_and_is_no_loop() -> None:
    zone: Zone = {"d.test TXT": "v=spf1 include:e.test include:e.test -all", "e.test TXT": "v=spf1 mx -all",
                  "e.test MX": "10 m.test.", "m.test A": "192.0.2.1"}  # fmt: skip
    found = tree(zone)
    assert found.lookups == 4
    assert all(branch.child is None or branch.child.state == "found" for _, branch in found.walk())


def test_the_addresses_of_an_mx_are_not_added_to_the_ten() -> None:
    zone: Zone = {"d.test TXT": "v=spf1 mx -all", "d.test MX": [f"10 m{n}.test." for n in range(8)]}
    zone.update({f"m{n}.test A": f"192.0.2.{n}" for n in range(8)})
    found = tree(zone)
    assert (found.lookups, found.voids) == (1, 0)


def test_a_host_without_ipv6_is_not_empty() -> None:
    found = tree({"d.test TXT": "v=spf1 a:h.test a:gone.test -all", "h.test A": "192.0.2.1"})
    assert found.voids == 1
    assert [branch.empty for _, branch in found.walk() if branch.empty] == [("gone.test",)]


@pytest.mark.parametrize(
    ("zone", "terms"),
    [
        ({"d.test TXT": "v=spf1 ip4:192.0.2.1 +all"}, ["+all"]),
        ({"d.test TXT": "v=spf1 ip4:192.0.2.1 all"}, ["all"]),
        ({"d.test TXT": "v=spf1 include:x.test -all", "x.test TXT": "v=spf1 +all"}, ["include:x.test", "+all"]),
        ({"d.test TXT": "v=spf1 redirect=x.test", "x.test TXT": "v=spf1 all"}, ["redirect=x.test", "all"]),
    ],
)
def test_ways_by_which_everyone_passes(zone: Zone, terms: list[str]) -> None:
    found = tree(zone).passing_all()
    assert found is not None
    assert [term.text for term in found] == terms


@pytest.mark.parametrize(
    "zone",
    [
        {"d.test TXT": "v=spf1 include:x.test -all", "x.test TXT": "v=spf1 ?all"},
        {"d.test TXT": "v=spf1 ?include:x.test -all", "x.test TXT": "v=spf1 +all"},
        {"d.test TXT": "v=spf1 -all +all"},
        {"d.test TXT": "v=spf1 -all redirect=x.test", "x.test TXT": "v=spf1 +all"},
    ],
)
def test_no_way_by_which_everyone_passes(zone: Zone) -> None:
    assert tree(zone).passing_all() is None


def test_what_stands_after_all_is_dead_and_redirect_beside_it_too() -> None:
    found = tree({"d.test TXT": "v=spf1 -all include:gone.test redirect=gone.test"})
    assert [branch.dead for branch in found.branches] == [False, True, True]
    assert found.lookups == 0


def test_a_loop_is_told_from_a_repetition() -> None:
    found = tree({"d.test TXT": "v=spf1 include:e.test -all", "e.test TXT": "v=spf1 include:d.test -all"})
    states = [branch.child.state for _, branch in found.walk() if branch.child is not None]
    assert states == ["found", "loop"]


def test_the_address_space_is_collapsed() -> None:
    found = tree({"d.test TXT": "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all"})
    assert [str(network) for network in found.authorised()] == ["0.0.0.0/0"]


def test_a_failed_look_up_is_unknown_and_no_absence() -> None:
    found = tree(
        {"d.test TXT": "v=spf1 include:x.test a:y.test -all", "x.test TXT": "!servfail", "y.test A": "!timeout"}
    )
    assert found.state == "found"
    assert len(found.unknowns) == 2
    assert found.voids == 0
    assert tree({"d.test TXT": "!timeout"}).state == "unknown"


def test_terminal_follows_redirects() -> None:
    found = tree({"d.test TXT": "v=spf1 redirect=x.test", "x.test TXT": "v=spf1 mx ~all"})
    assert found.terminal is not None
    assert found.terminal.text == "~all"
    assert tree({"d.test TXT": "v=spf1 ip4:192.0.2.1"}).terminal is None


def test_a_tree_without_end_is_cut() -> None:
    zone: Zone = {f"n{n}.test TXT": f"v=spf1 include:n{n + 1}.test include:n{n + 1}.test -all" for n in range(40)}
    states = {branch.child.state for _, branch in tree(zone, "n0.test").walk() if branch.child is not None}
    assert "cut" in states
