"""List-Unsubscribe (RFC 2369) and List-Unsubscribe-Post (RFC 8058)."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from mailcheck.facts.header.structured import trim, unfold
from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.words import decode_words
from mailcheck.spans import Span

ListDefect = Literal[
    "empty",
    "no-brackets",  # a bare address, without < and >
    "unclosed-bracket",
    "missing-comma",  # `<a> <b>`
    "stray-text",
    "encoded-word",  # RFC 2047 is not for structured fields such as this one
    "empty-uri",
    "no-scheme",
]

_SCHEME = lazy_regex(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_BARE = lazy_regex(r"(?:https?://|mailto:)[^\s,<>]+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_WORD_IN_BRACKETS = lazy_regex(r"=\?[^?\s]{1,80}\?[bBqQ]\?")


class ListUri(NamedTuple):
    """One address of a List- field. `uri` is without brackets and white space, `span` within the brackets."""

    uri: str
    span: Span

    @property
    def scheme(self) -> str:
        """'https', 'mailto' ...: lower case, '' when there is none."""
        match = _SCHEME.match(self.uri)
        return match[1].lower() if match else ""


class ListField(NamedTuple):
    """A List- field whose value is a row of addresses. `span` covers the value."""

    uris: tuple[ListUri, ...]
    span: Span
    defects: tuple[ListDefect, ...] = ()

    def of_scheme(self, scheme: str) -> tuple[ListUri, ...]:
        return tuple(uri for uri in self.uris if uri.scheme == scheme)


class ListPost(NamedTuple):
    """The value of List-Unsubscribe-Post, unfolded."""

    value: str
    span: Span


def read_list_field(value: Span) -> ListField:
    """The addresses of List-Unsubscribe, List-Help and the like; `value` is what follows the colon."""
    value = trim(value)
    text = value.quote
    if _WORD_IN_BRACKETS.search(text):
        uris, defects = _read(decode_words(text).text)
        spans = tuple(ListUri(uri, value) for uri, _, _ in uris)
        return ListField(spans, value, ("encoded-word", *defects))
    uris, defects = _read(text)
    found = tuple(ListUri(uri, value.text.span(value.start + start, value.start + end)) for uri, start, end in uris)
    return ListField(found, value, defects)


def read_list_post(value: Span) -> ListPost:
    return ListPost(unfold(value.quote), trim(value))


def _read(text: str) -> tuple[list[tuple[str, int, int]], tuple[ListDefect, ...]]:
    """Addresses with their offsets, defects. Inside angle brackets nothing but `>` is special."""
    uris: list[tuple[str, int, int]] = []
    defects: dict[ListDefect, None] = {}
    position, after_uri, depth = 0, False, 0
    while position < len(text):
        mark = text[position]
        if depth or mark == "(":
            depth += {"(": 1, ")": -1}.get(mark, 0)
        elif mark == "<":
            if after_uri:
                defects["missing-comma"] = None
            end = text.find(">", position)
            if end < 0:
                defects["unclosed-bracket"] = None
                end = len(text)
            uris.append((_SPACE.sub("", text[position + 1 : end]), position + 1, end))
            position, after_uri = end, True
        elif mark == ",":
            after_uri = False
        elif not mark.isspace():
            bare = _BARE.match(text, position)
            defects["no-brackets" if bare else "stray-text"] = None
            if bare:
                uris.append((bare[0], position, bare.end()))
                position, after_uri = bare.end() - 1, True
        position += 1
    if not uris:
        defects["empty"] = None
    if any(not uri for uri, _, _ in uris):
        defects["empty-uri"] = None
    if any(uri and not _SCHEME.match(uri) for uri, _, _ in uris):
        defects["no-scheme"] = None
    return uris, tuple(defects)
