"""Postal codes: what looks like one, in which countries it could be one, and whether it belongs to its area."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_pieces import Piece, Token
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold

_SHAPE: Final = re.compile(
    r"""(?<![\w.,/+½-])(?:
      (?P<prefixed> (?P<country>[A-Z]{1,3})[-–]\d{3,6}(?:[ -]\d{2,3})? )
    | (?P<britain> [A-Za-z]{1,2}\d[\dA-Za-z]?\ ?\d[A-Za-z]{2} )
    | (?P<island> [A-Z]{4}\ ?1ZZ )
    | (?P<canada> [A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d )
    | (?P<dutch> [1-9]\d{3}\ ?[A-Z]{2} )
    | (?P<ireland> [A-Z](?:\d\d|6W)\ ?[A-Z\d]{4} )
    | (?P<lettered> [A-Z]{1,3}\ ?\d{4,5}(?:[A-Z]{3})? | EC\d{6} | AD\d{3} | KY\d-\d{4} | [A-Z]{2}\ \d{2}
      | [HLMS]\d{3} | BFPO\ \d{1,4} )
    | (?P<dashed> \d{5}-\d{3,5} | \d{4}-\d{3} | \d{2}-\d{3} | \d{3}[-－]\d{4} )
    | (?P<spaced> (?<!\d\ )\d{3}\ \d{2,3} )
    | (?P<plain> \d{10} | \d{3,7} )
    )(?![\w½/+]|[-–.,]\d|\ \d\d)""",
    re.VERBOSE,
)
_CARS: Final = {  # country letters of cars and of the Universal Postal Union's old habit, where not the ISO code
    "A": "AT", "D": "DE", "F": "FR", "L": "LU", "B": "BE", "I": "IT", "E": "ES", "H": "HU", "S": "SE", "N": "NO",
    "P": "PT", "SLO": "SI", "FIN": "FI", "FL": "LI", "SRB": "RS", "MNE": "ME", "EST": "EE", "CY": "CY",
}  # fmt: skip
_DIGITS_AFTER: Final = lazy_regex(r"(?<=[A-Z] )\d{4,5}\Z")
_AREA_CODE: Final = re.compile(r"\(\d+\) ?\Z|\d\) ?\Z")
_COPYRIGHT: Final = lazy_regex(r"(?:©|\(c\)|copyright|\d{4} ?[-–])\s*\Z", re.IGNORECASE)
_AFTER_TOWN: Final = lazy_regex(r"(?:(?<=[^\W\d_]{3}[-–])|(?<=[\u0900-\u0dff]{2}[-–]))\d{4,6}(?![\w/-]|[.,]\d)")
_TIED: Final = frozenset({"IN", "BD", "PK", "NP", "LK"})
"""Countries whose people tie a code to its town: Dhaka-1205."""
_SEVEN: Final = 7  # digits
_HEBREW: Final = lazy_regex("[א-ת]")
_YEAR: Final = 4  # digits
_STOPPED: Final = 5  # characters of a short form: N.S.W
_AREA_AFTER: Final = frozenset({"IT", "ES", "TR", "RU", "UA", "EG"})
"""Countries that write the area after the code, or not at all."""
_FIRST: Final = ("US", "AU", "CA", "IN")
_MONTHS: Final = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec januar februar marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet "
    "aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre uhr am pm euro eur "
    "usd gbp items item points people years days hours minutes words copies km kg pcs off".split()
)


class Code(NamedTuple):
    """Something that could be a postal code. `countries` are those it could be one of; `sure` when nothing else
    looks so or the text itself calls it one."""

    text: str
    start: int
    end: int
    countries: frozenset[str]
    sure: bool


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[postal.CodePattern, re.Pattern[str]], ...]:
    return tuple((each, lazy_regex(each.pattern)) for each in postal.code_patterns())


@lru_cache(maxsize=4096)
def countries_of(text: str) -> frozenset[str]:
    """The countries in which a text is a well-formed postal code."""
    lettered = any(char.isalpha() for char in text)
    return frozenset(
        country
        for known, pattern in _patterns()
        if text.startswith(known.head) and (known.lettered or not lettered) and pattern.fullmatch(text)
        for country in known.countries
    )


def codes(piece: Piece, since: int = 0) -> Iterator[Code]:
    """What could be postal codes in a piece, in order. `since`: before it, counted in its text, none begins."""
    for match in _SHAPE.finditer(piece.text, since):
        start, end = piece.start + match.start(), piece.start + match.end()
        if match["lettered"] and _is_state_and_zip(match[0]):
            yield Code(match[0][3:], start + 3, end, countries_of(match[0][3:]), sure=False)
            continue
        code = _read(piece, match, start, end)
        if code is not None and code.countries and piece.text[: match.start()][-1:] != "#":  # a colour
            yield code
        if match["lettered"] and (digits := _DIGITS_AFTER.search(match[0])):  # 'NY 10019' is no code of Somalia
            number = digits[0]
            yield Code(number, end - len(number), end, countries_of(number), sure=False)
    for match in _AFTER_TOWN.finditer(piece.text) if "-" in piece.text or "–" in piece.text else ():
        countries = countries_of(match[0]) & _TIED
        if countries:
            yield Code(match[0], piece.start + match.start(), piece.start + match.end(), countries, sure=False)


@lru_cache(maxsize=1024)
def _is_state_and_zip(text: str) -> bool:
    """Whether letters and digits are a state and its ZIP code: 'NY 10019'."""
    states = [place for place in postal.area_names().get(text[:2].lower()) or () if place[0] == "US"]
    return len(text) == len("NY 10019") and text[2] == " " and any(belongs(text[3:], *place) for place in states)


def _read(piece: Piece, match: re.Match[str], start: int, end: int) -> Code | None:
    text = match[0]
    kind = match.lastgroup or ""
    if _AREA_CODE.search(piece.text, 0, match.start()) or _counts_something(piece, start, text):
        return None
    if text[:2] in ("19", "20") and len(text) == _YEAR and _COPYRIGHT.search(piece.text, 0, match.start()):
        return None
    if kind == "country" or match["prefixed"]:
        letters = match["country"]
        country = _CARS.get(letters, letters)
        number = text[len(letters) + 1 :]
        fits = country in countries_of(number) or country in countries_of(text)
        return Code(text, start, end, frozenset({country}), sure=True) if fits else None
    upper = text.upper()
    if kind == "lettered" and (own := _own_letters(upper)):
        return own._replace(text=text, start=start, end=end)
    if kind in ("britain", "island", "canada", "ireland", "lettered"):
        if not text.isupper() and " " not in text:
            return None
        found = countries_of(upper) - ({"IE"} if kind == "lettered" else set())
        sure = kind in ("britain", "island", "canada", "ireland") or (" " not in upper and len(upper) > 5)
        return Code(text, start, end, found, sure=sure) if found else None
    found = countries_of(text)
    if kind == "dashed" and not found:
        found = countries_of(text[:5])  # ZIP+4 and its likes
    if kind == "spaced":
        found = found & {"SE", "CZ", "SK", "GR", "IN"}
    sure = kind == "dutch" or (kind == "dashed" and "JP" not in found) or _called_code(piece, start)
    if len(text) == _SEVEN and "IL" in found and _HEBREW.search(piece.text) is not None:
        return Code(text, start, end, frozenset({"IL"}), sure=True)
    return Code(text, start, end, found, sure=(sure and text[:2] != "00") or _called_code(piece, start))


def _own_letters(text: str) -> Code | None:
    """A code with its country's letters before it: LV1011, AZ1014."""
    letters, digits = text[:2], text[2:]
    if digits.isdigit() and (letters in countries_of(digits) or letters in countries_of(f"{letters}-{digits}")):
        return Code(text, 0, 0, countries_of(text) | {letters}, sure=True)  # BE3719 is also a code of Brunei
    return None


def _counts_something(piece: Piece, start: int, text: str) -> bool:
    """Whether a number is that of a box, or a short one that of a room: 'Box 5123', 'Office 1203'."""
    if start == piece.start:
        return False
    before = sum(1 for token in piece.tokens if token.end <= start) - 1
    kinds = {sense.kind for sense in piece.senses if sense.last == before}
    return "code" not in kinds and ("box" in kinds or (len(text) <= _YEAR and "unit" in kinds))


def _called_code(piece: Piece, start: int) -> bool:
    """Whether a word for postal codes stands right before."""
    if start == piece.start:
        return False
    before = [index for index, token in enumerate(piece.tokens) if token.end <= start]
    return bool(before) and any(sense.kind == "code" and sense.last == before[-1] for sense in piece.senses)


def is_date_word(token: Token) -> bool:
    return token.folded in _MONTHS


def area_before(piece: Piece, last: int, countries: frozenset[str], code: str) -> tuple[int, str, int] | None:
    """An area of one of the countries that ends at token `last`: (its first token, country, index of the area).

    Of several called so, one that the code belongs to.
    """
    names = postal.area_names()
    for length in (4, 3, 2, 1):
        first = last - length + 1
        if first < 0:
            continue
        text = piece.text[piece.tokens[first].start - piece.start : piece.tokens[last].end - piece.start]
        if length == 1 and len(text) < 4 and not text.isupper():
            continue
        name = fold(text).rstrip(".")
        if "." in name and len(name) <= _STOPPED:
            name = name.replace(".", "")  # N.Y.
        found = [(c, n) for c, n in names.get(name) or () if c in countries - _AREA_AFTER]
        if found:
            agreeing = [place for place in found if belongs(code, *place)]
            strict = [place for place in found if place[0] in _FIRST]
            return (first, *(agreeing or strict or found)[0])
    return None


def _plain(text: str) -> str:
    """A postal code in Latin capitals and ASCII digits."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text.upper())


def belongs(code: str, country: str, index: int) -> bool | None:
    """Whether a postal code belongs to an area of a country; None where that is not known."""
    known = postal.country(country)
    zips = known.areas[index].zips if known is not None else ""
    if not zips:
        return None
    return re.match(zips, _plain(code)) is not None
