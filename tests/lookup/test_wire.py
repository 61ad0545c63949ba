"""Name servers of every kind, through the resolver: what each leads to, and that no failure is an absence."""

from __future__ import annotations

import asyncio
import gc
import time
import warnings
from collections.abc import Callable, Iterator

import dns.rcode
import loopback
import pytest
from loopback import Server, closed_port

from mailcheck.lookup.answers import ABSENT, Answer
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.system import NameServer
from mailcheck.lookup.wire import Wire

TEXT = "v=spf1 -all"
ZONE = {"ex.test TXT": TEXT, "ex.test MX": ["10 mx.ex.test.", "20 MX2.ex.test."], "a.b.ex.test A": "192.0.2.1"}


@pytest.fixture(autouse=True)
def no_leaks() -> Iterator[None]:
    """A socket that is left open is a failure of the test that left it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        yield
        gc.collect()
    assert [str(warning.message) for warning in caught if warning.category is ResourceWarning] == []


def ask(
    servers: Server | NameServer | list[NameServer],
    name: str = "ex.test",
    kind: str = "TXT",
    *,
    timeout: float = 10.0,
    budget: float = 60.0,
) -> Answer:
    return asyncio.run(Resolver(Wire(_addresses(servers), timeout=timeout, budget=budget)).ask(name, kind))


def _addresses(servers: Server | NameServer | list[NameServer]) -> list[NameServer]:
    if isinstance(servers, Server):
        return [servers.address]
    return servers if isinstance(servers, list) else [servers]


def test_records_absent_types_and_absent_names() -> None:
    with Server(ZONE) as server:
        assert ask(server).texts == (TEXT,)
        assert ask(server, "ex.test", "MX").hosts == ("mx.ex.test", "mx2.ex.test")
        assert ask(server, "a.b.ex.test", "A").addresses == ("192.0.2.1",)
        assert ask(server, "ex.test", "A").status == "nodata"
        assert ask(server, "b.ex.test", "A").status == "nodata"  # an empty non-terminal
        assert ask(server, "no.ex.test", "A").status == "nxdomain"


def test_a_wildcard_answers_for_what_is_not_there_alone() -> None:
    with Server({"*.ex.test TXT": TEXT, "there.ex.test A": "192.0.2.1"}) as server:
        assert ask(server, "any.thing.ex.test").texts == (TEXT,)
        assert ask(server, "there.ex.test").status == "nodata"
        assert ask(server, "ex.test").status == "nodata"


FAILURES = {
    "drop": (loopback.drop, "timeout"),
    "servfail": (loopback.rcode(dns.rcode.SERVFAIL), "servfail"),
    "refused": (loopback.rcode(dns.rcode.REFUSED), "refused"),
    "formerr": (loopback.rcode(dns.rcode.FORMERR), "servfail"),
    "notimp": (loopback.rcode(dns.rcode.NOTIMP), "servfail"),
    "wrong id": (loopback.wrong_id, "malformed"),
    "wrong question": (loopback.wrong_question, "malformed"),
    "garbage": (loopback.garbage, "malformed"),
    "truncated for ever": (loopback.always_truncated, "malformed"),
    "no TCP": (loopback.datagrams_only, "malformed"),
    "referral": (loopback.referral, "refused"),
}


@pytest.mark.parametrize("case", FAILURES)
@pytest.mark.parametrize("name", ["ex.test", "no.ex.test"])
def test_a_failure_is_named_and_is_no_absence(case: str, name: str) -> None:
    fault, status = FAILURES[case]
    with Server(ZONE, everywhere=fault) as server:
        answer = ask(server, name, timeout=1.0)
    assert answer.status == status
    assert answer.failed
    assert answer.status not in ABSENT
    assert "127.0.0.1" in answer.detail


def test_nobody_listens() -> None:
    answer = ask(closed_port())
    assert (answer.status, answer.failed) == ("refused", True)


@pytest.mark.parametrize(
    "fault",
    [loopback.truncated, loopback.forged_first, loopback.mixed_case, loopback.without_edns, loopback.drop_first(2)],
)
def test_the_answer_is_found_in_spite_of(fault: loopback.Fault) -> None:
    with Server(ZONE, everywhere=fault) as server:
        assert ask(server, timeout=4.0).texts == (TEXT,)
        assert ask(server, "no.ex.test").status == "nxdomain"


def test_records_come_in_one_order_however_the_server_turns_them() -> None:
    zone = {"ex.test A": [f"192.0.2.{number}" for number in range(1, 9)]}
    with Server(zone) as server:
        assert len({ask(server, kind="A", name=name).addresses for name in ("ex.test",) * 8}) == 1


def test_truncation_leads_to_tcp() -> None:
    with Server(ZONE, everywhere=loopback.truncated) as server:
        ask(server)
        assert server.asked == [("ex.test", "TXT", "udp"), ("ex.test", "TXT", "tcp")]


def test_a_late_answer_counts() -> None:
    """Slower than any single wait, in time for the question."""
    with Server(ZONE, delay=1.5) as server:
        assert ask(server, timeout=3.0).texts == (TEXT,)


def test_60_kilobytes_of_text_come_whole_and_in_order() -> None:
    text = "".join(f"{number:07d} " for number in range(7500))
    with Server({"ex.test TXT": text}) as server:
        assert ask(server).texts == (text,)


def test_strings_are_joined_without_a_space() -> None:
    many = " ".join(f'"{number:03d}"' for number in range(300))
    zone = {"ex.test TXT": ['"v=spf1 " "-a" "" "ll"', '"\\200\\000\\"\\\\"', many]}
    with Server(zone) as server:
        answer = ask(server)
    assert set(answer.texts) == {"v=spf1 -all", '\udcc8\0"\\', "".join(f"{number:03d}" for number in range(300))}


CHAIN = {**{f"c{n}.test CNAME": f"c{n + 1}.test." for n in range(20)}, "c5.test TXT": TEXT, "c20.test A": "192.0.2.1"}
del CHAIN["c5.test CNAME"]


@pytest.mark.parametrize("chase", [True, False])
class TestAliases:
    def test_are_followed_and_named(self, chase: bool) -> None:
        with Server({**CHAIN, "c1.test CNAME": "C2.test."}, chase=chase) as server:
            answer = ask(server, "c0.test")
        assert answer.texts == (TEXT,)
        assert answer.chain == ("c1.test", "c2.test", "c3.test", "c4.test", "c5.test")

    def test_may_end_in_nothing(self, chase: bool) -> None:
        with Server({"a.test CNAME": "no.ex.test.", "b.test CNAME": "ex.test.", **ZONE}, chase=chase) as server:
            gone, other = ask(server, "a.test"), ask(server, "b.test", "A")
        assert (gone.status, gone.chain) == ("nxdomain", ("no.ex.test",))
        assert (other.status, other.chain) == ("nodata", ("ex.test",))

    @pytest.mark.parametrize(
        "zone", [{"a.test CNAME": "a.test."}, {"a.test CNAME": "b.test.", "b.test CNAME": "a.test."}]
    )
    def test_in_a_loop_fail(self, chase: bool, zone: dict[str, str]) -> None:
        with Server(zone, chase=chase) as server:
            answer = ask(server, "a.test")
        assert (answer.status, answer.failed) == ("servfail", True)

    def test_too_many_fail(self, chase: bool) -> None:
        with Server(CHAIN, chase=chase) as server:
            answer = ask(server, "c6.test", "A")
        assert (answer.status, len(answer.chain)) == ("servfail", 10)

    def test_fail_where_a_target_fails(self, chase: bool) -> None:
        faults = {"x.test TXT": loopback.rcode(dns.rcode.SERVFAIL)}
        with Server({"a.test CNAME": "x.test.", "x.test TXT": TEXT}, faults=faults, chase=False) as server:
            answer = ask(server, "a.test")
        assert (answer.status, answer.chain) == ("servfail", ("x.test",))


NAMES = [
    "x" * 63 + ".test",
    ".".join(["y" * 61] * 4) + ".test",
    r"dot\.dot.test",
    r"back\\slash.test",
    r"quote\".test",
    r"nul\000.test",
    r"sp\032ace.test",
    r"semi\;colon.test",
    r"ends\..test",
    r"high\200.test",
    "xn--bcher-kva.test",
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_asked_for_and_come_back(name: str) -> None:
    with Server({f"{name} MX": f"10 {name}.", f"{name} TXT": TEXT}) as server:
        answer = ask(server, name, "MX")
        assert answer.hosts == (name,)
        assert ask(server, answer.hosts[0] + ".").texts == (TEXT,)


def test_unicode_names_are_asked_for_as_idna_once() -> None:
    async def both(server: Server) -> list[Answer]:
        resolver = Resolver(Wire([server.address]))
        spellings = ("Bücher.test", "BÜCHER.test.", "bücher\u3002test", "xn--bcher-kva.test", "XN--BCHER-KVA.TEST.")
        return list(await asyncio.gather(*(resolver.ask(name, "TXT") for name in spellings)))

    with Server({"xn--bcher-kva.test TXT": TEXT}) as server:
        answers = asyncio.run(both(server))
        assert {answer.texts for answer in answers} == {(TEXT,)}
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "name", ["", "a..test", ".test", "x" * 64 + ".test", "a." * 128, "\ud800.test", "b\\", "\\999.test", "@", "é" * 80]
)
def test_what_no_name_can_be_is_not_asked_for(name: str) -> None:
    with Server(ZONE) as server:
        answer = ask(server, name)
        assert (answer.status, answer.failed, server.asked) == ("invalid-name", True, [])


def test_an_unknown_type_is_asked_for_by_its_number_or_refused() -> None:
    with Server(ZONE) as server:
        assert ask(server, "ex.test", "TYPE65280").status == "nodata"


def test_a_dead_server_costs_one_pause_and_is_asked_last_from_then_on() -> None:
    async def three(dead: Server, live: Server) -> list[str]:
        wire = Wire([dead.address, live.address], timeout=2.0)
        return [(await wire(name, "TXT")).status for name in ("ex.test", "a.test", "b.test")]

    with Server(ZONE, everywhere=loopback.drop) as dead, Server(ZONE) as live:
        assert asyncio.run(three(dead, live)) == ["answered", "nxdomain", "nxdomain"]
        assert len(dead.asked) == 1


@pytest.mark.parametrize("case", FAILURES)
def test_another_server_answers_for_one_that_fails(case: str) -> None:
    with Server(ZONE, everywhere=FAILURES[case][0]) as bad, Server(ZONE) as good:
        assert ask([bad.address, good.address], timeout=4.0).texts == (TEXT,)


def test_another_server_answers_for_one_that_is_gone() -> None:
    with Server(ZONE) as good:
        assert ask([closed_port(), good.address]).texts == (TEXT,)


def test_the_failure_that_says_most_is_told() -> None:
    with Server(ZONE, everywhere=loopback.drop) as silent, Server(ZONE, everywhere=FAILURES["servfail"][0]) as broken:
        assert ask([silent.address, broken.address], timeout=1.0).status == "servfail"
        assert ask([broken.address, silent.address], timeout=1.0).status == "servfail"


def test_no_server_is_configured() -> None:
    assert ask([]).status == "unasked"


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.monotonic()
    return work(), time.monotonic() - start


def test_a_question_ends_in_its_time() -> None:
    with Server(ZONE, everywhere=loopback.drop) as server:
        answer, seconds = timed(lambda: ask([server.address] * 2, timeout=0.5))
    assert answer.status == "timeout"
    assert 0.4 < seconds < 5


def test_a_stalled_stream_ends_in_its_time() -> None:
    with Server(ZONE, everywhere=loopback.truncated, delays={}) as server:
        server.answer = _stall_streams(server)  # type: ignore[method-assign]
        answer, seconds = timed(lambda: ask(server, timeout=0.5))
    assert answer.status == "timeout"
    assert 0.4 < seconds < 5


def _stall_streams(server: Server) -> Callable[..., tuple[float, list[bytes]]]:
    usual = server.answer

    def answer(query: bytes, *, datagram: bool) -> tuple[float, list[bytes]]:
        wait, replies = usual(query, datagram=datagram)
        return wait if datagram else 600.0, replies

    return answer


def test_the_budget_holds_for_the_whole_run() -> None:
    """50 questions of half a second each, one at a time, and one second for all."""

    async def many(server: Server) -> list[Answer]:
        resolver = Resolver(Wire([server.address], timeout=0.5, budget=1.0), in_flight=1)
        return list(await asyncio.gather(*(resolver.ask(f"n{n}.test", "TXT") for n in range(50))))

    with Server(ZONE, everywhere=loopback.drop) as server:
        start = time.monotonic()
        answers = asyncio.run(many(server))
        assert time.monotonic() - start < 10
    assert {answer.status for answer in answers} == {"timeout"}
    assert "budget" in answers[-1].detail


def test_a_name_is_asked_once_however_many_ask() -> None:
    async def crowd(server: Server) -> list[Answer]:
        resolver = Resolver(Wire([server.address]))
        names = ["ex.test", "EX.test.", "Ex.TEST", "ex.test."]
        return list(await asyncio.gather(*(resolver.ask(names[n % 4], "TXT") for n in range(200))))

    with Server(ZONE, delay=0.05) as server:
        answers = asyncio.run(crowd(server))
        assert len({id(answer) for answer in answers}) == 1
        assert server.asked == [("ex.test", "TXT", "udp")]


def test_no_more_than_so_many_are_in_flight() -> None:
    async def crowd(server: Server) -> None:
        resolver = Resolver(Wire([server.address]), in_flight=7)
        await asyncio.gather(*(resolver.ask(f"n{n}.test", "TXT") for n in range(100)))

    with Server(ZONE, delay=0.01) as server:
        asyncio.run(crowd(server))
        assert len(server.asked) == 100
        assert 1 < server.busiest <= 7


def test_who_gives_up_takes_nothing_from_the_others() -> None:
    async def two(server: Server) -> tuple[Answer, Answer]:
        resolver = Resolver(Wire([server.address]))
        hasty = asyncio.create_task(resolver.ask("ex.test", "TXT"))
        patient = asyncio.create_task(resolver.ask("ex.test", "TXT"))
        await asyncio.sleep(0.02)
        hasty.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hasty
        return await patient, await resolver.ask("ex.test", "TXT")

    with Server(ZONE, delay=0.1) as server:
        first, second = asyncio.run(two(server))
        assert first is second
        assert first.texts == (TEXT,)
        assert len(server.asked) == 1


def test_a_run_may_end_in_the_middle() -> None:
    """Questions under way are dropped with the loop, their sockets closed."""

    async def leave(server: Server) -> None:
        resolver = Resolver(Wire([server.address]))
        waiting = [asyncio.create_task(resolver.ask(f"n{n}.test", "TXT")) for n in range(100)]
        await asyncio.sleep(0.05)
        for task in waiting:
            task.cancel()

    with Server(ZONE, everywhere=loopback.truncated, delay=5) as server:
        asyncio.run(leave(server))
