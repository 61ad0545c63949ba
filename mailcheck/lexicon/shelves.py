"""Large tables of which a message needs little: only the parts that are asked for are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")
_LETTERS = 2
"""By so many first characters of its keys a table is cut into parts."""


def parts_of(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a `Shelf` is made of, from keys, each once, and what stands for its value."""
    parts: dict[str, list[str]] = {}
    for key, value in lines:
        parts.setdefault(key[:_LETTERS], []).append(f"{key}\t{value}")
    return {start: "\n".join(each) for start, each in parts.items()}


class Shelf(Generic[V]):
    """A table that cannot be changed. `parts` as `parts_of` gives them, `read` makes a value of what stands for it."""

    def __init__(self, parts: Mapping[str, str], read: Callable[[str], V]) -> None:
        self._parts = parts
        self._read = read
        self._open: dict[str, dict[str, V]] = {}

    def get(self, key: str) -> V | None:
        """The value of a key, None when it has none."""
        start = key[:_LETTERS]
        part = self._open.get(start)
        if part is None:
            part = self._open[start] = self._opened(start)
        return part.get(key)

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def _opened(self, start: str) -> dict[str, V]:
        lines = self._parts.get(start)
        if lines is None:
            return {}
        return {key: self._read(value) for key, value in (line.split("\t") for line in lines.split("\n"))}
