"""Works out ahead of time what the lexicon's modules keep: run when the project is built (`tools/build_hook.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.lexicon import languages, postal, purposes, subjects, whole
from mailcheck.lexicon.kept import Recipe


def recipes() -> Iterator[Recipe]:
    """Everything that can be kept."""
    for module in (languages, subjects, purposes, whole, postal):
        yield from module.recipes()
