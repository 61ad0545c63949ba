"""An authoritative name server on 127.0.0.1, in a thread of the test, that fails as it is told to.

    with Server({"ex.test TXT": "v=spf1 -all"}, faults={"slow.test A": drop}) as server:
        wire = Wire([server.address])

Zones are written as for `zone_of`; TXT is plain text, cut into strings of 255 bytes, unless it begins with a quote.
`*.ex.test` is a wildcard. Names above others exist and are empty.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.rrset

from mailcheck.lookup.names import spell
from mailcheck.lookup.replies import PAYLOAD
from mailcheck.lookup.system import NameServer
from mailcheck.lookup.zone import quote_strings

SOA = "ns.invalid. hostmaster.invalid. 1 3600 900 604800 300"
Names = dict[dns.name.Name, dict[dns.rdatatype.RdataType, dns.rdataset.Rdataset]]
Raw = Mapping[str, str | Iterable[str]]


@dataclass
class Exchange:
    """One query and what would be the right reply. `times`: how often this was asked before, by this transport."""

    query: dns.message.Message
    reply: dns.message.Message
    datagram: bool
    times: int


Fault = Callable[[Exchange], list[bytes]]
"""Gives the messages to send instead; none: silence. Over TCP, none: the connection is closed."""


def drop(exchange: Exchange) -> list[bytes]:
    return []


def drop_first(count: int) -> Fault:
    return lambda exchange: [] if exchange.times < count else right(exchange)


def right(exchange: Exchange) -> list[bytes]:
    return [exchange.reply.to_wire()]


def rcode(code: dns.rcode.Rcode) -> Fault:
    """An error, without the records and, as some servers do, without the question."""

    def fault(exchange: Exchange) -> list[bytes]:
        reply = dns.message.make_response(exchange.query)
        reply.set_rcode(code)
        reply.question.clear()
        return [reply.to_wire()]

    return fault


def truncated(exchange: Exchange) -> list[bytes]:
    """The truth only over TCP."""
    if not exchange.datagram:
        return right(exchange)
    reply = dns.message.make_response(exchange.query)
    reply.flags |= dns.flags.TC
    return [reply.to_wire()]


def always_truncated(exchange: Exchange) -> list[bytes]:
    exchange.reply.flags |= dns.flags.TC
    return right(exchange)


def datagrams_only(exchange: Exchange) -> list[bytes]:
    """Truncates, and hangs up on TCP."""
    return truncated(exchange) if exchange.datagram else []


def wrong_id(exchange: Exchange) -> list[bytes]:
    exchange.reply.id ^= 1
    return right(exchange)


def wrong_question(exchange: Exchange) -> list[bytes]:
    exchange.reply.question[0].name = dns.name.from_text("other.test.")
    return right(exchange)


def garbage(exchange: Exchange) -> list[bytes]:
    return [exchange.query.to_wire()[:2] + b"\x81\x80" + bytes(range(256))]


def forged_first(exchange: Exchange) -> list[bytes]:
    """A forger's guesses, then the truth."""
    true = right(exchange)
    exchange.reply.answer.clear()
    return [b"", b"\0" * 5, *garbage(exchange), *wrong_id(exchange), *true]


def mixed_case(exchange: Exchange) -> list[bytes]:
    """Names come back in another case than they were asked in."""
    wire = right(exchange)[0]
    end = 12 + sum(len(label) + 1 for label in exchange.query.question[0].name.labels)
    return [wire[:12] + wire[12:end].swapcase() + wire[end:]]


def without_edns(exchange: Exchange) -> list[bytes]:
    """A server of the last century."""
    if exchange.query.edns < 0:
        return right(exchange)
    return rcode(dns.rcode.FORMERR)(exchange)


def referral(exchange: Exchange) -> list[bytes]:
    reply = dns.message.make_response(exchange.query)
    reply.authority.append(dns.rrset.from_text("test.", 60, "IN", "NS", "ns.elsewhere.test."))
    return [reply.to_wire()]


def data_of(kind: str, text: str) -> dns.rdata.Rdata:
    if kind in ("TXT", "SPF") and not text.startswith('"'):
        raw = text.encode("utf-8", "surrogateescape")
        text = quote_strings([raw[at : at + 255] for at in range(0, len(raw), 255)] or [b""])
    return dns.rdata.from_text("IN", kind, text, origin=dns.name.root, relativize=False)


def names_of(zone: Raw) -> Names:
    names: Names = {dns.name.root: {}}
    for question, value in zone.items():
        text, _, kind = question.rpartition(" ")
        name = dns.name.from_text(text)
        values = [value] if isinstance(value, str) else list(value)
        records = dns.rdataset.from_rdata_list(300, [data_of(kind, one) for one in values])
        names.setdefault(name, {})[records.rdtype] = records
        while name != dns.name.root:
            name = name.parent()
            names.setdefault(name, {})
    return names


class Server:
    """A context manager. `asked` are all questions that came, as (name, type, 'udp' or 'tcp').

    `delay` in seconds holds for every answer, `delays` for single ones. `chase` puts the targets of aliases into
    the answer. `busiest` is the largest number of answers that were waiting at the same time.
    """

    def __init__(
        self,
        zone: Raw,
        *,
        faults: Mapping[str, Fault] | None = None,
        everywhere: Fault | None = None,
        delay: float = 0.0,
        delays: Mapping[str, float] | None = None,
        chase: bool = True,
    ) -> None:
        self.names = names_of(zone)
        self.faults = faults or {}
        self.everywhere = everywhere
        self.delay = delay
        self.delays = delays or {}
        self.chase = chase
        self.asked: list[tuple[str, str, str]] = []
        self.busiest = 0
        self._waiting = 0
        self._times: Counter[tuple[str, bool]] = Counter()
        self._known: dict[bytes, tuple[str, str, bytes]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._ready = threading.Event()

    @property
    def address(self) -> NameServer:
        return NameServer("127.0.0.1", self._port)

    def __enter__(self) -> Server:
        self._stream, self._datagram, self._port = _sockets()
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        transport, _ = await self._loop.create_datagram_endpoint(lambda: _Ear(self), sock=self._datagram)
        streams = await asyncio.start_server(self._talk, sock=self._stream)
        self._ready.set()
        await self._stop.wait()
        transport.close()
        streams.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            size = int.from_bytes(await reader.readexactly(2))
            wait, replies = self.answer(await reader.readexactly(size), datagram=False)
            await asyncio.sleep(wait)
            for reply in replies:
                writer.write(len(reply).to_bytes(2) + reply)
            await writer.drain()
        except (EOFError, OSError):
            pass
        finally:
            writer.close()

    def heard(self, query: bytes, sender: tuple[str, int], transport: asyncio.DatagramTransport) -> None:
        wait, replies = self.answer(query, datagram=True)
        self._waiting += 1
        self.busiest = max(self.busiest, self._waiting)
        self._loop.call_later(wait, self._reply, replies, sender, transport)

    def _reply(self, replies: list[bytes], sender: tuple[str, int], transport: asyncio.DatagramTransport) -> None:
        self._waiting -= 1
        for reply in replies:
            transport.sendto(reply, sender)

    def answer(self, query: bytes, *, datagram: bool) -> tuple[float, list[bytes]]:
        """How long to wait, and what to send then. Right answers are computed once for each kind of query."""
        known = self._known.get(query[2:])
        if known is None:
            known = self._known[query[2:]] = self._compute(query)
        name, kind, reply = known
        self.asked.append((name, kind, "udp" if datagram else "tcp"))
        question = f"{name} {kind}"
        wait = self.delays.get(question, self.delay)
        fault = self.faults.get(question, self.everywhere)
        if fault is None and not (datagram and len(reply) + 2 > PAYLOAD):
            return wait, [query[:2] + reply]
        times = self._times[question, datagram]
        self._times[question, datagram] += 1
        right = dns.message.from_wire(query[:2] + reply)
        exchange = Exchange(dns.message.from_wire(query), right, datagram, times)
        return wait, (fault or truncated)(exchange)

    def _compute(self, query: bytes) -> tuple[str, str, bytes]:
        message = dns.message.from_wire(query)
        question = message.question[0]
        reply = dns.message.make_response(message)
        reply.flags |= dns.flags.AA
        self._fill(reply, question.name, question.rdtype)
        return spell(question.name), dns.rdatatype.to_text(question.rdtype), reply.to_wire(max_size=65535)[2:]

    def _fill(self, reply: dns.message.Message, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> None:
        soa = dns.rrset.from_text(dns.name.root, 300, "IN", "SOA", SOA)
        for _ in range(20):
            records = self._records(name)
            if records is None:
                reply.set_rcode(dns.rcode.NXDOMAIN)
                reply.authority.append(soa)
                return
            found = records.get(kind) or records.get(dns.rdatatype.CNAME)
            if found is None:
                reply.authority.append(soa)
                return
            rrset = dns.rrset.from_rdata_list(name, found.ttl, list(found))
            if rrset in reply.answer:
                return
            reply.answer.append(rrset)
            if found.rdtype == kind or not self.chase:
                return
            name = found[0].target

    def _records(self, name: dns.name.Name) -> dict[dns.rdatatype.RdataType, dns.rdataset.Rdataset] | None:
        if name in self.names:
            return self.names[name]
        while name != dns.name.root:
            name = name.parent()
            if name in self.names:
                return self.names.get(dns.name.from_text("*", name))
        return None


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, server: Server) -> None:
        self.server = server

    transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self.server.heard(data, address, self.transport)


def _sockets() -> tuple[socket.socket, socket.socket, int]:
    """For TCP and UDP on one free port."""
    while True:
        stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            stream.bind(("127.0.0.1", 0))
            port = stream.getsockname()[1]
            datagram.bind(("127.0.0.1", port))
        except OSError:
            stream.close()
            datagram.close()
            continue
        for each in (stream, datagram):
            each.setblocking(False)
        datagram.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        return stream, datagram, port


def closed_port() -> NameServer:
    """An address at which nobody listens."""
    stream, datagram, port = _sockets()
    stream.close()
    datagram.close()
    return NameServer("127.0.0.1", port)
