"""The memory of a run: each question is asked once, independent ones at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from mailcheck.lookup.answers import Answer, Ask


class Resolver:
    """Asks `source` for what is not yet known. One object a run, passed down; never a global.

    Questions under way are shared: two that ask for the same name and type at once wait for one answer.
    Failures are remembered too, so that a dead server is not asked for ever. At most `in_flight` questions
    are under way, and the last `remember` answers are kept. An object belongs to the event loop it is first
    used in.
    """

    def __init__(self, source: Ask, *, in_flight: int = 64, remember: int = 1_000_000) -> None:
        self._source = source
        self._in_flight = in_flight
        self._remember = remember
        self._slots: asyncio.Semaphore | None = None
        self._asked: dict[tuple[str, str], asyncio.Task[Answer]] = {}
        self._answers: dict[tuple[str, str], Answer] = {}

    @property
    def answers(self) -> Mapping[tuple[str, str], Answer]:
        """The answers that are remembered, by (name, type), in the order in which they came."""
        return self._answers

    async def ask(self, name: str, kind: str) -> Answer:
        """The answer for a name (any case, with or without the final dot; Unicode is taken as IDNA)."""
        key = (fold_name(name), kind.upper())
        known = self._answers.get(key)
        if known is not None:
            return known
        task = self._asked.get(key)
        if task is None:
            task = asyncio.create_task(self._fetch(*key))
            self._asked[key] = task
        # A caller that is cancelled must not take the answer away from the others.
        return await asyncio.shield(task)

    async def _fetch(self, name: str, kind: str) -> Answer:
        if self._slots is None:
            self._slots = asyncio.Semaphore(self._in_flight)
        async with self._slots:
            answer = await self._source(name, kind)
        self._answers[name, kind] = answer
        if len(self._answers) > self._remember:
            del self._answers[next(iter(self._answers))]
        del self._asked[name, kind]
        return answer


def fold_name(name: str) -> str:
    """Lower case (ASCII only, RFC 4343), no final dot; '.' stays the root."""
    folded = "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in name)
    return folded[:-1] if folded.endswith(".") and len(folded) > 1 else folded


async def offline(name: str, kind: str) -> Answer:
    """The source of a run without a network."""
    return Answer(name, kind, "unasked", detail="no DNS look-ups in an offline run")
