"""A subject line or a body as the lexicon reads it: which lists hold words of it, and which of them do not count.

Words in quotation marks, words that are part of another thing ('sugar-free', 'urgent care') and words that are
taken back ('no sale today') are left out by `Reading.plain`; `Reading.all` has them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import Final

from mailcheck.lexicon.folding import Folded
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.own_words import OwnWords
from mailcheck.lexicon.subjects import has_spaces, subject_matcher

_QUOTES: Final = re.compile(
    r'"[^"]{2,120}"|“[^”]{2,120}”|„[^“”"]{2,120}[“”"]|«[^»]{2,120}»|»[^«]{2,120}«|「[^」]{2,120}」|『[^』]{2,120}』'
    r"|(?<!\w)'[^']{2,120}'(?!\w)|‘[^’]{2,120}’(?!\w)"
)
_STOP: Final = re.compile(r"[.!?:;|–—。！？：；]|\s-\s")
_BEHIND: Final = frozenset({"ja", "ko", "hi", "tr", "fa"})
"""Languages that deny after the word, not before it."""
_REACH: Final = 12  # characters between a denial and what it denies


class Reading:
    """A text with the words of its language found in it, and of those it may be as well (`others`).

    `own`: the words of a team's own. `text` is what was read, at most `limit` characters.
    """

    def __init__(
        self, text: str, language: str, own: OwnWords, others: tuple[str, ...] = (), limit: int = 20_000
    ) -> None:
        self.text = text[:limit]
        self.language = language
        self.languages = (language, *others)
        self._own = own
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
            for hit in subject_matcher(language, self._own).search(self.folded):
                found[hit.key].append(hit)
        return found

    @cached_property
    def _masked(self) -> list[tuple[int, int]]:
        return [(hit.start, hit.end) for key in ("mask", "alarm_mask") for hit in self._by_key.get(key, ())]

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
        return sorted(hit for key in keys for hit in self._by_key.get(key, ()))

    def has(self, *keys: str) -> bool:
        return any(self._by_key.get(key) for key in keys)

    def plain(self, *keys: str) -> list[Hit]:
        """The hits that are said of the thing itself: not masked, not quoted, not denied."""
        return [
            hit
            for hit in self.all(*keys)
            if not _inside(hit, self._masked) and not _inside(hit, self._quoted) and not self._denied(hit)
        ]

    def unmasked(self, *keys: str) -> list[Hit]:
        """The hits that are not part of another thing; quoted and denied ones count."""
        return [hit for hit in self.all(*keys) if not _inside(hit, self._masked)]

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
        first, last = self.origin(start, end)
        return " ".join(self.text[first:last].split())

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the text."""
        return self._folded.origin(start, end)


def _inside(hit: Hit, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in stretches)
