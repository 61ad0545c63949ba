"""A town without a street: all that some senders say of where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailcheck.facts.postal.postal_assembly import Found, by_street
from mailcheck.facts.postal.postal_codes import codes
from mailcheck.facts.postal.postal_cutting import cut
from mailcheck.facts.postal.postal_pieces import Piece, proper_head, proper_tail
from mailcheck.facts.postal.postal_places import Place, places
from mailcheck.facts.postal.postal_roles import names_sender
from mailcheck.facts.postal.postal_streets import NAMED
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords

_LINES: Final = 24
_SHORT: Final = 16  # words, and characters, of a line that can speak of where the sender is
_LONG: Final = 160
_LONG_NAME: Final = 8  # words
_CODE: Final = re.compile(r"(?<![\w.,])(?:\d{4,5}|\d{3} \d\d|\d{4} [A-Z]{2}) [^\W\d_a-z]")
_NAME_AND_CODE: Final = 4  # words
_SIGNS: Final = re.compile("[,|·•،،;–-]")  # what parts a town from its country or from the sender


def town_alone(text: str, language: str, sender: str, own: OwnWords) -> Iterator[Found]:
    """The first town with its country or area near the end of a text, or a town after the sender's name there.

    Before that a house by its name, where its town and its country follow and need no postal code.
    """
    pieces = list(_short_lines(text, own))
    if any(places(piece, max(0, len(piece.tokens) - 3)) for piece in pieces):
        lines = {piece.line for piece in pieces}
        named = next((found for _, found in by_street(pieces, language, lines, least=NAMED) if found.valid), None)
        if named is not None:
            yield named
            return
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) and not piece.closed else None
        found = _pair(piece, following) or _single(pieces, index, sender)
        if found is not None:
            yield found
            return
    coded = _coded(text, language, sender, own)
    if coded is not None:
        yield coded


def _coded(text: str, language: str, sender: str, own: OwnWords) -> Found | None:
    """'Acme e.U., 3910 Zwettl': a town that need not be known, after its code, where a sender tells of itself."""
    homes = postal.homes().get(language.partition("-")[0], ())
    for line in _last_lines(text):
        pieces = [piece for piece in cut(*line, own) if piece.tokens] if _CODE.search(line[0]) else []
        for before, piece, after in zip(pieces, pieces[1:], [*pieces[2:], None], strict=False):
            if piece.contact or piece.registry or len(piece.tokens) > _NAME_AND_CODE:
                continue
            if not names_sender(before.text, sender) and (after is None or not after.contact):
                continue
            code = next((code for code in codes(piece) if code.start == piece.tokens[0].start), None)
            if code is None or code.text[:2] in ("19", "20") or not code.countries.intersection(homes):
                continue
            if len(piece.tokens) > 1 and all(token.proper and not token.numeric for token in piece.tokens[1:]):
                country = next(home for home in homes if home in code.countries)
                return Found(code.start, piece.tokens[-1].end, country, "street", False, ("A",), code=code.text)
    return None


def _last_lines(text: str) -> Iterator[tuple[str, int, int]]:
    """The short lines near the end of a text, where each begins, and its number."""
    lines = text.split("\n")
    first = max(0, len(lines) - _LINES)
    offset = sum(len(line) + 1 for line in lines[:first])
    for number, line in enumerate(lines[first:], first):
        if 3 < len(line) < _LONG and line.count(" ") < _SHORT and "://" not in line:
            yield line, offset, number
        offset += len(line) + 1


def _short_lines(text: str, own: OwnWords) -> Iterator[Piece]:
    """The pieces of the short lines near the end of a text that name a place."""
    for line in _last_lines(text):
        if _names_place(line[0]):
            for piece in cut(*line, own):
                if piece.tokens and not piece.contact:
                    yield piece


def _names_place(line: str) -> bool:
    """Whether a part of a line is, begins or ends with a place that is known."""
    if _SIGNS.search(line) is None:
        return False
    known = (postal.country_names(), postal.area_names(), postal.towns())
    for part in _SIGNS.split(fold(line)):
        words = part.strip(" .!").split()
        if not words or len(words) > _LONG_NAME:
            continue
        names = {" ".join(words), words[0], words[-1], " ".join(words[:2]), " ".join(words[-2:])}
        if any(name in names_of for names_of in known for name in names):
            return True
    return False


def _pair(piece: Piece, following: Piece | None) -> Found | None:
    """'Nantes, France': a name, and the country or area right after it."""
    tail = proper_tail(piece)
    inner = places(piece, max(tail, len(piece.tokens) - 5))
    if len(inner) > 1 and inner[-1].kind in ("country", "area") and inner[-2].last == inner[-1].first - 1:
        return _found(piece, inner[-2], piece, inner[-1])
    if following is None or following.line != piece.line or tail == len(piece.tokens):
        return None
    after = places(following, 0, proper_head(following, 0) - 1)
    if not after or after[0].first or after[0].kind == "town":
        return None
    ending = [place for place in inner if place.last == len(piece.tokens) - 1 and place.kind != "country"]
    if ending and set(ending[-1].countries) & set(after[0].countries):
        return _found(piece, ending[-1], following, after[0])
    return None


def _single(pieces: list[Piece], index: int, sender: str) -> Found | None:
    """'Acme Ltd, Springfield.': a town that is a piece of its own after the name of the sender."""
    piece = pieces[index]
    if not index or len(piece.tokens) > 4:
        return None
    inner = places(piece)
    if len(inner) != 1 or inner[0].kind == "country" or inner[0].first:
        return None
    before = pieces[index - 1]
    whole = inner[0].last == len(piece.tokens) - 1
    if not whole or before.closed or proper_tail(before) > 0 or piece.line - before.line > 1:
        return None
    two = pieces[index - 2 : index] if index > 1 and inner[0].kind == "area" else []
    listed = bool(two) and all(near.line == piece.line and not near.closed and not proper_tail(near) for near in two)
    if not listed and sender.strip() and not names_sender(before.text, sender):  # a headline: 'Online - Copenhagen'
        return None
    return _found(piece, inner[0], piece, inner[0])


def _found(piece: Piece, town: Place, last: Piece, area: Place) -> Found:
    shared = [code for code in area.countries if code in town.countries] or list(area.countries)
    start, end = piece.tokens[town.first].start, last.tokens[area.last].end
    return Found(start, end, shared[0] if shared else "", "street", False, ("A", "Z"))
