"""Asking real name servers over UDP, and TCP where an answer is too long for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from mailcheck.lookup.answers import Answer
from mailcheck.lookup.names import wire_name
from mailcheck.lookup.question import Failure, Question
from mailcheck.lookup.replies import Trail, read_answer
from mailcheck.lookup.system import NameServer


class Wire:
    """A source for `Resolver` that asks name servers.

    `timeout` bounds one question in seconds, all servers and repetitions together; `budget` the whole run from
    the first question on. Datagrams get lost: a silent server is asked several times, in turn with the others,
    and a late reply counts as long as there is time. A server that leaves others to answer is asked last from
    then on.
    """

    def __init__(self, servers: Sequence[NameServer], *, timeout: float = 5.0, budget: float = 60.0) -> None:
        self.timeout = timeout
        self.budget = budget
        self._servers = list(dict.fromkeys(servers))
        self._deadline: float | None = None

    async def __call__(self, name: str, kind: str) -> Answer:
        now = asyncio.get_running_loop().time()
        if self._deadline is None:
            self._deadline = now + self.budget
        if not self._servers:
            return Answer(name, kind, "unasked", detail="no name server is configured")
        if now >= self._deadline:
            return Answer(name, kind, "timeout", detail=f"the run's budget of {self.budget:g} s for DNS is spent")
        try:
            trail = Trail(wire_name(name), [])
        except ValueError as error:
            return Answer(name, kind, "invalid-name", detail=f"not a domain name: {error}")
        return await self._follow(name, kind, trail, min(now + self.timeout, self._deadline))

    async def _follow(self, name: str, kind: str, trail: Trail, until: float) -> Answer:
        """Ask, and go on where a reply ends in an alias whose target it does not hold."""
        while True:
            question = Question(self._servers, trail.name, kind, until)
            reply = await question.ask()
            self._servers.sort(key=question.silent.__contains__)
            if isinstance(reply, Failure):
                return Answer(name, kind, reply.status, chain=tuple(trail.chain), detail=reply.detail)
            answer = read_answer(name, kind, trail, reply)
            if answer is not None:
                return answer
