"""The smallest things a reader takes in one by one: paragraphs, rows of a table, pictures; in reading order.

What is hidden, the preheader among it, and specks are left out; nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

from mailcheck.facts.html.nodes import Comment, Element, TextNode
from mailcheck.facts.purpose.numbers import MAY_REGISTER, MOST_AMOUNTS, REGISTER, amounts
from mailcheck.facts.purpose.pictures import Picture, picture_of
from mailcheck.holes import unmask

if TYPE_CHECKING:
    from mailcheck.facts.css.colors import Color
    from mailcheck.facts.html.dom import Dom
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.sight.sight import Sight

READ: Final = 3_000
"""Characters of one unit that are read for words and amounts."""
MOST_UNITS: Final = 4_000
"""More than these are not told apart: the last one takes the rest."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LARGE: Final = 1.25
"""A text this much larger than most of the message is a heading."""
_SMALL: Final = 0.88
_HEADING: Final = 90
_CELL: Final = 110
"""Characters of the longest cell of a row that is read as one."""
_ICON: Final = 60.0
"""px. A smaller picture does not keep a row from being read as one."""
_MOST_CELLS: Final = 8


class Link:
    """A stretch of a unit that can be followed: `href`, its words, and whether it is drawn as a button."""

    __slots__ = ("button", "element", "href", "words")

    def __init__(self, element: Element | None, href: str, button: bool) -> None:
        self.element = element
        self.href = href
        self.words = ""
        self.button = button


class Unit:
    """One paragraph, row or picture.

    `text`: its visible words, lines joined by a space, tags of templates as they are written; `pictures` in it;
    `links` in it. `sizes`: characters by font size in px, empty in the text part. `cells`: how many cells of a row it
    joins, 1 for anything else; `parts` are those with words. `cut`: how much parts it from the unit before it, 0 (same
    paragraph's neighbour) to 1 (another section). `heading`: stands above what follows. `small`: smaller than most of
    the message. `at`: elements that its words stand in.
    """

    __slots__ = (
        "_amounts",
        "_register",
        "at",
        "background",
        "cells",
        "container",
        "cut",
        "first",
        "heading",
        "last",
        "links",
        "part",
        "parts",
        "pictures",
        "row",
        "runs",
        "sizes",
        "small",
        "text",
    )

    def __init__(self, part: Literal["html", "text"]) -> None:
        self.part = part
        self.text = ""
        self.runs: list[Run] = []
        self.pictures: list[Picture] = []
        self.links: list[Link] = []
        self.sizes: dict[float, int] = {}
        self.cells = 1
        self.cut = 0.0
        self.heading = False
        self.small = False
        self.at: set[int] = set()
        self.container: Element | None = None
        self.row: Element | None = None
        self.background: Color | None = None
        self.first: Element | None = None
        self.last: Element | None = None
        self.parts: Sequence[Unit] = ()
        self._amounts: tuple[str, ...] | None = None
        self._register: str | None = None

    @property
    def font(self) -> float:
        """px, of most of its text; 0 where it is not known."""
        return max(self.sizes, key=lambda size: self.sizes[size]) if self.sizes else 0.0

    @property
    def lines(self) -> int:
        """How many lines its author wrote."""
        return 1 + sum(1 for run in self.runs[1:] if self.part == "text" or run.after_break)

    @property
    def first_line(self) -> str:
        """The first of them."""
        if self.lines == 1:
            return self.text
        end = 1
        while self.part == "html" and not self.runs[end].after_break:
            end += 1
        return " ".join("".join(run.text for run in self.runs[:end]).split())

    @property
    def amounts(self) -> tuple[str, ...]:
        """The amounts of money in what it says, as written."""
        if self._amounts is None:
            apart = [amount for part in self.parts for amount in part.amounts]
            self._amounts = tuple(apart[:MOST_AMOUNTS]) if self.parts else amounts(self.words[:READ])
        return self._amounts

    @property
    def register(self) -> str:
        """The register of companies or taxes that it names, '' without one."""
        if self._register is None:
            words = self.words[:READ]
            found = REGISTER.search(words) if MAY_REGISTER.search(words) else None
            self._register = found[0] if found else ""
        return self._register

    @property
    def words(self) -> str:
        """What it says: its text, or the alternative texts of its pictures where it has none."""
        return self.text or " ".join(picture.alt for picture in self.pictures if picture.alt)

    def add_text(self, words: str, run: Run) -> None:
        if self.text and (run.after_break or self.text.endswith(" ") or words.startswith(" ")):
            self.text = f"{self.text.rstrip()} {words.lstrip()}"
        else:
            self.text += words
        self.runs.append(run)
        size = round(run.seen.font_px or 0.0, 1)
        if size:
            self.sizes[size] = self.sizes.get(size, 0) + len(words)


def html_units(dom: Dom, sight: Sight, runs: Sequence[Run]) -> list[Unit]:
    """Those of the HTML part."""
    reader = _Reader(dom, sight, runs)
    stack = dom.children[::-1]
    while stack:
        node = stack.pop()
        if type(node) is TextNode:
            run = reader.shown.get(node)
            if run is not None:
                reader.text(node, run)
        elif type(node) is Element:
            if node.tag in _DRAWN:
                reader.element(node)
            stack += node.children[::-1]
    units = _joined(reader.finished())
    _mark(units)
    return units


class _Reader:
    def __init__(self, dom: Dom, sight: Sight, runs: Sequence[Run]) -> None:
        self._dom, self._sight = dom, sight
        self.shown = {run.node: run for run in runs if run.node is not None and run.seen.verdict != "hidden"}
        self._units: list[Unit] = []
        self._block = -1
        self._ruled = False
        self._links: dict[int, Element | None] = {}

    def finished(self) -> list[Unit]:
        units = [unit for unit in self._units if unit.text.strip() or unit.pictures]
        for unit in units:
            unit.text = unmask(" ".join(unit.text.split()))
        return units

    def text(self, node: TextNode, run: Run) -> None:
        unit = self._open(run.block, node.parent)
        unit.add_text(run.text, run)
        if unit.background is None:
            unit.background = run.seen.background
        self._follow(unit, node.parent, run.text)

    def element(self, element: Element) -> None:
        if element.tag == "hr":
            self._ruled = True
        elif element.tag == "img" and self._sight.of(element).verdict != "hidden":
            picture = picture_of(element, self._sight.styles)
            if picture is None:
                return
            unit = self._units[-1] if self._units else None
            if picture.icon and unit is not None and unit.text:
                unit.pictures.append(picture)
            else:
                unit = self._open(None, element)
                unit.pictures.append(picture)
                self._block = -1
            self._follow(unit, element, "")
        elif element.tag == "input" and element.attrs.get("type", "").lower() in ("submit", "button"):
            unit = self._open(None, element)
            unit.text = element.attrs.get("value", "")
            link = Link(element, "", True)
            link.words = unit.text
            unit.links.append(link)
            self._block = -1

    def _open(self, block: int | None, near: Element | None) -> Unit:
        if self._units and (block == self._block or len(self._units) >= MOST_UNITS):
            unit = self._units[-1]
        else:
            unit = Unit("html")
            unit.first = near
            unit.container = _container(near)
            unit.row = _row(near)
            unit.cut = 1.0 if self._ruled else -1.0
            self._ruled = False
            self._units.append(unit)
            self._block = -1 if block is None else block
        unit.last = near
        return unit

    def _follow(self, unit: Unit, element: Element | None, words: str) -> None:
        """Note the link that some words stand in."""
        if element is None:
            return
        unit.at.add(element.index)
        link = self._link_around(element)
        if link is None or (link.tag == "a" and "href" not in link.attrs):
            return
        unit.at.add(link.index)
        if not unit.links or unit.links[-1].element is not link:
            unit.links.append(Link(link, link.attrs.get("href", "").strip(), self._is_button(link)))
        unit.links[-1].words += words

    def _link_around(self, element: Element) -> Element | None:
        """The link that it is or stands in."""
        known = self._links
        passed: list[int] = []
        link: Element | None = None
        above: Element | None = element
        while above is not None:
            if above.index in known:
                link = known[above.index]
                break
            passed.append(above.index)
            if above.tag in ("a", "button"):
                link = above
                break
            above = above.parent
        for index in passed:
            known[index] = link
        return link

    def _is_button(self, link: Element) -> bool:
        """Whether it is drawn as one: a frame or a colour of its own around the words, on the link or what holds it."""
        if link.tag == "button":
            return True
        framed, roomy = self._is_framed(link), self._is_roomy(link)
        inner = link
        for holder in _above(link.parent, _HELD):
            if framed and roomy:
                break
            if holder.tag not in _HOLDERS or not _fills(inner, holder):
                return False
            framed, roomy = framed or self._is_framed(holder), roomy or self._is_roomy(holder)
            inner = holder
        return framed and roomy

    def _is_framed(self, element: Element) -> bool:
        style = self._sight.styles.of(element)
        if style.border_top_style != "none":
            return True
        if not style.background_color.alpha > 0:
            return False
        for above in element.ancestors():
            around = self._sight.styles.of(above).background_color
            if around.alpha > 0:
                return around != style.background_color
        return True

    def _is_roomy(self, element: Element) -> bool:
        if element.tag == "table":
            return element.attrs.get("cellpadding", "").isdecimal() and int(element.attrs["cellpadding"][:4]) >= 5
        style = self._sight.styles.of(element)
        padded = isinstance(style.padding_left, float) and style.padding_left >= 5
        return padded or style.display in ("inline-block", "block")


def _fills(inner: Element, holder: Element) -> bool:
    """Whether an element holds no words but those of one of its children, an arrow aside."""
    for child in holder.children:
        if child is inner or type(child) is Comment:
            continue
        words = child.data if type(child) is TextNode else child.text if type(child) is Element else ""
        if len(words.strip()) > 2:
            return False
    return True


_DRAWN: Final = frozenset({"hr", "img", "input"})
_HOLDERS: Final = frozenset({"td", "tr", "tbody", "table", "div", "span", "p", "center"})
_HELD: Final = 5
"""Elements around a link that may give it its shape."""
_BLOCKS: Final = frozenset("td th li p div section article h1 h2 h3 h4 h5 h6 center blockquote dd dt body".split())


def _container(element: Element | None) -> Element | None:
    while element is not None and element.tag not in _BLOCKS:
        element = element.parent
    return element


def _row(element: Element | None) -> Element | None:
    while element is not None and element.tag != "tr":
        element = element.parent
    return element


def _joined(units: list[Unit]) -> list[Unit]:
    """The same, with the short cells of one row read as one unit."""
    found: list[Unit] = []
    start = 0
    while start < len(units):
        end = start + 1
        row = units[start].row
        while row is not None and end < len(units) and units[end].row is row:
            end += 1
        cells = units[start:end]
        if 1 < len(cells) <= _MOST_CELLS and all(map(_is_cell, cells)) and len({_cell(unit) for unit in cells}) > 1:
            found.append(_row_of(cells))
        else:
            found += cells
        start = end
    return found


def _is_cell(unit: Unit) -> bool:
    return len(unit.text) <= _CELL and all(max(p.width, p.height) <= _ICON for p in unit.pictures)


def _cell(unit: Unit) -> int:
    element = unit.first
    while element is not None and element.parent is not unit.row:
        element = element.parent
    return element.index if element is not None else -1


def _row_of(cells: Sequence[Unit]) -> Unit:
    row = Unit("html")
    first, last = cells[0], cells[-1]
    row.first, row.last, row.container, row.row = first.first, last.last, first.container, first.row
    row.background, row.cut = first.background, first.cut
    row.text = " ".join(unit.text for unit in cells if unit.text)
    row.parts = [unit for unit in cells if unit.text]
    row.cells = len({_cell(unit) for unit in cells if unit.text}) or 1
    for unit in cells:
        row.runs += unit.runs
        row.pictures += unit.pictures
        row.links += unit.links
        row.at |= unit.at
        for size, count in unit.sizes.items():
            row.sizes[size] = row.sizes.get(size, 0) + count
    return row


def _mark(units: Sequence[Unit]) -> None:
    """Fill in headings, small print and what parts neighbours."""
    body = _body_size(units)
    before: Unit | None = None
    ground: Color | None = None
    for unit in units:
        tag = next((e.tag for e in _above(unit.first, 4) if e.tag in _HEADINGS), "")
        size = unit.font
        short = len(unit.text) <= _HEADING and unit.cells == 1
        button = is_button(unit)
        unit.heading = bool(unit.text) and short and not button and (bool(tag) or (body > 0 and size >= body * _LARGE))
        unit.small = body > 0 and 0 < size <= 13 and size < body * _SMALL
        ruled = unit.cut > 0
        if is_button(unit):  # its own colour is no section's
            unit.background = ground
        ground = unit.background or ground
        unit.cut = 1.0 if ruled or before is None else _parting(before, unit)
        before = unit


def is_button(unit: Unit) -> bool:
    """Whether it is a button and nothing else."""
    return bool(unit.links) and len(unit.text) < 60 and all(link.button for link in unit.links)


def _above(element: Element | None, depth: int) -> Iterator[Element]:
    while element is not None and depth:
        yield element
        element = element.parent
        depth -= 1


def _body_size(units: Sequence[Unit]) -> float:
    """The font size that most of the text has, in px."""
    sizes: list[float] = []
    for unit in units:
        for size, count in unit.sizes.items():
            sizes += [size] * min(count // 10 + 1, 60)
    return sorted(sizes)[len(sizes) // 2] if sizes else 0.0


def _parting(before: Unit, unit: Unit) -> float:
    """How much two neighbours are parted by the layout: 0 to 1."""
    one, other = before.last, unit.first
    if before.background != unit.background and before.background is not None and unit.background is not None:
        return 0.5 if before.heading else 1.0
    crossed: list[str] = []
    if one is not other:
        above = {element.index for element in _above(one, 60)}
        for element in _above(other, 60):
            if element.index in above:
                break
            crossed.append(element.tag)
    tables = crossed.count("table")
    if before.cells > 1 and unit.cells > 1 and tables <= 1:
        cut = 0.1
    elif tables or "section" in crossed or "article" in crossed:
        cut = 0.6 if tables < 2 else 0.8
    elif "tr" in crossed:
        cut = 0.5
    else:
        cut = 0.3
    if before.heading:
        return min(cut, 0.1)
    if is_button(unit):
        return min(cut, 0.2)
    return max(cut, 0.7) if unit.heading else cut
