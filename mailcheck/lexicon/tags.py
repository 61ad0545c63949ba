"""Merge tags that lead out of a mailing: which words their names hold, and whose they are.

Every notation is read (Handlebars, Liquid, Mailchimp, AMPscript and the rest): the tag's name is cut into words
at punctuation and capitals, and those are looked up like the words of an address. So `{{ iptal_linki }}` is
understood although no service has such a tag; `esp.toml` only says which service a known one belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.holes import holes_in, unmask
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.tables import read_table

_MARKS: Final = ("{", "%", "[", "*|", "$", "#", "<", "@@")
_TAG: Final = re.compile(
    r"""
      \{\{\{?[^{}]{1,160}\}\}\}?                # Handlebars, Liquid, Jinja
    | \{\{\$\{[^{}]{1,120}\}\}\}                # Braze
    | \{%[^%{}]{1,160}%\}                       # Liquid, Jinja, Django
    | \*\|[^|*]{1,120}\|\*                      # Mailchimp
    | %%[^%\s]{1,120}%%                         # AMPscript
    | <%[^%<>]{1,160}%>                         # ERB, SendGrid
    | %[A-Za-z][\w.:-]{2,80}%
    | \$\{[^{}]{1,120}\} | \{\$[^{}]{1,120}\}
    | \$\[[^\[\]]{1,120}\]\$ | \$[a-z_]{4,40}\$
    | \[\[[^\[\]]{1,120}\]\]
    | \[[A-Za-z][\w.:-]{2,80}\]
    | \{/?[A-Za-z][\w.:-]{2,80}\}
    | \#[A-Za-z][\w.-]{3,60}\# | @@[\w.-]{3,60}@@
    """,
    re.VERBOSE,
)
_LOGIC: Final = lazy_regex(
    r"^[{%<]+[\s~-]*(?:[#/>^!]|(?:if|unless|else|elsif|elif|end\w*|for|each|set|include|block|extends|macro|import"
    r"|comment|partial)\b)",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(r"^(?:https?://|mailto:)?\s*", re.IGNORECASE)
# Begins at the capital, so that the search leaps over all others.
_CAMEL: Final = re.compile(r"[A-Z](?:(?<=[a-z][A-Z])|(?<=[A-Z]{3})(?=[a-z]{2}))")
_ESCAPED: Final = str.maketrans({"_": " ", "-": " ", ".": " ", ":": " ", "/": " "})


class Tag(NamedTuple):
    """A merge tag in a text. `label` is what stands between it and its closing tag, '' without one."""

    start: int
    end: int
    written: str
    label: str


def tags(text: str) -> Iterator[Tag]:
    """The merge tags of a text that stand for a value; those that only steer the template are left out."""
    text = unmask(text)
    if not any(mark in text for mark in _MARKS):
        return
    for match in _TAG.finditer(text):
        written = match[0]
        if _LOGIC.match(written):
            continue
        label, end = _label(text, match)
        yield Tag(match.start(), end, written, label)


def tag_at_start(href: str) -> str:
    """The merge tag that an address begins with, a scheme before it or not; '' when there is none."""
    start = _LEADING.match(href)
    place = start.end() if start else 0
    if (known := next(holes_in(href), None)) is not None and known[0] == place:
        return unmask(href[slice(*known)])
    match = _TAG.match(unmask(href), place)
    return match[0] if match is not None else ""


def split_name(written: str) -> str:
    """The words of a tag's or variable's name: `UnsubscribeUrl`, `unsubscribe_url` -> 'Unsubscribe Url'."""
    return _CAMEL.sub(lambda capital: f" {capital[0]}", unmask(written)).translate(_ESCAPED)


def service_of(written: str) -> str:
    """The sending service a tag belongs to, '' for one that is not known."""
    key = _key(written)
    known = _services()
    return known.get(key) or known.get(re.sub(r"(?<=[_:])[^_:|\]]+(?=[|\]])", "...", key), "")


def _label(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The words up to the closing tag of the same name, and where it ends."""
    written = match[0]
    if written[0] != "{" or written[1] in "{%$":
        return "", match.end()
    closing = f"{{/{written[1:]}"
    place = text.find(closing, match.end(), match.end() + 300)
    if place < 0:
        return "", match.end()
    return text[match.end() : place].strip(), place + len(closing)


def _key(written: str) -> str:
    return re.sub(r"\s+", "", written)


@lru_cache(maxsize=1)
def _services() -> Mapping[str, str]:
    data = read_table("esp.toml")
    return {_key(tag): entry["service"] for entry in data["tag"] for tag in entry["tags"]}
