"""How well a stretch of a piece names a place to bring a letter to: a street and number, a box, a named house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_codes import is_date_word
from mailcheck.facts.postal.postal_pieces import Piece, Sense, is_house_number
from mailcheck.facts.postal.postal_signs import CONNECTORS

SURE: Final = 3
"""A street with its number, or a box with its number."""
LIKELY: Final = 2
"""A name with a number, or a street without one."""
NAMED: Final = 1
"""A building, park or estate by its name."""
_NEAR: Final = 5  # tokens between a word for a street and its number
_LONG_NAME: Final = 6
_CROSSINGS: Final = frozenset("esq esquina entre casi c e y of oficina piso depto dpto apto".split())
_RANGE: Final = frozenset("/-–+&")
_LONG_NUMBER: Final = 40  # characters


class Street(NamedTuple):
    """`strength` 0 to 3; `form` as in `PostalAddress`; [first, last] tokens of the piece."""

    strength: int
    form: str
    first: int
    last: int
    language: str = ""
    cased: bool = True
    """Whether its script knows capitals, so that a name can be told from prose."""


NOTHING: Final = Street(0, "street", 0, -1)


def street_in(piece: Piece, first: int, last: int, beside: Sequence[Piece] = ()) -> Street:
    """The best reading of tokens [first, last]. A piece `beside` it can be its number alone."""
    if last < first:
        return NOTHING
    senses = [sense for sense in piece.senses if first <= sense.first and sense.last <= last]
    numbers = [n for n in range(first, last + 1) if is_house_number(piece.tokens[n], piece)]
    for reading in (_rural, _box, _street, _village, _plain_name, _building) if senses else (_plain_name,):
        found = reading(piece, senses, numbers, (first, last), beside)
        if found is not None:
            return found
    return NOTHING


def is_number(piece: Piece) -> bool:
    """Whether a piece is a house number alone, or says that there is none."""
    if len(piece.text) > _LONG_NUMBER:
        return False
    tokens = piece.tokens
    if not tokens:
        return False
    if leads_with_number(piece):
        return True
    if len(tokens) > 4:
        return False
    if piece.has("number") and not piece.has("street"):
        return True
    return tokens[0].numeric and len(tokens[0].text) < 5 and all(len(token.text) < 5 for token in tokens)


def leads_with_number(piece: Piece) -> bool:
    """Whether French prose ends with the number of the street that the next piece names: 'Venez au 12, rue X'."""
    tokens = piece.tokens
    return len(tokens) > 1 and tokens[-1].numeric and len(tokens[-1].text) < 5 and tokens[-2].folded in ("au", "aux")


def _is_number_beside(beside: Sequence[Piece]) -> bool:
    return any(is_number(piece) for piece in beside)


def _box(
    piece: Piece, senses: list[Sense], numbers: list[int], bounds: tuple[int, int], beside: Sequence[Piece]
) -> Street | None:
    for sense in senses:
        if sense.kind != "box":
            continue
        digits = [n for n in range(sense.last + 1, min(sense.last + 4, bounds[1] + 1)) if piece.tokens[n].numeric]
        short = len("".join(token.folded for token in piece.tokens[sense.first : sense.last + 1])) < 4
        named = any(s.kind == "code" and s.last == sense.last for s in senses)
        if digits and named and len(piece.tokens[digits[0]].text) > 4:
            continue  # C.P. 06050 is a postal code in Mexico, C.P. 218 a box in Italy
        if digits and not (short and digits[0] > sense.last + 2):
            form = "pmb" if "pmb" in piece.tokens[sense.first].folded else "po-box"
            return Street(SURE, form, sense.first, digits[0], sense.language)
        if not short and sense.last == bounds[1]:
            return Street(SURE, "po-box", sense.first, sense.last, sense.language)
    return None


def _rural(
    piece: Piece, senses: list[Sense], numbers: list[int], bounds: tuple[int, int], beside: Sequence[Piece]
) -> Street | None:
    for sense in senses:
        after = sense.last + 1
        begins = sense.first == bounds[0] or any(s.kind == "unit" and s.first == bounds[0] for s in senses)  # Lot 4
        if sense.kind == "rural" and begins and after <= bounds[1] and piece.tokens[after].numeric:
            written = piece.tokens[sense.first].text
            if not written.islower():
                return Street(SURE, "rural-route", bounds[0], bounds[1], "en")
    return None


def _street(
    piece: Piece, senses: list[Sense], numbers: list[int], bounds: tuple[int, int], beside: Sequence[Piece]
) -> Street | None:
    streets = [sense for sense in senses if sense.kind == "street" and _names_something(piece, sense, bounds)]
    if not streets or _is_inside(piece, senses, bounds):
        return None
    best = streets[0]
    form = "pmb" if any(t.folded == "pmb" for t in piece.tokens[bounds[0] : bounds[1] + 1]) else "street"
    for sense in streets:
        for number in numbers:
            if sense.first <= number <= sense.last:
                continue
            gap = sense.first - number if number < sense.first else number - sense.last
            if gap <= _NEAR:
                low, high = min(number, sense.first), max(number, sense.last)
                return Street(SURE, form, min(low, _name_start(piece, low, bounds[0])), high, sense.language)
    if any(sense.kind == "number" for sense in senses) or _is_number_beside(beside):
        return Street(SURE, form, _name_start(piece, best.first, bounds[0]), bounds[1], best.language)
    return Street(LIKELY, form, _name_start(piece, best.first, bounds[0]), bounds[1], best.language)


def _is_inside(piece: Piece, senses: list[Sense], bounds: tuple[int, int]) -> bool:
    """Whether every word tells in one language where within a house somebody is: 'st. tv.', not the street Tv."""
    if bounds[1] - bounds[0] > 2:
        return False
    places: dict[str, set[int]] = {}
    for sense in senses:
        if sense.kind == "unit":
            places.setdefault(sense.language, set()).update(range(sense.first, sense.last + 1))
    wanted = {n for n in range(bounds[0], bounds[1] + 1) if not piece.tokens[n].numeric}
    return len(wanted) > 1 and any(wanted <= known for known in places.values())


def _name_start(piece: Piece, first: int, low: int) -> int:
    """Where the name before a street word begins, back to `low`."""
    while first > low and piece.tokens[first - 1].proper:
        first -= 1
    return first


def _names_something(piece: Piece, sense: Sense, bounds: tuple[int, int]) -> bool:
    """Whether a word for a street has a name or number beside it."""
    if not sense.known:
        return True
    if sense.language == "en" and sense.first == bounds[0] and sense.last < bounds[1] and sense.first == sense.last:
        folded = piece.tokens[sense.first].folded
        if piece.tokens[sense.last + 1].text[0].isdigit():
            return True  # Street 51
        return folded in ("broadway", "highway", "hwy", "route", "rte", "county", "state", "avenue", "plaza", "strand")
    alone = sense.first == bounds[0] and sense.last == bounds[1]
    return not alone or (sense.language != "en" and len(piece.tokens[sense.first].text) > 3)


def _plain_name(
    piece: Piece, senses: list[Sense], numbers: list[int], bounds: tuple[int, int], beside: Sequence[Piece]
) -> Street | None:
    """A proper name with a number before or after it and nothing else."""
    if not numbers and not _is_number_beside(beside):
        return None
    first, last = bounds
    if any(s.kind == "number" and s.first == first and s.last + 1 in numbers and s.language == "en" for s in senses):
        return None  # Plot 1234: see `_building`
    tokens = piece.tokens[first : last + 1]
    crossings = [n for n in numbers if first < n < last and piece.tokens[n + 1].folded in _CROSSINGS]
    crossings = [
        n for n in crossings if all(token.proper or token.folded in CONNECTORS for token in piece.tokens[first:n])
    ]
    if not crossings and (len(tokens) > _LONG_NAME or any(map(is_date_word, tokens[tokens[0].text == "Am" :]))):
        return None
    words = [token for token in tokens if not token.numeric and len(token.text) > 1]
    named = any(len(token.text) > 2 and token.proper for token in words)
    ends = _range_start(piece, numbers, last)  # 'Am Wall 137/139'
    inner = [n for n in numbers if first < n < ends and all(token.proper for token in piece.tokens[first:last])]
    numbered = False
    if inner and not (numbered := _is_number_beside(beside)):  # 'Acme Inc 123 Van Ness'
        first = inner[-1]
    at_ends = [n for n in numbers if n in (first, last) and len(piece.tokens[n].text) < 6]
    if crossings:  # 'Artigas 1394 esq. Rivera'
        first, at_ends = bounds[0], crossings
    if not named or len(words) > _LONG_NAME - 1:
        return None
    kinds = {sense.kind for sense in senses}
    if len(words) < 2 and kinds & {"unit", "area", "code"} and "premise" not in kinds:
        return None
    if at_ends or numbered or _is_number_beside(beside):
        cased = any(token.text[0].isupper() for token in words)
        return Street(LIKELY, "street", first, last, cased=cased)
    return None


def _range_start(piece: Piece, numbers: list[int], last: int) -> int:
    """The first of the numbers that token `last` ends a range of, `last` itself where there is none."""
    while last in numbers and last - 1 in numbers:
        between = piece.text[piece.tokens[last - 1].end - piece.start : piece.tokens[last].start - piece.start]
        if between.strip() not in _RANGE:
            break
        last -= 1
    return last


def _village(
    piece: Piece, senses: list[Sense], numbers: list[int], bounds: tuple[int, int], beside: Sequence[Piece]
) -> Street | None:
    """A number in a village or quarter whose streets have no names: 'sat Olari nr. 12'."""
    for area in senses:
        if area.kind != "area" or area.first != bounds[0] or area.language == "en":
            continue
        for sense in senses:
            if sense.kind == "number" and sense.first > area.last + 1 and sense.first < sense.last == bounds[1]:
                return Street(SURE, "street", bounds[0], sense.last, area.language)  # Barrio La Caleya s/n
            if sense.kind == "number" and sense.first > area.last + 1 and sense.last + 1 in numbers:
                return Street(SURE, "street", bounds[0], sense.last + 1, area.language)
    return None


def _building(
    piece: Piece, senses: list[Sense], numbers: list[int], bounds: tuple[int, int], beside: Sequence[Piece]
) -> Street | None:
    for sense in senses:
        if sense.kind == "number" and numbers and sense.known and len(piece.tokens[sense.first].text) > 2:
            return Street(LIKELY, "street", sense.first, bounds[1], sense.language)  # Plot 1234
        if sense.kind == "premise" and sense.language != "" and bounds[1] > bounds[0]:
            strength = LIKELY if any(s.kind == "number" for s in senses) and numbers else NAMED
            return Street(strength, "named-house", bounds[0], bounds[1], sense.language)
    return None
