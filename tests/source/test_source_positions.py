"""Every character of a decoded body leads back to the bytes it came from."""

from __future__ import annotations

import base64
import codecs
import email
import quopri
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.source.eml import read_eml
from mailcheck.source.mail import Mail
from mailcheck.source.positions import Utf8Places, root_text
from mailcheck.spans import Segment, Span, Text

CHARSETS = ("utf-8", "iso-8859-15", "windows-1251", "koi8-r", "gb18030", "euc-kr", "shift_jis", "big5", "euc-jp")
STATEFUL = ("iso-2022-jp", "utf-16", "utf-7")
ALPHABETS = {
    "utf-8": "aé€漢😀 =?.\n",
    "iso-8859-15": "aé€ß =?.\n",
    "windows-1251": "aпри =?.\n",
    "koi8-r": "aпри =?.\n",
    "gb18030": "a汉字é😀 =?.\n",
    "euc-kr": "a한글 =?.\n",
    "shift_jis": "a日本ｱ語表 =?.\n",
    "big5": "a漢字 =?.\n",
    "euc-jp": "a日本語 =?.\n",
    "iso-2022-jp": "a日本語 =?.\n",
    "utf-16": "aé漢😀 =?.\n",
    "utf-7": "aé漢😀 =?.\n",
}


def build(text: str, charset: str, encoding: str, line_end: str) -> bytes:
    data = text.replace("\n", line_end).encode(charset)
    newline = line_end.encode()
    if encoding == "quoted-printable":
        data = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", newline)
    elif encoding == "base64":
        data = base64.encodebytes(data).replace(b"\n", newline)
    head = f"Subject: für\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.replace("\n", line_end).encode("utf-8") + data


@st.composite
def bodies(draw: st.DrawFn, charsets: tuple[str, ...], encodings: tuple[str, ...]) -> bytes:
    charset = draw(st.sampled_from(charsets))
    encoding = draw(st.sampled_from(encodings))
    line_end = draw(st.sampled_from(("\n", "\r\n")))
    pieces = st.one_of(st.text(ALPHABETS[charset], max_size=120), st.sampled_from(["https://x.test/?a=b&c=d ", "\n"]))
    return build("".join(draw(st.lists(pieces, max_size=8))), charset, encoding, line_end)


def coding_of(mail: Mail) -> str:
    return "utf-8" if mail.root.content.encode("utf-8") == mail.raw else "latin-1"


def file_bytes(mail: Mail, span: Span) -> tuple[int, bytes]:
    """Where the source of a span begins in the raw body, and its bytes."""
    source = span.source
    assert source.text is mail.root
    coding = coding_of(mail)
    start = len(mail.root.content[: source.start].encode(coding))
    return start - mail.part.start, source.quote.encode(coding)


def same_as_standard_library(mail: Mail) -> bytes:
    payload = email.message_from_bytes(mail.raw).get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert mail.part.payload == payload
    return payload


@settings(max_examples=200)
@given(bodies(CHARSETS, ("8bit",)))
def test_8bit_is_exact(raw: bytes) -> None:
    mail = read_eml(raw, "a.eml")
    same_as_standard_library(mail)
    text = mail.part.text
    assert text is not None
    readable = coding_of(mail) == "latin-1" or mail.part.charset == "utf-8" or mail.part.payload.isascii()
    for offset, character in enumerate(text.content):
        span = text.span(offset, offset + 1)
        assert span.location.exact
        if readable:  # else the file happens to be UTF-8 too, and shows other characters
            assert file_bytes(mail, span)[1].decode(mail.part.charset) == character


@settings(max_examples=200)
@given(bodies(CHARSETS, ("quoted-printable",)))
def test_quoted_printable_is_exact(raw: bytes) -> None:
    mail = read_eml(raw, "a.eml")
    same_as_standard_library(mail)
    text = mail.part.text
    assert text is not None
    for offset, character in enumerate(text.content):
        span = text.span(offset, offset + 1)
        _, found = file_bytes(mail, span)
        assert quopri.decodestring(found).decode(mail.part.charset) == character
        assert found[:2] not in (b"=\r", b"=\n")
        assert span.location.exact


@settings(max_examples=200)
@given(bodies(CHARSETS, ("base64",)))
def test_base64_holds_the_bits_of_the_character(raw: bytes) -> None:
    mail = read_eml(raw, "a.eml")
    payload = same_as_standard_library(mail)
    text = mail.part.text
    assert text is not None
    body = mail.raw[mail.part.start :]
    letters = [at for at, byte in enumerate(body) if chr(byte).isalnum() or byte in b"+/"]
    done = 0
    for offset in range(len(text.content)):
        span = text.span(offset, offset + 1)
        start, found = file_bytes(mail, span)
        size = len(text.content[: offset + 1].encode(mail.part.charset)) - done
        assert start == letters[done * 8 // 6]
        assert start + len(found) == letters[((done + size) * 8 - 1) // 6] + 1
        assert not span.location.exact
        assert "base64" in span.location.via
        done += size
    assert done == len(payload)


@settings(max_examples=150)
@given(bodies(STATEFUL, ("base64", "quoted-printable")))
def test_stateful_charsets_enclose_the_character(raw: bytes) -> None:
    mail = read_eml(raw, "a.eml")
    text = mail.part.text
    assert text is not None
    end_of_body = len(mail.raw)
    previous = 0
    for offset in range(len(text.content)):
        start, found = file_bytes(mail, text.span(offset, offset + 1))
        assert previous <= start
        assert found
        assert start + len(found) <= end_of_body
        previous = start


@given(st.text("aé漢😀\n", max_size=9000), st.booleans(), st.data())
def test_byte_offsets_in_utf_8_files(text: str, marked: bool, data: st.DataObject) -> None:
    raw = (codecs.BOM_UTF8 if marked else b"") + text.encode()
    root, place = root_text("a", raw)
    assert root.content == text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    front = 3 if marked else 0
    offsets = [front + len(text[:at].encode()) for at in (start, end)]
    assert place(*offsets) == (start, end)


def test_a_stretch_inside_a_character_takes_in_the_whole() -> None:
    assert Utf8Places("a漢b".encode())(2, 3) == (1, 2)


@given(
    st.lists(
        st.sampled_from(["=", "=3D", "=\n", "=\r\n", "= \n", "=\r", "==", "=4", "=G1", " ", "é", "a", "\n", "=E9"])
    )
)
def test_broken_quoted_printable_maps_as_it_decodes(pieces: list[str]) -> None:
    raw = b"Content-Type: text/plain; charset=latin-1\nContent-Transfer-Encoding: quoted-printable\n\n"
    raw += "".join(pieces).encode("latin-1")
    mail = read_eml(raw, "a.eml")
    text = mail.part.text
    assert text is not None
    previous = 0
    for offset in range(len(text.content)):
        start, found = file_bytes(mail, text.span(offset, offset + 1))
        assert start >= previous
        decoded = bytes.fromhex(found[1:].decode()) if re.fullmatch(rb"=[0-9A-Fa-f]{2}", found) else found[:1]
        assert decoded == mail.part.payload[offset : offset + 1]
        previous = start + len(found)


def test_line_and_column_of_an_umlaut_in_quoted_printable() -> None:
    raw = (
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>gr=C3=BC=\r\n=C3=9Fe</p>\r\n"
    )
    text = read_eml(raw, "a.eml").part.text
    assert text is not None
    assert text.content == "<p>grüße</p>\r\n"
    at = text.content.index("ß")
    place = text.span(at, at + 1).location
    assert (place.line, place.column, place.end_line, place.end_column, place.exact) == (5, 1, 5, 7, True)
    whole = text.span(3, 8).location
    assert (whole.line, whole.column, whole.end_line, whole.end_column) == (4, 4, 5, 8)


def test_headers_point_at_themselves() -> None:
    raw = "From: a@b.test\r\nSubject: für\r\n\talle\r\nTo : c@d.test\r\n\r\n".encode()
    mail = read_eml(raw, "a.eml")
    assert [header.span.quote for header in mail.headers] == [
        "From: a@b.test",
        "Subject: für\r\n\talle",
        "To : c@d.test",
    ]
    assert [header.value_span.quote for header in mail.headers] == ["a@b.test", "für\r\n\talle", "c@d.test"]
    assert b"".join(header.raw for header in mail.headers) + b"\r\n" == raw
    assert mail.headers[2].span.location.line == 4


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_a_position_in_a_huge_line_costs_little(charset: str) -> None:
    raw = build("<p>漢字 " + "x" * 200_000 + "漢", charset, "base64", "\n")
    text = read_eml(raw, "a.eml").part.text
    assert text is not None
    for offset in range(0, len(text.content), 1000):
        assert text.span(offset, offset + 1).location.line > 4


def test_an_inexact_segment_is_exact_as_a_whole() -> None:
    parent = Text("a.txt", "x &amp; y")
    text = Text("decoded", "x & y", parent, (Segment(0, 2, 0, 2), Segment(2, 3, 2, 7, False), Segment(3, 5, 7, 9)))
    assert text.span(0, 3).source.quote == "x &amp;"
    assert text.span(0, 3).location.exact
    assert text.span(2, 5).location.exact
    coarse = Text("decoded", "abc", parent, (Segment(0, 3, 2, 7, False),))
    assert not coarse.span(1, 2).location.exact


@given(
    st.lists(st.sampled_from([b"\x1b$B", b"\x1b(B", b"\x1b", b"\x0e", b"$", b"\x81", b"\xff", b"+", b"-", b"a", b"\n"]))
)
def test_broken_multi_byte_text_stays_inside_the_body(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    for charset in (*CHARSETS, *STATEFUL, "iso-2022-kr", "hz"):
        raw = f"Content-Type: text/plain; charset={charset}\n\n".encode() + body
        mail = read_eml(raw, "a.eml")
        text = mail.part.text
        assert text is not None
        for offset in range(len(text.content)):
            start, found = file_bytes(mail, text.span(offset, offset + 1))
            assert 0 <= start <= start + len(found) <= len(body)


def test_a_decoder_that_gives_up_leaves_a_coarse_position() -> None:
    raw = b"Content-Type: text/plain; charset=iso-2022-jp\n\nabc\x1b({{\x81$ \x0e{ and more" + "漢字漢字漢字".encode(
        "iso-2022-jp"
    )
    text = read_eml(raw, "a.eml").part.text
    assert text is not None
    place = text.span(1, 2).location
    assert (place.line, place.exact) == (3, False)
