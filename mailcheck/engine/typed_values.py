"""Values of a config, checked against the type that a dataclass field declares."""

from __future__ import annotations

import types
from dataclasses import fields
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

NAMES = {str: "a string", bool: "true or false", int: "a whole number", float: "a number", date: "a date"}


class WrongTypeError(ValueError):
    """The value does not fit; the text says what would."""


def field_types(table: type[Any]) -> dict[str, Any]:
    """Field name -> type of a dataclass, string annotations resolved."""
    hints = get_type_hints(table)
    return {field.name: hints[field.name] for field in fields(table)}


def describe(kind: Any) -> str:
    """A type in words: 'true or false', 'a list of strings', 'one of "a", "b"'."""
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(f'"{choice}"' for choice in get_args(kind))
    if get_origin(kind) in (Union, types.UnionType):
        return " or ".join(describe(option) for option in get_args(kind) if option is not type(None))
    if get_origin(kind) is tuple:
        inner = describe(get_args(kind)[0])
        return "a list of " + (inner.split(" ", 1)[1] + "s" if inner.startswith("a ") else inner)
    return NAMES.get(kind, getattr(kind, "__name__", str(kind)))


def known_type(kind: Any) -> bool:
    """Whether a config can give values of this type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return True
    if origin in (Union, types.UnionType):
        return all(option is type(None) or known_type(option) for option in inner)
    if origin is tuple:
        return len(inner) == 2 and inner[1] is Ellipsis and known_type(inner[0])
    return kind in NAMES


def fit(value: Any, kind: Any) -> Any:
    """`value` as the field's type wants it (lists become tuples, whole numbers floats). Raises WrongTypeError."""
    origin = get_origin(kind)
    if origin is Literal:
        if value in get_args(kind):
            return value
    elif origin in (Union, types.UnionType):
        for option in get_args(kind):
            try:
                return fit(value, option)
            except WrongTypeError:
                continue
    elif origin is tuple:
        if isinstance(value, list | tuple):
            try:
                return tuple(fit(item, get_args(kind)[0]) for item in value)
            except WrongTypeError:
                pass
    elif kind is float:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    elif kind is date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
    elif type(value) is kind:
        return value
    raise WrongTypeError(f"expected {describe(kind)}")
