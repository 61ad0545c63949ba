"""How a message divides into commercial and other blocks, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mailcheck.exhibits import BlockShare, Division
from mailcheck.reporters.html.markup import plain, prose, quoted

KINDS: Final = {
    "C": ("commercial", "#b3541e"),
    "T": ("transactional", "#1f5a96"),
    "O": ("other content", "#4a6b2a"),
    "N": ("neutral", "#6b7280"),
    "U": ("undecided", "#7a4fa3"),
}
WIDTH: Final = 1000.0
MARK: Final = 0.2
"""The share that the 80/20 rule of thumb leaves to advertising in a transactional message."""
MOST: Final = 60
"""Rows of the table."""
LETTER: Final = 36.0
"""Width from which a block of the picture bears its letter."""


def division_of(division: Division, level: int) -> Iterator[str]:
    weight = sum(block.weight for block in division.blocks)
    if not weight:
        return
    yield f"<div class=division><h{level}>What the message is made of</h{level}>"
    yield f"<p>{_share(division)}</p>"
    if division.purpose:
        because = f": {prose(division.because)}" if division.because else ""
        yield f"<p>Its purpose is read as <strong>{plain(division.purpose)}</strong>{because}.</p>"
    yield from _picture(division, weight)
    yield from _legend(division, weight)
    yield from _table(division, weight)
    yield "</div>"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"


def _share(division: Division) -> str:
    low, high = division.low, division.high
    if low is None or high is None:
        return "Nothing in it is commercial or transactional."
    if round(100 * low) == round(100 * high):
        return f"Of what is commercial or transactional in it, {_percent(low)} is commercial."
    between = f"between {_percent(low)} and {_percent(high)} is commercial"
    return f"Of what is commercial or transactional in it, {between}: some blocks can be read either way."


def _picture(division: Division, weight: float) -> Iterator[str]:
    yield '<svg class=blocks viewBox="0 0 1000 74" role=img aria-label="The blocks from first to last, as wide as they'
    yield f' weigh. {plain(_share(division))} The mark stands at {_percent(MARK)}.">'
    left = 0.0
    for block in division.blocks:
        width = WIDTH * block.weight / weight
        _, color = KINDS[block.kind]
        yield f'<rect x="{left:.1f}" y="0" width="{max(width - 1, 0.5):.1f}" height="40" fill="{color}"/>'
        if width >= LETTER:
            yield f'<text x="{left + width / 2:.1f}" y="27" text-anchor="middle" fill="#fff">{block.kind}</text>'
        left += width
    low, high = division.low or 0.0, division.high or 0.0
    color = KINDS["C"][1]
    yield '<rect x="0" y="50" width="1000" height="12" fill="#e4e7eb"/>'
    yield f'<rect x="0" y="50" width="{WIDTH * high:.1f}" height="12" fill="{color}" opacity=".45"/>'
    yield f'<rect x="0" y="50" width="{WIDTH * low:.1f}" height="12" fill="{color}"/>'
    yield f'<path d="M{WIDTH * MARK:.0f} 46v20" stroke="#1a1f24" stroke-width="3"/>'
    yield "</svg>"
    yield "<p class=quiet>Above: the blocks in reading order, as wide as they weigh. Below: the commercial share; the"
    yield f"mark is at {_percent(MARK)}.</p>"


def _legend(division: Division, weight: float) -> Iterator[str]:
    yield "<ul class=legend>"
    for kind, (name, color) in KINDS.items():
        own = sum(block.weight for block in division.blocks if block.kind == kind)
        if own:
            swatch = f'<svg viewBox="0 0 12 12" aria-hidden=true><rect width="12" height="12" fill="{color}"/></svg>'
            yield f"<li>{swatch} {kind}: {name}, {_percent(own / weight)}</li>"
    yield "</ul>"


def _table(division: Division, weight: float) -> Iterator[str]:
    yield "<details><summary>The blocks one by one</summary><table>"
    yield "<thead><tr><th scope=col>Block<th scope=col>Share<th scope=col>Words<th scope=col>Why</tr></thead><tbody>"
    for block in division.blocks[:MOST]:
        yield _row(block, weight)
    yield "</tbody></table>"
    if len(division.blocks) > MOST:
        yield f"<p>And {len(division.blocks) - MOST} more.</p>"
    yield "</details>"


def _row(block: BlockShare, weight: float) -> str:
    why = "; ".join(prose(reason) for reason in block.reasons)
    share = _percent(block.weight / weight)
    return f"<tr><th scope=row>{KINDS[block.kind][0]}<td>{share}<td>{quoted(block.text)}<td>{why}</tr>"
