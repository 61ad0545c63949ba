"""What the header of an entity says about its body."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.mail import Header
from mailcheck.source.params import read_params
from mailcheck.source.words import unfold

_MIME_FIELDS = frozenset({"content-type", "content-transfer-encoding", "content-disposition", "content-id"})
_TYPE = re.compile(r"[!-.0-~]+/[!-.0-~]+")
_ENCODING_END = lazy_regex(r"[;(\s]")


class Mime(NamedTuple):
    """The MIME header fields of one entity, read. `content_type` as it is treated; `defects` say what was wrong."""

    content_type: str
    params: Mapping[str, str]
    encoding: str
    disposition: str
    filename: str
    content_id: str
    defects: tuple[str, ...]


def read_mime(headers: Sequence[Header], default_type: str = "text/plain") -> Mime:
    """The first field of each name counts, as it does for most clients."""
    fields: dict[str, Header] = {}
    defects: list[str] = []
    for header in headers:
        if header.key in _MIME_FIELDS:
            if header.key in fields:
                defects.append(f"{header.name} is given twice: the first counts")
            fields.setdefault(header.key, header)
    content_type, params = _structured(fields.get("content-type"))
    if not _TYPE.fullmatch(content_type):
        if content_type:
            defects.append(f"{content_type[:40]!r} is no content type")
        content_type = default_type if not content_type else "text/plain"
    disposition, named = _structured(fields.get("content-disposition"))
    encoding = fields.get("content-transfer-encoding")
    content_id = fields.get("content-id")
    return Mime(
        content_type,
        params,
        _ENCODING_END.split(encoding.value.lower(), maxsplit=1)[0] if encoding else "",
        disposition,
        named.get("filename") or params.get("name", ""),
        content_id.value.strip("<> \t") if content_id else "",
        tuple(defects),
    )


def _structured(header: Header | None) -> tuple[str, dict[str, str]]:
    if header is None:
        return "", {}
    _, _, value = header.raw.partition(b":")
    return read_params(unfold(value).text)
