"""A file of JSON lines that grows by one line for each domain, so that a run that was broken off can go on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from mailcheck.engine.refusals import Refusal, shown_path

SCHEMA = "mailcheck.domain/1"
HEAD = f'{{"schema":"{SCHEMA}",'.encode()
"""How every line begins: a file of somebody else's is never touched."""
NOT_OURS = "is no file of results about domains"
REMEDY = "name another file"
Line = Mapping[str, Any]


class Journal:
    """`done` are the domains that have a line already; `seen` is called with each of these lines, once a domain."""

    def __init__(self, path: str, stream: BinaryIO, seen: Callable[[Line], None]) -> None:
        self.path = path
        self.done: set[str] = set()
        self._stream = stream
        self._read(seen)

    def append(self, line: Line) -> None:
        """Write a line at the end, as a whole. Raises Refusal when the file takes no more."""
        text = json.dumps({"schema": SCHEMA, **line}, ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            self._stream.write(text.encode("utf-8", "backslashreplace"))
            self._stream.flush()
        except OSError as error:
            raise Refusal(f"cannot be written: {error.strerror}", place=shown_path(self.path)) from None

    def _read(self, seen: Callable[[Line], None]) -> None:
        """Every whole line; the stream then stands where the next one goes."""
        end = 0
        for number, raw in enumerate(self._stream, 1):
            try:
                line = _parse(raw)
                if line["domain"] not in self.done:
                    seen(line)
            except (ValueError, KeyError, TypeError, AttributeError):
                if self._stream.read(1) or not (raw.startswith(HEAD) or HEAD.startswith(raw)):
                    place = f"{shown_path(self.path)}:{number}"
                    raise Refusal(NOT_OURS, place=place, remedy=REMEDY) from None
                break  # the last line: whoever wrote it was stopped
            self.done.add(line["domain"])
            end += len(raw)
            if not raw.endswith(b"\n"):
                self._stream.seek(end)
                end += self._stream.write(b"\n")
        self._stream.seek(end)
        self._stream.truncate()


def _parse(raw: bytes) -> dict[str, Any]:
    if not raw.startswith(HEAD):
        raise ValueError(NOT_OURS)
    line: dict[str, Any] = json.loads(raw)
    return line


@contextmanager
def journal(path: str, seen: Callable[[Line], None]) -> Iterator[Journal]:
    """The file, made if need be; a last line that was only half written is taken off. Raises Refusal."""
    try:
        stream = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Refusal(f"cannot be written: {reason}", place=shown_path(path)) from None
    with stream:
        yield Journal(path, stream, seen)
