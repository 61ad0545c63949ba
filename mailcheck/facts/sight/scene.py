"""What the surroundings of an element are, as one record."""

from __future__ import annotations

from mailcheck.facts.css.style import Style
from mailcheck.facts.html.nodes import Element
from mailcheck.facts.sight.backdrop import Group, Layers
from mailcheck.facts.sight.boxes import Loss


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


def differs(scene: Scene, parent: Scene) -> bool:
    return any(getattr(scene, name) is not getattr(parent, name) for name in Scene.__slots__)
