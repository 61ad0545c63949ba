"""The MIME tree of a message: which stretch of the bytes is which entity.

Where broken MIME leaves a choice, it is made as the standard library makes it, which is near to what clients do,
and a defect says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.fields import FieldReader
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Header
from mailcheck.source.mime import Mime, read_mime

_IN_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:>?From [^\r\n]*(?:\r\n?|\n))?")
_REST_OF_LINE = lazy_regex(rb"[ \t]*+(?:\r\n|\n|\r|\Z)")
_FIRST_DELIMITER = lazy_regex(rb"(?:[ \t]*+\r?\n)*+(--[^\r\n]{1,70}?)[ \t]*+\r?\nContent-[A-Z]", re.IGNORECASE)
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_UNENCODED = frozenset({"", "7bit", "8bit", "binary"})


@dataclass(slots=True)
class Entity:
    """A header and its body, not yet decoded. `start` is where the header begins."""

    start: int
    body: int
    end: int
    headers: tuple[Header, ...]
    mime: Mime
    depth: int
    defects: list[str]
    children: list[Entity] = field(default_factory=list)


@dataclass(slots=True)
class Scan:
    """One pass over a message: the tree of its entities, within the limits."""

    raw: bytes
    reader: FieldReader
    limits: Limits
    limits_hit: list[str] = field(default_factory=list)
    fields_left: int = 0

    def run(self) -> list[Entity]:
        """All entities in document order, each linked to its children."""
        self.fields_left = self.limits.headers
        in_front = _IN_FRONT.match(self.raw)
        start = in_front.end() if in_front else 0
        entities = [self._entity(start, len(self.raw), 0, "text/plain")]
        pending = [(entities[0], stretch) for stretch in reversed(self._stretches(entities[0]))]
        while pending:
            parent, (start, end, default_type) = pending.pop()
            if len(entities) >= self.limits.parts:
                self._hit(f"it has more than {self.limits.parts:,} parts: the others were not read (limit parts)")
                break
            entity = self._entity(start, end, parent.depth + 1, default_type)
            parent.children.append(entity)
            entities.append(entity)
            pending += [(entity, stretch) for stretch in reversed(self._stretches(entity))]
        return entities

    def _entity(self, start: int, end: int, depth: int, default_type: str) -> Entity:
        block = self.reader.read(start, end, outermost=depth == 0, most=self.fields_left)
        self.fields_left -= len(block.headers)
        if block.cut:
            most = self.limits.headers
            self._hit(f"it has more than {most:,} header fields: the others were not read (limit headers)")
        mime = read_mime(block.headers, default_type)
        defects = [*block.defects, *mime.defects]
        return Entity(start, block.body, end, tuple(block.headers), mime, depth, defects)

    def _stretches(self, entity: Entity) -> list[tuple[int, int, str]]:
        """Start, end and default type of what is inside an entity. A multipart without parts becomes text."""
        mime = entity.mime
        kind = mime.content_type
        if not kind.startswith("multipart/") and kind not in _MESSAGES:
            return []
        if entity.depth >= self.limits.nesting:
            most = self.limits.nesting
            self._hit(f"its parts are nested more than {most:,} deep: what is deeper was not read (limit nesting)")
            return []
        if kind in _MESSAGES:
            if mime.encoding not in _UNENCODED:
                entity.defects.append(f"an attached message in {mime.encoding[:40]} was not opened")
                return []
            return [(entity.body, entity.end, "text/plain")]
        if mime.encoding not in _UNENCODED:
            entity.defects.append(f"a multipart cannot be encoded as {mime.encoding[:40]}: read without")
        inside = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        stretches = self._parts(entity, mime.params.get("boundary", "").rstrip())
        if not stretches:
            entity.mime = mime._replace(content_type="text/plain", encoding="")
        return [(start, end, inside) for start, end in stretches]

    def _parts(self, entity: Entity, boundary: str) -> list[tuple[int, int]]:
        """Where the parts of a multipart lie; none if it has to be read as text."""
        marker = b"--" + boundary.encode("utf-8")
        lines = self._delimiters(marker, entity) if boundary else []
        if not lines and (seen := _FIRST_DELIMITER.match(self.raw, entity.body, entity.end)):
            lines = self._delimiters(seen[1], entity)
            name = seen[1][2:60].decode("latin-1")
            entity.defects.append(f"a multipart without its declared boundary: read with {name!r}, which occurs")
        parts: list[tuple[int, int]] = []
        begin = -1
        for line, after, closing in lines:
            if 0 <= begin < line:
                parts.append((begin, _before_line_end(self.raw, line, begin)))
            if closing:
                break
            begin = after
        else:
            if 0 <= begin < entity.end and len(lines) <= self.limits.parts:
                parts.append((begin, entity.end))
                entity.defects.append("a multipart without its closing boundary")
        if not parts:
            entity.defects.append("a multipart without parts: read as text")
        return parts

    def _delimiters(self, marker: bytes, entity: Entity) -> list[tuple[int, int, bool]]:
        """The first delimiter lines, one more than there may be parts."""
        return list(islice(_delimiters(self.raw, marker, entity.body, entity.end), self.limits.parts + 1))

    def _hit(self, sentence: str) -> None:
        if sentence not in self.limits_hit:
            self.limits_hit.append(sentence)


def _delimiters(raw: bytes, marker: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Lines that are a delimiter: where each begins, where the next line begins, and whether it closes."""
    at = raw.find(marker, start, end)
    while at >= 0:
        after = at + len(marker)
        if at == start or raw[at - 1] in b"\r\n":
            closing = raw.startswith(b"--", after, end)
            rest = _REST_OF_LINE.match(raw, after + 2 if closing else after, end)
            if rest is not None:
                yield at, rest.end(), closing
                after = rest.end()
        at = raw.find(marker, after, end)


def _before_line_end(raw: bytes, at: int, start: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    if at - 2 >= start and raw[at - 2 : at] == b"\r\n":
        return at - 2
    return at - 1 if at - 1 >= start else at
