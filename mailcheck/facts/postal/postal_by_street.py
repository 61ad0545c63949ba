"""Addresses without a postal code: a street or box with its number, and the places named around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import Final

from mailcheck.facts.postal.postal_around import LONG, RIGHT, beside, walk_left, walk_right
from mailcheck.facts.postal.postal_found import Found, needs_code
from mailcheck.facts.postal.postal_pieces import Piece, proper_head
from mailcheck.facts.postal.postal_places import Place, places
from mailcheck.facts.postal.postal_signs import WARDS
from mailcheck.facts.postal.postal_streets import LIKELY, SURE, Street, street_in
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords

_PLOTS: Final = frozenset(
    "house plot stand erf hse ilot casa villa nyumba घर मकान प्लॉट বাড়ি হোল্ডিং বাসা مکان የቤት ቤት ఇంటి வீட்டு".split()
)
_HOUSE_NUMBER: Final = re.compile(r"\d")
# Folded.
_BEFORE_STREETS: Final = frozenset(
    """at in from to on near visit find is our address office unser unsere unter bei am an auf der die dem den fur
    au aux a chez la le les du des en el los las del al na no nas nos em da do nel nella alla al presso il lo
    op te de het aan por via pa i ved vid hos po u w we przy v ve na nad pri di dari u kod pe la az ar
    на в во по у у при до στην στη στον στο οδο επι οδου""".split()
)


def by_street(
    pieces: Sequence[Piece], language: str, lines: Container[int], sure: Sequence[Found] = (), least: int = LIKELY
) -> Iterator[tuple[int, Found]]:
    """Addresses without a postal code: a street or box with its number, and the places named around it.

    Only streets on the given lines are looked at, outside the addresses that are `sure` already. What is weaker than
    street and number counts, down to `least`, where town and country follow.
    """
    countries = _Countries(pieces)
    for index, piece in enumerate(pieces):
        if piece.line not in lines or any(found.start <= piece.start and piece.end <= found.end for found in sure):
            continue
        if piece.east_asian:
            continue
        ward = _ward_after(pieces, index) if _HOUSE_NUMBER.search(piece.text) is not None else ""
        told = piece.has("street", "box", "rural") or (piece.has("number") and _is_numbered(piece, 0))
        if not ward and not told and not countries.near(index):
            continue  # nothing here can be sure, and nothing less counts
        if not piece.tokens or piece.registry:
            continue
        for first, last in proper_stretches(piece):
            street = street_in(piece, first, last, beside(pieces, index, after_only=first > 0))
            weak = street.strength >= least or (street.strength == LIKELY and street.cased)
            housed = weak and street.strength < SURE and street.language != "" and _house_near(pieces, index)
            housed = housed or (street.strength == LIKELY and _is_numbered(piece, first))
            if street.strength == SURE or (weak and (ward or housed or countries.near(index))):
                street = street._replace(language=street.language or ward)
                found = _around_street(pieces, index, street, (first, last), language)
                if (street.strength == SURE and street.language) or (found[1].valid and (found[2] or ward or housed)):
                    yield found[:2]


def _is_numbered(piece: Piece, first: int) -> bool:
    """Whether a piece is a house or plot by its number: 'House No. 1180'."""
    return piece.tokens[first].folded in _PLOTS and any(
        sense.kind == "number" and sense.first == first and sense.last + 1 < len(piece.tokens) for sense in piece.senses
    )


def _house_near(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a piece around a street without a number names a building, or a floor or room by its number."""
    beside = [*pieces[max(0, index - 2) : index], *pieces[index + 1 : index + 3]]
    near = [piece for piece in beside if abs(piece.line - pieces[index].line) <= 1 and len(piece.tokens) < LONG]
    return any(
        sense.kind == "premise" or (sense.kind == "unit" and any(token.numeric for token in piece.tokens))
        for piece in near
        for sense in piece.senses
    )


def _ward_after(pieces: Sequence[Piece], index: int) -> str:
    """The language of a word for a ward that one of the next pieces begins with, '' if none does."""
    for piece in pieces[index + 1 : index + 3]:
        first = postal.WORD.search(piece.text)
        if first is None or not _begins_ward(fold(first[0]), piece.own):
            continue  # most of them, and telling the senses of a piece takes long
        for sense in piece.senses:
            if sense.kind == "area" and sense.first == 0 and sense.language in WARDS:
                return sense.language
    return ""


@lru_cache(maxsize=1024)
def _begins_ward(word: str, own: OwnWords) -> bool:
    """Whether a folded word begins a word for a ward."""
    known = postal.words(own).whole.get(word) or ()
    return any(entry.kind == "area" and entry.language in WARDS for entry in known)


class _Countries:
    """Where pieces name a country: a quick look before a thorough one."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._seen = 0
        self._last = -1

    def near(self, index: int) -> bool:
        """Whether a piece around one names a country. Asked in the order of the pieces."""
        for place in range(max(self._seen, index - RIGHT), min(len(self._pieces), index + RIGHT + 1)):
            piece = self._pieces[place]
            if piece.country or piece.unspaced:
                self._last = place
        self._seen = max(self._seen, index + RIGHT + 1)
        return self._last >= index - RIGHT and self._last >= 0


def proper_stretches(piece: Piece) -> Iterator[tuple[int, int]]:
    """Stretches of names in a piece, those that prose leads to only after a word for 'at'."""
    end = piece.contact_at
    index = 0
    while index < end:
        known = any(sense.first <= index <= sense.last for sense in piece.senses)
        if not piece.tokens[index].proper and not known:
            index += 1
            continue
        stop = min(proper_head(piece, index), end)
        if stop > index:
            before = piece.tokens[index - 1].folded if index else ""
            if not index or before in _BEFORE_STREETS or piece.unspaced:
                yield index, stop - 1
        index = max(stop, index + 1)


def _around_street(
    pieces: Sequence[Piece], index: int, street: Street, stretch: tuple[int, int], language: str
) -> tuple[int, Found, bool]:
    """How sure it is, the address, and whether its country is named."""
    piece = pieces[index]
    start, end = piece.tokens[street.first].start, piece.tokens[street.last].end
    inner = _following(piece, street.last + 1, stretch[1]) + places(piece, stretch[0], street.first - 1)
    right = walk_right(pieces, index, stretch, housed=street.strength == SURE)
    left = walk_left(pieces, index, stretch, closed=stretch[0] > 0)
    known = [*inner, *right.places, *left.places]
    countries = [place.countries[0] for place in (*right.places[::-1], *inner, *left.places) if place.kind == "country"]
    if right.end > 0:
        end = max(end, right.end)
    elif inner:
        end = max(end, piece.tokens[stretch[1]].end)
    beside = pieces[max(0, index - 2) : index + 3]
    if piece.unspaced and not countries and any(near.has("area") for near in beside):
        countries = list(postal.homes().get(street.language, ()))[:1]
        end = piece.tokens[stretch[1]].end
    homes = postal.homes().get(street.language, ()) + postal.homes().get(language.partition("-")[0], ())
    if countries:
        country = countries[0]
        valid = not needs_code(country)
    else:
        nearest = [*inner, *right.places] or left.places  # what stands before a street is often the sender's name
        votes = Counter(code for place in nearest for code in set(place.countries))
        most = max(votes.values(), default=0)
        shared = {code for code, count in votes.items() if count == most}
        country = next((code for code in homes if code in shared), min(shared, default=""))
        valid = bool(country) and not needs_code(country) and (len(shared) < 4 or country in homes[:20])
    told = bool(countries) or (country == "IE" and any(near.country for near in pieces[index : index + 4]))
    named = told and (len(known) > 1 or piece.unspaced or right.names > 0)
    missing = () if valid else ("Z",) if known else ("C", "Z")
    sure = (40 if valid else 5) + len(known) + street.strength
    return sure, Found(start, end, country, street.form, valid, missing), named


def _following(piece: Piece, first: int, last: int) -> list[Place]:
    """The places after a street, as far as names reach: 'casi San Martín' tells of a crossing, not of a country."""
    found = []
    for place in places(piece, first, last):
        if not all(token.proper or token.numeric for token in piece.tokens[first : place.first]):
            break
        found.append(place)
    return found
