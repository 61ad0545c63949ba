"""Paths as the host of a repository knows them: from its root, with forward slashes, the same on every machine."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import cache

from mailcheck.report import Report

MEMBER = re.compile(r"\[[^\[\]]*\]$")
"""What follows the path where a target is a message of a mailbox."""


def from_repository(report: Report) -> Callable[[str], str]:
    """Renames the paths of a report that are relative to the working directory, or absolute.

    They become relative to the root of the repository, or to the working directory when it is in none. Of files
    outside, what is left is their path below the folder that they share. Links are followed where their end is
    inside, because hosts show no annotation on a link. Names of what is no file are left alone.
    """
    root = _root(os.getcwd())
    outside = [path for path in map(_file, _names(report)) if path and _inside(path, root) is None]
    shared = os.path.commonpath(map(os.path.dirname, outside)) if _comparable(outside) else ""

    @cache
    def rename(name: str) -> str:
        path = _file(name)
        if not path:
            return name
        inside = _inside(path, root)
        member = MEMBER.search(name)
        shown = inside or (os.path.relpath(path, shared) if shared else os.path.basename(path))
        return shown.replace(os.sep, "/") + (member[0] if member and not shown.endswith(member[0]) else "")

    return rename


def _names(report: Report) -> Iterable[str]:
    domains = set(report.domains)
    yield from (name for name in report.targets if name not in domains)
    yield from (notice.path for notice in report.notices if notice.path not in domains)
    yield from (name for notice in report.notices for name in notice.names)
    yield report.config


def _root(folder: str) -> str:
    """The nearest folder upward that holds a repository, else the folder itself."""
    place = folder
    while not os.path.lexists(os.path.join(place, ".git")):
        above = os.path.dirname(place)
        if above == place:
            return folder
        place = above
    return place


def _file(name: str) -> str:
    """The absolute path of a name that is one, without the number of a message in it; '' of anything else."""
    for path in (name, MEMBER.sub("", name)):
        if path and (os.path.isabs(path) or os.path.lexists(path)):
            return os.path.abspath(path)
    return ""


def _inside(path: str, root: str) -> str | None:
    """The path from the root, at the end of links or, if that is elsewhere, as it is written."""
    for seen, base in ((os.path.realpath(path), os.path.realpath(root)), (path, root)):
        if _comparable([seen, base]) and os.path.commonpath([seen, base]) == base:
            return os.path.relpath(seen, base)
    return None


def _comparable(paths: list[str]) -> bool:
    return bool(paths) and len({os.path.splitdrive(path)[0] for path in paths}) == 1
