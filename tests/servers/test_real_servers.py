"""Asking NSD and Unbound. Run with `pytest -m servers`; needs the packages nsd, unbound and ldnsutils."""

from __future__ import annotations

import asyncio

import pytest
from conftest import BIG
from programs import LossyPath

from mailcheck.lookup.answers import Answer
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.system import NameServer
from mailcheck.lookup.wire import Wire
from mailcheck.lookup.zone import Recorder, read_zone, write_zone

pytestmark = pytest.mark.servers
SPF = "v=spf1 ip4:192.0.2.0/24 -all"


def ask(server: NameServer, name: str, kind: str = "TXT", *, timeout: float = 20.0) -> Answer:
    return asyncio.run(Resolver(Wire([server], timeout=timeout)).ask(name, kind))


@pytest.fixture(params=["authority", "resolver"])
def server(request: pytest.FixtureRequest) -> NameServer:
    """Each of the two: what is true of one must be true of the other."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, NameServer)
    return found


def test_records(server: NameServer) -> None:
    assert ask(server, "plain.test").texts == (SPF,)
    assert ask(server, "PLAIN.test.", "MX").hosts == ("mx.plain.test",)
    assert ask(server, "mx.plain.test", "A").addresses == ("192.0.2.1",)
    assert ask(server, "mx.plain.test", "AAAA").addresses == ("2001:db8::1",)


def test_what_is_absent(server: NameServer) -> None:
    assert ask(server, "mx.plain.test").status == "nodata"
    assert ask(server, "no.plain.test").status == "nxdomain"
    assert ask(server, "non.terminal.plain.test").status == "nodata"


def test_wildcards(server: NameServer) -> None:
    assert ask(server, "some.thing.wild.plain.test").texts == ("any",)
    assert ask(server, "there.wild.plain.test").status == "nodata"
    assert ask(server, "a.wild.signed.test").texts == ("any",)


def test_large_answers_come_over_tcp(server: NameServer) -> None:
    assert ask(server, "big.plain.test").texts == (BIG.replace('"', "").replace(" ", ""),)
    assert ask(server, "many.plain.test").texts == ("".join(map(str, range(200))),)


def test_aliases(server: NameServer) -> None:
    answer = ask(server, "far.plain.test", "A")
    assert (answer.addresses, answer.chain) == (("192.0.2.1",), ("www.plain.test", "mx.plain.test"))
    assert ask(server, "far.plain.test", "TXT").status == "nodata"
    assert ask(server, "out.plain.test").texts == ("v=spf1 -all",)


@pytest.mark.parametrize("name", ["loop1.plain.test", "self.plain.test"])
def test_alias_loops_fail(server: NameServer, name: str) -> None:
    answer = ask(server, name, "A")
    assert answer.failed, answer


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x" * 63 + ".plain.test", "long label"),
        (r"dot\.dot.plain.test", "a dot inside"),
        ("Bücher.plain.test", "books"),
    ],
)
def test_odd_names(server: NameServer, name: str, text: str) -> None:
    assert ask(server, name).texts == (text,)


def test_names_that_need_escapes_come_back_as_they_can_be_asked_for(server: NameServer) -> None:
    hosts = ask(server, r"quote\"\\.plain.test", "MX").hosts
    assert hosts == (r"dot\.dot.plain.test",)
    assert ask(server, hosts[0]).texts == ("a dot inside",)
    assert ask(server, r"nul\000.plain.test").texts == ("nul",)


def test_the_resolver_vouches_for_a_signed_zone(authority: NameServer, resolver: NameServer) -> None:
    assert ask(resolver, "signed.test").secure is True
    assert ask(resolver, "_25._tcp.mx.signed.test", "TLSA").secure is True
    assert ask(resolver, "no.signed.test").status == "nxdomain"
    assert ask(resolver, "plain.test").secure is False
    assert ask(authority, "signed.test").secure is False


def test_a_bogus_zone_is_a_failure(authority: NameServer, resolver: NameServer) -> None:
    assert ask(authority, "bogus.test").texts == ("v=spf1 +all",)
    answer = ask(resolver, "bogus.test")
    assert (answer.status, answer.failed) == ("servfail", True)
    assert ask(resolver, "mx.bogus.test", "A").secure is True


def test_a_broken_and_a_silent_authority_are_failures(resolver: NameServer) -> None:
    assert ask(resolver, "broken.test").status == "servfail"
    assert ask(resolver, "silent.test", timeout=2.0).status in ("timeout", "servfail")


def test_a_server_that_does_not_serve_the_zone_refuses(authority: NameServer) -> None:
    assert ask(authority, "elsewhere.test").status == "refused"


def test_lost_datagrams_are_sent_again(authority: NameServer) -> None:
    """A fifth of the datagrams is lost each way: of 200 names hardly any stays without an answer."""

    async def many(path: LossyPath) -> list[Answer]:
        resolver = Resolver(Wire([path.address], timeout=5.0))
        return list(await asyncio.gather(*(resolver.ask(f"n{number}.wild.plain.test", "TXT") for number in range(200))))

    with LossyPath(authority, loss=0.2) as path:
        answers = asyncio.run(many(path))
        assert path.lost > 50
    found = [answer for answer in answers if answer.texts == ("any",)]
    assert len(found) >= 190
    assert {answer.status for answer in answers} <= {"answered", "timeout"}


def test_a_recording_answers_as_the_servers_did(resolver: NameServer) -> None:
    names = (
        "plain.test",
        "signed.test",
        "bogus.test",
        "no.plain.test",
        "far.plain.test",
        "big.plain.test",
        "broken.test",
    )
    questions = [(name, kind) for name in names for kind in ("TXT", "A", "MX")]

    async def all_of(source: Resolver) -> list[Answer]:
        return list(await asyncio.gather(*(source.ask(*question) for question in questions)))

    recorder = Recorder(Wire([resolver], timeout=20.0))
    seen = asyncio.run(all_of(Resolver(recorder)))
    again = asyncio.run(all_of(Resolver(read_zone(write_zone(recorder.answers.values())))))
    assert seen == again
