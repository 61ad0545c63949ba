"""Installed packs, read from the entry points that distributions declare.

`importlib.metadata` needs about 45 ms for this, most of it for importing itself. Plain folders on `sys.path`
are read directly instead; whatever else can hold distributions is left to `importlib.metadata`. Nothing is
kept between runs, so nothing is ever stale.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

GROUP = "mailcheck.rules"
FILE = "entry_points.txt"


class EntryPoint(NamedTuple):
    """`name = module` as a distribution declares it in group `mailcheck.rules`."""

    name: str
    module: str
    distribution: str


def installed_packs(path: list[str] | None = None) -> tuple[EntryPoint, ...]:
    """The packs on `path` (default `sys.path`), sorted. Of a distribution found twice the first one counts."""
    found: dict[str, tuple[EntryPoint, ...]] = {}
    for folder in dict.fromkeys(sys.path if path is None else path):
        if os.path.isdir(folder or ".") and not folder.endswith(".egg"):
            declared = _in_folder(folder or ".")
        elif os.path.exists(folder):
            declared = _through_metadata(folder)
        else:
            continue
        for name, points in declared:
            found.setdefault(name, points)
    return tuple(sorted({p for points in found.values() for p in points}, key=lambda p: (p.module, p.name)))


def _in_folder(folder: str) -> Iterator[tuple[str, tuple[EntryPoint, ...]]]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in sorted(names):
        if not name.endswith((".dist-info", ".egg-info")):
            continue
        distribution = _normal(name.rpartition(".")[0].partition("-")[0])
        try:
            with open(os.path.join(folder, name, FILE), encoding="utf-8") as stream:
                text = stream.read()
        except (OSError, UnicodeDecodeError):
            text = ""
        yield distribution, tuple(parse_entry_points(text, distribution))


def parse_entry_points(text: str, distribution: str) -> Iterator[EntryPoint]:
    """The lines of section `[mailcheck.rules]`; an object or extras after the module name are dropped."""
    section = ""
    for line in text.split("\n"):
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            section = entry[1:-1].strip()
        elif section == GROUP and "=" in entry and not entry.startswith(("#", ";")):
            name, _, value = entry.partition("=")
            yield EntryPoint(name.strip(), re.split(r"[:\[\s]", value.strip(), maxsplit=1)[0], distribution)


def _through_metadata(folder: str) -> Iterator[tuple[str, tuple[EntryPoint, ...]]]:
    from importlib.metadata import distributions

    for distribution in distributions(path=[folder]):
        name = _normal(distribution.metadata["Name"] or "")
        yield name, tuple(parse_entry_points(distribution.read_text(FILE) or "", name))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
