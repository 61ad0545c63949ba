"""What a message is for, as far as headers and wording tell it: declared, or inferred with its reason.

This is the first, coarse answer, made to decide which rules bind. It says `unknown` rather than guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.findings import Confidence
from mailcheck.holes import unmask
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.purposes import purpose_matcher

if TYPE_CHECKING:
    from mailcheck.facts.header.headers import Headers
    from mailcheck.facts.sight.runs import Run

Verdict = Literal["commercial", "transactional", "editorial", "unknown"]
VERDICTS: Final[tuple[Verdict, ...]] = ("commercial", "transactional", "editorial", "unknown")

_READ: Final = 8_000
"""Characters of the body that are read: what a message is for shows at its beginning."""
_PERCENT_OFF: Final = re.compile(r"(?<![\d.,])(?:[5-9]|[1-9]\d)\s?%")
_ENOUGH: Final = 2
_TIMES: Final = 2
_QUOTED: Final = 3


class MessageClass(NamedTuple):
    """`because` as in `mailcheck inspect`: declared, subject-test, content; `reason` says it in words."""

    verdict: Verdict
    because: str
    confidence: Confidence
    declared: str | None = None
    reason: str = ""


class _Words(NamedTuple):
    """The distinct patterns found in a text, by list."""

    transaction: tuple[str, ...]
    offer: tuple[str, ...]
    news: tuple[str, ...]


def declared_class(name: str) -> MessageClass:
    """The class that the user declared. Raises ValueError for a name that is none."""
    for verdict in VERDICTS:
        if name == verdict:
            return MessageClass(verdict, "declared", Confidence.CERTAIN, name, "declared")
    raise ValueError(f"no such class: {name!r}")


def classify(
    headers: Headers,
    runs: Iterable[Run],
    language: str,
    *,
    leaves: bool,
    offers: tuple[str, ...] = (),
    own: OwnWords = NO_WORDS,
) -> MessageClass:
    """What subject, list headers and wording agree on.

    `leaves`: the message offers a way out of a mailing. `offers`: the words by which its subject makes an offer.
    `own`: words that a team added to the lexicon.
    """
    subject = _read(headers.subject, language, own)
    body = _read(_shown(runs), language, own)
    bulk = any(headers.get(name) for name in ("List-Unsubscribe", "List-Id", "Precedence"))
    if offers and not subject.transaction:
        return _likely("commercial", "subject-test", offers)
    return _infer(subject, body, mailing=bulk or leaves)


def _shown(runs: Iterable[Run]) -> str:
    """The visible text of the part a reader sees, from its beginning; the names of a template's tags are words, too."""
    pieces: list[str] = []
    length = 0
    part = None
    for run in runs:
        part = part or run.part
        if run.part != part or length > _READ:
            break
        if run.seen.verdict != "hidden":
            pieces.append(unmask(run.text))
            length += len(run.text) + 1
    return " ".join(pieces)


def _read(text: str, language: str, own: OwnWords) -> _Words:
    languages = tuple(dict.fromkeys(code for code in (language.partition("-")[0], "en") if code))
    found: dict[str, dict[str, None]] = {"transaction": {}, "offer": {}, "news": {}}
    for hit in purpose_matcher(languages, own).search(fold(text[:_READ])):
        found[hit.key][hit.pattern] = None
    percentage = _PERCENT_OFF.search(text, 0, _READ)
    if percentage:
        found["offer"][percentage[0]] = None
    return _Words(*(tuple(found[key]) for key in ("transaction", "offer", "news")))


def _infer(subject: _Words, body: _Words, *, mailing: bool) -> MessageClass:
    deals, facts = len(body.offer), len(body.transaction)
    if subject.offer and not subject.transaction:
        return _likely("commercial", "subject-test", subject.offer)
    if subject.transaction and not subject.offer and facts and not (mailing and deals > facts):
        return _likely("transactional", "content", subject.transaction + body.transaction)
    if facts and facts >= _TIMES * deals and not (mailing and deals):
        return _likely("transactional", "content", body.transaction)
    news = subject.news + body.news
    if mailing and len(news) >= _ENOUGH and len(news) > deals:
        return _likely("editorial", "content", news)
    if deals >= _ENOUGH and deals > _TIMES * facts:
        return _likely("commercial", "content", body.offer)
    return MessageClass("unknown", "content", Confidence.HEURISTIC, reason="neither headers nor wording decide")


def _likely(verdict: Verdict, because: str, words: tuple[str, ...]) -> MessageClass:
    quoted = ", ".join(f"'{word.replace('*', '')}'" for word in words[:_QUOTED])
    return MessageClass(verdict, because, Confidence.LIKELY, reason=f"the wording: {quoted}")
