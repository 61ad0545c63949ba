"""Answers with their reason: what is said about a loss, and the declaration or element that decided."""

from __future__ import annotations

from functools import partial
from typing import Final

from mailcheck.facts.css.style import Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.animations import Animations
from mailcheck.facts.sight.boxes import Loss
from mailcheck.facts.sight.scene import Scene
from mailcheck.facts.sight.scenes import Scenes
from mailcheck.facts.sight.seen import DECIMALS, Seen, Verdict
from mailcheck.spans import Span

_ANIMATED: Final = "an animation may show it"


class Reasons:
    """Of one tree in one view. Places are looked for when somebody asks."""

    def __init__(self, dom: Dom, styles: Styles, scenes: Scenes) -> None:
        self.dom = dom
        self.styles = styles
        self._scenes = scenes
        self._animations = Animations(dom, styles)
        self._spans: dict[tuple[int, tuple[str, ...]], Span] = {}

    def gone(self, lost: Loss, element: Element) -> Seen:
        where = "" if lost.element is element else " on an ancestor"
        if where and not _encloses(lost.element, element):
            where = ""
        because = partial(self.span, lost.element, lost.properties)
        if lost.sure and self._animations.change(lost.element, lost.properties):
            return Seen("indeterminate", f"{_ANIMATED} ({lost.reason}{where})", because)
        return Seen("hidden" if lost.sure else "indeterminate", lost.reason + where, because)

    def animated(self, seen: Seen, element: Element, names: tuple[str, ...]) -> Seen:
        """A text that is hidden by its size or colour, unless an animation may change that."""
        if seen.verdict != "hidden" or not self._animations.change_around(element, names):
            return seen
        return Seen("indeterminate", f"{_ANIMATED} ({seen.reason})", seen._because, font_px=seen.font_px)

    def unsure(self, reason: str, element: Element, properties: tuple[str, ...], font: float) -> Seen:
        return Seen("indeterminate", reason, partial(self.span, element, properties), font_px=font)

    def sized(self, verdict: Verdict, reason: str, element: Element, style: Style, font: float) -> Seen:
        if font == round(style.font_size, DECIMALS):
            return Seen(verdict, reason, partial(self.span, element, ("font_size",)), font_px=font)
        name = "zoom" if style.zoom != 1 else "transform"
        source = next((one for one in (element, *element.ancestors()) if _scales(self.styles.of(one))), element)
        because = partial(self.span, source, (name, "scale", "font_size"))
        return Seen(verdict, f"{reason} after {name}", because, font_px=font)

    def why_color(self, element: Element, scene: Scene) -> Span | None:
        names = ("opacity",) if scene.group is not None and scene.group.style.opacity < 1 else ()
        if names:
            return self.span(self.faded_by(element), names)
        fill = "text_fill" if self.styles.of(element).text_fill is not None else "color"
        declaration = self.styles.why(element, fill)
        if declaration is not None and declaration.span is not None:
            return declaration.span
        owner = scene.owner or self._scenes.canvas_owner
        if owner is not None:
            return self.span(owner, ("background_color",))
        return self.dom.span(element)

    def faded_by(self, element: Element) -> Element:
        faded = (one for one in (element, *element.ancestors()) if self.styles.of(one).opacity < 1)
        return next(faded, element)

    def span(self, element: Element, properties: tuple[str, ...]) -> Span:
        """The first of the properties that someone wrote, else the element's start tag."""
        key = (element.index, properties)
        known = self._spans.get(key)
        if known is None:
            declared = (self.styles.why(element, name) for name in properties)
            written = (one.span for one in declared if one is not None and one.span is not None)
            known = self._spans[key] = next(written, self.dom.span(element))
        return known


def _scales(style: Style) -> bool:
    return bool(style.transform or style.scale) or "zoom" in vars(style)


def _encloses(outer: Element, inner: Element) -> bool:
    return any(one is outer for one in inner.ancestors())
