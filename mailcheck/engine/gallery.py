"""The messages that a report shows whole: of very many, those with the most to mend. The others are let go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mailcheck.engine.judge_mail import Rank, rank_of
from mailcheck.exhibits import MessageView
from mailcheck.findings import Finding

MOST = 20
"""Messages shown whole."""


@dataclass(slots=True)
class Gallery:
    """Views of at most `most` messages, in the order in which they came."""

    most: int = MOST
    _hung: list[tuple[Rank, int, MessageView]] = field(default_factory=list)
    _seen: int = 0

    @property
    def views(self) -> tuple[MessageView, ...]:
        return tuple(view for _, _, view in sorted(self._hung, key=lambda one: one[1]))

    @property
    def least(self) -> Rank | None:
        """What a message must have more to mend than; None while there is room."""
        return min(rank for rank, _, _ in self._hung) if len(self._hung) >= self.most else None

    def offer(self, view: MessageView, standing: Iterable[Finding]) -> None:
        """Keep a view, unless there is no room and those that are there have more to mend.

        `standing` are the findings that nobody accepted.
        """
        self._seen += 1
        rank, least = rank_of(standing), self.least
        if least is not None:
            if rank <= least:
                return
            self._hung.remove(min(self._hung, key=lambda one: (one[0], -one[1])))
        self._hung.append((rank, self._seen, view))
