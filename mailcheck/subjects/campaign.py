"""All messages of a run side by side: what is kept of each once the message itself is let go."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from mailcheck.spans import Span
from mailcheck.subjects.context import Context
from mailcheck.subjects.memory import remembered

F = TypeVar("F")


class SentMessage(NamedTuple):
    """One message among others. `target` is how reports name it.

    `message_id`: what stands between the brackets, '' without a Message-ID field; `at` is its place then, else the
    beginning of the message. `likeness`: equal for two files of one and the same message (sender, readers, subject
    and date agree), as an archive or two mailboxes may hold.
    """

    target: str
    at: Span
    message_id: str
    likeness: int


class Campaign:
    """The messages of one run, in the order in which they were read."""

    def __init__(self, context: Context, messages: tuple[SentMessage, ...]) -> None:
        self.context = context
        self.messages = messages
        self._facts: dict[object, object] = {}

    def __repr__(self) -> str:
        return f"Campaign({len(self.messages)} messages)"

    def fact(self, compute: Callable[[Campaign], F]) -> F:
        """`compute(self)`, run once; an `Unknown` it raises is remembered and raised again."""
        return remembered(self._facts, compute, self)
