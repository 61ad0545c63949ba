"""What a repaired record consists of. Nothing in it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from mailcheck.records import Change


@dataclass(frozen=True, slots=True)
class Repair:
    """The text to publish, '' when none can be given. `questions` are what only a person can answer."""

    text: str
    changes: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()
