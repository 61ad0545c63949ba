"""The title of a periodical letter with its issue, which announces nothing: 'The Kiln Dispatch, winter'."""

from __future__ import annotations

import re
from typing import Final

from mailcheck.facts.subject.subject_words import Reading
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import periodicals

_BREAK: Final = re.compile(r"[,:|·–—]\s|\s[-/|·–—]\s")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LONGEST: Final = 8  # words of a title


def names_an_issue(subject: Reading) -> bool:
    """Whether a subject is such a title, and behind a comma, colon or dash only a month, a season or a number of it."""
    folded = subject.folded
    cuts = list(_BREAK.finditer(folded))
    if not cuts:
        return False
    cut = cuts[-1]
    title, issue = words(folded[: cut.start()]), words(folded[cut.end() :])
    if not 0 < len(title) <= _LONGEST or not issue:
        return False
    return any(_is_of_a_letter(word) for word in title) and _is_issue(issue, cut.end(), subject)


def _is_of_a_letter(word: str) -> bool:
    known = periodicals()
    return word in known.titles or any(word.endswith(end) and len(word) > len(end) for end in known.endings)


def _is_issue(row: list[str], start: int, subject: Reading) -> bool:
    """Whether these words, from a place of the subject on, name a month, a season or a number, and no day."""
    known, counts = periodicals().seasons, periodicals().counted
    named = {
        word for hit in subject.all("day") if hit.start >= start for word in words(subject.folded[hit.start : hit.end])
    }
    counted = row[0] in counts
    if any(word.isdigit() and not (counted or _YEAR.fullmatch(word)) for word in row):
        return False
    if not all(word.isdigit() or word in named or word in known or word in counts for word in row):
        return False
    return counted or any(word in named or word in known for word in row)
