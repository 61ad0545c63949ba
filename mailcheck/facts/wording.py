"""What a stretch of text says about leaving a mailing, read with the lists of the lexicon.

Every reading stays within one language: a German 'nicht mehr' does not complete an English 'mail'. Words that
all languages borrow (newsletter, e-mail) complete those of any.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from mailcheck.lexicon.folding import Folded
from mailcheck.lexicon.languages import SHARED, languages
from mailcheck.lexicon.patterns import Hit, Matcher, words

Strength = Literal["leave", "weak", "no-more", "settings", "address"]

_REACH: Final = 90  # characters between the parts of one statement; a third of it without spaces
_NEAR: Final = 30
_MONEY: Final = re.compile(r"[$€£¥₽₹₩₺₴₪฿₫₦₱]\s?\d|\d\s?(?:[$€£¥₽₹₩₺₴₪฿₫₦₱]|kr\b|zł|Kč|Ft\b|lei\b|円|元|원|руб|грн|лв\b|USD|EUR|CHF|GBP)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What was read: `phrase` as it stands in the text, its place [start, end) in the folded text.

    `strength`: 'leave' for words that say it alone, 'weak' for those a word for mail completes, 'no-more' for
    not wanting what arrives, 'settings' for a page of mail settings.
    """

    strength: Strength
    language: str
    phrase: str
    start: int
    end: int


class Passage:
    """A text with the words of the lexicon found in it."""

    def __init__(self, text: str, matcher: Matcher) -> None:
        self.text = text
        self._matcher = matcher
        self._folded = Folded(text)
        self.hits = matcher.search(self._folded.text) if text else ()

    def __bool__(self) -> bool:
        return bool(self.text)

    @cached_property
    def _by_key(self) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.hits:
            found[hit.key].append(hit)
        return found

    @cached_property
    def count(self) -> int:
        """The number of words; three letters count as one where no spaces part them."""
        tokens = words(self._folded.text)
        return sum(1 if token.text.isascii() or len(token.text) < 14 or not self._unspaced else 1 + len(token.text) // 3 for token in tokens)

    @cached_property
    def _unspaced(self) -> bool:
        return any(not languages()[hit.language].spaces for hit in self.hits if hit.language)

    def all(self, key: str, language: str | None = None) -> list[Hit]:
        """The hits of a list; of one language and the shared words, when a language is given."""
        hits = self._by_key.get(key, [])
        return hits if language is None else [hit for hit in hits if hit.language in (language, SHARED)]

    def has(self, *keys: str) -> bool:
        return any(key in self._by_key for key in keys)

    @property
    def money(self) -> bool:
        return _MONEY.search(self.text) is not None

    def quote(self, start: int, end: int) -> str:
        """The original text of a stretch of the folded one, its white space collapsed."""
        first, last = self._folded.origin(start, end)
        return " ".join(self.text[first:last].split())

    def claim(self, strength: Strength, *hits: Hit) -> Claim:
        start, end = min(hit.start for hit in hits), max(hit.end for hit in hits)
        language = next((hit.language for hit in hits if hit.language != SHARED), "en")
        return Claim(strength, language, self.quote(start, end), start, end)

    def leaving(self) -> Claim | None:
        """The clearest statement about leaving this mail."""
        for read in (self._plain, self._no_more, self._weak):
            claim = read()
            if claim is not None:
                return claim
        return None

    def _plain(self) -> Claim | None:
        hits = self.all("leave")
        return self.claim("leave", max(hits, key=lambda hit: hit.end - hit.start)) if hits else None

    def _no_more(self) -> Claim | None:
        if self.has("miss"):
            return None
        for hit in self.all("no_more"):
            mail = [other for other in self._beside(hit, "mail")]
            receive = [other for other in self._beside(hit, "receive")]
            if mail or receive:
                return self.claim("no-more", hit, *mail[:1], *receive[:1])
        return None

    def _weak(self) -> Claim | None:
        for hit in self.all("leave_weak"):
            mail = self._beside(hit, "mail")
            if mail and not self._rather_other(hit, mail[0]):
                return self.claim("weak", hit, mail[0])
        return None

    def _beside(self, hit: Hit, key: str) -> list[Hit]:
        """Hits of a list near another hit and clear of it, nearest first."""
        reach = _REACH // 3 if hit.language and not languages()[hit.language].spaces else _REACH
        found = [
            other
            for other in self.all(key, hit.language or None)
            if (other.start >= hit.end or other.end <= hit.start) and _distance(hit, other) <= reach
        ]
        return sorted(found, key=lambda other: _distance(hit, other))

    def _rather_other(self, hit: Hit, mail: Hit) -> bool:
        """Whether something else stands nearer to 'cancel' or 'remove' than the word for mail."""
        other = self._beside(hit, "other_thing")
        return bool(other) and _distance(hit, other[0]) < _distance(hit, mail)

    def denied(self, claim: Claim) -> bool:
        """Whether the text says close by that this cannot be done."""
        near = _NEAR // 2 if not languages()[claim.language].spaces else _NEAR
        return any(
            max(hit.start - claim.end, claim.start - hit.end) <= near
            for hit in self.all("cannot", claim.language)
        )

    def settings(self) -> Claim | None:
        """A page of mail settings, named outright or as settings of something that is mail."""
        if hits := self.all("preferences"):
            return self.claim("settings", max(hits, key=lambda hit: hit.end - hit.start))
        for hit in self.all("preferences_weak"):
            if mail := self._beside(hit, "mail"):
                return self.claim("settings", hit, mail[0])
        return None


def _distance(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
