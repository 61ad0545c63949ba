"""Where what is positioned, out of the flow, lies in what holds it."""

from __future__ import annotations

from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.extents import Extents
from mailcheck.facts.sight.metrics import (
    INF,
    Bounds,
    edge,
    padding,
    resolve,
)
from mailcheck.facts.sight.place import Place, constant


class Positioned:
    """The absolutely positioned and fixed boxes of one tree."""

    def __init__(self, extents: Extents) -> None:
        self.styles = extents.styles
        self.extents = extents

    def shift(self, element: Element, style: Style, holder: Element | None, place: Place) -> None:
        """From the border box of an element into the padding box of its holder."""
        x, right_shift = self._across(element, style, holder)
        place.shift(x, Bounds(0.0, 0.0))
        if right_shift is not None:
            place.right = min(place.right, right_shift)
        self._down(element, style, holder, place)

    def _across(self, element: Element, style: Style, holder: Element | None) -> tuple[Bounds, float | None]:
        """Where the border box begins in the holder's padding box; and its right edge, when that is set."""
        outer = self.extents.widths.within_padding(holder)
        base = outer.high if outer.low == outer.high else INF
        margin = resolve(style.margin_left, base) or 0.0
        left = resolve(style.left, base)
        if left is not None:
            return Bounds(left + margin, left + margin), None
        right = resolve(style.right, base)
        if right is not None:
            own = self.extents.widths.of(element)
            end = outer.high - right - (resolve(style.margin_right, base) or 0.0)
            start = outer.low - right - own.high - edge(style, "left") - edge(style, "right")
            return Bounds(start + margin, end), end
        if style.left != "auto" or style.right != "auto":
            return Bounds(-INF, INF), None
        return Bounds(margin, outer.high + margin), None

    def _down(self, element: Element, style: Style, holder: Element | None, place: Place) -> None:
        height = float(self.styles.view.height) if holder is None else self._padding_height(holder)
        margin = resolve(style.margin_top, INF) or 0.0
        top = resolve(style.top, height)
        if top is not None:
            place.shift(*constant(0.0, top + margin))
            place.flow = False
            place.blame(element, "top", top)
        elif style.bottom != "auto":
            bottom = resolve(style.bottom, height)
            if bottom is None or height == INF:
                place.shift(Bounds(0.0, 0.0), Bounds(-INF, INF))
                return
            place.y = Bounds(height - bottom - self.extents.ceilings.of(element), height - bottom)
            place.bottom = 0.0
            place.flow = False
            place.blame(element, "bottom", bottom)
        else:
            place.shift(*constant(0.0, margin))
        if style.left != "auto" or style.right != "auto":
            name = "left" if style.left != "auto" else "right"
            place.blame(element, name, resolve(getattr(style, name), float(self.styles.view.width)) or 0.0)

    def _padding_height(self, holder: Element) -> float:
        style = self.styles.of(holder)
        height = self.extents.heights.of(holder)
        return height + padding(style, "top") + padding(style, "bottom")
