"""The grammar of gradients: which colours they go through, and what makes one invalid."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.color_syntax import LateColor, color
from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.css import Token, Tokens, split_at_commas
from mailcheck.facts.css.lengths import degrees, length
from mailcheck.facts.css.wordset import words

GRADIENTS: Final = frozenset(
    prefix + name
    for prefix in ("", "-webkit-", "repeating-", "-webkit-repeating-")
    for name in ("linear-gradient", "radial-gradient", "conic-gradient")
) | {"-webkit-gradient"}
Stop = Color | LateColor
_AXES: Final = (frozenset({"left", "right"}), frozenset({"top", "bottom"}))
_ROUND: Final = words(
    """top right bottom left center at from circle ellipse closest-side closest-corner farthest-side farthest-corner
    contain cover"""
)


def stops(gradient: Token) -> tuple[Stop, ...] | None:
    """The colours of a gradient in their order; None when it is not valid."""
    pieces = split_at_commas(gradient.args)
    if gradient.text == "-webkit-gradient":
        return tuple(stop for piece in pieces for stop in _old_stop(piece)) or None
    prefixed, linear = gradient.text.startswith("-webkit-"), "linear" in gradient.text
    first = 0
    while first < len(pieces) and first <= (prefixed and not linear) and _stop(pieces[first]) is None:
        if not (_is_direction(pieces[first], prefixed) if linear else _is_round(pieces[first])):
            return None
        first += 1
    found: list[Stop] = []
    hinted = True
    for piece in pieces[first:]:
        hint = len(piece) == 1 and _is_place(piece[0])
        stop = None if hint else _stop(piece)
        if hinted if hint else stop is None:
            return None
        hinted = hint
        if stop is not None:
            found.append(stop)
    return tuple(found) if found and not hinted else None


def _stop(piece: Tokens) -> Stop | None:
    """A colour, and at most two places after it."""
    known = color(piece[0]) if 1 <= len(piece) <= 3 else None
    return known if known is not None and all(map(_is_place, piece[1:])) else None


def _is_place(token: Token) -> bool:
    return length(token) is not None or degrees(token) is not None


def _without_space(piece: Tokens) -> Tokens:
    """Without the colour space that the colours are mixed in, which stands at the end here."""
    place = next((number for number, token in enumerate(piece) if token.text == "in" and token.kind == "ident"), None)
    return piece if place is None else piece[:place]


def _is_direction(piece: Tokens, prefixed: bool) -> bool:
    """An angle, or sides: after `to`, except where the name has a prefix."""
    way = _without_space(piece)
    if len(way) == 1 and degrees(way[0]) is not None:
        return True
    names = [token.text if token.kind == "ident" else "" for token in way]
    if names and not prefixed and names.pop(0) != "to":
        return False
    axes = [number for name in names for number, axis in enumerate(_AXES) if name in axis]
    fits = len(axes) == len(names) == len(set(axes))
    return fits and (bool(names) or (not way and bool(piece)))


def _is_round(piece: Tokens) -> bool:
    """The shape, size and place of a radial gradient, or where a conic one begins."""
    way = _without_space(piece)
    return bool(piece) and all(token.text in _ROUND if token.kind == "ident" else _is_place(token) for token in way)


def _old_stop(piece: Tokens) -> tuple[Stop, ...]:
    token = piece[0] if len(piece) == 1 else None
    if token is None or token.kind != "function" or token.text not in ("from", "to", "color-stop"):
        return ()
    return tuple(found for one in token.args if (found := color(one)) is not None)
