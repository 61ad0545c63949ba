"""The file of a baseline: JSON with one entry a line, sorted, so that diffs are short and merges easy."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from mailcheck.engine.refusals import ConfigError, Refusal, shown_path

FILE = "mailcheck-baseline.json"
"""The name under which it is found beside the config."""
SCHEMA = "mailcheck.baseline/1"
ANEW = "mend it, or write it anew with `mailcheck baseline`"


class Entry(NamedTuple):
    """What is known of equal findings: where they are, seen from the config's folder, the rule, their fingerprint."""

    target: str
    rule: str
    fingerprint: str


def default_file(folder: str) -> str:
    """The baseline in a folder, '' when there is none."""
    path = os.path.join(folder, FILE)
    return path if os.path.isfile(path) else ""


def read_entries(path: str) -> Counter[Entry]:
    """How many findings each entry stands for. Of an entry that stands there twice (two branches were merged) the
    larger number counts. Raises `ConfigError` for what is no baseline."""
    import json

    shown = shown_path(path)
    try:
        with open(path, "rb") as stream:
            content: Any = json.loads(stream.read().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError("there is no such baseline", place=shown, remedy="`mailcheck baseline` writes it") from None
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", place=shown) from None
    except json.JSONDecodeError as error:
        place = f"{shown}:{error.lineno}:{error.colno}"
        raise ConfigError(f"is no JSON: {error.msg}", place=place, remedy=ANEW) from None
    except (ValueError, RecursionError):  # not UTF-8, numbers of thousands of digits, thousands of brackets
        raise ConfigError("is no JSON text", place=shown, remedy=ANEW) from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ConfigError(f'is no baseline: its "schema" is not "{SCHEMA}"', place=shown, remedy=ANEW)
    listed = content.get("entries")
    if not isinstance(listed, list):
        raise ConfigError('is no baseline: "entries" is no list', place=shown, remedy=ANEW)
    entries: Counter[Entry] = Counter()
    for number, values in enumerate(listed, 1):
        entry, count = _entry(values, f"{shown}: entry {number}")
        entries[entry] = max(entries[entry], count)
    return entries


def write_entries(entries: Mapping[Entry, int], path: str) -> None:
    """Write the file, whole or not at all. Raises `Refusal` when it cannot be written."""
    beside = f"{path}.new"
    try:
        # Names of files may hold what UTF-8 does not: JSON takes it escaped.
        with open(beside, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(_text(entries))
        os.replace(beside, path)
    except OSError as error:
        raise Refusal(f"cannot be written: {error.strerror}", place=shown_path(path)) from None


def _text(entries: Mapping[Entry, int]) -> str:
    import json

    listed = ",\n".join(
        json.dumps({**entry._asdict(), "count": count}, ensure_ascii=False)
        for entry, count in sorted(entries.items())
        if count
    )
    inside = f"\n{listed}\n" if listed else ""
    return f'{{\n"schema": "{SCHEMA}",\n"entries": [{inside}]\n}}\n'


def _entry(values: Any, place: str) -> tuple[Entry, int]:
    if not isinstance(values, dict):
        raise ConfigError("is no object", place=place, remedy=ANEW)
    for name in Entry._fields:
        if not isinstance(values.get(name), str):
            raise ConfigError(f'"{name}" is missing or no text', place=place, remedy=ANEW)
    count = values.get("count")
    if type(count) is not int or count < 1:
        raise ConfigError('"count" is no whole number above 0', place=place, remedy=ANEW)
    return Entry(*(values[name] for name in Entry._fields)), count
