"""What animations may change: an element that a keyframe shows is not hidden for good."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mailcheck.facts.css.css import Block, blocks, declarations
from mailcheck.facts.css.properties import expand
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, TextNode

_KEYFRAMES = ("@keyframes", "@-webkit-keyframes")
_GROUPS = ("@media", "@supports", "@layer")
_DEEPEST = 4


class Animations:
    """Of one tree in one view: which properties the keyframes of an element set, whatever the moment."""

    def __init__(self, dom: Dom, styles: Styles) -> None:
        self._styles = styles
        self._frames: dict[str, frozenset[str]] = {}
        for style in dom.tagged("style"):
            for node in style.children:
                if isinstance(node, TextNode) and "keyframes" in node.data.lower():
                    self._frames.update(_frames(node.data))

    def change(self, element: Element, names: tuple[str, ...]) -> bool:
        """Whether an animation of an element sets one of some properties."""
        if not self._frames:
            return False
        running = self._styles.of(element).animations
        return any(not self._frames.get(one, frozenset()).isdisjoint(names) for one in running)

    def change_around(self, element: Element, names: tuple[str, ...]) -> bool:
        """The same, of an element or of one around it."""
        return bool(self._frames) and any(self.change(one, names) for one in (element, *element.ancestors()))


@lru_cache(maxsize=64)
def _frames(sheet: str) -> dict[str, frozenset[str]]:
    """The longhands that the keyframes of each name, in lower case, set."""
    found: dict[str, frozenset[str]] = {}
    for block in _keyframes(blocks(sheet, top=True), 0):
        name = block.prelude.partition(" ")[2].strip().strip("\"'").lower()
        written = (raw for frame in blocks(block.content or "") for raw in declarations(frame.content or ""))
        found[name] = frozenset(longhand for raw in written for longhand, _ in expand(raw.name, raw.value) or ())
    return found


def _keyframes(found: Iterator[Block], depth: int) -> Iterator[Block]:
    for block in found:
        head = block.prelude.lower()
        if head.startswith(_KEYFRAMES):
            yield block
        elif head.startswith(_GROUPS) and block.content and depth < _DEEPEST:
            yield from _keyframes(blocks(block.content), depth + 1)
