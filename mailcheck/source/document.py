"""A bare body: an HTML or text file, without headers but those that a template may have in front."""

from __future__ import annotations

from typing import Literal

from mailcheck.source.charsets import Decoded, decode
from mailcheck.source.front_matter import read_front_matter
from mailcheck.source.mail import Mail, Part
from mailcheck.source.sniff import is_template_name
from mailcheck.spans import Text, identity


def read_document(raw: bytes, path: str, form: Literal["html", "text"]) -> Mail:
    """One part of text/html or text/plain. Its text is the file's: an editor shows a file in its own charset.

    The charset is that of a byte-order mark, else of `<meta>`, else UTF-8, else windows-1252.
    """
    decoded = decode(raw, html=form == "html")
    root = Text(path, decoded.text)
    headers, begin = read_front_matter(root, fields=is_template_name(path))
    text = identity("the body", decoded.text[begin:], root, begin) if begin else root
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
        root=root,
        headers=headers,
        part=part,
        html=part if form == "html" else None,
        text=part if form == "text" else None,
    )


def _defects(decoded: Decoded) -> tuple[str, ...]:
    """UTF-8 needs no label in a file."""
    return () if decoded.charset == "utf-8" and "\ufffd" not in decoded.text else decoded.defects
