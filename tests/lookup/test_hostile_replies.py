"""Bytes of a server that means harm: bounded work, a status for everything, and never an exception."""

from __future__ import annotations

import asyncio
import struct
import time

import dns.message
import dns.rrset
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from loopback import Exchange, Fault, Server, truncated

from mailcheck.lookup.answers import Answer
from mailcheck.lookup.names import wire_name
from mailcheck.lookup.replies import MAX_RECORDS, Query, Trail, UnreadableError, read_answer
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.wire import Wire

KINDS = ("TXT", "MX", "A", "AAAA", "CNAME", "PTR", "NS", "SOA", "SPF", "DS", "TLSA")
DATA = {
    "TXT": '"a" "b"', "MX": "10 mx.ex.test.", "A": "192.0.2.1", "AAAA": "::1", "CNAME": "b.test.", "PTR": "b.test.",
    "NS": "b.test.", "SOA": "a. b. 1 2 3 4 5", "SPF": '"x"', "DS": "1 8 2 " + "ab" * 32, "TLSA": "3 1 1 " + "ab" * 32,
}  # fmt: skip


def read(query: Query, wire: bytes, kind: str) -> Answer | None:
    """As a datagram that bears the right id; None when it is to be ignored."""
    try:
        reply = query.read(query.wire[:2] + wire[2:], datagram=False)
    except UnreadableError:
        return None
    return read_answer("ex.test", kind, Trail(wire_name("ex.test"), []), reply)


@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_any_bytes(kind: str, noise: bytes) -> None:
    query = Query(wire_name("ex.test"), kind)
    read(query, noise, kind)
    read(query, query.wire[:2] + b"\x81\x80" + query.wire[4:] + noise, kind)


@given(st.sampled_from(KINDS), st.lists(st.tuples(st.integers(0, 500), st.integers(0, 255)), max_size=6))
@example("TXT", [])
@settings(max_examples=300)
def test_a_right_reply_with_wrong_bytes(kind: str, changes: list[tuple[int, int]]) -> None:
    query = Query(wire_name("ex.test"), kind)
    reply = dns.message.make_response(dns.message.from_wire(query.wire))
    reply.answer.append(dns.rrset.from_text("ex.test.", 60, "IN", kind, DATA[kind]))
    wire = bytearray(reply.to_wire())
    for place, byte in changes:
        wire[place % len(wire)] = byte
    answer = read(query, bytes(wire), kind)
    if not changes:
        assert answer is not None
        assert answer.status == "answered"


def heavy_reply(count: int) -> Fault:
    """So many MX records, each naming a host of 100 labels by a pointer."""

    def fault(exchange: Exchange) -> list[bytes]:
        if exchange.datagram:
            return truncated(exchange)
        name = exchange.query.question[0].name.to_wire()
        assert name is not None
        head = name + struct.pack("!HH", 15, 1)
        labels = b"\1a" * 100 + b"\0"
        record = b"\xc0\x0c" + struct.pack("!HHI", 15, 1, 60)
        pointer = 0xC000 | (12 + len(head) + len(record) + 4)
        first = record + struct.pack("!HH", len(labels) + 2, 0) + labels
        others = (record + struct.pack("!HHH", 4, number, pointer) for number in range(1, count))
        header = exchange.query.to_wire()[:2] + struct.pack("!HHHHH", 0x8580, 1, count, 0, 0)
        return [header + head + first + b"".join(others)]

    return fault


@pytest.mark.parametrize(("count", "status"), [(MAX_RECORDS, "answered"), (MAX_RECORDS + 1, "malformed")])
def test_the_heaviest_reply_is_read_in_bounded_time(count: int, status: str) -> None:
    with Server({}, everywhere=heavy_reply(count)) as server:
        start = time.process_time()
        answer = asyncio.run(Resolver(Wire([server.address])).ask("ex.test", "MX"))
        spent = time.process_time() - start
    assert answer.status == status
    assert len(answer.records) in (0, MAX_RECORDS)
    assert spent < 5


def test_a_large_answer_leaves_room_in_memory_sooner() -> None:
    async def many(server: Server) -> int:
        resolver = Resolver(Wire([server.address]), remember=200)
        for number in range(20):
            await resolver.ask(f"n{number}.test", "TXT")
        return len(resolver.answers)

    with Server({"*.test TXT": "x" * 50_000}) as server:
        assert 0 < asyncio.run(many(server)) <= 4
