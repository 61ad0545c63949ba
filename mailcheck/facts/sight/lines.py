"""Where in the lines of a box a piece of its content stands."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.extents import Extents
from mailcheck.facts.sight.metrics import (
    INF,
    TABLE_PARTS,
    Bounds,
    box_of,
    edge,
    resolve,
    widest,
)
from mailcheck.facts.sight.place import Place

_STARTS: Final = frozenset({"start", "left", "justify", "-webkit-left", "-webkit-auto"})
_CENTRES: Final = frozenset({"center", "-webkit-center", "-internal-center"})
_ASCENT_EM: Final = 0.15
"""Even the tallest letters begin so far below the top of a line without extra leading."""
_CONTENT_EM: Final = 1.15


class Lines:
    """The lines of the boxes of one tree."""

    def __init__(self, extents: Extents) -> None:
        self.styles = extents.styles
        self.extents = extents

    def place(self, place: Place, box: Element, node: Element | TextNode, own: Bounds) -> None:
        """Add the place that a piece of inline content has within the padding box of its box."""
        style = self.styles.of(box)
        stack = self.extents.stacks.of(box, node)
        indent = self._indent(box, style) if stack.first_line else 0.0
        if indent > 0 and style.direction == "rtl" and self._may_wrap(node, style):
            indent = 0.0  # only the first line is moved
        span, right = _along(
            style, stack.before, self.extents.widths.of(box), own, indent, self._longest_word(node, own)
        )
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
        base = self.extents.widths.of(outside)
        return resolve(style.text_indent, base.high if base.low == base.high else INF) or 0.0

    def carried(self, box: Element | None, margin: float) -> float:
        """How far a negative left margin in the lines of a box surely moves what has it.

        In centred lines half as far, without what the line holds.
        """
        if box is None or self.styles.of(box).direction != "ltr":
            return 0.0
        aligned = self.styles.of(box).text_align
        if aligned in _STARTS:
            return margin
        return min(0.0, (margin + self.extents.contents.width(box)) / 2) if aligned in _CENTRES else 0.0


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


def glyph_top(style: Style) -> float:
    """How much of the top of a line holds no ink, in px."""
    leading = 0.0
    if style.line_height is not None:
        leading = (style.line_height - _CONTENT_EM * style.font_size) / 2
    return max(0.0, leading + _ASCENT_EM * style.font_size)
