"""The families of word lists that a team can add to: which lists each has, in which languages, and what fits in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from mailcheck.lexicon import languages, postal, purposes, subjects
from mailcheck.lexicon.patterns import PatternError, parse


class Family(NamedTuple):
    """`lists`: their names. `read_as`: the code that a language's words are looked up by.

    `check` raises `PatternError` for a text that the lists cannot take; it is told whether the language parts words.
    `without`: languages that the family does without, and why.
    """

    lists: tuple[str, ...]
    check: Callable[[str, bool], object]
    read_as: Callable[[str], str] = str
    without: Mapping[str, str] = {}


@lru_cache(maxsize=1)
def families() -> Mapping[str, Family]:
    """Every family by the name that its table has in a file of words."""
    by_form = dict.fromkeys(postal.BY_FORM, "its addresses are told by their form, not by words")
    return {
        "optout": Family(languages.KEYS, parse),
        "subject": Family(subjects.KEYS, parse, subjects.read_as),
        "purpose": Family(purposes.KEYS, parse, _main),
        "prefix": Family(("reply", "forward"), _check_prefix, subjects.read_as),
        "address": Family(postal.KINDS, _check_row, _main, by_form),
        "cues": Family(postal.CUES, _check_row, _main),
    }


def _main(code: str) -> str:
    """The language without its region or script: `pt` of `pt-br`."""
    return code.partition("-")[0]


def _check_row(text: str, spaces: bool) -> None:
    if "*" in text or "..." in text:
        raise PatternError(f"{text!r} is no row of words: '*' and '...' mean nothing here")
    if not postal.row_of(text):
        raise PatternError(f"no letter in {text!r}")


def _check_prefix(text: str, spaces: bool) -> None:
    if re.fullmatch(subjects.PREFIX_WORD, text) is None:
        raise PatternError(f"{text!r} is no prefix: one word of letters, or two short ones, without the colon")
