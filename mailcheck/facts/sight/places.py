"""Where things lie, as intervals that hold for every font and content: no layout is done."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.effects import matrix
from mailcheck.facts.sight.extents import Extents
from mailcheck.facts.sight.items import beginnings
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
    widest,
)

_STARTS: Final = frozenset({"start", "left", "justify", "-webkit-left", "-webkit-auto"})
_CENTRES: Final = frozenset({"center", "-webkit-center", "-internal-center"})
_WITHOUT_MARGINS: Final = ROWS | {"table-cell"}
_ASCENT_EM: Final = 0.15
"""Even the tallest letters begin so far below the top of a line without extra leading."""
_CONTENT_EM: Final = 1.15
_TALLEST: Final = 2000.0
"""px. No picture of unknown height is taken to be higher."""


class Place:
    """Where a thing lies, seen from the padding box of one ancestor after the other. Lengths in px.

    `x` and `y`: its left and top edge; `right`: no farther than this; `bottom`: how far it reaches below `y`;
    `ink`: how far below `y` its first ink is. `flow`: its height depends on what stands before it, which
    `y.high` leaves out. `past`: a box beyond whose right content edge it lies.
    """

    __slots__ = ("bottom", "culprit", "flow", "ink", "margin", "node", "past", "reach", "right", "x", "y")

    def __init__(self, node: Element | TextNode, x: Bounds, right: float, y: Bounds, height: float) -> None:
        self.node = node
        self.x = x
        self.right = right
        self.y = y
        self.bottom = height
        self.ink = 0.0
        self.margin = 0.0
        self.flow = True
        self.culprit: tuple[Element, str] | None = None
        self.reach = 0.0
        self.past: Element | None = None

    def shift(self, x: Bounds, y: Bounds) -> None:
        self.x = Bounds(self.x.low + x.low, self.x.high + x.high)
        self.right += x.high
        self.y = Bounds(self.y.low + y.low, self.y.high + y.high)

    def blame(self, element: Element, name: str, distance: float) -> None:
        """Remember what moved it farthest."""
        if abs(distance) > self.reach:
            self.culprit, self.reach = (element, name), abs(distance)


def holds_absolute(style: Style) -> bool:
    """Whether absolutely positioned content is placed by this element."""
    return style.position != "static" or holds_fixed(style)


def holds_fixed(style: Style) -> bool:
    """Whether even fixed content is placed by this element."""
    moved = style.transform or style.translate or style.rotate or style.scale or style.filter
    return bool(moved) or bool(style.contain & {"paint", "layout"})


class Places:
    """Follows a text or a picture from its own box outwards through all that hold it."""

    def __init__(self, extents: Extents) -> None:
        self.dom = extents.dom
        self.styles = extents.styles
        self.extents = extents
        self._beginnings: dict[int, dict[int, tuple[float, float]]] = {}

    def container(self, element: Element) -> Element | None:
        """The ancestor that an element is placed in; None for the page (or the window, when it is fixed)."""
        style = self.styles.of(element)
        if style.position == "fixed":
            return next((one for one in element.ancestors() if holds_fixed(self.styles.of(one))), None)
        if style.position == "absolute":
            return next((one for one in element.ancestors() if holds_absolute(self.styles.of(one))), None)
        return element.parent

    def start(self, element: Element, node: TextNode | None) -> Place:
        """A text seen from the content box around it, moved into its padding box."""
        style = self.styles.of(element)
        if node is None:
            height = min(self.extents.height(element), _TALLEST)
            return Place(element, Bounds(0.0, 0.0), self.extents.width(element).high, Bounds(0.0, 0.0), height)
        box = element if style.display not in INLINE else box_of(element, self.styles)
        place = Place(node, Bounds(0.0, 0.0), 0.0, Bounds(0.0, 0.0), 0.0)
        if box is None:
            place.right = INF
            return place
        self._place_in_lines(place, box, node, self.extents.text_width(node))
        place.bottom = 1.5 * max(style.font_size, line_height(style))
        place.ink = _glyph_top(style)
        return place

    def _place_in_lines(self, place: Place, box: Element, node: Element | TextNode, own: Bounds) -> None:
        """Add the place that a piece of inline content has within the padding box of its box."""
        style = self.styles.of(box)
        stack = self.extents.stack(box, node)
        indent = self._indent(box, style) if stack.first_line else 0.0
        if indent > 0 and style.direction == "rtl" and self._may_wrap(node, style):
            indent = 0.0  # only the first line is moved
        span, right = _along(style, stack.before, self.extents.width(box), own, indent, self._longest_word(node, own))
        left = edge(style, "left") - style.border_left_width
        top = edge(style, "top") - style.border_top_width
        place.x = Bounds(place.x.low + span.low + left, place.x.high + span.high + left)
        place.right += max(right, span.high) + left
        place.y = Bounds(place.y.low + stack.height + top, place.y.high + top)
        if indent:
            place.blame(box, "text_indent", indent)

    def _may_wrap(self, node: Element | TextNode, style: Style) -> bool:
        words = node.data.split() if isinstance(node, TextNode) else [""]
        return len(words) > 1 and style.white_space not in ("nowrap", "pre")

    def _longest_word(self, node: Element | TextNode, own: Bounds) -> float:
        if isinstance(node, Element):
            return own.high
        style = self.styles.of(node.parent)
        return max((widest(word) for word in node.data.split()), default=0.0) * style.font_size

    def _indent(self, box: Element, style: Style) -> float:
        if style.display in TABLE_PARTS and style.display not in ("table-cell", "table-caption"):
            return 0.0
        outside = box_of(box, self.styles)
        base = self.extents.width(outside)
        return resolve(style.text_indent, base.high if base.low == base.high else INF) or 0.0

    # -- from a box to what holds it ------------------------------------------------------------------------------

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
        place.shift(*_constant(style.border_left_width, style.border_top_width))
        if style.transform or style.translate:
            found = matrix(style)
            width = self.extents.width(box)
            if found.x.width:
                width = Bounds(max(width.low, self.extents.longest_word(box)), width.high)
            height = self.extents.height(box)
            x = Bounds(
                found.x.px + found.x.width * (width.low if found.x.width > 0 else width.high),
                found.x.px + found.x.width * (width.high if found.x.width > 0 else width.low),
            )
            y = _percent_shift(found.y.px, found.y.height, Bounds(self.extents.least_height(box), height))
            place.shift(_finite(x), y)
            place.blame(box, "transform" if style.transform else "translate", max(abs(x.low), abs(y.low)))

    def _nudge(self, element: Element, style: Style, place: Place) -> None:
        """Relative positioning."""
        if style.position != "relative":
            return
        outside = self.extents.width(box_of(element, self.styles))
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
        place.shift(*_constant(x or 0.0, y or 0.0))
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
                ahead = self._carried(box_of(element, self.styles), margin)
                place.shift(Bounds(margin, ahead), Bounds(0.0, 0.0))
                if ahead < 0:
                    place.blame(element, "margin_left", margin)
            return parent
        outside = box_of(element, self.styles)
        if outside is None:
            return parent
        self._from_flow(element, style, outside, place)
        return self._through_inline(parent, outside, place)

    def _carried(self, box: Element | None, margin: float) -> float:
        """How far a negative left margin in the lines of a box surely moves what has it.

        In centred lines half as far, without what the line holds.
        """
        if box is None or self.styles.of(box).direction != "ltr":
            return 0.0
        aligned = self.styles.of(box).text_align
        if aligned in _STARTS:
            return margin
        return min(0.0, (margin + self.extents.content_width(box)) / 2) if aligned in _CENTRES else 0.0

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

    def _from_flow(self, element: Element, style: Style, outside: Element, place: Place) -> None:
        """From the border box of an element in the flow to the padding box of the box around it."""
        if not place.flow:
            place.flow, place.node = True, element
        around = self.styles.of(outside)
        width = self.extents.width(outside)
        margin_left = margin_top = 0.0
        if style.display not in _WITHOUT_MARGINS:
            margin_left = resolve(style.margin_left, width.high if width.low == width.high else INF) or 0.0
            margin_top = resolve(style.margin_top, INF) or 0.0
        inline = style.display.startswith("inline") or element.tag in REPLACED
        if inline and style.float == "none" and around.display not in FLEXIBLE:
            own = self.extents.width(element)
            lines = Place(element, Bounds(0.0, 0.0), 0.0, Bounds(0.0, 0.0), 0.0)
            self._place_in_lines(lines, outside, element, own)
            wide = own.low + edge(style, "left") + edge(style, "right")
            ahead = max(lines.x.low, min(lines.x.high, lines.right - wide))
            carried = margin_left if margin_left >= 0 else self._carried(outside, margin_left)
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
            most = self.extents.width(element).high + edge(style, "left") + edge(style, "right")
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
        stack = self.extents.stack(outside, element)
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
        room = max(0.0, width.high - self.extents.width(element).low - before - after)
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
        return not self.extents.shape(table).spans_rows

    def _from_positioned(self, element: Element, style: Style, place: Place) -> Element | None:
        holder = self.container(element)
        x, right_shift = self._positioned_x(element, style, holder)
        place.shift(x, Bounds(0.0, 0.0))
        if right_shift is not None:
            place.right = min(place.right, right_shift)
        self._positioned_y(element, style, holder, place)
        if holder is None or self.styles.of(holder).display not in INLINE:
            return holder
        outside = box_of(holder, self.styles)
        if outside is None:
            return None
        self._place_in_lines(place, outside, holder, Bounds(0.0, 0.0))
        place.flow = True
        return self._through_inline(holder, outside, place)

    def _positioned_x(self, element: Element, style: Style, holder: Element | None) -> tuple[Bounds, float | None]:
        """Where the border box begins in the holder's padding box; and its right edge, when that is set."""
        outer = self._padding_width(holder)
        base = outer.high if outer.low == outer.high else INF
        margin = resolve(style.margin_left, base) or 0.0
        left = resolve(style.left, base)
        if left is not None:
            return Bounds(left + margin, left + margin), None
        right = resolve(style.right, base)
        if right is not None:
            own = self.extents.width(element)
            end = outer.high - right - (resolve(style.margin_right, base) or 0.0)
            start = outer.low - right - own.high - edge(style, "left") - edge(style, "right")
            return Bounds(start + margin, end), end
        if style.left != "auto" or style.right != "auto":
            return Bounds(-INF, INF), None
        return Bounds(margin, outer.high + margin), None

    def _positioned_y(self, element: Element, style: Style, holder: Element | None, place: Place) -> None:
        height = float(self.styles.view.height) if holder is None else self._padding_height(holder)
        margin = resolve(style.margin_top, INF) or 0.0
        top = resolve(style.top, height)
        if top is not None:
            place.shift(*_constant(0.0, top + margin))
            place.flow = False
            place.blame(element, "top", top)
        elif style.bottom != "auto":
            bottom = resolve(style.bottom, height)
            if bottom is None or height == INF:
                place.shift(Bounds(0.0, 0.0), Bounds(-INF, INF))
                return
            place.y = Bounds(height - bottom - self.extents.tallest(element), height - bottom)
            place.bottom = 0.0
            place.flow = False
            place.blame(element, "bottom", bottom)
        else:
            place.shift(*_constant(0.0, margin))
        if style.left != "auto" or style.right != "auto":
            name = "left" if style.left != "auto" else "right"
            place.blame(element, name, resolve(getattr(style, name), float(self.styles.view.width)) or 0.0)

    def _padding_width(self, holder: Element | None) -> Bounds:
        width = self.extents.width(holder)
        if holder is None:
            return width
        style = self.styles.of(holder)
        edges = edge(style, "left") + edge(style, "right") - style.border_left_width - style.border_right_width
        if style.display in INLINE:
            return Bounds(0.0, INF)
        return Bounds(width.low + edges, width.high + edges)

    def _padding_height(self, holder: Element) -> float:
        style = self.styles.of(holder)
        height = self.extents.height(holder)
        return height + edge(style, "top") + edge(style, "bottom") - style.border_top_width - style.border_bottom_width


def _along(
    style: Style, before: Bounds, width: Bounds, own: Bounds, indent: float, longest: float
) -> tuple[Bounds, float]:
    """Where in a line of a box its content begins, from the left content edge, and how far right it reaches.

    `before`: what stands before it in the line; `own`: its own width; `longest`: that of its longest word.
    """
    wraps = style.white_space not in ("nowrap", "pre")
    starts = style.text_align in _STARTS
    end = before.high + own.high
    if style.direction == "rtl":
        if indent > 0 and before.high == 0 and style.text_align in ("start", "right", "justify", "-webkit-right"):
            right = width.high - indent
            return Bounds(min(width.low - indent - end, right), right), right
        low = width.low - min(indent, 0.0) - end
        right = max(width.high, 0.0) if indent >= 0 else INF
        if not wraps and style.text_align in ("start", "right", "-webkit-right"):
            right -= before.low
        return Bounds(low if indent < 0 else min(0.0, low), right), right
    if indent < 0 and starts and end < -indent:
        return Bounds(indent, indent + before.high), indent + end
    if indent < 0 and style.text_align in _CENTRES and end < -indent:
        middle = (width.high + indent) / 2
        return Bounds(-INF, middle), middle + end / 2
    ahead = max(0.0, indent)
    if wraps:
        fits = max(width.high, longest)
        right = min(end + ahead, fits) if starts else fits
        if style.text_align in _CENTRES and not ahead:
            right = min(right, (width.high + end) / 2)
        return Bounds(ahead if before.high == 0 and starts else min(indent, 0.0), max(0.0, right)), right
    low = before.low + ahead  # a line that is too long begins at its start, however it is aligned
    right = end + ahead if starts else max(width.high, end)
    return Bounds(min(low + min(indent, 0.0), right), right), right


def _glyph_top(style: Style) -> float:
    """How much of the top of a line holds no ink, in px."""
    leading = 0.0
    if style.line_height is not None:
        leading = (style.line_height - _CONTENT_EM * style.font_size) / 2
    return max(0.0, leading + _ASCENT_EM * style.font_size)


def _constant(x: float, y: float) -> tuple[Bounds, Bounds]:
    return Bounds(x, x), Bounds(y, y)


def _percent_shift(px: float, share: float, height: Bounds) -> Bounds:
    """A share of a height that has bounds."""
    if not share:
        return Bounds(px, px)
    ends = (px + share * min(height), px + share * height.high if height.high < INF else (INF if share > 0 else -INF))
    return Bounds(min(ends), max(ends))


def _finite(bounds: Bounds) -> Bounds:
    """Without the NaN that no share of an infinite width is."""
    return Bounds(bounds.low if bounds.low == bounds.low else -INF, bounds.high if bounds.high == bounds.high else INF)
