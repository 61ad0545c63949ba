"""Every longhand that decides what can be seen, with its grammar. Names are those of `Style`'s attributes."""

from __future__ import annotations

from typing import Final, NamedTuple

from mailcheck.facts.css import values
from mailcheck.facts.css.box_syntax import (
    BORDER_STYLES,
    SIDES,
    SIZES,
    border_width,
    clip_margin,
    columns,
    contain,
    container_type,
    content,
    display,
    intrinsic_size,
    justified,
    reordered,
    tracks,
    z_index,
    zoom,
)
from mailcheck.facts.css.effect_syntax import animations, clip_path, filters, rotate, scale, transform, translate
from mailcheck.facts.css.paint_syntax import (
    BLENDS,
    background_size,
    clip_boxes,
    color_scheme,
    images,
    inset_shade,
    paint,
)
from mailcheck.facts.css.syntax import Parse, colors, factor, keywords, lengths, opacity
from mailcheck.facts.css.text_syntax import (
    font_family,
    font_size,
    font_weight,
    line_clamp,
    line_height,
    size_adjust,
    text_indent,
    white_space,
)

_PLACING: Final = """order grid-area grid-row grid-column grid-row-start grid-row-end grid-column-start
    grid-column-end"""


class Longhand(NamedTuple):
    attribute: str
    parse: Parse


LONGHANDS: Final[dict[str, Longhand]] = {
    name: Longhand(attribute or name.replace("-", "_"), parse)
    for name, attribute, parse in (
        ("display", "", display),
        ("visibility", "", keywords("visible hidden collapse")),
        ("opacity", "", opacity),
        ("color", "", colors),
        ("-webkit-text-fill-color", "text_fill", colors),
        ("-webkit-text-stroke-width", "text_stroke_width", border_width),
        ("-webkit-text-stroke-color", "text_stroke_color", colors),
        ("fill", "", paint),
        ("fill-opacity", "", opacity),
        ("stroke", "", paint),
        ("background-color", "", colors),
        ("background-image", "", images),
        ("background-clip", "", clip_boxes),
        ("background-size", "", background_size),
        ("background-blend-mode", "", lambda found, quirks: found[0].text),
        ("font-size", "", font_size),
        ("font-size-adjust", "", size_adjust),
        ("font-family", "monospace", font_family),
        ("font-weight", "", font_weight),
        ("line-height", "line_spacing", line_height),
        ("position", "", keywords("static relative absolute fixed sticky")),
        ("float", "", keywords("none left right inline-start inline-end")),
        ("z-index", "", z_index),
        ("overflow-x", "", keywords("visible hidden scroll auto clip overlay")),
        ("overflow-y", "", keywords("visible hidden scroll auto clip overlay")),
        *((side, "", lengths("auto")) for side in SIDES),
        *((name, "", lengths(SIZES, negative=False)) for name in ("width", "height")),
        *((name, "", lengths(SIZES, negative=False)) for name in ("min-width", "min-height")),
        *((name, "", lengths(SIZES.replace("auto", "none"), negative=False))
          for name in ("max-width", "max-height")),
        *((f"margin-{side}", "", lengths("auto")) for side in SIDES),
        *((f"padding-{side}", "", lengths(negative=False)) for side in SIDES),
        *((f"border-{side}-width", "", border_width) for side in SIDES),
        *((f"border-{side}-style", "", keywords(BORDER_STYLES)) for side in SIDES),
        *((f"border-{side}-color", "", colors) for side in SIDES),
        ("text-indent", "", text_indent),
        ("white-space", "", white_space),
        ("flex-grow", "", factor),
        ("flex-basis", "", lengths(f"{SIZES} content", negative=False)),
        ("flex-shrink", "", factor),
        ("flex-wrap", "", keywords("nowrap wrap wrap-reverse")),
        ("justify-content", "", justified),
        *((name, "reordered", reordered) for name in _PLACING.split()),
        ("flex-direction", "", keywords("row row-reverse column column-reverse")),
        ("grid-template-rows", "", tracks),
        ("grid-template-columns", "", tracks),
        *((name, "columns", columns) for name in ("columns", "column-count", "column-width")),
        ("table-layout", "", keywords("auto fixed")),
        ("-webkit-line-clamp", "line_clamp", line_clamp),
        ("-webkit-box-orient", "box_orient", keywords("horizontal vertical inline-axis block-axis")),
        ("overflow-clip-margin", "", clip_margin),
        ("box-shadow", "inset_shade", inset_shade),
        ("isolation", "", keywords("auto isolate")),
        ("clip", "", values.rect),
        ("clip-path", "", clip_path),
        ("transform", "", transform),
        ("translate", "", translate),
        ("scale", "", scale),
        ("rotate", "", rotate),
        ("filter", "", filters),
        ("backdrop-filter", "", filters),
        ("mix-blend-mode", "", keywords(BLENDS)),
        ("content-visibility", "", keywords("visible hidden auto")),
        ("text-shadow", "", lambda found, quirks: values.shadows(found)),
        ("letter-spacing", "", lengths("normal", percent=True)),
        ("direction", "", keywords("ltr rtl")),
        ("unicode-bidi", "", keywords(
    """normal embed isolate bidi-override isolate-override plaintext -webkit-isolate -webkit-plaintext
    -webkit-isolate-override"""
)),
        ("mask-image", "", images),
        ("mask-size", "", background_size),
        ("writing-mode", "", keywords(
    """horizontal-tb vertical-rl vertical-lr sideways-rl sideways-lr lr lr-tb rl rl-tb tb tb-rl"""
)),
        ("box-sizing", "", keywords("content-box border-box")),
        ("text-transform", "", keywords("none capitalize uppercase lowercase math-auto")),
        ("text-align", "", keywords(
    """left right center justify start end match-parent -webkit-auto -webkit-left -webkit-right
    -webkit-center -internal-center"""
)),
        (
            "vertical-align",
            "",
            lengths("baseline sub super top text-top middle bottom text-bottom -webkit-baseline-middle"),
        ),
        ("contain", "", contain),
        ("container-type", "", container_type),
        ("contain-intrinsic-size", "", intrinsic_size),
        ("content", "", content),
        ("backface-visibility", "", keywords("visible hidden")),
        ("appearance", "", lambda found, quirks: found[0].text
            if len(found) == 1 and found[0].kind == "ident" else None),
        ("animation-name", "animations", animations),
        ("animation", "animations", animations),
        ("zoom", "", zoom),
        ("color-scheme", "", color_scheme),
        ("mso-hide", "", keywords("all none screen")),
    )
}  # fmt: skip
ALIASES: Final = {
    **{f"-webkit-{name}": name for name in (
        "transform", "filter", "opacity", "box-sizing", "background-clip", "mask-image", "mask-size", "clip-path",
        "backface-visibility", "appearance", "writing-mode", "animation", "animation-name")},
    "-webkit-margin-before": "margin-top", "-webkit-margin-after": "margin-bottom",
    "-webkit-margin-start": "margin-left", "-webkit-margin-end": "margin-right",
    "-webkit-padding-start": "padding-left", "-webkit-padding-end": "padding-right",
    "margin-block-start": "margin-top", "margin-block-end": "margin-bottom",
    "margin-inline-start": "margin-left", "margin-inline-end": "margin-right",
    "padding-block-start": "padding-top", "padding-block-end": "padding-bottom",
    "padding-inline-start": "padding-left", "padding-inline-end": "padding-right",
    "inset-block-start": "top", "inset-block-end": "bottom", "inset-inline-start": "left",
    "inset-inline-end": "right", "inline-size": "width", "block-size": "height",
    "min-inline-size": "min-width", "min-block-size": "min-height", "max-inline-size": "max-width",
    "max-block-size": "max-height",
    **{f"contain-intrinsic-{side}": "contain-intrinsic-size"
       for side in ("width", "height", "inline-size", "block-size")},
    "overflow-inline": "overflow-x", "overflow-block": "overflow-y",
    "-webkit-logical-width": "width", "-webkit-logical-height": "height",
}  # fmt: skip
"""Old names, and logical ones for horizontal text from left to right."""
QUIRKY: Final = frozenset(
    {"color", "background-color", "font-size", "top", "right", "bottom", "left", "width", "height", "min-width",
     "min-height", "max-width", "max-height", "text-indent", "letter-spacing", "clip", "vertical-align"}
    | {f"{name}-{side}" for name in ("margin", "padding") for side in SIDES}
    | {f"border-{side}-{part}" for part in ("width", "color") for side in SIDES}
)  # fmt: skip
"""Longhands that take lengths without a unit or colours without `#` in quirks mode."""
