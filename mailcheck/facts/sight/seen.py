"""How something is seen: the answer that sight gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from mailcheck.facts.css.colors import Color
from mailcheck.spans import Span

Verdict = Literal["visible", "hidden", "low-contrast", "too-small", "indeterminate", "not-applicable"]

HIDDEN_BELOW: Final = 1.2
"""Contrast, WCAG 2. One painted opt-out link in a hundred has 1.16 (measured on 179 real ones)."""
FAINT_BELOW: Final = 1.5
"""Contrast that matters more than the smallest size."""
LOW_BELOW: Final = 3.0
SMALL_BELOW: Final = 9.0
"""px"""
DECIMALS: Final = 4
"""Of font sizes: browsers compute in single precision, where 0.6 x 13.3333 px are 8 px and not a little less."""
NO_SIZE_BELOW: Final = 0.8
"""px. Browsers paint nothing of smaller text."""

Because = Span | Callable[[], Span | None] | None
"""A place, or what finds it when somebody asks."""


class Seen:
    """How something is seen. Not to be changed.

    hidden: not painted at all, or with a contrast below 1.2. low-contrast: below 3. too-small: below 9 px.
    `reason` in words ('display: none on an ancestor'), `because` the declaration, attribute or element that
    decided. `contrast` (WCAG 2) and `font_px` (as seen, after zoom and scaling) where they are known; colours are
    what appears on the page, with all transparency worked in.
    """

    __slots__ = ("_because", "background", "color", "contrast", "font_px", "reason", "verdict")

    def __init__(
        self,
        verdict: Verdict,
        reason: str = "",
        because: Because = None,
        contrast: float | None = None,
        font_px: float | None = None,
        color: Color | None = None,
        background: Color | None = None,
    ) -> None:
        self.verdict: Verdict = verdict
        self.reason = reason
        self._because = because
        self.contrast = contrast
        self.font_px = font_px
        self.color = color
        self.background = background

    @property
    def because(self) -> Span | None:
        if callable(self._because):
            self._because = self._because()
        return self._because

    def __repr__(self) -> str:
        return f"<Seen {self.verdict} {self.reason!r}>"


NOT_APPLICABLE: Final = Seen("not-applicable")
_RANK: Final = {"hidden": 0, "not-applicable": 1, "indeterminate": 2, "too-small": 3, "low-contrast": 4, "visible": 5}


def better(seen: Seen, best: Seen) -> bool:
    """Whether a reader sees more of the one than of the other."""
    rank, other = _RANK[seen.verdict], _RANK[best.verdict]
    if rank != other:
        return rank > other
    return (seen.contrast or 0.0, seen.font_px or 0.0) > (best.contrast or 0.0, best.font_px or 0.0)
