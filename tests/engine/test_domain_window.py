"""Many domains at the same time: a slow one holds nobody up, and no more are under way than allowed."""

from __future__ import annotations

import asyncio

import pytest

from mailcheck.engine.domains import AT_ONCE, Lookups
from mailcheck.lookup.answers import Answer
from mailcheck.spans import Text
from mailcheck.subjects.context import Context

NAMES = [f"d{number}.test" for number in range(100)]


class Source:
    """Answers that nothing exists, slowly about one domain; counts what is under way."""

    def __init__(self, slow: str = "") -> None:
        self.slow = slow
        self.now = self.most = 0

    async def __call__(self, name: str, kind: str) -> Answer:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.3 if self.slow and name.endswith(self.slow) else 0.001)
        self.now -= 1
        return Answer(name, kind, "nxdomain")


def lookups(source: Source, in_flight: int = 64) -> Lookups:
    found = Lookups(source, in_flight=in_flight)
    for name in NAMES:
        found.named.add(name, Text("list", name).span(), "listed")
    return found


def test_results_come_in_the_order_of_the_names() -> None:
    with lookups(Source(slow="d3.test")) as found:
        assert [domain.name for domain in found.domains(Context())] == NAMES


def test_as_they_come_a_slow_one_is_overtaken() -> None:
    with lookups(Source(slow="d3.test")) as found:
        order = [domain.name for domain in found.as_they_come(found.named, Context())]
    assert sorted(order) == sorted(NAMES)
    assert order.index("d3.test") > AT_ONCE


@pytest.mark.parametrize("limit", [1, 7, 64])
def test_questions_in_flight_are_bounded(limit: int) -> None:
    source = Source()
    with lookups(source, limit) as found:
        assert len(list(found.as_they_come(found.named, Context()))) == len(NAMES)
    assert source.most == limit


def test_what_is_not_wanted_any_more_is_given_up() -> None:
    source = Source(slow="d3.test")
    with lookups(source) as found:
        assert next(iter(found.domains(Context()))).name == "d0.test"
    assert source.now > 0, "it was under way, and nobody waited for it"
