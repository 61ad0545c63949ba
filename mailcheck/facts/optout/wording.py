"""What a stretch of text says about leaving a mailing, read with the lists of the lexicon.

Every reading stays within one language: a German 'nicht mehr' does not complete an English 'mail'. Words that
all languages borrow (newsletter, e-mail) complete those of any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Final, Literal, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import Folded
from mailcheck.lexicon.languages import SHARED, languages, parts_words
from mailcheck.lexicon.matching import Hit, Matcher
from mailcheck.lexicon.patterns import GAP, places, words

Strength = Literal["leave", "weak", "no-more", "settings", "address"]

_REACH: Final = 90  # characters between the parts of one statement; a third of it without spaces
LONGEST: Final = 1500
"""Characters of a passage that are read: no sentence of a mail is longer."""
_NEAR: Final = 30
_PHRASES: Final = ("leave", "leave_weak", "mail", "receive", "preferences")  # may hold the name of another thing
_ONLY_TIRED: Final = ("tiresome", "no_more", "leave_weak", "goodbye", "mail", "receive", "here")
_CHOSEN: Final = ("choose", "preferences_weak", "what", "which", "receive", "mail", "here", "none_at_all")
_BORROWED: Final = "sub"  # 'unsubscribe' is said of mail; one opts out of a race as well
_CLAUSE: Final = lazy_regex(r"[,:;.!?–—(]|\s-\s|،|。|、|，|：")
_MANY: Final = lazy_regex(r"\d{2,}")
_JOINED: Final = 12  # characters between the parts of one noun phrase
_MONEY: Final = lazy_regex(
    r"[$€£¥₽₹₩₺₴₪฿₫₦₱₮₸₼₾֏៛₭]\s?\d|\d\s?(?:[$€£¥₽₹₩₺₴₪฿₫₦₱₮₸₼₾֏៛₭]|kr\b|TL\b|Rs\b|AZN|SAR|AED|دينار|ريال|درهم|جنيه|تومان|บาท|đồng|đ\b|сум|тг\b|тенге|дин\b|ден\b|so'm|zł|Kč|Ft\b|lei\b|円|元|원|руб|грн|лв\b|USD|EUR|CHF|GBP)"
)


class Claim(NamedTuple):
    """What was read: `phrase` as it stands in the text, its place [start, end) in the folded text.

    `strength`: 'leave' for words that say it alone, 'weak' for those a word for mail completes, 'no-more' for
    not wanting what arrives, 'settings' for a page of mail settings, 'address' for what only the address says.
    `borrowed`: the words are those that all languages borrow, 'unsubscribe'.
    """

    strength: Strength
    language: str
    phrase: str
    start: int
    end: int
    borrowed: bool = False


class Passage:
    """A text with the words of the lexicon found in it."""

    def __init__(self, text: str, matcher: Matcher) -> None:
        self.text = text[:LONGEST]
        self._folded = Folded(self.text)
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
        """The number of words; two characters count as one in scripts that part no words by spaces."""
        return sum(max(1, len(word) // 2) if _is_unspaced(word) else 1 for word in words(self._folded.text))

    def says_only(self, keys: tuple[str, ...], language: str) -> bool:
        """Whether every word belongs to hits of these lists or is one of the most frequent of the language."""
        return not any(True for _ in self._unlisted(keys, language))

    def _unlisted(self, keys: tuple[str, ...], language: str) -> Iterator[tuple[int, int]]:
        """The places of words that belong to no hit of these lists and are none of the most frequent."""
        known = languages()
        common = known[language].stopwords if language in known else frozenset()
        covered = [(hit.start, hit.end) for key in keys for hit in self._by_key.get(key, ())]
        for word, (start, end) in zip(words(self._folded.text), places(self._folded.text), strict=True):
            known_word = word in common or len(word) < 3
            if not known_word and not any(first <= start and end <= last for first, last in covered):
                yield start, end

    def all(self, key: str, language: str | None = None) -> list[Hit]:
        """The hits of a list; of one language and the shared words, when a language is given."""
        hits = self._by_key.get(key, [])
        return hits if language is None else [hit for hit in hits if hit.language in (language, SHARED)]

    def in_each_language(self, key: str) -> list[Hit]:
        """The longest hit of a list in each language that has one."""
        longest: dict[str, Hit] = {}
        for hit in sorted(self.all(key), key=lambda hit: hit.start - hit.end):
            longest.setdefault(hit.language, hit)
        return list(longest.values())

    def has(self, *keys: str) -> bool:
        return any(key in self._by_key for key in keys)

    @cached_property
    def others(self) -> list[Hit]:
        """What is named that is no mail. A 'subscription' within 'cancel subscription' is none by itself."""
        found = self.all("other_thing")
        phrases = [hit for key in _PHRASES for hit in self.all(key)] if found else []
        return [
            other
            for other in found
            if not any(_holds(hit, other) and (hit.key == "leave" or hit[:2] != other[:2]) for hit in phrases)
        ]

    def ends_with(self, hit: Hit) -> bool:
        """Whether no word follows a hit."""
        return not any(map(str.isalnum, self._folded.text[hit.end :]))

    @property
    def money(self) -> bool:
        return _MONEY.search(self.text) is not None

    def counts_mails(self, language: str) -> bool:
        """Whether it tells of many: 'I left 214 mailing lists'."""
        mail = self.all("mail", language)
        return any(0 <= hit.start - many.end() <= 2 for many in _MANY.finditer(self._folded.text) for hit in mail)

    def quote(self, start: int, end: int) -> str:
        """The original text of a stretch of the folded one, its white space collapsed."""
        first, last = self._folded.origin(start, end)
        return " ".join(self.text[first:last].split())

    def claim(self, strength: Strength, *hits: Hit) -> Claim:
        start, end = min(hit.start for hit in hits), max(hit.end for hit in hits)
        language = next((hit.language for hit in hits if hit.language != SHARED), "en")
        borrowed = all(hit.language == SHARED and _BORROWED in hit.pattern for hit in hits)
        return Claim(strength, language, self.quote(start, end), start, end, borrowed)

    def leaving(self) -> Claim | None:
        """The clearest statement about leaving this mail."""
        for read in (self._plain, self._no_more, self._weak):
            claim = read()
            if claim is not None:
                return claim
        return self.withdrawal(self)

    def withdrawal(self, around: Passage) -> Claim | None:
        """'Take back your permission', where what is said around it tells that mail is sent by it."""
        for hit in self.all("withdraw"):
            consent = [word for word in self._beside(hit, "consent") if _distance(hit, word) <= _NEAR]
            sent = consent and any(around.all(key, hit.language) for key in ("mail", "receive"))
            data = around.has("processing") or self._names_other(hit, *consent[:1]) or self.has("slogan")
            if sent and not data:
                return self.claim("weak", hit, consent[0])
        return None

    def _allows_processing(self, hit: Hit) -> bool:
        """Whether what is withdrawn is a consent to cookies or to what is done with data, and no mail is named."""
        consent = any(_overlap(hit, word) for word in self.all("consent"))
        return consent and self.has("processing") and not self.all("mail", hit.language)

    def names_messages_alone(self, claim: Claim) -> bool:
        """Whether what is left are text messages or those of an app, and no mail: 'turn off push notifications'."""
        texts = self.all("sms")
        mail = self.all("mail", claim.language)
        return bool(texts) and all(
            hit.language != SHARED and any(_distance(hit, text) <= 1 for text in texts) for hit in mail
        )

    def goodbye(self) -> Claim | None:
        """Words that say goodbye, 'Enough of us?', when they are all that the text says."""
        for hit in self.all("goodbye"):
            if self.says_only(("goodbye", "leave_weak", "no_more", "no_word", "here", "mail"), hit.language):
                return self.claim("leave", hit)
        return None

    def _plain(self) -> Claim | None:
        hits = [hit for hit in self.all("leave") if not self._leaves_a_mood(hit) and not self._allows_processing(hit)]
        return (
            self.claim("leave", max(hits, key=lambda hit: (hit.language == SHARED, hit.end - hit.start)))
            if hits
            else None
        )

    def _no_more(self) -> Claim | None:
        if self.has("miss"):
            return None
        for hit in self.all("no_more"):
            mail, receive = self._beside(hit, "mail"), self._beside(hit, "receive")
            if self._leaves_a_mood(hit):
                continue
            if mail or (receive and not self._names_other(hit, receive[0])):
                return self.claim("no-more", hit, *mail[:1], *receive[:1])
        return None

    def _names_other(self, *hits: Hit) -> bool:
        """Whether another thing than mail stands right beside: 'do not want to receive the parcel on Friday'."""
        close = _NEAR if parts_words(hits[0].language) else _NEAR // 3
        return any(other for hit in hits for other in self._beside(hit, "other_thing") if _distance(hit, other) < close)

    @property
    def no_more_mail(self) -> bool:
        """Whether the text speaks of not wanting what arrives."""
        return self._no_more() is not None

    def tired(self) -> Claim | None:
        """'If the post bores you', 'if it no longer pleases you, say goodbye': that mail bothers, or that one leaves.

        For a sentence whose link says nothing. It speaks of nothing else, or of both mail and leaving.
        """
        for hit in (*self.all("tiresome"), *self.all("no_more")):
            if self._leaves_a_mood(hit):
                continue
            left = [*self._beside(hit, "leave_weak"), *self._beside(hit, "goodbye")]
            mail = [*self._beside(hit, "mail"), *self._beside(hit, "receive")]
            if (left and mail) or ((left or mail) and self.says_only(_ONLY_TIRED, hit.language)):
                return self.claim("no-more", hit, *left[:1], *mail[:1])
        return None

    def quiet_inbox(self) -> Claim | None:
        """'Would you like some peace in your inbox?'"""
        for hit in self.all("quiet"):
            inbox = [word for word in self._beside(hit, "inbox") if _distance(hit, word) <= _NEAR]
            if inbox:
                return self.claim("no-more", hit, inbox[0])
        return None

    def _weak(self) -> Claim | None:
        for hit in self.all("leave_weak"):
            # The mail that one is to send, 'to cancel the order send an e-mail to', is not what one leaves.
            written = self.all("send", hit.language or None)
            mail = [
                other
                for other in self._beside(hit, "mail")
                if not any(_holds_mail_to_send(hit, send, other) for send in written)
            ]
            if mail and not self._rather_other(hit, mail[0]) and not self._leaves_a_mood(hit):
                return self.claim("weak", hit, mail[0])
        return None

    def _beside(self, hit: Hit, key: str) -> list[Hit]:
        """Hits of a list near another hit and clear of it, nearest first."""
        reach = _REACH if parts_words(hit.language) else _REACH // 3
        found = [
            other
            for other in self.all(key, hit.language or None)
            if _is_clear(hit, other) and _distance(hit, other) <= reach
        ]
        return sorted(found, key=lambda other: _distance(hit, other))

    def _leaves_a_mood(self, hit: Hit) -> bool:
        """Whether a slogan leaves a season, a mood or a trouble: 'unsubscribe from winter', 'tired of dull lunches'.

        It stands right after the words for leaving, in some languages right before or among them, and nearer than
        any mail. The message may be read with the words of kindred languages, so that it counts in any.
        """
        moods = [mood for mood in self.all("slogan") if _is_clear(hit, mood) and _stands_close(hit, mood)]
        if not moods:
            return False
        nearest = min(_distance(hit, mood) for mood in moods)
        return not any(_distance(hit, mail) <= nearest for mail in self._beside(hit, "mail"))

    def turns_to_a_mood(self, place: int) -> bool:
        """Whether a season, a mood or a trouble is named right after a place, and no mail at all."""
        moods = self.all("slogan")
        return any(0 <= mood.start - place < _NEAR for mood in moods) and not self.has("mail")

    def _rather_other(self, hit: Hit, mail: Hit) -> bool:
        """Whether 'cancel' or 'remove' is said of something that is not mail.

        'Cancel the newsletter subscription' is about mail, for all that a subscription may be a plan;
        'remove the item from the list' is not, nor is 'cancel the order by e-mail'.
        """
        others = [other for other in self._beside(hit, "other_thing") if not _overlap(other, mail)]
        if not others:
            return False
        if any(_overlap(mail, word) for word in self.all("list_word")):
            return True
        joined = _JOINED if parts_words(hit.language) else _JOINED // 3
        nearest = others[0]
        return _distance(hit, nearest) < _distance(hit, mail) and _distance(nearest, mail) > joined

    def leaves_other(self, claim: Claim) -> bool:
        """Whether what is left or removed is something else than mail: a course, an item of a list."""
        others = [other for other in self.others if other.language in (claim.language, SHARED)]
        lists = self.all("list_word")
        mail = [
            hit
            for hit in self.all("mail", claim.language)
            if not any(_overlap(hit, word) for word in lists) and not any(_overlap(hit, other) for other in others)
        ]
        return bool(others) and not mail

    def names_a_list_alone(self, claim: Claim) -> bool:
        """Whether the words for mail are but those that also name lists of wishes, goods or guests."""
        lists = (*self.all("list_word"), *self.all("wish"))
        return all(any(_overlap(hit, word) for word in lists) for hit in self.all("mail", claim.language))

    def denied(self, claim: Claim) -> bool:
        """Whether the text says close by that this cannot be done."""
        near = _NEAR if parts_words(claim.language) else _NEAR // 2
        return any(
            max(hit.start - claim.end, claim.start - hit.end) <= near
            for hit in self.all("cannot", claim.language or None)
        )

    def settings(self) -> Claim | None:
        """A page of mail settings, named outright or as settings of something that is mail."""
        for hit in sorted(self.all("preferences"), key=lambda hit: hit.start - hit.end):
            if not self._renames(hit):
                return self.claim("settings", hit)
        for hit in self.all("preferences_weak"):
            mail = [word for word in self._beside(hit, "mail") if not self._is_a_deal(word)]
            if mail and _distance(hit, mail[0]) <= _REACH // 2 and not self._renames(hit, mail[0]):
                return self.claim("settings", hit, mail[0])
        return self._chosen()

    def _is_a_deal(self, mail: Hit) -> bool:
        """Whether a word for mail is one for goods as well: 'choose your offer'."""
        return any(_overlap(mail, word) for word in self.all("deal"))

    def _chosen(self) -> Claim | None:
        """'Decide for yourself what to receive', 'pick which letters you get': nothing else is named to be chosen."""
        if self.has("other_thing", "new_address", "address_word", "login") or self.money:
            return None
        for hit in (*self.all("choose"), *self.all("preferences_weak")):
            for what in self._beside(hit, "what"):
                received = [word for word in self._beside(what, "receive") if _distance(what, word) < _NEAR]
                if received and self._names_nothing(hit, what, received[0]):
                    return self.claim("settings", hit, what, received[0])
            for which in self._beside(hit, "which"):
                mail = self._beside(which, "mail")
                if mail and _distance(which, mail[0]) <= _JOINED and self._names_nothing(hit, which, mail[0]):
                    return self.claim("settings", hit, which, mail[0])
        return None

    def _names_nothing(self, *hits: Hit) -> bool:
        """Whether at most one word of a statement is in no list, and none stands after it in its clause."""
        start, end = min(hit.start for hit in hits), max(hit.end for hit in hits)
        others = [place for place in self._unlisted(_CHOSEN, hits[0].language) if place[1] > start]
        inside = [place for place in others if place[0] < end]
        after = _CLAUSE.split(self._folded.text[end:], maxsplit=1)[0]
        return len(inside) <= 1 and not any(place[0] < end + len(after) for place in others if place[0] >= end)

    def _renames(self, *hits: Hit) -> bool:
        """Whether what is changed is one's own address: 'change your e-mail address', 'update your e-mail'."""
        start, end = min(hit.start for hit in hits), max(hit.end for hit in hits)
        if any(word.start <= end + 2 and word.end >= start - 2 for word in self.all("address_word")):
            return True
        return self.has("new_address") and self.says_only(("new_address",), hits[0].language)


def _holds_mail_to_send(leave: Hit, send: Hit, mail: Hit) -> bool:
    """Whether mail is what one is to send. Right after a word for stopping, 'stop sending me offers', it is not."""
    follows = 0 <= send.start - leave.end <= 1
    return send.start <= mail.start and mail.end <= send.end and not follows


def _holds(outer: Hit, inner: Hit) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and GAP not in outer.pattern


def _is_clear(hit: Hit, other: Hit) -> bool:
    """Whether two hits stand apart, or the other fills the gap of the first: 'not wish ... to get mail'."""
    if not _overlap(hit, other):
        return True
    return GAP in hit.pattern and hit.start < other.start and other.end < hit.end


def _stands_close(hit: Hit, other: Hit) -> bool:
    return _distance(hit, other) <= (_NEAR if parts_words(hit.language) else _NEAR // 3)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _distance(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _is_unspaced(word: str) -> bool:
    """Whether a script that parts no words by spaces occurs."""
    if word.isascii():
        return False
    return any("\u0e00" <= c <= "\u109f" or "\u1780" <= c <= "\u17ff" or "\u2e80" <= c <= "\u9fff" for c in word)
