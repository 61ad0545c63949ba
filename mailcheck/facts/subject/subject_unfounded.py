"""A thing that the subject says has reached the reader, or is there, over a body that is about something else."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.subject.subject_body import Body, is_about_a_record
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_trace import is_held, is_said_again, names_in, trace
from mailcheck.facts.subject.subject_urgency import asks_and_tells, is_article
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.facts.text.sentences import is_question
from mailcheck.findings import Confidence
from mailcheck.lexicon.subjects import TOPICS

_SEVERAL: Final = 2  # words that name something
_CLAIMS: Final = ("case", *TOPICS)


def unfounded(subject: Reading, body: Body, sender: frozenset[str], *, replied: bool = False) -> Signal | None:
    """A claim none of whose words has a trace in a body that only sells.

    `replied`: behind a false prefix what has its day is the reader's.
    It is one when it names a topic of a transaction, or a thing that is sent to people (`thing`) and is the reader's
    (`yours`) or has come to something (`state`). What is said to have come of anything else of the reader's is one when
    a short body has no word of it at all.
    """
    states, owned = subject.plain("state"), bool(subject.unquoted("yours")) or (replied and subject.has("day", "now"))
    things = subject.plain(*_CLAIMS, "thing") if states or owned else subject.plain(*_CLAIMS)
    if not (things or (states and owned)) or subject.plain("final"):
        return None
    if not (states or owned) and ":" in subject.folded:
        return None  # a topic, and what is told of it
    if is_article(subject) or asks_and_tells(subject) or is_question(subject.text):
        return None
    if not things and not (body.is_short and len(names_in(subject, ())) >= _SEVERAL):
        return None
    if is_about_a_record(subject, body) or not body.is_commercial:
        return None
    if is_said_again(things, subject, body, sender) or is_held(things, subject, body):
        return None
    traced = trace(subject, body, (), sender)
    if traced.found and not (things and traced.is_missing):
        return None
    quote = subject.quote(max(things, key=lambda hit: hit.end - hit.start)) if things else subject.text
    return Signal(
        "mismatch",
        quote,
        f"'{quote}' is claimed, and the body has no word of it and only offers something",
        Confidence.LIKELY if things else Confidence.HEURISTIC,
        missing="the words of the subject, or others for the same",
        detail="unfounded",
    )
