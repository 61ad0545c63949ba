"""Asking real name servers, through dnspython."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailcheck.lookup.answers import Answer, Record, Status

if TYPE_CHECKING:
    import dns.message
    import dns.name
    import dns.rdata

MAX_CHAIN = 10
"""CNAMEs followed for one question; resolvers give up at about as many."""


@dataclass(frozen=True, slots=True)
class NameServer:
    address: str
    port: int = 53


def system_name_servers() -> tuple[NameServer, ...]:
    """The servers that the operating system is set up with; empty when there are none."""
    import dns.resolver

    try:
        found = dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return ()
    return tuple(NameServer(str(server), found.port) for server in found.nameservers)


class Wire:
    """A source for `Resolver` that asks name servers over UDP, and TCP when an answer is truncated.

    `timeout` bounds one question in seconds, all servers and retries together; `budget` the whole run from
    the first question on. A silent server is asked again once; any other is tried before that.
    """

    def __init__(self, servers: tuple[NameServer, ...], *, timeout: float = 5.0, budget: float = 60.0) -> None:
        self.servers = servers
        self.timeout = timeout
        self.budget = budget
        self._deadline: float | None = None

    async def __call__(self, name: str, kind: str) -> Answer:
        clock = asyncio.get_running_loop().time
        if self._deadline is None:
            self._deadline = clock() + self.budget
        if not self.servers:
            return Answer(name, kind, "unasked", detail="no name server is configured")
        try:
            question = _question_name(name)
        except ValueError as error:
            return Answer(name, kind, "malformed", detail=f"not a domain name: {error}")
        until = min(clock() + self.timeout, self._deadline)
        if until <= clock():
            return Answer(name, kind, "timeout", detail=f"the run's budget of {self.budget:g} s for DNS is spent")
        return await self._follow(name, kind, question, until)

    async def _follow(self, name: str, kind: str, question: dns.name.Name, until: float) -> Answer:
        """Ask, and go on where a reply ends in a CNAME whose target it does not hold."""
        chain: list[str] = []
        while True:
            reply, status, detail = await self._ask_servers(question, kind, until)
            if reply is None:
                return Answer(name, kind, status, chain=tuple(chain), detail=detail)
            answer, rest = _read(name, kind, question, reply, chain)
            if rest is None:
                return answer
            if len(chain) > MAX_CHAIN or len(set(chain)) < len(chain):
                return Answer(name, kind, "servfail", chain=tuple(chain[:MAX_CHAIN]), detail="the CNAMEs form a loop")
            question = rest

    async def _ask_servers(
        self, question: dns.name.Name, kind: str, until: float
    ) -> tuple[dns.message.Message | None, Status, str]:
        """The first usable reply, else the most telling failure."""
        import dns.rcode

        clock = asyncio.get_running_loop().time
        status: Status = "timeout"
        detail = f"no answer within {self.timeout:g} s"
        rounds = [server for _ in range(2) for server in self.servers]
        for number, server in enumerate(rounds):
            left = until - clock()
            if left <= 0:
                break
            share = left / min(len(rounds) - number, 3)
            reply, failure, words = await _exchange(question, kind, server, share)
            if reply is None:
                if failure != "timeout" or status == "timeout":
                    status, detail = failure, words
                continue
            code = reply.rcode()
            if code in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
                return reply, "answered", ""
            status = "refused" if code == dns.rcode.REFUSED else "servfail"
            detail = f"{server.address} answered {dns.rcode.to_text(code)}"
            if number + 1 >= len(self.servers):
                break
        return None, status, detail


def _question_name(name: str) -> dns.name.Name:
    """The name to ask for, Unicode labels as IDNA. Raises ValueError with the reason."""
    import dns.exception
    import dns.name

    try:
        return dns.name.from_text(name if name.isascii() else name.lower(), dns.name.root)
    except (dns.exception.DNSException, UnicodeError) as error:
        raise ValueError(str(error)) from error


async def _exchange(
    question: dns.name.Name, kind: str, server: NameServer, seconds: float
) -> tuple[dns.message.Message | None, Status, str]:
    import dns.asyncquery
    import dns.exception
    import dns.flags
    import dns.message

    query = dns.message.make_query(question, kind, use_edns=0, payload=1232)
    query.flags |= dns.flags.AD  # ask for the resolver's word on DNSSEC without its signatures (RFC 6840 5.7)
    try:
        reply, _ = await dns.asyncquery.udp_with_fallback(
            query, server.address, timeout=seconds, port=server.port, ignore_unexpected=True, ignore_errors=True
        )
    except (dns.exception.Timeout, TimeoutError):
        return None, "timeout", f"{server.address} did not answer"
    except (dns.exception.DNSException, EOFError, ValueError) as error:
        return None, "malformed", f"the reply of {server.address} cannot be read: {error}"
    except OSError as error:
        return None, "refused", f"{server.address} cannot be reached: {error.strerror or error}"
    return reply, "answered", ""


def _read(
    name: str, kind: str, question: dns.name.Name, reply: dns.message.Message, chain: list[str]
) -> tuple[Answer, dns.name.Name | None]:
    """The answer in a reply, or the CNAME target to ask for next. Adds to `chain`."""
    import dns.flags
    import dns.rcode
    import dns.rdataclass
    import dns.rdatatype

    wanted = dns.rdatatype.from_text(kind)
    secure = bool(reply.flags & dns.flags.AD)
    sets = {(rrset.name, rrset.rdtype): rrset for rrset in reply.answer if rrset.rdclass == dns.rdataclass.IN}
    ttl: int | None = None
    followed = False
    while (question, wanted) not in sets and (question, dns.rdatatype.CNAME) in sets and len(chain) <= MAX_CHAIN:
        alias = sets[question, dns.rdatatype.CNAME]
        question = alias[0].target
        ttl = alias.ttl if ttl is None else min(ttl, alias.ttl)
        chain.append(_host(question))
        followed = True
    found = sets.get((question, wanted))
    if found is not None:
        records = tuple(read_record(kind, data) for data in found)
        lowest = found.ttl if ttl is None else min(ttl, found.ttl)
        return Answer(name, kind, "answered", records, tuple(chain), lowest, "", secure), None
    if reply.rcode() == dns.rcode.NXDOMAIN:
        return Answer(name, kind, "nxdomain", (), tuple(chain), 0, "", secure), None
    answer = Answer(name, kind, "nodata", (), tuple(chain), 0, "", secure)
    # A recursive server would have followed the alias; an authoritative one leaves that to us.
    complete = not followed or any(rrset.rdtype == dns.rdatatype.SOA for rrset in reply.authority)
    return answer, None if complete else question


def _host(name: dns.name.Name) -> str:
    text = name.to_text(omit_final_dot=True)
    return text.lower() if text != "@" else "."


def read_record(kind: str, data: dns.rdata.Rdata) -> Record:
    """Our record from dnspython's."""
    from dns.rdtypes.ANY import CNAME, MX, NS, PTR, TXT
    from dns.rdtypes.IN import AAAA, SRV, A

    text = data.to_text()
    if isinstance(data, TXT.TXT):
        return Record(kind, text, strings=tuple(data.strings))
    if isinstance(data, MX.MX):
        return Record(kind, text, host=_host(data.exchange), number=data.preference)
    if isinstance(data, A.A | AAAA.AAAA):
        return Record(kind, text, address=data.address)
    if isinstance(data, NS.NS | CNAME.CNAME | PTR.PTR | SRV.SRV):
        return Record(kind, text, host=_host(data.target))
    return Record(kind, text)
