"""What stands before something in a box: lines, and boxes above them."""

from __future__ import annotations

from mailcheck.facts.sight.metrics import Bounds


class Stack:
    """What stands before something in a box.

    `height`: of the lines and boxes above it, at least. `before`: what fills its own line before it, were lines
    never broken. `first_line`: whether nothing has forced a line to end yet. `margin`: how much of `height` is the
    margin of the last box.
    """

    def __init__(self, line: float) -> None:
        self.height = 0.0
        self.before = Bounds(0.0, 0.0)
        self.first_line = True
        self.margin = 0.0
        self._line = self._lowest = line
        self._tallest = 0.0
        self._filled = False

    def add_text(self, width: Bounds, line: float) -> None:
        self.before = Bounds(self.before.low + width.low, self.before.high + width.high)
        if width.low > 0:
            # In quirks mode a line may be as low as the text in it, whatever its box says.
            self._lowest = min(self._lowest, line)
            self._filled = True

    def add_space(self, width: float) -> None:
        self.before = Bounds(self.before.low + width, self.before.high + width)

    def add_box(self, width: Bounds, height: float) -> None:
        self.before = Bounds(self.before.low + width.low, self.before.high + width.high)
        self._tallest = max(self._tallest, height)
        self._filled = True

    def add_block(self, height: float, margin: float) -> None:
        self.height += height + (margin if height else 0.0)
        self.margin = margin if height else 0.0
        self.first_line = False

    def end_line(self, forced: bool) -> None:
        if forced or self._filled:
            self.height += max(self._lowest, self._tallest)
            self.first_line = False
            self.margin = 0.0
        self._lowest = self._line
        self.before = Bounds(0.0, 0.0)
        self._filled = False
        self._tallest = 0.0
