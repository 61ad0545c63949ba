"""Alarm about an account, the law, money or safety, without a fact of the reader's own case in the body."""

from __future__ import annotations

from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_urgency import _is_question, is_article
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.facts.text.sentences import is_question
from mailcheck.findings import Confidence
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.subjects import has_spaces


def alarm(subject: Reading, body: Body) -> Signal | None:
    """The alarm of a subject whose body names no number, name, sum or day of the case."""
    hits = [hit for hit in subject.plain("alarm") if not _is_question(hit, subject)]
    if not hits or is_article(subject) or not body.tells or _has_facts(body):
        return None
    sells = body.sells
    asks = is_question(subject.text)
    if not sells and (asks or body.dated or not _addresses_reader(hits)):
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


def _addresses_reader(hits: list[Hit]) -> bool:
    """Whether the alarm is more than one word that may be a topic."""
    return len(hits) > 1 or any(" " in hit.pattern or not has_spaces(hit.language) for hit in hits)


def _has_facts(body: Body) -> bool:
    if body.numbered:
        return True
    named, dated, priced = body.names_reader, body.dated, bool(body.money)
    if named and (dated or priced):
        return not (body.sells and not dated)
    return dated and priced and not body.sells
