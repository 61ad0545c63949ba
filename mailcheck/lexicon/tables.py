"""The lexicon's data files, read where they lie: beside this module.

`importlib.resources` would import a temporary folder's worth of modules to do the same.
"""

from __future__ import annotations

import os
from typing import Any, Final

FOLDER: Final = os.path.dirname(os.path.abspath(__file__))


def read_text(name: str) -> str:
    """A file of the lexicon by its path in it, 'optout/de.toml'. Raises `OSError` for one it does not have."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def read_table(name: str) -> dict[str, Any]:
    """A TOML file of the lexicon."""
    import tomllib

    return tomllib.loads(read_text(name))


def codes_in(folder: str) -> frozenset[str]:
    """The languages that a folder of the lexicon has a file for."""
    names = os.listdir(os.path.join(FOLDER, folder))
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
