"""What stands on either side of a postal code or a street, as far as an address reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mailcheck.facts.postal.postal_pieces import Piece, proper_head, proper_tail
from mailcheck.facts.postal.postal_places import Place, is_country, places
from mailcheck.facts.postal.postal_signs import COMPASS
from mailcheck.facts.postal.postal_streets import LIKELY, NOTHING, SURE, Street, is_number, leads_with_number, street_in

LEFT: Final = 7
RIGHT: Final = 5
"""Pieces on either side that can still belong to an address."""
LONG: Final = 9
"""Tokens above which a piece is none of an address."""
_LINES_APART: Final = 2
_TURN: Final = 4  # tokens
_LENGTHS: Final = frozenset("metros mts m varas vrs cuadras cuadra c cdras".split())


@dataclass(slots=True)
class Around:
    """What stands on one side of a code or a street. `start` and `end` are places in the passage, -1 for none."""

    street: Street = NOTHING
    piece: Piece | None = None
    places: list[Place] = field(default_factory=list)
    names: int = 0
    areas: bool = False
    start: int = -1
    end: int = -1


def walk_left(pieces: Sequence[Piece], index: int, before: tuple[int, int], *, closed: bool) -> Around:
    """What stands on the left of the tokens `before` in a piece. `closed`: prose parts them from it."""
    around = Around()
    apart = False  # whether what follows to the left is no part of the street any more
    if closed:
        return around
    for step in range(1, LEFT + 1):
        place = index - step
        if place < 0:
            break
        piece = pieces[place]
        if pieces[place + 1].line - piece.line > _LINES_APART or piece.closed or pieces[place + 1].text[0] == "©":
            break
        if not piece.tokens:
            continue
        if piece.contact or piece.east_asian:
            break
        tail = 0 if _is_detail(piece) or is_way(piece) else proper_tail(piece)
        count = len(piece.tokens) - tail
        if not count and _is_landmark(piece):
            continue
        if not count or (count > LONG and not piece.senses):
            break
        if around.street.strength == SURE and (apart or not _continues(pieces, place)):
            apart = True
            around.places += [place for place in places(piece, tail) if place.kind != "country" or is_country(piece)]
            around.names += piece.has("area")
            if tail or step > 5 or len(around.places) > 1:
                break
            continue
        if around.street.strength and piece.company:
            break  # the sender's name: what stands before it belongs to somebody else
        street = street_in(piece, tail, len(piece.tokens) - 1, beside(pieces, place, index))
        if piece.registry and street.strength < SURE:
            break
        if street.strength == LIKELY and not street.language and (step > 4 or around.street.strength):
            street = NOTHING
        if street.strength > around.street.strength:
            around.names += around.street.strength > 0  # a town that stood beside the number
            around.street, around.piece = street, piece
            around.start = piece.tokens[street.first].start if tail or street.first else piece.start
            if place and is_number(pieces[place - 1]):
                number = pieces[place - 1]
                around.start = min(around.start, number.tokens[-1 if leads_with_number(number) else 0].start)
        elif not street.strength:
            found = places(piece, tail)
            last = len(piece.tokens) - 1
            around.places += [
                place for place in found if place.kind != "country" or place.last == last
            ]  # Fire Island Co
            if not around.street.strength:
                around.names += 1
            elif piece.has("unit", "number", "area") and not tail and count < LONG:
                around.start = min(around.start, piece.start)
        if tail or (place and pieces[place - 1].line != piece.line and piece.company):
            break
    return around


def walk_right(pieces: Sequence[Piece], index: int, after: tuple[int, int], *, housed: bool = False) -> Around:
    """What stands on the right. `housed`: the street is known, so that another begins another address."""
    around = Around()
    if (after[1] < len(pieces[index].tokens) - 1 and not is_way(pieces[index])) or pieces[index].closed:
        return around
    for place in range(index + 1, min(len(pieces), index + 1 + RIGHT)):
        piece = pieces[place]
        if piece.line - pieces[place - 1].line > _LINES_APART or piece.text[0] == "©":
            break
        if not piece.tokens:
            continue
        if piece.contact or piece.east_asian:
            break
        if piece.registry and any(token.numeric for token in piece.tokens):
            break
        head = len(piece.tokens) if _is_detail(piece) or is_country(piece) else proper_head(piece, 0)
        if head < len(piece.tokens) and (_is_landmark(piece) or _goes_on_way(piece)):
            continue
        if not head or (head > LONG and not piece.senses):
            break
        street = street_in(piece, 0, head - 1, pieces[place + 1 : place + 2])
        if street.strength == SURE and street.language and housed:
            break
        if street.strength == SURE and street.language and street.strength > around.street.strength:
            around.street, around.piece = street, piece
            around.end = piece.tokens[street.last].end
        else:
            found = places(piece, 0, head - 1)
            if housed and not found and piece.line != pieces[index].line and piece.company:
                break
            around.places += found
            around.names += not found and not piece.senses
            around.areas = around.areas or piece.has("area")
            if found and found[0].first == 0 and head == len(piece.tokens):
                around.end = max(around.end, piece.tokens[found[-1].last].end)
            elif around.street.strength and is_number(piece):
                around.end = max(around.end, piece.end)
        if head < len(piece.tokens) or piece.closed:
            break
    return around


def beside(pieces: Sequence[Piece], place: int, code: int = -1, *, after_only: bool = False) -> list[Piece]:
    """The pieces next to one, without that of the code."""
    around = (place + 1,) if after_only else (place + 1, place - 1)
    return [pieces[near] for near in around if 0 <= near < len(pieces) and near != code]


def is_way(piece: Piece) -> bool:
    """Whether a short piece tells how far and where to go: '200 metros sur y 50 este'."""
    return len(piece.tokens) <= LONG and any(
        sense.kind == "street" and sense.first < sense.last and piece.tokens[sense.first].folded in _LENGTHS
        for sense in piece.senses
    )


def _goes_on_way(piece: Piece) -> bool:
    """Whether a short piece tells the next turn: '1 abajo', '25 al este'."""
    tokens = piece.tokens
    return len(tokens) <= _TURN and tokens[0].numeric and tokens[-1].folded in COMPASS


def _is_landmark(piece: Piece) -> bool:
    """Whether a short piece tells by small words how a place is found: 'contiguo a la farmacia', 'casa esquinera'."""
    return len(piece.tokens) < LONG and any(
        sense.first == 0 and sense.kind in ("area", "premise") and len(piece.tokens[0].text) > 2
        for sense in piece.senses
    )


def _is_detail(piece: Piece) -> bool:
    """Whether a short piece is a number with its word: 'parcela 12', 'bureau 4'."""
    return len(piece.tokens) <= 3 and piece.tokens[-1].numeric


def _continues(pieces: Sequence[Piece], place: int) -> bool:
    """Whether the piece further left still tells where a street is: floor, building, number."""
    if place < 0:
        return False
    piece = pieces[place]
    return not piece.closed and piece.has("unit", "number", "premise") and len(piece.tokens) < LONG
