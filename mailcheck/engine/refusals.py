"""The errors that stop a run before it starts, or before it is worth anything: exit code 2."""

from __future__ import annotations

import os
from collections.abc import Iterable


class Refusal(Exception):  # noqa: N818 - what the run says, not what broke in it
    """One clear error: `message` says what is wrong, `place` is 'file', 'file:line' or 'file:line:column'
    (or the option it came from), `remedy` says what to do about it."""

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}\n  {self.remedy}" if self.remedy else text


class ConfigError(Refusal):
    """The config, or an option of the command line, cannot be followed."""


class PackError(Refusal):
    """A rule pack does not load, so its rules would silently not run."""


def shown_path(path: str | os.PathLike[str]) -> str:
    """A path as people read it: relative to the working directory when it lies below it."""
    text = os.fspath(path)
    try:
        relative = os.path.relpath(text)
    except ValueError:  # another drive
        return text
    return text if relative.startswith(os.pardir) else relative.replace(os.sep, "/")


def suggestion(name: str, known: Iterable[str]) -> str:
    """'did you mean "x"?', or the names themselves when there are few, or nothing."""
    from difflib import get_close_matches

    names = sorted(set(known))
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"known: {', '.join(names)}" if 0 < len(names) <= 12 else ""
