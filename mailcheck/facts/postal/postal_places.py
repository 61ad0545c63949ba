"""Countries, areas and towns that a piece of an address names."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_pieces import Piece, stopped_county
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold

_CODE_AFTER: Final = lazy_regex(r"-\d{3,4}-\d")


class Place(NamedTuple):
    """A named place.

    `kind`: country, area, region or town; `countries` in which it is; [first, last] tokens of the piece.
    """

    kind: str
    countries: tuple[str, ...]
    first: int
    last: int


def places(piece: Piece, first: int = 0, last: int | None = None) -> list[Place]:
    """The places that tokens [first, last] name, longest first at each place, in order."""
    end = len(piece.tokens) - 1 if last is None else last
    found: list[Place] = []
    start = first
    while start <= end:
        for stop in range(min(end, start + 4), start - 1, -1):
            place = _place(piece, start, stop)
            if place is not None:
                found.append(place)
                start = stop
                break
        start += 1
    return found


def _place(piece: Piece, first: int, last: int) -> Place | None:
    tokens = piece.tokens
    whole = first == 0 and last == len(tokens) - 1  # `Polynésie française`
    if not tokens[first].proper or not (tokens[last].proper or first == last or whole):
        return None
    end = tokens[last].end - piece.start
    if first == last and len(tokens[first].text) == 2 and _CODE_AFTER.match(piece.text, end):
        return None  # the letters of a code: GA-183-8164
    if first and last == first and len(tokens[first].text) == 2 and any(s.last == first - 1 for s in piece.senses):
        return None  # a number: Phase VI
    named = _named(piece.text[tokens[first].start - piece.start : end])
    return Place(*named, first, last) if named is not None else None


def is_country(piece: Piece) -> bool:
    """Whether a piece is the name of a country, and nothing else."""
    return fold(piece.text).strip(" .") in postal.country_names()


@lru_cache(maxsize=2048)
def _named(written: str) -> tuple[str, tuple[str, ...]] | None:
    """The kind of place that is called so, and the countries it is in."""
    name = fold(written)
    if len(name) < 2 or name.isdigit():
        return None
    short = len(name) < 4
    country = postal.country_names().get(name) or postal.country_names().get(f"{name}.")
    if country and not (short and written.isascii() and not written.isupper()):
        return "country", (country,)
    if short and written.isascii():
        states = [code for code, _ in postal.area_names().get(name) or () if code in ("US", "CA", "AU")]
        return ("area", tuple(states)) if states and written.isupper() else None
    areas = postal.area_names().get(stopped_county(name)) or ()
    towns = postal.towns().get(name) or ()
    if areas:
        return "area", tuple(dict.fromkeys([*(code for code, _ in areas), *towns]))
    if regions := postal.regions().get(name):
        return "region", tuple(dict.fromkeys([*regions, *towns]))
    return ("town", tuple(dict.fromkeys(towns))) if towns else None
