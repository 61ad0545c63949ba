"""The source line of a finding with a marker under what is meant, however the line is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mailcheck.reporters.printable import cells, width
from mailcheck.spans import Span

LEAST = 40
CUT = "\u2026"


class Snippet(NamedTuple):
    """`gutter` is the line number, '' when what is shown is not the file's own line; `marker` is as wide as what
    it marks and stands under it."""

    gutter: str
    line: str
    marker: str
    more: str = ""


def snippet(span: Span, columns: int, printable: Callable[[str], str]) -> Snippet | None:
    """The first line of a span in at most `columns` columns; `printable` fits one shown character to the output.

    Where only the surroundings are known (a base64 body) the decoded words stand in for the source line.
    """
    location, source = span.location, span.source
    if location.exact or source.text.content[source.start : source.end] == span.quote != "":
        content, start, end = source.text.content, source.start, source.end
        gutter = str(location.line) if location.exact else ""
    else:
        content, gutter = span.quote, ""
        start = len(content) - len(content.lstrip())
        end = len(content)
        if not content.strip():
            return None
    line_start = content.rfind("\n", 0, start) + 1
    line_end = content.find("\n", start)
    line_end = len(content) if line_end < 0 else line_end
    line = content[line_start:line_end].removesuffix("\r")
    first = min(start - line_start, len(line))
    last = max(first, min(end - line_start, len(line)))
    shown = [printable(cell) for cell in cells(line)]
    cut_before = location.exact and location.column - 1 > first
    text, marker = _window(shown, first, last, max(columns, LEAST), cut_before, printable(CUT))
    extra = location.end_line - location.line
    more = f"to line {location.end_line}" if location.exact and extra > 0 and location.end_column > 1 else ""
    return Snippet(gutter, text, marker, more)


def _window(shown: list[str], first: int, last: int, columns: int, cut: bool, ellipsis: str) -> tuple[str, str]:
    """The stretch of the line around [first, last) that fits, and the marker below it."""
    begin = 0
    if cut or sum(map(width, shown)) > columns:
        begin, room = first, columns // 3
        while begin > 0 and room - width(shown[begin - 1]) >= 0:
            begin -= 1
            room -= width(shown[begin])
        while begin < first and width(shown[begin]) == 0:
            begin += 1  # a combining mark without its letter
    prefix = ellipsis if begin > 0 or cut else ""
    room = columns - width(prefix) - width(ellipsis)
    stop = begin
    while stop < len(shown) and room - width(shown[stop]) >= 0:
        room -= width(shown[stop])
        stop += 1
    if stop == len(shown) - 1 and width(shown[stop]) <= room + width(ellipsis):
        stop += 1
    suffix = ellipsis if stop < len(shown) else ""
    before = width(prefix) + sum(map(width, shown[begin:first]))
    marked = sum(map(width, shown[first : min(last, stop)]))
    return prefix + "".join(shown[begin:stop]) + suffix, " " * before + "^" * max(1, marked)
