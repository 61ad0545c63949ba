"""What a page of the manual is made of. How it looks is for `as_text` and `as_markdown` to say."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """A paragraph. `code` in it stands in backticks."""

    text: str


class Link(NamedTuple):
    """Words that lead somewhere: to an address, or to another page by its file name. `after` follows them."""

    words: str
    target: str = ""
    after: str = ""


class Items(NamedTuple):
    items: tuple[str | Link, ...]


class Links(NamedTuple):
    """Links in a row."""

    links: tuple[Link, ...]


class Table(NamedTuple):
    """Columns with a head; the last one holds prose. The first may be links."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | Link, ...], ...]


class Code(NamedTuple):
    text: str
    language: str = ""


Block = Words | Items | Links | Table | Code


class Section(NamedTuple):
    title: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """`lead` stands under the title, before the first section."""

    title: str
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
