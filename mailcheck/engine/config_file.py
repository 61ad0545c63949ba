"""The config file: `mailcheck.toml`, or `[tool.mailcheck]` in `pyproject.toml`; the nearest one upward."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from mailcheck.engine.refusals import ConfigError, shown_path, suggestion
from mailcheck.engine.toml_places import Key, Place, places
from mailcheck.engine.typed_values import WrongTypeError, fit
from mailcheck.spans import Span, Text

OWN = "mailcheck.toml"
SHARED = "pyproject.toml"


def find_config(start: str | os.PathLike[str] = ".") -> Path | None:
    """The nearest file upward that configures mailcheck; in one folder `mailcheck.toml` comes first."""
    folder = Path(os.path.abspath(start))
    for place in (folder, *folder.parents):
        own, shared = place / OWN, place / SHARED
        if own.is_file():
            return own
        # A file that never says the word cannot hold the table; most need no TOML parser at all.
        if shared.is_file() and "mailcheck" in _read(shared) and _own_table(_document(shared)) is not None:
            return shared
    return None


@dataclass(frozen=True, slots=True)
class Document:
    """The TOML table that configures mailcheck, with the places of its keys. `root` is the table's own path.

    `source` is the whole file.
    """

    source: Text
    folder: str
    table: Mapping[str, Any]
    where: Mapping[Key, Place]
    root: Key = ()

    @property
    def file(self) -> str:
        """How reports name the file."""
        return self.source.name

    def place(self, key: Key) -> str:
        """'file:line:column' of a key, or of the nearest thing around it that is written down."""
        known = self._nearest(key)
        return ":".join(map(str, (self.file, *self.where[known]))) if known else self.file

    def span(self, key: Key) -> Span:
        """The rest of the line from a key on, or from the nearest thing around it that is written down."""
        known = self._nearest(key)
        line, column = self.where[known] if known else (1, 1)
        lines = self.source.content.split("\n")
        start = sum(len(before) + 1 for before in lines[: line - 1])
        return self.source.span(start + column - 1, start + len(lines[line - 1]))

    def _nearest(self, key: Key) -> Key:
        full = (*self.root, *key)
        while full and full not in self.where:
            full = full[:-1]
        return full

    def refuse(self, key: Key, message: str, remedy: str = "") -> NoReturn:
        raise ConfigError(message, place=self.place(key), remedy=remedy)

    def mapping(self, value: Any, key: Key) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.refuse(key, f'"{key[-1]}" must be a table')
        return value

    def tables(self, value: Any, key: Key) -> list[tuple[Key, Mapping[str, Any]]]:
        """The elements of an array of tables, each with its path."""
        if not isinstance(value, list):
            self.refuse(key, f'"{key[-1]}" must be an array of tables', f"begin each with [[{key[-1]}]]")
        return [((*key, index), self.mapping(entry, (*key, index))) for index, entry in enumerate(value)]

    def only(self, table: Mapping[str, Any], key: Key, known: Iterable[str]) -> None:
        """Refuse keys that mean nothing."""
        names = tuple(known)
        for name in table:
            if name not in names:
                self.refuse((*key, name), f'unknown key "{name}"', suggestion(name, names))

    def fit(self, value: Any, kind: Any, key: Key) -> Any:
        try:
            return fit(value, kind)
        except WrongTypeError as error:
            self.refuse(key, f'"{key[-1]}" is not right: {error}')

    def choice(self, value: str, known: Iterable[str], key: Key) -> str:
        names = tuple(known)
        if value not in names:
            self.refuse(key, f'unknown value "{value}"', suggestion(value, names))
        return value


def read_document(path: str | os.PathLike[str]) -> Document:
    """Read a config file. Raises `ConfigError` with line and column when it is no TOML."""
    file = Path(path)
    content = _document(file)
    table: Any = content
    root: Key = ()
    if file.name == SHARED:
        table, root = _own_table(content), ("tool", "mailcheck")
        if table is None:
            raise ConfigError("there is no table [tool.mailcheck]", place=shown_path(file))
    source = Text(shown_path(file), _read(file))
    document = Document(source, str(file.absolute().parent), {}, places(source.content), root)
    return replace(document, table=document.mapping(table, root))


def _own_table(content: Mapping[str, Any]) -> Any:
    tool = content.get("tool")
    return tool.get("mailcheck") if isinstance(tool, dict) else None


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode().replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", place=shown_path(file)) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8 text", place=f"{shown_path(file)}:{line}") from None


def _document(file: Path) -> dict[str, Any]:
    import tomllib

    text = _read(file)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error)
        match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
        place = shown_path(file)
        if match:
            message = message[: match.start()]
            line = match[1] or text.count("\n") + 1
            column = match[2] or len(text) - text.rfind("\n")
            place = f"{place}:{line}:{column}"
        raise ConfigError(f"is no TOML: {message}", place=place) from None
