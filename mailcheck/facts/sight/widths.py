"""How wide boxes can be: bounds, only as sharp as the styles allow."""

from __future__ import annotations

from typing import Final, NamedTuple

from mailcheck.facts.css.lengths import Extreme, Length, Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.contents import Contents
from mailcheck.facts.sight.metrics import (
    FILLING,
    FLEXES,
    FLEXIBLE,
    GRIDS,
    INF,
    INLINE,
    REPLACED,
    ROWS,
    SIZED_BY_CONTENT,
    TABLE_PARTS,
    Bounds,
    box_of,
    cell_spacing,
    edge,
    ignores_width_of_content,
    out_of_flow,
    padding,
    resolve,
    rows_of,
)
from mailcheck.facts.sight.place import holder_of
from mailcheck.facts.sight.tracks import in_no_track

_TABLES: Final = frozenset({"table", "inline-table"})


class Shape(NamedTuple):
    """Of a table: whether every row has one cell at most, and whether a cell stands in several rows."""

    one_column: bool
    spans_rows: bool


class Widths:
    """The content widths of the boxes of one tree, each computed once when asked for."""

    def __init__(self, styles: Styles, contents: Contents) -> None:
        self.styles = styles
        self._contents = contents
        self._widths: dict[int, Bounds] = {}
        self._shapes: dict[int, Shape] = {}

    def of(self, element: Element | None) -> Bounds:
        """Content width of an element's box; of the window for None."""
        if element is None:
            return Bounds(self.styles.view.width, self.styles.view.width)
        known = self._widths.get(element.index)
        if known is not None:
            return known
        chain = [element]
        above = self._outside(element)
        while above is not None and above.index not in self._widths:
            chain.append(above)
            above = self._outside(above)
        for one in reversed(chain):
            self._widths[one.index] = self._width(one)
        return self._widths[element.index]

    def _outside(self, element: Element) -> Element | None:
        return box_of(element, self.styles)

    def _width(self, element: Element) -> Bounds:
        style = self.styles.of(element)
        outer = self._around(element, style)
        edges = edge(style, "left") + edge(style, "right")
        inner = edges if style.box_sizing == "border-box" else 0.0
        if style.display in TABLE_PARTS:
            fixed = self._fixed_column(element, style)
            if fixed is not None:
                return Bounds(fixed, fixed)
            return self._table_width(element, style, outer, inner)
        base = outer.high if outer.low == outer.high else INF
        found = self._explicit(style.width, base, inner)
        if found is None:
            found = self._automatic(element, style, outer, edges)
        elif found.high == INF and isinstance(style.width, Percent) and not out_of_flow(style):
            share = style.width
            ends = [max(0.0, share.resolve(bound) - inner) for bound in (outer.low, outer.high)]
            found = Bounds(min(ends), max(ends))
        if style.overflow_x != "visible" and element.parent is not None:
            found = self._as_item(element, style, found, base, outer, inner)
        top = resolve(style.max_width, base)
        if top is not None:
            top = max(0.0, top - inner)
            found = Bounds(min(found.low, top), min(found.high, top))
        if style.min_width in SIZED_BY_CONTENT:
            return Bounds(found.low, max(found.high, self._contents.width(element)))
        least = resolve(style.min_width, base)
        if least is not None:
            least -= inner
            found = Bounds(max(found.low, least), max(found.high, least))
        return found

    def within_padding(self, holder: Element | None) -> Bounds:
        """The width that widths out of the flow refer to: of their holder and its padding, of the window for None."""
        width = self.of(holder)
        if holder is None:
            return width
        style = self.styles.of(holder)
        if style.display in INLINE:
            return Bounds(0.0, INF)
        paddings = padding(style, "left") + padding(style, "right")
        return Bounds(width.low + paddings, width.high + paddings)

    def _around(self, element: Element, style: Style) -> Bounds:
        """The width that an element's own refers to."""
        if out_of_flow(style):
            return self.within_padding(holder_of(element, self.styles))
        outside = self._outside(element)
        return self.of(None) if outside is None else self._widths[outside.index]

    def _table_width(self, element: Element, style: Style, outer: Bounds, inner: float) -> Bounds:
        """A table is as wide as it asks for, or as there is room, or as its content cannot help being."""
        above = self.styles.of(element.parent).display if element.parent is not None else "block"
        if out_of_flow(style) or above in FLEXIBLE or style.writing_mode != "horizontal-tb":
            return Bounds(0.0, max(outer.high, self._contents.width(element)))
        if style.display not in _TABLES and above in _TABLES | ROWS:
            return Bounds(self._least_part(element, style, outer, above), outer.high)
        narrow = self._contents.narrowest(element)
        if style.display not in _TABLES or style.width == "auto":
            return Bounds(0.0, max(outer.high, narrow))
        low, high = resolve(style.width, outer.low), resolve(style.width, outer.high)
        top = resolve(style.max_width, outer.low)
        if low is None or high is None or (top is None and not isinstance(style.max_width, str)):
            return Bounds(0.0, max(outer.high, narrow))
        low = max(0.0, min(low, INF if top is None else top) - inner)
        return Bounds(low, max(high, narrow, resolve(style.min_width, outer.high) or 0.0))

    def _least_part(self, part: Element, style: Style, outer: Bounds, above: str) -> float:
        """The least width of a row or of a cell, which has all of its row to itself or may be of any width."""
        if style.display in ROWS:
            return outer.low
        table = next((one for one in part.ancestors() if self.styles.of(one).display in _TABLES), None)
        if style.display != "table-cell" or above != "table-row" or table is None or not self.shape(table).one_column:
            return 0.0
        return max(0.0, outer.low - 2 * cell_spacing(part) - edge(style, "left") - edge(style, "right"))

    def shape(self, table: Element) -> Shape:
        known = self._shapes.get(table.index)
        if known is None:
            rows = [[one for one in row.children if isinstance(one, Element)] for row in rows_of(table, self.styles)]
            cells = [cell for row in rows for cell in row]
            one_column = all(len(row) <= 1 for row in rows) and not any("colspan" in cell.attrs for cell in cells)
            known = self._shapes[table.index] = Shape(one_column, any("rowspan" in cell.attrs for cell in cells))
        return known

    def _as_item(
        self, element: Element, style: Style, found: Bounds, base: float, outer: Bounds, inner: float
    ) -> Bounds:
        """The width of a box that clips, as a flexible item or in a track of a grid."""
        parent = element.parent
        around = self.styles.of(parent) if parent is not None else style
        if around.display in GRIDS:
            empty = style.width == "auto" and in_no_track(self.styles, element, "columns")
            return Bounds(0.0, 0.0) if empty else found
        if around.display not in FLEXES or around.flex_direction.startswith("column"):
            return found
        basis = self._explicit(style.flex_basis, base, inner) if style.flex_basis != "auto" else None
        found = found if basis is None else basis
        return Bounds(found.low, max(found.high, outer.high)) if style.flex_grow > 0 else found

    def _fixed_column(self, cell: Element, style: Style) -> float | None:
        """The width that a cell of the first row of a fixed table asks for, and gets."""
        width = resolve(style.width, INF)
        row = cell.parent
        if style.display != "table-cell" or width is None or row is None or style.width == "auto":
            return None
        table = next((one for one in row.ancestors() if self.styles.of(one).display == "table"), None)
        if table is None or self.styles.of(table).table_layout != "fixed" or self.styles.of(table).width == "auto":
            return None
        rows = (one for one in table.walk() if isinstance(one, Element) and self.styles.of(one).display == "table-row")
        if next(rows, None) is not row:
            return None
        asked = [self.styles.of(one).width for one in row.children if isinstance(one, Element)]
        total = resolve(self.styles.of(table).width, INF)
        known = sum(resolve(one, INF) or 0.0 for one in asked)
        # Columns without a width take what is left; without any, all columns share it.
        return width if "auto" in asked or (total is not None and total <= known) else None

    def _explicit(self, size: Length | str, base: float, inner: float) -> Bounds | None:
        width = resolve(size, base)
        if width is not None:
            return Bounds(max(0.0, width - inner), max(0.0, width - inner))
        return Bounds(0.0, INF) if isinstance(size, Percent | Extreme) else None

    def _automatic(self, element: Element, style: Style, outer: Bounds, edges: float) -> Bounds:
        parent = element.parent
        above = self.styles.of(parent).display if parent is not None else "block"
        shrinks = style.float != "none" or out_of_flow(style) or above in FLEXIBLE or element.tag in REPLACED
        if style.display in FILLING and not shrinks and style.width == "auto":
            beside = (style.margin_left, style.margin_right, style.padding_left, style.padding_right)
            rest = edges + sum(resolve(m, INF) or 0.0 for m in beside[:2])
            shares = [size for size in beside if isinstance(size, Percent)]
            left_over = 1 - sum(share.value for share in shares) / 100
            rest += sum(share.px for share in shares if share.value)
            return Bounds(max(0.0, outer.low * left_over - rest), max(0.0, outer.high * left_over - rest))
        if out_of_flow(style) and style.left != "auto" and style.right != "auto":
            return Bounds(0.0, INF)
        if ignores_width_of_content(style) and above not in FLEXIBLE and element.tag not in REPLACED:
            return Bounds(0.0, 0.0)
        if above in FLEXIBLE:
            return Bounds(0.0, max(self._contents.width(element), outer.high))
        if out_of_flow(style) or element.tag in REPLACED or style.writing_mode != "horizontal-tb":
            return Bounds(0.0, self._contents.width(element))
        return Bounds(0.0, min(self._contents.width(element), max(outer.high, self._contents.narrowest(element))))
