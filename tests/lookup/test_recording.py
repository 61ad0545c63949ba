"""What was seen is recorded, and a replay gives the same answers without a network."""

from __future__ import annotations

import asyncio

import dns.rcode
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import Fault, Server, drop, rcode, truncated
from test_wire import CHAIN, NAMES, ZONE

from mailcheck.lookup.answers import Answer
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.wire import Wire
from mailcheck.lookup.zone import Recorder, read_zone, write_zone

Questions = list[tuple[str, str]]


async def all_of(resolver: Resolver, questions: Questions) -> list[Answer]:
    return list(await asyncio.gather(*(resolver.ask(*question) for question in questions)))


def replayed(server: Server, questions: Questions, patience: float = 30) -> tuple[list[Answer], list[Answer]]:
    """The answers of the server, and those of its recording; `patience` in seconds, long where nothing is dropped."""
    recorder = Recorder(Wire([server.address], timeout=patience))
    seen = asyncio.run(all_of(Resolver(recorder), questions))
    text = write_zone(recorder.answers.values())
    recording = read_zone(text)
    again = asyncio.run(all_of(Resolver(recording), questions))
    assert write_zone(again_by_key(again)) == text
    return seen, again


def again_by_key(answers: list[Answer]) -> list[Answer]:
    """Each recorded answer once."""
    return list({(a.name, a.kind): a for a in answers if a.status != "invalid-name"}.values())


def test_everything_that_a_server_can_do() -> None:
    zone = {**ZONE, **CHAIN, "a.test CNAME": "a.test.", "big.test TXT": "x" * 60_000, "no.test MX": "0 ."}
    zone |= {f"{name} TXT": "here" for name in NAMES}
    faults: dict[str, Fault] = {
        "t.test A": drop,
        "s.test A": rcode(dns.rcode.SERVFAIL),
        "r.test A": rcode(dns.rcode.REFUSED),
        "ex.test MX": truncated,
    }
    names = ["ex.test", "b.ex.test", "none.test", "c0.test", "c6.test", "a.test", "big.test", "no.test", ".", "test"]
    names += [*NAMES, "t.test", "s.test", "r.test", "a..test", "odd name\n; (x).test", "\tA.test", "Bücher.test"]
    questions = [(name, kind) for name in names for kind in ("TXT", "A", "MX")]
    with Server(zone, faults=faults) as server:
        seen, again = replayed(server, questions, patience=0.3)
    assert seen == again


LABEL = st.one_of(
    st.from_regex(r"[a-z0-9_-]{1,12}", fullmatch=True),
    st.binary(min_size=1, max_size=20).map(lambda raw: "".join(f"\\{byte:03d}" for byte in raw)),
)
NAME = st.lists(LABEL, min_size=1, max_size=4).map(".".join)
TXT = st.lists(st.binary(max_size=255), min_size=1, max_size=5).map(
    lambda strings: " ".join('"' + "".join(f"\\{byte:03d}" for byte in string) + '"' for string in strings)
)
RECORDS = st.one_of(
    st.tuples(st.just("TXT"), st.lists(TXT, min_size=1, max_size=4)),
    st.tuples(st.just("MX"), st.lists(NAME.map(lambda name: f"7 {name}."), min_size=1, max_size=4)),
    st.tuples(st.just("CNAME"), NAME.map(lambda name: f"{name}.")),
    st.tuples(st.just("AAAA"), st.ip_addresses(v=6).map(str)),
)


@given(st.dictionaries(NAME, RECORDS, max_size=6), st.lists(NAME, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_zone(entries: dict[str, tuple[str, str | list[str]]], others: list[str]) -> None:
    zone = {f"{name} {kind}": value for name, (kind, value) in entries.items()}
    questions = [(name, kind) for name in (*entries, *others) for kind in ("TXT", "MX", "AAAA", "CNAME")]
    with Server(zone) as server:
        seen, again = replayed(server, questions)
    assert seen == again
    for name, (kind, _) in entries.items():
        assert seen[questions.index((name, kind))].status == "answered"
