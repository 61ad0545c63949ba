"""What a look-up yields. Only data: facts read it, and nothing here knows a network."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal[
    "answered",  # there are records
    "nxdomain",  # the name does not exist, for certain
    "nodata",  # the name exists, records of this type do not
    "servfail",  # the server could not find out
    "refused",  # the server did not want to
    "timeout",  # nobody answered in time
    "malformed",  # the reply cannot be read
    "invalid-name",  # no such name can be asked for: a label is empty or too long
    "unasked",  # offline, or not in the recording
]
ABSENT: frozenset[Status] = frozenset({"nxdomain", "nodata"})


@dataclass(frozen=True, slots=True)
class Record:
    """One resource record. `text` is its data in the presentation form of a zone file.

    `strings`: the character strings of a TXT record, as bytes. `host`: the name in MX, NS, CNAME, PTR and
    SRV, lower case, without the final dot ('.' for the root). `number`: MX preference. `address`: A or AAAA.
    """

    kind: str
    text: str
    strings: tuple[bytes, ...] = ()
    host: str = ""
    number: int = 0
    address: str = ""

    @property
    def joined(self) -> str:
        """The strings of a TXT record joined without a space (RFC 7208 3.3, RFC 6376 3.6.2.2).

        Bytes that are no UTF-8 come as lone surrogates, so that no two records look alike.
        """
        return b"".join(self.strings).decode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `chain` names the CNAME targets that were followed, in order.

    `ttl` in seconds, 0 when unknown. `detail` says in words what failed. `secure` is the server's word on
    DNSSEC (the AD flag); None where nobody was asked, and for failures.
    """

    name: str
    kind: str
    status: Status
    records: tuple[Record, ...] = ()
    chain: tuple[str, ...] = ()
    ttl: int = 0
    detail: str = ""
    secure: bool | None = None

    @property
    def absent(self) -> bool:
        """A definite no: neither a failure nor a record."""
        return self.status in ABSENT

    @property
    def failed(self) -> bool:
        """Nothing is known: the opposite of a definite answer."""
        return self.status != "answered" and not self.absent

    @property
    def texts(self) -> tuple[str, ...]:
        """The TXT records, each with its strings joined."""
        return tuple(record.joined for record in self.records if record.kind == "TXT")

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(record.host for record in self.records if record.host)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(record.address for record in self.records if record.address)


Ask = Callable[[str, str], Coroutine[Any, Any, Answer]]
"""`await ask("example.com", "TXT")`: what domain facts are given instead of a network."""
