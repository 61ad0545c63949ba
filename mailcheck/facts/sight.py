"""Whether a text or a picture can be seen in one view, and which declaration decided.

Everything a browser would paint is followed: cascade, colours over all that lies behind them, sizes, clips,
positions. Where only layout or a picture could tell, the answer is indeterminate with the reason; a thing that
may well be seen is never called hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from mailcheck.facts import backdrop, effects
from mailcheck.facts.backdrop import Group, Layers, Reading
from mailcheck.facts.boxes import Boxes, Loss, holds_absolute
from mailcheck.facts.colors import BLACK, Color
from mailcheck.facts.covers import Covers
from mailcheck.facts.dom import Dom
from mailcheck.facts.extents import INLINE, REPLACED, TABLE_PARTS, resolve
from mailcheck.facts.lengths import Percent
from mailcheck.facts.nodes import Element, TextNode
from mailcheck.facts.properties import expand
from mailcheck.facts.style import Style
from mailcheck.facts.styles import Styles
from mailcheck.spans import Span

Verdict = Literal["visible", "hidden", "low-contrast", "too-small", "indeterminate", "not-applicable"]

HIDDEN_BELOW: Final = 1.2
"""Contrast, WCAG 2. One painted opt-out link in a hundred has 1.16 (measured on 179 real ones)."""
FAINT_BELOW: Final = 1.5
"""Contrast that matters more than the smallest size."""
LOW_BELOW: Final = 3.0
SMALL_BELOW: Final = 9.0
"""px"""
NO_SIZE_BELOW: Final = 0.8
"""px. Browsers paint nothing of smaller text."""
SPECK: Final = 1.0
"""px. A picture no wider or no higher is none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How something is seen.

    hidden: not painted at all, or with a contrast below 1.2. low-contrast: below 3. too-small: below 9 px.
    `reason` in words ('display: none on an ancestor'), `because` the declaration, attribute or element that
    decided. `contrast` (WCAG 2) and `font_px` (as seen, after zoom and scaling) where they are known; colours are
    what appears on the page, with all transparency worked in.
    """

    verdict: Verdict
    reason: str = ""
    because: Span | None = None
    contrast: float | None = None
    font_px: float | None = None
    color: Color | None = None
    background: Color | None = None


NOT_APPLICABLE: Final = Seen("not-applicable")
_RANK: Final = {"hidden": 0, "not-applicable": 1, "indeterminate": 2, "too-small": 3, "low-contrast": 4, "visible": 5}
_INVISIBLE: Final = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]*"
)
"""Characters that leave no ink: white space, joiners, marks of direction, fillers."""


class _Scene:
    """What an element's surroundings do to its content. Elements that change nothing share their parent's.

    `layers`: the colours behind its text; `block_layers`: those behind blocks inside it, which inline backgrounds do
    not reach. `picture`: an element whose background picture hides what the colours are. `elsewhere`: what would lie
    behind it if it stood where it is positioned, for lack of layout.
    """

    __slots__ = (
        "block_layers",
        "boxed",
        "clip_text",
        "doubt",
        "elsewhere",
        "group",
        "layers",
        "lost",
        "owner",
        "picture",
        "scale",
    )

    def __init__(self, layers: Layers) -> None:
        self.layers = self.block_layers = layers
        self.lost: Loss | None = None
        self.doubt: Loss | None = None
        self.picture: Element | None = None
        self.owner: Element | None = None
        self.elsewhere: Layers | None = None
        self.group: Group | None = None
        self.clip_text: tuple[Style, Layers] | None = None
        self.scale = 1.0
        self.boxed = False

    def copy(self) -> _Scene:
        other = _Scene(self.layers)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other


_EFFECTS: Final = frozenset(
    """opacity clip clip_path transform translate scale rotate filter mix_blend_mode content_visibility mask_image
    backface_visibility""".split()
)
_BOXED: Final = frozenset(
    "position overflow_x overflow_y text_indent transform translate letter_spacing contain".split()
)
_SIZES: Final = frozenset({"height", "max_height", "width", "max_width"})
_BACKGROUND: Final = ("background_image", "background_color")
_MARGINS: Final = ("margin_left", "margin_top")
_NEAR: Final = 8.0
_COLUMN: Final = 100.0
"""px: what moves nothing out of sight, and how wide a box is that surely shows some of its words."""
_ATOMS: Final = frozenset({"img", "input", "svg", "textarea", "select", "button", "video", "object", "embed", "canvas"})


class Sight:
    """What can be seen of one tree in one view. Answers are computed when asked for, and remembered."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self._boxes: Boxes | None = None
        self._covers: Covers | None = None
        self._scenes: list[_Scene | None] = [None] * len(dom.elements)
        self._columns = any(element.tag in ("col", "colgroup") for element in dom.elements)
        self._spans: dict[tuple[int, tuple[str, ...]], Span] = {}
        self._calm: dict[int, bool] = {}
        self._alike: dict[tuple[int, int], Seen] = {}
        self._texts: dict[TextNode, Seen] = {}
        self._elements: dict[int, Seen] = {}

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

    def _best(self, element: Element) -> Seen:
        best: Seen | None = None
        for seen in self._contents(element):
            if best is None or _better(seen, best):
                best = seen
            if seen.verdict == "visible" and seen.contrast is None:
                break
        if best is not None:
            return best
        lost = self._scene(element).lost
        if lost is not None:
            return self._gone(lost, element)
        return Seen("hidden", "there is nothing to see in it", self.dom.span(element))

    def _contents(self, element: Element) -> Iterator[Seen]:
        for node in (element, *element.walk()):
            if type(node) is TextNode:
                if not _INVISIBLE.fullmatch(node.data):
                    yield self.of_text(node)
            elif type(node) is Element and node.tag in _ATOMS:
                seen = self._atom(node)
                if seen is not None:
                    yield seen

    # -- atoms: what is painted without a text of its own ------------------------------------------------------

    def _atom(self, element: Element) -> Seen | None:
        """An image, or a control with its label; None for what only its content makes seen."""
        if element.tag == "input" and element.attrs.get("type", "").strip().lower() != "image":
            label = element.attrs.get("value", "")
            return self._label(element) if label.strip() else None
        if element.tag in ("img", "input"):
            return self._image(element)
        return None

    def _label(self, element: Element) -> Seen:
        """The value of an input, which is painted inside it like a text."""
        scene, style = self._scene(element), self.styles.of(element)
        lost = scene.lost or self._invisible(element, style) or (self._position(element, None) if scene.boxed else None)
        return self._gone(lost, element) if lost is not None else self._painted(element, scene, style)

    def _image(self, element: Element) -> Seen:
        scene, style = self._scene(element), self.styles.of(element)
        lost = scene.lost or self._invisible(element, style) or self._speck(element, style)
        if lost is None and scene.boxed:
            lost = self._position(element, None)
        named = element.attrs.get("src", "").strip() or element.attrs.get("alt", "").strip()
        if lost is None and not named and element.tag == "img":
            lost = Loss("an image without source", element)
        if lost is None and scene.group is not None:
            opacity = _opacity(scene.group)
            if opacity < 0.1:
                lost = Loss("an image that is nearly transparent", self._faded_by(element), ("opacity",))
        if lost is not None:
            return self._gone(lost, element)
        cover = self._cover(element, None)
        return self._gone(cover, element) if cover is not None else Seen("visible")

    def _speck(self, element: Element, style: Style) -> Loss | None:
        for side in ("width", "height"):
            least = resolve(getattr(style, f"min_{side}"), float("inf")) or 0.0
            for name in (f"max_{side}", side):
                size = resolve(getattr(style, name), float("inf"))
                if size is not None and max(size, least) <= SPECK:
                    return Loss(f"an image of {size:g} px", element, (name,))
        return None

    # -- texts ------------------------------------------------------------------------------------------------

    def _text(self, node: TextNode) -> Seen:
        element = node.parent
        scene, style = self._scene(element), self.styles.of(element)
        if scene.lost is not None:
            return self._gone(scene.lost, element)
        if _INVISIBLE.fullmatch(node.data):
            return Seen("hidden", "only characters that leave no ink", self.dom.span(node))
        lost = self._invisible(element, style)
        if lost is None and not style.renders_content:
            lost = Loss(f"content of <{element.tag}> that is not shown", element)
        if lost is None and element.tag == "option":
            lost = self._unselected(element)
        if lost is None and scene.boxed:
            lost = self._position(element, node)
        if lost is not None:
            return self._gone(lost, element)
        if not self._all_covers() and not element.foreign:
            key = (id(scene), id(style))
            seen = self._alike.get(key)
            if seen is None:
                seen = self._painted(element, scene, style)
                if seen.verdict == "visible":
                    self._alike[key] = seen
            return seen
        cover = self._cover(element, node)
        return self._gone(cover, element) if cover is not None else self._painted(element, scene, style)

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

    def _painted(self, element: Element, scene: _Scene, style: Style) -> Seen:
        """A text that is painted: how well it can be read."""
        font = style.font_size * style.zoom * scene.scale
        if font < NO_SIZE_BELOW:
            return self._sized("hidden", f"font size {font:g} px", element, style, font)
        contrast, front, back, best = self._contrast(element, scene, style)
        if scene.picture is not None:
            return self._unsure("text over an image", scene.picture, ("background_image",), font)
        if scene.doubt is not None:
            return self._unsure(scene.doubt.reason, scene.doubt.element, scene.doubt.properties, font)
        if contrast < HIDDEN_BELOW <= best:
            return self._unsure("text over a gradient that has its colour", scene.owner or element, _BACKGROUND, font)
        if scene.elsewhere is not None:
            other = backdrop.read(backdrop.compose(style.text_fill_color, scene.elsewhere, scene.group))
            if (other.contrast < HIDDEN_BELOW) != (contrast < HIDDEN_BELOW):
                return self._unsure("positioned: what lies behind it depends on layout", element, ("position",), font)
        if contrast >= LOW_BELOW and font >= SMALL_BELOW:
            return Seen("visible", "", None, contrast, font, front, back)
        if contrast < FAINT_BELOW or font >= SMALL_BELOW:
            verdict: Verdict = "hidden" if contrast < HIDDEN_BELOW else "low-contrast"
            because = self._why_color(element, scene)
            reason = f"contrast {contrast:.2f}: {front} on {back}"
            return Seen(verdict, reason, because, contrast, font, front, back)
        small = self._sized("too-small", f"font size {font:g} px", element, style, font)
        return Seen(small.verdict, small.reason, small.because, contrast, font, front, back)

    def _contrast(self, element: Element, scene: _Scene, style: Style) -> Reading:
        fill, layers = style.text_fill_color, scene.layers
        if element.foreign:
            fill = _svg_fill(element)
        if scene.clip_text is not None and fill.alpha < 1:
            painter, below = scene.clip_text
            shades, _ = backdrop.paint(backdrop.CLEAR, painter)
            pairs = [pair for shade in shades for pair in backdrop.compose(fill.over(shade), below, scene.group)]
            return backdrop.read(pairs)
        found = backdrop.read(backdrop.compose(fill, layers, scene.group))
        for shadow in style.text_shadow:
            if fill.alpha < 1 or shadow.x or shadow.y or shadow.blur:
                shown = backdrop.read(backdrop.compose(shadow.color, layers, scene.group))
                found = shown if shown.contrast > found.contrast else found
        return found

    # -- surroundings -------------------------------------------------------------------------------------------

    def _scene(self, element: Element) -> _Scene:
        scene = self._scenes[element.index]
        if scene is not None:
            return scene
        chain = [element]
        above = element.parent
        while above is not None and self._scenes[above.index] is None:
            chain.append(above)
            above = above.parent
        scene = self._scenes[above.index] if above is not None else None
        for one in reversed(chain):
            scene = self._scenes[one.index] = self._enter(one, scene)
        assert scene is not None
        return scene

    def _enter(self, element: Element, parent: _Scene | None) -> _Scene:
        style = self.styles.of(element)
        if parent is None:
            parent = _Scene(self._canvas())
            if element.parent is None and self._canvas_picture is not None:
                parent.picture = self._canvas_picture
        elif parent.lost is not None:
            return parent
        if (
            self._is_calm(element, style)
            and parent.layers is parent.block_layers
            and (not self._columns or element.tag not in ("td", "th"))
        ):
            return parent
        scene = parent.copy()
        scene.lost = self._unpainted(element, style)
        if scene.lost is not None:
            return scene
        if style.display not in INLINE and not style.display.startswith("inline"):
            scene.layers = scene.block_layers
        self._apply_effects(element, style, scene)
        self._apply_background(element, style, scene)
        scene.boxed = scene.boxed or _moves(element, style)
        return scene if _differs(scene, parent) else parent

    def _is_calm(self, element: Element, style: Style) -> bool:
        """Whether a style changes nothing about its surroundings."""
        key = id(style)
        calm = self._calm.get(key)
        if calm is None:
            known = vars(style)
            calm = (
                style.display not in ("none", "table-column", "table-column-group")
                and style.background_color.alpha <= 0
                and "background_image" not in known
                and _EFFECTS.isdisjoint(known)
                and not _moves(element, style)
                and (style.visibility != "collapse" or style.display not in TABLE_PARTS)
            )
            self._calm[key] = calm
        return calm

    def _unpainted(self, element: Element, style: Style) -> Loss | None:
        """Why nothing in an element is painted, whatever its own content is like."""
        display = style.display
        if display == "none":
            return Loss("display: none", element, ("display",))
        if display in ("table-column", "table-column-group"):
            return Loss(f"display: {display}", element, ("display",))
        if style.visibility == "collapse" and display in TABLE_PARTS - {"table-cell", "table-caption", "table"}:
            return Loss("visibility: collapse", element, ("visibility",))
        if element.tag in ("td", "th") and self._columns:
            column = backdrop.column_of(element)
            if column is not None and self.styles.of(column).visibility == "collapse":
                return Loss("visibility: collapse on its column", column, ("visibility",))
        if display == "contents":
            return None
        if style.opacity <= 0:
            return Loss("opacity: 0", element, ("opacity",))
        return self._reshaped(element, style)

    def _reshaped(self, element: Element, style: Style) -> Loss | None:
        if _EFFECTS.isdisjoint(vars(style)):
            return None
        boxed = style.display not in INLINE or element.tag in _ATOMS
        moved = [name for name in ("transform", "translate", "rotate", "scale") if getattr(style, name)]
        if boxed and moved:
            if effects.matrix(style).scale < 0.001:
                return Loss(f"{moved[-1]}: flattened to nothing", element, tuple(reversed(moved)))
            if style.backface_visibility == "hidden" and effects.faces_away(style):
                return Loss("turned away with backface-visibility: hidden", element, ("backface_visibility",))
        if style.content_visibility == "hidden" and boxed:
            return Loss("content-visibility: hidden", element, ("content_visibility",))
        if style.position in ("absolute", "fixed") and effects.clip_is_empty(style.clip):
            return Loss("clip leaves nothing of it", element, ("clip",))
        if effects.shape_is_empty(style.clip_path):
            return Loss("clip-path leaves nothing of it", element, ("clip_path",))
        if any(f.name == "opacity" and f.args and f.args[0] == 0 for f in style.filter):
            return Loss("filter: opacity(0)", element, ("filter",))
        if effects.blur(style.filter) >= style.font_size:
            return Loss("blurred beyond reading", element, ("filter",))
        masks = style.mask_image
        known = bool(masks) and all(mask.kind == "gradient" and mask.colors for mask in masks)
        if known and all(color.alpha <= 0 for mask in masks for color in mask.colors):
            return Loss("a mask that lets nothing through", element, ("mask_image",))
        return None

    def _apply_effects(self, element: Element, style: Style, scene: _Scene) -> None:
        if _EFFECTS.isdisjoint(vars(style)) or style.display == "contents":
            return
        blends = style.mix_blend_mode != "normal"
        if style.opacity < 1 or style.filter or blends:
            scene.group = Group(style, scene.layers, scene.group)
            scene.layers = scene.block_layers = backdrop.CLEAR
            scene.elsewhere = None
        if blends and style.mix_blend_mode not in effects.BLENDS:
            scene.doubt = Loss(f"mix-blend-mode: {style.mix_blend_mode}", element, ("mix_blend_mode",))
        if any(mask.kind != "gradient" for mask in style.mask_image):
            scene.doubt = Loss("behind a mask that is a picture", element, ("mask_image",))
        if style.display not in INLINE:
            scene.scale *= effects.matrix(style).scale

    # -- backgrounds ----------------------------------------------------------------------------------------------

    def _canvas(self) -> Layers:
        """The page under everything: the background of the root, or of the body when the root has none."""
        self._canvas_picture: Element | None = None
        self._canvas_owner: Element | None = None
        layers: Layers = (self.styles.canvas,)
        for element in (self.dom.root, self.dom.body):
            if element is None:
                continue
            style = self.styles.of(element)
            if style.display == "none" or not (style.background_color.alpha > 0 or style.background_image):
                continue
            layers, unknown = backdrop.paint(layers, style)
            self._canvas_owner = element
            self._canvas_picture = element if unknown else None
            break
        return layers

    def _apply_background(self, element: Element, style: Style, scene: _Scene) -> None:
        if style.position in ("absolute", "fixed") and style.position != "static":
            self._leave_flow(element, style, scene)
        if element.tag in ("td", "th") and self._columns:
            column = backdrop.column_of(element)
            if column is not None:
                self._paint(column, self.styles.of(column), scene)
        self._paint(element, style, scene)

    def _leave_flow(self, element: Element, style: Style, scene: _Scene) -> None:
        placed = any(getattr(style, side) != "auto" for side in ("top", "right", "bottom", "left"))
        if not placed:
            return
        holder = next((one for one in element.ancestors() if holds_absolute(self.styles.of(one))), None)
        other = self._scenes[holder.index] if holder is not None else None
        behind = other.layers if other is not None else self._canvas() if holder is None else scene.layers
        if behind != scene.layers:
            scene.elsewhere = behind

    def _paint(self, element: Element, style: Style, scene: _Scene) -> None:
        """Lay an element's background upon what lies behind it."""
        if style.background_color.alpha <= 0 and not style.background_image:
            return
        if element is self._canvas_owner or style.visibility != "visible" or style.display == "contents":
            return
        if _does_not_reach(style):
            return
        if style.background_clip == "text":
            scene.clip_text = (style, scene.layers)
            return
        scene.layers, unknown = backdrop.paint(scene.layers, style)
        if scene.elsewhere is not None:
            scene.elsewhere, _ = backdrop.paint(scene.elsewhere, style)
            if scene.elsewhere == scene.layers:
                scene.elsewhere = None
        if backdrop.is_opaque(style):
            scene.picture = scene.clip_text = None
            scene.owner = element
        if unknown:
            scene.picture = element
        if style.display not in INLINE:
            scene.block_layers = scene.layers

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
        if node is None or not isinstance(spacing, int | float) or spacing > -0.5 * style.font_size:
            return None
        count = len(node.data.strip())
        far = count > 1 and -spacing * count > self.styles.view.width
        return Loss("letters laid upon each other", element, ("letter_spacing",), sure=far) if count > 1 else None

    def _cover(self, element: Element, node: TextNode | None) -> Loss | None:
        covers = self._all_covers()
        return covers.over(element, node) if covers else None

    def _all_covers(self) -> Covers:
        if self._covers is None:
            self._covers = Covers(self.dom, self.styles, self._all_boxes, self._is_lost)
        return self._covers

    def _is_lost(self, element: Element) -> bool:
        return self._scene(element).lost is not None

    # -- reasons ------------------------------------------------------------------------------------------------------

    def _gone(self, lost: Loss, element: Element) -> Seen:
        where = "" if lost.element is element else " on an ancestor"
        if where and not _encloses(lost.element, element):
            where = ""
        because = self._span(lost.element, lost.properties)
        return Seen("hidden" if lost.sure else "indeterminate", lost.reason + where, because)

    def _unsure(self, reason: str, element: Element, properties: tuple[str, ...], font: float) -> Seen:
        return Seen("indeterminate", reason, self._span(element, properties), font_px=font)

    def _sized(self, verdict: Verdict, reason: str, element: Element, style: Style, font: float) -> Seen:
        if font == style.font_size:
            return Seen(verdict, reason, self._span(element, ("font_size",)), font_px=font)
        name = "zoom" if style.zoom != 1 else "transform"
        source = next((one for one in (element, *element.ancestors()) if _scales(self.styles.of(one))), element)
        return Seen(verdict, f"{reason} after {name}", self._span(source, (name, "scale", "font_size")), font_px=font)

    def _why_color(self, element: Element, scene: _Scene) -> Span | None:
        names = ("opacity",) if scene.group is not None and scene.group.style.opacity < 1 else ()
        if names:
            return self._span(self._faded_by(element), names)
        fill = "text_fill" if self.styles.of(element).text_fill is not None else "color"
        declaration = self.styles.why(element, fill)
        if declaration is not None and declaration.span is not None:
            return declaration.span
        owner = scene.owner or self._canvas_owner
        if owner is not None:
            return self._span(owner, ("background_color",))
        return self.dom.span(element)

    def _faded_by(self, element: Element) -> Element:
        faded = (one for one in (element, *element.ancestors()) if self.styles.of(one).opacity < 1)
        return next(faded, element)

    def _span(self, element: Element, properties: tuple[str, ...]) -> Span:
        """The first of the properties that someone wrote, else the element's start tag."""
        key = (element.index, properties)
        known = self._spans.get(key)
        if known is None:
            declared = (self.styles.why(element, name) for name in properties)
            written = (one.span for one in declared if one is not None and one.span is not None)
            known = self._spans[key] = next(written, self.dom.span(element))
        return known


def _moves(element: Element, style: Style) -> bool:
    """Whether an element can take its content out of sight by geometry: cheap, and yes when in doubt."""
    known = vars(style)
    if not _BOXED.isdisjoint(known) and (_is_moved(style) or (element.tag not in REPLACED and _is_tight(style))):
        return True
    return any(_is_far(known.get(name, 0.0)) for name in _MARGINS)


def _is_far(distance: object) -> bool:
    """Whether a distance matters: a few px back, or a whole column forth, or anything that layout decides."""
    if isinstance(distance, int | float):
        return distance < -_NEAR or distance > _COLUMN
    return not isinstance(distance, str) and distance != Percent(0)


def _is_moved(style: Style) -> bool:
    if style.position in ("absolute", "fixed") or style.transform or style.translate:
        return True
    if style.position == "relative" and any(map(_is_far, (style.top, style.left))):
        return True
    if style.position == "relative" and any(side not in ("auto", 0.0) for side in (style.right, style.bottom)):
        return True
    spacing = style.letter_spacing
    return _is_far(style.text_indent) or (isinstance(spacing, int | float) and spacing < -0.4 * style.font_size)


def _is_tight(style: Style) -> bool:
    """Whether a box that clips is so small, or holds such long lines, that it may clip all of something."""
    if "paint" not in style.contain and style.overflow_x == style.overflow_y == "visible":
        return False
    if style.display in INLINE or style.line_height == 0 or style.white_space in ("nowrap", "pre"):
        return style.display not in INLINE
    for size in (style.height, style.max_height):
        if isinstance(size, int | float) or (isinstance(size, Percent) and size.value < 100):
            return True
    for size in (style.width, style.max_width):
        if (isinstance(size, int | float) and size < _COLUMN) or (isinstance(size, Percent) and size.value < 10):
            return True
    return False


def _does_not_reach(style: Style) -> bool:
    """Whether a box is too small for its background to lie behind the text in it."""
    if _SIZES.isdisjoint(vars(style)) or style.display in INLINE or style.display in TABLE_PARTS:
        return False
    for side, names in (("height", ("top", "bottom")), ("width", ("left", "right"))):
        size = resolve(getattr(style, side), float("inf"))
        top = resolve(getattr(style, f"max_{side}"), float("inf"))
        least = resolve(getattr(style, f"min_{side}"), float("inf")) or 0.0
        sizes = [one for one in (size, top) if one is not None]
        padding = sum(resolve(getattr(style, f"padding_{name}"), float("inf")) or 0.0 for name in names)
        if sizes and max(min(sizes), least) + padding < 0.6 * style.font_size:
            return True
    return False


def _svg_fill(element: Element) -> Color:
    """The paint of SVG text: the nearest `fill` attribute that is a colour, else black."""
    for one in (element, *element.ancestors()):
        if not one.foreign:
            break
        values = dict(expand("color", one.attrs.get("fill", "")) or ())
        color = values.get("color")
        if isinstance(color, Color):
            return color
    return BLACK


def _differs(scene: _Scene, parent: _Scene) -> bool:
    return any(getattr(scene, name) is not getattr(parent, name) for name in _Scene.__slots__)


def _scales(style: Style) -> bool:
    return bool(style.transform or style.scale) or "zoom" in vars(style)


def _opacity(group: Group | None) -> float:
    product = 1.0
    while group is not None:
        product *= group.style.opacity
        group = group.outer
    return product


def _encloses(outer: Element, inner: Element) -> bool:
    return any(one is outer for one in inner.ancestors())


def _better(seen: Seen, best: Seen) -> bool:
    rank, other = _RANK[seen.verdict], _RANK[best.verdict]
    if rank != other:
        return rank > other
    return (seen.contrast or 0.0, seen.font_px or 0.0) > (best.contrast or 0.0, best.font_px or 0.0)


__all__ = ["Seen", "Sight", "Verdict"]
