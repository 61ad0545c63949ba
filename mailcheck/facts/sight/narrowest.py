"""How narrow boxes can get: more than the min-content width of each, so that a table's greatest width has a bound.

A table is as wide as it asks for, or as there is room; only content that cannot be broken makes it wider.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.metrics import (
    FLEXIBLE,
    INF,
    INLINE,
    REPLACED,
    ROWS,
    SPACES,
    TABLE_PARTS,
    WIDEST_EM,
    cell_spacing,
    columns_of,
    edge,
    out_of_flow,
    resolve,
    rows_of,
    widest,
)

_UNSIZED: Final = 2000.0
"""px. No picture or field without a width is taken to be wider."""
_CHOICES: Final = frozenset({"select", "textarea"})
_SIDES: Final = frozenset(
    f"{part}_{side}{width}"
    for side in ("left", "right")
    for part, width in (("margin", ""), ("padding", ""), ("border", "_width"))
)
_NO_SIDES: Final = (0.0, 0.0)
_SHORT: Final = 100.0
"""px: words no longer than this widen nothing."""
_UNBROKEN: Final = frozenset({"nowrap", "pre"})


class Words(NamedTuple):
    """Inline content: its first and last pieces, which grow together with their neighbours, and the widest of all.

    `solid`: there is no place to break it, and all three are its whole width.
    """

    first: float = 0.0
    widest: float = 0.0
    last: float = 0.0
    solid: bool = True

    def then(self, other: Words) -> Words:
        if self.solid and other.solid:
            return _solid(self.first + other.first)
        first = self.first + other.first if self.solid else self.first
        last = self.last + other.last if other.solid else other.last
        return Words(first, max(self.widest, other.widest, first, self.last + other.first, last), last, False)


def _solid(width: float) -> Words:
    return Words(width, width, width)


_BREAK: Final = Words(solid=False)


def narrowest(dom: Dom, styles: Styles) -> list[float]:
    """Of every element in px, with borders, paddings and margins: the last first, children before their parents."""
    return _Narrowing(styles).measure(dom)


class _Narrowing:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.found: list[float] = []
        self.inline: dict[int, Words] = {}

    def measure(self, dom: Dom) -> list[float]:
        self.found = [0.0] * len(dom.elements)
        for element in reversed(dom.elements):
            self._enter(element, self.styles.of(element))
        return self.found

    def _enter(self, element: Element, style: Style) -> None:
        if style.display == "none" or out_of_flow(style):
            return
        sides = _NO_SIDES if _SIDES.isdisjoint(vars(style)) else (_side(style, "left"), _side(style, "right"))
        if style.display in INLINE and element.tag not in REPLACED:
            words = self._words(element)
            if sides is not _NO_SIDES:
                words = _solid(sides[0]).then(words).then(_solid(sides[1]))
            self.inline[element.index] = words
            self.found[element.index] = words.widest
            return
        self.found[element.index] = _sized(style, self._content(element, style)) + sum(sides)

    def _content(self, element: Element, style: Style) -> float:
        if element.tag in REPLACED:
            return 0.0 if isinstance(style.width, Percent) else _UNSIZED * (resolve(style.width, INF) is None)
        if element.tag in _CHOICES:
            return _UNSIZED
        if style.display in ("table", "inline-table"):
            return self._table(element, style)
        if style.display == "table-row" or style.display in FLEXIBLE:
            spacing = cell_spacing(element)
            texts = (self._text(node).widest for node in element.children if type(node) is TextNode)
            return sum(self.found[one.index] + spacing for one in _elements(element)) + sum(texts)
        return self._words(element).widest + max(0.0, resolve(style.text_indent, INF) or 0.0)

    def _words(self, element: Element) -> Words:
        words = Words()
        cells = 0.0
        for node in element.children:
            if type(node) is TextNode:
                words = words.then(self._text(node))
            elif type(node) is Element:
                words = self._with(words, node)
                cells += self.found[node.index] * (self.styles.of(node).display == "table-cell")
        return words.then(Words(0.0, cells, 0.0, False)) if cells else words

    def _with(self, words: Words, element: Element) -> Words:
        style = self.styles.of(element)
        if style.display == "none" or out_of_flow(style):
            return words
        if element.tag in ("br", "wbr"):
            return words.then(_BREAK)
        inline = self.inline.get(element.index)
        if inline is not None:
            return words.then(inline)
        width = self.found[element.index]
        if style.display.startswith("inline") or element.tag in REPLACED:
            return words.then(_solid(width))
        return words.then(Words(0.0, width, 0.0, False))

    def _text(self, node: TextNode) -> Words:
        style = self.styles.of(node.parent)
        text = SPACES.sub(" ", node.data)
        if text in ("", " "):
            return _BREAK if text else Words()
        spacing = max(0.0, resolve(style.letter_spacing, INF) or 0.0)
        if style.white_space in _UNBROKEN:
            return _solid(widest(text) * style.font_size + len(text) * spacing)
        size = style.font_size
        widths = [_word(word, size) + len(word) * spacing for word in text.split(" ")]
        return Words(widths[0], max(widths), widths[-1], len(widths) == 1)

    def _table(self, table: Element, style: Style) -> float:
        """Columns side by side, each as wide as the widest of its cells; a cell over several adds what they lack."""
        rows = rows_of(table, self.styles)
        spacing = cell_spacing(table)
        if style.table_layout == "fixed" and style.width != "auto":
            groups = [one for one in _elements(table) if one.tag in ("col", "colgroup")]
            listed = [*groups, *(column for group in groups for column in _elements(group))]
            return sum(map(self._asked, listed)) + max(
                (sum(map(self._asked, _elements(row))) for row in rows), default=0.0
            )
        if any("rowspan" in cell.attrs for row in rows for cell in _elements(row)):
            return sum(self.found[row.index] for row in rows)
        columns: dict[int, float] = {}
        spans: dict[tuple[int, int], float] = {}
        for row in rows:
            place = 0
            for cell in _elements(row):
                width, span = self.found[cell.index] + spacing, columns_of(cell, "colspan")
                if span == 1:
                    columns[place] = max(columns.get(place, 0.0), width)
                else:
                    spans[place, span] = max(spans.get((place, span), 0.0), width)
                place += span
        lacking = 0.0
        for (start, span), width in spans.items():
            lacking += max(0.0, width - sum(width for place, width in columns.items() if 0 <= place - start < span))
        texts = sum(self._text(node).widest for node in table.children if type(node) is TextNode)
        rest = sum(self.found[one.index] for one in self._others(table) if self.styles.of(one).display not in ROWS)
        return sum(columns.values()) + lacking + spacing + rest + texts

    def _asked(self, cell: Element) -> float:
        """What a cell or column adds to a table whose content does not count."""
        style = self.styles.of(cell)
        width = resolve(style.width, INF)
        edges = edge(style, "left") + edge(style, "right") + cell_spacing(cell)
        return 0.0 if width is None else width * columns_of(cell, "span") + edges

    def _others(self, table: Element) -> Iterator[Element]:
        """What stands in a table without being a row, as far as it may widen it."""
        for child in _elements(table):
            yield child
            if self.styles.of(child).display in ROWS:
                yield from (one for one in _elements(child) if self.styles.of(one).display != "table-row")


def _side(style: Style, side: str) -> float:
    return edge(style, side) + max(0.0, resolve(getattr(style, f"margin_{side}"), INF) or 0.0)


def _word(word: str, size: float) -> float:
    """More than the width of a word: looked at closely only when that matters."""
    most = len(word) * WIDEST_EM * size
    return most if most < _SHORT else widest(word) * size


def _sized(style: Style, content: float) -> float:
    """The width of a box by its own width and limits; a box that is wider than its content counts as it is."""
    width = resolve(style.width, INF)
    if style.display in TABLE_PARTS:  # no width is too small for a table's content
        return max(content, width or 0.0, resolve(style.min_width, INF) or 0.0)
    found = content if width is None else width
    top = resolve(style.max_width, INF)
    if top is not None:
        found = min(found, max(0.0, top))
    return max(found, resolve(style.min_width, INF) or 0.0)


def _elements(element: Element) -> Iterator[Element]:
    for child in element.children:
        if type(child) is Element:
            yield child
