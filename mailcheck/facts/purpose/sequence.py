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
_Four = tuple[float, float, float, float]
"""One for each of `KINDS`."""
_EVEN: Final[_Four] = (1.0, 1.0, 1.0, 1.0)


def chances(rows: Sequence[Mapping[Kind, float]], cuts: Sequence[float]) -> list[dict[Kind, float]]:
    """For each part the chance of each class. `cuts`: how much a part is parted from the one before it, 0 to 1."""
    if not rows:
        return []
    logits: list[_Four] = [(row["C"], row["T"], row["O"], row["N"]) for row in rows]
    passes = [_passing(round(cut, 1)) for cut in cuts]
    forward = [_normal(logits[0])]
    for own, passing in zip(logits[1:], passes[1:], strict=True):
        forward.append(_normal(own, _carried(forward[-1], passing)))
    backward = [_EVEN]
    for place in range(len(logits) - 1, 0, -1):
        backward.append(_carried(_normal(logits[place], backward[-1]), passes[place]))
    backward.reverse()
    found = []
    for (a, b, c, d), (p, q, r, s) in zip(forward, backward, strict=True):
        found.append(dict(zip(KINDS, _shared(a * p, b * q, c * r, d * s), strict=True)))
    return found


def _carried(shares: _Four, passing: tuple[_Four, ...]) -> _Four:
    """What the shares of one part bring to its neighbour. Passing is the same in both directions."""
    a, b, c, d = shares
    (k, e, m, n), (o, p, q, r), (s, t, u, v), (w, x, y, z) = passing
    return (
        k * a + e * b + m * c + n * d,
        o * a + p * b + q * c + r * d,
        s * a + t * b + u * c + v * d,
        w * a + x * b + y * c + z * d,
    )


def _normal(logits: _Four, brought: _Four = _EVEN) -> _Four:
    """Shares that add up to 1; scaled at every step, so that no chain of thousands underflows."""
    a, b, c, d = logits
    p, q, r, s = brought
    most = max(a, b, c, d)
    return _shared(exp(a - most) * p, exp(b - most) * q, exp(c - most) * r, exp(d - most) * s)


def _shared(a: float, b: float, c: float, d: float) -> _Four:
    total = a + b + c + d
    return a / total, b / total, c / total, d / total


@lru_cache(maxsize=16)
def _passing(cut: float) -> tuple[_Four, ...]:
    """How easily one class follows another across a cut."""
    table = weights().sequence
    cost = table["change"] + (table["parted"] - table["change"]) * cut

    def passing(one: int, other: int) -> float:
        return 1.0 if one == other else exp(-cost * (table["neutral"] if _N in (one, other) else 1.0))

    return tuple((passing(i, 0), passing(i, 1), passing(i, 2), passing(i, 3)) for i in range(len(KINDS)))
