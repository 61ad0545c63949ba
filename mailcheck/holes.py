"""Holes: what stands in a text for a tag of a template whose value nobody knows yet.

Every character of a tag is moved into the last private-use plane of Unicode, so that a hole has the tag's length,
is no word, no markup and no style, and can be read as the tag again by whoever wants its name. Line ends stay as
they are, and so do characters beyond the basic plane, which no notation is made of.

A message that is no template may hold such characters by accident or malice: `without_pretended_holes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailcheck.lazy_regex import lazy_regex

_FIRST: Final = 0x10_0000
_LAST: Final = 0x10_FFFD
_RUN: Final = lazy_regex(f"[{chr(_FIRST)}-{chr(_LAST)}]+")
_KEPT: Final = frozenset("\r\n")
_LEAD: Final = b"\xf4"
"""What the characters of the last plane begin with in UTF-8, and nothing else does."""
_REFERENCE: Final = lazy_regex(r"&#(?:[xX]0{0,20}10[0-9A-Fa-f]{4}|0{0,20}1[01]\d{5})(?![0-9A-Fa-f])")


def hole(tag: str) -> str:
    """What stands for a tag: equally long, with its line ends. `unmask` gives the tag back."""
    return "".join([char if char in _KEPT or char > "\ufffd" else chr(_FIRST + ord(char)) for char in tag])


def has_hole(text: str) -> bool:
    """Whether a part of the text is not known."""
    return not text.isascii() and _RUN.search(text) is not None


def is_hole(text: str) -> bool:
    """Whether nothing of the text is known, white space around it aside."""
    return has_hole(text) and not without_holes(text).strip()


def holes_in(text: str) -> Iterator[tuple[int, int]]:
    """Where holes stand."""
    return (found.span() for found in _RUN.finditer(text)) if has_hole(text) else iter(())


def unmask(text: str) -> str:
    """The text with its tags as they are written, equally long."""
    if not has_hole(text):
        return text
    return _RUN.sub(lambda found: "".join([chr(ord(char) - _FIRST) for char in found[0]]), text)


def without_holes(text: str, by: str = " ") -> str:
    """The known part of a text, with `by` for each hole."""
    return _RUN.sub(by, text) if has_hole(text) else text


def without_pretended_holes(text: str) -> str:
    """The text, equally long, without characters or references that would pass for a hole."""
    if "&#" in text:
        text = _REFERENCE.sub(_neutral, text)
    if text.isascii() or _LEAD not in text.encode("utf-8", "surrogatepass"):
        return text
    return _RUN.sub(lambda found: "\ufffd" * len(found[0]), text)


def _neutral(found: re.Match[str]) -> str:
    """A reference of the same length to the character that stands for what cannot be shown."""
    return "&#x" + "FFFD".rjust(len(found[0]) - 3, "0") if len(found[0]) > 6 else found[0]
