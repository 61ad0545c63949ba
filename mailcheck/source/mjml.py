"""MJML, the markup that most mail HTML is compiled from, read as the HTML it stands for.

Nothing is compiled: names are exchanged for names of equal length in place, so that words, links, images and their
order can be read where they are written. What colours and sizes come of it only the compiler knows, which is why
the sight of a text in MJML is indeterminate unless its own CSS hides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailcheck.lazy_regex import lazy_regex

_ROOT: Final = lazy_regex(r"<(?:mjml|mj-body|mj-section|mj-wrapper|mj-head)[\s>]", re.IGNORECASE)
_NOT_LINE_END: Final = lazy_regex(r"[^\r\n]")
_TAG: Final = lazy_regex(r"""<(/?)(mjml|mj-[a-z-]+)\b((?:[^<>"'/]|"[^"<]*+"|'[^'<]*+'|/(?!>))*+)(/?)>""", re.IGNORECASE)
_NAMES: Final = {
    "mjml": "html", "mj-head": "head", "mj-body": "body", "mj-title": "title", "mj-style": "style",
    "mj-button": "a", "mj-navbar-link": "a", "mj-social-element": "a", "mj-image": "img", "mj-carousel-image": "img",
    "mj-divider": "hr", "mj-spacer": "br", "mj-table": "table",
}  # fmt: skip
"""What an element stands for; the others are blocks."""
_VOID: Final = frozenset({"img", "hr", "br"})
_SETTINGS: Final = lazy_regex(r"<(mj-attributes|mj-html-attributes|mj-include|mj-font|mj-breakpoint)\b", re.IGNORECASE)
"""What says nothing to a reader."""


def is_mjml(source: str) -> bool:
    """Whether a text is MJML, or a piece of it."""
    return "<mj" in source and _ROOT.search(source) is not None


def compiled_language(source: str) -> str:
    """The language that mail HTML is compiled from in which a text is written: MJML, Inky, '' for HTML itself."""
    if is_mjml(source):
        return "MJML"
    return "Inky" if "<container" in source and "<columns" in source else ""


def as_html(source: str) -> str:
    """MJML with HTML's names for its elements, equally long."""
    return _TAG.sub(_renamed, "".join(_without_settings(source)))


def _without_settings(source: str) -> Iterator[str]:
    place = 0
    unclosed = set[str]()
    for opening in _SETTINGS.finditer(source):
        name = opening[1].lower()
        if opening.start() < place or name in unclosed:
            continue
        mark = f"</{name}>" if name.endswith("attributes") else ">"
        end = source.find(mark, opening.end())
        if end < 0:
            unclosed.add(name)
            continue
        yield source[place : opening.start()]
        place = end + len(mark)
        yield _blank(source[opening.start() : place])
    yield source[place:]


def _renamed(found: re.Match[str]) -> str:
    slash, name, attributes, closed = found[1], found[2].lower(), found[3], found[4]
    html = _NAMES.get(name, "div")
    void = html in _VOID
    if (closed and not void) or (slash and void):  # an empty element, or the end of one that has none in HTML
        return _blank(found[0])
    if name == "mj-preview" and not slash:
        return f"<div hidden{attributes}>"
    return f"<{slash}{html}{' ' * (len(found[2]) - len(html))}{attributes}{closed}>"


def _blank(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)
