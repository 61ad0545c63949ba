"""Facts are computed once: what was known, and what could not be known, is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mailcheck.findings import Unknown

S = TypeVar("S")
F = TypeVar("F")


def remembered(known: dict[object, object], compute: Callable[[S], F], subject: S) -> F:
    """`compute(subject)`, run once; an `Unknown` it raises is remembered and raised again."""
    if compute in known:
        answer = known[compute]
        if isinstance(answer, Unknown):
            raise answer
        return answer  # type: ignore[return-value]
    try:
        value = compute(subject)
    except Unknown as unknown:
        known[compute] = unknown
        raise
    known[compute] = value
    return value
