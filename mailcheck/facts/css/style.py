"""`Style`: the computed values of one element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mailcheck.facts.css import colors
from mailcheck.facts.css.colors import TRANSPARENT, Color
from mailcheck.facts.css.lengths import Extreme, Length, Percent, Scale
from mailcheck.facts.css.values import Function, Image, Multiple, Rect, Shadow
from mailcheck.facts.css.variables import Registered, Variables
from mailcheck.facts.css.wordset import words

Px = float
Size = Length | str
"""A length, or a keyword such as auto, none, max-content."""


class Style:
    """Computed values. Not to be changed: elements alike share one object.

    What an instance does not hold is the property's initial value, which stands here. Lengths are px, before
    `zoom`; what depends on layout stays a `Percent` or `Extreme`.
    """

    display: str = "inline"
    visibility: str = "visible"
    opacity: Px = 1.0
    color: Color = colors.BLACK
    text_fill: Color | None = None
    text_stroke_width: Px = 0.0
    text_stroke_color: Color | None = None
    """None for the text's own colour."""
    fill: Color = colors.BLACK
    fill_opacity: Px = 1.0
    stroke: Color = TRANSPARENT
    """Of SVG."""
    background_color: Color = TRANSPARENT
    background_image: tuple[Image, ...] = ()
    background_clip: str = "border-box"
    background_size: str = "some"
    """nothing: no image of the background has an area. part: one has a size of its own."""
    background_blend_mode: str = "normal"
    font_size: Px = 16.0
    font_size_adjust: Px = 1.0
    """0: letters have no size, whatever the font size."""
    font_weight: Px = 400.0
    monospace: bool = False
    """Whether the font family is `monospace` and nothing else."""
    line_spacing: Length | Multiple | str = "normal"
    position: str = "static"
    float: str = "none"
    z_index: int | str = "auto"
    overflow_x: str = "visible"
    overflow_y: str = "visible"
    top: Size = "auto"
    right: Size = "auto"
    bottom: Size = "auto"
    left: Size = "auto"
    width: Size = "auto"
    height: Size = "auto"
    min_width: Size = "auto"
    min_height: Size = "auto"
    max_width: Size = "none"
    max_height: Size = "none"
    margin_top: Size = 0.0
    margin_right: Size = 0.0
    margin_bottom: Size = 0.0
    margin_left: Size = 0.0
    padding_top: Length = 0.0
    padding_right: Length = 0.0
    padding_bottom: Length = 0.0
    padding_left: Length = 0.0
    border_top_width: Px = 0.0
    border_right_width: Px = 0.0
    border_bottom_width: Px = 0.0
    border_left_width: Px = 0.0
    border_top_style: str = "none"
    border_right_style: str = "none"
    border_bottom_style: str = "none"
    border_left_style: str = "none"
    border_top_color: Color = colors.BLACK
    border_right_color: Color = colors.BLACK
    border_bottom_color: Color = colors.BLACK
    border_left_color: Color = colors.BLACK
    text_indent: Length = 0.0
    white_space: str = "normal"
    flex_grow: Px = 0.0
    flex_basis: Size = "auto"
    flex_direction: str = "row"
    flex_shrink: Px = 1.0
    flex_wrap: str = "nowrap"
    justify_content: str = "normal"
    reordered: bool = False
    """Whether an item of a flexible box or grid is not where the document has it."""
    grid_template_rows: tuple[Px | None, ...] = ()
    grid_template_columns: tuple[Px | None, ...] = ()
    """Of each track its px; None for what its content or the room decides."""
    table_layout: str = "auto"
    columns: str = "auto"
    """several: it lays its content out in columns."""
    line_clamp: int = 0
    box_orient: str = "horizontal"
    overflow_clip_margin: Px = 0.0
    isolation: str = "auto"
    inset_shade: Color = TRANSPARENT
    """The colour of an inset shadow that lies over the whole background."""
    clip: Rect | str = "auto"
    clip_path: tuple[Function, ...] = ()
    transform: tuple[Function, ...] = ()
    translate: tuple[Function, ...] = ()
    scale: tuple[Function, ...] = ()
    rotate: tuple[Function, ...] = ()
    filter: tuple[Function, ...] = ()
    backdrop_filter: tuple[Function, ...] = ()
    mix_blend_mode: str = "normal"
    content_visibility: str = "visible"
    text_shadow: tuple[Shadow, ...] = ()
    letter_spacing: Size = 0.0
    direction: str = "ltr"
    unicode_bidi: str = "normal"
    mask_image: tuple[Image, ...] = ()
    mask_size: str = "some"
    writing_mode: str = "horizontal-tb"
    box_sizing: str = "content-box"
    text_transform: str = "none"
    text_align: str = "start"
    vertical_align: Size = "baseline"
    contain: frozenset[str] = frozenset()
    container_type: str = "normal"
    contain_intrinsic_size: str = "none"
    content: str = "normal"
    """image: a picture stands for the content."""
    backface_visibility: str = "visible"
    appearance: str = "none"
    zoom: Px = 1.0
    """The product of `zoom` on this element and all its ancestors."""
    color_scheme: frozenset[str] = frozenset()
    dark: bool = False
    """Whether the element's used colour scheme is the dark one."""
    animations: frozenset[str] = frozenset()
    """The names of its keyframes."""
    mso_hide: str = "none"
    size_keyword: str = "medium"
    """The font-size keyword that the size comes from; '' when it comes from a length."""
    size_absolute: bool = False
    specified_size: Px | None = None
    """The font size that children's percentages refer to, when the browser raised it to its minimum."""
    variables: Variables = Variables()
    renders_content: bool = True
    """False: text directly inside has no box (closed `<details>`, the fallback of `<video>`)."""

    makes_items: bool = False
    """Whether its children are items of a flexible box or a grid."""
    inheritance: dict[str, object] = {}  # noqa: RUF012 -- never changed
    """The inherited properties that are not initial, for its children."""

    @property
    def text_fill_color(self) -> Color:
        """What glyphs are painted with."""
        return self.color if self.text_fill is None else self.text_fill

    @property
    def line_height(self) -> Px | None:
        """In px; None for normal."""
        spacing = self.line_spacing
        if isinstance(spacing, Multiple):
            return spacing.factor * self.font_size
        return None if isinstance(spacing, str | Percent | Extreme) else spacing


INHERITED: Final = words(
    """visibility color text_fill text_stroke_width text_stroke_color fill fill_opacity stroke
    font_size font_size_adjust font_weight monospace
    line_spacing text_indent white_space text_shadow
    letter_spacing direction writing_mode text_transform text_align color_scheme dark size_keyword size_absolute
    specified_size variables zoom"""
)
INITIAL: Final = {name: value for name, value in vars(Style).items() if not name.startswith("_")}
"""The initial values by the attribute's name."""


class Basis:
    """What all elements of one document and view share when they are computed."""

    def __init__(self, width: int, height: int, dark: bool, quirks: bool) -> None:
        self.width, self.height, self.prefers_dark, self.quirks = width, height, dark, quirks
        self.root_font = 16.0
        self.page_schemes: frozenset[str] = frozenset()
        """What `<meta name="color-scheme">` declares."""
        self.link_color: Color | None = None
        """The `link` attribute of the body."""
        self.registered: Mapping[str, Registered] = {}
        """What `@property` says of custom properties."""
        self.body_color = colors.BLACK
        """Set when the body has been computed."""

    def scale(self, font: float) -> Scale:
        return Scale(font, self.root_font, self.width, self.height)
