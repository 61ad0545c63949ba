"""The files of a repository that are its own: not ignored, not somebody else's, and not more than a look can take."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice

from mailcheck.engine.git import files_not_ignored

MOST_FILES = 20_000
FOREIGN = frozenset(
    "node_modules bower_components vendor third_party site-packages __pycache__ venv env virtualenv".split()
)
"""Folders that hold what others wrote."""
BUILT = frozenset({"dist", "build", "target"})
"""Folders that a build makes, unless git knows their files."""


def own_files(folder: str) -> tuple[list[str], bool]:
    """Paths from the folder, with forward slashes, sorted; and whether there were more than are looked at.

    Git says what is ignored, where the folder is part of a repository and git is there.
    """
    listed = files_not_ignored(folder)
    names = _walked(folder) if listed is None else (name for name in listed if _is_own(name))
    usable = (name for name in names if _is_text(name) and _is_file(os.path.join(folder, name)))
    found = list(islice(usable, MOST_FILES + 1))
    return sorted(found[:MOST_FILES]), len(found) > MOST_FILES


def _walked(folder: str) -> Iterator[str]:
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_foreign(os.path.join(path, name)))
        below = os.path.relpath(path, folder).replace(os.sep, "/")
        yield from (name if below == "." else f"{below}/{name}" for name in sorted(names) if not name.startswith("."))


def _is_own(name: str) -> bool:
    *folders, last = name.split("/")
    return not last.startswith(".") and not any(each.startswith(".") or each in FOREIGN for each in folders)


def _is_foreign(path: str) -> bool:
    name = os.path.basename(path)
    return name.startswith(".") or name in FOREIGN | BUILT or os.path.exists(os.path.join(path, "pyvenv.cfg"))


def _is_text(name: str) -> bool:
    """A config is UTF-8 and cannot name other files."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_file(path: str) -> bool:
    """A file and nothing that leads elsewhere or waits for a writer."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False
