"""Reading what a name server sent: hostile bytes until they prove to be the answer to our question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from secrets import randbits
from struct import pack, unpack_from
from typing import TYPE_CHECKING, Final

from mailcheck.lookup.answers import Answer, Record
from mailcheck.lookup.names import spell

if TYPE_CHECKING:
    import dns.message
    import dns.name
    import dns.rdata
    import dns.rdataset

MAX_CHAIN: Final = 10
"""CNAMEs followed for one question; resolvers give up at about as many."""
PAYLOAD: Final = 1232
"""Bytes of a UDP reply that no path fragments (DNS Flag Day 2020)."""
MAX_RECORDS: Final = 512
"""Records of a reply that are read: more than any domain publishes, few enough to read whatever they hold."""
HEADER: Final = 12
IN: Final = 1


class Flag(IntFlag):
    """Of the header (RFC 1035 section 4.1.1, RFC 4035 section 3)."""

    QR = 0x8000
    AA = 0x0400
    TC = 0x0200
    RD = 0x0100
    AD = 0x0020


class UnreadableError(Exception):
    """Bytes that are no answer to the question; the message says why. A forger sends such, too: keep listening."""


class TruncatedError(Exception):
    """The answer is longer than a datagram: ask again over TCP."""


class Query:
    """One question as it goes over the wire. `extended`: with EDNS, which very old servers reject."""

    def __init__(self, name: dns.name.Name, kind: str, *, extended: bool = True) -> None:
        import dns.rdatatype

        self.extended = extended
        self._question = name, dns.rdatatype.from_text(kind)
        # AD: ask for the resolver's word on DNSSEC without its signatures (RFC 6840 section 5.7).
        header = pack("!6H", randbits(16), Flag.RD | Flag.AD, 1, 0, 0, int(extended))
        options = b"\0" + pack("!HHIH", dns.rdatatype.OPT, PAYLOAD, 0, 0) if extended else b""
        encoded = b"".join(bytes([len(label)]) + label for label in name.labels)
        self.wire = header + encoded + pack("!HH", self._question[1], IN) + options

    def read(self, wire: bytes, *, datagram: bool) -> dns.message.Message:
        """The reply in `wire`. Raises UnreadableError and, for a datagram, TruncatedError."""
        import dns.message

        if len(wire) < HEADER or wire[:2] != self.wire[:2]:
            raise UnreadableError("it belongs to no question of ours")
        _, flags, _, *counts = unpack_from("!6H", wire)
        if sum(counts) > MAX_RECORDS:
            raise UnreadableError(f"it holds {sum(counts)} records")
        truncated = bool(flags & Flag.TC)
        try:
            reply = dns.message.from_wire(wire, question_only=truncated)
        except Exception as error:  # a parser of foreign bytes: whatever it trips over, the bytes are at fault
            raise UnreadableError(" ".join(str(error).split()) or type(error).__name__) from error
        if not self._is_asked_in(reply):
            raise UnreadableError("it answers another question")
        if truncated and datagram:
            raise TruncatedError
        if truncated:
            raise UnreadableError("it is truncated even over TCP")
        return reply

    def _is_asked_in(self, reply: dns.message.Message) -> bool:
        """Some servers send errors without the question."""
        import dns.rcode

        if not reply.flags & Flag.QR or reply.opcode() != 0:
            return False
        if not reply.question:
            return reply.rcode() not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)
        asked = reply.question[0]
        return len(reply.question) == 1 and (asked.name, asked.rdtype, asked.rdclass) == (*self._question, IN)


@dataclass(slots=True)
class Trail:
    """From the name that was asked for along its aliases to the one that holds the answer."""

    name: dns.name.Name
    chain: list[str]
    ttl: int | None = None

    @property
    def looped(self) -> bool:
        return len(self.chain) > MAX_CHAIN or len(set(self.chain)) < len(self.chain)

    def follow(self, alias: dns.rdataset.Rdataset) -> None:
        self.name = alias[0].target
        self.chain.append(spell(self.name))
        self.age(alias.ttl)

    def age(self, ttl: int) -> None:
        self.ttl = ttl if self.ttl is None else min(self.ttl, ttl)


def read_answer(name: str, kind: str, trail: Trail, reply: dns.message.Message) -> Answer | None:
    """The answer to (name, kind) in a reply about `trail.name`; None when the trail leads on out of the reply.

    Servers turn their records round from one reply to the next; here they are sorted by their text.
    """
    import dns.rcode
    import dns.rdatatype

    wanted = dns.rdatatype.from_text(kind)
    secure = bool(reply.flags & Flag.AD)
    sets = {(rrset.name, rrset.rdtype): rrset for rrset in reply.answer if rrset.rdclass == IN}
    asked = trail.name
    while (trail.name, wanted) not in sets and (trail.name, dns.rdatatype.CNAME) in sets and not trail.looped:
        trail.follow(sets[trail.name, dns.rdatatype.CNAME])
    chain = tuple(trail.chain)
    if trail.looped:
        return Answer(name, kind, "servfail", chain=chain[:MAX_CHAIN], detail="the CNAMEs form a loop")
    found = sets.get((trail.name, wanted))
    if found is not None:
        trail.age(found.ttl)
        records = sorted((read_record(kind, data) for data in found), key=lambda record: record.text)
        return Answer(name, kind, "answered", tuple(records), chain, trail.ttl or 0, secure=secure)
    if reply.rcode() == dns.rcode.NXDOMAIN:
        return Answer(name, kind, "nxdomain", chain=chain, secure=secure)
    # A recursive server would have followed the alias; an authoritative one leaves that to us.
    if trail.name != asked and not _has_authority(reply, dns.rdatatype.SOA):
        return None
    return Answer(name, kind, "nodata", chain=chain, secure=secure)


def is_referral(reply: dns.message.Message) -> bool:
    """A server that knows nothing and names others: no answer, least of all a no (RFC 2308 section 2.2)."""
    import dns.rcode
    import dns.rdatatype

    silent = reply.rcode() == dns.rcode.NOERROR and not reply.answer and not reply.flags & Flag.AA
    return silent and _has_authority(reply, dns.rdatatype.NS) and not _has_authority(reply, dns.rdatatype.SOA)


def _has_authority(reply: dns.message.Message, kind: int) -> bool:
    return any(rrset.rdtype == kind for rrset in reply.authority)


def read_record(kind: str, data: dns.rdata.Rdata) -> Record:
    """Our record from dnspython's."""
    from dns.rdtypes.ANY import CNAME, MX, NS, PTR
    from dns.rdtypes.IN import AAAA, SRV, A
    from dns.rdtypes.txtbase import TXTBase

    text = data.to_text()
    if isinstance(data, TXTBase):
        return Record(kind, text, strings=tuple(data.strings))
    if isinstance(data, MX.MX):
        return Record(kind, text, host=spell(data.exchange), number=data.preference)
    if isinstance(data, A.A | AAAA.AAAA):
        return Record(kind, text, address=data.address)
    if isinstance(data, NS.NS | CNAME.CNAME | PTR.PTR | SRV.SRV):
        return Record(kind, text, host=spell(data.target))
    return Record(kind, text)
