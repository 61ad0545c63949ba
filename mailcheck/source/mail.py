"""What reading yields: one mail with raw headers and a tree of parts. Only data, no parsing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from mailcheck.source.charsets import find_codec
from mailcheck.spans import Span, Text

Form = Literal["eml", "html", "text"]


class Header(NamedTuple):
    """One header field as it stands in the file.

    `name` keeps its case; `raw` are the field's bytes with folding and line ends; `value` is unfolded, with
    encoded words (RFC 2047) decoded and raw UTF-8 (RFC 6532) read; `span` covers the field in the file's
    text, `value_span` what follows the colon and the space after it, both without the line end. `defects`
    name what had to be guessed.
    """

    name: str
    raw: bytes
    value: str
    span: Span
    value_span: Span
    defects: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.name.lower()


class Part(NamedTuple):
    """One node of the MIME tree.

    `content_type` is lower case 'type/subtype' as it is treated (default text/plain); `params` those of
    Content-Type, decoded (RFC 2231), keys lower case. `encoding` is the lower-case transfer encoding.
    `charset` is the codec really used, `declared_charset` the one named. `text` is the decoded text of a
    text/* part (None otherwise), leading back to the file. `payload` gives the decoded bytes of a part
    without children, and none of one with. `span` covers header and body in the file's text; `start`, `end`
    are the byte offsets of the raw body in Mail.raw. A multipart in which no part is found is text/plain.
    """

    content_type: str
    params: Mapping[str, str]
    headers: tuple[Header, ...]
    encoding: str
    disposition: str
    filename: str
    content_id: str
    declared_charset: str
    charset: str
    text: Text | None
    payload: bytes
    span: Span
    start: int
    end: int
    children: tuple[Part, ...] = ()
    defects: tuple[str, ...] = ()

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in document order. Iterative, so nesting cannot exhaust the stack."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))

    @property
    def declared_codec(self) -> str | None:
        """The codec that clients use for `declared_charset`; None when nothing or nothing known is declared.

        Where it differs from `charset`, the declaration did not fit the bytes.
        """
        return find_codec(self.declared_charset) if self.declared_charset else None

    def header(self, name: str) -> Header | None:
        key = name.lower()
        return next((header for header in self.headers if header.key == key), None)


class Mail(NamedTuple):
    """One message as read. `form` html or text: a bare body, with no headers and one part.

    `path` is what reports print; `member` is set for messages of an mbox ('3', counted from 1) or None.
    `root` is the file (or, in an mbox, the member's stretch with its line numbers kept). `raw` are the
    message's bytes. `html` and `text` are the bodies a reader is shown (best alternative), never an
    attachment or a message inside.
    """

    path: str
    form: Form
    raw: bytes
    root: Text
    headers: tuple[Header, ...]
    part: Part
    html: Part | None
    text: Part | None
    member: str | None = None
    limits_hit: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """How outcomes and reports name this message."""
        return self.path if self.member is None else f"{self.path}[{self.member}]"
