"""Merge tags that stand for the sender's address, and words that ask somebody to put one there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from mailcheck.facts.postal.postal_samples import longest_row
from mailcheck.facts.postal.postal_signs import OWN, YOURS
from mailcheck.facts.postal.postal_text import Passage
from mailcheck.holes import unmask
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon import postal
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.tags import split_name, tags

_WORDS: Final = re.compile(r"[^\W\d_]+")
_MOST_WORDS: Final = 14
_SHORT: Final = 8
_AFTER: Final = 4
"""Words from what is to be put there to the end, itself counted: 'la dirección de su empresa'."""
_LONG_LINE: Final = 240
_BRACKETS: Final = lazy_regex(r"[\[<{(«【〔［][^\[\]{}<>()«»\n]{3,60}[\])>}»】〕］]")
_MARKS: Final = lazy_regex(r"\b(?:todo|tbd|tba|xxx+|fixme|lorem)\b", re.IGNORECASE)
_MORE_TAGS: Final = lazy_regex(r"%[A-Z][\w-]{2,60}%|\[\[?[\w.:-]{2,60}\]?\]|\{\{?[^{}\n]{2,120}\}\}?")

_WORDS_IN_BRACKETS: Final = lazy_regex(r"\[[^\W\d_]+(?: [^\W\d_]+)+\]")
_OPENING: Final = ("{", "[", "*|", "<%", "@@")
"""What begins a tag, but for those that begin and end with one sign."""
# What puts out a value in languages that can also do other things: by what begins it, so that the search leaps.
_CODE: Final = {
    "<?": lazy_regex(r"<\?(?:=|php\s+(?:echo|print)\b)[^?]{1,200}\?>"),  # PHP
    "{!!": lazy_regex(r"\{!![^{}!\n]{1,200}!!\}"),  # Blade
    "[%": lazy_regex(  # Template Toolkit
        r"\[%-?\s(?!(?:IF|UNLESS|FOR\w*|WHILE|SET|END|INCLUDE|PROCESS|BLOCK)\b)[^\[\]%\n]{1,160}%\]"
    ),
    "Model": lazy_regex(r"@\(?(?:Html\.Raw\()?Model[.?!\[][\w.?!\[\"'\]]{2,80}\){0,2}"),  # Razor
    "@View": lazy_regex(r"@View(?:Bag|Data)[.?!\[][\w.?!\[\"'\]]{2,80}"),
    "$": lazy_regex(r"\$!?[A-Za-z]\w{1,40}(?:\.[A-Za-z]\w{0,40}){1,4}(?![\w(])"),  # Velocity
}
_OF_MAIL: Final = frozenset({"mail", "contact", "contacts"})
"""Words of settings that hold the sender's address beside those of mail: `mail.company_address`."""
_OF_LISTS: Final = frozenset({"list", "post", "mailing", "postal"})
_STEERING: Final = ("{{!", "{{#", "{{/", "{{^", "{{>", "{%")
"""What begins a tag that only steers a template; with one brace `{!address}` stands for a value."""


class Place(NamedTuple):
    """Something at [start, end) that stands for an address. `kind`: tag or instruction."""

    start: int
    end: int
    kind: str


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """For each list: whole words, and beginnings of words."""
    data = postal.samples()["tags"]
    found = {}
    for key in ("address", "place", "other", "marks", "owners", "known"):
        listed = list(postal.entries(data[key]))
        whole = frozenset(fold(entry) for entry in listed if not entry.endswith("*"))
        found[key] = (whole, tuple(fold(entry.rstrip("*")) for entry in listed if entry.endswith("*")))
    return found


def address_tags(text: str) -> Iterator[Place]:
    """The merge tags of a text that stand for a postal address of the sender."""
    text = unmask(text)
    signed = any(mark in text for mark in _CODE)
    if not signed and not any(mark in text for mark in _OPENING) and not any(text.count(mark) > 1 for mark in "%#"):
        return
    seen = set[int]()
    for tag in tags(text):
        seen.update(range(tag.start, tag.end))
        if _names_address(tag.written):
            yield Place(tag.start, tag.end, "tag")
    if any(mark in text for mark in "{[%"):
        for match in _MORE_TAGS.finditer(text):
            if match.start() in seen or match[0].startswith(_STEERING) or " " in match[0].strip("[]{}% "):
                continue
            if _names_address(match[0]) and not _in_form(text, match):
                seen.update(range(match.start(), match.end()))
                yield Place(match.start(), match.end(), "tag")
    for mark in (mark for mark in _CODE if mark in text):
        for match in _CODE[mark].finditer(text):
            if match.start() not in seen and _names_address(match[0]):
                yield Place(match.start(), match.end(), "tag")


def _in_form(text: str, match: re.Match[str]) -> bool:
    """Whether a bracket stands in a line to be filled in: '[Firma] - [Adresse] - [Code postal]'."""
    if match[0][:2] == "[[" or match[0][0] != "[":
        return False
    low, high = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    return _WORDS_IN_BRACKETS.search(text, low, high if high >= 0 else len(text)) is not None


@lru_cache(maxsize=512)
def _names_address(written: str) -> bool:
    names = _names()
    if fold(written) in names["known"][0]:
        return True
    inner = re.sub(r"\|[^|{}]*(?=\}\})", "", written)  # filters: | default: '...'
    words = [fold(word) for word in _WORDS.findall(split_name(inner))]
    compact = "".join(words)
    whole, starts = names["other"]
    if others := {word for word in words if word in whole or word.startswith(starts)}:
        return "mailing" in words or "postal" in words or (others <= _OF_MAIL and _tells_owner(words))
    if "email" in compact or "mailto" in compact:
        return False
    whole, starts = names["address"]
    if any(word in whole or word.startswith(starts) or _is_owned(word) for word in words):
        return True
    return compact in whole or any(mark in compact for mark in names["marks"][0])


def _tells_owner(words: list[str]) -> bool:
    """Whether a word for an address follows right after one for the sender: `mail.company_address`."""
    owners, (whole, starts) = _owners(), _names()["address"]
    return any(before in owners and (word in whole or word.startswith(starts)) for before, word in pairwise(words))


@lru_cache(maxsize=1)
def _owners() -> frozenset[str]:
    return _names()["owners"][0] - _OF_LISTS


def _is_owned(word: str) -> bool:
    """Whether a name written in one says whose address it is, and that it is the sender's: `accountaddress`."""
    names = _names()
    whole, starts = names["address"]
    for owner in names["owners"][0]:
        if owner in word:
            rest = word.replace(owner, "", 1)
            if rest in whole or rest.startswith(starts) or _is_owned(rest):
                return True
    return False


@lru_cache(maxsize=1)
def _nouns() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Folded words for an address, or beginnings of such words: those of ASCII, and the others."""
    nouns = dict.fromkeys(fold(noun) for noun in postal.entries(postal.samples()["instructions"]["nouns"]))
    plain = tuple(noun for noun in nouns if noun.isascii())
    others = tuple(noun for noun in nouns if not noun.isascii())
    return plain, others


def _nouns_in(folded: str) -> list[str]:
    plain, others = _nouns()
    return [noun for noun in (plain if folded.isascii() else plain + others) if noun in folded]


@lru_cache(maxsize=1)
def _instructions() -> tuple[postal.Rows, tuple[str, ...]]:
    """Rows of words that ask for an address, and marks that do, without spaces."""
    data = postal.samples()["instructions"]
    marks = tuple(fold(mark).replace(" ", "") for mark in postal.entries(data["marks"]))
    return postal.rows(postal.entries(data["rows"])), marks


def instructions(passage: Passage) -> Iterator[Place]:
    """Lines that ask for an address to be put there: 'Your address here', '[Company address]'."""
    present = _nouns_in(passage.folded_text)
    if not present:
        return
    lines = passage.folded
    asking = {number for noun in present for number, line in enumerate(lines) if noun in line}
    rows, marks = _instructions()
    written = passage.written
    starts = [0, *accumulate(len(line) + 1 for line in written)]
    for number in sorted(asking):
        if 3 < len(lines[number]) < _LONG_LINE:
            yield from _in_line(written[number], starts[number], rows, marks)


def _in_line(line: str, offset: int, rows: postal.Rows, marks: tuple[str, ...]) -> Iterator[Place]:
    for match in _BRACKETS.finditer(line):
        inner = postal.row_of(match[0])
        if longest_row(inner, rows) and len(inner) < 9:
            yield Place(offset + match.start(), offset + match.end(), "instruction")
            return
    compact = fold(line).replace(" ", "")
    if len(compact) < 60 and any(mark in compact for mark in marks):
        yield Place(offset, offset + len(line), "instruction")
        return
    words = postal.row_of(line)
    if len(words) <= _MOST_WORDS and _reminds(line, words):
        yield Place(offset, offset + len(line), "instruction")
        return
    for start, end in _parts(line):
        part = line[start:end]
        words = postal.row_of(part)
        if len(words) <= _SHORT and _asks(words):
            yield Place(offset + start, offset + end, "instruction")
            return
        found = longest_row(words, rows)
        if not found or len(words) > _MOST_WORDS:
            continue
        ends = words[-len(found) :] == found or _asking()["here"] & set(words)  # and goes not on to say what for
        whole = (len(found) >= 3 and len(words) <= 10 and ends) or (2 * len(found) >= len(words) and len(words) <= 6)
        if whole or _MARKS.search(line):
            yield Place(offset + start, offset + end, "instruction")
            return


@lru_cache(maxsize=1)
def _asking() -> dict[str, frozenset[str]]:
    data = postal.samples()["instructions"]
    return {
        key: frozenset(fold(entry) for entry in postal.entries(data[key]))
        for key in ("put", "here", "mail", "fill", "note", "lacking")
    }


def _asks(words: tuple[str, ...]) -> bool:
    """Whether words of a line ask for a postal address: 'Inserte aquí la dirección de su empresa'."""
    asking = _asking()
    put, here = bool(asking["put"] & set(words)), bool(asking["here"] & set(words))
    if not put and not here:
        return False
    if not _named(words):
        return False
    if put:
        last = max(place for place, word in enumerate(words) if word in asking["put"] or _is_noun(word))
        return here or len(words) - last <= _AFTER  # not 'Add your address to get a free sample'
    return len(words) <= 4 or words[0] in asking["fill"]


def _named(words: tuple[str, ...]) -> bool:
    """Whether words name an address that is none of electronic mail, of a reader or of a place to deliver to."""
    if _asking()["mail"] & set(words):
        return False
    return any(map(_is_noun, words))


@lru_cache(maxsize=1024)
def _is_noun(word: str) -> bool:
    """Whether a folded word begins as one for an address does."""
    plain, others = _nouns()
    return word.startswith((*plain, *others))


def _reminds(line: str, words: tuple[str, ...]) -> bool:
    """Whether a line is a note to its author: 'legal: put our real address in here pls', 'Adresse fehlt noch'."""
    asking, said = _asking(), set(words)
    if not _named(words) or YOURS.search(" ".join(word for word in words if word not in asking["here"])) is not None:
        return False
    filled = said & (asking["put"] | asking["fill"])
    signs = bool(OWN.search(fold(line))) + bool(said & asking["here"]) + len(said & asking["note"] - filled)
    if asking["lacking"] & said:
        telling = sum(word in asking["lacking"] or word in asking["note"] or _is_noun(word) for word in words)
        if signs or (len(words) <= _SHORT // 2 and 2 * telling > len(words)):  # not 'Address: missing flat number'
            return True
    return bool(filled) and signs > 1


def _parts(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"[|•·,;.!?()]\s*|\Z", line):
        if line[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
