"""Recorded answers posing as a name server: `--dns-record`, `--dns-replay`, and the zones of tests.

The file reads like a zone file; what a zone cannot say stands in comment lines of our own:

    ; mailcheck DNS recording 1
    example.com. 300 IN TXT "v=spf1 -all"
    ;! nxdomain  _dmarc.example.com. TXT
    ;! timeout   mail.example.com. A  192.0.2.53 did not answer
    ;! via       www.example.com. A  example.net.
    ;! secure    example.com. TXT

What is not marked as secure was not (RFC 6840 section 5.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from mailcheck.lookup.answers import Answer, Ask, Record, Status
from mailcheck.lookup.names import fold_name, question_name

HEADING = "; mailcheck DNS recording 1"
_TTL = re.compile(r"[0-9]{1,10}")
STATUSES: frozenset[str] = frozenset(get_args(Status))


class ZoneError(ValueError):
    """A recording that cannot be read; the message names the line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line


class Zone:
    """A source for `Resolver` that answers from memory.

    `closed`: names that are not in it do not exist (a test's zone); otherwise they were not asked for when
    it was recorded, and the answer is 'unasked'.
    """

    def __init__(self, answers: Mapping[tuple[str, str], Answer], *, closed: bool = False) -> None:
        self._answers = dict(answers)
        self._names = {name for name, _ in self._answers}
        self._closed = closed

    async def __call__(self, name: str, kind: str) -> Answer:
        known = self._answers.get((name, kind))
        if known is not None:
            return known
        if not self._closed:
            return Answer(name, kind, "unasked", detail="not in the DNS recording")
        alias = self._answers.get((name, "CNAME"))
        if alias is not None and alias.status == "answered" and kind != "CNAME":
            return await self._behind(name, kind, alias)
        return Answer(name, kind, "nodata" if self._exists(name) else "nxdomain")

    async def _behind(self, name: str, kind: str, alias: Answer) -> Answer:
        chain: list[str] = []
        step: Answer | None = alias
        while step is not None and step.status == "answered" and len(chain) < 10:
            chain.append(step.hosts[0])
            if (chain[-1], kind) in self._answers:
                break
            step = self._answers.get((chain[-1], "CNAME"))
        if len(chain) >= 10:
            return Answer(name, kind, "servfail", chain=tuple(chain), detail="the CNAMEs form a loop")
        last = await self(chain[-1], kind)
        return Answer(name, kind, last.status, last.records, (*chain, *last.chain), last.ttl, last.detail)

    def _exists(self, name: str) -> bool:
        """A name exists when it or a name below it holds a record (an empty non-terminal, RFC 8020)."""
        return name in self._names or any(other.endswith("." + name) for other in self._names)


class Recorder:
    """A source that remembers every answer of another one, for `write_zone`."""

    def __init__(self, source: Ask) -> None:
        self._source = source
        self.answers: dict[tuple[str, str], Answer] = {}

    async def __call__(self, name: str, kind: str) -> Answer:
        answer = await self._source(name, kind)
        self.answers[name, kind] = answer
        return answer


def zone_of(entries: Mapping[str, str | Iterable[str]]) -> Zone:
    """A closed zone from `{"_dmarc.ex.test TXT": "v=DMARC1; p=none"}`: the form of examples and tests.

    The value is the data in presentation form; for TXT plain text, taken as one string of any length. A
    value '!servfail' (or another status) is a failure. Several records: a list.
    """
    answers: dict[tuple[str, str], Answer] = {}
    for question, value in entries.items():
        name, _, kind = question.rpartition(" ")
        name, kind = question_name(name.strip()), kind.upper()
        values = [value] if isinstance(value, str) else list(value)
        if len(values) == 1 and values[0].startswith("!"):
            status = values[0][1:]
            if status not in STATUSES:
                raise ValueError(f"{question}: no such status: {status}")
            answers[name, kind] = Answer(name, kind, cast(Status, status))
            continue
        records = tuple(_record(kind, text) for text in values)
        answers[name, kind] = Answer(name, kind, "answered", records, ttl=300)
    return Zone(answers, closed=True)


def _record(kind: str, text: str) -> Record:
    if kind == "TXT" and not text.startswith('"'):
        raw = text.encode("utf-8", "surrogateescape")
        pieces = tuple(raw[at : at + 255] for at in range(0, len(raw), 255)) or (b"",)
        return Record("TXT", quote_strings(pieces), pieces)
    return parse_record(kind, text)


def parse_record(kind: str, text: str) -> Record:
    """A record from its presentation form. Raises ValueError for what no zone file may hold."""
    import dns.exception
    import dns.name
    import dns.rdata
    import dns.rdataclass
    import dns.rdatatype

    from mailcheck.lookup.replies import read_record

    try:
        data = dns.rdata.from_text(
            dns.rdataclass.IN, dns.rdatatype.from_text(kind), text, origin=dns.name.root, relativize=False
        )
    except (dns.exception.DNSException, ValueError) as error:
        raise ValueError(f"{kind} {text!r}: {error}") from error
    return read_record(kind, data)


def quote_strings(strings: Iterable[bytes]) -> str:
    """Character strings as a zone file writes them."""
    return " ".join('"' + "".join(map(_quoted_byte, string)) + '"' for string in strings)


def _quoted_byte(byte: int) -> str:
    if byte in b'"\\':
        return "\\" + chr(byte)
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03d}"


def write_zone(answers: Iterable[Answer]) -> str:
    """A recording of every answer, sorted by name and type, so that two recordings compare line by line."""
    lines = [HEADING]
    for answer in sorted(answers, key=lambda a: (a.name.split(".")[::-1], a.kind)):
        name = answer.name if answer.name == "." else answer.name + "."
        if answer.status != "answered":
            lines.append(f";! {answer.status:<9} {name} {answer.kind}  {_one_line(answer.detail)}".rstrip())
        if answer.chain:
            lines.append(f";! via       {name} {answer.kind}  {' '.join(answer.chain)}")
        if answer.secure:
            lines.append(f";! secure    {name} {answer.kind}")
        lines += [f"{name} {answer.ttl} IN {answer.kind} {record.text}" for record in answer.records]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class _Draft:
    """An answer while its lines are being read."""

    status: str = ""
    detail: str = ""
    chain: tuple[str, ...] = ()
    secure: bool = False
    ttl: int = 0
    records: list[Record] = field(default_factory=list)


_Drafts = dict[tuple[str, str], _Draft]


def read_zone(text: str) -> Zone:
    """The recording that `write_zone` wrote. Raises ZoneError."""
    drafts: _Drafts = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(";!"):
            _read_note(drafts, number, line)
        elif line.strip() and not line.startswith(";"):
            _read_record(drafts, number, line)
    return Zone({key: _finished(key, draft) for key, draft in drafts.items()})


def _finished(key: tuple[str, str], draft: _Draft) -> Answer:
    status = cast(Status, draft.status or ("answered" if draft.records else "nodata"))
    answer = Answer(*key, status, tuple(draft.records), draft.chain, draft.ttl, draft.detail)
    return answer if answer.failed else replace(answer, secure=draft.secure)


def _read_note(drafts: _Drafts, number: int, line: str) -> None:
    words = line[2:].split(None, 3)
    if len(words) < 3:
        raise ZoneError(number, "a note needs a word, a name and a type")
    rest = words[3] if len(words) > 3 else ""
    draft = drafts.setdefault((fold_name(words[1]), words[2].upper()), _Draft())
    if words[0] == "via":
        draft.chain = tuple(rest.split())
    elif words[0] == "secure":
        draft.secure = True
    elif words[0] in STATUSES:
        draft.status, draft.detail = words[0], rest
    else:
        raise ZoneError(number, f"unknown note '{words[0]}'")


def _read_record(drafts: _Drafts, number: int, line: str) -> None:
    words = line.split(None, 4)
    if len(words) < 5 or not _TTL.fullmatch(words[1]) or words[2].upper() != "IN":
        raise ZoneError(number, "a record is: name, TTL, IN, type, data")
    kind = words[3].upper()
    try:
        record = parse_record(kind, words[4])
    except ValueError as error:
        raise ZoneError(number, str(error)) from error
    draft = drafts.setdefault((fold_name(words[0]), kind), _Draft())
    draft.ttl = int(words[1])
    draft.records.append(record)
