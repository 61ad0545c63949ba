"""Prices and reductions that a body writes out in words: 'one dollar', 'a third off'."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.subject.subject_words import Reading
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import numerals

_CURRENCIES: Final = lazy_regex(
    r"euro|dollar|pound|quid|buck|cent(?!\w)|cents|penc[ei]|franc|frank|kron|koron|korun|krón|zlot|forint|(?<!\w)lei(?!\w)"
    r"|(?<!\w)lev|лев|рубл|гривень|гривн|gryvn|(?<!\w)lira|円|元|원|บาท|đong|dong|(?<!\w)peso|sole[s]|reai|real|ευρω"
    r"|евро|євро|eura|evra|evro|eiro|eur(?!\w)|riyal|ريال|درهم|دينار|جنيه|تومان|ریال|שקל|ש\"ח|रुपय|रुपए|रुपये|rupi|rupee"
    r"|ringgit|yen|yuan|שקלים|يورو|دولار|یورو|doları|dolar|долар|доллар|еврo"
)
_BEFORE: Final = 34  # characters before the name of a currency in which its sum stands
_WORDS: Final = 3  # words of a sum next to it that are looked at
_NEAR: Final = 2.0
_OF_A_LINE: Final = 3  # letters from which a word may begin with a numeral, and need not be it


def spells_a_sum(reading: Reading) -> bool:
    """Whether a sum of money stands in a text in words: 'eighty-five euros', 'tre kronor'."""
    text = reading.folded
    openings = {fold(word) for language in reading.languages for word in numerals(language).sums}
    for match in _CURRENCIES.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if not reading.spaces:
            if any(before.rstrip().endswith(opening) for opening in openings):
                return True
            continue
        if any(_is_numeral(word, openings) for word in words(before)[-_WORDS:]):
            return True
    return False


def _is_numeral(word: str, openings: set[str]) -> bool:
    return any(word == opening or (len(opening) >= _OF_A_LINE and word.startswith(opening)) for opening in openings)


def names_part(reading: Reading, value: float | None = None) -> bool:
    """Whether a percentage stands in a text as a part of the whole: 33 as 'a third'. None: any."""
    text = f" {' '.join(words(reading.folded))} " if reading.spaces else reading.folded
    for language in reading.languages:
        for percent, names in numerals(language).parts.items():
            if (value is None or abs(percent - value) <= _NEAR) and any(_stands(name, text, reading) for name in names):
                return True
    return False


def _stands(name: str, text: str, reading: Reading) -> bool:
    if not reading.spaces:
        return fold(name) in text
    row = " ".join(words(fold(name.rstrip("*"))))
    return f" {row}" in text if name.endswith("*") else f" {row} " in text
