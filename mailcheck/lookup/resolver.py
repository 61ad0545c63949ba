"""The memory of a run: each question is asked once, independent ones at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from mailcheck.lookup.answers import Answer, Ask
from mailcheck.lookup.names import question_name

LARGE: Final = 1000
"""Characters of data for which an answer counts once more in what is remembered."""


class Resolver:
    """Asks `source` for what is not yet known. One object a run, passed down; never a global.

    Questions under way are shared: two that ask for the same name and type at once wait for one answer.
    Failures are remembered too, so that a dead server is not asked for ever. At most `in_flight` questions
    are under way. `remember` answers are kept, fewer when they are large; the oldest go first. An object
    belongs to the event loop it is first used in.
    """

    def __init__(self, source: Ask, *, in_flight: int = 64, remember: int = 1_000_000) -> None:
        self._source = source
        self._in_flight = in_flight
        self._remember = remember
        self._remembered = 0
        self._slots: asyncio.Semaphore | None = None
        self._asked: dict[tuple[str, str], asyncio.Task[Answer]] = {}
        self._answers: dict[tuple[str, str], Answer] = {}

    @property
    def answers(self) -> Mapping[tuple[str, str], Answer]:
        """The answers that are remembered, by (name, type), in the order in which they came."""
        return self._answers

    async def ask(self, name: str, kind: str) -> Answer:
        """The answer for a name (any case, with or without the final dot; Unicode is taken as IDNA).

        What no name can be is answered here, and is neither asked for nor remembered.
        """
        try:
            key = (question_name(name), kind.upper())
        except ValueError as error:
            return Answer(name, kind.upper(), "invalid-name", detail=f"not a domain name: {error}")
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
        try:
            async with self._slots:
                answer = await self._source(name, kind)
            self._keep(name, kind, answer)
        finally:
            del self._asked[name, kind]
        return answer

    def _keep(self, name: str, kind: str, answer: Answer) -> None:
        self._answers[name, kind] = answer
        self._remembered += _weight(answer)
        while self._remembered > self._remember:
            self._remembered -= _weight(self._answers.pop(next(iter(self._answers))))


def _weight(answer: Answer) -> int:
    return 1 + sum(len(record.text) for record in answer.records) // LARGE
