"""What an element's surroundings do to its content: hide it, fade it, colour what lies behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight import backdrop, effects, generated
from mailcheck.facts.sight.backdrop import Group, Layers
from mailcheck.facts.sight.boxes import Loss
from mailcheck.facts.sight.floats import holds_floats_alone
from mailcheck.facts.sight.heights import Heights
from mailcheck.facts.sight.metrics import INLINE, TABLE_PARTS, edge
from mailcheck.facts.sight.moving import BOXED, DISTANCES, does_not_reach, is_taken_off, leaves, moves
from mailcheck.facts.sight.place import holds_absolute
from mailcheck.facts.sight.scene import Scene, differs
from mailcheck.facts.sight.unpainted import EFFECTS, unpainted

if TYPE_CHECKING:
    from mailcheck.facts.sight.untold import Untold

_STIRRING: Final = EFFECTS | BOXED | {*DISTANCES, "background_color", "background_image", "inset_shade",
                                      "letter_spacing", "visibility"}  # fmt: skip
"""What a style must set to change anything about its surroundings, `display` aside."""
_LETTERS_EM: Final = 1.2
"""No lower box holds all of the letters on a line."""
_AT_SIDES: Final = frozenset({"td", "th", "caption"})


class Scenes:
    """The scenes of one tree in one view."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self._sides = not {"col", "colgroup", "caption"}.isdisjoint(dom.by_tag)
        self._calm: dict[int, bool] = {}
        self.veils = generated.veils(dom, styles.view)
        self._holding = generated.clearing(dom, styles.view)
        self._sides = self._sides or bool(self.veils)
        self._scenes: list[Scene | None] = [None] * len(dom.elements)
        self.canvas_owner: Element | None = None
        self._canvas_picture: Element | None = None
        self._canvas = self._paint_canvas()
        self._untold: Callable[[Element], Iterator[Untold]] | None = None
        self._page_untold = ""
        if dom.text is not None and dom.text.masked:
            from mailcheck.facts.sight.untold import untold, untold_page

            self._untold = partial(untold, dom, styles)
            self._page_untold = untold_page(dom)

    def of(self, element: Element) -> Scene:
        """What surrounds an element's content. Ancestors are entered first, without recursion."""
        scene = self._scenes[element.index]
        if scene is not None:
            return scene
        scenes = self._scenes
        above = element.parent
        if above is not None and (outer := scenes[above.index]) is not None:
            scene = scenes[element.index] = self._inside(element, outer)
            return scene
        chain = [element]
        while above is not None and scenes[above.index] is None:
            chain.append(above)
            above = above.parent
        scene = scenes[above.index] if above is not None else None
        for one in reversed(chain):
            scene = scenes[one.index] = self._inside(one, scene)
        assert scene is not None
        return scene

    def _inside(self, element: Element, outer: Scene | None) -> Scene:
        if outer is not None and outer.lost is not None:
            return outer
        style = self.styles.of(element)
        scene = outer
        if outer is None or self._sides or not self._calm.get(id(style)) or outer.layers is not outer.block_layers:
            scene = self._enter(element, style, outer)
        assert scene is not None
        return self._with_untold(element, style, scene, self._untold) if self._untold is not None else scene

    def _with_untold(
        self, element: Element, style: Style, scene: Scene, untold: Callable[[Element], Iterator[Untold]]
    ) -> Scene:
        """The scene with what a template's tags leave open about an element."""
        parent = element.parent
        if scene.front is not None and parent is not None and style.color != self.styles.of(parent).color:
            scene = scene.copy()
            scene.front = None  # a colour of its own
        for found in untold(element):
            scene = _left_open(element, found, scene.copy())
        return scene

    def _enter(self, element: Element, style: Style, parent: Scene | None) -> Scene:
        if parent is None:
            parent = Scene(self._canvas)
            if self._page_untold:
                parent.doubt = Loss(self._page_untold, element)
            if element.parent is None and self._canvas_picture is not None:
                parent.picture = self._canvas_picture
        elif parent.lost is not None:
            return parent
        if (
            self._is_calm(element, style)
            and parent.layers is parent.block_layers
            and (not self._sides or (element.tag not in _AT_SIDES and element.index not in self.veils))
        ):
            return parent
        scene = parent.copy()
        scene.lost = unpainted(self.styles, element, style, self._sides)
        if scene.lost is not None:
            return scene
        if style.display not in INLINE and not style.display.startswith("inline"):
            scene.layers = scene.block_layers
        if element.tag == "caption" and element.parent is not None and style.display == "table-caption":
            self._leave_table(element.parent, scene)
        self._apply_effects(element, style, scene)
        self._apply_background(element, style, scene)
        for veil in self.veils.get(element.index, ()):
            if isinstance(veil.style.z_index, int) and veil.style.z_index < 0:
                scene.elsewhere, _ = backdrop.paint(scene.layers, veil.style)
        scene.boxed = scene.boxed or moves(element, style)
        return scene if differs(scene, parent) else parent

    def _leave_table(self, table: Element, scene: Scene) -> None:
        """A caption stands above or below its table: what lies behind the table lies behind it."""
        outer = self._scenes[table.parent.index] if table.parent is not None else None
        if outer is None or self.styles.of(table).display != "table":
            return
        apart = scene.group is not outer.group
        scene.layers = scene.block_layers = backdrop.CLEAR if apart else outer.block_layers
        scene.picture, scene.owner, scene.clip_text = outer.picture, outer.owner, outer.clip_text

    def _is_calm(self, element: Element, style: Style) -> bool:
        """Whether a style changes nothing about its surroundings."""
        key = id(style)
        calm = self._calm.get(key)
        if calm is None:
            known = vars(style)
            calm = style.display not in ("none", "table-column", "table-column-group") and (
                _STIRRING.isdisjoint(known)
                or (
                    style.background_color.alpha <= 0
                    and style.inset_shade.alpha <= 0
                    and not style.background_image
                    and EFFECTS.isdisjoint(known)
                    and not moves(element, style)
                    and (style.visibility != "collapse" or style.display not in TABLE_PARTS)
                )
            )
            self._calm[key] = calm
        return calm

    def _apply_effects(self, element: Element, style: Style, scene: Scene) -> None:
        if EFFECTS.isdisjoint(vars(style)) or style.display == "contents":
            return
        blends = style.mix_blend_mode != "normal"
        if style.opacity < 1 or style.filter or blends:
            # A page without a background of its own is transparent: there is nothing to blend with.
            bare = self.canvas_owner is None and scene.group is None and scene.layers is self._canvas
            scene.group = Group(style, scene.layers, "normal" if bare else style.mix_blend_mode, scene.group)
            scene.layers = scene.block_layers = backdrop.CLEAR
            scene.elsewhere = None
        if style.backdrop_filter:
            changed = dict.fromkeys(effects.filtered(one, style.backdrop_filter) for one in scene.layers)
            scene.layers = scene.block_layers = tuple(changed)
        if any(mask.kind != "gradient" for mask in style.mask_image):
            scene.doubt = Loss("behind a mask that is a picture", element, ("mask_image",))
        if style.display not in INLINE:
            scene.scale *= effects.matrix(style).scale

    # -- backgrounds ----------------------------------------------------------------------------------------------

    def _paint_canvas(self) -> Layers:
        """The page under everything: the background of the root, or of the body when the root has none."""
        layers: Layers = (self.styles.canvas,)
        for element in (self.dom.root, self.dom.body):
            if element is None:
                continue
            style = self.styles.of(element)
            if style.display == "none" or not (style.background_color.alpha > 0 or style.background_image):
                continue
            layers, unknown = backdrop.paint(layers, style)
            self.canvas_owner = element
            self._canvas_picture = element if unknown else None
            break
        return layers

    def _apply_background(self, element: Element, style: Style, scene: Scene) -> None:
        if style.position in ("absolute", "fixed"):
            self._leave_flow(element, style, scene)
        elif style.position == "relative" and is_taken_off(style):
            scene.elsewhere = self._canvas if self._canvas != scene.layers else scene.elsewhere
        if element.tag in ("td", "th") and self._sides:
            column = backdrop.column_of(element)
            if column is not None:
                self._paint(column, self.styles.of(column), scene)
        self._paint(element, style, scene)

    def _leave_flow(self, element: Element, style: Style, scene: Scene) -> None:
        placed = any(getattr(style, side) != "auto" for side in ("top", "right", "bottom", "left"))
        if not placed:
            return
        holder = next((one for one in element.ancestors() if holds_absolute(self.styles.of(one))), None)
        other = self._scenes[holder.index] if holder is not None else None
        if holder is not None and holder.parent is not None and leaves(style, self.styles.of(holder)):
            other = self._scenes[holder.parent.index]
        behind = other.layers if other is not None else self._canvas if holder is None else scene.layers
        if behind != scene.layers:
            scene.elsewhere = behind

    def _has_no_height(self, element: Element, style: Style) -> bool:
        """Whether a box has no height to paint, though its words are seen."""
        if style.line_height == 0 and style.display not in INLINE:
            return self._height(element, style) == 0
        return holds_floats_alone(element, self.styles, self._holding)

    def _is_thin(self, element: Element, style: Style) -> bool:
        """Whether a box is lower than the letters on its lines, which stick out of it."""
        return style.display not in INLINE and self._height(element, style) < _LETTERS_EM * style.font_size

    def _height(self, element: Element, style: Style) -> float:
        """Of a box whose lines have none: of its border and padding."""
        return Heights(self.dom, self.styles).of(element) + edge(style, "top") + edge(style, "bottom")

    def _paint(self, element: Element, style: Style, scene: Scene) -> None:
        """Lay an element's background upon what lies behind it."""
        if style.background_color.alpha <= 0 and not style.background_image and style.inset_shade.alpha <= 0:
            return
        if element is self.canvas_owner or style.visibility != "visible" or style.display == "contents":
            return
        if does_not_reach(style) or self._has_no_height(element, style):
            return
        thin = scene.layers if style.line_height == 0 and self._is_thin(element, style) else None
        if style.background_clip == "text":
            scene.clip_text = (style, scene.layers)
            return
        scene.layers, unknown = backdrop.paint(scene.layers, style)
        if scene.elsewhere is not None:
            scene.elsewhere, _ = backdrop.paint(scene.elsewhere, style)
            if scene.elsewhere == scene.layers:
                scene.elsewhere = None
        if backdrop.is_opaque(style):
            scene.picture = scene.clip_text = scene.back = None
            scene.owner = element
        if unknown:
            scene.picture = element
        if thin is not None and thin != scene.layers:
            scene.elsewhere = thin
        if style.display not in INLINE:
            scene.block_layers = scene.layers


def _left_open(element: Element, found: Untold, scene: Scene) -> Scene:
    """The scene, which is changed, with what is open about an element in it."""
    if found.own and scene.lost is not None and scene.lost.element is element:
        scene.lost = None
    if found.front:
        scene.front = Loss(found.front, element)
    if found.back:
        scene.back = Loss(found.back, element)
    if found.other:
        scene.doubt = Loss(found.other, element)
    return scene
