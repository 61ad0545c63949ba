"""Links, buttons, forms and images of a message, with their words and the sentence around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.facts.html.nodes import Element, Node, TextNode
from mailcheck.facts.sight.flow import Block, collapse, html_blocks, spoken, text_blocks
from mailcheck.facts.text.bare_addresses import bare_addresses
from mailcheck.facts.text.link_context import Place, sentence_around
from mailcheck.holes import has_hole
from mailcheck.spans import Span

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.sight.seen import Seen
    from mailcheck.facts.sight.sight import Sight

LinkKind = Literal["a", "area", "button", "form", "url", "address"]

_NO_LINKS: Final = frozenset({"link", "base", "use", "image"})  # their href is none a reader follows
_BOUND: Final = frozenset({"th:href", "data-th-href"})
"""Attributes of template engines that become `href`."""


class Link(NamedTuple):
    """Something a reader can follow, press or copy.

    `kind` url and address stand bare in running text. `href` is as written, white space stripped; an address
    has the scheme mailto. `words`: its visible words, or all of them where none is visible; alternative
    texts of images and button labels included, in reading order. `sentence`: the sentence around it, or the
    block when that is short; where the link stands alone, after what stands before it (an empty line marks
    the end of a block). Its own words begin there at `offset` and take `length` characters.
    """

    kind: LinkKind
    href: str
    words: str
    title: str
    sentence: str
    span: Span
    part: Literal["html", "text"]
    element: Element | None
    seen: Seen
    offset: int = 0
    length: int = 0


class Image(NamedTuple):
    """An image. `alt` is None when the attribute is missing; `width` and `height` are those of its attributes,
    in px; `href` is that of the link around it, '' without one."""

    src: str
    alt: str | None
    width: float | None
    height: float | None
    href: str
    span: Span
    element: Element
    seen: Seen


def find_images(dom: Dom, sight: Sight) -> tuple[Image, ...]:
    """The images of the HTML part in document order."""
    found = []
    for element in dom.elements:
        if element.tag != "img":
            continue
        around = next((a for a in element.ancestors() if a.tag == "a"), None)
        attrs = element.attrs
        found.append(
            Image(
                src=attrs.get("src", "").strip(),
                alt=attrs.get("alt"),
                width=_pixels(attrs.get("width", "")),
                height=_pixels(attrs.get("height", "")),
                href=around.attrs.get("href", "").strip() if around is not None else "",
                span=dom.span(element),
                element=element,
                seen=sight.of(element),
            )
        )
    return tuple(found)


def _pixels(value: str) -> float | None:
    number = value.strip().lower().removesuffix("px")
    return float(number) if number.isascii() and number.replace(".", "", 1).isdigit() else None


def html_links(dom: Dom, sight: Sight, runs: Sequence[Run]) -> list[Link]:
    """Those of the HTML part."""
    if dom.root is None:
        return []
    blocks = html_blocks(dom, sight, runs)
    owners = _owners(dom)
    places = _places(blocks, owners)
    found = [
        _element_link(element, dom, sight, blocks, places)
        for element, owner in zip(dom.elements, owners, strict=True)
        if element is owner
    ]
    found += _bare_links(blocks, owners)
    return sorted(found, key=lambda link: link.span.start)


def _owners(dom: Dom) -> list[Element | None]:
    """For each element by its index, the link it is or stands in."""
    owners: list[Element | None] = []
    for element in dom.elements:
        around = owners[element.parent.index] if element.parent is not None else None
        owners.append(element if around is None and is_link(element) else around)
    return owners


def is_link(element: Element) -> bool:
    """Whether a reader can follow or press an element."""
    if "href" in element.attrs:
        return element.tag not in _NO_LINKS and (not element.foreign or element.tag == "a")
    if element.tag == "a":
        return any(has_hole(name) or (name in _BOUND and has_hole(element.attrs[name])) for name in element.attrs)
    if element.tag == "input":
        return element.attrs.get("type", "").strip().lower() in ("submit", "button", "image")
    return element.tag == "button" and element.attrs.get("type", "").lower() != "reset"


def _places(blocks: Sequence[Block], owners: Sequence[Element | None]) -> dict[int, Place]:
    """Where each link, by its index, has its words. Those that run over several blocks count in the first."""
    places: dict[int, Place] = {}
    for number, block in enumerate(blocks):
        for piece in block.pieces:
            owner = _owner(piece.node, owners)
            if owner is None:
                continue
            place = places.setdefault(owner.index, Place(number, piece.start, piece.end))
            if place.block == number:
                place.end = piece.end
    return places


def _owner(node: Node | None, owners: Sequence[Element | None]) -> Element | None:
    holder = node if type(node) is Element else node.parent if type(node) is TextNode else None
    return owners[holder.index] if holder is not None else None


def _element_link(element: Element, dom: Dom, sight: Sight, blocks: Sequence[Block], places: dict[int, Place]) -> Link:
    kind, href = _kind_and_href(element)
    place = places.get(element.index)
    words = _words(element, sight)
    if place is None:
        sentence, offset, length = words, 0, len(words)
    else:
        sentence, offset, length = sentence_around(blocks, place)
    return Link(
        kind=kind,
        href=href,
        words=words,
        title=collapse(element.attrs.get("title", "") or element.attrs.get("aria-label", "")),
        sentence=sentence,
        span=dom.span(element),
        part="html",
        element=element,
        seen=sight_of_link(element, dom, sight),
        offset=offset,
        length=length,
    )


def _kind_and_href(element: Element) -> tuple[LinkKind, str]:
    attrs = element.attrs
    if "href" in attrs:
        return ("area" if element.tag == "area" else "a"), attrs["href"].strip()
    if element.tag == "a":  # its template writes the address
        bound = next((attrs[name] for name in attrs if name in _BOUND), None)
        return "a", next(filter(has_hole, attrs), "") if bound is None else bound.strip()
    form = next((around for around in element.ancestors() if around.tag == "form"), None)
    if form is None:
        return "button", attrs.get("formaction", "").strip()
    return "form", (attrs.get("formaction") or form.attrs.get("action", "")).strip()


def _words(element: Element, sight: Sight) -> str:
    everything: list[str] = [spoken(element)]
    visible: list[str] = [spoken(element)]
    for node in element.walk():
        if type(node) is TextNode:
            words = node.data  # white space alone parts words, though nothing of it is painted
            hidden = bool(words.strip()) and sight.of_text(node).verdict == "hidden"
        elif type(node) is Element:
            words = " " if node.tag in ("br", "td", "p", "div", "li") else f" {spoken(node)} " if spoken(node) else ""
            hidden = bool(words.strip()) and sight.of(node).verdict == "hidden"
        else:
            continue
        everything.append(words)
        if not hidden:
            visible.append(words)
    return collapse("".join(visible)) or collapse("".join(everything)) or collapse(sight.written_words(element))


def sight_of_link(element: Element, dom: Dom, sight: Sight) -> Seen:
    """How the link can be seen: as its longest text that can, else its first image, else itself."""
    best: tuple[bool, int] = (False, 0)
    seen: Seen | None = None
    image: Element | None = None
    for node in element.walk():
        if type(node) is TextNode and node.data.strip():
            of_text = sight.of_text(node)
            rank = (of_text.verdict != "hidden", len(node.data.strip()))
            if seen is None or rank > best:
                best, seen = rank, of_text
        elif type(node) is Element and image is None and spoken(node):
            image = node
    if image is not None and (seen is None or not best[0]):
        return sight.of(image)
    if seen is not None:
        return seen if best[0] else sight.of(element)
    return sight.of(_image_of_area(element, dom) or element)


def _image_of_area(element: Element, dom: Dom) -> Element | None:
    """The image whose map an area belongs to."""
    if element.tag != "area":
        return None
    area_map = next((around for around in element.ancestors() if around.tag == "map"), None)
    name = area_map.attrs.get("name", "").lower() if area_map is not None else ""
    images = (image for image in dom.elements if image.tag == "img" and "usemap" in image.attrs)
    return next((image for image in images if image.attrs["usemap"].lstrip("#").lower() == name), None)


def _bare_links(blocks: Sequence[Block], owners: Sequence[Element | None]) -> Iterator[Link]:
    """Addresses in running text of the HTML part that no link surrounds."""
    for number, block in enumerate(blocks):
        for piece in block.pieces:
            run, node = piece.run, piece.node
            if run is None or _owner(node, owners) is not None:
                continue
            for address in bare_addresses(block.text[piece.start : piece.end]):
                place = Place(number, piece.start + address.start, piece.start + address.end)
                sentence, offset, length = sentence_around(blocks, place)
                words = block.text[place.start : place.end]
                span = _within(run.span, words)
                yield Link(
                    kind=address.kind,
                    href=address.href,
                    words=words,
                    title="",
                    sentence=sentence,
                    span=span,
                    part="html",
                    element=run.element,
                    seen=run.seen,
                    offset=offset,
                    length=length,
                )


def _within(span: Span, words: str) -> Span:
    """The words in the source of their run; the whole run where they stand there in another spelling."""
    place = span.quote.find(words)
    return span.text.span(span.start + place, span.start + place + len(words)) if place >= 0 else span


def text_links(runs: Sequence[Run]) -> Iterator[Link]:
    """Those of the plain-text part, which are the same in every view."""
    blocks = text_blocks(runs)
    for number, block in enumerate(blocks):
        run = block.pieces[0].run
        if run is None:
            continue
        for address in bare_addresses(block.text):
            sentence, offset, length = sentence_around(blocks, Place(number, address.start, address.end))
            span = run.span.text.span(block.offset + address.start, block.offset + address.end)
            words = address.href if address.kind == "url" else collapse(block.text[address.start : address.end])
            yield Link(
                kind=address.kind,
                href=address.href,
                words=words,
                title="",
                sentence=sentence,
                span=span,
                part="text",
                element=None,
                seen=run.seen,
                offset=offset,
                length=length,
            )
