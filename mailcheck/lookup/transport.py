"""Bytes to name servers and back, over UDP and TCP. Knows nothing of what they mean."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mailcheck.lookup.system import NameServer


@dataclass(frozen=True, slots=True)
class Heard:
    """A datagram, or the error that came instead."""

    server: NameServer
    data: bytes | OSError


class Datagrams:
    """The conversation about one question: a socket for each server, on a random port of its own.

    Sockets are connected, so that nobody but the server is heard, and stay open: a late reply to the first
    datagram is as good as one to the last.
    """

    def __init__(self) -> None:
        self._sockets: dict[NameServer, asyncio.DatagramTransport] = {}
        self._inbox: asyncio.Queue[Heard] = asyncio.Queue()

    async def send(self, server: NameServer, data: bytes) -> None:
        """What goes wrong is heard, like a reply."""
        try:
            await self._socket(server)
            self._sockets[server].sendto(data)
        except OSError as error:
            self._inbox.put_nowait(Heard(server, error))

    async def _socket(self, server: NameServer) -> None:
        if server not in self._sockets:
            self._sockets[server], _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: _Ear(server, self._inbox), remote_addr=(server.address, server.port)
            )

    async def hear(self, until: float) -> Heard | None:
        """What comes next, None when nothing comes before `until` (of the loop's clock)."""
        try:
            async with asyncio.timeout_at(until):
                return await self._inbox.get()
        except TimeoutError:
            return None

    def close(self) -> None:
        for transport in self._sockets.values():
            transport.abort()


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer, inbox: asyncio.Queue[Heard]) -> None:
        self.server = server
        self.inbox = inbox

    def datagram_received(self, data: bytes, address: object) -> None:
        self.inbox.put_nowait(Heard(self.server, data))

    def error_received(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self.inbox.put_nowait(Heard(self.server, error))


@contextmanager
def datagrams() -> Iterator[Datagrams]:
    talk = Datagrams()
    try:
        yield talk
    finally:
        talk.close()


async def over_tcp(server: NameServer, data: bytes, until: float) -> bytes:
    """One message there and one back. Raises TimeoutError, EOFError when the server hangs up, and OSError."""
    async with asyncio.timeout_at(until):
        reader, writer = await asyncio.open_connection(server.address, server.port)
        try:
            writer.write(len(data).to_bytes(2) + data)
            length = int.from_bytes(await reader.readexactly(2))
            return await reader.readexactly(length)
        finally:
            writer.transport.abort()
