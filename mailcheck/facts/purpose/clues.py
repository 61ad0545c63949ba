"""Clues: what speaks for a part of a message being commercial, transactional, other or neutral, and how much."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from mailcheck.lexicon.purposes import Weights, weights

Kind = Literal["C", "T", "O", "N"]
KINDS: Final[tuple[Kind, ...]] = ("C", "T", "O", "N")
_FADING: Final = (1.0, 0.75, 0.55, 0.4, 0.3, 0.2)
"""How much the first, second, ... clue of the same kind counts: the tenth says little that the first did not."""


class Clue(NamedTuple):
    """`name` as in `purpose_weights.toml`, `words` that it was seen in. `factor` scales its weight."""

    name: str
    words: str = ""
    factor: float = 1.0


def scores(clues: Iterable[Clue], by: Weights | None = None) -> dict[Kind, float]:
    """The clues added up for each class. `by`: other weights than those of the parts of a message."""
    table = (by or weights()).clues
    rows: dict[str, list[float]] = {}
    for name, _, factor in clues:
        for kind, weight in table[name].items():
            rows.setdefault(kind, []).append(weight * factor)
    return {kind: _faded(rows[kind]) if kind in rows else 0.0 for kind in KINDS}


def reasons(clues: Iterable[Clue], kind: str, by: Weights | None = None) -> tuple[str, ...]:
    """In words what spoke for a class, the weightiest first; at most four. `by` as for `scores`."""
    table = by or weights()
    told: dict[str, tuple[float, list[str]]] = {}
    for clue in clues:
        weight = table.clues[clue.name].get(kind, 0.0) * clue.factor
        if weight <= 0:
            continue
        total, words = told.setdefault(clue.name, (0.0, []))
        if clue.words and clue.words not in words and len(words) < 3:
            words.append(clue.words)
        told[clue.name] = (total + weight, words)
    ranked = sorted(told.items(), key=lambda item: -item[1][0])[:4]
    return tuple(
        table.words[name].format(", ".join(f"'{word}'" for word in words)).removesuffix(": ")
        for name, (_, words) in ranked
    )


def _faded(row: list[float]) -> float:
    """Both signs apart: the weightiest counts whole, each further one less."""
    if len(row) == 1:
        return row[0]
    if len(row) == 2 and row[0] * row[1] < 0:
        return row[0] + row[1]
    total = 0.0
    for sign in (1, -1):
        for place, weight in enumerate(sorted((abs(w) for w in row if w * sign > 0), reverse=True)):
            total += sign * weight * _FADING[min(place, len(_FADING) - 1)]
    return total
