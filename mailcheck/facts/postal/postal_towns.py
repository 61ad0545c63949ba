"""A town without a street: all that some senders say of where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_by_street import by_street, proper_stretches
from mailcheck.facts.postal.postal_codes import codes
from mailcheck.facts.postal.postal_cues import invites
from mailcheck.facts.postal.postal_cutting import cut
from mailcheck.facts.postal.postal_found import Found
from mailcheck.facts.postal.postal_pieces import Piece, proper_head, proper_tail
from mailcheck.facts.postal.postal_places import Place, is_country, places
from mailcheck.facts.postal.postal_roles import names_sender
from mailcheck.facts.postal.postal_sentences import is_prose
from mailcheck.facts.postal.postal_signs import COMPANIES
from mailcheck.facts.postal.postal_streets import LIKELY, NAMED, street_in
from mailcheck.facts.postal.postal_text import Passage
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords

_LINES: Final = 24
_SHORT: Final = 16  # words, and characters, of a line that can speak of where the sender is
_LONG: Final = 160
_NAME_AND_NUMBER: Final = re.compile(r"\d(?<=[^\W\d_] \d)\d{0,3}(?![\w%:.,]\d|\d|\w)")
_LONG_NAME: Final = 8  # words
_CODE: Final = re.compile(r"(?<![\w.,])(?:\d{4,5}|\d{3} \d\d|\d{4} [A-Z]{2}) [^\W\d_a-z]")
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_BRACKETED: Final = re.compile(
    r"(?:(?<=^)|(?<=[,|·•;–—-] )|(?<=\d ))([^\W\d_a-z][^\W\d_]+(?:['’ -][^\W\d_]+){0,4})"
    r" \(([^\W\d_]{2}|[^\W\d_]{4,20})\)"
)
_NAME_AND_CODE: Final = 4  # words
_NAME_OF_TOWN: Final = 3  # words
_WIDE: Final = ("country", "area", "region")
_SIGNS: Final = re.compile("[,|·•،;–-]|[.!?] ")  # what parts a town from its country or from the sender


_COUNTY: Final = re.compile(r"(?:co\.?|county|contae) [^\W\d_]+\.?\Z")


_AREAS: Final = frozenset(
    """woj wojewodztwo powiat pow gmina gm обл область область город г гр град район jud judetul okres kraj megye kreis
    landkreis provincia prov pcia departamento distrito concelho maakond vald novads rajonas zupanija opcina општина
    општ община νομος δημος il ili wilaya""".split()
)
"""Words for areas that stand before a name, folded: a quick look."""


class Line(NamedTuple):
    """A line as it stands and folded, where it begins, and its number."""

    text: str
    folded: str
    start: int
    number: int


def town_alone(passage: Passage, language: str, sender: str, own: OwnWords) -> Iterator[Found]:
    """The first town with its country or area near the end of a text, or a town after the sender's name there.

    Before that a house by its name, where its town and its country follow and need no postal code.
    """
    near = list(_last_lines(passage))
    pieces = list(_short_lines(near, own))
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
    for reading in (_coded, _bracketed, _province, _building, _visited):
        found = reading(near, language, sender, own)
        if found is not None:
            yield found
            return


def _coded(near: Sequence[Line], language: str, sender: str, own: OwnWords) -> Found | None:
    """'Acme e.U., 3910 Zwettl': a town that need not be known, after its code, where a sender tells of itself.

    That is in a line of short parts with a way to reach it, or between the lines of its name and of such a way.
    """
    homes = postal.homes().get(language.partition("-")[0], ())
    for place, line in enumerate(near):
        if _CODE.search(line.text) is None:
            continue
        pieces = _cut(line, own)
        for index, piece in enumerate(pieces):
            found = None if piece.contact or piece.registry else _code_and_town(piece, homes)
            if found is None:
                continue
            before = pieces[index - 1].text if index else near[place - 1].text if place else ""
            after = pieces[index + 1 :]
            if not index and not after and place + 1 < len(near) and len(before.split()) <= _NAME_AND_CODE:
                after = _cut(near[place + 1], own)
            reached = (
                before and not is_prose(line.text[: piece.start - line.start]) and any(other.contact for other in after)
            )
            if names_sender(before, sender) or reached:
                return found
    return None


def _code_and_town(piece: Piece, homes: Sequence[str]) -> Found | None:
    """A code of one of some countries and a name after it, where a piece is no more than that."""
    tokens = piece.tokens
    if not 1 < len(tokens) <= _NAME_AND_CODE or not tokens[0].numeric:
        return None
    code = next((code for code in codes(piece) if code.start == tokens[0].start), None)
    if code is None or code.text[:2] in ("19", "20") or not code.countries.intersection(homes):
        return None
    named = [token for token in tokens if token.start >= code.end]
    if not named or not all(token.proper and not token.numeric for token in named):
        return None
    country = next(home for home in homes if home in code.countries)
    return Found(code.start, named[-1].end, country, "street", False, ("A",), code=code.text)


def _bracketed(near: Sequence[Line], language: str, sender: str, own: OwnWords) -> Found | None:
    """'Nizza Monferrato (AT)', 'Ronda (Málaga)': a town that need not be known, with its province in brackets."""
    for line in near:
        for match in _BRACKETED.finditer(line.text) if " (" in line.text else ():
            letters = len(match[2]) == 2
            areas = postal.area_names().get(fold(match[2])) or ()
            countries = [code for code, _ in areas if (code == "IT") is letters]
            if countries and (not letters or match[2].isupper()):
                homes = postal.homes().get(language.partition("-")[0], ())
                country = next((home for home in homes if home in countries), countries[0])
                start, end = line.start + match.start(1), line.start + match.end()
                return Found(start, end, country, "street", False, ("A", "Z"))
    return None


def _province(near: Sequence[Line], language: str, sender: str, own: OwnWords) -> Found | None:
    """'Pasieka Lipka, woj. podlaskie': an area after a word for areas, after a name in its line."""
    for line in near:
        if ("." not in line.text and "," not in line.text) or _AREAS.isdisjoint(postal.WORD.findall(line.folded)):
            continue
        for before, piece in pairwise(_cut(line, own)):
            tokens = piece.tokens
            if before.closed or proper_tail(before) or not 1 < len(tokens) <= _NAME_OF_TOWN + 1 or piece.contact:
                continue
            for sense in piece.senses:
                if sense.kind != "area" or sense.first or sense.last == len(tokens) - 1:
                    continue
                name = fold(piece.text[tokens[sense.last + 1].start - piece.start :]).strip(" .")
                areas = [code for code, _ in postal.area_names().get(name) or ()]
                codes_of = [*areas, *(postal.regions().get(name) or ()), *(postal.towns().get(name) or ())]
                homes = postal.homes().get(sense.language, ())
                country = next((home for home in homes if home in codes_of), "")
                if country:
                    return Found(piece.start, tokens[-1].end, country, "street", False, ("A", "C", "Z"))
    return None


def _building(near: Sequence[Line], language: str, sender: str, own: OwnWords) -> Found | None:
    """'Immeuble Sabbagh, 2e étage': a building and the floor or room in it, where a sender tells of itself."""
    known = postal.words(own).streets
    for line in near:
        if "," not in line.text or _DIGIT.search(line.text) is None or known.isdisjoint(_WORD.findall(line.folded)):
            continue
        pieces = _cut(line, own)
        if not any(piece.contact for piece in pieces) and not names_sender(line.text, sender):
            continue
        for piece, after in pairwise(pieces):
            named = piece.has("premise") and 1 < len(piece.tokens) <= _NAME_AND_CODE and not piece.contact
            inside = after.tokens[: after.contact_at]  # '2e étage. Tél. 01 555 014'
            floor = 0 < len(inside) <= _NAME_AND_CODE and any(
                sense.kind == "unit" and sense.last < len(inside) for sense in after.senses
            )
            if named and floor and any(token.numeric for token in inside) and proper_tail(piece) == 0:
                return Found(piece.start, inside[-1].end, "", "named-house", False, ("C", "Z"))
    return None


def _visited(near: Sequence[Line], language: str, sender: str, own: OwnWords) -> Found | None:
    """'Pasá por Bartolomé Mitre 1318': a name and a number, where a sender asks people to come by."""
    for line in near:
        if _NAME_AND_NUMBER.search(line.text) is None or not invites(line.folded, own):
            continue
        for piece in _cut(line, own):
            if piece.contact or piece.registry:
                continue
            for first, last in proper_stretches(piece):
                if not first:
                    continue  # 'Release 2': nothing says `at`
                street = street_in(piece, first, last)
                number = piece.tokens[last]
                if street.strength >= LIKELY and street.cased and first < last and number.numeric and first + 4 > last:
                    return Found(piece.tokens[first].start, number.end, "", "street", False, ("C", "Z"))
    return None


def _last_lines(passage: Passage) -> Iterator[Line]:
    """The short lines near the end of a text."""
    for number, start in passage.last_lines(_LINES):
        line = passage.written[number]
        if 3 < len(line) < _LONG and line.count(" ") < _SHORT and "://" not in line:
            yield Line(line, passage.folded[number], start, number)


def _cut(line: Line, own: OwnWords) -> list[Piece]:
    """The pieces of a line that hold words."""
    return [piece for piece in cut(line.text, line.start, line.number, own) if piece.tokens]


def _short_lines(near: Iterable[Line], own: OwnWords) -> Iterator[Piece]:
    """The pieces of the lines that name a place, with the lines above a county."""
    lines = list(near)
    counties = [line.number for line in lines if _COUNTY.match(line.folded) is not None]
    above = {number - step for number in counties for step in (1, 2)}
    for line in lines:
        if _names_place(line) or _COUNTY.search(line.folded) is not None or line.number in above:
            yield from (piece for piece in _cut(line, own) if not piece.contact)


def _names_place(line: Line) -> bool:
    """Whether a part of a line is, begins or ends with a place that is known."""
    if _SIGNS.search(line.text) is None:
        return False
    for part in _SIGNS.split(line.folded):
        words = part.strip(" .!").split()
        if not words or len(words) > _LONG_NAME:
            continue
        if _is_place(words[0]) or _is_place(words[-1]):
            return True
        if len(words) > 1 and any(map(_is_place, (" ".join(words[:2]), " ".join(words[-2:]), " ".join(words)))):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_place(name: str) -> bool:
    """Whether a country, an area or a town is called so."""
    known = (postal.country_names(), postal.area_names(), postal.regions(), postal.towns())
    return any(name in names for names in known)


def _pair(piece: Piece, following: Piece | None) -> Found | None:
    """'Nantes, France': a name, and the country or area right after it.

    A country, or an area of a name that is not short, needs no town that is known.
    """
    tail = proper_tail(piece)
    inner = places(piece, max(tail, len(piece.tokens) - 5))
    if len(inner) > 1 and inner[-1].kind in _WIDE and inner[-2].last == inner[-1].first - 1:
        return _found(piece, inner[-2], piece, inner[-1])
    if following is None or following.line != piece.line or tail == len(piece.tokens):
        return None
    head = len(following.tokens) if is_country(following) else proper_head(following, 0)
    after = places(following, 0, head - 1)
    if not after or after[0].first or after[0].kind == "town":
        return None
    ending = [place for place in inner if place.last == len(piece.tokens) - 1 and place.kind != "country"]
    if ending and set(ending[-1].countries) & set(after[0].countries):
        return _found(piece, ending[-1], following, after[0])
    first = max(tail, len(piece.tokens) - _NAME_OF_TOWN)
    name = piece.tokens[first:]
    long = len(following.tokens[after[0].last].text) > 2 or after[0].last > 0
    if long and name and not piece.contact and not any(t.numeric or t.folded in COMPANIES for t in name):
        town = Place("town", after[0].countries, first, len(piece.tokens) - 1)
        return _found(piece, town, following, after[0])
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
