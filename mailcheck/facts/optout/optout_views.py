"""The ways out of a mailing as another view shows them.

What a link means does not change with the width of the window: words, sentence and kind are those of the desktop's
view, and only the sight is asked for again. Where a way out disappears or comes to light, everything is looked for
anew, since another may have taken its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mailcheck.facts.text.links import is_link, sight_of_link

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom
    from mailcheck.facts.html.nodes import Element
    from mailcheck.facts.optout.optouts import OptOut
    from mailcheck.facts.sight.sight import Sight


def seen_again(ways: Iterable[OptOut], dom: Dom, sight: Sight) -> tuple[OptOut, ...] | None:
    """The same ways out in the view of `dom` and `sight`; None when they must be looked for anew."""
    found: list[OptOut] = []
    shown = False
    for way in ways:
        if way.part != "html":
            found.append(way)
            continue
        element = _same(way.element, dom)
        if element is None:
            return None
        seen = sight_of_link(element, dom, sight)
        if (seen.verdict == "hidden") is not (way.seen.verdict == "hidden"):
            return None
        found.append(way._replace(seen=seen, element=element, span=dom.span(element)))
        shown = True
    return tuple(found) if shown else None


def _same(element: Element | None, dom: Dom) -> Element | None:
    """The link of another view's tree that stands in the same place, if it is still one."""
    if element is None or not is_link(element):
        return None
    if element.index < len(dom.elements) and dom.elements[element.index] is element:
        return element
    start, attrs = element.start, element.attrs
    return next((other for other in dom.elements if other.attrs == attrs and other.start == start), None)
