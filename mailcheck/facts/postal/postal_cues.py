"""Words around an address that tell whose it is: the reader's, the sender's, that of an event, a shop or the news.

They are looked for in folded texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from mailcheck.lexicon import postal
from mailcheck.lexicon.own_words import OwnWords
from mailcheck.lexicon.shelves import Shelf


@lru_cache(maxsize=8)
def words_of(text: str) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    """The words of a text, which is searched for several kinds of cues, and where they stand."""
    matches = tuple(postal.WORD.finditer(text))
    return tuple(match[0] for match in matches), tuple(match.span() for match in matches)


@lru_cache(maxsize=8)
def _heads(text: str, own: OwnWords) -> tuple[int, ...]:
    """Which of the words of a text begin a cue of some kind: few do."""
    heads = postal.cue_heads(own)
    return tuple(index for index, word in enumerate(words_of(text)[0]) if word in heads)


@lru_cache(maxsize=32)
def hits(kind: str, text: str, own: OwnWords) -> tuple[tuple[int, int, str], ...]:
    """The cues of a kind in a folded text: where they stand and what they say."""
    return tuple(_hits_in(kind, text, own))


def _hits_in(kind: str, text: str, own: OwnWords) -> Iterator[tuple[int, int, str]]:
    cues = postal.cues(kind, own)
    words, places = words_of(text)
    every = range(len(words))
    excepted = [(index, index + len(row)) for index, row in _rows(cues.excepted, words, every)] if cues.excepted else ()
    for index, row in _rows(cues.spaced, words, _heads(text, own)):
        end = index + len(row)
        if not any((low <= index and end <= high) or (index <= low and high <= end) for low, high in excepted):
            yield places[index][0], places[end - 1][1], " ".join(row)
    if not text.isascii():
        for mark in cues.marks:
            place = text.rfind(mark)
            if place >= 0:
                yield place, place + len(mark), mark


def _rows(
    known: postal.Rows | Shelf[tuple[tuple[str, ...], ...]], words: Sequence[str], places: Iterable[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The longest row at each of some words that begins one."""
    for index in places:
        if words[index] in known and (row := postal.row_at(known, words, index)):
            yield index, row


def last_hit(kind: str, text: str, own: OwnWords) -> tuple[int, int] | None:
    return max(((start, end) for start, end, _ in hits(kind, text, own)), key=lambda hit: hit[1], default=None)


def found_cues(kind: str, text: str, own: OwnWords) -> int:
    return len({words for _, _, words in hits(kind, text, own)})


class Prose(NamedTuple):
    """Where in a folded text an address stands, or is cut out, where its line begins, and whether prose stands before
    it and after it."""

    at: int
    line: int
    before: bool
    after: bool


def telling_cues(kind: str, folded: str, own: OwnWords, prose: Prose) -> int:
    """How many cues of a kind a folded text holds.

    A single word counts only in prose, or where it heads what follows, on the line before or with a colon: it may be
    part of the sender's name. So does no word of what a sender says of itself: `on vous attend`.
    """
    colon = max(folded.rfind(":"), folded.rfind("："))
    said = {
        words
        for at, _, words in hits(kind, folded, own)
        if " " in words or (prose.before if at < prose.at else prose.after) or at < max(prose.line, colon)
    }
    spoken = " | ".join(words for _, _, words in hits("voice", folded, own) if " " in words) if said else ""
    return sum(f" {words} " not in f" {spoken} " for words in said)


def invites(folded: str, own: OwnWords) -> bool:
    """Whether a folded text says that the sender is there, or speaks of what it makes and whom it thanks."""
    return found_cues("voice", folded, own) > 0 or found_cues("sender", folded, own) > 0


def speaks(folded: str, own: OwnWords) -> bool:
    """Whether a folded sentence is one in which a sender speaks of itself."""
    return found_cues("voice", folded, own) > 0 or speaks_of_sender(folded, own)


def speaks_of_sender(folded: str, own: OwnWords) -> bool:
    """Whether a folded text says that the sender is there: 'find us', but not 'find us in store'."""
    return found_cues("sender", folded, own) > 0 and found_cues("sender", without_cues(folded, own), own) > 0


def without_cues(folded: str, own: OwnWords) -> str:
    """A folded text without the words that tell of somewhere else: 'find us in store' does not speak of the sender."""
    for start, end, _ in sorted(hits("elsewhere", folded, own), reverse=True):
        folded = folded[:start] + folded[end:]
    return folded
