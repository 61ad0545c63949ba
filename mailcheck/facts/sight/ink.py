"""What letters are drawn with, and how it stands out from what lies behind: fills, strokes, shadows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mailcheck.facts.css.colors import TRANSPARENT, Color
from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight import backdrop, effects, svg
from mailcheck.facts.sight.backdrop import Group, Layers, Reading
from mailcheck.facts.sight.scene import Scene

_SHADOW_LOST: Final = 600.0
"""px. A shadow thrown as far as this belongs to no word, and lies beyond the page or under something else."""


class Ink:
    """Of one tree in one view. Answers for plain letters are remembered."""

    def __init__(self) -> None:
        self._readings: dict[tuple[Color, Layers], Reading] = {}

    def contrast(self, element: Element, scene: Scene, style: Style) -> Reading:
        """How the letters of an element stand out."""
        fill, layers = style.text_fill_color, scene.layers
        stroked = style.text_stroke_width > 0
        plain = scene.group is None and scene.clip_text is None and not style.text_shadow
        if plain and not stroked and not element.foreign:
            known = self._readings.get((fill, layers))
            if known is None:
                known = self._readings[fill, layers] = backdrop.read(backdrop.compose(fill, layers, None))
            return known
        if element.foreign:
            fill = svg.fill(style)
        if scene.clip_text is not None:
            painter, below = scene.clip_text
            shades, _ = backdrop.paint(backdrop.CLEAR, painter)
            if fill.alpha >= 1:
                shades = tuple(_edge(fill, shade) for shade in shades)
                found = backdrop.read(backdrop.compose(fill, layers, scene.group))
                edges = backdrop.read([pair for one in shades for pair in backdrop.compose(one, below, scene.group)])
                return edges if edges.contrast > found.contrast else found
            fills = [fill.over(shade) for shade in shades]
            return backdrop.read([pair for one in fills for pair in backdrop.compose(one, below, scene.group)])
        found = backdrop.read(backdrop.compose(fill, layers, scene.group))
        if stroked:
            stroke = style.color if style.text_stroke_color is None else style.text_stroke_color
            drawn = backdrop.read(backdrop.compose(stroke, layers, scene.group))
            found = drawn if drawn.contrast > found.contrast else found
        for shade in _shades(style, fill):
            shown = backdrop.read(backdrop.compose(shade, layers, scene.group))
            found = shown if shown.contrast > found.contrast else found
        for shown in _dropped(layers, scene.group):
            found = shown if shown.contrast > found.contrast else found
        return found


def _edge(fill: Color, below: Color) -> Color:
    """Where a letter covers half a pixel: what is drawn in its own shape below it shows at its edges."""
    return fill.faded(0.5).over(below.faded(0.5))


def _shades(style: Style, fill: Color) -> Iterator[Color]:
    """What shadows add to the letters. A blurred one is pale; those in one place darken each other."""
    below: dict[tuple[float, float], Color] = {}
    for shadow in reversed(style.text_shadow):
        if max(abs(shadow.x), abs(shadow.y)) >= _SHADOW_LOST:
            continue
        if fill.alpha >= 1 and not (shadow.x or shadow.y or shadow.blur):
            yield _edge(fill, shadow.color)
            continue
        sharp = effects.sharpness(style.font_size, shadow.blur / 2)
        place = (shadow.x, shadow.y)
        below[place] = shadow.color.faded(sharp).over(below.get(place, TRANSPARENT))
        yield below[place]


def _dropped(layers: Layers, group: Group | None) -> Iterator[Reading]:
    """How the shadows of `filter: drop-shadow()` stand out; behind a background of the text's own they are lost."""
    while group is not None and all(one.alpha <= 0 for one in layers):
        for function in group.style.filter:
            if function.name == "drop-shadow" and function.args:
                red, green, blue, alpha, blur = (float(arg) for arg in function.args if isinstance(arg, int | float))
                sharp = effects.sharpness(group.style.font_size, blur)
                shade = Color(red, green, blue, alpha * sharp).faded(group.style.opacity)
                yield backdrop.read(backdrop.compose(shade, group.under, group.outer))
        layers, group = group.under, group.outer
