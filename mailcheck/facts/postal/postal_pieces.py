"""Pieces of text as `postal_cutting` makes them, and what each could be in a postal address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.postal.postal_signs import COMPANIES, CONNECTORS, PHONE, REGISTRY, WEB
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import OwnWords
from mailcheck.lexicon.shelves import Shelf

_EAST_ASIAN: Final = lazy_regex("[\u3040-\u9fff\uac00-\ud7af]")
_UNSPACED: Final = lazy_regex("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_NUMBER_AFTER: Final = lazy_regex(r"[.:/ ]{0,3}[+(\d]")
_NUMBER: Final = re.compile(r"\d{1,5}(?:[½¼¾]|[a-zA-Zа-яА-Я]{1,2})?")
_ORDINAL: Final = lazy_regex(r"\d{1,3}(?:st|nd|rd|th|º|ª|e|er|ème|ste|de|\.)", re.IGNORECASE)
_SPELLED: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty fifteen twenty-five hundred".split()
)
_TIED_WORD: Final = re.compile("[-–][A-Za-z][^\\W_]")
_WEB_SIGN: Final = re.compile("[@:.+]")  # one stands in all that `WEB` finds
_MONEY: Final = re.compile("[$€£¥₹]")
_LONG_NAME: Final = 9  # tokens
_ASCII_WORD: Final = re.compile("[A-Za-z0-9]+")
_INITIAL_AFTER: Final = lazy_regex(r"\.[^\W\d_]\.?(?!\w)")
_INITIAL_BEFORE: Final = lazy_regex(r"(?<!\w)[^\W\d_]\.\Z")
_ORDINAL_SIGNS: Final = frozenset("ºª")
_TIES: Final = "-‐‑'’"
_TIE: Final = re.compile(f"[{_TIES}]")
_COMPANIES_FIRST: Final = frozenset("ооо зао пао ао тов тоо ип оао sia uab pt cv ud еоод оод".split())
_UNSTOPPED: Final = dict.fromkeys(map(ord, '."״/'))  # s.r.l., a/s
_STOPPED: Final = lazy_regex('[."״/]')
_COUNTY: Final = frozenset({"co", "co.", "county"})
_CROSSES: Final = frozenset("x por entre con y e c c/c esq esquina cor corner &".split())
_SMALL_OK: Final = frozenset({"tn", "pr"})  # written small, not the states of America
_BARE_OK: Final = frozenset({"ul", "jl", "jln", "al", "gg", "av", "bd"})


class Token(NamedTuple):
    """A word or number: as written, folded, and where it stands in the passage."""

    text: str
    folded: str
    start: int
    end: int
    numeric: bool
    """Whether a digit is in it."""
    proper: bool
    """Whether it could belong to a name: not written small in a script that knows capitals, or tied to the word
    before by a hyphen: `Shibuya-ku`."""


class Sense(NamedTuple):
    """What tokens [first, last] of a piece mean in an address."""

    kind: str
    language: str
    first: int
    last: int
    known: bool
    """False for the ending of a compound word."""


class Piece:
    """A stretch of a passage. `line` is the number of its line, `closed` whether a sentence ends after it,
    `own` what a team added to the words of addresses.

    `senses`: what its tokens mean in an address, `known`: which tokens mean something. `contact_at`: how many stand
    before a telephone number, mail or web address, all of them when there is none. `registry`: it speaks of a
    register, an order or a price, whose numbers are no postal codes. `unspaced`: written in a South-East Asian
    script; `east_asian`: in Chinese, Japanese or Korean. `country`: it is or ends in the name of a country, or begins
    with one of one word. `company`: it holds the short form of a company, 'Kiln Co.', but not 'Co. Cork'. All these are
    found when first asked for, since most pieces are only passed by.
    """

    __slots__ = (
        "closed",
        "company",
        "contact_at",
        "country",
        "east_asian",
        "end",
        "known",
        "line",
        "own",
        "registry",
        "senses",
        "start",
        "text",
        "tokens",
        "unspaced",
    )
    tokens: list[Token]
    senses: list[Sense]
    known: frozenset[int]
    contact_at: int
    registry: bool
    unspaced: bool
    east_asian: bool
    country: bool
    company: bool

    def __init__(self, text: str, start: int, end: int, line: int, closed: bool, own: OwnWords) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.line = line
        self.closed = closed
        self.own = own
        if text.isascii():
            self.east_asian = self.unspaced = False

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            read = _READERS.get(name)
            if read is None:
                raise AttributeError(name)
            value = read(self)
            setattr(self, name, value)
            return value

    def has(self, *kinds: str) -> bool:
        return any(sense.kind in kinds for sense in self.senses)

    @property
    def contact(self) -> bool:
        """Whether a telephone number, mail or web address stands in it."""
        return self.contact_at < len(self.tokens)


def is_east_asian(text: str) -> bool:
    """Whether Chinese, Japanese or Korean is written in a text: see `postal_cjk`."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None


def _contact_at(piece: Piece) -> int:
    match = WEB.search(piece.text) if _WEB_SIGN.search(piece.text) is not None else None
    count = len(piece.tokens)
    if match is not None:
        count = sum(1 for token in piece.tokens if token.end <= piece.start + match.start())
    for index, token in enumerate(piece.tokens[:count]):
        if token.folded in PHONE and _NUMBER_AFTER.match(piece.text, token.end - piece.start):
            return index
    return count


def _registry(piece: Piece) -> bool:
    return _MONEY.search(piece.text) is not None or not REGISTRY.isdisjoint([token.folded for token in piece.tokens])


def _unspaced(piece: Piece) -> bool:
    return not piece.text.isascii() and _UNSPACED.search(piece.text) is not None


def _east_asian(piece: Piece) -> bool:
    return is_east_asian(piece.text)


def _country(piece: Piece) -> bool:
    words = fold(piece.text).strip(" .").split()
    if not words:
        return False
    names = postal.country_names()
    if words[0] in names or (words[0] in _COUNTY and is_county(fold(piece.text).strip(" ."))):
        return True
    return words[-1] in _country_ends() and any(" ".join(words[-count:]) in names for count in (1, 2, 3, 4))


def _company(piece: Piece) -> bool:
    words = [token.folded for token in piece.tokens]
    if words and (words[0] in _COMPANIES_FIRST or not COMPANIES.isdisjoint(words[1:])):
        return True
    if _STOPPED.search(piece.text) is None:
        return False
    forms = fold(piece.text).translate(_UNSTOPPED).split()  # s.r.l., a/s
    return not COMPANIES.isdisjoint(form.strip(",()") for form in forms[1:])


def is_county(name: str) -> bool:
    """Whether a folded name is a county of Ireland, whose letters arrive without a code: 'co. kerry'."""
    return any(code == "IE" for code, _ in postal.area_names().get(stopped_county(name)) or ())


def stopped_county(name: str) -> str:
    """The folded name of a county as the lists have it: 'co. mayo' for 'co mayo'."""
    return f"co. {name[3:]}" if name.startswith("co ") else name


@lru_cache(maxsize=1)
def _country_ends() -> frozenset[str]:
    """The last words of the names of countries."""
    return frozenset(name.rpartition(" ")[2] for name in postal.country_names())


def _tokens(piece: Piece) -> list[Token]:
    text, offset = piece.text, piece.start
    plain = text.isascii()
    tied = _TIE.search(text) is not None
    found = []
    parted = text if plain else text.replace("_", " ").replace("ʻ", "'").replace("ʼ", "'")  # koʻchasi
    for match in (_ASCII_WORD if plain else postal.WORD).finditer(parted):
        word = match[0]
        start, end = match.span()
        numeric = not word.isalpha() and any(map(str.isdigit, word))
        first = word[0]
        proper = (
            not first.islower()
            or "\u10a0" <= first <= "\u10ff"  # Georgian has no capitals
            or word in _ORDINAL_SIGNS  # `3.º dcha.`
            or (tied and start > 1 and text[start - 1] in _TIES and text[start - 2].isalpha())
            or (len(word) == 1 and start > 1 and text[start - 1] in "/-" and text[start - 2].isdigit())  # 44/r
        )
        folded = word.lower() if plain else fold(word)
        found.append(Token(word, folded, offset + start, offset + end, numeric, proper))
    return found


def _senses(piece: Piece) -> list[Sense]:
    known = postal.words(piece.own)
    tokens = piece.tokens
    found = []
    for index, token in enumerate(tokens):
        for word, last in _words_at(known.whole, tokens, index):
            if _believed(piece, word, index, last):
                found.append(Sense(word.kind, word.language, index, last, True))
        if len(token.folded) > 5 and token.proper and not token.numeric:
            found += [Sense("street", language, index, index, False) for language in compound(token.folded, piece.own)]
    if known.excepted:
        found = list(_without_excepted(found, known.excepted, tokens))
    return [*found, *_anywhere(piece)] if piece.unspaced else found


def _words_at(
    known: Mapping[str, tuple[postal.Word, ...]] | Shelf[tuple[postal.Word, ...]], tokens: Sequence[Token], index: int
) -> Iterator[tuple[postal.Word, int]]:
    """The words whose row begins at a token, each with its last token."""
    for word in known.get(tokens[index].folded) or ():
        last = index + len(word.row) - 1
        if last == index or (
            last < len(tokens) and all(tokens[index + n].folded == part for n, part in enumerate(word.row))
        ):
            yield word, last


def _without_excepted(
    senses: Iterable[Sense], excepted: Mapping[str, tuple[postal.Word, ...]], tokens: Sequence[Token]
) -> Iterator[Sense]:
    """The senses that count: none that holds, or is held by, a row that is excepted for its kind."""
    rows = [(word, index, last) for index in range(len(tokens)) for word, last in _words_at(excepted, tokens, index)]
    for sense in senses:
        if not any(
            word.kind == sense.kind
            and ((first <= sense.first and sense.last <= last) or (sense.first <= first and last <= sense.last))
            for word, first, last in rows
        ):
            yield sense


@lru_cache(maxsize=4096)
def compound(word: str, own: OwnWords) -> tuple[str, ...]:
    """The languages in which a word ends as names of streets do."""
    endings = postal.words(own).endings
    for length in range(min(10, len(word) - 3), 1, -1):
        if found := endings.get(word[-length:]):
            return found
    return ()


def _believed(piece: Piece, word: postal.Word, first: int, last: int) -> bool:
    """Whether a word that also means other things stands as it does in an address."""
    letters = "".join(word.row)
    token = piece.tokens[first]
    before = piece.tokens[first - 1] if first else None
    after = piece.text[piece.tokens[last].end - piece.start :][:1]
    if word.language == "en" and word.kind in ("street", "premise"):
        if not token.proper:
            return False
        if len(letters) > 2 or after != "." or before is not None:
            return True
        return last + 1 < len(piece.tokens) and piece.tokens[last + 1].numeric  # St. 230, but not St. Mary's
    if word.kind in ("box", "rural", "code"):
        return True
    if word.kind == "number" and letters in COMPANIES:  # 'čo 12', but not 'Maple Yarn Co.'
        return last + 1 < len(piece.tokens) and piece.tokens[last + 1].numeric
    if len(letters) == 1 and word.kind != "number":
        if _is_initial(piece, token) and not (last + 1 < len(piece.tokens) and piece.tokens[last + 1].numeric):
            return False
        if after == "/" and word.kind == "street" and word.language in ("es", "ca"):  # C/ Mayor, but c/o Meier
            return last + 1 < len(piece.tokens) and len(piece.tokens[last + 1].text) > 1
        if not letters.isascii() and word.kind == "street":
            return any(token.numeric for token in piece.tokens[max(0, first - 1) : last + 6])
        return after in (".", "º", "ª") or (word.kind == "unit" and token.end < piece.end and after == " ")
    if len(letters) == 1 and letters.isascii():
        following = piece.tokens[last + 1] if last + 1 < len(piece.tokens) else None
        return after in (".", "º", "°", "ª") or (following is not None and following.numeric)
    if token.text == "CAD":
        return False  # dollars, not a Turkish street
    if len(letters) == 2 and word.kind == "street":
        return after == "." or letters in _BARE_OK or not token.text.isascii() or token.text in _SMALL_OK
    return True


def _is_initial(piece: Piece, token: Token) -> bool:
    """Whether a letter is one of several with stops between them: the short form of a company."""
    start, end = token.start - piece.start, token.end - piece.start
    return _INITIAL_AFTER.match(piece.text, end) is not None or _INITIAL_BEFORE.search(piece.text, 0, start) is not None


def _anywhere(piece: Piece) -> Iterator[Sense]:
    """Words of scripts without spaces; they are said of the token they begin in."""
    folded = fold(piece.text)
    for entry in postal.words(piece.own).anywhere:
        place = folded.find(entry.row[0])
        if place >= 0:
            offset = piece.start + min(place, len(piece.text) - 1)
            index = max((n for n, t in enumerate(piece.tokens) if t.start <= offset), default=0)
            yield Sense(entry.kind, entry.language, index, index, True)


def is_house_number(token: Token, piece: Piece) -> bool:
    """Whether a token could be the number of a house. Spelled ones stand at the beginning only."""
    if token.folded in _SPELLED:
        return token.proper and token is piece.tokens[0]
    if not token.numeric:
        return False
    if len(token.text) == 4 and "©" in piece.text and token.text[:2] in ("19", "20"):
        return False
    if _TIED_WORD.match(piece.text, token.end - piece.start) is not None:
        return False  # 7-Eleven, but 12-A
    return _NUMBER.fullmatch(token.text) is not None and not _ORDINAL.fullmatch(token.text)


def _known(piece: Piece) -> frozenset[int]:
    found = {index for sense in piece.senses for index in range(sense.first, sense.last + 1)}
    if len(piece.tokens) <= _LONG_NAME:
        # What stands between a word for a street and its number: `Bulevar oslobođenja 46` is a name though small.
        without = {sense.first for sense in piece.senses if sense.kind == "number"}  # b.b., s/n
        for sense in piece.senses:
            if sense.kind == "street" and sense.known and sense.language != "en":
                for number in range(sense.last + 1, min(sense.last + 6, len(piece.tokens))):
                    if piece.tokens[number].numeric or number in without:
                        found.update(range(sense.last + 1, number))
                        if number + 2 >= len(piece.tokens) or piece.tokens[number + 1].proper or number in without:
                            break  # else a day: 'Obala 13. jula bb'
    found.update(_crossings(piece))
    return frozenset(found)


def _crossings(piece: Piece) -> Iterator[int]:
    """The small words that stand between the numbers or the names of streets that cross: `59 #515 x 62 y 64`."""
    streets = {sense.first for sense in piece.senses if sense.kind == "street" and sense.known}
    if not streets:
        return
    for index in range(1, len(piece.tokens) - 1):
        if piece.tokens[index].folded in _CROSSES:
            before, after = piece.tokens[index - 1], piece.tokens[index + 1]
            numbered = (before.numeric or len(before.text) == 1) and after.numeric
            if numbered or (index + 1 in streets and (before.numeric or before.proper)):
                yield index


def proper_tail(piece: Piece) -> int:
    """Index of the first token of the name that a piece ends with; the number of its tokens where it ends in prose."""
    tokens = piece.tokens
    first = len(tokens)
    known = piece.known
    while first and (tokens[first - 1].proper or tokens[first - 1].folded in CONNECTORS or first - 1 in known):
        first -= 1
    while first < len(tokens) and not tokens[first].proper and first not in known:
        first += 1
    return first


def proper_head(piece: Piece, start: int) -> int:
    """Index after the last token of the name that begins at token `start`."""
    tokens = piece.tokens
    last = start
    known = piece.known
    while last < len(tokens) and (tokens[last].proper or tokens[last].folded in CONNECTORS or last in known):
        last += 1
    while last > start and not tokens[last - 1].proper and last - 1 not in known:
        last -= 1
    return last


_READERS: Final[Mapping[str, Callable[[Piece], object]]] = {
    "company": _company,
    "contact_at": _contact_at,
    "country": _country,
    "east_asian": _east_asian,
    "known": _known,
    "registry": _registry,
    "senses": _senses,
    "tokens": _tokens,
    "unspaced": _unspaced,
}
