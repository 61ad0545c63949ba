"""Why nothing in an element is painted, for the sake of its own style: `display`, effects, clips, masks."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight import backdrop, effects
from mailcheck.facts.sight.boxes import Loss
from mailcheck.facts.sight.metrics import CONTROLS, INLINE, REPLACED, TABLE_PARTS

EFFECTS: Final = frozenset(
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


def unpainted(styles: Styles, element: Element, style: Style, sides: bool) -> Loss | None:
    """Why nothing in an element is painted, whatever its own content is like."""
    display = style.display
    if display == "none":
        return Loss("display: none", element, ("display",))
    if display in ("table-column", "table-column-group"):
        return Loss(f"display: {display}", element, ("display",))
    if style.visibility == "collapse" and display in TABLE_PARTS - {"table-cell", "table-caption", "table"}:
        return Loss("visibility: collapse", element, ("visibility",))
    if element.tag in ("td", "th") and sides:
        column = backdrop.column_of(element)
        if column is not None and styles.of(column).visibility == "collapse":
            return Loss("visibility: collapse on its column", column, ("visibility",))
    if display == "contents":
        return None
    if style.opacity <= 0:
        return Loss("opacity: 0", element, ("opacity",))
    return _reshaped(element, style)


def _reshaped(element: Element, style: Style) -> Loss | None:
    if EFFECTS.isdisjoint(vars(style)):
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
