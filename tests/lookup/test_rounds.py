"""How long an audit takes on a clock that only look-ups move: the longest chain of those that depend on each other."""

from __future__ import annotations

import asyncio
from collections import Counter

from mailcheck.facts.domain.domain_audit import DomainAudit, audit
from mailcheck.lookup.answers import Answer
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of

Zone = dict[str, str | list[str]]


class Jumping(asyncio.SelectorEventLoop):
    """Time passes only where everybody waits, and then at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        selector = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def jump(timeout: float | None) -> list[object]:
            self.now += timeout or 0.0
            found: list[object] = select(0)
            return found

        selector.select = jump

    def time(self) -> float:
        return self.now


def rounds(name: str, zone: Zone, **declared: object) -> tuple[int, Counter[tuple[str, str]], DomainAudit]:
    """Look-ups of one second each: the seconds that an audit takes, what it asks, and the audit."""
    asked: Counter[tuple[str, str]] = Counter()
    source = zone_of(zone)

    async def slow(name: str, kind: str) -> Answer:
        asked[name, kind] += 1
        await asyncio.sleep(1)
        return await source(name, kind)

    async def whole() -> tuple[float, DomainAudit]:
        found = await audit(name, Resolver(slow, in_flight=10_000).ask, **declared)  # type: ignore[arg-type]
        return asyncio.get_running_loop().time(), found

    with asyncio.Runner(loop_factory=Jumping) as runner:
        seconds, found = runner.run(whole())
    assert set(asked.values()) == {1}
    return round(seconds), asked, found


def test_a_domain_with_nothing() -> None:
    """Whether it has a DMARC record decides where else one is looked for: two rounds."""
    assert rounds("ex.test", {})[0] == 2


def test_a_deep_name_under_a_policy() -> None:
    """The walk is one round; whether the name exists is asked when nothing was found there."""
    name = ".".join("abcdefghij") + ".test"
    seconds, asked, _ = rounds(name, {"_dmarc.j.test TXT": "v=DMARC1; p=reject; np=none"})
    assert seconds == 2
    assert ("_dmarc.e.f.g.h.i.j.test", "TXT") in asked


def test_the_spf_tree_is_the_longest_chain_and_nothing_waits_for_it() -> None:
    zone: Zone = {
        "ex.test TXT": "v=spf1 include:s1.test -all",
        "s1.test TXT": "v=spf1 include:s2.test include:_spf.google.com -all",
        "s2.test TXT": "v=spf1 include:s3.test -all",
        "s3.test TXT": "v=spf1 a:host.test -all",
        "host.test A": "192.0.2.1",
        "ex.test MX": "10 mx.ex.test.",
        "mx.ex.test A": "192.0.2.2",
        "_dmarc.ex.test TXT": "v=DMARC1; p=reject; rua=mailto:r@other.test",
        "ex.test._report._dmarc.other.test TXT": "v=DMARC1",
        "other.test MX": "10 mx.other.test.",
        "mx.other.test A": "192.0.2.3",
        "1.2.0.192.in-addr.arpa PTR": "host.test.",
        "bounce.test TXT": "v=spf1 include:s1.test -all",
    }
    declared = {"ips": ["192.0.2.1"], "helo": "host.test", "return_path": "bounce.test", "selectors": ["k"]}
    seconds, _, found = rounds("ex.test", zone, **declared)
    assert found.hosts[0].confirmed == ("host.test",)
    assert seconds <= 6  # five, and one for the keys of a service that only an inner record names


def test_the_keys_of_a_service_in_the_own_record_do_not_wait_for_the_tree() -> None:
    zone: Zone = {
        "ex.test TXT": "v=spf1 include:_spf.google.com -all",
        "_spf.google.com TXT": "v=spf1 include:a.test -all",
        "a.test TXT": "v=spf1 -all",
        "google._domainkey.ex.test TXT": "v=DKIM1; k=rsa; p=AAAA",
    }
    seconds, _, found = rounds("ex.test", zone)
    assert [key.name for key in found.service_keys] == ["google._domainkey.ex.test"]
    assert seconds == 3


def test_a_hostile_record_asks_no_more_than_so_much() -> None:
    hosts = [f"{number} h{number}.ex.test." for number in range(500)]
    zone: Zone = {
        "ex.test TXT": "v=spf1 " + " ".join(f"a:a{number}.ex.test" for number in range(500)),
        "ex.test MX": hosts,
        "_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=" + ",".join(f"mailto:r@r{number}.test" for number in range(500)),
        "1.2.0.192.in-addr.arpa PTR": [f"p{number}.test." for number in range(500)],
    }
    _, asked, found = rounds("ex.test", zone, ips=["192.0.2.1"])
    assert asked.total() < 500
    assert len(found.mx.hosts) == 500
    assert found.mx.hosts[-1].unknown
    assert found.reports[-1].unknown
    assert found.spf.lookups == 500
    assert any(branch.unknown for branch in found.spf.branches)
