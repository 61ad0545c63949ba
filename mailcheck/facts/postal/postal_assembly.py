"""Puts an address together from the pieces around a postal code, or around a street where there is no code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final

from mailcheck.facts.postal.postal_codes import Code, area_before, belongs, codes, is_date_word
from mailcheck.facts.postal.postal_pieces import Piece, proper_head, proper_tail
from mailcheck.facts.postal.postal_places import Place, is_country, places
from mailcheck.facts.postal.postal_signs import COMPANIES, CONNECTORS, WARDS
from mailcheck.facts.postal.postal_streets import LIKELY, NAMED, NOTHING, SURE, Street, is_number, street_in
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords

_CODED: Final = re.compile(r"\d(?:\d\d|[A-Za-z]|(?<=[A-Za-z]\d)|(?<=[A-Z]{2} \d)\d|(?<=BFPO \d))")
"""What stands in everything that could be a postal code: a quick look."""
_BEFORE_DIGITS: Final = 8  # more characters than any postal code has before them
_MOST_CODES: Final = 8  # of one piece
_MOST_CODES_OF_LINE: Final = 100
_WORD_BEFORE: Final = re.compile(r"(?<!\S)[a-z]+ \Z")
_HOUSE_NUMBER: Final = re.compile(r"\d")
_LEFT: Final = 7
_RIGHT: Final = 5
_LINES_APART: Final = 2
_LONG: Final = 9  # tokens of a piece that can still be part of an address
_WITHOUT_CODE: Final = frozenset({"JP", "KR", "CN", "TW", "IE", "AE"})
"""Countries whose letters arrive without the code that the rules ask for."""
_UNIQUE: Final = frozenset({"IE"})
"""The country whose postal codes each belong to one house: there a place by its name is enough."""
_HOUSE_CODES: Final = frozenset({"IE", "GB"})
"""Countries whose postal codes are of few houses: a house by its name, its place and its town are enough."""
_TOWNLAND: Final = 2  # names between the sender and its code: a townland or house and its town
_STRICT: Final = frozenset({"US", "AU", "CA", "IN"})
"""Countries whose areas stand right before the code in every address."""
_THREE_DIGITS: Final = 3
_SHORT_NAME: Final = 4  # tokens
_BEFORE_STREETS: Final = frozenset(
    "at in from to on near bei in an am à au chez en a al na u w v ve di presso op te på i ved our address is office "
    "unser unsere unter por via visit find is auf der die dem den the la le del el il het los las el".split()
)


_LENGTHS: Final = frozenset("metros mts m varas vrs cuadras cuadra c cdras".split())


@dataclass(slots=True)
class Found:
    """An address at [start, end) of the passage. `missing`: letters as in `postal.Country.needs`."""

    start: int
    end: int
    country: str
    form: str
    valid: bool
    missing: tuple[str, ...] = ()
    fault: str = ""
    code: str = ""


@dataclass(slots=True)
class _Around:
    """What stands on one side of the code."""

    street: Street = NOTHING
    piece: Piece | None = None
    places: list[Place] = field(default_factory=list)
    names: int = 0
    areas: bool = False
    start: int = -1
    end: int = -1


def by_code(pieces: Sequence[Piece], language: str) -> Iterator[tuple[int, Found]]:
    """Addresses around postal codes, each with how sure it is (the higher the surer)."""
    line, tried = -1, 0
    for index, piece in enumerate(pieces):
        if piece.line != line:
            line, tried = piece.line, 0
        if tried >= _MOST_CODES_OF_LINE or (coded := _CODED.search(piece.text)) is None or piece.east_asian:
            continue
        for code in islice(codes(piece, max(0, coded.start() - _BEFORE_DIGITS)), _MOST_CODES):
            tried += 1
            found = _around_code(pieces, index, code, language)
            if found is not None:
                yield found


def _around_code(pieces: Sequence[Piece], index: int, code: Code, language: str) -> tuple[int, Found] | None:
    piece = pieces[index]
    if not code.sure and _in_prose(piece, code):
        return None
    inside = [n for n, token in enumerate(piece.tokens) if token.start < code.end and token.end > code.start]
    if not inside or inside[-1] >= piece.contact_at:
        return None
    first, last = inside[0], inside[-1]
    if piece.registry and not (code.sure and " " in code.text):
        return None
    before, after = _stretch_before(piece, first), _stretch_after(piece, last)
    area = area_before(piece, before[1], code.countries, code.text) if before[1] >= before[0] else None
    area = area or _province_after(pieces, index, code)
    agrees = belongs(code.text, area[1], area[2]) if area else None
    if area and agrees is False and not _binding(piece, area, before[1], after):
        area = agrees = None
    town_left = before[1] >= before[0] and _is_town(piece, before[1])
    town_right = after[1] >= after[0] and _is_town(piece, after[0])
    named_before = _previous_area(pieces, index, first, code) if area is None and before[1] < before[0] else None
    if named_before is not None:
        agrees, area = named_before[0], named_before[1]
    if not code.sure and not agrees and _numbers_house(piece, first, after):
        return None
    strength = _strength(
        piece,
        code,
        agrees,
        town=town_left or town_right or area is not None,
        alone=len(piece.tokens) <= len(inside) + 1,
    )
    if not strength:
        return None
    inner = places(piece, before[0], before[1]) + places(piece, after[0], after[1])
    closed = proper_tail_cut(piece, first)
    left = _walk_left(pieces, index, before, closed=closed)
    own = _own_street(piece, before, after, town_right=town_right)
    right = _walk_right(pieces, index, after, housed=max(own.strength, left.street.strength) == SURE)
    street, at = _best(own, piece, left, right)
    known = [*inner, *left.places, *right.places]
    countries = [place.countries[0] for place in (*right.places[::-1], *inner, *left.places) if place.kind == "country"]
    country = _country(code, area, countries, street, known, language)
    is_known = any(set(place.countries) & code.countries for place in known if place.kind != "country")
    named = bool(countries and countries[0] in code.countries)
    if named:
        strength = max(strength, 2 if not (town_left or town_right) else 3)
    town = town_left or town_right or left.names > 0 or bool(left.places or right.places) or area is not None
    town = town or right.areas
    if not street.strength and code.sure and code.countries <= _HOUSE_CODES and not closed:
        town_alone = town_left and not any(place.kind == "area" for place in inner)
        near = _townland(pieces, index, shared="GB" in code.countries)
        if near is not None and (town_alone or code.countries == _UNIQUE):
            street, at, left.start = near, "left", near.first
    if not _plausible(code, strength, street, known=is_known, named=named, first=town_right):
        return None
    needed = NAMED if strength == 3 else LIKELY if strength == 2 or is_known or named else SURE
    valid = street.strength >= needed and (town or code.sure)
    if not valid and not (strength == 3 or (strength == 2 and is_known)):
        return None
    start, end = _bounds(piece, code, before, after, left, right, at)
    missing = () if valid else ("A",) if not street.strength or not town else ()
    fault = ""
    if area and agrees is False:
        fault = f"the postal code {code.text} is not one of {piece_area(area)}"
    found = Found(start, end, country, street.form, valid, missing or (() if valid else ("A",)), fault, code.text)
    return strength * 10 + street.strength + 50 * valid, found


def _in_prose(piece: Piece, code: Code) -> bool:
    """Whether a year, or a number too short for most codes, stands between small words: 'their 2001 album'."""
    if len(code.text) > _THREE_DIGITS and code.text[:2] not in ("19", "20"):
        return False
    text, end = piece.text, code.end - piece.start
    if text[end : end + 1] != " " or not "a" <= text[end + 1 : end + 2] <= "z":
        return False
    before = _WORD_BEFORE.search(text, 0, code.start - piece.start)
    return before is not None and fold(before[0].strip()) not in postal.area_names()


def _townland(pieces: Sequence[Piece], index: int, *, shared: bool) -> Street | None:
    """The names of a rural address before a code that is of one house alone: 'Ballyclough, Rosbrien, Limerick'.

    Where the code is `shared` by some houses, names of larger places do not count, the house has a name of
    several words, and somebody must be named before.
    `first` and `last` are places in the passage. Where nobody is named before, the first name may be that of the
    sender: one more is wanted then.
    """
    names: list[Piece] = []
    told = False  # whether somebody is named before
    for place in range(index - 1, max(-1, index - _LEFT), -1):
        piece = pieces[place]
        plain = piece.tokens and not piece.contact and not piece.registry and not piece.closed
        if not plain or pieces[place + 1].line - piece.line > 1:
            break
        told = 0 < proper_tail(piece) < len(piece.tokens) or _is_company(piece)
        if told or len(piece.tokens) > _SHORT_NAME or proper_tail(piece):
            break
        names.append(piece)
    counting = [name for name in names if not places(name)] if shared else names
    if len(counting) < _TOWNLAND + (not told) or (shared and not (told and len(names[-1].tokens) > 1)):
        return None
    return Street(NAMED, "named-house", names[-1].start, names[0].end, "en")


def _is_company(piece: Piece) -> bool:
    """Whether a piece holds the short form of a company: 'Kiln Co.', but not 'Co. Cork'."""
    return not COMPANIES.isdisjoint(token.folded for token in piece.tokens[1:])


def _binding(piece: Piece, area: tuple[int, str, int], last: int, after: tuple[int, int]) -> bool:
    """Whether a name right before a code can only be the area that the code should belong to."""
    if area[1] not in _STRICT or after[1] >= after[0]:
        return False
    return area[0] < last or piece.tokens[last].text.isupper() or area[1] == "IN"


def piece_area(area: tuple[int, str, int]) -> str:
    known = postal.country(area[1])
    return known.areas[area[2]].names[-1] if known is not None else area[1]


def proper_tail_cut(piece: Piece, first: int) -> bool:
    """Whether prose stands before the code in its own piece."""
    return (
        any(token.text[0].islower() and not token.numeric for token in piece.tokens[:first])
        and _stretch_before(piece, first)[0] > 0
    )


def _stretch_before(piece: Piece, first: int) -> tuple[int, int]:
    """The tokens of the name right before token `first`, as (first, last); a word for postal codes is left out."""
    last = first - 1
    skipping = True
    while skipping and last >= 0:
        skipping = False
        for sense in piece.senses:
            if sense.kind == "code" and sense.last == last:
                last, skipping = sense.first - 1, True
                break
    low = last + 1
    known = {n for sense in piece.senses for n in range(sense.first, sense.last + 1)}
    while low > 0 and (piece.tokens[low - 1].proper or piece.tokens[low - 1].folded in CONNECTORS or low - 1 in known):
        low -= 1
    while low <= last and not piece.tokens[low].proper and low not in known:
        low += 1
    return low, last


def _numbers_house(piece: Piece, code: int, after: tuple[int, int]) -> bool:
    """Whether what looks like a code is the number of the house: '1234 Oak St'."""
    street = street_in(piece, code, after[1])
    return street.strength == SURE and street.language == "en" and street.first == code


def _stretch_after(piece: Piece, last: int) -> tuple[int, int]:
    stop = min(proper_head(piece, last + 1), piece.contact_at)
    return last + 1, stop - 1


def _is_town(piece: Piece, index: int) -> bool:
    token = piece.tokens[index]
    return (
        not token.numeric
        and (len(token.text) > 2 or not token.text.isascii())
        and token.proper
        and not is_date_word(token)
    )


def _previous_area(
    pieces: Sequence[Piece], index: int, first: int, code: Code
) -> tuple[bool | None, tuple[int, str, int]] | None:
    """An area that is the whole piece before a piece that begins with its code."""
    if first != 0 or index == 0:
        return None
    piece = pieces[index - 1]
    if pieces[index].line - piece.line > 1 or not piece.tokens or len(piece.tokens) > 4:
        return None
    area = area_before(piece, len(piece.tokens) - 1, code.countries, code.text)
    if area is None:
        return None
    agrees = belongs(code.text, area[1], area[2])
    if agrees is False and not (area[1] in ("US", "AU", "CA") and len(piece.tokens) <= 2):
        return None
    return agrees, area


def _province_after(pieces: Sequence[Piece], index: int, code: Code) -> tuple[int, str, int] | None:
    """The province that its letters tell after a town: '12051 Alba (CN)'."""
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    if following is None or "IT" not in code.countries or len(following.text) != len("CN"):
        return None
    if following.line != pieces[index].line or not following.text.isupper():
        return None
    areas = postal.area_names().get(following.text.lower()) or ()
    return next(((0, c, n) for c, n in areas if c == "IT" and belongs(code.text, c, n)), None)


def _strength(piece: Piece, code: Code, agrees: bool | None, *, town: bool, alone: bool) -> int:
    if code.sure or agrees:
        return 3
    if town:
        return 2
    return 1 if alone and len(code.text) >= 4 else 0


def _own_street(piece: Piece, before: tuple[int, int], after: tuple[int, int], *, town_right: bool) -> Street:
    """A street in the code's own piece."""
    left = street_in(piece, before[0], before[1])
    if left.strength == LIKELY and not left.language and not town_right:
        left = NOTHING
    right = street_in(piece, after[0], after[1])
    if not right.language or right.strength < SURE:
        right = NOTHING
    return max(left, right, key=lambda street: street.strength)


def _walk_left(pieces: Sequence[Piece], index: int, before: tuple[int, int], *, closed: bool) -> _Around:
    around = _Around()
    apart = False  # whether what follows to the left is no part of the street any more
    if closed:
        return around
    for step in range(1, _LEFT + 1):
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
        tail = 0 if _is_detail(piece) or _is_way(piece) else proper_tail(piece)
        count = len(piece.tokens) - tail
        if not count and _is_landmark(piece):
            continue
        if not count or (count > _LONG and not piece.senses):
            break
        if around.street.strength == SURE and (apart or not _continues(pieces, place)):
            apart = True
            around.places += places(piece, tail)
            around.names += piece.has("area")
            if tail or step > 5 or len(around.places) > 1:
                break
            continue
        street = street_in(piece, tail, len(piece.tokens) - 1, _beside(pieces, place, index))
        if piece.registry and street.strength < SURE:
            break
        if street.strength == LIKELY and not street.language and (step > 4 or around.street.strength):
            street = NOTHING
        if street.strength > around.street.strength:
            around.names += around.street.strength > 0  # a town that stood beside the number
            around.street, around.piece = street, piece
            around.start = piece.tokens[street.first].start if tail or street.first else piece.start
            if place and is_number(pieces[place - 1]):
                around.start = min(around.start, pieces[place - 1].start)
        elif not street.strength:
            found = places(piece, tail)
            around.places += found
            if not around.street.strength:
                around.names += 1
            elif piece.has("unit", "number", "area") and not tail and count < _LONG:
                around.start = min(around.start, piece.start)
        if tail:
            break
    return around


def _is_way(piece: Piece) -> bool:
    """Whether a short piece tells how far and where to go: '200 metros sur y 50 este'."""
    return len(piece.tokens) <= _LONG and any(
        sense.kind == "street" and sense.first < sense.last and piece.tokens[sense.first].folded in _LENGTHS
        for sense in piece.senses
    )


def _is_landmark(piece: Piece) -> bool:
    """Whether a short piece tells by small words how a place is found: 'contiguo a la farmacia', 'casa esquinera'."""
    return len(piece.tokens) < _LONG and any(
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
    return not piece.closed and piece.has("unit", "number", "premise") and len(piece.tokens) < _LONG


def _beside(pieces: Sequence[Piece], place: int, code: int = -1, *, after_only: bool = False) -> list[Piece]:
    """The pieces next to one, without that of the code."""
    around = (place + 1,) if after_only else (place + 1, place - 1)
    return [pieces[near] for near in around if 0 <= near < len(pieces) and near != code]


def _walk_right(pieces: Sequence[Piece], index: int, after: tuple[int, int], *, housed: bool = False) -> _Around:
    """What stands on the right. `housed`: the street is known, so that another begins another address."""
    around = _Around()
    if after[1] < len(pieces[index].tokens) - 1 or pieces[index].closed:
        return around
    for place in range(index + 1, min(len(pieces), index + 1 + _RIGHT)):
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
        if head < len(piece.tokens) and _is_landmark(piece):
            continue
        if not head or (head > _LONG and not piece.senses):
            break
        street = street_in(piece, 0, head - 1, pieces[place + 1 : place + 2])
        if street.strength == SURE and street.language and housed:
            break
        if street.strength == SURE and street.language and street.strength > around.street.strength:
            around.street, around.piece = street, piece
            around.end = piece.tokens[street.last].end
        else:
            found = places(piece, 0, head - 1)
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


def _best(own: Street, piece: Piece, left: _Around, right: _Around) -> tuple[Street, str]:
    if own.strength >= max(left.street.strength, LIKELY):
        return own, "own"
    if left.street.strength >= LIKELY or left.street.strength >= right.street.strength:
        return (left.street, "left") if left.street.strength else (own, "own")
    return right.street, "right"


def _plausible(code: Code, strength: int, street: Street, *, known: bool, named: bool, first: bool) -> bool:
    """Whether a bare number is no year and no three digits of something else."""
    if code.sure or strength == 3:
        return True
    if code.text[0].isalpha() and not (known or named):
        return False
    if not street.language and street.strength and not (known or named) and not (street.cased and first):
        return False
    if len(code.text) == _THREE_DIGITS or len(code.text) == 10:
        return known or named or (len(code.text) == 10 and street.strength == SURE)
    if len(code.text) == 4 and code.text[:2] in ("19", "20"):
        return street.strength == SURE or known or named
    return True


def _country(
    code: Code, area: tuple[int, str, int] | None, named: list[str], street: Street, known: list[Place], language: str
) -> str:
    """The likeliest of the countries that a code could be of."""
    if len(code.countries) == 1:
        return next(iter(code.countries))
    for country in named:
        if country in code.countries:
            return country
    if named:
        return named[0]
    if area is not None and (area[1] in _STRICT or belongs(code.text, area[1], area[2])):
        return area[1]
    homes = postal.homes()
    likely = [*homes.get(street.language, ()), *homes.get(language.partition("-")[0], ())]
    votes = Counter(country for place in known if place.kind != "country" for country in set(place.countries))
    most = max((votes[country] for country in code.countries), default=0)
    towns = {country for country in code.countries if most and votes[country] == most}
    for country in likely:
        if country in towns:
            return country
    if towns:
        return sorted(towns)[0]
    return next((country for country in likely if country in code.countries), "")


def _bounds(
    piece: Piece, code: Code, before: tuple[int, int], after: tuple[int, int], left: _Around, right: _Around, at: str
) -> tuple[int, int]:
    start = min(code.start, piece.tokens[before[0]].start if before[1] >= before[0] else code.start)
    end = max(code.end, piece.tokens[after[1]].end if after[1] >= after[0] else code.end)
    if at == "left" and left.start >= 0:
        start = min(start, left.start)
    if right.end > 0 and (at == "right" or right.places):
        end = max(end, right.end)
    return start, end


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
        if not ward and not countries.near(index) and not piece.has("street", "box", "rural"):
            continue  # nothing here can be sure, and nothing less counts
        if not piece.tokens or piece.registry:
            continue
        for first, last in _proper_stretches(piece):
            street = street_in(piece, first, last, _beside(pieces, index, after_only=first > 0))
            weak = street.strength >= least or (street.strength == LIKELY and street.cased)
            housed = weak and street.strength < SURE and street.language != "" and _house_near(pieces, index)
            if street.strength == SURE or (weak and (ward or housed or countries.near(index))):
                street = street._replace(language=street.language or ward)
                found = _around_street(pieces, index, street, (first, last), language)
                if (street.strength == SURE and street.language) or (found[1].valid and (found[2] or ward or housed)):
                    yield found[:2]


def _house_near(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a piece around a street without a number names a building, or a floor or room by its number."""
    beside = [*pieces[max(0, index - 2) : index], *pieces[index + 1 : index + 3]]
    near = [piece for piece in beside if abs(piece.line - pieces[index].line) <= 1 and len(piece.tokens) < _LONG]
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
        for place in range(max(self._seen, index - _RIGHT), min(len(self._pieces), index + _RIGHT + 1)):
            piece = self._pieces[place]
            if piece.country or piece.unspaced:
                self._last = place
        self._seen = max(self._seen, index + _RIGHT + 1)
        return self._last >= index - _RIGHT and self._last >= 0


def _proper_stretches(piece: Piece) -> Iterator[tuple[int, int]]:
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
    right = _walk_right(pieces, index, stretch)
    left = _walk_left(pieces, index, stretch, closed=stretch[0] > 0)
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
        votes = Counter(code for place in known for code in set(place.countries))
        most = max(votes.values(), default=0)
        shared = {code for code, count in votes.items() if count == most}
        country = next((code for code in homes if code in shared), min(shared, default=""))
        valid = bool(country) and not needs_code(country) and (len(shared) < 4 or country in homes[:20])
    named = bool(countries) and (len(known) > 1 or piece.unspaced or right.names > 0)
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


def needs_code(country: str) -> bool:
    """Whether a letter to a country needs a postal code."""
    known = postal.country(country)
    return known is None or ("Z" in known.needs and country not in _WITHOUT_CODE)
