"""Whether a text or a picture lies where nobody can get to: clipped by a box, or beyond the edge of the page.

No layout is done. Positions are intervals that hold whatever the fonts and the content; only what is out of
sight for every position in its interval counts as lost. What can be scrolled to is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.extents import Extents
from mailcheck.facts.sight.metrics import (
    FILLING,
    INF,
    INLINE,
    ROWS,
    TABLE_PARTS,
    box_of,
    edge,
    is_whole,
    out_of_flow,
    resolve,
)
from mailcheck.facts.sight.place import Place
from mailcheck.facts.sight.places import Places
from mailcheck.facts.sight.tracks import may_grow

_CLIPS: Final = frozenset({"hidden", "clip", "auto", "scroll"})
_CUTS: Final = frozenset({"hidden", "clip"})
_BLOCK_CONTAINERS: Final = frozenset({"block", "list-item", "flow-root", "inline-block", "table-cell", "table-caption"})
_LEAST_WIDTH: Final = 2.0
"""px. A narrower box shows no letter."""


class Loss(NamedTuple):
    """Why something is not painted: in words, on which element, by which properties. `sure` False: it may be."""

    reason: str
    element: Element
    properties: tuple[str, ...] = ()
    sure: bool = True


class Boxes:
    """Judges positions in one tree."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self.extents = Extents(dom, styles)
        self.places = Places(self.extents)
        root = dom.root
        self._rtl = root is not None and any(
            self.styles.of(one).direction == "rtl" for one in (root, dom.body) if one is not None
        )
        self._viewport = self._viewport_overflow()

    def _viewport_overflow(self) -> tuple[Element | None, str]:
        """The element whose overflow the window takes over, and its horizontal value."""
        for element in (self.dom.root, self.dom.body):
            if element is not None:
                style = self.styles.of(element)
                if style.overflow_x != "visible" or style.overflow_y != "visible":
                    return element, style.overflow_x
        return None, "visible"

    # -- the walk outwards ------------------------------------------------------------------------------------

    def lost(self, element: Element, node: TextNode | None) -> Loss | None:
        """Why `node`, a text in `element` (or `element` itself, for None), is out of sight; None when it is not."""
        place = self.places.start(element, node)
        current: Element | None = element
        fixed = False
        while current is not None:
            style = self.styles.of(current)
            if style.display not in INLINE and (current is not element or node is not None):
                loss = self._clipped(current, style, place, element)
                if loss is None and (type(style.text_indent) is Percent or type(style.padding_left) is Percent):
                    loss = self._pushed_out(current, style, element, node)
                if loss is None and style.line_clamp:
                    loss = self._beyond_last_line(current, style, element, node)
                if loss is not None:
                    return loss
            fixed = style.position == "fixed"
            current = self.places.leave(current, place)
        return self._off_page(element, place, fixed)

    def place_in(self, element: Element, node: TextNode | None, holder: Element | None) -> Place | None:
        """Where `node` (or `element`) lies in the padding box of an ancestor, or on the page for None."""
        place = self.places.start(element, node)
        current: Element | None = element
        while current is not None and current is not holder:
            current = self.places.leave(current, place)
        return place if current is holder else None

    def first_line(self, node: TextNode, hosts: Mapping[int, object]) -> tuple[Element, bool] | None:
        """Of which of some boxes a text stands in the first line, and whether all of it surely does."""
        element = node.parent
        box = element if self.styles.of(element).display not in INLINE else box_of(element, self.styles)
        if box is None:
            return None
        stack = self.extents.stacks.of(box, node)
        fits = stack.before.high + self.extents.contents.text(node).high <= self.extents.widths.of(box).low
        sure = fits or (stack.before.high == 0 and len(node.data.split()) == 1)
        while stack.first_line and stack.height == 0:
            style = self.styles.of(box)
            if style.display in _BLOCK_CONTAINERS and box.index in hosts:
                return box, sure
            outside = box_of(box, self.styles)
            if outside is None or style.display not in FILLING or style.float != "none" or out_of_flow(style):
                return None
            stack = self.extents.stacks.of(outside, box)
            box = outside
        return None

    # -- clipping -----------------------------------------------------------------------------------------------

    def _clipped(self, box: Element, style: Style, place: Place, origin: Element) -> Loss | None:
        """Whether a box cuts off what lies at `place`, seen from its padding box."""
        across, down = self._overflow(box, style)
        margin_free = style.overflow_clip_margin <= 0
        if across in _CLIPS and (across != "clip" or margin_free):
            width = self.extents.widths.of(box).high + edge(style, "left") + edge(style, "right")
            width -= style.border_left_width + style.border_right_width
            if width <= _LEAST_WIDTH:
                return self._shut(box, style, "width", across)
            passed = place.past is box and edge(style, "right") == style.border_right_width
            if place.right <= 0 or (across in _CUTS and (place.x.low >= width or passed)):
                return self._cut(box, place, across)
        if down in _CLIPS and (down != "clip" or margin_free):
            height = self.extents.heights.of(box) + edge(style, "top") + edge(style, "bottom")
            height -= style.border_top_width + style.border_bottom_width
            if height <= place.ink:
                return self._shut(box, style, "height", down)
            above = place.y.high + place.bottom + self._rise(place, box)
            # A box that clips keeps the margins of its content inside, but not with `clip`, and not in quirks mode.
            lets_out = down == "clip" and "paint" not in style.contain
            margin = 0.0 if lets_out or self.dom.quirks else place.margin
            place.margin = 0.0
            if above <= 0 or (down in _CUTS and place.y.low + margin + place.ink >= height):
                return self._cut(box, place, down)
        return None

    def _pushed_out(self, box: Element, style: Style, element: Element, node: TextNode | None) -> Loss | None:
        """Whether an indent of the whole width moves the only line of a box out of it, however wide that is."""
        if style.overflow_x not in _CUTS or style.direction != "ltr" or style.width != "auto":
            return None
        name = "padding_left" if is_whole(style.padding_left) else "text_indent"
        if not is_whole(getattr(style, name)):
            return None
        narrowed = all((resolve(m, INF) or 0.0) >= 0 for m in (style.margin_left, style.margin_right))
        inside = element is box or box_of(element, self.styles) is box
        if style.display not in FILLING or not narrowed or not inside:
            return None
        if name == "text_indent":
            stack = self.extents.stacks.of(box, node or element)
            words = 1 if node is None else len(node.data.split())
            single = style.white_space in ("nowrap", "pre") or (words == 1 and stack.before.high == 0)
            if not single or not stack.first_line:
                return None
        return Loss(f"pushed out of its box by {name.replace('_', '-')}", box, (name,))

    def _beyond_last_line(self, box: Element, style: Style, element: Element, node: TextNode | None) -> Loss | None:
        """Whether the words before a text fill all lines that a box shows."""
        clamps = style.display.startswith("-webkit-") and style.box_orient in ("vertical", "block-axis")
        if not clamps or style.overflow_y not in _CUTS or style.white_space in ("nowrap", "pre"):
            return None
        if self._lines_above(box, element) >= style.line_clamp:
            return Loss("beyond the last line that -webkit-line-clamp shows", box, ("line_clamp",))
        inline = element is box or box_of(element, self.styles) is box
        if node is None or not inline:
            return None
        before = self.extents.stacks.of(box, node)
        if self._breaks_before(box, node) >= style.line_clamp:
            return Loss("beyond the last line that -webkit-line-clamp shows", box, ("line_clamp",))
        width = self.extents.widths.of(box).high
        if before.first_line and before.before.low >= style.line_clamp * width > 0:
            return Loss("beyond the last line that -webkit-line-clamp shows", box, ("line_clamp",))
        return None

    def _lines_above(self, box: Element, element: Element) -> int:
        """How many blocks with words, each a line at least, stand in a box before the one that holds an element."""
        path = {id(element), *(id(one) for one in element.ancestors())}
        lines = 0
        for child in box.children:
            if isinstance(child, Element) and id(child) in path:
                return lines
            if isinstance(child, Element) and self.styles.of(child).display in FILLING:
                lines += bool(self.extents.stacks.least_height(child)) and bool(child.text.strip())
        return 0

    def _breaks_before(self, box: Element, node: TextNode) -> int:
        """How many lines are ended by hand in a box before a text."""
        breaks = 0
        for one in box.walk():
            if one is node:
                break
            breaks += isinstance(one, Element) and one.tag == "br" and self.styles.of(one).display != "none"
        return breaks

    def _overflow(self, box: Element, style: Style) -> tuple[str, str]:
        if box is self._viewport[0] or box.parent is None:
            return "visible", "visible"
        if "paint" in style.contain and style.display not in TABLE_PARTS - {"table-cell"}:
            return "clip", "clip"
        if style.display in ROWS:
            return "visible", "visible"
        return style.overflow_x, style.overflow_y

    def _rise(self, place: Place, box: Element) -> float:
        """How far down the flow may have carried something within `box`."""
        if not place.flow:
            return 0.0
        ceilings = self.extents.ceilings
        return ceilings.above(place.node) - ceilings.above(box) - ceilings.own(box)

    def _shut(self, box: Element, style: Style, side: str, overflow: str) -> Loss:
        limits = (f"max_{side}", side, "line_spacing")
        name = next((one for one in limits[:2] if resolve(getattr(style, one), INF) is not None), limits[2])
        flexible = may_grow(self.styles, box, side)
        written = "line-height" if name == "line_spacing" else name.replace("_", "-")
        reason = f"a box of no {side} ({written}) with overflow: {overflow}"
        if flexible and not name.startswith("max"):
            return Loss("a flexible box may or may not grow from nothing", box, (name,), sure=False)
        return Loss(reason, box, (name, f"overflow_{'x' if side == 'width' else 'y'}"))

    def _cut(self, box: Element, place: Place, overflow: str) -> Loss:
        return Loss(f"cut off by a box with overflow: {overflow}", box, ("overflow_x", "overflow_y"))

    # -- the page -------------------------------------------------------------------------------------------------

    def _off_page(self, element: Element, place: Place, fixed: bool) -> Loss | None:
        view = self.styles.view
        beyond_left = place.right <= 0
        beyond_right = place.x.low >= view.width
        if self._rtl and not fixed:
            beyond_left = False
        elif not fixed:
            owner, overflow = self._viewport
            beyond_right = beyond_right and owner is not None and overflow in _CUTS
        above = place.y.high + place.bottom + (self.extents.ceilings.above(place.node) if place.flow else 0.0) <= 0
        below = fixed and place.y.low >= view.height
        if not (beyond_left or beyond_right or above or below):
            return None
        culprit, name = place.culprit or (element, "position")
        side = "left" if beyond_left else "right" if beyond_right else "top" if above else "bottom"
        return Loss(f"moved out of sight, beyond the {side} edge of the page", culprit, (name,))
