"""A subject line or a body as the lexicon reads it: which lists hold words of it, and which of them do not count.

Words in quotation marks, words that are part of another thing ('sugar-free', 'urgent care') and words that are
taken back ('no sale today') are left out by `Reading.plain`; `Reading.all` has them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from mailcheck.facts.subject.subject_figures import digit_near
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import Folded, fold
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.own_words import OwnWords
from mailcheck.lexicon.subjects import has_spaces, subject_matcher

_QUOTES: Final = re.compile(
    r'"[^"]{2,120}"|“[^”]{2,120}”|„[^“”"]{2,120}[“”"]|«[^»]{2,120}»|»[^«]{2,120}«|「[^」]{2,120}」|『[^』]{2,120}』'
    r"|(?<!\w)'[^']{2,120}'(?!\w)|‘[^’]{2,120}’(?!\w)"
)
_STOP: Final = lazy_regex(r"[.!?:;|–—。！？：；]|\s-\s")
_BEHIND: Final = frozenset({"ja", "ko", "hi", "tr", "fa"})
"""Languages that deny after the word, not before it."""
IN_LINES: Final = ("body", "line")
"""The sheets that a subject or a name is read with."""
IN_BODIES: Final = ("body",)
"""The sheet that a body is read with."""
_KINDS: Final = ("kind",)
_LINES: Final = ("line",)
_COUNT: Final = 4  # characters between words for what is left and the number
_REACH: Final = 12  # characters between a denial and what it denies


class Reading:
    """A text with the words of its language found in it, and of those it may be as well (`others`).

    `own`: the words of a team's own. `text` is what was read, at most `limit` characters, and `sheets` with what.
    """

    def __init__(
        self,
        text: str,
        language: str,
        own: OwnWords,
        others: tuple[str, ...] = (),
        limit: int = 20_000,
        sheets: tuple[str, ...] = IN_LINES,
    ) -> None:
        self.text = text[:limit]
        self.language = language
        self.languages = (language, *others)
        self._own = own
        self._sheets = sheets
        self.spaces = has_spaces(language)

    @cached_property
    def _folded(self) -> Folded:
        return Folded(self.text)

    @property
    def folded(self) -> str:
        return self._folded.text

    @cached_property
    def _by_key(self) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = defaultdict(list)
        for language in self.languages:
            for hit in subject_matcher(language, self._own, self._sheets).search(self.folded):
                found[hit.key].append(hit)
        return found

    def _kind(self, key: str) -> list[Hit]:
        """Every hit of a list that tells what a body is."""
        found = (subject_matcher(language, self._own, _KINDS).search(self.folded) for language in self.languages)
        return [hit for hits in found for hit in hits if hit.key == key]

    @cached_property
    def sold(self) -> list[Hit]:
        """Words of `sold`: how and where a thing can be had. Those within others are left out."""
        return _apart(self._kind("sold"))

    @property
    def asks(self) -> bool:
        """Whether a word of `asks` stands in the text: data or money are to be handed over."""
        return bool(self._kind("asks"))

    @property
    def tiers(self) -> list[Hit]:
        """Words of `tier`: the free part of something that is otherwise paid for."""
        return self._kind("tier")

    @property
    def rises(self) -> list[Hit]:
        """Words of `rises`: a price is another after a time."""
        return self._kind("rises")

    @property
    def extras(self) -> list[Hit]:
        """Words of `extra`: something is not in the price."""
        return self._kind("extra")

    @property
    def may_be_ignored(self) -> bool:
        """Whether a word of `ignorable` stands in the text: it answers a registration or a request."""
        return bool(self._kind("ignorable"))

    @property
    def holds(self) -> bool:
        """Whether a word of `held` stands in the text: it encloses something, sums it up, tells what was decided."""
        return bool(self._kind("held"))

    @property
    def addresses(self) -> bool:
        """Whether a word for the reader, or for what is the reader's, stands in the text."""
        if "line" in self._sheets:
            return self.has("yours")
        found = (subject_matcher(language, self._own, _LINES).search(self.folded) for language in self.languages)
        return any(hit.key == "yours" for hits in found for hit in hits)

    @cached_property
    def stories(self) -> list[Hit]:
        """Words of `story`: what is told for its own sake. Those within others are left out."""
        return _apart(self._kind("story"))

    @cached_property
    def _masked(self) -> list[tuple[int, int]]:
        return [(hit.start, hit.end) for hit in self.all("mask", "alarm_mask")]

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        """Quotations, unless the whole text is one."""
        found = [match.span() for match in _QUOTES.finditer(self.folded)]
        outside = len(self.folded) - sum(end - start for start, end in found)
        return found if outside > 3 else []

    @cached_property
    def _denials(self) -> list[Hit]:
        """Denials that are not part of a phrase of another list ('do not miss')."""
        phrases = [
            hit
            for key in ("offer", "shop", "last", "scarce", "free", "alarm", "today")
            for hit in self._by_key.get(key, ())
        ]
        return [
            denial
            for denial in self._by_key.get("negation", ())
            if not any(hit.start <= denial.start and denial.end <= hit.end for hit in phrases)
        ]

    def all(self, *keys: str) -> list[Hit]:
        """Every hit of these lists, in order."""
        by_key = self._by_key
        found = [hit for key in keys if key in by_key for hit in by_key[key]] if by_key else []
        found.sort()
        return found

    def has(self, *keys: str) -> bool:
        return not self._by_key.keys().isdisjoint(keys)

    def plain(self, *keys: str) -> list[Hit]:
        """The hits that are said of the thing itself: not masked, not quoted, not denied."""
        return [hit for hit in self.all(*keys) if self._counts(hit)]

    def _counts(self, hit: Hit) -> bool:
        return not _inside(hit, self._masked) and not _inside(hit, self._quoted) and not self._denied(hit)

    @cached_property
    def alarms(self) -> list[Hit]:
        """The plain hits of `alarm`. One that only urges ('urgent') is none where an offer or its end follows."""
        found = self.plain("alarm")
        urging = [(hit.start, hit.end) for hit in self.all("urging")]
        if not urging or not self.plain("offer", "shop", "gift", "arrival", "today", "last", "scarce"):
            return found
        return [hit for hit in found if not any(hit.start < end and start < hit.end for start, end in urging)]

    def outside(self, others: Iterable[Hit], *keys: str) -> list[Hit]:
        """The plain hits that are not part of one of `others`: 'registration' in 'registration is open'."""
        stretches = [(hit.start, hit.end) for hit in others]
        return [hit for hit in self.plain(*keys) if not _inside(hit, stretches)]

    def counted(self) -> list[Hit]:
        """What is left, with its number: 'sixty remain', 'quedan 60'."""
        return [hit for hit in self.plain("few") if digit_near(self.folded, hit.start, hit.end, _COUNT)]

    def unmasked(self, *keys: str) -> list[Hit]:
        """The hits that are not part of another thing; quoted and denied ones count."""
        return [hit for hit in self.all(*keys) if not _inside(hit, self._masked)]

    def unquoted(self, *keys: str) -> list[Hit]:
        """The hits that are no part of a quotation; masked and denied ones count."""
        return [hit for hit in self.all(*keys) if not _inside(hit, self._quoted)]

    def _denied(self, hit: Hit) -> bool:
        reach = _REACH if self.spaces else _REACH // 2
        for denial in self._denials:
            before, after = hit.start - denial.end, denial.start - hit.end
            if 0 <= before <= reach and self.language not in _BEHIND:
                between = self.folded[denial.end : hit.start]
            elif 0 <= after <= reach and self.language in _BEHIND:
                between = self.folded[hit.end : denial.start]
            else:
                continue
            if not _STOP.search(between):
                return True
        return False

    def quote(self, hit: Hit) -> str:
        """The words of a hit as they stand in the text."""
        return self.original(hit.start, hit.end)

    def original(self, start: int, end: int) -> str:
        """A stretch of the folded text as it stands in the text."""
        first, last = start, end  # where folding has changed no lengths before it; else the way back is looked up
        if fold(self.text[first:last]) != self.folded[start:end]:
            first, last = self.origin(start, end)
        return " ".join(self.text[first:last].split())

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the text."""
        return self._folded.origin(start, end)


def _inside(hit: Hit, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in stretches)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that overlap no longer one, one for each pattern."""
    found: dict[str, Hit] = {}
    taken: list[tuple[int, int]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if hit.pattern not in found and not any(hit.start < end and start < hit.end for start, end in taken):
            found[hit.pattern] = hit
            taken.append((hit.start, hit.end))
    return sorted(found.values())
