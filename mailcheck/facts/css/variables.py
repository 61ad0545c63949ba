"""Custom properties: `--x: ...` and `var(--x, fallback)`, with bounds that no expansion can break."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from mailcheck.facts.css.css import block_end, declarations
from mailcheck.lazy_regex import lazy_regex

MAX_TEXT: Final = 20_000
"""Characters that a value may grow to; beyond it is invalid, as browsers have it."""
MAX_DEPTH: Final = 40
_REFERENCE: Final = lazy_regex(r"(?<![\w-])(var|env)\(\s*(--[^\s,()]+|[a-zA-Z][\w-]*)\s*(?=[,)]|\Z)", re.IGNORECASE)
_ENVIRONMENT: Final = frozenset(f"safe-area-inset-{side}" for side in ("top", "right", "bottom", "left"))


class Registered(NamedTuple):
    """What `@property` says: a custom property's value where nothing sets it, and whether children take it over."""

    initial: str | None
    inherits: bool


def registered(block: str) -> Registered | None:
    """The descriptors of an `@property` rule; None when one that it needs is missing."""
    found = {raw.name: raw.value for raw in declarations(block)}
    if "syntax" not in found or found.get("inherits", "").lower() not in ("true", "false"):
        return None
    return Registered(found.get("initial-value"), found["inherits"].lower() == "true")


class Variables:
    """The custom properties that hold at one element, each already free of var()."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str | None] | None = None) -> None:
        self._texts: Mapping[str, str | None] = texts or {}

    def get(self, name: str) -> str | None:
        return self._texts.get(name)

    def inherited(self, properties: Mapping[str, Registered]) -> Variables:
        """What children take over where some properties are registered; their initial values stand in for the rest."""
        texts = dict(self._texts)
        for name, one in properties.items():
            if not one.inherits or texts.get(name) is None:
                texts[name] = one.initial
        return Variables(texts)

    def extended(self, declared: Mapping[str, str]) -> Variables:
        """With an element's own declarations resolved against each other and what it inherits."""
        own = {name: text for name, text in declared.items() if text.lower() not in ("inherit", "unset", "revert")}
        resolved: dict[str, str | None] = {}
        for name in own:
            _resolve(name, own, self, resolved, [])
        return Variables({**self._texts, **resolved})


def substitute(text: str, variables: Variables) -> str | None:
    """A value with its references replaced; None when one has neither a value nor a fallback."""
    return _replace(text, variables.get, 0)


def _resolve(
    name: str, own: Mapping[str, str], outer: Variables, resolved: dict[str, str | None], open_names: list[str]
) -> str | None:
    if name in resolved:
        return resolved[name]
    if name not in own:
        return outer.get(name)
    if name in open_names or len(open_names) > MAX_DEPTH:
        for part in open_names[open_names.index(name) if name in open_names else 0 :]:
            resolved[part] = None  # a cycle makes all of its members invalid
        return None
    text = own[name]
    if text.lower() == "initial":
        resolved[name] = None
        return None
    value = _replace(text, lambda other: _resolve(other, own, outer, resolved, [*open_names, name]), 0)
    return resolved.setdefault(name, value)


def _replace(text: str, lookup: object, depth: int) -> str | None:
    find = lookup
    assert callable(find)
    if depth > MAX_DEPTH:
        return None
    pieces: list[str] = []
    place = size = 0
    while (found := _REFERENCE.search(text, place)) is not None:
        opening = text.index("(", found.start())
        close = block_end(text, opening)
        comma = found.end() if text.startswith(",", found.end()) else -1
        name = found[2]
        if found[1].lower() == "env":
            value = "0px" if name in _ENVIRONMENT else None
        elif not name.startswith("--"):
            return None
        else:
            value = find(name)
        if value is None and comma >= 0:
            value = _replace(text[comma + 1 : close], find, depth + 1)
        if value is None:
            return None
        pieces += [text[place : found.start()], " ", value, " "]
        size += len(value) + found.start() - place
        if size > MAX_TEXT:
            return None
        place = close + 1
    return "".join([*pieces, text[place:]]) if pieces else text
