"""Bounds on sizes, without laying anything out: how wide a box can be at most, how high at least or at most.

A bound is only as sharp as the styles allow; infinite, when only layout could tell.
"""

from __future__ import annotations

from copy import copy
from typing import Final, NamedTuple

from mailcheck.facts.css.lengths import Extreme, Length, Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.metrics import (
    FILLING,
    FLEXES,
    FLEXIBLE,
    GRIDS,
    INF,
    INLINE,
    NARROWEST_EM,
    REPLACED,
    ROWS,
    SIZED_BY_CONTENT,
    SPACES,
    TABLE_PARTS,
    Bounds,
    box_of,
    cell_spacing,
    edge,
    ignores_content,
    ignores_width_of_content,
    items_of,
    line_height,
    out_of_flow,
    resolve,
    rows_of,
    slimmest,
    widest,
)
from mailcheck.facts.sight.narrowest import narrowest
from mailcheck.facts.sight.stack import Stack
from mailcheck.lazy_regex import lazy_regex

_WIDTHS: Final = ("min_width", "margin_left", "margin_right", "padding_left", "padding_right",
                  "border_left_width", "border_right_width")  # fmt: skip
_HEIGHTS: Final = ("height", "min_height", "margin_top", "margin_bottom", "padding_top", "padding_bottom",
                   "border_top_width", "border_bottom_width")  # fmt: skip
_SPACED_OUT: Final = frozenset({"br", "tr", "table", "hr", "button", "select", "textarea", "input", "li"})
"""Elements that take up height without any text."""
_NO_WIDTH: Final = lazy_regex("[\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Marks above letters, joiners, fillers."""
_NO_SIZE: Final = ("auto", 0.0, Percent(0))
_GROWING: Final = TABLE_PARTS - {"table-caption"}
"""Boxes whose height is but their least one."""
_TABLES: Final = frozenset({"table", "inline-table"})
_OFTEN: Final = 6
"""A box that is asked so often what stands before its pieces is walked through once for all of them."""
_DEEPEST: Final = 40
"""Boxes nested deeper than this add nothing to a least height."""


class Shape(NamedTuple):
    """Of a table: whether every row has one cell at most, and whether a cell stands in several rows."""

    one_column: bool
    spans_rows: bool


class Extents:
    """Bounds on the sizes of the boxes of one tree, each computed once when asked for."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self._widths: dict[int, Bounds] = {}
        self._least: dict[int, float] = {}
        self._ceilings: dict[Element | TextNode, float] = {}
        self._contents: list[float] = []
        self._narrowest: list[float] = []
        self._shapes: dict[int, Shape] = {}
        self._stacks: dict[int, tuple[dict[Element | TextNode, Stack], Stack]] = {}
        self._asked: dict[int, int] = {}

    # -- widths ---------------------------------------------------------------------------------------------

    def width(self, element: Element | None) -> Bounds:
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
        outside = self._outside(element)
        outer = self._widths[outside.index] if outside is not None else self.width(None)
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
            return Bounds(found.low, max(found.high, self.content_width(element)))
        least = resolve(style.min_width, base)
        if least is not None:
            least -= inner
            found = Bounds(max(found.low, least), max(found.high, least))
        return found

    def _table_width(self, element: Element, style: Style, outer: Bounds, inner: float) -> Bounds:
        """A table is as wide as it asks for, or as there is room, or as its content cannot help being."""
        above = self.styles.of(element.parent).display if element.parent is not None else "block"
        if out_of_flow(style) or above in FLEXIBLE or style.writing_mode != "horizontal-tb":
            return Bounds(0.0, max(outer.high, self.content_width(element)))
        if style.display not in _TABLES and above in _TABLES | ROWS:
            return Bounds(self._least_part(element, style, outer, above), outer.high)
        narrow = self.narrowest(element)
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
            empty = style.width == "auto" and self.in_no_track(element, "columns")
            return Bounds(0.0, 0.0) if empty else found
        if around.display not in FLEXES or around.flex_direction.startswith("column"):
            return found
        basis = self._explicit(style.flex_basis, base, inner) if style.flex_basis != "auto" else None
        found = found if basis is None else basis
        return Bounds(found.low, max(found.high, outer.high)) if style.flex_grow > 0 else found

    def in_no_track(self, element: Element, lines: str) -> bool:
        """Whether the row or column of a grid that an element falls into takes up nothing by itself."""
        parent = element.parent
        if parent is None or self.styles.of(parent).display not in GRIDS:
            return False
        around = self.styles.of(parent)
        tracks: tuple[float | None, ...] = getattr(around, f"grid_template_{lines}")
        if 0.0 not in tracks:
            return False
        place = next((number for number, one in enumerate(items_of(parent, self.styles)) if one is element), None)
        if place is None:
            return False
        row, column = divmod(place, max(1, len(around.grid_template_columns)))
        number = row if lines == "rows" else column
        return number < len(tracks) and tracks[number] == 0.0

    def _has_no_basis(self, element: Element, style: Style) -> bool:
        """Whether an element is an item of a flexible column that starts from no height and does not grow."""
        around = self.styles.of(element.parent) if element.parent is not None else style
        column = around.display in FLEXES and around.flex_direction.startswith("column")
        return (
            column and style.flex_grow == 0 and style.flex_basis in (0.0, Percent(0)) and style.min_height in _NO_SIZE
        )

    def may_grow(self, box: Element, side: str) -> bool:
        """Whether a box of no width or height may get one from the flexible box or grid around it."""
        style = self.styles.of(box)
        around = self.styles.of(box.parent) if box.parent is not None else style
        if around.display not in FLEXIBLE:
            return False
        explicit = resolve(getattr(style, side), INF) is not None
        if around.display in GRIDS:
            return not explicit and not self.in_no_track(box, "columns" if side == "width" else "rows")
        if around.display not in FLEXES or around.writing_mode != "horizontal-tb":
            return True
        if side == ("height" if around.flex_direction.startswith("column") else "width"):
            based = style.flex_basis != "auto"
            size = resolve(style.flex_basis, INF) if based else resolve(getattr(style, side), INF)
            return style.flex_grow > 0 or size is None or size > 0
        return not explicit

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

    def tallest(self, element: Element) -> float:
        """More than the height of an element's box."""
        below = [node for node in element.walk() if isinstance(node, Element | TextNode)]
        total = self.own_height(element)
        for node in below:
            if isinstance(node, TextNode):
                total += len(node.data.split()) * 2 * line_height(self.styles.of(node.parent))
            else:
                total += self.own_height(node)
        return total

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
            return Bounds(0.0, max(self.content_width(element), outer.high))
        if out_of_flow(style) or element.tag in REPLACED or style.writing_mode != "horizontal-tb":
            return Bounds(0.0, self.content_width(element))
        return Bounds(0.0, min(self.content_width(element), max(outer.high, self.narrowest(element))))

    def narrowest(self, element: Element) -> float:
        """More than the width an element cannot help having, because of what cannot be broken in it."""
        if not self._narrowest:
            self._narrowest = narrowest(self.dom, self.styles)
        return self._narrowest[element.index]

    def content_width(self, element: Element) -> float:
        """More than the content of an element can fill when it is never broken into lines."""
        if not self._contents:
            self._contents = self._sum_widths()
        return self._contents[element.index]

    def _sum_widths(self) -> list[float]:
        """Of every element, from the last to the first, so that children come before their parents."""
        sums = [0.0] * len(self.dom.elements)
        for element in reversed(self.dom.elements):
            style = self.styles.of(element)
            total = sums[element.index] + sum(self._longest_line(n) for n in element.children if type(n) is TextNode)
            known = vars(style)
            asked = resolve(known["width"], INF) if "width" in known and "min_width" not in known else None
            if asked is not None:  # content that is wider sticks out, but of a table
                total = max(asked, self.narrowest(element) if style.display in TABLE_PARTS else 0.0)
            for name in _WIDTHS:
                if name in known:
                    total += max(0.0, resolve(known[name], INF) or 0.0)
            if element.tag in REPLACED and resolve(style.width, INF) is None:
                total += 2000.0
            sums[element.index] = total
            if element.parent is not None:
                sums[element.parent.index] += total
        return sums

    def text_width(self, node: TextNode) -> Bounds:
        """The width of a text on one line."""
        style = self.styles.of(node.parent)
        inked = _NO_WIDTH.sub("", SPACES.sub(" ", node.data).strip())
        low = slimmest(inked) * style.font_size + len(inked) * (resolve(style.letter_spacing, INF) or 0.0)
        return Bounds(max(0.0, low), self._longest_line(node))

    def _longest_line(self, node: TextNode) -> float:
        """More than the width of a text on one line."""
        style = self.styles.of(node.parent)
        text = SPACES.sub(" ", node.data).strip()
        spacing = resolve(style.letter_spacing, INF) or 0.0
        return widest(text) * style.font_size + (len(text) + 1) * max(0.0, spacing) + style.font_size / 2

    def longest_word(self, element: Element) -> float:
        """The width of the longest word in a box, at least. Words that are not displayed must not be asked for."""
        longest = 0.0
        for node in element.walk():
            if type(node) is TextNode:
                style = self.styles.of(node.parent)
                count = max((len(word) for word in node.data.split()), default=0)
                longest = max(longest, count * style.font_size * NARROWEST_EM)
        return longest

    # -- heights --------------------------------------------------------------------------------------------

    def height(self, element: Element) -> float:
        """The greatest content height of a box; infinite when its content decides."""
        style = self.styles.of(element)
        if style.display == "table-cell" and self._is_flat_row(element):
            return 0.0
        if style.display in _GROWING or style.display in INLINE:
            return INF
        base = self._definite_height(element)
        edges = edge(style, "top") + edge(style, "bottom")
        inner = edges if style.box_sizing == "border-box" else 0.0
        placed = base < INF or out_of_flow(style)
        height = resolve(style.height, base) if placed or not isinstance(style.height, Percent) else None
        if height is None and self.dom.quirks and style.height == Percent(0):
            height = 0.0
        found = INF if height is None else max(0.0, height - inner)
        shut = style.overflow_y != "visible" and (
            self.in_no_track(element, "rows") or self._has_no_basis(element, style)
        )
        if found == INF and (shut or ignores_content(style) or self._is_flat(element)):
            found = 0.0
        top = resolve(style.max_height, base) if placed or not isinstance(style.max_height, Percent) else None
        if top is not None:
            found = min(found, max(0.0, top - inner))
        least = INF if style.min_height in SIZED_BY_CONTENT else resolve(style.min_height, base)
        return found if least is None else max(found, least - inner)

    def _definite_height(self, element: Element) -> float:
        """The height that percentages refer to."""
        if self.styles.of(element).position == "fixed" or element.parent is None:
            return float(self.styles.view.height)
        outside = self._outside(element)
        if outside is None:
            return float(self.styles.view.height)
        size = self.styles.of(outside).height
        return float(size) if isinstance(size, int | float) else INF

    def _is_flat(self, element: Element) -> bool:
        """Whether all content is text on lines of no height."""
        own = self.styles.of(element)
        if own.line_height != 0:
            return False
        for node in element.walk():
            if type(node) is Element:
                style = self.styles.of(node)
                level = style.line_height == 0 and style.vertical_align == "baseline"
                if style.display != "inline" or not level or style.font_size != own.font_size or node.tag in REPLACED:
                    return False
        return True

    def _is_flat_row(self, cell: Element) -> bool:
        """Whether a cell whose lines have no height is all of a table that asks for none."""
        row = cell.parent
        if (
            row is None
            or not self._is_flat(cell)
            or any(one is not cell for one in row.children if type(one) is Element)
        ):
            return False
        for one in (cell, row, *row.ancestors()):
            style = self.styles.of(one)
            if style.display not in TABLE_PARTS or (one is not cell and style.display == "table-cell"):
                return True
            if any(resolve(size, INF) != 0 for size in (style.height, style.min_height) if size != "auto"):
                return False
        return True

    def least_height(self, element: Element, depth: int = 0) -> float:
        """A height that an element's box has at least, padding and border included; 0 where in doubt."""
        known = self._least.get(element.index)
        if known is None:
            known = self._least[element.index] = self._measure(element, depth)
        return known

    def _measure(self, element: Element, depth: int) -> float:
        style = self.styles.of(element)
        if style.display == "none" or out_of_flow(style) or style.float != "none" or depth > _DEEPEST:
            return 0.0
        edges = edge(style, "top") + edge(style, "bottom")
        inner = edges if style.box_sizing == "border-box" else 0.0
        explicit = resolve(style.height, INF)
        grows = style.display in TABLE_PARTS
        height = 0.0 if explicit is None else max(0.0, explicit - inner)
        if explicit is None or grows:
            height = max(height, self._content_height(element, style, depth))
        top = resolve(style.max_height, INF)
        if top is not None and not grows:
            height = min(height, max(0.0, top - inner))
        margins = sum(min(0.0, resolve(m, INF) or 0.0) for m in (style.margin_top, style.margin_bottom))
        return max(0.0, max(height, (resolve(style.min_height, INF) or 0.0) - inner) + edges + margins)

    def _content_height(self, element: Element, style: Style, depth: int) -> float:
        if element.tag in REPLACED or style.display in FLEXIBLE:
            return 0.0
        below = [child for child in element.children if type(child) is Element]
        if style.display == "table-row":
            return max((self.least_height(cell, depth + 1) for cell in below), default=0.0)
        return self.stack(element, None, depth).height

    def stack(self, box: Element, stop: Element | TextNode | None, depth: int = 0) -> Stack:
        """What stands in a box before `stop`, or in all of it: see `Stack`. It must not be changed."""
        known = self._stacks.get(box.index)
        if known is None:
            asked = self._asked[box.index] = self._asked.get(box.index, 0) + 1
            kept: dict[Element | TextNode, Stack] | None = {} if asked > _OFTEN else None
            found = self._walk_through(box, stop, depth, kept)
            if kept is None:
                return found
            known = self._stacks[box.index] = (kept, found)
        before, whole = known
        return before.get(stop, whole) if stop is not None else whole

    def _walk_through(
        self, box: Element, stop: Element | TextNode | None, depth: int, kept: dict[Element | TextNode, Stack] | None
    ) -> Stack:
        """What stands in a box before `stop`; with `kept`, in all of it, and there what stands before each piece."""
        found = Stack(line_height(self.styles.of(box)))
        pending = list(reversed(box.children))
        while pending:
            node = pending.pop()
            if kept is not None or node is stop:
                before = copy(found)
                if type(node) is Element and self._begins_line(node):
                    before.end_line(False)
                if kept is None:
                    return before
                if isinstance(node, Element | TextNode):
                    kept[node] = before
            if type(node) is TextNode:
                found.add_text(self.text_width(node), line_height(self.styles.of(node.parent)))
            elif type(node) is Element:
                pending += self._stack_element(found, node, depth)
        found.end_line(False)
        return found

    def _begins_line(self, element: Element) -> bool:
        """Whether what stands before an element ends its line."""
        style = self.styles.of(element)
        apart = out_of_flow(style) or style.float != "none" or style.display == "none"
        return not apart and style.display not in INLINE and not style.display.startswith("inline")

    def _stack_element(self, found: Stack, element: Element, depth: int) -> list[Element | TextNode]:
        """Add an element to what stands before; give back the children that stand in the same lines."""
        style = self.styles.of(element)
        if style.display == "none" or out_of_flow(style) or style.float != "none":
            return []
        if element.tag == "br":
            found.end_line(True)
        elif style.display in INLINE and element.tag not in REPLACED:
            found.add_space(edge(style, "left") + edge(style, "right"))
            found.add_space(max(0.0, resolve(style.margin_left, INF) or 0.0))
            return [child for child in reversed(element.children) if isinstance(child, Element | TextNode)]
        elif style.display.startswith("inline"):
            width, edges = self.width(element), edge(style, "left") + edge(style, "right")
            found.add_box(Bounds(width.low + edges, width.high + edges), self.least_height(element, depth + 1))
        else:
            found.end_line(False)
            found.add_block(self.least_height(element, depth + 1), max(0.0, resolve(style.margin_bottom, INF) or 0.0))
        return []

    # -- how far down something can be ------------------------------------------------------------------------

    def ceiling(self, node: Element | TextNode) -> float:
        """More than the height of everything that stands before a node in the document."""
        if not self._ceilings:
            self._ceilings = self._sum_heights()
        return self._ceilings[node]

    def _sum_heights(self) -> dict[Element | TextNode, float]:
        sums: dict[Element | TextNode, float] = {}
        total = 0.0
        for node in self.dom.walk():
            if type(node) is TextNode:
                sums[node] = total
                total += len(node.data.split()) * 2 * line_height(self.styles.of(node.parent))
            elif type(node) is Element:
                sums[node] = total
                total += self.own_height(node)
        return sums

    def own_height(self, element: Element) -> float:
        """More than an element adds to the height of a page besides its content."""
        style = self.styles.of(element)
        known = vars(style)
        total = sum(max(0.0, resolve(known[n], float(self.styles.view.height)) or 0.0) for n in _HEIGHTS if n in known)
        if element.tag in REPLACED and resolve(style.height, INF) is None:
            total += 1500.0
        if element.tag in _SPACED_OUT:
            total += 2 * line_height(style)
        return total
