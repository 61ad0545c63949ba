"""The classes of parts that stand one after another: each by its clues, pulled at by its neighbours and the whole.

A chain of four states with the clues as logits; the chance of each state comes from a forward and a backward pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp
from typing import Final

from mailcheck.facts.purpose.clues import KINDS, Kind
from mailcheck.lexicon.purposes import weights

_N: Final = KINDS.index("N")


def chances(rows: Sequence[Mapping[Kind, float]], cuts: Sequence[float]) -> list[dict[Kind, float]]:
    """For each part the chance of each class. `cuts`: how much a part is parted from the one before it, 0 to 1."""
    if not rows:
        return []
    logits = [[row[kind] for kind in KINDS] for row in rows]
    passes = [_passing(round(cut, 1)) for cut in cuts]
    forward = [_normal(logits[0])]
    for own, passing in zip(logits[1:], passes[1:], strict=True):
        forward.append(_normal(own, _carried(forward[-1], passing)))
    backward = [[1.0] * len(KINDS)]
    for place in range(len(logits) - 1, 0, -1):
        backward.append(_carried(_normal(logits[place], backward[-1]), passes[place]))
    backward.reverse()
    found = []
    for one, other in zip(forward, backward, strict=True):
        both = [a * b for a, b in zip(one, other, strict=True)]
        total = sum(both)
        found.append({kind: value / total for kind, value in zip(KINDS, both, strict=True)})
    return found


def _carried(shares: Sequence[float], passing: Sequence[Sequence[float]]) -> list[float]:
    """What the shares of one part bring to its neighbour. Passing is the same in both directions."""
    a, b, c, d = shares
    return [row[0] * a + row[1] * b + row[2] * c + row[3] * d for row in passing]


def _normal(logits: Sequence[float], brought: Sequence[float] = (1.0, 1.0, 1.0, 1.0)) -> list[float]:
    """Shares that add up to 1; scaled at every step, so that no chain of thousands underflows."""
    most = max(logits)
    values = [exp(logit - most) * share for logit, share in zip(logits, brought, strict=True)]
    total = sum(values)
    return [value / total for value in values]


@lru_cache(maxsize=16)
def _passing(cut: float) -> tuple[tuple[float, ...], ...]:
    """How easily one class follows another across a cut."""
    table = weights().sequence
    cost = table["change"] + (table["parted"] - table["change"]) * cut
    kinds = range(len(KINDS))
    return tuple(
        tuple(1.0 if i == j else exp(-cost * (table["neutral"] if _N in (i, j) else 1.0)) for j in kinds) for i in kinds
    )
