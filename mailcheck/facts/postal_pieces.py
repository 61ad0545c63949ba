"""Pieces of text between commas, bars and line ends, and what each could be in a postal address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.facts.postal_signs import CONNECTORS, PHONE, REGISTRY, WEB
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold

_PARTS: Final = re.compile(
    r"""
      \s*(?<!\d),\s* | \s*,(?!\d{3}(?!\d))\s*            # a comma, not within 1,200
    | \s*[;|·•‧∙⋅●◦▪■◆★♦¦│┃،؛、，；｜‖(（\[\]）。！？：—―]+\s*
    | \s+[-–/~*:]{1,3}\s+
    | \s*\n\s*
    | [.!?:)]+\s+
    """,
    re.VERBOSE,
)
_LONGEST: Final = 400  # characters of a piece
_STOP: Final = re.compile(r"\s*[.!?:]+\s+\Z")
_EAST_ASIAN: Final = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_NUMBER_AFTER: Final = re.compile(r"[.:/ ]{0,3}[+(\d]")
_NUMBER: Final = re.compile(r"\d{1,5}(?:[½¼¾]|[a-zA-Zа-яА-Я]{1,2})?")
_ORDINAL: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th|º|ª|e|er|ème|ste|de|\.)", re.IGNORECASE)
_SPELLED: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty fifteen twenty-five hundred".split()
)
_BARE_OK: Final = frozenset({"ul", "jl", "jln", "al", "gg", "av", "bd"})


class Token(NamedTuple):
    """A word or number: as written, folded, and where it stands in the passage."""

    text: str
    folded: str
    start: int
    end: int
    joined: bool
    """Whether a hyphen ties it to the word before: `Shibuya-ku`."""

    @property
    def numeric(self) -> bool:
        return any(map(str.isdigit, self.text))

    @property
    def proper(self) -> bool:
        """Whether it could belong to a name: not written small in a script that knows capitals."""
        first = self.text[0]
        return self.joined or not first.islower() or "\u10a0" <= first <= "\u10ff"  # Georgian has no capitals


class Sense(NamedTuple):
    """What tokens [first, last] of a piece mean in an address."""

    kind: str
    language: str
    first: int
    last: int
    known: bool
    """False for the ending of a compound word."""


@dataclass(slots=True, eq=False)
class Piece:
    """A stretch of a passage. `line` is the number of its line, `closed` whether a sentence ends after it."""

    text: str
    start: int
    end: int
    line: int
    closed: bool
    tokens: list[Token] = field(default_factory=list)
    senses: list[Sense] = field(default_factory=list)
    unspaced: bool = False

    def has(self, *kinds: str) -> bool:
        return any(sense.kind in kinds for sense in self.senses)

    @property
    def contact(self) -> bool:
        """Whether a telephone number, mail or web address stands in it."""
        return contact_at(self) < len(self.tokens)

    @property
    def registry(self) -> bool:
        """Whether it speaks of a register, an order or a price, whose numbers are no postal codes."""
        return any(token.folded in REGISTRY for token in self.tokens) or any(sign in self.text for sign in "$€£¥₹")


def cut(text: str, offset: int = 0, line: int = 0) -> list[Piece]:
    """The pieces of a stretch of a passage that begins at `offset`, on line `line`; their tokens are read later."""
    found: list[Piece] = []
    start = 0
    for match in _PARTS.finditer(text):
        sign = match[0]
        if _joins(text, match):
            continue
        if match.start() > start:
            closed = sign.strip() in ("。", "！", "？") or (
                _STOP.match(sign) is not None and not _shortened(text, match)
            )
            found += _sliced(text, start, match.start(), offset, line, closed=closed)
        line += sign.count("\n")
        start = match.end()
    if start < len(text):
        found += _sliced(text, start, len(text), offset, line, closed=False)
    return found


def _sliced(text: str, start: int, end: int, offset: int, line: int, *, closed: bool) -> Iterator[Piece]:
    """One piece, or several where it is longer than any part of an address with the prose around it."""
    while end - start > _LONGEST:
        stop = text.rfind(" ", start + 1, start + _LONGEST)
        stop = stop if stop > start else start + _LONGEST
        yield Piece(text[start:stop], offset + start, offset + stop, line, False)
        start = stop
    yield Piece(text[start:end], offset + start, offset + end, line, closed)


def _shortened(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop at the end of a line belongs to a short form: `88 Quarry Rd.`"""
    word = _word_before(text, match.start())
    return match[0][0] == "." and "\n" in match[0] and (len(word) <= 3 or _abbreviates(fold(word)))


def _word_before(text: str, place: int) -> str:
    before = re.search(r"[^\W_]+\Z", text[max(0, place - 24) : place])
    return before[0] if before is not None else ""


def _joins(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation, or a colon follows a word like 'No'."""
    sign = match[0].strip()
    if sign == ":" and "\n" not in match[0]:
        return _announces(fold(_word_before(text, match.start())))
    if not sign.startswith(".") or "\n" in match[0] or len(sign) > 1:
        return False
    word = _word_before(text, match.start())
    following = text[match.end() : match.end() + 1]
    if not word or following.isdigit() or following.islower():
        return True
    if any(map(str.isdigit, word)):
        return word.isdigit() and len(word) < 3
    return len(word) <= 3 or _abbreviates(fold(word))


@lru_cache(maxsize=1024)
def _abbreviates(word: str) -> bool:
    whole, endings, _ = postal.words()
    if word in whole and len(word) < 7:
        return True
    return any(word.endswith(ending) and len(ending) < 5 for ending in endings)


@lru_cache(maxsize=256)
def _announces(word: str) -> bool:
    """Whether a word stands before a number and a colon may part them: 'No: 12', 'CEP: 01310-200'."""
    whole, _, _ = postal.words()
    return any(entry.kind in ("number", "code", "box") for entry in whole.get(word, ()))


def read(piece: Piece) -> Piece:
    """Fills in tokens and senses, once."""
    if piece.tokens or not piece.text:
        return piece
    piece.tokens = list(_tokens(piece.text, piece.start))
    piece.senses = list(_senses(piece))
    piece.unspaced = _is_unspaced(piece.text)
    if piece.unspaced:
        piece.senses += _anywhere(piece)
    return piece


def is_east_asian(text: str) -> bool:
    """Whether Chinese, Japanese or Korean is written in a text: see `postal_cjk`."""
    return _EAST_ASIAN.search(text) is not None


def contact_at(piece: Piece) -> int:
    """How many tokens stand before a telephone number, mail or web address; all of them when there is none."""
    match = WEB.search(piece.text)
    count = len(piece.tokens)
    if match is not None:
        count = sum(1 for token in piece.tokens if token.end <= piece.start + match.start())
    for index, token in enumerate(piece.tokens[:count]):
        if token.folded in PHONE and _NUMBER_AFTER.match(piece.text, token.end - piece.start):
            return index
    return count


def _is_unspaced(text: str) -> bool:
    return _UNSPACED.search(text) is not None


def _tokens(text: str, offset: int) -> Iterator[Token]:
    plain = text.isascii()
    for match in postal.WORD.finditer(text.replace("_", " ")):
        word = match[0]
        joined = match.start() > 1 and text[match.start() - 1] in "-‐‑'’" and text[match.start() - 2].isalpha()
        folded = word.lower() if plain else fold(word)
        yield Token(word, folded, offset + match.start(), offset + match.end(), joined)


def _senses(piece: Piece) -> Iterator[Sense]:
    whole, _, _ = postal.words()
    tokens = piece.tokens
    for index, token in enumerate(tokens):
        for word in whole.get(token.folded, ()):
            last = index + len(word.row) - 1
            fits = last < len(tokens) and all(tokens[index + n].folded == part for n, part in enumerate(word.row))
            if fits and _believed(piece, word, index, last):
                yield Sense(word.kind, word.language, index, last, True)
        if not token.numeric and len(token.folded) > 5 and token.proper:
            yield from (Sense("street", language, index, index, False) for language in compound(token.folded))


@lru_cache(maxsize=4096)
def compound(word: str) -> tuple[str, ...]:
    """The languages in which a word ends as names of streets do."""
    _, endings, _ = postal.words()
    for length in range(min(10, len(word) - 3), 1, -1):
        if found := endings.get(word[-length:]):
            return tuple(entry.language for entry in found)
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
        return len(letters) > 2 or after != "." or before is not None
    if word.kind in ("box", "rural", "code"):
        return True
    if len(letters) == 1 and word.kind != "number":
        if not letters.isascii() and word.kind == "street":
            return any(token.numeric for token in piece.tokens[max(0, first - 1) : last + 6])
        return after in (".", "º", "ª") or (word.kind == "unit" and token.end < piece.end and after == " ")
    if len(letters) == 2 and word.kind == "street":
        return after == "." or letters in _BARE_OK or not token.text.isascii()
    return True


def _anywhere(piece: Piece) -> Iterator[Sense]:
    """Words of scripts without spaces; they are said of the token they begin in."""
    _, _, entries = postal.words()
    folded = fold(piece.text)
    for entry in entries:
        place = folded.find(entry.row[0])
        if place >= 0:
            offset = piece.start + min(place, len(piece.text) - 1)
            index = max((n for n, t in enumerate(piece.tokens) if t.start <= offset), default=0)
            yield Sense(entry.kind, entry.language, index, index, True)


def is_house_number(token: Token, piece: Piece) -> bool:
    """Whether a token could be the number of a house. Spelled ones stand at the beginning only."""
    if token.folded in _SPELLED:
        return token.proper and token is piece.tokens[0]
    after = piece.text[token.end - piece.start :][:2]
    if len(after) == 2 and after[0] in "-–" and after[1].isalpha() and after[1].isascii():
        return False  # 7-Eleven
    return _NUMBER.fullmatch(token.text) is not None and not _ORDINAL.fullmatch(token.text)


def _within_streets(piece: Piece) -> set[int]:
    """Tokens between a word for a street and its number: `Bulevar oslobođenja 46` is a name though written small."""
    if len(piece.tokens) > 9:
        return set()
    found = set[int]()
    for sense in piece.senses:
        if sense.kind == "street" and sense.known and sense.language != "en":
            for number in range(sense.last + 1, min(sense.last + 6, len(piece.tokens))):
                if piece.tokens[number].numeric:
                    found.update(range(sense.last + 1, number))
                    break
    return found


def proper_tail(piece: Piece) -> int:
    """Index of the first token of the name that a piece ends with; the number of its tokens where it ends in prose."""
    tokens = piece.tokens
    first = len(tokens)
    known = {index for sense in piece.senses for index in range(sense.first, sense.last + 1)}
    known |= _within_streets(piece)
    while first and (tokens[first - 1].proper or tokens[first - 1].folded in CONNECTORS or first - 1 in known):
        first -= 1
    while first < len(tokens) and not tokens[first].proper and first not in known:
        first += 1
    return first


def proper_head(piece: Piece, start: int) -> int:
    """Index after the last token of the name that begins at token `start`."""
    tokens = piece.tokens
    last = start
    known = {index for sense in piece.senses for index in range(sense.first, sense.last + 1)}
    known |= _within_streets(piece)
    while last < len(tokens) and (tokens[last].proper or tokens[last].folded in CONNECTORS or last in known):
        last += 1
    while last > start and not tokens[last - 1].proper and last - 1 not in known:
        last -= 1
    return last
