"""A page of the manual for the terminal, as manual pages look there."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from mailcheck.manual.page import Block, Code, Items, Link, Links, Page, Table, Words
from mailcheck.reporters.printable import one_line, visible, width

INDENT = 4
GAP = 2
NARROWEST = 24
"""Columns that prose gets at least, beside the other columns of a table."""


def as_text(page: Page, columns: int = 100) -> str:
    """Ends with a line end. `columns`: how wide prose may be; code is never broken."""
    lines = [one_line(page.title), ""]
    for block in page.lead:
        lines += [*_indented(block, columns), ""]
    for section in page.sections:
        lines.append(one_line(section.title).upper())
        for block in section.blocks:
            lines += [*_indented(block, columns), ""]
    return "".join(f"{line.rstrip()}\n" for line in lines[:-1])


def _indented(block: Block, columns: int) -> Iterator[str]:
    return (" " * INDENT + line for line in _lines(block, max(columns, 50) - INDENT))


def _lines(block: Block, columns: int) -> Iterator[str]:
    match block:
        case Words(text):
            yield from _wrapped(text, columns)
        case Items(items):
            for item in items:
                first, *more = _wrapped(_inline(item), columns - GAP)
                yield f"* {first}"
                yield from (f"  {line}" for line in more)
        case Links(links):
            yield from _wrapped(", ".join(map(_words, links)), columns)
        case Table():
            yield from _table(block, columns)
        case Code(text):
            for line in text.split("\n"):
                yield "    " + "".join(map(visible, line))


def _table(table: Table, columns: int) -> Iterator[str]:
    """Without the head: what the columns hold is plain."""
    rows = [[*map(_words, row[:-1]), _inline(row[-1])] for row in table.rows]
    widths = [max(map(width, column)) + GAP for column in list(zip(*rows, strict=True))[:-1]]
    left = sum(widths)
    for *cells, prose in rows:
        front = "".join(cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))
        for line in _wrapped(prose, max(columns - left, NARROWEST)):
            yield front + line
            front = " " * left


def _inline(item: str | Link) -> str:
    """Where a link leads stands behind its words."""
    if isinstance(item, str):
        return item
    address = f": {item.target}" if ":" in item.target else ""
    return f"{item.words}{f' {item.after}' if item.after else ''}{address}"


def _words(cell: str | Link) -> str:
    """A cell or link of few words: code in it needs no marks."""
    return one_line(_inline(cell)).replace("`", "")


def _wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(one_line(text), columns, break_long_words=False, break_on_hyphens=False) or [""]
