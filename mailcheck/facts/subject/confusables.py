"""Letters that look like others (UTS 39): what a name looks like to a reader of Latin script."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.scripts import scripts
from mailcheck.lexicon.subjects import look_alikes

_WORD: Final = lazy_regex(r"[^\W_]+")
_MIXABLE: Final = frozenset({"Cyrl", "Grek", "Armn", "Cher"})
_MIN: Final = 3
_KANA: Final = str.maketrans("ソツ口力二工夕卜八一丶―–—厶干才", "ンシロカニエタトハー、ーーームチオ")
"""Look-alikes of Japanese type that UTS 39 lists, and the pairs of kana that differ in the slant of a stroke."""


@lru_cache(maxsize=2048)
def skeleton(text: str) -> str:
    """The text in the Latin letters it looks like: 'PаyPаl' with Cyrillic letters and 'paypal' have one skeleton."""
    table = look_alikes()
    shown = "".join(table.get(character, character) for character in unicodedata.normalize("NFKC", text))
    folded = fold(shown)
    return (
        folded.replace("rn", "m")
        .replace("vv", "w")
        .replace("0", "o")
        .replace("1", "l")
        .replace("|", "l")
        .replace("i", "l")
    )


def kana_skeleton(text: str) -> str:
    """The folded text with the kana and kanji that look alike as one of them: 'アマゾソ' is 'アマゾン'."""
    return fold(unicodedata.normalize("NFKC", text)).translate(_KANA)


def mixed_words(text: str) -> list[str]:
    """Words that mix Latin letters with look-alikes of another alphabet and so pass for Latin ones."""
    if text.isascii():
        return []
    table = look_alikes()
    found = []
    for word in _WORD.findall(text):
        used = scripts(word)
        foreign = [character for character in word if not character.isascii() and scripts(character).keys() & _MIXABLE]
        if len(word) >= _MIN and used["Latn"] and foreign and all(character in table for character in foreign):
            found.append(word)
    return found
