"""Which parts of a page stand under a condition of its template, so that they are there for some readers only."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.notations import template_tags

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom
    from mailcheck.facts.html.nodes import Element

_OPENS: Final = lazy_regex(
    r"(?:\{%[-+~]?|\{\{[-~]?#?|<%-?|<\?php|<#|\#|@|\{|\[%-?|\[#)\s*\(?(?:if|unless|for|foreach|each|while|case|switch|with|range|list)\b"
    r"|\{\{[-~]?\s*[#^]\s*\w|\*\|(?:IF|IFNOT|INTERESTED)\b",
    re.IGNORECASE,
)
_TURNS: Final = lazy_regex(
    r"[{}%<#@\[*|?\-~\s]*(?:php\b)?[\s}^]*(?:else|elif|elsif|elseif|when)|\{\{[-~]?\^\}\}", re.IGNORECASE
)
_CLOSES: Final = lazy_regex(
    r"(?:\{%[-+~]?|<%-?|\[%-?)\s*(?:end|\})|\{\{[-~]?\s*(?:/|end\b)|<\?php\s*(?:end|\})|</#|\#\{?end|\{/|@end|\[/|\*\|END:",
    re.IGNORECASE,
)
_FAR: Final = 50
"""Conditions among which the end of an element is looked for: bounds the work on hostile templates."""


class Condition(NamedTuple):
    """A tag that opens (+1), parts (0) or closes (-1) branches, at [start, end)."""

    start: int
    end: int
    step: int


class Conditions:
    """The tags of one tree's template that part it into branches, in order."""

    def __init__(self, dom: Dom) -> None:
        written = dom.text.written if dom.text is not None else ""
        self._tags: list[Condition] = []
        for tag in template_tags(written):
            if not tag.shown and (step := _step(written[tag.start : tag.end])) is not None:
                self._tags.append(Condition(tag.start, tag.end, step))
        self._starts = [tag.start for tag in self._tags]

    @classmethod
    def of(cls, dom: Dom) -> Conditions:
        known = dom.derived.get(cls)
        if not isinstance(known, Conditions):
            known = dom.derived[cls] = cls(dom)
        return known

    def __bool__(self) -> bool:
        return bool(self._tags)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """From the first to the last of the tags in a stretch; an empty stretch when there are fewer than two."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if last - first < 2:
            return start, start
        return self._tags[first].start, self._tags[last - 1].end

    def parts(self, element: Element) -> bool:
        """Whether the branch that an element begins in ends before the element does."""
        first = bisect_left(self._starts, element.end)
        depth = 0
        for tag in self._tags[first : first + _FAR]:
            if tag.start >= element.close:
                return False
            depth += tag.step
            if depth < 0 or (depth == 0 and tag.step == 0):
                return True
        return False


def _step(written: str) -> int | None:
    if _CLOSES.match(written):
        return -1
    if _TURNS.match(written):
        return 0
    return 1 if _OPENS.match(written) else None
