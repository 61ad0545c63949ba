"""The vocabulary of boxes: kinds of display, lengths in px, and bounds on what text takes up.

No layout is done anywhere: a bound holds whatever the fonts and the content, and `math.inf` says that only layout
could tell.
"""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

from mailcheck.facts.css.lengths import Extreme, Length, Percent
from mailcheck.facts.css.style import Size, Style
from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.nodes import Element
from mailcheck.lazy_regex import lazy_regex

INF: Final = math.inf
WIDEST_EM: Final = 1.2
"""No glyph in common use is wider, in em."""
_SLIM: Final = ((re.compile(r"[ijltfrI.,:;'|!()\[\] -]"), 0.65), (re.compile(r"[abcdeghknopqsuvxyz0-9]"), 0.75),
                (re.compile(r"[A-HJ-LN-VX-Z]"), 0.95))  # fmt: skip
"""Classes of letters and how wide the widest of them is in wide faces, bold ones included."""
_LINE_EM: Final = 1.1
"""A line of normal height is at least so high in every usual face."""
_CELL_SPACING: Final = 2.0
"""px, where no attribute says another."""
NARROWEST_EM: Final = 0.22
"""Few glyphs are narrower than an i."""
_BROAD: Final = lazy_regex("[abcdeghknopqsuvxyzmwA-HK-Z0-9]")
_BROAD_EM: Final = 0.34
"""Even condensed faces give these letters so much."""
SPACES: Final = re.compile(r"[ \t\n\r\f]+")
INLINE: Final = frozenset({"inline", "contents", "ruby", "ruby-text", "inline list-item"})
FILLING: Final = frozenset({"block", "list-item", "flow-root", "flex", "grid", "-webkit-box", "block ruby"})
FLEXIBLE: Final = frozenset({"flex", "inline-flex", "grid", "inline-grid", "-webkit-box", "-webkit-inline-box"})
FLEXES: Final = frozenset({"flex", "inline-flex"})
GRIDS: Final = frozenset({"grid", "inline-grid"})
TABLE_PARTS: Final = frozenset(
    """table inline-table table-row table-row-group table-header-group table-footer-group table-cell
    table-caption table-column table-column-group""".split()
)
ROWS: Final = frozenset({"table-row", "table-row-group", "table-header-group", "table-footer-group"})
SIZED_BY_CONTENT: Final = frozenset(
    """min-content max-content fit-content -webkit-min-content -webkit-max-content -webkit-fit-content
    min-intrinsic intrinsic""".split()
)
"""Keywords for sizes."""
CONTROLS: Final = frozenset({"button", "select", "textarea"})
REPLACED: Final = frozenset({"img", "svg", "video", "iframe", "embed", "object", "input"})


class Bounds(NamedTuple):
    low: float
    high: float


def out_of_flow(style: Style) -> bool:
    return style.position in ("absolute", "fixed")


def ignores_content(style: Style) -> bool:
    """Whether a box is as large as it would be without content."""
    return ("size" in style.contain or style.container_type == "size") and style.contain_intrinsic_size == "none"


def ignores_width_of_content(style: Style) -> bool:
    """Whether a box that shrinks to fit is as narrow as it would be without content."""
    return ignores_content(style) or (
        ("inline-size" in style.contain or style.container_type == "inline-size")
        and style.contain_intrinsic_size == "none"
    )


def resolve(size: Length | str, base: float) -> float | None:
    """A size in px; None for a keyword, or a percentage of something unknown."""
    if isinstance(size, int | float):
        return float(size)
    if isinstance(size, Percent | Extreme) and base < INF:
        return size.resolve(base)
    return 0.0 if isinstance(size, Percent) and size.value == 0 and size.px == 0 else None


def padding(style: Style, side: str) -> float:
    """As far as it is known; what depends on layout counts as 0."""
    return resolve(getattr(style, f"padding_{side}"), INF) or 0.0


def edge(style: Style, side: str) -> float:
    """Border and padding of a side, as far as they are known."""
    width: float = getattr(style, f"border_{side}_width")
    return width + padding(style, side)


def box_of(element: Element, styles: Styles) -> Element | None:
    """The nearest ancestor that makes a box of its own."""
    for above in element.ancestors():
        if styles.of(above).display not in INLINE:
            return above
    return None


def items_of(box: Element, styles: Styles) -> list[Element]:
    """The elements that are items of a flexible box or grid, in the order of the document."""
    styled = [(one, styles.of(one)) for one in box.children if isinstance(one, Element)]
    return [one for one, style in styled if style.display != "none" and not out_of_flow(style)]


def rows_of(table: Element, styles: Styles) -> list[Element]:
    """The rows of a table, without those of tables inside it."""
    rows: list[Element] = []
    for child in table.children:
        if isinstance(child, Element):
            display = styles.of(child).display
            if display == "table-row":
                rows.append(child)
            elif display in ROWS:
                rows += [r for r in child.children if isinstance(r, Element) and styles.of(r).display == "table-row"]
    return rows


def widest(text: str) -> float:
    """The width of a text on one line at most, in em."""
    total = len(text) * WIDEST_EM
    for letters, width in _SLIM:
        total -= len(letters.findall(text)) * (WIDEST_EM - width)
    return total


def slimmest(text: str) -> float:
    """The width of a text on one line at least, in em; characters without any width must not be asked for."""
    broad = len(_BROAD.findall(text))
    return broad * _BROAD_EM + (len(text) - broad) * NARROWEST_EM


def line_height(style: Style) -> float:
    """Of one line, in px; a low estimate for normal."""
    return style.font_size * _LINE_EM if style.line_height is None else style.line_height


def columns_of(element: Element, name: str) -> int:
    """How many columns a cell (`colspan`) or a `<col>` (`span`) takes."""
    text = element.attrs.get(name, "").strip()
    return min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def cell_spacing(element: Element) -> float:
    """px between the cells of the table around an element, or of the table that it is."""
    table: Element | None = element
    while table is not None and table.tag != "table":
        table = table.parent
    written = table.attrs.get("cellspacing", "").strip() if table is not None else ""
    return float(written) if written.isascii() and written.isdigit() and len(written) < 5 else _CELL_SPACING


def is_whole(size: Size) -> bool:
    """Whether a size is all of a width, or more."""
    return isinstance(size, Percent) and size.value >= 100 and size.px >= 0
