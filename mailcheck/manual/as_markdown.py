"""A page of the manual as a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailcheck.manual.page import Block, Code, Items, Link, Links, Page, Table, Words
from mailcheck.reporters.printable import visible


def as_markdown(page: Page) -> str:
    """Ends with a line end."""
    parts = [f"# {_prose(page.title)}", *map(_block, page.lead)]
    for section in page.sections:
        parts += [f"## {_prose(section.title)}", *map(_block, section.blocks)]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Words(text):
            return _prose(text)
        case Items(items):
            return "\n".join(f"* {_inline(item)}" for item in items)
        case Links(links):
            return ", ".join(map(_inline, links))
        case Table():
            return "\n".join(_table(block))
        case Code(text, language):
            return _fenced(text, language)


def _table(table: Table) -> Iterator[str]:
    yield _row(table.head)
    yield _row("---" for _ in table.head)
    for row in table.rows:
        yield _row(_inline(cell).replace("|", "\\|") for cell in row)


def _row(cells: Iterable[str]) -> str:
    return re.sub(r" +", " ", f"| {' | '.join(cells)} |")


def _inline(item: str | Link) -> str:
    if isinstance(item, str):
        return _prose(item)
    words = _prose(item.words)
    return f"{f'[{words}]({item.target})' if item.target else words}{f' {_prose(item.after)}' if item.after else ''}"


def _prose(text: str) -> str:
    """Words as they are; what would be taken for a tag is shown as it is written. Code in backticks stays."""
    pieces = "".join(map(visible, " ".join(text.split()))).split("`")
    return "`".join(piece if number % 2 else piece.replace("<", "&lt;") for number, piece in enumerate(pieces))


def _fenced(text: str, language: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    lines = "\n".join("".join(map(visible, line)) for line in text.split("\n"))
    return f"{fence}{language}\n{lines}\n{fence}"
