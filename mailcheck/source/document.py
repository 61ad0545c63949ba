"""A bare body: an HTML or text file, without headers."""

from __future__ import annotations

from typing import Literal

from mailcheck.source.charsets import Decoded, decode
from mailcheck.source.mail import Mail, Part
from mailcheck.spans import Text


def read_document(raw: bytes, path: str, form: Literal["html", "text"]) -> Mail:
    """One part of text/html or text/plain. Its text is the file's: an editor shows a file in its own charset.

    The charset is that of a byte-order mark, else of `<meta>`, else UTF-8, else windows-1252.
    """
    decoded = decode(raw, html=form == "html")
    text = Text(path, decoded.text)
    part = Part(
        content_type="text/html" if form == "html" else "text/plain",
        params={},
        headers=(),
        encoding="",
        disposition="",
        filename="",
        content_id="",
        declared_charset="",
        charset=decoded.charset,
        text=text,
        payload=raw,
        span=text.span(),
        start=0,
        end=len(raw),
        defects=_defects(decoded),
    )
    return Mail(
        path=path,
        form=form,
        raw=raw,
        root=text,
        headers=(),
        part=part,
        html=part if form == "html" else None,
        text=part if form == "text" else None,
    )


def _defects(decoded: Decoded) -> tuple[str, ...]:
    """UTF-8 needs no label in a file."""
    return () if decoded.charset == "utf-8" and "\ufffd" not in decoded.text else decoded.defects
