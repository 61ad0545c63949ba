"""Values written as TOML: for configs that mailcheck writes and for what its manual shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if BARE.fullmatch(name) else _string(name)


def toml_value(value: Any) -> str:
    """A string, number, truth value, date, list or table on one line."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{toml_key(name)} = {toml_value(each)}" for name, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return repr(value)


def _string(text: str) -> str:
    # JSON's escapes are TOML's; only the last control character may stand bare in JSON.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
