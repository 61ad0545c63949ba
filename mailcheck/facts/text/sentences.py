"""Where sentences end, in the scripts of the world and in the layout of mail.

A sentence ends at its full stop or question mark, at a bullet or bar that parts the items of a footer, at an
empty line (which also stands for the end of a block), and after an address that closes its line. Other line
ends are only where a line was broken.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_END: Final = re.compile(
    r"""
      \n\s*\n                                          # an empty line, the end of a block
    | (?<=\S)\s*[•·|‣▪●◦‧∙⋅■□◆▶►┃│｜]+\s*             # bullets and bars
    | [ ](?:/|//|::|\\|~|\*)[ ]                         # single signs between items
    | \n(?=[ \t]*(?:[-*+–>]|\d{1,2}[.)])[ \t])          # a new item of a list
    | \n(?=[ \t]*[-=_*~]{3})                            # a ruler
    | [。！？｡︒]+[”’」』）)"']*\s*                       # full width
    | [؟۔।॥։።፧༎།។៕။]+["'”’»)]*\s*                      # Arabic, Urdu, Indic, Armenian, Ethiopic and others
    | (?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e](?=\s|$)\s*
    | (?<![.!?…])[.!?…]+["'”’»“)\]]*(?=\s|$)\s*
    """,
    re.VERBOSE,
)
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(.])(?:\w|bzw|ca|usw|etc|[Nn]r|Mr|Mrs|Ms|Dr|Prof|vs|Inc|Ltd|St|m\.in|np|tzn|art|tel)$"
)
_ADDRESSES: Final = ("http://", "https://", "<http", "(http", "www.", "<www.", "mailto:", "<mailto:")
_QUESTION: Final = re.compile(
    r"(?:[?？؟፧՞\u037e]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);|[か吗嗎呢么麼까][。.]?)[”’」』）)\"']*\s*\Z"
)


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text as stretches [start, end) that hold all of it that is not white space."""
    cuts = {match.end() for match in _END.finditer(text) if not _is_abbreviation(text, match)}
    cuts.update(_after_addresses(text))
    found = []
    start = 0
    for cut in (*sorted(cuts), len(text)):
        piece = text[start:cut]
        if stripped := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            found.append((first, first + len(stripped)))
        start = cut
    return tuple(found)


def is_question(sentence: str) -> bool:
    """Whether a sentence asks: by its mark, or by the ending that Japanese, Chinese and Korean use for it.

    The Armenian mark stands within the word that is asked about.
    """
    return _QUESTION.search(sentence) is not None or "՞" in sentence


def _after_addresses(text: str) -> list[int]:
    """The ends of the lines that an address closes."""
    found = []
    start = 0
    for line in text.split("\n")[:-1]:
        start += len(line) + 1
        last = line.rsplit(None, 1)
        if last and (last[-1].startswith(_ADDRESSES) or "@" in last[-1][1:]):
            found.append(start)
    return found


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether a single full stop closes an abbreviation, a number or an initial rather than a sentence."""
    if match[0].strip() != ".":
        return False
    following = text[match.end() : match.end() + 1]
    if following.islower() or (following.isdigit() and text[match.start() - 1 : match.start()].isdigit()):
        return True
    return _ABBREVIATED.search(text, max(0, match.start() - 12), match.start()) is not None
