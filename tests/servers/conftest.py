"""Zones, and the two programs that serve them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import dns.rcode
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lookup"))

from loopback import Server, rcode
from programs import nsd, sign, unbound

from mailcheck.lookup.system import NameServer

HEAD = "$TTL 300\n@ IN SOA ns hostmaster 1 3600 900 604800 300\n@ IN NS ns\nns IN A 127.0.0.1\n"
BIG = " ".join('"' + f"{number:05d}" * 50 + '"' for number in range(236))
"""59,000 characters of text."""
PLAIN = f"""{HEAD}
@ IN TXT "v=spf1 ip4:192.0.2.0/24 " "-all"
@ IN MX 10 mx
mx IN A 192.0.2.1
mx IN AAAA 2001:db8::1
_dmarc IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@plain.test"
big IN TXT {BIG}
many IN TXT {" ".join(f'"{number}"' for number in range(200))}
www IN CNAME mx
far IN CNAME www
out IN CNAME signed.test.
loop1 IN CNAME loop2
loop2 IN CNAME loop1
self IN CNAME self
deep.empty.non.terminal IN A 192.0.2.2
*.wild IN TXT "any"
there.wild IN A 192.0.2.3
{"x" * 63} IN TXT "long label"
dot\\.dot IN TXT "a dot inside"
quote\\034\\092 IN MX 10 dot\\.dot
nul\\000 IN TXT "nul"
xn--bcher-kva IN TXT "books"
"""
SIGNED = f"""{HEAD}
@ IN TXT "v=spf1 -all"
@ IN MX 10 mx
mx IN A 192.0.2.1
_25._tcp.mx IN TLSA 3 1 1 {"ab" * 32}
*.wild IN TXT "any"
"""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[NameServer, NameServer]]:
    """NSD and Unbound. Zones: plain.test; signed.test; bogus.test, whose text was changed after it was signed;
    broken.test and silent.test, whose servers do not answer."""
    folder = tmp_path_factory.mktemp("servers")
    zones = {name: folder / f"{name}.zone" for name in ("plain.test", "signed.test", "bogus.test")}
    zones["plain.test"].write_text(PLAIN, encoding="utf-8")
    anchors = []
    for name in ("signed.test", "bogus.test"):
        zones[name].write_text(f"$ORIGIN {name}.\n{SIGNED}", encoding="utf-8")
        anchors.append(sign(folder, name, zones[name]))
    bogus = zones["bogus.test"].read_text(encoding="utf-8")
    zones["bogus.test"].write_text(bogus.replace("v=spf1 -all", "v=spf1 +all"), encoding="utf-8")
    broken = Server({}, everywhere=rcode(dns.rcode.SERVFAIL))
    silent = Server({}, everywhere=lambda exchange: [])
    with nsd(folder, zones) as authority, broken, silent:
        upstream = dict.fromkeys(zones, authority) | {"broken.test": broken.address, "silent.test": silent.address}
        with unbound(folder, upstream, anchors, alive="plain.test") as resolver:
            yield authority, resolver


@pytest.fixture
def authority(served: tuple[NameServer, NameServer]) -> NameServer:
    return served[0]


@pytest.fixture
def resolver(served: tuple[NameServer, NameServer]) -> NameServer:
    return served[1]
