"""A message: bytes to headers and a tree of parts, each with its way back to the file.

The standard library's parser keeps no offsets, so this is a scanner of its own. It looks at every byte a few times
at most and never raises on input.
"""

from __future__ import annotations

from mailcheck.source.bodies import choose_bodies
from mailcheck.source.charsets import UTF_16_MARKS, Decoded, decode, find_codec, utf_16_to_8
from mailcheck.source.fields import FieldReader, line_ends
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Header, Mail, Part
from mailcheck.source.positions import Place, body_map, root_text
from mailcheck.source.transfer import decode_transfer, octet_map
from mailcheck.source.tree import Entity, Scan
from mailcheck.source.uuencode import blank_uuencoded
from mailcheck.source.words import read_value
from mailcheck.spans import Span, Text


def read_eml(
    raw: bytes,
    path: str,
    limits: Limits | None = None,
    *,
    root: Text | None = None,
    place: Place | None = None,
    member: str | None = None,
) -> Mail:
    """Reads one message. Never raises; what had to be guessed is in `defects`, what was left out in `limits_hit`.

    `root` and `place` are given for a message that is not a whole file: the text to point into, and the
    character offsets in it of a stretch of `raw`.
    """
    limits = limits or Limits()
    recoded = raw.startswith(UTF_16_MARKS)
    if recoded:
        raw = utf_16_to_8(raw)
    if root is None or place is None:
        root, place = root_text(path, raw)
    reader = FieldReader(raw, root, place, line_ends(raw), limits.header_bytes)
    scan = Scan(raw, reader, limits)
    entities = scan.run()
    if recoded:
        entities[0].defects.append("the file is saved as UTF-16, in which no mail is sent: its characters were read")
    part = _freeze(entities, raw, root, place, recoded)
    html, text = choose_bodies(part)
    headers = _with_charset(part.headers, html or text)
    if headers is not part.headers:
        part = part._replace(headers=headers)
        html, text = choose_bodies(part)
    return Mail(
        path=path,
        form="eml",
        raw=raw,
        root=root,
        headers=part.headers,
        part=part,
        html=html,
        text=text,
        member=member,
        limits_hit=tuple(scan.limits_hit),
    )


def _freeze(entities: list[Entity], raw: bytes, root: Text, place: Place, recoded: bool) -> Part:
    """The parts, children before parents."""
    done: dict[int, Part] = {}
    for entity in reversed(entities):
        children = tuple(done[id(child)] for child in entity.children)
        done[id(entity)] = _part(entity, children, raw, root, place, recoded)
    return done[id(entities[0])]


def _part(entity: Entity, children: tuple[Part, ...], raw: bytes, root: Text, place: Place, recoded: bool) -> Part:
    """`recoded`: bodies that are not encoded are in UTF-8, whatever they were and say."""
    mime = entity.mime
    declared = mime.params.get("charset", "").strip().lower()
    payload, text, decoded = b"", None, Decoded("", "")
    defects = tuple(entity.defects)
    if not children:
        body = raw[entity.body : entity.end]
        payload, encoding, wrong = decode_transfer(body, mime.encoding)
        defects += wrong
        if mime.content_type.startswith("text/"):
            label = "utf-8" if recoded and not encoding else declared
            decoded = decode(payload, label, html=mime.content_type == "text/html")
            defects += decoded.defects
            octets = octet_map(body, encoding)
            way = body_map(decoded, payload, octets, place, entity.body)
            shown = decoded.text
            if mime.content_type == "text/plain":
                shown, files = blank_uuencoded(shown)
                defects += tuple(f"a uuencoded file stands in the text: {file[:60]!r}" for file in files)
            name = f"the {encoding} {mime.content_type} part" if encoding else f"the {mime.content_type} part"
            text = Text(name, shown, root, via=name, position_map=way)
    return Part(
        content_type=mime.content_type,
        params=mime.params,
        headers=entity.headers,
        encoding=mime.encoding,
        disposition=mime.disposition,
        filename=mime.filename,
        content_id=mime.content_id,
        declared_charset=declared,
        charset=(find_codec(declared) if recoded and declared else None) or decoded.charset,
        text=text,
        payload=payload,
        span=Span(root, *place(entity.start, entity.end)),
        start=entity.body,
        end=entity.end,
        children=children,
        defects=defects,
    )


def _with_charset(headers: tuple[Header, ...], body: Part | None) -> tuple[Header, ...]:
    """Raw 8-bit headers that are not UTF-8 are in the charset of the body, if it names a known one."""
    if body is None or body.charset in ("us-ascii", "utf-8", "windows-1252", ""):
        return headers
    if not any(header.defects and not header.raw.isascii() for header in headers):
        return headers
    return tuple(_reread(header, body.charset) for header in headers)


def _reread(header: Header, charset: str) -> Header:
    if not header.defects or header.raw.isascii():
        return header
    words = read_value(header.raw.partition(b":")[2], charset)
    return header._replace(value=words.text, defects=words.defects)
