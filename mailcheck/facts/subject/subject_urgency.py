"""A hurry in the subject, and whether the body bears it out."""

from __future__ import annotations

from datetime import date

from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.findings import Confidence
from mailcheck.lexicon.matching import Hit


def false_urgency(subject: Reading, body: Body, today: date | None) -> Signal | None:
    """An end or a want that the body denies, does not know, or dates in the past."""
    alarms = subject.all("alarm")
    hits = [
        hit
        for hit in subject.plain("today", "scarce", "last")
        if not any(hit.start < other.end and other.start < hit.end for other in alarms)
    ]
    if not hits or _is_question(hits[-1], subject) or is_article(subject) or not body.tells:
        return None
    kinds = {hit.key for hit in hits}
    quote = subject.quote(hits[0])
    if denial := _denied(kinds, body):
        return Signal(
            "urgency",
            quote,
            f"'{quote}', but the body says '{denial}'",
            Confidence.LIKELY,
            missing=_looked_for(kinds),
            detail="denied",
        )
    over = body.over(today)
    if over is not None and body.deadline() and "scarce" not in kinds:
        reason = f"'{quote}', but the last day that the body names, {over.isoformat()}, is over"
        return Signal("urgency", quote, reason, Confidence.LIKELY, missing="a day still ahead", detail="over")
    if _supported(kinds, body) or not (body.sells or body.money):
        return None
    return Signal(
        "urgency",
        quote,
        f"'{quote}', but the body names neither an end nor a number that is left",
        Confidence.HEURISTIC,
        missing=_looked_for(kinds),
        detail="unsupported",
    )


def _denied(kinds: set[str], body: Body) -> str:
    """The words by which the body denies a hurry, '' when it bears it out all the same."""
    denials = body.reading.plain("always") or body.reading.all("always")
    if not denials:
        return ""
    if kinds == {"scarce"}:
        borne_out = body.left() or bool(body.deadline(exact=True))
    elif "today" in kinds:
        borne_out = body.soon(near_end=True) and bool(body.deadline() or body.reading.has("today"))
    else:
        borne_out = bool(body.deadline(exact=True))
    return "" if borne_out else body.reading.quote(denials[0])


def _supported(kinds: set[str], body: Body) -> bool:
    if kinds == {"scarce"}:
        return body.reading.has("few", "scarce") or body.has_day
    return body.has_day or body.soon() or body.reading.has("few", "scarce", "today")


def _looked_for(kinds: set[str]) -> str:
    return "a number or words for what is left" if kinds == {"scarce"} else "a day or an hour at which it ends"


def _is_question(hit: Hit, subject: Reading) -> bool:
    rest = subject.folded[hit.end : hit.end + 3].lstrip()
    return rest[:1] in ("?", "？", "؟", ";") and len(subject.folded) - hit.end > 4


def is_article(subject: Reading) -> bool:
    """Whether the subject begins like a headline about its topic."""
    return any(hit.start <= 2 for hit in subject.all("article"))
