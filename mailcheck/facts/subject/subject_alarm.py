"""Alarm about an account, the law, money or safety, without a fact of the reader's own case in the body."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_trace import trace
from mailcheck.facts.subject.subject_urgency import asks_and_tells, in_a_question, is_article
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.facts.text.sentences import is_question
from mailcheck.findings import Confidence
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import has_spaces

_PHRASE: Final = 5  # characters of more than one word where words are not parted

_PAPERS: Final = 7  # words of a subject that does not more than enclose them


def alarm(subject: Reading, body: Body, sender: frozenset[str], *, offers: bool) -> Signal | None:
    """The alarm of a subject whose body names no number, name, sum or day of the case.

    `sender` are the words of the sender's own name. `offers`: the subject makes an offer.
    """
    listed = [hit for hit in subject.alarms if not in_a_question(hit, subject)]
    hits = listed or ([] if offers else _threats(subject, body, sender))
    if not hits or is_article(subject) or asks_and_tells(subject) or not body.tells or _has_facts(body):
        return None
    sells = body.sells and body.shows_an_offer
    if body.tells_a_story and not (sells and body.money and _hands_over_papers(subject)):
        return None
    if not sells and body.is_commercial:  # a price, which a bill has as well
        sells = not listed or not trace(subject, body, (), sender).found
    if not (sells or body.sells or body.opening.asks or body.speaks_to_reader):
        return None
    if not sells and body.reading.may_be_ignored:
        return None  # 'confirm your account': whoever did not ask for it need do nothing
    asks = is_question(subject.text)
    if not (sells or body.opening.asks) and (asks or body.dated or not _addresses_reader(hits)):
        return None  # news about courts and fines
    hit = max(hits, key=lambda hit: hit.end - hit.start)
    quote = subject.quote(hit)
    what = "an offer" if sells else "nothing of the case"
    return Signal(
        "alarm",
        quote,
        f"'{quote}' alarms, and the body shows {what}: no number, name, sum with its day",
        Confidence.LIKELY if sells or len(hits) > 1 else Confidence.HEURISTIC,
        missing="the number of an account, order or case, the reader's name, a sum with its day",
        detail="offer" if sells else "bare",
    )


def _threats(subject: Reading, body: Body, sender: frozenset[str]) -> list[Hit]:
    """Loss and danger in everyday words: to the reader, over a body that asks for data or is about something else."""
    if not subject.has("yours"):
        return []
    hits = [hit for hit in subject.plain("threat") if not in_a_question(hit, subject)]
    if not hits:
        return []
    if body.opening.asks and not body.dated:
        return hits
    several = len({hit.start for hit in hits}) > 1
    return hits if body.is_commercial and (several or not trace(subject, body, hits, sender).found) else []


def _hands_over_papers(subject: Reading) -> bool:
    """Whether a subject says that papers of a case are enclosed, or a seizure announced: nobody heads an article so."""
    return len(words(subject.folded)) <= _PAPERS and bool(subject.plain("case")) and subject.has("state")


def _addresses_reader(hits: list[Hit]) -> bool:
    """Whether the alarm is more than one word that may be a topic."""
    if len({hit.start for hit in hits}) > 1:
        return True
    return any(" " in hit.pattern or (not has_spaces(hit.language) and len(hit.pattern) >= _PHRASE) for hit in hits)


def _has_facts(body: Body) -> bool:
    named = body.names_reader
    if body.numbered:
        return True
    dated, priced = body.dated, bool(body.money)
    if named and (dated or priced):
        return not (body.sells and not dated)
    return dated and priced and not body.sells
