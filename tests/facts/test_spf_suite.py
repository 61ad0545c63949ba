"""The conformance suite of RFC 7208: every case gives the suite's result."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from mailcheck.facts.domain.spf_check import check_host
from mailcheck.lookup.answers import Answer, Record
from mailcheck.lookup.names import question_name
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import Zone, quote_strings

SUITE = Path(__file__).resolve().parents[3] / "shared" / "suites" / "spf" / "rfc7208-tests.yml"


def records(kind: str, value: Any) -> Record:
    if kind in ("TXT", "SPF"):
        pieces = value if isinstance(value, list) else [value]
        strings = tuple(piece.encode("utf-8", "surrogateescape") for piece in pieces)
        return Record("TXT", quote_strings(strings), strings)
    if kind == "MX":
        host = value[1].rstrip(".").lower() or "."
        return Record("MX", f"{value[0]} {host}", host=host, number=value[0])
    if kind in ("A", "AAAA"):
        return Record(kind, value, address=value)
    return Record(kind, value, host=value.rstrip(".").lower())


def zone(data: dict[str, list[Any]]) -> Zone:
    """The suite's zone data; SPF records stand for TXT unless the name has TXT of its own."""
    answers: dict[tuple[str, str], Answer] = {}
    for raw_name, entries in data.items():
        name = question_name(raw_name)
        found: dict[str, list[Record]] = {}
        own_txt = any(isinstance(entry, dict) and "TXT" in entry for entry in entries)
        silent = "TIMEOUT" in entries
        for entry in entries:
            if not isinstance(entry, dict):
                continue
            for kind, value in entry.items():
                if kind == "SPF" and own_txt:
                    continue
                if value == "TIMEOUT":
                    answers[name, "TXT" if kind == "SPF" else kind] = Answer(name, kind, "timeout")
                elif value != "NONE":
                    record = records(kind, value)
                    found.setdefault(record.kind, []).append(record)
        for kind, of_kind in found.items():
            answers[name, kind] = Answer(name, kind, "answered", tuple(of_kind))
        if silent:
            for kind in ("TXT", "A", "AAAA", "MX", "PTR"):
                answers.setdefault((name, kind), Answer(name, kind, "timeout"))
        answers.setdefault((name, "ANY"), Answer(name, "ANY", "nodata"))
    return Zone(answers, closed=True)


CASES = [
    pytest.param(scenario, name, test, id=f"{scenario['description']}-{name}")
    for scenario in yaml.safe_load_all(SUITE.read_text(encoding="utf-8"))
    for name, test in scenario["tests"].items()
]


@pytest.mark.parametrize(("scenario", "name", "test"), CASES)
def test_case(scenario: dict[str, Any], name: str, test: dict[str, Any]) -> None:
    resolver = Resolver(zone(scenario["zonedata"]))
    got = asyncio.run(check_host(resolver.ask, test["host"], test["mailfrom"], test["helo"]))
    wanted = test["result"] if isinstance(test["result"], list) else [test["result"]]
    assert got.result in wanted, got
    if "explanation" in test and test["explanation"] != "DEFAULT":
        assert got.explanation == test["explanation"]


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 203
