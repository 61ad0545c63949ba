"""Tokens of structured header fields (RFC 5322 section 3.2): atoms, quoted strings, comments, specials.

Never raises: what is not closed is read as a lone special, so that one stray quote cannot swallow an address.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.spans import Span

TokenKind = Literal["atom", "word", "quoted", "comment", "literal", "special"]

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<word>=\?[^?\s]{1,80}\?[bBqQ]\?[^?\r\n]{0,2000}\?=)   # an encoded word, RFC 2047
    | (?P<quoted>"(?:[^"\\]|\\.)*+")
    | (?P<literal>\[(?:[^\[\]\\]|\\.)*+\])
    | (?P<special>[<>@,:;()"\[\]\\])
    | (?P<atom>[^\s<>@,:;()"\[\]\\]+?(?==\?)|[^\s<>@,:;()"\[\]\\]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENERS = {'"': "quoted", "[": "literal"}
_IN_COMMENT = lazy_regex(r"[^()\\]+|\\.|[()\\]", re.DOTALL)
_ESCAPE = lazy_regex(r"\\(.)", re.DOTALL)
_FOLD = lazy_regex(r"\r?\n(?=[ \t])|\r")


class Token(NamedTuple):
    """`text` is the content: a quoted string without quotes and escapes, a comment without its brackets."""

    kind: TokenKind
    text: str
    start: int
    end: int


def tokens(text: str, *, bytewise: bool = False) -> list[Token]:
    """The tokens of a field's value, in order, white space left out. Linear in the length of `text`.

    `bytewise`: each character of `text` stands for one byte of the file, so that what is not ASCII has to be
    read as UTF-8 first (or windows-1252, where it is none). Offsets count in `text` all the same.
    """
    found: list[Token] = []
    position, open_ended = 0, set[str]()
    while position < len(text):
        if text[position] == "(" and "(" not in open_ended:
            end = _comment_end(text, position)
            if end:
                found.append(Token("comment", _content(text[position + 1 : end - 1]), position, end))
                position = end
                continue
            open_ended.add("(")
        if text[position] in open_ended:
            found.append(Token("special", text[position], position, position + 1))
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None:  # pragma: no cover - the classes above cover every character
            break
        kind = match.lastgroup
        if kind == "special" and match[0] in _OPENERS:
            open_ended.add(match[0])
        if kind != "space":
            found.append(_token(kind, match[0], position))
        position = match.end()
    if bytewise and not text.isascii():
        return [token._replace(text=_from_bytes(token.text)) for token in found]
    return found


def trim(value: Span) -> Span:
    """A field's value without the white space and folds around it."""
    text = value.quote
    start = len(text) - len(text.lstrip())
    return value.text.span(value.start + start, value.start + max(start, len(text.rstrip())))


def unfold(text: str) -> str:
    """A field's value on one line, without white space around it."""
    return _FOLD.sub("", text).strip(" \t\r\n")


def _token(kind: str | None, written: str, start: int) -> Token:
    end = start + len(written)
    if kind == "quoted":
        return Token("quoted", _content(written[1:-1]), start, end)
    if kind == "literal":
        return Token("literal", written, start, end)
    if kind == "word":
        return Token("word", written, start, end)
    return Token("special" if kind == "special" else "atom", written, start, end)


def _content(text: str) -> str:
    return _ESCAPE.sub(r"\1", unfold(text)) if "\\" in text or "\n" in text or "\r" in text else text


def _from_bytes(text: str) -> str:
    raw = text.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("windows-1252", "replace")


def _comment_end(text: str, start: int) -> int:
    """The offset after the comment that opens at `start`, 0 when it is never closed."""
    depth = 0
    for match in _IN_COMMENT.finditer(text, start):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
            if depth == 0:
                return match.end()
    return 0
