"""The sentence around a link: where in its block it stands, and what before it is needed to understand it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from mailcheck.facts.sight.flow import Block
from mailcheck.facts.text.sentences import is_question, sentences

_SHORT_BLOCK: Final = 320  # characters; a block up to this length is context as a whole
_LONG_SENTENCE: Final = 700


@dataclass(slots=True)
class Place:
    """Where the words of a link stand: in which block, from where to where."""

    block: int
    start: int
    end: int


def sentence_around(blocks: Sequence[Block], place: Place) -> tuple[str, int, int]:
    """The sentence around a link, and where in it the link stands.

    A short block is taken whole. What stands alone is read after the sentence or block before it, and an
    answer after its question.
    """
    block = blocks[place.block]
    text = block.text
    start, end = 0, len(text)
    if len(text) > _SHORT_BLOCK:
        start, end = _around(text, place)
    before = "" if start else _block_before(blocks, place)
    alone = not _has_letters(text[start : place.start]) and not _has_letters(text[place.end : end])
    if before and (alone or is_question(before)):
        sentence = f"{before}\n\n{text[start:end]}"
        offset = len(before) + 2 + place.start - start
    else:
        sentence, offset = text[start:end], place.start - start
    stripped = sentence.lstrip()
    return stripped.rstrip(), offset - (len(sentence) - len(stripped)), place.end - place.start


def _around(text: str, place: Place) -> tuple[int, int]:
    """The sentences that a link touches; with the one before them where it asks or they are the link alone."""
    bounds = sentences(text)
    first = bisect_right(bounds, place.start, key=itemgetter(1))
    last = bisect_left(bounds, place.end, lo=first, key=itemgetter(0))
    if first == last:
        return place.start, place.end
    near, far = place.start - _LONG_SENTENCE, place.end + _LONG_SENTENCE
    start, end = max(bounds[first][0], near), min(bounds[last - 1][1], far)
    alone = not _has_letters(text[start : place.start]) and not _has_letters(text[place.end : end])
    if first and (alone or is_question(text[slice(*bounds[first - 1])])):
        start = max(bounds[first - 1][0], near)
    return start, end


def _block_before(blocks: Sequence[Block], place: Place) -> str:
    """The block before this one, its last sentences when it is long; '' when there is none."""
    if not place.block or blocks[place.block - 1].part != blocks[place.block].part:
        return ""
    text = blocks[place.block - 1].text.strip()
    if len(text) <= _SHORT_BLOCK:
        return text
    first, last = sentences(text)[-1]
    return text[max(first, last - _SHORT_BLOCK) : last]


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))
