"""Whether something positioned is painted over a text: for certain, perhaps, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.sight.boxes import Boxes, Loss
from mailcheck.facts.sight.effects import matrix
from mailcheck.facts.sight.generated import DENSE, Veil
from mailcheck.facts.sight.metrics import INF, is_whole, resolve
from mailcheck.facts.sight.place import holder_of, holds_absolute, holds_fixed

_THIN: Final = 4.0
"""px. What is narrower or lower covers no word."""
_NEAR: Final = 8.0
"""px. What is moved by less stays off its neighbours' words."""

_BY_CONTENT: Final = frozenset({"min-content", "max-content", "fit-content"})
"""Widths and heights that do not stretch between two edges."""

Level = tuple[int, bool]


class Covers:
    """The lids of one tree: elements that are moved or positioned and paint something dense."""

    def __init__(
        self,
        dom: Dom,
        styles: Styles,
        boxes: Callable[[], Boxes],
        is_lost: Callable[[Element], bool],
        veils: Mapping[int, list[Veil]],
    ) -> None:
        self.dom = dom
        self.styles = styles
        self._boxes = boxes
        self._is_lost = is_lost
        self.lids: list[Element] = []
        self.sinks = False
        self._veils = veils
        for element in dom.elements if styles.moves else ():
            known = vars(styles.of(element))
            if "position" in known or "transform" in known or "translate" in known:
                self._consider(element, styles.of(element))

    def __bool__(self) -> bool:
        return bool(self.lids) or self.sinks or bool(self._veils)

    def _consider(self, element: Element, style: Style) -> None:
        if isinstance(style.z_index, int) and style.z_index < 0 and style.position != "static":
            self.sinks = True
        if element is self.dom.body or style.display == "none":
            return
        placed = style.position in ("absolute", "fixed") or (_is_raised(style) and abs(_shift(style)) >= _NEAR)
        if placed and (element.tag == "img" or _is_dense(style) or self._is_picture(element, style)):
            self.lids.append(element)

    def _is_picture(self, element: Element, style: Style) -> bool:
        """Whether a box paints a picture: as its background, or as all that it holds."""
        if style.background_image:
            return any(image.kind != "gradient" for image in style.background_image)
        pictures = [one for one in element.children if isinstance(one, Element)]
        return len(pictures) == 1 and pictures[0].tag == "img" and is_whole(self.styles.of(pictures[0]).width)

    def over(self, element: Element, node: TextNode | None) -> Loss | None:
        """What covers a text in `element` (or `element` itself, for None)."""
        sunk = self._sunk(element) if self.sinks else None
        if sunk is not None:
            return sunk
        veiled = self._veiled(element, node) if self._veils else None
        if veiled is not None:
            return veiled
        doubt: Loss | None = None
        for lid in self.lids:
            if lid is element or any(one is lid for one in element.ancestors()):
                continue
            style = self.styles.of(lid)
            if style.visibility != "visible" or style.opacity < DENSE or self._is_lost(lid):
                continue
            if self._level(element, lid) > self._level(lid, element) or not self._is_above(lid, element):
                continue
            covered = self._covers(lid, style, element, node)
            if covered and (lid.tag == "img" or _is_dense(style)):
                return Loss("covered by a positioned element", lid, ("position", "transform"))
            if covered is not False:
                doubt = Loss("perhaps covered by a positioned element", lid, ("position", "transform"), sure=False)
        return doubt

    def _veiled(self, element: Element, node: TextNode | None) -> Loss | None:
        """Whether a box that a style sheet makes lies over all of an element that holds a text."""
        for host in (element, *element.ancestors()):
            for veil in self._veils.get(host.index, ()):
                z_index = veil.style.z_index if isinstance(veil.style.z_index, int) else 0
                over, under = (z_index, True), self._level(element, host)
                if over < under or (over == under and veil.first) or self._is_lost(host):
                    continue
                if self._veils_all(veil.style, host, element, node):
                    return Loss("covered by a box of the style sheet", host, ("position",))
        return None

    def _veils_all(self, style: Style, host: Element, element: Element, node: TextNode | None) -> bool:
        holds = holds_fixed if style.position == "fixed" else holds_absolute
        holder = next((one for one in (host, *host.ancestors()) if holds(self.styles.of(one))), None)
        if holder is None:
            width, height = float(self.styles.view.width), float(self.styles.view.height)
            return style.position == "fixed" and self._fills(style, width, height)
        width, height = self._size(holder)
        return self._fills(style, width, height) and (height == INF or self._stands_first(holder, element, node))

    # -- who is painted last ------------------------------------------------------------------------------------

    def _is_above(self, lid: Element, element: Element) -> bool:
        first, second = self._level(lid, element), self._level(element, lid)
        return first > second or (first == second and lid.index > element.index)

    def _level(self, element: Element, other: Element) -> Level:
        """Where an element is painted among all that share the ancestors it has in common with another."""
        shared = {id(one) for one in (other, *other.ancestors())}
        path = []
        for one in (element, *element.ancestors()):
            if id(one) in shared:
                break
            path.append(one)
        raised = False
        for one in reversed(path):
            style = self.styles.of(one)
            if style.position != "static" and isinstance(style.z_index, int):
                return style.z_index, True
            if style.opacity < 1 or holds_fixed(style) or _is_apart(style):
                return 0, True
            raised = raised or style.position != "static"
        return 0, raised

    def _sunk(self, element: Element) -> Loss | None:
        """Whether a negative z-index has put an element below an ancestor's background."""
        sunk: Element | None = None
        for one in (element, *element.ancestors()):
            style = self.styles.of(one)
            if sunk is None:
                if style.position != "static" and isinstance(style.z_index, int) and style.z_index < 0:
                    sunk = one
                continue
            stacks = (style.position != "static" and style.z_index != "auto") or style.opacity < 1
            if stacks or holds_fixed(style) or _is_apart(style) or one is self.dom.body or one is self.dom.root:
                return None
            if style.background_color.alpha >= DENSE and style.visibility == "visible":
                sure = self.styles.of(sunk).position == "relative" and not _shift(self.styles.of(sunk))
                sure = sure and not _sticks_out(self.styles.of(element))
                return Loss("z-index below the background of an ancestor", sunk, ("z_index",), sure)
        return None

    # -- geometry: True covers, False apart, None unknown -----------------------------------------------------------

    def _covers(self, lid: Element, style: Style, element: Element, node: TextNode | None) -> bool | None:
        if style.position not in ("absolute", "fixed"):
            return None if self._is_neighbour(lid, style, element) else False
        holder = holder_of(lid, self.styles)
        if style.position == "fixed" and holder is None:
            # Words may be scrolled out from under anything smaller than the window.
            return self._fills(style, float(self.styles.view.width), float(self.styles.view.height))
        if holder is not None and not any(one is holder for one in element.ancestors()):
            return False
        width, height = self._size(holder)
        if holder is not None and self._fills(style, width, height):
            return True if height == INF or self._stands_first(holder, element, node) else None
        return self._overlap(lid, style, element, node, holder)

    def _size(self, holder: Element | None) -> tuple[float, float]:
        if holder is None:
            return float(self.styles.view.width), float(self.styles.view.height)
        extents = self._boxes().extents
        width = extents.widths.of(holder)
        return (width.low if width.low == width.high else INF), extents.heights.of(holder)

    def _fills(self, style: Style, width: float, height: float) -> bool:
        """Whether a positioned box covers all of what holds it."""
        for near, far, size, base in (
            (style.left, style.right, style.width, width),
            (style.top, style.bottom, style.height, height),
        ):
            start = resolve(near, INF)
            if start is None or start > 0 or size in _BY_CONTENT:
                return False
            end = resolve(far, INF)
            length = resolve(size, base)
            full = resolve(size, 1000.0) == 1000.0 or (length is not None and base < INF and length + start >= base)
            if not full and (end is None or end > 0):
                return False
        return True

    def _stands_first(self, holder: Element, element: Element, node: TextNode | None) -> bool:
        for one in holder.walk():
            if one is node or one is element:
                return True
            if isinstance(one, TextNode) and one.data.strip():
                return False
        return False

    def _overlap(
        self, lid: Element, style: Style, element: Element, node: TextNode | None, holder: Element | None
    ) -> bool | None:
        boxes = self._boxes()
        width, height = boxes.extents.widths.of(lid), boxes.extents.heights.of(lid)
        if width.high <= _THIN or height <= _THIN:
            return False
        left, top = resolve(style.left, INF), resolve(style.top, INF)
        place = boxes.place_in(element, node, holder)
        if place is None:
            return None
        if left is not None and (left >= place.right or left + width.high <= place.x.low):
            return False
        if top is not None and height < INF and top + height <= place.y.low:
            return False
        return None

    def _is_neighbour(self, lid: Element, style: Style, element: Element) -> bool:
        """Whether a lid that is moved within the flow may land on an element: on what stands next to it."""
        if lid.parent is None:
            return False
        siblings = [one for one in lid.parent.children if isinstance(one, Element)]
        place = next(number for number, one in enumerate(siblings) if one is lid)
        beside = siblings[place - 1 : place] if _shift(style) < 0 else siblings[place + 1 : place + 2]
        path = {id(element), *(id(one) for one in element.ancestors())}
        return any(id(one) in path for one in beside)


def _is_dense(style: Style) -> bool:
    """Whether nothing below a box's background can be read, whatever it holds."""
    if style.background_color.alpha >= DENSE:
        return True
    gradients = style.background_image if style.background_size == "some" and style.background_clip != "text" else ()
    return any(
        image.kind == "gradient" and image.colors and all(stop.alpha >= DENSE for stop in image.colors)
        for image in gradients
    )


def _sticks_out(style: Style) -> bool:
    """Whether lines are so low that letters may stick out of the box that they stand in."""
    return style.line_height is not None and style.line_height < style.font_size


def _is_apart(style: Style) -> bool:
    """Whether an element is painted as one: nothing in it sinks below its own background."""
    effects = style.clip_path or style.mask_image or style.mix_blend_mode != "normal"
    return style.isolation == "isolate" or bool(effects) or style.position in ("fixed", "sticky")


def _is_raised(style: Style) -> bool:
    return style.position == "relative" or bool(style.transform or style.translate)


def _shift(style: Style) -> float:
    """How far down a style moves a box within the flow, in px."""
    down = resolve(style.top, INF)
    if down is None:
        up = resolve(style.bottom, INF)
        down = -up if up is not None else 0.0
    down = down if style.position == "relative" else 0.0
    margin = resolve(style.margin_top, INF) or 0.0
    return down + min(0.0, margin) + (matrix(style).y.px if style.transform or style.translate else 0.0)
