"""Folders: the files in them, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

_SKIPPED = frozenset({"node_modules", "__pycache__"})
_BOXES = frozenset({"cur", "new"})


class Found(NamedTuple):
    """A file below a folder. In a Maildir it is a message whatever its name; `error`: it cannot be looked at."""

    path: str
    in_maildir: bool = False
    error: OSError | None = None


def walk_folder(top: str) -> Iterator[Found]:
    """The files of a folder and of those below it, sorted by name. Hidden ones are left out.

    Of a Maildir (a folder that has `cur` and `new`) those in these two are given. A folder is visited once, so links
    in a circle end.
    """
    seen: set[tuple[int, int]] = set()
    pending: list[Found] = [Found(top, in_maildir=_is_box_of_maildir(top))]
    while pending:
        found = pending.pop()
        try:
            if not os.path.isdir(found.path):
                yield found
                continue
            status = os.stat(found.path)
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                pending += reversed(_inside(found))
        except OSError as error:
            yield Found(found.path, error=error)


def _inside(folder: Found) -> list[Found]:
    with os.scandir(folder.path) as listing:
        entries = sorted(
            (entry.name, entry.path.removeprefix("./"), entry.is_dir())
            for entry in listing
            if not entry.name.startswith(".") and entry.name not in _SKIPPED and (entry.is_dir() or entry.is_file())
        )
    folders = {name for name, _, is_folder in entries if is_folder}
    if folders >= _BOXES:
        return [Found(path, name in _BOXES) for name, path, is_folder in entries if is_folder and name != "tmp"]
    return [Found(path, folder.in_maildir and not is_folder) for _, path, is_folder in entries]


def _is_box_of_maildir(path: str) -> bool:
    above, name = os.path.split(os.path.abspath(path))
    return name in _BOXES and all(os.path.isdir(os.path.join(above, box)) for box in _BOXES)
