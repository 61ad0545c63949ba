"""What the grammars of several longhands share: keywords, lengths, colours, numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mailcheck.facts.css import values
from mailcheck.facts.css.color_syntax import color
from mailcheck.facts.css.colors import parse_hex
from mailcheck.facts.css.css import Token, Tokens
from mailcheck.facts.css.lengths import length, number

Parse = Callable[[Tokens, bool], object | None]
"""Tokens of a value and whether quirks apply; None when they are no value of the property."""


def keywords(words: str) -> Parse:
    known = frozenset(words.split())

    def parse(found: Tokens, quirks: bool) -> object | None:
        ok = len(found) == 1 and found[0].kind == "ident" and found[0].text in known
        return found[0].text if ok else None

    return parse


def lengths(words: str = "", percent: bool = True, negative: bool = True, quirky: bool = True) -> Parse:
    known = frozenset(words.split())

    def parse(found: Tokens, quirks: bool) -> object | None:
        if len(found) != 1:
            return None
        token = found[0]
        if token.kind == "ident":
            return token.text if token.text in known else None
        if token.kind == "function" and token.text == "fit-content" and "fit-content" in known:
            return "fit-content"
        return length(token, percent, quirks and quirky, negative)

    return parse


def colors(found: Tokens, quirks: bool) -> object | None:
    if len(found) != 1:
        return None
    token = found[0]
    settled = color(token)
    if settled is not None or not quirks:
        return settled
    return _hashless(token)


def _hashless(token: Token) -> object | None:
    """A colour without its `#`, which quirks mode lets pass."""
    if token.kind == "ident":
        return parse_hex(token.text) if len(token.text) in (3, 6) else None
    if token.kind in ("number", "dimension") and token.number >= 0 and float(token.number).is_integer():
        digits = f"{int(token.number)}{token.text}"
        digits = digits.rjust(6, "0")
        return parse_hex(digits) if len(digits) == 6 else None
    return None


def opacity(found: Tokens, quirks: bool) -> object | None:
    value = values.share(found[0]) if len(found) == 1 else None
    return None if value is None else min(max(value, 0.0), 1.0)


def factor(found: Tokens, quirks: bool) -> object | None:
    plain = number(found[0]) if len(found) == 1 else None
    return plain if plain is not None and plain >= 0 else None


_FARTHEST: Final = 2**31 - 1


def whole(value: float | None) -> int | None:
    """A whole number within the range that browsers keep; None for what is none."""
    if value is None:
        return None
    kept = min(max(value, -_FARTHEST), _FARTHEST)
    return int(kept) if float(kept).is_integer() else None
