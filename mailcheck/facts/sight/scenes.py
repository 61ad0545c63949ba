"""What an element's surroundings do to its content: hide it, fade it, colour what lies behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from mailcheck.facts.css.lengths import Percent
from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight import backdrop, effects, generated
from mailcheck.facts.sight.backdrop import Group, Layers
from mailcheck.facts.sight.boxes import Loss
from mailcheck.facts.sight.metrics import (
    CONTROLS,
    FLEXES,
    INF,
    INLINE,
    REPLACED,
    TABLE_PARTS,
    ignores_width_of_content,
    is_whole,
    resolve,
)
from mailcheck.facts.sight.places import holds_absolute

if TYPE_CHECKING:
    from mailcheck.facts.sight.untold import Untold

_EFFECTS: Final = frozenset(
    {
        "opacity",
        "clip",
        "clip_path",
        "transform",
        "translate",
        "scale",
        "rotate",
        "filter",
        "backdrop_filter",
        "content",
        "mix_blend_mode",
        "content_visibility",
        "mask_image",
        "backface_visibility",
    }
)
_TRACKS: Final = ("grid_template_rows", "grid_template_columns")
_BOXED: Final = frozenset(
    {"position", "overflow_x", "overflow_y", "transform", "translate", "contain", "table_layout", *_TRACKS}
)
_SIZES: Final = frozenset({"height", "max_height", "width", "max_width"})
_DISTANCES: Final = ("text_indent", "margin_left", "margin_top")
_STIRRING: Final = _EFFECTS | _BOXED | {*_DISTANCES, "background_color", "background_image", "inset_shade",
                                      "letter_spacing", "visibility"}  # fmt: skip
"""What a style must set to change anything about its surroundings, `display` aside."""
_AT_SIDES: Final = frozenset({"td", "th", "caption"})
_NEAR: Final = 8.0
_LINES: Final = 40.0
_COLUMNS: Final = 200.0
"""px: what may take a text off the background of its own box, down and across."""
_COLUMN: Final = 100.0
"""px: what moves nothing out of sight, and how wide a box is that surely shows some of its words."""


class Scene:
    """What an element's surroundings do to its content. Elements that change nothing share their parent's.

    `layers`: the colours behind its text; `block_layers`: those behind blocks inside it, which inline backgrounds do
    not reach. `picture`: an element whose background picture hides what the colours are. `elsewhere`: what would lie
    behind it if it stood where it is positioned, for lack of layout. `front`, `back`: the template's tag that gives the
    colour of the text, or of what lies behind it.
    """

    __slots__ = (
        "back",
        "block_layers",
        "boxed",
        "clip_text",
        "doubt",
        "elsewhere",
        "front",
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
        self.front: Loss | None = None
        self.back: Loss | None = None
        self.picture: Element | None = None
        self.owner: Element | None = None
        self.elsewhere: Layers | None = None
        self.group: Group | None = None
        self.clip_text: tuple[Style, Layers] | None = None
        self.scale = 1.0
        self.boxed = False

    def copy(self) -> Scene:
        other = Scene(self.layers)
        other.block_layers = self.block_layers
        other.lost = self.lost
        other.doubt = self.doubt
        other.front = self.front
        other.back = self.back
        other.picture = self.picture
        other.owner = self.owner
        other.elsewhere = self.elsewhere
        other.group = self.group
        other.clip_text = self.clip_text
        other.scale = self.scale
        other.boxed = self.boxed
        return other


class Scenes:
    """The scenes of one tree in one view."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self.dom = dom
        self.styles = styles
        self._sides = not {"col", "colgroup", "caption"}.isdisjoint(dom.by_tag)
        self._calm: dict[int, bool] = {}
        self.veils = generated.veils(dom, styles.view)
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
        scene.lost = self._unpainted(element, style)
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
        scene.boxed = scene.boxed or _moves(element, style)
        return scene if _differs(scene, parent) else parent

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
                    and _EFFECTS.isdisjoint(known)
                    and not _moves(element, style)
                    and (style.visibility != "collapse" or style.display not in TABLE_PARTS)
                )
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
        if element.tag in ("td", "th") and self._sides:
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
        boxed = style.display not in INLINE or element.tag in REPLACED or element.tag in CONTROLS
        moved = [name for name in ("transform", "translate", "rotate", "scale") if getattr(style, name)]
        if boxed and moved:
            if effects.matrix(style).scale < 0.001:
                return Loss(f"{moved[-1]}: flattened to nothing", element, tuple(reversed(moved)))
            if style.backface_visibility == "hidden" and effects.faces_away(style):
                return Loss("turned away with backface-visibility: hidden", element, ("backface_visibility",))
        contained = boxed and style.display not in TABLE_PARTS - {"table-cell", "table-caption"}
        if style.content == "image" and element.tag not in REPLACED:
            linked = any(one.tag == "a" for one in (element, *element.ancestors()))
            return Loss("a picture takes its place", element, ("content",), sure=not linked)
        if style.content_visibility == "hidden" and contained:
            return Loss("content-visibility: hidden", element, ("content_visibility",))
        if style.position in ("absolute", "fixed") and effects.clip_is_empty(style.clip):
            return Loss("clip leaves nothing of it", element, ("clip",))
        if effects.shape_is_empty(style.clip_path):
            return Loss("clip-path leaves nothing of it", element, ("clip_path",))
        if any(f.name == "opacity" and f.args and f.args[0] == 0 for f in style.filter):
            return Loss("filter: opacity(0)", element, ("filter",))
        if 0 < style.font_size <= effects.blur(style.filter):
            return Loss("blurred beyond reading", element, ("filter",))
        masks = style.mask_image
        known = bool(masks) and all(mask.kind == "gradient" and mask.colors for mask in masks)
        clear = all(color.alpha <= 0 for mask in masks for color in mask.colors)
        if masks and (style.mask_size == "nothing" or (known and clear)):
            return Loss("a mask that lets nothing through", element, ("mask_image",))
        return None

    def _apply_effects(self, element: Element, style: Style, scene: Scene) -> None:
        if _EFFECTS.isdisjoint(vars(style)) or style.display == "contents":
            return
        blends = style.mix_blend_mode != "normal"
        if style.opacity < 1 or style.filter or blends:
            # A page without a background of its own is transparent: there is nothing to blend with.
            bare = self.canvas_owner is None and scene.group is None and scene.layers is self._canvas
            scene.group = Group(style, scene.layers, "normal" if bare else style.mix_blend_mode, scene.group)
            scene.layers = scene.block_layers = backdrop.CLEAR
            scene.elsewhere = None
        if blends and style.mix_blend_mode not in effects.BLENDS:
            scene.doubt = Loss(f"mix-blend-mode: {style.mix_blend_mode}", element, ("mix_blend_mode",))
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
        elif style.position == "relative" and _is_taken_off(style):
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
        behind = other.layers if other is not None else self._canvas if holder is None else scene.layers
        if behind != scene.layers:
            scene.elsewhere = behind

    def _paint(self, element: Element, style: Style, scene: Scene) -> None:
        """Lay an element's background upon what lies behind it."""
        if style.background_color.alpha <= 0 and not style.background_image and style.inset_shade.alpha <= 0:
            return
        if element is self.canvas_owner or style.visibility != "visible" or style.display == "contents":
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
            scene.picture = scene.clip_text = scene.back = None
            scene.owner = element
        if unknown:
            scene.picture = element
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


def _moves(element: Element, style: Style) -> bool:
    """Whether an element can take its content out of sight by geometry: cheap, and yes when in doubt."""
    known = vars(style)
    if not _BOXED.isdisjoint(known) and (_is_moved(style) or (element.tag not in REPLACED and _is_tight(style))):
        return True
    for name in _DISTANCES:
        distance = known.get(name, 0.0)
        if distance != 0.0 and _is_far(distance):
            return True
    spacing = known.get("letter_spacing", 0.0)
    return isinstance(spacing, int | float) and spacing < -0.4 * style.font_size


def _is_taken_off(style: Style) -> bool:
    """Whether something is moved so far that it may leave the background of its own box."""
    distances = ((style.top, _LINES), (style.bottom, _LINES), (style.left, _COLUMNS), (style.right, _COLUMNS))
    return any(isinstance(size, int | float) and abs(size) > most for size, most in distances)


def _is_far(distance: object) -> bool:
    """Whether a distance matters: a few px back, or a whole column forth, or anything that layout decides."""
    if isinstance(distance, int | float):
        return distance < -_NEAR or distance > _COLUMN
    return not isinstance(distance, str) and distance != Percent(0)


def _is_moved(style: Style) -> bool:
    if style.position in ("absolute", "fixed") or style.transform or style.translate:
        return True
    if style.table_layout == "fixed" and isinstance(style.width, int | float) and style.width < _COLUMN:
        return True
    if any(track is not None for track in (*style.grid_template_rows, *style.grid_template_columns)):
        return True
    if style.position != "relative":
        return False
    return _is_far(style.top) or _is_far(style.left) or any(n not in ("auto", 0.0) for n in (style.right, style.bottom))


def _is_tight(style: Style) -> bool:
    """Whether a box that clips is so small, or holds such long lines, that it may clip all of something."""
    if "paint" not in style.contain and style.overflow_x == style.overflow_y == "visible":
        return False
    if style.display in INLINE or style.line_height == 0 or style.white_space in ("nowrap", "pre"):
        return style.display not in INLINE
    if ignores_width_of_content(style) or style.display in FLEXES:
        return True
    for size in (style.height, style.max_height):
        if isinstance(size, int | float | Percent):
            return True
    if style.line_clamp or is_whole(style.padding_left):
        return True
    for size in (style.width, style.max_width, style.flex_basis):
        if (isinstance(size, int | float) and size < _COLUMN) or (isinstance(size, Percent) and size.value < 10):
            return True
    return False


def _does_not_reach(style: Style) -> bool:
    """Whether a box is too small for its background to lie behind the text in it."""
    if _SIZES.isdisjoint(vars(style)) or style.display in INLINE or style.display in TABLE_PARTS:
        return False
    for side, names in (("height", ("top", "bottom")), ("width", ("left", "right"))):
        size = resolve(getattr(style, side), INF)
        top = resolve(getattr(style, f"max_{side}"), INF)
        least = resolve(getattr(style, f"min_{side}"), INF) or 0.0
        sizes = [one for one in (size, top) if one is not None]
        padding = sum(resolve(getattr(style, f"padding_{name}"), INF) or 0.0 for name in names)
        if sizes and max(min(sizes), least) + padding < 0.6 * style.font_size:
            return True
    return False


def _differs(scene: Scene, parent: Scene) -> bool:
    return any(getattr(scene, name) is not getattr(parent, name) for name in Scene.__slots__)
