"""What stands before the body in a template's file: YAML between two lines of `---`, or header fields.

Build tools and applications keep the subject there. It is read as a header field; the rest is left out of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.mail import Header
from mailcheck.spans import Text

_LONGEST: Final = 20_000
_YAML: Final = lazy_regex(
    r"""\ufeff?---[ \t]*\r?\n
    (?P<lines>(?:(?:[A-Za-z_][\w.-]*[ \t]*:[^\r\n]*|[ \t#-][^\r\n]*|)\r?\n)*?)
    (?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)""",
    re.VERBOSE,
)
_ENTRY: Final = lazy_regex(r"(?P<name>[A-Za-z_][\w.-]*)[ \t]*:(?:[ \t]+(?P<value>[^\r\n]*?))?[ \t]*$", re.MULTILINE)
_FIELDS: Final = lazy_regex(
    r"""\ufeff?(?:(?:subject|from|to|cc|bcc|reply-to|sender|preheader|x-[a-z-]+)[ \t]*:[^\r\n]*\r?\n){1,12}
    (?=[ \t]*\r?\n)""",
    re.IGNORECASE | re.VERBOSE,
)
_FIELD: Final = lazy_regex(r"^(?P<name>[A-Za-z-]+)[ \t]*:[ \t]*(?P<value>[^\r\n]*?)[ \t]*$", re.MULTILINE)
_KNOWN: Final = frozenset({"subject"})


def read_front_matter(root: Text, *, fields: bool) -> tuple[tuple[Header, ...], int]:
    """The header fields that a file begins with, and where its body begins: 0 when nothing stands before it.

    `fields`: a line `Subject: ...` in front counts, as it does in files that are named as templates.
    """
    head = root.content[:_LONGEST]
    front = _YAML.match(head)
    if front is not None and _ENTRY.search(front["lines"]):
        return tuple(_headers(root, _ENTRY, *front.span("lines"))), front.end()
    front = _FIELDS.match(head) if fields else None
    if front is not None:
        found = tuple(_headers(root, _FIELD, front.start(), front.end()))
        if found:
            return found, front.end()
    return (), 0


def _headers(root: Text, entry: re.Pattern[str], start: int, end: int) -> Iterator[Header]:
    for match in entry.finditer(root.content, start, end):
        value = match["value"]
        if match["name"].lower() not in _KNOWN or not value or value in (">", "|", ">-", "|-"):
            continue
        begin, stop = match.span("value")
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            begin, stop = begin + 1, stop - 1
        raw = match[0].encode("utf-8", "surrogatepass")
        yield Header(match["name"], raw, root.content[begin:stop], root.span(*match.span()), root.span(begin, stop))
