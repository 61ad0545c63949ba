"""Which parts a mail client shows as the message."""

from __future__ import annotations

from mailcheck.source.mail import Part

Bodies = tuple[Part | None, Part | None]
"""The HTML body and the plain-text body."""


def choose_bodies(root: Part) -> Bodies:
    """The HTML and the plain text a reader is shown.

    Of a multipart/alternative the last child that has HTML counts, and the last that is plain text. Of a
    multipart/related the root (its `start`, else the first) is asked first. Elsewhere the first HTML counts, with
    the plain text it is an alternative to, else the first plain text. What is declared an attachment and what is
    inside an attached message is never the body.
    """
    found: dict[int, Bodies] = {}
    for part in reversed(list(root.walk())):  # children before their parents
        found[id(part)] = _bodies(part, found)
    return found[id(root)]


def _bodies(part: Part, found: dict[int, Bodies]) -> Bodies:
    if part.disposition == "attachment":
        return None, None
    if part.content_type == "text/html":
        return part, None
    if part.content_type == "text/plain":
        return None, part
    if not part.content_type.startswith("multipart/"):
        return None, None
    offers = [found[id(child)] for child in _in_order(part)]
    if part.content_type == "multipart/alternative":
        return _best_alternative(offers)
    for html, text in offers:
        if html is not None:
            return html, text or next((plain for _, plain in offers if plain), None)
    return None, next((plain for _, plain in offers if plain), None)


def _best_alternative(offers: list[Bodies]) -> Bodies:
    html, text = next((offer for offer in reversed(offers) if offer[0]), (None, None))
    plain = next((plain for only, plain in reversed(offers) if plain and not only), None)
    return html, plain or text or next((plain for _, plain in offers if plain), None)


def _in_order(part: Part) -> list[Part]:
    children = list(part.children)
    if part.content_type == "multipart/related":
        start = part.params.get("start", "").strip("<> ")
        children.sort(key=lambda child: bool(start) and child.content_id != start)
    return children
