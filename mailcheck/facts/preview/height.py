"""How high a message is on a page: a guess, for frames that cannot measure what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Final

from mailcheck.facts.sight.runs import Run
from mailcheck.facts.text.links import Image

WIDTH: Final = 560.0
"""px of a column of text."""
LETTER: Final = 0.5
"""Width of a letter, and LINE the height of a line, in font sizes."""
LINE: Final = 1.4
GAP: Final = 10.0
"""px between blocks."""
FONT: Final = 16.0
MARGIN: Final = 120.0
SPARE: Final = 1.35
"""What cells and paragraphs add around text, on the average of real mail."""
LEAST: Final = 200
MOST: Final = 6_000


def expected_height(runs: Iterable[Run], images: Iterable[Image]) -> int:
    """px in a window of some 600 px, taking all blocks as standing below each other."""
    widths: dict[int, float] = {}
    fonts: dict[int, float] = {}
    for run in runs:
        if run.part == "html" and run.seen.verdict != "hidden":
            font = run.seen.font_px or FONT
            widths[run.block] = widths.get(run.block, 0.0) + len(run.text) * font * LETTER
            fonts[run.block] = max(fonts.get(run.block, 0.0), font)
    text = sum(ceil(width / WIDTH) * fonts[block] * LINE + GAP for block, width in widths.items())
    pictures = sum(image.height or FONT for image in images if image.seen.verdict != "hidden")
    return int(min(max(text * SPARE + pictures + MARGIN, LEAST), MOST))
