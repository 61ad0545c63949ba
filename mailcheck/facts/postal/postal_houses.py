"""Houses, farms and boxes that no street tells, by what stands before a postal code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mailcheck.facts.postal.postal_around import LEFT
from mailcheck.facts.postal.postal_codes import Code
from mailcheck.facts.postal.postal_pieces import Piece, proper_tail
from mailcheck.facts.postal.postal_places import places
from mailcheck.facts.postal.postal_signs import RURAL, VILLAGES
from mailcheck.facts.postal.postal_streets import NAMED, SURE, Street
from mailcheck.lexicon import postal

_TOWNLAND: Final = 2  # names between the sender and its code: a townland or house and its town
_FARMS: Final = ("gard", "gaard", "torp", "tila", "talu")
"""What names of farms end in, folded."""
_SHORT_NAME: Final = 4  # tokens
_SQUARE: Final = re.compile(r"(?<!\w)[A-U] ?[1-7](?:[\s,/–-]{1,2}\d{1,3} ?[a-z]?(?:[-–/]\d{1,3}[a-z]?)?)?(?!\w)")
_MONOMARK: Final = re.compile(r"(?<!\w)BC?M[ /-](?!\s)[^\n]+")
_OF_ONE_KIND: Final = {"68159": (_SQUARE, "street"), "68161": (_SQUARE, "street"), "WC1N3XX": (_MONOMARK, "po-box")}
"""Codes under which addresses are of one kind alone: the squares of Mannheim, the boxes of British Monomarks."""
_LETTERED_HOUSE: Final = re.compile(
    r"(?:\w{2,5}\.? )?(?:[^\W\d][\w\u0900-\u0dff]{0,4}[ -]|[^\W\d]{1,3})\d{1,4}(?:[-/]\w{1,4}){0,3}"
)
_OF_ONE_KIND_BEFORE: Final = 3  # pieces


def townland(pieces: Sequence[Piece], index: int, *, shared: bool, county: bool) -> Street | None:
    """The names of a rural address before a code that is of one house alone: 'Ballyclough, Rosbrien, Limerick'.

    Where the code is `shared` by some houses, names of larger places do not count, the house has a name of
    several words, and somebody must be named before, if no `county` stands before the code.
    `first` and `last` are places in the passage. Where nobody is named before, the first name may be that of the
    sender: one more is wanted then.
    """
    names: list[Piece] = []
    told = False  # whether somebody is named before
    for place in range(index - 1, max(-1, index - LEFT), -1):
        piece = pieces[place]
        plain = piece.tokens and not piece.contact and not piece.registry and not piece.closed
        if not plain or pieces[place + 1].line - piece.line > 1:
            break
        told = 0 < proper_tail(piece) < len(piece.tokens) or piece.company
        if told or len(piece.tokens) > _SHORT_NAME or proper_tail(piece):
            break
        names.append(piece)
    if not names:
        return None
    counting = [name for name in names if not places(name)] if shared else names
    housed = not shared or county or (told and len(names[-1].tokens) > 1)
    unnamed = not told and names[-1:] == counting[-1:]
    if len(counting) < _TOWNLAND + unnamed or not housed:
        return None
    return Street(NAMED, "named-house", names[-1].start, names[0].end, "en")


def told_by_code(pieces: Sequence[Piece], index: int, code: Code) -> Street | None:
    """What is an address before one code only: 'C 4, 12' in Mannheim, 'BM Wren' in London.

    `first` and `last` of what is found are places in the passage.
    """
    pattern, form = _OF_ONE_KIND.get(code.text.rpartition("-")[2].replace(" ", ""), (None, ""))
    if pattern is None:
        return None
    own = pieces[index]
    near = pieces[max(0, index - _OF_ONE_KIND_BEFORE) : index]
    parts = [(piece.start, piece.text) for piece in near if own.line - piece.line <= _OF_ONE_KIND_BEFORE]
    parts.append((own.start, own.text[: code.start - own.start]))
    match = pattern.search("\n".join(text for _, text in parts))
    if match is None:
        return None
    place = match.start()
    for start, text in parts:
        if place <= len(text):
            return Street(SURE, form, start + place, code.start, "")
        place -= len(text) + 1
    return None


def house_by_letter(pieces: Sequence[Piece], index: int) -> Street | None:
    """The house of a quarter without streets, as India tells it: 'B-42, Sector 63, Noida', 'SCO 45'.

    `first` and `last` of what is found are places in the passage.
    """
    for place in range(index - 1, max(-1, index - LEFT), -1):
        piece = pieces[place]
        if piece.contact or piece.registry or piece.closed or pieces[place + 1].line - piece.line > 1:
            return None
        if _LETTERED_HOUSE.fullmatch(piece.text) is not None:
            return Street(SURE, "street", piece.start, piece.end, "")
    return None


def village_before(pieces: Sequence[Piece], index: int, first: int, code: Code, language: str) -> Street | None:
    """A village or farm by its name right before a piece that begins with its postal code: 'с. Боженци, 5349 Габрово'.

    Where no word tells that it is one, a company must stand right before it. `first` and `last` of what is found are
    places in the passage.
    """
    if not index or (first and not all(_calls_code(pieces[index], n) for n in range(first))):
        return None
    place = index - 1
    while place > max(0, index - LEFT) and pieces[place].has("area") and not _names_village(pieces[place]):
        place -= 1  # 'Kääpa küla, Võru vald'
    piece = pieces[place]
    if piece.contact or piece.registry or piece.closed or piece.company or pieces[index].line - piece.line > 1:
        return None
    tokens = piece.tokens
    if not 0 < len(tokens) <= _SHORT_NAME or any(token.numeric for token in tokens) or proper_tail(piece):
        return None
    if not _names_village(piece):
        spoken = language.partition("-")[0]
        before = pieces[place - 1] if place else None
        farm = piece.tokens[-1].folded.endswith(_FARMS) and before is not None and before.company
        at_home = (farm or spoken in RURAL) and not code.countries.isdisjoint(postal.homes().get(spoken, ()))
        if not at_home or before is None or before.closed or places(piece) or piece.senses:
            return None
        if not before.company and (proper_tail(before) or before.contact or _is_large(pieces[index])):
            return None
    return Street(SURE, "named-house", piece.start, piece.end, "")


def _calls_code(piece: Piece, token: int) -> bool:
    """Whether a token belongs to a word for postal codes: 'Τ.Κ.'."""
    return any(sense.kind == "code" and sense.first <= token <= sense.last for sense in piece.senses)


def _is_large(piece: Piece) -> bool:
    """Whether a piece names a town that is large enough to have streets."""
    return any(place.kind == "town" for place in places(piece))


def _names_village(piece: Piece) -> bool:
    tokens = piece.tokens
    return len(tokens) > 1 and (tokens[0].folded in VILLAGES or tokens[-1].folded in VILLAGES)
