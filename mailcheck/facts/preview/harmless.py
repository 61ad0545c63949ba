"""A message's HTML as a document that looks like it and can do nothing: no script, no load, no link, no form.

Written from the parsed tree, never from the source: elements and attributes that are not known to be harmless are left
out. A content security policy and the frame around it stand behind that as second and third wall.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final, NamedTuple

from mailcheck.facts.css.css import harmless as harmless_css
from mailcheck.facts.html.dom import Dom
from mailcheck.facts.html.nodes import Element, Node, TextNode
from mailcheck.facts.preview.anchors import DROPPED, Anchor
from mailcheck.holes import unmask

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
MOST_CSS: Final = 200_000
"""Characters of one style sheet that are copied."""
MOST_ADDRESS: Final = 300
"""Characters of a link's address that are shown."""

_KEPT: Final = frozenset(
    """a abbr acronym address article aside b bdi bdo big blockquote body br button caption center cite code col
    colgroup dd del details dfn dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header
    hr html i img input ins kbd label legend li main mark menu nav nobr ol optgroup option p pre q rp rt ruby s samp
    section select small span strike strong sub summary sup table tbody td textarea tfoot th thead time tr tt u ul var
    wbr""".split()
)
"""Of any other element only the content is shown."""
_AS_PRE: Final = frozenset({"listing", "plaintext", "xmp"})
_VOID: Final = frozenset({"br", "col", "hr", "img", "input", "wbr"})
_DISABLED: Final = frozenset({"button", "fieldset", "input", "optgroup", "select", "textarea"})
_ATTRIBUTES: Final = frozenset(
    """abbr align alt axis bgcolor border bordercolor cellpadding cellspacing char checked class clear color cols
    colspan compact dir disabled face headers height hidden hspace id lang multiple noshade nowrap open
    placeholder reversed rows rowspan rules scope selected size span start summary text title type valign value
    vspace width""".split()
)
_COLOR: Final = re.compile(r"#?[0-9a-zA-Z]{3,20}")
_NAMELESS: Final = "picture without a text"
_SHEET: Final = (
    ":root{color-scheme:light;background:#fff}"
    ":where(body:focus-visible){outline:3px solid #174f86;outline-offset:-3px}"
    ":where(a[data-href]){color:LINK;text-decoration:underline;cursor:default}"
    ":where(img){display:inline-block;background:repeating-linear-gradient(45deg,#8883 0 6px,#8881 6px 12px);"
    "outline:1px dashed #888;outline-offset:-1px;font:12px/1.3 system-ui,sans-serif;overflow:hidden}"
)
"""What stands in for the browser's own sheet, without weight against the message's: links have no address here, and
pictures are drawn as boxes with their text."""


class Copy(NamedTuple):
    """`places`: offset in `document` of each anchor asked for. `whole`: nothing was left out for its length."""

    document: str
    places: Mapping[Anchor, int]
    whole: bool


def harmless_copy(dom: Dom, anchors: frozenset[Anchor], most: int) -> Copy:
    """The tree as a document of about `most` characters at the utmost."""
    writer = _Writer(anchors, most)
    root, body = dom.root, dom.body
    writer.put("<!DOCTYPE html>")
    writer.put(_start_tag("html", root) if root is not None else "<html>")
    writer.put(f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">')
    writer.put(f"<title>The message</title><style>{_SHEET.replace('LINK', _link_color(body))}</style>")
    for sheet in dom.head.children if dom.head is not None else ():
        if type(sheet) is Element and sheet.tag == "style":
            writer.put(_style(sheet))
    writer.put("</head>")
    if body is not None and body.tag == "body":
        writer.write(body)
    else:
        writer.put("<body tabindex=0></body>")
    writer.put("</html>")
    return Copy("".join(writer.pieces), writer.places, writer.whole)


class _Writer:
    """Pieces of the copy, its length so far, and where the anchors came to stand."""

    def __init__(self, anchors: frozenset[Anchor], most: int) -> None:
        self.pieces: list[str] = []
        self.places: dict[Anchor, int] = {}
        self.whole = True
        self._length = 0
        self._most = most
        self._anchors: dict[Node, list[Anchor]] = {}
        for anchor in anchors:
            self._anchors.setdefault(anchor.node, []).append(anchor)

    def put(self, piece: str) -> None:
        self.pieces.append(piece)
        self._length += len(piece)

    def write(self, top: Element) -> None:
        """An element with all below it. Iterative, so that depth cannot exhaust the stack; a string is an end tag."""
        stack: list[Node | str] = [top]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                self.put(node)
            elif self._length > self._most:
                self.whole = False
            elif type(node) is TextNode:
                self._text(node)
            elif type(node) is Element:
                self._mark(node, inside=False)
                self._element(node, stack)
            else:
                self._mark(node, inside=False)

    def _mark(self, node: Node, *, inside: bool) -> None:
        for anchor in self._anchors.get(node, ()):
            if anchor.inside == inside:
                self.places[anchor] = self._length

    def _text(self, node: TextNode) -> None:
        start = 0
        for anchor in sorted(self._anchors.get(node, ()), key=lambda anchor: anchor.offset):
            self.put(_escaped(node.data[start : anchor.offset]))
            start = max(start, anchor.offset)
            self.places[anchor] = self._length
        rest = node.data[start:]
        room = max(0, self._most - self._length)
        self.whole &= len(rest) <= room
        self.put(_escaped(rest[:room]))

    def _element(self, element: Element, stack: list[Node | str]) -> None:
        tag = element.tag
        if element.foreign:
            self.put("<img alt=picture width=48 height=48>" if tag == "svg" else "")
        elif tag == "style":
            self.put(_style(element))
        elif tag in DROPPED:
            return
        elif tag in _KEPT or tag in _AS_PRE:
            name = "pre" if tag in _AS_PRE else tag
            self.put(_start_tag(name, element))
            self._mark(element, inside=True)
            if name in _VOID:
                return
            stack.append(f"</{name}>")
            stack.extend(reversed(element.children))
            if name in ("pre", "textarea"):
                self.put("\n")  # which a parser takes away
        else:
            self._mark(element, inside=True)
            stack.extend(reversed(element.children))


def _style(element: Element) -> str:
    media = element.attrs.get("media", "")
    sheet = harmless_css(element.text[:MOST_CSS])
    return f'<style media="{escape(media)}">{sheet}</style>' if media else f"<style>{sheet}</style>"


def _start_tag(name: str, element: Element) -> str:
    attrs = {key: value for key, value in element.attrs.items() if key in _ATTRIBUTES}
    if "style" in element.attrs:
        attrs["style"] = harmless_css(element.attrs["style"])
    href = element.attrs.get("href")
    if name == "a" and href is not None:
        attrs["data-href"] = ""
        attrs.setdefault("title", f"leads to {href[:MOST_ADDRESS]}")
    if name == "input" and attrs.get("type", "").strip().lower() == "image":
        name = "img"
    if name == "img" and not element.attrs.get("alt") and "alt" not in attrs:
        attrs["alt"] = _NAMELESS
    if name == "body":
        attrs["tabindex"] = "0"  # the keyboard gets into the frame, and can scroll it
    if name in _DISABLED:
        attrs["disabled"] = ""
    return f"<{name}{''.join(f' {key}={_quoted(value)}' for key, value in attrs.items())}>"


def _link_color(body: Element | None) -> str:
    """The colour that the body's `link` attribute gives to links."""
    color = body.attrs.get("link", "").strip() if body is not None else ""
    if not _COLOR.fullmatch(color):
        return "#00e"
    bare = len(color) in (3, 6) and all(character in "0123456789abcdefABCDEF" for character in color)
    return f"#{color}" if bare else color


def _quoted(value: str) -> str:
    return f'"{escape(unmask(value))}"'


def _escaped(text: str) -> str:
    return escape(unmask(text), quote=False)
