"""The grammar of boxes: their kind, their sizes and borders, and what holds their content."""

from __future__ import annotations

from typing import Final

from mailcheck.facts.css import values
from mailcheck.facts.css.css import Token, Tokens
from mailcheck.facts.css.lengths import length, number
from mailcheck.facts.css.syntax import lengths, whole
from mailcheck.facts.css.wordset import words

SIDES: Final = ("top", "right", "bottom", "left")
SIZES: Final = """auto min-content max-content fit-content stretch -webkit-fill-available -webkit-fit-content
    -webkit-min-content -webkit-max-content min-intrinsic intrinsic"""
BORDER_STYLES: Final = "none hidden dotted dashed solid double groove ridge inset outset"


def border_width(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].kind == "ident":
        return {"thin": 1.0, "medium": 3.0, "thick": 5.0}.get(found[0].text)
    return lengths(percent=False, negative=False)(found, quirks)


_DISPLAYS: Final = words(
    """none block inline inline-block list-item table inline-table table-row-group table-header-group
    table-footer-group table-row table-column-group table-column table-cell table-caption flex
    inline-flex grid inline-grid contents flow-root -webkit-box -webkit-inline-box ruby ruby-text"""
)
_TWO_DISPLAYS: Final = {
    ("block", "flow"): "block", ("inline", "flow"): "inline", ("block", "flow-root"): "flow-root",
    ("inline", "flow-root"): "inline-block", ("block", "flex"): "flex", ("inline", "flex"): "inline-flex",
    ("block", "grid"): "grid", ("inline", "grid"): "inline-grid", ("block", "table"): "table",
    ("inline", "table"): "inline-table", ("inline", "ruby"): "ruby", ("block", "ruby"): "block ruby",
    ("block", "math"): "block", ("inline", "math"): "inline",
}  # fmt: skip
_DISPLAY_ALIASES: Final = {
    "math": "inline",
    "-webkit-flex": "flex",
    "-webkit-inline-flex": "inline-flex",
    "flow": "block",
}


def display(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found if token.kind == "ident"]
    if len(words) != len(found) or not words:
        return None
    if len(words) == 1:
        word = _DISPLAY_ALIASES.get(words[0], words[0])
        return word if word in _DISPLAYS else None
    if len(words) == 2:
        first, second = words
        known = _TWO_DISPLAYS.get((first, second)) or _TWO_DISPLAYS.get((second, first))
        if known is not None:
            return known
    if "list-item" in words and set(words) <= {"list-item", "block", "inline", "flow", "flow-root"}:
        return "inline list-item" if "inline" in words else "list-item"
    return None


def content(found: Tokens, quirks: bool) -> object | None:
    """Whether a picture ("image") takes the place of an element's content; words of a style sheet never do."""
    if not found:
        return None
    slash = next((place for place, token in enumerate(found) if token.kind == "slash"), len(found))
    return "image" if slash == 1 and values.image(found[0]) is not None else "normal"


def z_index(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text == "auto":
        return "auto"
    plain = number(found[0]) if len(found) == 1 else None
    return whole(plain)


_TRACKS: Final = words("auto min-content max-content minmax fit-content calc")


def tracks(found: Tokens, quirks: bool) -> object | None:
    """The px of each track, None for what its content or the room decides; () when they cannot be told one by one."""
    found = tuple(token for token in found if (token.kind, token.text) != ("block", "[]"))
    if any(token.text in ("masonry", "inherit") for token in found):
        return None
    if any(token.kind in ("function", "block", "ident") and token.text not in _TRACKS for token in found):
        return ()
    known = ("dimension", "number", "percentage", "ident", "function")
    if any(token.kind not in known or (token.kind == "number" and token.number) for token in found):
        return None
    return tuple(map(_track, found))


def _track(token: Token) -> float | None:
    if token.kind in ("dimension", "number", "percentage") and token.number == 0:
        return 0.0
    size = length(token, negative=False)
    return float(size) if isinstance(size, int | float) else None


def justified(found: Tokens, quirks: bool) -> object | None:
    """Where the items of a flexible box lie: the last word says it (`safe center`)."""
    return found[-1].text if found and all(token.kind == "ident" for token in found) else None


def reordered(found: Tokens, quirks: bool) -> object | None:
    """True for an item that leaves the order of the document; a value that says nothing of that is passed over."""
    return (
        True if any(token.kind != "slash" and token.text != "auto" and token.number != 0 for token in found) else None
    )


def contain(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found]
    known = {"none", "strict", "content", "size", "layout", "style", "paint", "inline-size"}
    if not words or not set(words) <= known or (len(words) > 1 and set(words) & {"none", "strict", "content"}):
        return None
    parts = {"strict": "size layout style paint", "content": "layout style paint", "none": ""}
    return frozenset(parts.get(words[0], " ".join(words)).split())


def container_type(found: Tokens, quirks: bool) -> object | None:
    words = [token.text for token in found]
    known = {"normal", "size", "inline-size", "scroll-state", "anchored"}
    if not words or not set(words) <= known:
        return None
    return next((word for word in words if word in ("size", "inline-size")), "normal")


def intrinsic_size(found: Tokens, quirks: bool) -> object | None:
    """Whether a box that ignores its content has a size all the same ("some")."""
    sizes = [token for token in found if token.text not in ("none", "auto")]
    if any(length(token, percent=False, negative=False) is None for token in sizes):
        return None
    return "some" if any(token.kind == "function" or token.number for token in sizes) else "none"


def clip_margin(found: Tokens, quirks: bool) -> object | None:
    sizes = [size for token in found if (size := length(token, percent=False, negative=False)) is not None]
    return sizes[0] if len(sizes) == 1 else 0.0 if len(found) == 1 else None


def zoom(found: Tokens, quirks: bool) -> object | None:
    if len(found) == 1 and found[0].text in ("normal", "reset"):
        return 1.0
    value = values.share(found[0]) if len(found) == 1 else None
    return None if value is None or value < 0 else value or 1.0


def columns(found: Tokens, quirks: bool) -> object | None:
    """Whether a box makes columns, be it one ("several"), or none ("auto")."""
    plain = all(token.text == "auto" or length(token, percent=False) or number(token) is not None for token in found)
    return ("auto" if all(token.text == "auto" for token in found) else "several") if found and plain else None
