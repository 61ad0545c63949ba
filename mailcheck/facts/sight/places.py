"""Where things lie, followed outwards from one box to the next: no layout is done."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.effects import matrix
from mailcheck.facts.sight.extents import Extents
from mailcheck.facts.sight.items import beginnings
from mailcheck.facts.sight.lines import Lines, glyph_top
from mailcheck.facts.sight.metrics import (
    FILLING,
    FLEXIBLE,
    INF,
    INLINE,
    REPLACED,
    ROWS,
    TABLE_PARTS,
    Bounds,
    box_of,
    cell_spacing,
    edge,
    is_whole,
    line_height,
    out_of_flow,
    resolve,
)
from mailcheck.facts.sight.place import Place, constant, holder_of
from mailcheck.facts.sight.positioned import Positioned

_WITHOUT_MARGINS: Final = ROWS | {"table-cell"}
_TALLEST: Final = 2000.0
"""px. No picture of unknown height is taken to be higher."""


class Places:
    """Follows a text or a picture from its own box outwards through all that hold it."""

    def __init__(self, extents: Extents) -> None:
        self.dom = extents.dom
        self.styles = extents.styles
        self.extents = extents
        self._lines = Lines(extents)
        self._positioned = Positioned(extents)
        self._beginnings: dict[int, dict[int, tuple[float, float]]] = {}

    def start(self, element: Element, node: TextNode | None) -> Place:
        """A text seen from the content box around it, moved into its padding box."""
        style = self.styles.of(element)
        if node is None:
            height = min(self.extents.heights.of(element), _TALLEST)
            return Place(element, Bounds(0.0, 0.0), self.extents.widths.of(element).high, Bounds(0.0, 0.0), height)
        box = element if style.display not in INLINE else box_of(element, self.styles)
        place = Place(node, Bounds(0.0, 0.0), 0.0, Bounds(0.0, 0.0), 0.0)
        if box is None:
            place.right = INF
            return place
        self._lines.place(place, box, node, self.extents.contents.text(node))
        place.bottom = 1.5 * max(style.font_size, line_height(style))
        place.ink = glyph_top(style)
        return place

    def leave(self, element: Element, place: Place) -> Element | None:
        """From inside an element to inside what holds it, which is given back; None for the page."""
        style = self.styles.of(element)
        self._move(element, style, place)
        self._nudge(element, style, place)
        return self._step(element, style, place)

    def _move(self, box: Element, style: Style, place: Place) -> None:
        """From the padding box of a box to its border box, moved by transforms."""
        if style.display in INLINE and box.tag not in REPLACED:
            return
        place.shift(*constant(style.border_left_width, style.border_top_width))
        if style.transform or style.translate:
            found, low = matrix(style), place.y.low
            unmoved = place.culprit is None
            width = self.extents.widths.of(box)
            if found.x.width:
                width = Bounds(max(width.low, self.extents.contents.longest_word(box)), width.high)
            height = self.extents.heights.of(box)
            x = Bounds(
                found.x.px + found.x.width * (width.low if found.x.width > 0 else width.high),
                found.x.px + found.x.width * (width.high if found.x.width > 0 else width.low),
            )
            y = _percent_shift(found.y.px, found.y.height, Bounds(self.extents.stacks.least_height(box), height))
            place.shift(_finite(x), y)
            place.blame(box, "transform" if style.transform else "translate", max(abs(x.low), abs(y.low)))
            whole = found.y.height <= -1 and found.y.px <= 0 and found.scale >= 1
            if whole and low >= 0 and unmoved and self._holds_all(box, place.node):
                place.y, place.bottom = Bounds(place.y.low, 0.0), 0.0  # all of it, now above where it began
                place.flow, place.node = True, box

    def _holds_all(self, box: Element, node: Element | TextNode) -> bool:
        """Whether no box from that of a piece of content outwards is lower than what it holds."""
        current: Element | None = node.parent if isinstance(node, TextNode) else node
        while current is not None:
            style = self.styles.of(current)
            if style.height != "auto" or style.max_height != "none" or style.line_height == 0:
                return False
            if current is box:
                return True
            current = current.parent
        return False

    def _nudge(self, element: Element, style: Style, place: Place) -> None:
        """Relative positioning."""
        if style.position != "relative":
            return
        outside = self.extents.widths.of(box_of(element, self.styles))
        base = outside.high if outside.low == outside.high else INF
        x = resolve(style.left, base)
        if x is None and style.right != "auto":
            right = resolve(style.right, base)
            x = None if right is None else -right
        y = resolve(style.top, INF)
        if y is None and style.bottom != "auto":
            bottom = resolve(style.bottom, INF)
            y = None if bottom is None else -bottom
        if place.x.low >= 0 and is_whole(style.left):
            place.past = box_of(element, self.styles)
        place.shift(*constant(x or 0.0, y or 0.0))
        if x:
            place.blame(element, "left" if style.left != "auto" else "right", x)
        if y:
            place.blame(element, "top" if style.top != "auto" else "bottom", y)

    def _step(self, element: Element, style: Style, place: Place) -> Element | None:
        """Add where an element lies in what holds it, and give that back."""
        if out_of_flow(style):
            return self._from_positioned(element, style, place)
        parent = element.parent
        if parent is None:
            return None
        if style.display in INLINE and element.tag not in REPLACED:
            margin = resolve(style.margin_left, INF) or 0.0
            if margin < 0:
                ahead = self._lines.carried(box_of(element, self.styles), margin)
                place.shift(Bounds(margin, ahead), Bounds(0.0, 0.0))
                if ahead < 0:
                    place.blame(element, "margin_left", margin)
            return parent
        outside = box_of(element, self.styles)
        if outside is None:
            return parent
        self._from_flow(element, style, outside, place)
        return self._through_inline(parent, outside, place)

    def _through_inline(self, parent: Element, outside: Element, place: Place) -> Element:
        """Inline elements between a box and its own: they can only nudge it."""
        current = parent
        while current is not outside:
            self._nudge(current, self.styles.of(current), place)
            above = current.parent
            if above is None:
                break
            current = above
        return outside

    def _from_positioned(self, element: Element, style: Style, place: Place) -> Element | None:
        holder = holder_of(element, self.styles)
        self._positioned.shift(element, style, holder, place)
        if holder is None or self.styles.of(holder).display not in INLINE:
            return holder
        outside = box_of(holder, self.styles)
        if outside is None:
            return None
        self._lines.place(place, outside, holder, Bounds(0.0, 0.0))
        place.flow = True
        return self._through_inline(holder, outside, place)

    # -- in the flow ----------------------------------------------------------------------------------------------

    def _from_flow(self, element: Element, style: Style, outside: Element, place: Place) -> None:
        """From the border box of an element in the flow to the padding box of the box around it."""
        if not place.flow:
            place.flow, place.node = True, element
        around = self.styles.of(outside)
        width = self.extents.widths.of(outside)
        margin_left = margin_top = 0.0
        if style.display not in _WITHOUT_MARGINS:
            margin_left = resolve(style.margin_left, width.high if width.low == width.high else INF) or 0.0
            margin_top = resolve(style.margin_top, INF) or 0.0
        inline = style.display.startswith("inline") or element.tag in REPLACED
        if inline and style.float == "none" and around.display not in FLEXIBLE:
            own = self.extents.widths.of(element)
            lines = Place(element, Bounds(0.0, 0.0), 0.0, Bounds(0.0, 0.0), 0.0)
            self._lines.place(lines, outside, element, own)
            wide = own.low + edge(style, "left") + edge(style, "right")
            ahead = max(lines.x.low, min(lines.x.high, lines.right - wide))
            carried = margin_left if margin_left >= 0 else self._lines.carried(outside, margin_left)
            place.shift(Bounds(lines.x.low + margin_left, ahead + carried), Bounds(lines.y.low, margin_top))
            if lines.culprit is not None:
                place.blame(*lines.culprit, lines.reach)
        else:
            free = self._free_space(element, style, around, width)
            left = edge(around, "left") - around.border_left_width
            top = edge(around, "top") - around.border_top_width
            low_top = top + self._flow_above(element, style, outside, around, place, margin_top)
            fills = style.display in FILLING and style.width == "auto" and style.float == "none"
            right, down = self._begins_at(element, outside) if around.display in FLEXIBLE else (0.0, 0.0)
            low = margin_left + right if (around.direction == "ltr" or fills) and style.float != "right" else -INF
            high = free if style.float == "right" else margin_left + right + free
            if place.x.low >= 0 and is_whole(style.margin_left) and style.display not in _WITHOUT_MARGINS:
                place.past = outside
            most = self.extents.widths.of(element).high + edge(style, "left") + edge(style, "right")
            fits = margin_left >= 0 and place.right <= most <= width.high and right == 0 and style.direction == "ltr"
            place.shift(Bounds(left + low, left + high), Bounds(low_top + down, top + margin_top + down))
            if fits and style.margin_right != "auto" and (resolve(style.margin_right, INF) or 0.0) >= 0:
                place.right = min(place.right, left + width.high)
                place.x = Bounds(place.x.low, min(place.x.high, max(place.x.low, place.right)))
        if margin_left < 0:
            place.blame(element, "margin_left", margin_left)
        if margin_top < 0:
            place.blame(element, "margin_top", margin_top)

    def _flow_above(
        self, element: Element, style: Style, outside: Element, around: Style, place: Place, margin: float
    ) -> float:
        """How far below the content edge of its box something in the flow begins, at least.

        A top margin with nothing above it may collapse with that of the box around it: it waits in `place.margin`.
        """
        if around.display in FLEXIBLE or around.display == "table-row" or style.float != "none":
            place.margin = 0.0
            return min(0.0, margin)
        stack = self.extents.stacks.of(outside, element)
        waiting = max(place.margin, margin)
        if stack.height == 0 and not stack.before.high and edge(around, "top") == 0 and waiting > 0:
            place.margin = waiting
            return 0.0
        place.margin = 0.0
        return stack.height + min(0.0, margin) + max(0.0, waiting - stack.margin) * (not self.dom.quirks)

    def _begins_at(self, item: Element, box: Element) -> tuple[float, float]:
        known = self._beginnings.get(box.index)
        if known is None:
            known = self._beginnings[box.index] = beginnings(self.extents, box)
        return known.get(item.index, (0.0, 0.0))

    def _free_space(self, element: Element, style: Style, around: Style, width: Bounds) -> float:
        """How far from the left edge alignment may push a box."""
        if style.display in ROWS:
            return 0.0
        if style.display == "table-cell" and self._is_first_cell(element):
            return cell_spacing(element)
        alone = style.float == "none" and around.display not in FLEXIBLE
        if alone and style.display in FILLING and style.width == "auto" and style.max_width == "none":
            return 0.0  # nothing is left over
        aligned = around.text_align.startswith("-webkit-") and around.text_align != "-webkit-left"
        if alone and style.margin_left != "auto" and not aligned and around.display not in TABLE_PARTS - {"table-cell"}:
            return 0.0
        base = width.high if width.low == width.high else INF
        before, after = (min(0.0, resolve(m, base) or 0.0) for m in (style.margin_left, style.margin_right))
        if style.float != "none":
            before = 0.0  # its margin box begins within the box, at its left edge or beside other floats
        room = max(0.0, width.high - self.extents.widths.of(element).low - before - after)
        if style.display == "table-cell" or not alone or "auto" in (style.margin_left, style.margin_right):
            return room
        return room / 2 if around.text_align == "-webkit-center" else room

    def _is_first_cell(self, cell: Element) -> bool:
        """Whether a cell stands at the beginning of its row."""
        row = cell.parent
        table = next((one for one in cell.ancestors() if self.styles.of(one).display == "table"), None)
        if row is None or table is None or self.styles.of(row).display != "table-row":
            return False
        if next((one for one in row.children if isinstance(one, Element)), None) is not cell:
            return False
        return not self.extents.widths.shape(table).spans_rows


def _percent_shift(px: float, share: float, height: Bounds) -> Bounds:
    """A share of a height that has bounds."""
    if not share:
        return Bounds(px, px)
    ends = (px + share * min(height), px + share * height.high if height.high < INF else (INF if share > 0 else -INF))
    return Bounds(min(ends), max(ends))


def _finite(bounds: Bounds) -> Bounds:
    """Without the NaN that no share of an infinite width is."""
    return Bounds(bounds.low if bounds.low == bounds.low else -INF, bounds.high if bounds.high == bounds.high else INF)
