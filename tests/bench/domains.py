"""Sending domains on loopback: `python tests/bench/domains.py [DOMAINS]`.

Every answer comes 20 ms late. Aims: the audit of one domain takes at most 1.5 times its longest chain of dependent
look-ups and asks at most 1.1 times the questions that differ; checkdmarc needs at least 10 times as long for the
same domain; very many domains (by default 500) take no more memory than a quarter of them, with at most 64 questions
in flight.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from measure import show

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lookup"))

from loopback import Server

from mailcheck.engine.config import Config
from mailcheck.engine.domains import Lookups
from mailcheck.engine.judge_domain import judge_domain
from mailcheck.engine.packs import load_catalogue
from mailcheck.engine.run import run_domains
from mailcheck.engine.select import Plan, make_plan
from mailcheck.lookup.system import NameServer
from mailcheck.lookup.wire import Wire
from mailcheck.spans import Text
from mailcheck.subjects.context import Context

DELAY = 0.02
CHAIN = 4
"""TXT of the domain, a service's record and one it includes, and the address of a host that this one names."""
IN_FLIGHT = 64
KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
Zone = dict[str, str | list[str]]
SERVICES: Zone = {
    "_spf.google.com TXT": "v=spf1 include:_netblocks.google.com include:_netblocks2.google.com ~all",
    "_netblocks.google.com TXT": "v=spf1 ip4:192.0.2.0/24 ~all",
    "_netblocks2.google.com TXT": "v=spf1 ip6:2001:db8::/32 ~all",
    "spf.service.test TXT": "v=spf1 include:inner.service.test ip4:198.51.100.0/24 -all",
    "inner.service.test TXT": "v=spf1 a:host.service.test -all",
    "host.service.test A": "192.0.2.1",
    "reports.test MX": "10 mx.reports.test.",
    "mx.reports.test A": "127.0.0.1",
    "forensics.test MX": "10 mx.reports.test.",
    "ns1.host.test A": "127.0.0.1",
    "ns2.host.test A": "127.0.0.1",
}


def zone_of_domain(name: str) -> Zone:
    """A domain with everything: two services, two exchangers, DMARC reports to others, MTA-STS, DANE, DKIM."""
    return {
        f"{name} SOA": "ns1.host.test. h.host.test. 1 2 3 4 5",
        f"{name} NS": ["ns1.host.test.", "ns2.host.test."],
        f"{name} A": "127.0.0.1",
        f"{name} TXT": [f"v=spf1 mx include:_spf.google.com include:spf.service.test a:out.{name} -all", "token=1"],
        f"{name} MX": [f"10 mx1.{name}.", f"20 mx2.{name}."],
        f"mx1.{name} A": "127.0.0.1",
        f"mx2.{name} A": "127.0.0.1",
        f"out.{name} A": "192.0.2.7",
        "7.2.0.192.in-addr.arpa PTR": f"out.{name}.",
        f"_25._tcp.mx1.{name} TLSA": "3 1 1 " + "ab" * 32,
        f"_dmarc.{name} TXT": "v=DMARC1; p=none; rua=mailto:r@reports.test; ruf=mailto:f@forensics.test",
        f"{name}._report._dmarc.reports.test TXT": "v=DMARC1",
        f"_mta-sts.{name} TXT": "v=STSv1; id=1",
        f"mta-sts.{name} A": "127.0.0.1",
        f"_smtp._tls.{name} TXT": f"v=TLSRPTv1; rua=mailto:t@{name}",
        f"default._bimi.{name} TXT": f"v=BIMI1; l=https://{name}/logo.svg",
        f"s1._domainkey.{name} TXT": KEY,
        f"google._domainkey.{name} TXT": KEY,
    }


def zone_of_domains(names: Sequence[str]) -> Zone:
    zone = dict(SERVICES)
    for name in names:
        zone |= zone_of_domain(name)
    return zone


class Bench:
    """The rules and settings of all runs."""

    def __init__(self) -> None:
        self.context = Context(dkim_selectors=("s1",), sending_ips=("192.0.2.7",))
        self.config = Config(context=self.context)
        self.plan: Plan = make_plan(load_catalogue(), self.config)

    def lookups(self, server: NameServer, names: Sequence[str]) -> Lookups:
        found = Lookups(Wire([server], budget=3600), in_flight=IN_FLIGHT)
        for name in names:
            found.named.add(name, Text("list", name).span(), "listed")
        return found

    def audit(self, server: NameServer, name: str) -> float:
        """Wall seconds of `mailcheck domain NAME`, without the start of the process."""
        start = time.perf_counter()
        with self.lookups(server, [name]) as lookups:
            run_domains(lookups, self.plan, self.config, date(2026, 1, 1))
        return time.perf_counter() - start

    def judge_many(self, server: NameServer, names: Sequence[str]) -> float:
        """Domains a second, looked up and judged, none of them kept."""
        start = time.perf_counter()
        with self.lookups(server, names) as lookups:
            for domain in lookups.as_they_come(lookups.named, self.context):
                judge_domain(domain, self.plan.chosen)
        return len(names) / (time.perf_counter() - start)


def one_domain(bench: Bench) -> None:
    name = "shop.test"
    with Server(zone_of_domains([name]), delay=DELAY) as server:
        seconds = bench.audit(server.address, name)  # imports
        for _ in range(10):
            server.asked.clear()
            seconds = min(seconds, bench.audit(server.address, name))
        asked = len(server.asked)
        needed = len(set(server.asked))
        server.asked.clear()
        theirs = checkdmarc(server.address, name)
        print(f"{asked} questions, {needed} different; checkdmarc asks {len(server.asked)}")
    show("mailcheck, one domain", seconds, CHAIN * DELAY, f"{CHAIN} look-ups of {DELAY * 1000:.0f} ms")
    show("checkdmarc, the same domain", theirs, seconds, "mailcheck")


def checkdmarc(server: NameServer, name: str) -> float:
    """Its full check with nothing remembered, without the import."""
    import checkdmarc
    from dns.nameserver import Do53Nameserver

    start = time.perf_counter()
    checkdmarc.check_domains([name], nameservers=[Do53Nameserver(server.address, server.port)])
    return time.perf_counter() - start


def many_domains(bench: Bench, count: int) -> None:
    names = [f"shop{number}.test" for number in range(count)]
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, names))
    process.start()
    server = ours.recv()
    peaks = []
    for part in (names[: count // 4], names):
        rate = bench.judge_many(server, part)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    ours.send("done")
    print(f"{count} domains: {rate:.0f} a second, at most {ours.recv()} questions in flight")
    print(f"peak memory: {peaks[0]:.0f} MB after {count // 4} domains, {peaks[1]:.0f} MB after {count}")
    process.join()


def serve(pipe: Connection, names: Sequence[str]) -> None:
    """In a process of its own: neither its time nor its memory count."""
    with Server(zone_of_domains(names), delay=DELAY) as server:
        pipe.send(server.address)
        pipe.recv()
        pipe.send(server.busiest)


def main() -> None:
    bench = Bench()
    one_domain(bench)
    many_domains(bench, int(sys.argv[1]) if len(sys.argv) > 1 else 500)


if __name__ == "__main__":
    main()
