"""Where text and comments stand in the HTML source, from the order of the tree.

Parsers turn CR LF and CR into LF before they count: everything here is in such normalised offsets, and
`LineEnds` leads back.

`Placer.cursor` is the end of the last source construct; a text is aligned with the source from there,
character by character through references, line ends and dropped tags, so a place is verified, never guessed.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import Final

from mailcheck.lazy_regex import lazy_regex

_REFERENCE: Final = lazy_regex(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*;?)")
_PLAIN: Final = lazy_regex(r"[^&<\0\]]+")
_OPENS_MARKUP: Final = lazy_regex(r"<(?:[!?/a-zA-Z])")
_OPENS_COMMENT: Final = lazy_regex(r"<!--|<[!?]|</(?![a-zA-Z])")
_MARKUP: Final = lazy_regex(r"<[!?/a-zA-Z][^>]*>?")
_CLOSES_COMMENT: Final = lazy_regex(r"--!?>")
_MAX_DROPPED: Final = 64
"""Dropped constructs that one text may step over: bounds the work on hostile input."""
_MAX_TRIES: Final = 64
_SPACE: Final = " \t\n\f\r"
_CDATA: Final = "<![CDATA["

Stretch = tuple[int, int]
NOWHERE: Final[Stretch] = (-1, -1)


class LineEnds:
    """The source with LF line ends, and the way back to offsets in the source as it stands."""

    def __init__(self, source: str) -> None:
        self.normal = source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source
        self._shortened: list[int] = []
        """Normalised offsets of the LFs that were CR LF."""
        if len(self.normal) < len(source):
            lines = source.split("\r\n")[:-1]
            self._shortened = [end + number for number, end in enumerate(accumulate(map(len, lines)))]

    @property
    def changed(self) -> bool:
        return bool(self._shortened)

    def original(self, offset: int) -> int:
        return offset + bisect_left(self._shortened, offset)


class Placer:
    """Places texts and comments one after the other, in tree order, in a source with LF line ends."""

    def __init__(self, source: str, cursor: int = 0) -> None:
        self.source = source
        self.cursor = cursor

    def place_text(self, data: str, raw: bool = False) -> Stretch:
        """The stretch of source that reads as `data`, at or after the cursor; (-1, -1) when it is not there.

        `raw`: in an element whose content has no tags, as `<title>`.
        """
        start = self.cursor
        if self.source.startswith(data, start):
            self.cursor = start + len(data)
            return start, self.cursor
        place = align(self.source, start, len(self.source), data, raw)
        if place is not NOWHERE:
            self.cursor = place[1]
        return place

    def place_comment(self, data: str) -> Stretch:
        """The comment with this data at or after the cursor, else the first one in the source."""
        first_line = data.partition("\n")[0].partition("�")[0]
        for origin in (self.cursor, 0):
            place = self._find_comment(first_line, origin)
            if place is not NOWHERE:
                if origin == self.cursor:
                    self.cursor = place[1]
                return place
        return self.cursor, self.cursor

    def _find_comment(self, first_line: str, origin: int) -> Stretch:
        source = self.source
        for _ in range(_MAX_TRIES):
            opening = _OPENS_COMMENT.search(source, origin)
            if opening is None:
                return NOWHERE
            if source.startswith(first_line, opening.end()):
                return opening.start(), _comment_end(source, opening.start())
            origin = opening.end()
        return NOWHERE


def align(source: str, start: int, end: int, data: str, raw: bool = False) -> Stretch:
    """Match `data` with source[start:end], stepping over what the parser drops or decodes."""
    place, done, begun = start, 0, -1
    dropped = 0
    while done < len(data):
        if place >= end:
            return NOWHERE
        here = source[place]
        plain = _PLAIN.match(source, place, end)
        if plain is not None:
            same = _common(source, place, plain.end(), data, done)
            if same:
                begun = place if begun < 0 else begun
                place, done = place + same, done + same
                continue
        elif here == "&" and (step := _decode(source, place, data, done)) is not None:
            begun = place if begun < 0 else begun
            place, done = step
            continue
        elif not raw and dropped < _MAX_DROPPED and _OPENS_MARKUP.match(source, place):
            raw = source.startswith(_CDATA, place)
            place, dropped = _construct_end(source, place), dropped + 1
            continue
        elif here == data[done] or (here == "\0" and data[done] == "�"):
            begun = place if begun < 0 else begun
            place, done = place + 1, done + 1
            continue
        elif here == "\0":
            place += 1
            continue
        elif raw and source.startswith("]]>", place):
            place, raw = place + 3, False
            continue
        if here in _SPACE and begun < 0:
            place += 1
            continue
        return NOWHERE
    return (begun if begun >= 0 else place), place


def _common(source: str, place: int, stop: int, data: str, done: int) -> int:
    """How many characters from `place` equal those of `data` from `done`."""
    length = min(stop - place, len(data) - done)
    if source.startswith(data[done : done + length], place):
        return length
    same = 0
    while source[place + same] == data[done + same]:
        same += 1
    return same


def _decode(source: str, place: int, data: str, done: int) -> tuple[int, int] | None:
    """Step over one character reference, or over an ampersand that is none."""
    reference = _REFERENCE.match(source, place)
    if reference is not None:
        text = _unescaped(reference.group())
        if data.startswith(text, done):
            return reference.end(), done + len(text)
    return (place + 1, done + 1) if data[done] == "&" else None


def _unescaped(text: str) -> str:
    """The text with its character references decoded."""
    if "&" not in text:
        return text
    import html  # brings the table of all names, which few texts need

    return html.unescape(text)


def _construct_end(source: str, place: int) -> int:
    """Where the tag, comment or declaration at `place` ends."""
    if source.startswith(_CDATA, place):
        return place + len(_CDATA)
    if source.startswith("<!--", place):
        return _comment_end(source, place)
    close = source.find(">", place)
    return close + 1 if close >= 0 else len(source)


def _comment_end(source: str, place: int) -> int:
    if source.startswith("<!--", place):
        if source.startswith((">", "->"), place + 4):
            return source.index(">", place) + 1
        close = _CLOSES_COMMENT.search(source, place + 4)
        return close.end() if close is not None else len(source)
    close_at = source.find(">", place)
    return close_at + 1 if close_at >= 0 else len(source)


class Gaps:
    """The stretches of source that nothing has been placed in: where moved text must have been written."""

    def __init__(self, source: str, taken: list[Stretch]) -> None:
        self.source = source
        self._free: list[Stretch] = []
        self._texts: list[str] = []
        reached = 0
        for start, end in [*sorted(taken), (len(source), len(source))]:
            if start > reached and (text := _unescaped(_MARKUP.sub("", source[reached:start]))):
                self._free.append((reached, start))
                self._texts.append(text)
            reached = max(reached, end)

    def find(self, data: str, after: int) -> tuple[Stretch, bool]:
        """From the gap where `data` begins to that where it ends, and whether that is one and the same.

        A parser merges what it moves, so one text may come from several gaps, at or after `after`.
        """
        done, begun = 0, -1
        first = bisect_left(self._free, (after, after))
        for start, end in self._free[first : first + _MAX_TRIES]:
            place = align(self.source, start, end, data[done:])
            if place is not NOWHERE:
                return (place[0] if begun < 0 else begun, place[1]), begun < 0
            text = self._texts[first]
            first += 1
            if data.startswith(text, done):
                done += len(text)
                begun = start if begun < 0 else begun
        return NOWHERE, False
