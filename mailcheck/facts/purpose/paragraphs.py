"""The paragraphs of a plain-text body, as units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from mailcheck.facts.purpose.units import MOST_UNITS, Unit
from mailcheck.holes import unmask
from mailcheck.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from mailcheck.facts.sight.runs import Run

_RULE_LINE: Final = lazy_regex(r"--|[\s>|+]*[-=_*~#.·•–—━─═_☆★+]{4,}[\s|+]*")
_MARKUP: Final = lazy_regex(r"\s*<(?:!doctype|html|body)\b", re.IGNORECASE)
"""A part that says it is plain text and is not."""
_TAG: Final = lazy_regex(r"<[^<>]{0,400}>?")
_TARGET: Final = lazy_regex(r"<https?://[^<>\s]{1,2000}>")
"""What a converter to plain text writes behind the words of a link."""
_SALUTATION: Final = lazy_regex(r".{2,40}[,:!，：]|.{2,20}様")
_TITLE_LINE: Final = lazy_regex(r"[■●◆▼【★☆*#]|\d{1,2}[.)] ")
_TITLE: Final = 90


def text_units(runs: Sequence[Run]) -> list[Unit]:
    """Those of a plain-text body: paragraphs, cut at empty lines, at rules of dashes and at headings."""
    units: list[Unit] = []
    block, ruled, lines = -1, False, 0
    markup = False
    for run in runs:
        if run.part != "text":
            continue
        markup = markup or _MARKUP.match(run.text) is not None
        words = _TAG.sub(" ", run.text) if markup else _TARGET.sub(" ", run.text)
        words = unmask(words.lstrip("> ").rstrip())
        if not words:
            continue
        if _RULE_LINE.fullmatch(run.text):
            ruled = True
            continue
        title = _is_title(run.text)
        alone = lines == 1 and _SALUTATION.fullmatch(units[-1].text) is not None if units else False
        if not units or ruled or run.block != block or title or alone or units[-1].heading:
            cut = 0.9 if ruled else 0.5
            unit = Unit("text")
            unit.cut = 0.1 if units and units[-1].heading else max(cut, 0.7) if title else cut
            unit.heading = title
            units.append(unit)
            lines = 0
        ruled, block = False, run.block
        unit = units[-1]
        unit.text = f"{unit.text} {words}".strip()
        unit.runs.append(run)
        lines += 1
        if len(units) >= MOST_UNITS:
            break
    return units


def _is_title(line: str) -> bool:
    if len(line) > _TITLE:
        return False
    marked = len(line) < 40 and _TITLE_LINE.match(line) is not None
    return (marked or line.isupper()) and sum(map(str.isalpha, line)) >= 3
