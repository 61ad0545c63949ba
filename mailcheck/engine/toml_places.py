"""Where each key and value of a TOML document stands; `tomllib` does not tell.

The scanner walks documents that `tomllib` has accepted, so it need not judge them, only find its way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Key = tuple[str | int, ...]
Place = tuple[int, int]

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BARE = re.compile(r"[^\s=.\[\]{},#\"']+")
SCALAR = re.compile(r"[^,\]}#\n]*")
QUOTED = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)


def places(document: str) -> Mapping[Key, Place]:
    """Path of keys and array indices -> 1-based line and column of the key, or of an array's element."""
    return _Scanner(document).run()


class _Scanner:
    def __init__(self, document: str) -> None:
        self.text = document
        self.at = 0
        self.found: dict[Key, Place] = {}
        self.tables: dict[Key, int] = {}

    def run(self) -> Mapping[Key, Place]:
        table: Key = ()
        while self._skip():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.found

    def _skip(self) -> bool:
        """Pass blanks and comments; whether anything is left."""
        match = BLANK.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return self.at < len(self.text)

    def _note(self, key: Key, start: int) -> None:
        line_start = self.text.rfind("\n", 0, start) + 1
        self.found.setdefault(key, (self.text.count("\n", 0, start) + 1, start - line_start + 1))

    def _key(self, prefix: Key) -> Key:
        """A dotted key; each of its steps is noted where it first stands. Steps into the last array element."""
        key = prefix
        while True:
            self._skip()
            start = self.at
            match = QUOTED.match(self.text, start) or BARE.match(self.text, start)
            assert match is not None
            self.at = match.end()
            name = match[0]
            if name[0] == '"':
                name = _unescape(name)
            elif name[0] == "'":
                name = name[1:-1]
            key = (*key, name)
            self._note(key, start)
            self._skip()
            if self.at >= len(self.text) or self.text[self.at] != ".":
                return key
            self.at += 1
            if key in self.tables:
                key = (*key, self.tables[key])

    def _header(self) -> Key:
        double = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if double else 1
        key = self._key(())
        self.at += 2 if double else 1
        if not double:
            return key
        self.tables[key] = self.tables.get(key, -1) + 1
        key = (*key, self.tables[key])
        self._note(key, start)
        return key

    def _pair(self, table: Key) -> None:
        key = self._key(table)
        self.at += 1  # the equals sign
        self._value(key)

    def _value(self, key: Key) -> None:
        self._skip()
        if self.text[self.at] == "[":
            self._array(key)
        elif self.text[self.at] == "{":
            self._inline_table(key)
        else:
            match = QUOTED.match(self.text, self.at) or SCALAR.match(self.text, self.at)
            assert match is not None
            self.at = match.end()

    def _array(self, key: Key) -> None:
        self.at += 1
        index = 0
        while self._skip() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._note((*key, index), self.at)
            self._value((*key, index))
            index += 1
        self.at += 1

    def _inline_table(self, key: Key) -> None:
        self.at += 1
        while self._skip() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(key)
        self.at += 1


def _unescape(quoted: str) -> str:
    import tomllib

    return str(tomllib.loads(f"key = {quoted}")["key"])
