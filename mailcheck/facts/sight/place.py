"""Where one thing lies, as intervals that hold for every font and content."""

from __future__ import annotations

from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.metrics import (
    Bounds,
)


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


def holder_of(element: Element, styles: Styles) -> Element | None:
    """The ancestor that an element is placed in; None for the page (or the window, when it is fixed)."""
    style = styles.of(element)
    if style.position == "fixed":
        return next((one for one in element.ancestors() if holds_fixed(styles.of(one))), None)
    if style.position == "absolute":
        return next((one for one in element.ancestors() if holds_absolute(styles.of(one))), None)
    return element.parent


def constant(x: float, y: float) -> tuple[Bounds, Bounds]:
    """A shift whose length is known."""
    return Bounds(x, x), Bounds(y, y)
