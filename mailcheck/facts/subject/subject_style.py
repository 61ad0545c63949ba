"""Capitals, repeated marks, spaced letters, rows of emoji: style, and no lie."""

from __future__ import annotations

import re
from typing import Final

from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.findings import Confidence

_MARKS: Final = re.compile(r"[!！¡]{2,}|[?？][!！]|[!！][?？]|[?？]{2,}|\${3,}|€{3,}|£{3,}|[!！](?:\s[!！])+")
_SPACED: Final = re.compile(r"(?<!\w)(?:[^\W\d_](?: |[.\-_*]| {2}))(?:[^\W\d_][ .\-_*]{1,2}){2,}[^\W\d_](?!\w)")
_EMOJI: Final = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\u203c\u2049]")
_LETTERS: Final = 10
_SHARE: Final = 0.6
_MANY: Final = 3


def shouting(subject: str) -> Signal | None:
    """The loudest thing about a subject."""
    if match := _MARKS.search(subject):
        return _loud(match[0], "repeated marks")
    if match := _SPACED.search(subject):
        return _loud(match[0], "spaced letters")
    cased = [character for character in subject if character.lower() != character.upper()]
    capitals = sum(character.isupper() for character in cased)
    if len(cased) >= _LETTERS and capitals > _SHARE * len(cased) and not _is_acronyms(subject):
        return _loud(subject.strip(), f"{capitals} of {len(cased)} letters are capitals")
    emoji = _EMOJI.findall(subject)
    if len(emoji) > _MANY:
        return _loud("".join(emoji), f"{len(emoji)} emoji")
    return None


def _is_acronyms(subject: str) -> bool:
    """Whether every word in capitals is short or holds a figure, as names of bodies and products do."""
    return all(
        len(word) <= 4 or any(c.isdigit() for c in word) for word in re.findall(r"\w+", subject) if word.isupper()
    )


def _loud(quote: str, reason: str) -> Signal:
    return Signal("shouting", quote, reason, Confidence.CERTAIN)
