"""Addresses around a postal code: its street, its town and its area, before it and after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from mailcheck.facts.postal.postal_around import Around, walk_left, walk_right
from mailcheck.facts.postal.postal_codes import Code, area_before, belongs, codes, is_date_word
from mailcheck.facts.postal.postal_found import Found
from mailcheck.facts.postal.postal_houses import house_by_letter, told_by_code, townland, village_before
from mailcheck.facts.postal.postal_pieces import Piece, proper_head
from mailcheck.facts.postal.postal_places import Place, places
from mailcheck.facts.postal.postal_signs import CONNECTORS
from mailcheck.facts.postal.postal_streets import LIKELY, NAMED, NOTHING, SURE, Street, street_in
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold

_CODED: Final = re.compile(r"\d(?:\d\d|[A-Za-z]|(?<=[A-Za-z]\d)|(?<=[A-Z]{2} \d)\d|(?<=BFPO \d))")
"""What stands in everything that could be a postal code: a quick look."""
_BEFORE_DIGITS: Final = 8  # more characters than any postal code has before them
_MOST_CODES: Final = 8  # of one piece
_MOST_CODES_OF_LINE: Final = 100
_WORD_BEFORE: Final = lazy_regex(r"(?<!\S)[a-z]+ \Z")
_UNIQUE: Final = frozenset({"IE"})
"""The country whose postal codes each belong to one house: there a place by its name is enough."""
_HOUSE_CODES: Final = frozenset({"IE", "GB"})
"""Countries whose postal codes are of few houses: a house by its name, its place and its town are enough."""
_STRICT: Final = frozenset({"US", "AU", "CA", "IN"})
"""Countries whose areas stand right before the code in every address."""
_THREE_DIGITS: Final = 3
_THREE_DIGIT_HOMES: Final = frozenset({"is", "fo", "mg"})
"""Languages at home only where codes are of three digits."""
_FEW_HOMES: Final = 2  # countries of a language
_HEBREW: Final = re.compile("[א-ת]")
_HEBREW_CODE: Final = 7  # digits
_AFTER_ADDRESS: Final = frozenset({"on", "at", "by", "to", "from"})
"""Small words that stand in no name of a town after a code: what they lead to is prose."""


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
    if len(code.text) == _HEBREW_CODE and "IL" in code.countries and index and _HEBREW.search(pieces[index - 1].text):
        code = code._replace(countries=frozenset({"IL"}), sure=True)
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
    town_right = after[1] >= after[0] and _begins_town(piece, *after)
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
    closed = _follows_prose(piece, first)
    left = walk_left(pieces, index, before, closed=closed)
    own = _own_street(piece, before, after, town_right=town_right)
    right = walk_right(pieces, index, after, housed=max(own.strength, left.street.strength) == SURE)
    street, at = _best(own, piece, left, right)
    known = [*inner, *left.places, *right.places]
    countries = [place.countries[0] for place in (*right.places[::-1], *inner, *left.places) if place.kind == "country"]
    country = _country(code, area, countries, street, known, language)
    is_known = any(set(place.countries) & code.countries for place in known if place.kind != "country")
    told = "" if countries and not code.sure and _without_codes(countries[0]) else code.text  # 'Doha, Qatar, CR 12345'
    named = bool(countries and countries[0] in code.countries)
    if named:
        strength = max(strength, 2 if not (town_left or town_right) else 3)
    town = town_left or town_right or left.names > 0 or bool(left.places or right.places) or area is not None
    town = town or right.areas or (right.names > 0 and left.street.strength == SURE)  # (8400) Bariloche
    if not street.strength and code.sure and code.countries <= _HOUSE_CODES and not closed:
        town_alone = town_left and not any(place.kind == "area" for place in inner)
        county = any(place.kind == "region" for place in inner)
        near = townland(pieces, index, shared="GB" in code.countries, county=county)
        if near is not None and (town_alone or code.countries == _UNIQUE):
            street, at, left.start = near, "left", near.first
    if street.strength < SURE:
        alone = told_by_code(pieces, index, code)
        if alone is None and "IN" in code.countries and not closed:
            alone = house_by_letter(pieces, index) if any("IN" in place.countries for place in known) else None
        if alone is not None:
            street, at, left.start = alone, "left", alone.first
    if street.strength < LIKELY and strength > 1 and not closed and (town_right or town_left or named or code.sure):
        village = village_before(pieces, index, first, code, language)
        if village is not None:
            street, at, left.start = village, "left", village.first
    spoken = language.partition("-")[0]
    short = town_right and spoken in _THREE_DIGIT_HOMES and not code.countries.isdisjoint(postal.homes()[spoken])
    if not _plausible(code, strength, street, known=is_known or short, named=named, first=town_right):
        return None
    needed = NAMED if strength == 3 else LIKELY if strength == 2 or is_known or named else SURE
    valid = street.strength >= needed and (town or code.sure)
    if not valid and not (strength == 3 or (strength == 2 and is_known)):
        return None
    start, end = _bounds(piece, code, before, after, left, right, at)
    missing = () if valid else ("A",) if not street.strength or not town else ()
    fault = ""
    if area and agrees is False:
        fault = f"the postal code {code.text} is not one of {_name_of(area)}"
    found = Found(start, end, country, street.form, valid, missing or (() if valid else ("A",)), fault, told)
    return strength * 10 + street.strength + 50 * valid, found


def _without_codes(country: str) -> bool:
    """Whether a country has no postal codes."""
    known = postal.country(country)
    return known is not None and not known.zip


def _in_prose(piece: Piece, code: Code) -> bool:
    """Whether a year, or a number too short for most codes, stands between small words: 'their 2001 album'."""
    if len(code.text) > _THREE_DIGITS and code.text[:2] not in ("19", "20"):
        return False
    text, end = piece.text, code.end - piece.start
    if text[end : end + 1] != " " or not "a" <= text[end + 1 : end + 2] <= "z":
        return False
    before = _WORD_BEFORE.search(text, 0, code.start - piece.start)
    return before is not None and fold(before[0].strip()) not in postal.area_names()


def _binding(piece: Piece, area: tuple[int, str, int], last: int, after: tuple[int, int]) -> bool:
    """Whether a name right before a code can only be the area that the code should belong to."""
    if area[1] not in _STRICT or after[1] >= after[0]:
        return False
    return area[0] < last or piece.tokens[last].text.isupper() or area[1] == "IN"


def _name_of(area: tuple[int, str, int]) -> str:
    """How the area is written."""
    known = postal.country(area[1])
    return known.areas[area[2]].names[-1] if known is not None else area[1]


def _follows_prose(piece: Piece, first: int) -> bool:
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
    for index in range(last + 1, stop):
        if piece.tokens[index].text in _AFTER_ADDRESS:
            return last + 1, index - 1
    return last + 1, stop - 1


def _is_town(piece: Piece, index: int) -> bool:
    token = piece.tokens[index]
    return (
        not token.numeric
        and (len(token.text) > 2 or not token.text.isascii() or (index > 0 and _is_tied(piece, index)))
        and token.proper
        and not is_date_word(token)
    )


def _is_tied(piece: Piece, index: int) -> bool:
    """Whether a hyphen ties a word to the one before: 'Jeonju-si'."""
    return not piece.tokens[index - 1].numeric and piece.text[piece.tokens[index].start - piece.start - 1] in "-‐‑"


def _begins_town(piece: Piece, first: int, last: int) -> bool:
    """Whether a town stands at `first`: 'Rennes', but also 'La Rochelle'."""
    article = first < last and piece.tokens[first].folded in CONNECTORS
    if first < last and not piece.tokens[first].proper:  # 'общ. Габрово'
        article = article or any(sense.kind == "area" and sense.first == sense.last == first for sense in piece.senses)
    return _is_town(piece, first + article)


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


def _best(own: Street, piece: Piece, left: Around, right: Around) -> tuple[Street, str]:
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
    at_home = homes.get(language.partition("-")[0], ()) if not language.startswith("en") else ()
    fitting = [country for country in at_home if country in code.countries]
    if fitting and (len(at_home) <= _FEW_HOMES or fitting[0] != at_home[0]):
        return fitting[0]  # no town abroad that happens to be called so
    if towns:
        return sorted(towns)[0]
    return next((country for country in likely if country in code.countries), "")


def _bounds(
    piece: Piece, code: Code, before: tuple[int, int], after: tuple[int, int], left: Around, right: Around, at: str
) -> tuple[int, int]:
    start = min(code.start, piece.tokens[before[0]].start if before[1] >= before[0] else code.start)
    end = max(code.end, piece.tokens[after[1]].end if after[1] >= after[0] else code.end)
    if at == "left" and left.start >= 0:
        start = min(start, left.start)
    if right.end > 0 and (at == "right" or right.places):
        end = max(end, right.end)
    return start, end
