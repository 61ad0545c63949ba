"""The lexicon's data files, read where they lie: beside this module.

`importlib.resources` would import a temporary folder's worth of modules to do the same.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any, Final

FOLDER: Final = os.path.dirname(os.path.abspath(__file__))

# What the quick reading knows of TOML: tables, and keys with a string, a number, true, false, or an array of strings.
_STRING: Final = r'"[^"\\\n]*+(?:\\["\\nt][^"\\\n]*+)*+"'
_LINE: Final = re.compile(
    rf"""\s*+(?:
      \#[^\n]*+
    | (?P<many>\[)?\[(?P<table>[\w-]++(?:\.[\w-]++)*+)\](?(many)\])
    | (?P<key>[\w-]++|{_STRING})\ =\ (?:
        (?P<array>\[(?:[\s,]++|\#[^\n]*+|{_STRING})*+\])
      | \"""\n(?P<lines>[^"\\]*+)\"""
      | (?P<value>{_STRING}(?!")|true|false|\d++)
      )\ *+(?:\#[^\n]*+)?
    )(?:\n|\Z)""",
    re.VERBOSE,
)
_IN_ARRAY: Final = re.compile(rf"({_STRING})|\#[^\n]*+")


def read_text(name: str) -> str:
    """A file of the lexicon by its path in it, 'optout/de.toml'. Raises `OSError` for one it does not have."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def read_table(name: str) -> dict[str, Any]:
    """A TOML file of the lexicon."""
    text = read_text(name)
    known = _read_quickly(text)
    if known is not None:
        return known
    import tomllib

    return tomllib.loads(text)


def _read_quickly(text: str) -> dict[str, Any] | None:
    """What `tomllib` reads, in a fifth of its time; None where a line has more than the lexicon's files need."""
    found: dict[str, Any] = {}
    table = found
    place = 0
    while (match := _LINE.match(text, place)) is not None:
        place = match.end()
        if match["key"] is not None:
            table[_unquoted(match["key"])] = _value(match)
        elif match["table"] is not None:
            table = _opened(found, match["table"].split("."), many=match["many"] is not None)
    return found if not text[place:].strip() else None


def _opened(found: dict[str, Any], names: list[str], *, many: bool) -> dict[str, Any]:
    """The table of these names; with `many`, one more of the array of tables that is called so."""
    for name in names[:-1]:
        found = found.setdefault(name, {})
    if not many:
        table: dict[str, Any] = found.setdefault(names[-1], {})
        return table
    found.setdefault(names[-1], []).append({})
    last: dict[str, Any] = found[names[-1]][-1]
    return last


def _value(match: re.Match[str]) -> Any:
    if match["array"] is not None:
        return [_unquoted(string) for string in _IN_ARRAY.findall(match["array"]) if string]
    return match["lines"] if match["lines"] is not None else json.loads(match["value"])


def _unquoted(written: str) -> str:
    if "\\" in written:
        return str(json.loads(written))
    return written[1:-1] if written.startswith('"') else written


def codes_in(folder: str) -> frozenset[str]:
    """The languages that a folder of the lexicon has a file for."""
    names = os.listdir(os.path.join(FOLDER, folder))
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
