"""Where in a text it is worth looking for an address: most lines of most messages are passed over quickly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_pieces import compound
from mailcheck.facts.postal.postal_signs import COMPASS, VILLAGES
from mailcheck.facts.postal.postal_text import Passage
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.own_words import OwnWords

# Lines before and after one with a code, and one with a street, that can belong to the same address.
_AROUND_CODE: Final = (6, 4)
_AROUND_STREET: Final = (3, 5)
_NOTHING, _CODE, _STREET, _NEEDS_HOUSE = range(4)
_REACHES: Final = (None, _AROUND_CODE, _AROUND_STREET)
_SHORTEST: Final = 5  # characters of a street and its number
_MOST_LINES: Final = 4_000
_DIGIT: Final = re.compile(r"\d|½")
# The patterns that most lines are tried with begin at a digit and look back, so that the search leaps over prose.
_LONG_OR_MIXED: Final = re.compile(r"\d(?:\d[\d-]|[A-Za-z]|(?<=[A-Za-z]\d)|(?<=[A-Za-z]-\d))")
_SPELLED: Final = lazy_regex(r"\b(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) [A-Z]")
_SPELLED_STARTS: Final = frozenset("One Two Thr Fou Fiv Six Sev Eig Nin Ten".split())
# Something that can only be a postal code, and a plain number beside a name: prices, years, telephone and order
# numbers have other signs around them.
_SURE_CODE: Final = lazy_regex(
    r"""\d(?:
      (?:(?<=\b[A-Z]\d)|(?<=\b[A-Z]{2}\d)) [\dA-Z]?\ ?\d[A-Z]{2}\b  # GB
    | (?:(?<=\b[a-z]\d)|(?<=\b[a-z]{2}\d)) [\da-z]?\ \d[a-z]{2}\b
    | (?<=\b[A-Za-z]\d) [A-Za-z][ -]?\d[A-Za-z]\d\b  # CA
    | (?<=\b[A-Z]\d) [\dW]\ [A-Z\d]{4}\b  # IE
    | (?<=\b[A-Z]{4}\ \d) ZZ\b  # FK, SH, GS
    | (?:
        (?: (?<=(?<![\w./-])[A-Z]-\d) | (?<=(?<![\w./-])[A-Z]{2}-\d) | (?<=(?<![\w./-])[A-Z]{3}-\d) )
        (?: \d{2,5} | \d\d\ \d\d )
      | (?<![\w./-]\d) (?: \d{4}-\d{3} | \d-\d{3} | \d{3}-\d{3} )
      | (?<=(?<![\w./\#-])[A-Z]{2}\ \d) \d{4}  # US
      | (?<=(?<![\w./\#-])[A-Z]{2}\d) \d{3,5}
      | (?<=(?<![\w./\#-])[A-Z]\d) \d{3} (?=\ [^\W\d_a-z])  # AR
      ) (?![\w/-]|[.,:]\d|\ \d\d)
    )""",
    re.VERBOSE,
)
_NUMBER: Final = r"(?:(?!(?:19|20)\d\d\b)\d{4,7}|\d{10}|\d{3}[ ]\d{2,3}|\d{3}-\d{4}|\d{5}-\d{4,5})"
_LONG_NUMBER: Final = lazy_regex(r"\d\d\d(?:\d|[ -]\d\d)")
_NAME_BEFORE: Final = r"(?:(?<=[^\s\d!-/:-@][ ])|(?<=[^\s\d!-/:-@][,،.][ ])|(?<=[-–|·•][ ])|(?<=\())"
_PLAIN_CODE: Final = lazy_regex(
    rf"""(?:(?<![\w.,/+\#=$€£%&?-])|(?<=[^\W\d_]{{3}}-))(?<!\d[ ])(?:
      {_NUMBER}(?=[ ,(-]{{1,3}}[^\W\d_a-z])  # before a name
    | {_NAME_BEFORE}{_NUMBER}(?=[ ]?[.,;|·•،)–—]|[ ]-[ ]|\s*$)  # after a name, at the end of a part
    | ^{_NUMBER}\s*$
    | (?<=[^\W\d_]{{3}}-)\d{{4,6}}(?=\s*(?:[,.;|]|$))  # Dhaka-1207
    )(?![.:]\d|\s?[%€$£])
    """,
    re.VERBOSE,
)
# Codes of three digits before the places that have them: of Iceland, Madagascar, the Faroe Islands and Lesotho.
_SHORT_CODE: Final = lazy_regex(
    r"\d(?<![\w.,/+#$€£-]\d)\d\d (?:"
    r"(?:Antananariv|Toamasin|Fianarants|Mahajang|Antsirab|Antsiran|Toliar|Tórshavn|Klaksv|Maser)"
    r"|[^\W\d_]+(?:vík|fjörður|firði|eyri|bær|nesi?|höfn|klaustur|staðir|stöðum|hólmur|hólmi|felli?|skagi|strönd|byggð"
    r"|vog[iu]m?)(?!\w))"
)
# A number and a name beside each other: a street, perhaps.
_HOUSE: Final = lazy_regex(
    r"""\d(?<![\w.,$€£:]\d)\d{0,4}[A-Za-z]?,?[ ](?:[a-z]{1,4}[ ]){0,3}[^\W\d_a-z]
    | [ ](?:(?<=[^\W\d_]{2}[ ])|(?<=[^\W\d_]{2}[.,][ ]))
      (?:n[ro°º.:]{1,3}[ ]?)?\#?\d{1,5}[A-Za-z]?(?![\w%:]|[.,]\d)""",
    re.VERBOSE,
)
_ASCII_WORDS: Final = re.compile("[a-z]{2,}")
_AFTER_NAME: Final = re.compile(r"[ ,:](?<=[^\W\d_]{6}[ ,:])[ ,:]?(?:n[ro][.:]? ?)?\d")
_NAME: Final = lazy_regex(r"[^\W\d_]+\Z")
_LONG_NAME: Final = 16  # characters; more than the ending of any compound
_WORDS_OF_ALL_TEXTS: Final = frozenset(
    """in an am im on to at la le da de di do as al el un no en et st nr no plan stand led hall path pass run close
    view gate green mount walk row rise hill bend strand spur mall market unit floor box room office shop
    block level flat house center centre park studio hub works complex campus wing dock number phase zone
    section sector way drive place square court circle loop trail pike vale brow parade circus crossing
    concourse exchange station depot key lot bay door entrance stall suite nave piso local bus top code pin
    zip lugar bajo planta entre este oeste etage stock casa business so post bis state via loc bag zum zur
    grand sur postal most industrial unter general put case alle star cours sem gardens garden works mills
    estate colony hostel castle works market exchange tower hall hotel university college hospital museum
    airport entry plus uge kat stan ring tor plaza villa villas school factory workshop workshops nursery nurseries
    warehouse stable stables studio lodge bakery brewery dairy winery distillery vineyard vineyards orchard ranch
    plantation kiosk cabin cubicle courtyard porte metros mts varas cuadras cuadra cdras
    lista partida monte apart sac ap apt pl""".split()
)
"""Words for streets and buildings that prose is full of: only with a number right beside them."""
_SHORT_STREETS: Final = frozenset({"rd", "av", "jl", "ul", "bd", "ln", "cl", "rr"})
_BOXES: Final = frozenset("postal postale postala τθ".split())
"""What tells a box whose first word prose is full of: 'case postale'."""
_COMMON_STREETS: Final = frozenset(
    """st way drive dr place pl square sq court ct circle cir loop trail walk row hill park plaza close gate rise view
    run path pass green mall strand parade pike bend crossing mount vale brow center centre box house hse""".split()
)
_BESIDE: Final = lazy_regex(
    rf"(?<!\d)\d[\w½/-]*[ ](?:[^\W\d_]\S*[ ]){{0,3}}?(?:{'|'.join(sorted(_COMMON_STREETS))})(?!\w)"
    r"|(?<!\w)(?:box:?|(?:house|hse) no\.?:?) \d"
)
# 'via' stands in English prose, and before Italian names of streets.
_VIA: Final = lazy_regex(r"(?<!\w)via (?:[^\W\d_]+[ '.]{1,2}){1,4}(?:n[.°º]{0,2} ?)?\d{1,4}(?!\d)")
# 300 m sur, 2 1/2 cuadras al lago
_WAY: Final = lazy_regex(
    r"\d ?(?:m|mts|metros|c|cdras|cuadras?|varas|vrs)\.? (?:al |hacia el )?(?:norte|sur|este|oeste|arriba|abajo|lago)"
)
# P.O. 12, а/я 45, C/ El Sol
_INITIALS: Final = lazy_regex(
    r"(?<!\w)[Cc]/\s?[A-ZÁÉÍÓÚÑ]|"
    r"[./](?<!\w\w[./])(?<=[^\W\d_][./])\s?[^\W\d_][.:]?\s{0,2}(?:[^\W\d_][.:]?\s?)?[:：]?\s?\d"
)


_RURAL: Final = VILLAGES - frozenset("vs sat major".split()) | frozenset(
    "ehf hf hb kb ab oy oyj ky ou uab sia οε εε αε επε ικε".split()
)
"""Words for villages that prose is not full of, and short forms of companies where farms have no street."""


class Window(NamedTuple):
    """A stretch of lines: `offset` in the text, and which of its lines made it promising, counted from its first."""

    offset: int
    text: str
    promising: frozenset[int]


def windows(passage: Passage, own: OwnWords) -> Iterator[Window]:
    """Stretches of lines around the promising ones, in order. `own`: words that a team added to those of addresses."""
    text, lines = passage.text, passage.written[:_MOST_LINES]
    numbered = _DIGIT.search
    houses: dict[int, bool] = {}
    wanted = [
        (n, reach)
        for n, line in enumerate(lines)
        if (numbered(line) or line[:3] in _SPELLED_STARTS)
        and (reach := _reach(lines, n, passage.folded[n], houses, own)) is not None
    ]
    if not wanted:
        return
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    promising = [number for number, _ in wanted]
    for first, last in _merged(wanted, len(lines) - 1):
        stretch = text[starts[first] : starts[last + 1] - 1]
        inside = frozenset(number - first for number in promising if first <= number <= last)
        yield Window(starts[first], stretch, inside)


def _merged(wanted: Sequence[tuple[int, tuple[int, int]]], end: int) -> Iterator[tuple[int, int]]:
    first = last = -1
    for number, (before, after) in wanted:
        low, high = max(0, number - before), min(end, number + after)
        if first >= 0 and low <= last + 1:
            first, last = min(first, low), max(last, high)
            continue
        if first >= 0:
            yield first, last
        first, last = low, high
    yield first, last


def _reach(
    lines: Sequence[str], number: int, folded: str, houses: dict[int, bool], own: OwnWords
) -> tuple[int, int] | None:
    """How many lines before and after belong to a line with a number, None when it holds nothing of an address.

    `houses`: which lines hold a house, as far as was asked.
    """
    line = lines[number]
    kind = _kind(line, folded, own)
    if kind != _NEEDS_HOUSE:
        return _REACHES[kind]
    before, after = _AROUND_CODE
    for near in range(max(0, number - before), min(len(lines), number + after)):
        if near not in houses:
            houses[near] = _HOUSE.search(lines[near]) is not None
        if houses[near]:
            return _AROUND_CODE
    if _tells_village(lines[max(0, number - 2) : number + 1]):
        return _AROUND_CODE
    return _AROUND_STREET if _names_street(line, folded, own) else None


def _tells_village(lines: Sequence[str]) -> bool:
    """Whether lines name a village or farm, or a company, after which one may follow that no word tells."""
    words = postal.row_of(" ".join(lines))
    return not _RURAL.isdisjoint(words)


def _kind(line: str, folded: str, own: OwnWords) -> int:
    """What a line alone tells: an index of `_REACHES`, or that its code needs a house near it."""
    if "://" in line and " " not in line:
        return _NOTHING  # a web address
    if line[:3] in _SPELLED_STARTS and _DIGIT.search(line) is None:
        return _STREET if _SPELLED.match(line) else _NOTHING
    if _LONG_OR_MIXED.search(line):
        if _SURE_CODE.search(line) is not None:
            return _CODE
        if _SHORT_CODE.search(line) is not None:
            return _CODE
        if _LONG_NUMBER.search(line) is not None and _PLAIN_CODE.search(line) is not None:
            return _NEEDS_HOUSE
    return _STREET if _names_street(line, folded, own) else _NOTHING


def _names_street(line: str, folded: str, own: OwnWords) -> bool:
    """Whether a line with a digit holds a word for streets or boxes."""
    if "://" in line or len(line) < _SHORTEST:
        return False
    words = (_ASCII_WORDS if folded.isascii() else postal.WORD).findall(folded)
    if not _street_words(own).isdisjoint(words):
        return True
    if not _COMMON_STREETS.isdisjoint(words) and _BESIDE.search(folded) is not None:
        return True
    if "via" in words and _VIA.search(folded) is not None:
        return True
    if not COMPASS.isdisjoint(words) and _WAY.search(folded) is not None:
        return True
    if ("." in line or "/" in line) and _INITIALS.search(line) is not None:
        return True
    if any(compound(_name_before(folded, match.start()), own) for match in _AFTER_NAME.finditer(folded)):
        return True
    return not line.isascii() and _unspaced(own).search(line) is not None


def _name_before(folded: str, end: int) -> str:
    match = _NAME.search(folded, max(0, end - _LONG_NAME), end)
    return match[0] if match is not None else ""


@lru_cache(maxsize=4)
def _street_words(own: OwnWords) -> frozenset[str]:
    """Words that name streets, boxes and buildings."""
    return postal.words(own).streets - _WORDS_OF_ALL_TEXTS | _SHORT_STREETS | _BOXES


@lru_cache(maxsize=4)
def _unspaced(own: OwnWords) -> re.Pattern[str]:
    """The words of scripts without spaces."""
    return re.compile("|".join(re.escape(entry.row[0]) for entry in postal.words(own).anywhere))
