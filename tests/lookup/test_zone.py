"""Recorded answers: what was written is read again, and failures stay failures."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.lookup.answers import Answer, Record
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import Zone, ZoneError, parse_record, quote_strings, read_zone, write_zone, zone_of


def ask(zone: Zone, name: str, kind: str = "TXT") -> Answer:
    return asyncio.run(Resolver(zone).ask(name, kind))


def test_a_closed_zone_tells_absent_names_from_absent_types() -> None:
    zone = zone_of({"a.b.ex.test TXT": "hello", "ex.test MX": ["10 mx.ex.test.", "20 mx2.ex.test."]})
    assert ask(zone, "A.b.EX.test.").texts == ("hello",)
    assert ask(zone, "b.ex.test").status == "nodata"  # an empty non-terminal exists
    assert ask(zone, "c.ex.test").status == "nxdomain"
    assert ask(zone, "ex.test", "MX").hosts == ("mx.ex.test", "mx2.ex.test")


def test_aliases_are_followed_and_named() -> None:
    zone = zone_of({"_dmarc.ex.test CNAME": "d.host.test.", "d.host.test TXT": "v=DMARC1; p=none"})
    answer = ask(zone, "_dmarc.ex.test")
    assert (answer.texts, answer.chain) == (("v=DMARC1; p=none",), ("d.host.test",))


def test_an_alias_loop_fails_instead_of_being_absent() -> None:
    zone = zone_of({"a.test CNAME": "b.test.", "b.test CNAME": "a.test."})
    answer = ask(zone, "a.test")
    assert answer.failed
    assert not answer.absent


def test_failures_are_not_absences() -> None:
    zone = zone_of({"ex.test TXT": "!servfail", "b.test TXT": "!timeout"})
    assert ask(zone, "ex.test").failed
    assert ask(zone, "b.test").status == "timeout"


def test_what_was_not_recorded_is_unasked() -> None:
    recording = read_zone(write_zone([Answer("ex.test", "TXT", "nxdomain")]))
    assert ask(recording, "ex.test").status == "nxdomain"
    assert ask(recording, "other.test").status == "unasked"


@given(st.lists(st.binary(max_size=255), min_size=1, max_size=4))
def test_any_character_strings_survive(strings: list[bytes]) -> None:
    record = Record("TXT", quote_strings(strings), tuple(strings))
    answer = Answer("ex.test", "TXT", "answered", (record,), ttl=60)
    assert ask(read_zone(write_zone([answer])), "ex.test").records[0].strings == tuple(strings)


def test_a_recording_keeps_everything() -> None:
    answers = [
        Answer("ex.test", "MX", "answered", (parse_record("MX", "10 mx.ex.test."),), ("alias.test",), 30, "", True),
        Answer("a.test", "A", "timeout", detail="192.0.2.1 did not answer"),
        Answer("b.test", "AAAA", "nodata", chain=("c.test",), secure=False),
    ]
    zone = read_zone(write_zone(answers))
    for answer in answers:
        assert ask(zone, answer.name, answer.kind) == answer


@pytest.mark.parametrize(
    ("line", "reason"),
    [("ex.test. IN TXT x", "a record is"), ("ex.test. 60 IN A 1.2.3", "A '1.2.3'"), (";! odd ex.test. TXT", "odd")],
)
def test_a_broken_recording_names_the_line(line: str, reason: str) -> None:
    with pytest.raises(ZoneError, match="line 2: ") as caught:
        read_zone("; mailcheck DNS recording 1\n" + line + "\n")
    assert reason in str(caught.value)


def test_a_question_is_asked_once() -> None:
    asked: list[str] = []

    async def source(name: str, kind: str) -> Answer:
        asked.append(name)
        await asyncio.sleep(0)
        return Answer(name, kind, "nodata")

    async def many() -> None:
        resolver = Resolver(source)
        await asyncio.gather(*(resolver.ask(name, "TXT") for name in ["a.test", "A.TEST.", "a.test", "b.test"]))
        await resolver.ask("a.test", "TXT")

    asyncio.run(many())
    assert sorted(asked) == ["a.test", "b.test"]
