"""One question put to name servers in turn, until one answers or none is left to ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailcheck.lookup.answers import Status
from mailcheck.lookup.replies import Query, TruncatedError, UnreadableError, is_referral
from mailcheck.lookup.system import NameServer
from mailcheck.lookup.transport import Datagrams, Heard, datagrams, over_tcp

if TYPE_CHECKING:
    import dns.message
    import dns.name

FIRST_PAUSE: Final = 0.1
"""Part of the time for a question after which a silent server is given up for the next, or asked again."""
SLOWER: Final = 1.5
"""Each pause is so much longer than the one before: five datagrams fit into the time for one question."""


@dataclass(frozen=True, slots=True)
class Failure:
    status: Status
    detail: str


class Question:
    """Ask `servers`, the first one first, until `until` (of the loop's clock).

    `silent` are afterwards the servers that were asked and from which nothing came.
    """

    def __init__(self, servers: Iterable[NameServer], name: dns.name.Name, kind: str, until: float) -> None:
        self.silent: set[NameServer] = set()
        self._name = name
        self._kind = kind
        self._until = until
        self._left = list(servers)
        self._queries = dict.fromkeys(self._left, Query(name, kind))
        self._failure: Failure | None = None

    async def ask(self) -> dns.message.Message | Failure:
        """The first usable reply, else the most telling failure."""
        clock = asyncio.get_running_loop().time
        start = again = clock()
        pause = (self._until - start) * FIRST_PAUSE
        with datagrams() as talk:
            while self._left and clock() < self._until:
                if clock() >= again:
                    await self._send_next(talk)
                    again = clock() + pause
                    pause *= SLOWER
                heard = await talk.hear(min(again, self._until))
                if heard is None:
                    continue
                self.silent.discard(heard.server)
                reply = await self._weigh(heard, talk)
                if isinstance(reply, Failure):
                    self._give_up(heard.server, reply)
                    again = clock()
                elif reply is not None:
                    return reply
        return self._failure or Failure("timeout", self._nobody(clock() - start))

    def _nobody(self, seconds: float) -> str:
        names = ", ".join(server.address for server in self._queries)
        return f"{names} did not answer within {seconds:.2g} s"

    async def _send_next(self, talk: Datagrams) -> None:
        """To the server whose turn it is; it goes to the end of the line."""
        server = self._left.pop(0)
        self._left.append(server)
        self.silent.add(server)
        await talk.send(server, self._queries[server].wire)

    def _give_up(self, server: NameServer, failure: Failure) -> None:
        if server in self._left:
            self._left.remove(server)
        self._failure = failure

    async def _weigh(self, heard: Heard, talk: Datagrams) -> dns.message.Message | Failure | None:
        """The reply; or why to leave this server; or None when it may still answer."""
        server = heard.server
        if isinstance(heard.data, OSError):
            return _unreachable(server, heard.data)
        try:
            reply = self._queries[server].read(heard.data, datagram=True)
        except UnreadableError as error:
            self._failure = self._failure or Failure("malformed", f"{server.address} sent no readable reply: {error}")
            return None
        except TruncatedError:
            return await self._by_stream(server)
        if self._rejects_extension(server, reply):
            self._queries[server] = Query(self._name, self._kind, extended=False)
            await talk.send(server, self._queries[server].wire)
            return None
        return _judge(server, reply)

    def _rejects_extension(self, server: NameServer, reply: dns.message.Message) -> bool:
        """A server older than EDNS (RFC 6891 section 6.2.2)."""
        import dns.rcode

        complaints = (dns.rcode.FORMERR, dns.rcode.NOTIMP, dns.rcode.BADVERS)
        return self._queries[server].extended and reply.rcode() in complaints

    async def _by_stream(self, server: NameServer) -> dns.message.Message | Failure:
        """Over TCP; half of the time is left for others, if there are any."""
        now = asyncio.get_running_loop().time()
        others = any(other != server for other in self._left)
        until = now + (self._until - now) / 2 if others else self._until
        query = self._queries[server]
        try:
            return _judge(server, query.read(await over_tcp(server, query.wire, until), datagram=False))
        except TimeoutError:
            return Failure("timeout", f"{server.address} did not answer over TCP")
        except EOFError:
            return Failure("malformed", f"{server.address} ended its reply over TCP too early")
        except OSError as error:
            return _unreachable(server, error, " over TCP")
        except UnreadableError as error:
            return Failure("malformed", f"{server.address} sent no readable reply over TCP: {error}")


def _unreachable(server: NameServer, error: OSError, how: str = "") -> Failure:
    return Failure("refused", f"{server.address} cannot be reached{how}: {error.strerror or error}")


def _judge(server: NameServer, reply: dns.message.Message) -> dns.message.Message | Failure:
    """A reply that says what there is, or that there is nothing; everything else is a failure."""
    import dns.rcode

    code = reply.rcode()
    if is_referral(reply):
        return Failure("refused", f"{server.address} refers to other servers and answers nothing itself")
    if code in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return reply
    status: Status = "refused" if code == dns.rcode.REFUSED else "servfail"
    return Failure(status, f"{server.address} answered {dns.rcode.to_text(code)}")
