"""Text from mail and from rules as HTML: nothing in it can open a tag, hide or change direction."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from mailcheck.findings import Severity
from mailcheck.reporters.printable import one_line, visible

_CODE: Final = re.compile(r"`([^`]+)`")
_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
GRADES: Final = {Severity.ERROR: "Must be fixed", Severity.WARNING: "Should be fixed", Severity.INFO: "Worth knowing"}
CLASSES: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
LONGEST: Final = 240
"""Characters of one quotation."""


def plain(text: str) -> str:
    """One line, escaped; what cannot be seen is shown by its number."""
    return escape(one_line(text))


def prose(text: str) -> str:
    """One line of our own words, with `code` as such."""
    return _CODE.sub(r"<code>\1</code>", plain(text))


def sentence(text: str) -> str:
    """Words of a finding, which begin in lower case, as a sentence."""
    first = text[:1].upper() if text[1:2].islower() or text[1:2] == " " else text[:1]
    return prose(first + text[1:])


def quoted(text: str) -> str:
    """Words of the message, cut where they are long."""
    words = " ".join(text.split())
    return plain(words if len(words) <= LONGEST else words[:LONGEST] + "\u2026")


def as_read(text: str) -> str:
    """One line as a mail client shows it, emoji and joiners included, but unable to turn its surroundings round."""
    kept = "".join(c if c.isprintable() or ord(c) > 0x2000 else visible(c) for c in " ".join(text.split()))
    return f"<bdi>{escape(''.join(c for c in kept if c not in _DIRECTIONS))}</bdi>"


def lines(text: str) -> str:
    """Text with its line ends kept."""
    return escape("".join(c if c in "\n\t" else visible(c) for c in text.replace("\r\n", "\n")), quote=False)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def anchor(href: str, words: str) -> str:
    """A link out of the report, followed only by a reader's hand; the words alone for an address that is no URL."""
    if not href.startswith(("https://", "http://")):
        return words
    return f'<a href="{escape(href)}" rel="noopener noreferrer external">{words}</a>'
