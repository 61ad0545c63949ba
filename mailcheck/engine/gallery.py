"""The messages that a report shows whole: of very many, those with the most to mend. The others are let go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mailcheck.engine.message_views import view_of
from mailcheck.exhibits import MessageView
from mailcheck.findings import Finding, Severity
from mailcheck.subjects.message import Message

MOST = 20
"""Messages shown whole."""

Rank = tuple[int, ...]


@dataclass(slots=True)
class Gallery:
    """Views of at most `most` messages, in the order in which they came."""

    most: int = MOST
    _hung: list[tuple[Rank, int, MessageView]] = field(default_factory=list)
    _seen: int = 0

    @property
    def views(self) -> tuple[MessageView, ...]:
        return tuple(view for _, _, view in sorted(self._hung, key=lambda one: one[1]))

    def offer(self, message: Message, found: Iterable[Finding], standing: Sequence[Finding]) -> None:
        """Keep a view of the message, unless there is no room and those that are there have more to mend.

        `found` are all findings, still with the message's texts; `standing` those that nobody accepted.
        """
        self._seen += 1
        rank = tuple(sum(f.severity is severity for f in standing) for severity in sorted(Severity, reverse=True))
        if len(self._hung) >= self.most:
            least = min(self._hung, key=lambda one: (one[0], -one[1]))
            if rank <= least[0]:
                return
            self._hung.remove(least)
        self._hung.append((rank, self._seen, view_of(message, found)))
