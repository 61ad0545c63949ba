"""Whether a text or a picture can be seen in one view, and which declaration decided.

Everything a browser would paint is followed: cascade, colours over all that lies behind them, sizes, clips,
positions. Where only layout or a picture could tell, the answer is indeterminate with the reason; a thing that
may well be seen is never called hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from mailcheck.facts.css.colors import Color
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode, walk
from mailcheck.facts.sight import backdrop, generated, svg
from mailcheck.facts.sight.backdrop import Group, Reading
from mailcheck.facts.sight.boxes import Boxes, Loss
from mailcheck.facts.sight.covers import Covers
from mailcheck.facts.sight.ink import Ink
from mailcheck.facts.sight.metrics import INF, padding, resolve
from mailcheck.facts.sight.moving import ends_early
from mailcheck.facts.sight.reasons import Reasons
from mailcheck.facts.sight.scene import Scene
from mailcheck.facts.sight.scenes import Scenes
from mailcheck.facts.sight.seen import (
    DECIMALS,
    FAINT_BELOW,
    HIDDEN_BELOW,
    LOW_BELOW,
    NO_SIZE_BELOW,
    SMALL_BELOW,
    Seen,
    Verdict,
    better,
)
from mailcheck.holes import has_hole

SPECK: Final = 1.0
"""px. A picture no wider or no higher is none."""
_INVISIBLE: Final = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]*"
)
"""Characters that leave no ink: white space, joiners, marks of direction, fillers."""
_SIZES: Final = frozenset({"width", "max_width", "height", "max_height"})
_SIZING: Final = ("font_size", "zoom", "transform", "scale")
_COLOURING: Final = ("color", "text_fill", "opacity", "filter", "background_color", "background_image")
_UNLABELLED: Final = frozenset({"checkbox", "radio", "range", "color", "file"})
"""Inputs that do not paint their value."""


class Sight:
    """What can be seen of one tree in one view. Answers are computed when asked for, and remembered."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self._boxes: Boxes | None = None
        self._covers: Covers | None = None
        self._scenes = Scenes(dom, styles)
        sheets = dom.tagged("style")
        self._first_lines = generated.first_lines(dom, styles.view) if sheets else {}
        self._reasons = Reasons(dom, styles, self._scenes)
        self._ink = Ink()
        self._alike: dict[tuple[int, int], Seen] = {}
        """How any text in a scene and a style is seen, where no position matters."""
        self._texts: dict[TextNode, Seen] = {}
        self._elements: dict[int, Seen] = {}

    def release(self) -> None:
        """Forget all answers. They refer back to what gave them, so memory would wait for the garbage collector."""
        self._texts.clear()
        self._elements.clear()
        self._alike.clear()
        self._boxes = self._covers = None

    # -- questions ------------------------------------------------------------------------------------------

    def of(self, element: Element) -> Seen:
        """The best that can be seen of an element's words and pictures: hidden only if all of them are."""
        known = self._elements.get(element.index)
        if known is None:
            known = self._elements[element.index] = self._best(element)
        return known

    def of_text(self, node: TextNode) -> Seen:
        """How a text is seen; hidden when it holds nothing that leaves ink."""
        known = self._texts.get(node)
        if known is None:
            known = self._texts[node] = self._text(node)
        return known

    def written_words(self, element: Element) -> str:
        """The words that style sheets write into an element, seen or not."""
        return generated.words_in(self.dom, self.styles.view, element)

    def is_lost(self, element: Element) -> bool:
        """Whether nothing within an element is painted for the sake of the element or what is around it."""
        return self._scenes.of(element).lost is not None

    def _best(self, element: Element) -> Seen:
        if element.tag == "img" and not element.children:
            return self._image(element)
        best: Seen | None = None
        for seen in self._contents(element):
            if best is None or better(seen, best):
                best = seen
            if seen.verdict == "visible" and seen.contrast is None:
                break
        if best is not None and best.verdict == "hidden" and best.font_px is not None:
            written = self._generated(element)  # in a colour or size of their own
            return written if written is not None and better(written, best) else best
        if best is not None:
            return best
        lost = self._scenes.of(element).lost
        if lost is not None:
            return self._reasons.gone(lost, element)
        return self._generated(element) or Seen(
            "hidden", "there is nothing to see in it", partial(self.dom.span, element)
        )

    def _generated(self, element: Element) -> Seen | None:
        """What `::before` and `::after` write into an element whose own words, if any, are not seen."""
        hosts = generated.hosts(self.dom, self.styles.view)
        best: Seen | None = None
        inside = (one for one in (element, *element.walk()) if isinstance(one, Element))
        for one in inside if hosts else ():
            for blocks in hosts.get(one.index, ()):
                seen = self._written(one, self._scenes.of(one), self.styles.inside(one, blocks))
                best = seen if best is None or better(seen, best) else best
        return best

    def _written(self, host: Element, scene: Scene, style: Style) -> Seen:
        """How the words of a pseudo-element are seen."""
        lost = scene.lost or self._invisible(host, style)
        if lost is None and (style.display == "none" or style.opacity <= 0):
            lost = Loss("the style sheet does not show what it writes", host)
        if lost is not None:
            return self._reasons.gone(lost, host)
        layers, unknown = backdrop.paint(scene.layers, style)
        if layers != scene.layers or unknown:
            scene = scene.copy()
            scene.layers, scene.picture = layers, host if unknown else scene.picture
        return self._painted(host, scene, style)

    def _contents(self, element: Element) -> Iterator[Seen]:
        seen = self._atom(element)
        if seen is not None:
            yield seen
        for node in walk(element.children) if element.children else ():
            if type(node) is TextNode:
                if not _INVISIBLE.fullmatch(node.data):
                    yield self.of_text(node)
            elif type(node) is Element:
                seen = self._atom(node)
                if seen is not None:
                    yield seen

    # -- atoms: what is painted without a text of its own ------------------------------------------------------

    def _atom(self, element: Element) -> Seen | None:
        """An image, or a control with its label; None for what only its content makes seen."""
        kind = element.attrs.get("type", "").strip().lower() if element.tag == "input" else "image"
        if kind in _UNLABELLED:
            return None
        if kind != "image":
            named = element.attrs.get("value", "").strip() or kind in ("submit", "reset")
            return self._label(element) if named else None
        if element.tag in ("img", "input"):
            return self._image(element)
        return None

    def _label(self, element: Element) -> Seen:
        """The value of an input, which is painted inside it like a text."""
        scene, style = self._scenes.of(element), self.styles.of(element)
        lost = scene.lost or self._invisible(element, style) or (self._position(element, None) if scene.boxed else None)
        return self._reasons.gone(lost, element) if lost is not None else self._painted(element, scene, style)

    def _image(self, element: Element) -> Seen:
        scene, style = self._scenes.of(element), self.styles.of(element)
        lost = scene.lost or self._invisible(element, style) or self._speck(element, style)
        if lost is None and scene.boxed:
            lost = self._position(element, None)
        named = element.attrs.get("src", "").strip() or element.attrs.get("alt", "").strip()
        if lost is None and not named and element.tag == "img" and not any(map(has_hole, element.attrs)):
            lost = Loss("an image without source", element)
        if lost is None and scene.group is not None:
            opacity = _opacity(scene.group)
            if opacity < 0.1:
                lost = Loss("an image that is nearly transparent", self._reasons.faded_by(element), ("opacity",))
        if lost is not None:
            return self._reasons.gone(lost, element)
        cover = self._cover(element, None)
        return self._reasons.gone(cover, element) if cover is not None else Seen("visible")

    def _speck(self, element: Element, style: Style) -> Loss | None:
        if _SIZES.isdisjoint(vars(style)):
            return None
        for side in ("width", "height"):
            least = resolve(getattr(style, f"min_{side}"), INF) or 0.0
            for name in (f"max_{side}", side):
                size = resolve(getattr(style, name), INF)
                if size is not None and max(size, least) <= SPECK:
                    return Loss(f"an image of {size:g} px", element, (name,))
        return None

    # -- texts ------------------------------------------------------------------------------------------------

    def _text(self, node: TextNode) -> Seen:
        element = node.parent
        scene, style = self._scenes.of(element), self.styles.of(element)
        if scene.lost is not None:
            return self._reasons.gone(scene.lost, element)
        inkless = _INVISIBLE.fullmatch(node.data)
        key = (id(scene), id(style))
        alike = self._alike.get(key)
        if alike is not None and not inkless:
            return alike
        if inkless:
            return Seen("hidden", "only characters that leave no ink", partial(self.dom.span, node))
        lost = self._invisible(element, style)
        if lost is None and not style.renders_content:
            lost = Loss(f"content of <{element.tag}> that is not shown", element)
        if lost is None and element.tag == "option":
            lost = self._unselected(element)
        if lost is None and "svg" in self.dom.by_tag:
            lost = svg.lost(element)
        if lost is None and scene.boxed:
            lost = self._position(element, node)
        if lost is not None:
            return self._reasons.gone(lost, element)
        cover = self._cover(element, node)
        if cover is not None:
            return self._reasons.gone(cover, element)
        seen = self._painted(element, scene, style)
        if self._first_lines:
            seen = self._on_first_line(node, scene, style, seen)
        limited = scene.owner is not None and ends_early(self.styles.of(scene.owner))
        if limited and scene.owner is not None:
            seen = self._below_background(node, scene, scene.owner, seen)
        placed = (
            limited
            or scene.boxed
            or self._first_lines
            or self._all_covers()
            or element.foreign
            or element.tag == "option"
        )
        if not placed and seen.verdict == "visible":
            self._alike[key] = seen
        return seen

    def _on_first_line(self, node: TextNode, scene: Scene, style: Style, seen: Seen) -> Seen:
        """How a text is seen that may stand on a line which `::first-line` styles."""
        found = self._all_boxes().first_line(node, self._first_lines)
        if found is None or seen.contrast is None:
            return seen
        host, sure = found
        values, outer = self._first_lines[host.index], self.styles.of(host)
        color, back = values.get("color"), values.get("background_color")
        front = color if isinstance(color, Color) and style.text_fill_color == outer.color else style.text_fill_color
        layers = tuple(back.over(one) for one in scene.layers) if isinstance(back, Color) else scene.layers
        reading = backdrop.read(backdrop.compose(front, layers, scene.group))
        gone = values.get("font_size") == 0.0 and style.font_size == outer.font_size
        if (gone or reading.contrast < HIDDEN_BELOW) == (seen.verdict == "hidden"):
            return seen
        loss = Loss("::first-line paints it otherwise", host, (), sure=sure and seen.verdict != "hidden")
        if loss.sure or not sure:
            return self._reasons.gone(loss, node.parent)
        verdict: Verdict = "visible" if reading.contrast >= LOW_BELOW else "low-contrast"
        reason = "" if verdict == "visible" else f"contrast {reading.contrast:.2f} on the first line"
        return Seen(verdict, reason, None, reading.contrast, seen.font_px, reading.text, reading.back)

    def _below_background(self, node: TextNode, scene: Scene, owner: Element, seen: Seen) -> Seen:
        """How a text is seen that may stand below the box whose background was taken to lie behind it."""
        outer = self._scenes.of(owner.parent) if owner.parent is not None else None
        if outer is None or outer.group is not scene.group or seen.contrast is None:
            return seen
        style = self.styles.of(node.parent)
        other = backdrop.read(backdrop.compose(style.text_fill_color, outer.layers, outer.group))
        if (other.contrast < HIDDEN_BELOW) == (seen.verdict == "hidden"):
            return seen
        boxes, around = self._all_boxes(), self.styles.of(owner)
        place = boxes.place_in(node.parent, node, owner)
        height = boxes.extents.heights.of(owner) + padding(around, "top") + padding(around, "bottom")
        if place is None or place.y.low < height:
            return seen
        names = ("height", "max_height")
        return self._reasons.unsure("its background may end above it", owner, names, style.font_size)

    def _invisible(self, element: Element, style: Style) -> Loss | None:
        if style.visibility != "visible":
            return Loss(f"visibility: {style.visibility}", element, ("visibility",))
        return None

    def _unselected(self, option: Element) -> Loss | None:
        """A closed list shows one option only."""
        select = next((one for one in option.ancestors() if one.tag == "select"), None)
        if select is None or "multiple" in select.attrs or select.attrs.get("size", "1").strip() not in ("", "0", "1"):
            return None
        options = [one for one in select.walk() if isinstance(one, Element) and one.tag == "option"]
        shown = next((one for one in reversed(options) if "selected" in one.attrs), options[0])
        return None if shown is option else Loss("an option of a closed list", option)

    def _painted(self, element: Element, scene: Scene, style: Style) -> Seen:
        """A text that is painted: how well it can be read."""
        font = round(style.font_size * style.zoom * scene.scale, DECIMALS)
        if style.font_size_adjust == 0:
            return self._reasons.gone(Loss("font-size-adjust: 0", element, ("font_size_adjust",)), element)
        if font < NO_SIZE_BELOW:
            seen = self._reasons.sized("hidden", f"font size {font:g} px", element, style, font)
            return self._reasons.animated(seen, element, _SIZING)
        reading = self._ink.contrast(element, scene, style)
        contrast, front, back, _ = reading
        if scene.doubt is not None:
            return self._reasons.unsure(scene.doubt.reason, scene.doubt.element, scene.doubt.properties, font)
        doubt = self._unclear(element, scene, style, reading)
        if doubt is not None and font < SMALL_BELOW:  # too small upon any colour
            return self._reasons.sized("too-small", f"font size {font:g} px", element, style, font)
        if doubt is not None:
            return self._reasons.unsure(doubt.reason, doubt.element, doubt.properties, font)
        if contrast >= LOW_BELOW and font >= SMALL_BELOW:
            return Seen("visible", "", None, contrast, font, front, back)
        if contrast < FAINT_BELOW or font >= SMALL_BELOW:
            verdict: Verdict = "hidden" if contrast < HIDDEN_BELOW else "low-contrast"
            because = partial(self._reasons.why_color, element, scene)
            reason = f"contrast {contrast:.2f}: {front} on {back}"
            seen = Seen(verdict, reason, because, contrast, font, front, back)
            return self._reasons.animated(seen, element, _COLOURING)
        small = self._reasons.sized("too-small", f"font size {font:g} px", element, style, font)
        return Seen(small.verdict, small.reason, small._because, contrast, font, front, back)

    def _unclear(self, element: Element, scene: Scene, style: Style, reading: Reading) -> Loss | None:
        """Why it cannot be told how a text stands out."""
        shape = svg.shape_near(element, reading.contrast < HIDDEN_BELOW) if element.foreign else None
        if shape is not None:
            return Loss("text over an image", shape, ("fill",))
        if scene.picture is not None:
            return Loss("text over an image", scene.picture, ("background_image",))
        if scene.back is not None or scene.front is not None:
            return scene.back or scene.front
        if reading.contrast < HIDDEN_BELOW <= reading.best:
            painted = ("background_image", "background_color")
            return Loss("text over a gradient that has its colour", scene.owner or element, painted)
        if scene.elsewhere is not None:
            other = backdrop.read(backdrop.compose(style.text_fill_color, scene.elsewhere, scene.group))
            if (other.contrast < HIDDEN_BELOW) != (reading.contrast < HIDDEN_BELOW):
                return Loss("what lies behind it depends on layout", element, ("position",))
        return None

    # -- positions and covers ---------------------------------------------------------------------------------------

    def _position(self, element: Element, node: TextNode | None) -> Loss | None:
        return self._squeezed(element, node) or self._all_boxes().lost(element, node)

    def _all_boxes(self) -> Boxes:
        if self._boxes is None:
            self._boxes = Boxes(self.dom, self.styles)
        return self._boxes

    def _squeezed(self, element: Element, node: TextNode | None) -> Loss | None:
        """Letters or words that are pushed into each other."""
        style = self.styles.of(element)
        spacing = style.letter_spacing
        if node is None or not isinstance(spacing, int | float) or spacing >= 0 or spacing > -0.5 * style.font_size:
            return None
        if len(node.data.strip()) < 2 or style.font_size < NO_SIZE_BELOW:
            return None  # however far the other letters are moved, the first one stays
        return Loss("letters laid upon each other", element, ("letter_spacing",), sure=False)

    def _cover(self, element: Element, node: TextNode | None) -> Loss | None:
        covers = self._all_covers()
        return covers.over(element, node) if covers else None

    def _all_covers(self) -> Covers:
        if self._covers is None:
            self._covers = Covers(self.dom, self.styles, self._all_boxes, self.is_lost, self._scenes.veils)
        return self._covers


def _opacity(group: Group | None) -> float:
    product = 1.0
    while group is not None:
        product *= group.style.opacity
        group = group.outer
    return product
