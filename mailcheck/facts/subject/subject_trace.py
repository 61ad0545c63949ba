"""Whether the words that name what a subject is about have a trace in the body.

They are compared by their stems, so that no list of synonyms is needed to see that a body is about something else.
Where words are not parted by spaces, pairs of characters are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_figures import amounts
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.languages import languages
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.patterns import words

_PASSING: Final = ("yours", "state", "now", "day", "until", "lead", "dear", "generic", "numbers", "negation")
"""Lists whose words any subject may hold, whatever it is about."""
_LEAST: Final = 3  # letters of a word that names something
_SHORT: Final = 4  # letters up to which a word is compared whole
_STEM: Final = 6
_ENDING: Final = 2  # letters of a word that its forms may change
_ARTICLES: Final = {"ar": ("ال", "لل", "وال", "بال"), "he": tuple("הבלכמשו"), "fa": ()}
"""What is written together with the word that follows."""
_SYLLABLES: Final = frozenset({"vi"})
"""Languages that part syllables and not words: a word is two of them."""
_NAMES: Final = lazy_regex(r"[\u3400-\u9fff\u30a1-\u30fa\u30fc\uac00-\ud7af]{2,}")
_THAI: Final = lazy_regex(r"[\u0e01-\u0e4e]{4,}")


class Trace(NamedTuple):
    """How many of the words that name something stand in the body, and how many there are."""

    found: int
    total: int

    @property
    def is_missing(self) -> bool:
        """Whether hardly any stands there."""
        return self.total > 0 and 3 * self.found <= self.total


def trace(subject: Reading, body: Body, passing: Iterable[Hit], sender: frozenset[str]) -> Trace:
    """The trace of a subject's words in a body. `passing`: hits that name nothing beside those of all languages.

    `sender` are the words of the sender's own name, which a body holds whatever its subject is.
    """
    pieces = names_in(subject, passing)
    return Trace(sum(_stands(piece, subject, body, sender) for piece in pieces), len(pieces))


_HELD: Final = ("file", "results", "booking")
"""Topics of what a body may enclose or sum up under another name: minutes, photos, a contract."""


def is_held(hits: Iterable[Hit], subject: Reading, body: Body) -> bool:
    """Whether `hits` claim a paper or pictures, and the body says that it has them, or what was decided.

    A letter that greets its readers and sells nothing in so many words has them, too: it may tell of them in any words.
    """
    claimed = [*subject.all("thing", *_HELD)]
    papers = any(hit.start < other.end and other.start < hit.end for hit in hits for other in claimed)
    if not papers or (body.sells and len(body.opening.sold) > 1):
        return False
    if body.opening.holds:
        return True
    sells = body.opening.sold or body.reading.plain("offer", "shop") or (body.money and body.reading.plain("pitch"))
    return body.greets and not sells


def is_said_again(hits: Iterable[Hit], subject: Reading, body: Body, sender: frozenset[str]) -> bool:
    """Whether a word that names what `hits` claim stands in the body in one of its forms."""
    passing = subject.all("state", "yours", "announce")  # 'ready', 'your': they name nothing
    said = {word for hit in passing for word in words(subject.folded[hit.start : hit.end])}
    for hit in hits:
        claimed = subject.folded[hit.start : hit.end]
        if not subject.spaces or subject.language in _SYLLABLES:
            if "".join(claimed.split()) in body.dense:
                return True
            continue
        for piece in _words(claimed, subject):
            if piece in said:
                continue
            stem, longest = stem_of(piece), len(piece) + _ENDING
            if any(word.startswith(stem) and len(word) <= longest and word not in sender for word in body.words):
                return True
    return False


def names_in(subject: Reading, passing: Iterable[Hit]) -> list[str]:
    """The words of a subject that name something, or pairs of characters where words are not parted."""
    folded = subject.folded
    stretches = [(hit.start, hit.end) for hit in (*passing, *subject.all(*_PASSING))]
    stretches += [(amount.start, amount.end) for amount in amounts(folded)]
    for start, end in stretches:
        folded = folded[:start] + " " * (end - start) + folded[end:]
    if subject.language in _SYLLABLES:
        row = words(folded)
        return list(dict.fromkeys(f"{first} {second}" for first, second in pairwise(row)))
    return list(dict.fromkeys(_words(folded, subject) if subject.spaces else _pairs(folded)))


def stem_of(word: str) -> str:
    """What the forms of a word have in common, as far as length tells it."""
    return word if len(word) <= _SHORT else word[: max(_SHORT, min(_STEM, len(word) - _ENDING))]


def _words(folded: str, subject: Reading) -> list[str]:
    known = languages().get(subject.language)
    frequent = known.stopwords if known is not None else ()
    return [word for word in words(folded) if len(word) >= _LEAST and word not in frequent and not word[0].isdigit()]


def _pairs(folded: str) -> list[str]:
    dense = "".join(folded.split())
    pairs = [row[0][at : at + 2] for row in _NAMES.finditer(dense) for at in range(len(row[0]) - 1)]
    return pairs or [row[0][at : at + 4] for row in _THAI.finditer(dense) for at in range(len(row[0]) - 3)]


def _stands(piece: str, subject: Reading, body: Body, sender: frozenset[str]) -> bool:
    if not subject.spaces:
        return piece in body.dense
    if " " in piece:
        return piece in body.reading.folded
    for article in _ARTICLES.get(subject.language, ()):
        if piece.startswith(article) and len(piece) - len(article) >= _LEAST:
            bare = piece.removeprefix(article)
            return bare[:_STEM] in body.reading.folded
    if len(piece) <= _SHORT:
        return any(word.startswith(piece) and word not in sender for word in body.words)
    stem = stem_of(piece)
    if stem not in body.reading.folded:
        return False
    return any(stem in word and word not in sender for word in body.words)
