"""What is worked out from the lexicon when the project is built, so that a run need not (`compiled/`).

Nothing depends on it: what is not there, or was worked out from other sources or by other code, is worked out again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zlib import crc32

from mailcheck.lexicon.tables import FOLDER

COMPILED: Final = os.path.join(FOLDER, "compiled")
_ALWAYS: Final = ("folding.py", "tables.py")


class Recipe(NamedTuple):
    """How to work something out: `sources` are files of the lexicon that `make` reads, `code` those it is written in.

    `make` gives what JSON can hold.
    """

    name: str
    sources: tuple[str, ...]
    code: tuple[str, ...]
    make: Callable[[], Any]


def kept(recipe: Recipe) -> Any:
    """What the recipe makes, as it was kept or made now."""
    try:
        with open(_path(recipe), encoding="utf-8") as file:
            mark, found = json.load(file)
    except (OSError, TypeError, ValueError):
        return recipe.make()
    return found if mark == _mark(recipe.sources, recipe.code) else recipe.make()


def keep(recipes: Iterable[Recipe]) -> None:
    """Works everything out and writes it where `kept` looks for it."""
    for recipe in recipes:
        path = _path(recipe)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            content = [_mark(recipe.sources, recipe.code), recipe.make()]
            file.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def _path(recipe: Recipe) -> str:
    return os.path.join(COMPILED, f"{recipe.name}.json")


def _mark(sources: Sequence[str], code: tuple[str, ...]) -> int:
    """Changes with the text of the sources and of the code."""
    mark = _mark_of(code)
    for name in sources:
        mark = _add(mark, name)
    return mark


@lru_cache(maxsize=16)
def _mark_of(code: tuple[str, ...]) -> int:
    mark = 0
    for name in (*_ALWAYS, *code):
        mark = _add(mark, name)
    return mark


def _add(mark: int, name: str) -> int:
    with open(os.path.join(FOLDER, name), "rb") as file:
        return crc32(file.read(), mark)
