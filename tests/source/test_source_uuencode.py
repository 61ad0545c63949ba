"""Uuencode, as a transfer encoding and in a text; and files that an editor saved as UTF-16."""

from __future__ import annotations

import binascii
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.source.eml import read_eml
from mailcheck.source.files import read_paths
from mailcheck.source.mail import Mail
from mailcheck.source.uuencode import blank_uuencoded, decode_uuencode

PAGE = b"<p>Unsere Schuhe sind da.</p>\n<p>" + b"Noch mehr Text. " * 10 + b"</p>\n"


def uuencoded(data: bytes, name: str = "a.html", line_end: str = "\n") -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode().rstrip("\n") for at in range(0, len(data), 45)]
    return line_end.join([f"begin 644 {name}", *lines, "`", "end", ""])


@pytest.mark.parametrize("encoding", ["x-uuencode", "uuencode", "X-UUE", "uue"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_uuencoded_part_is_opened(encoding: str, line_end: str) -> None:
    head = f"Content-Type: text/html; charset=utf-8{line_end}Content-Transfer-Encoding: {encoding}{line_end * 2}"
    mail = read_eml((head + "Hello" + line_end + uuencoded(PAGE, line_end=line_end)).encode(), "a.eml")
    assert mail.html is not None
    assert mail.html.payload == PAGE
    assert mail.html.text is not None
    place = mail.html.text.content.index("mehr")
    location = mail.html.text.span(place, place + 4).location
    assert not location.exact
    assert location.line == 6  # the first line of the body is 4, 'begin' 5, the first 45 bytes 6


@given(st.binary(max_size=400))
def test_uuencode_round_trip(data: bytes) -> None:
    assert (decode_uuencode(uuencoded(data).encode()) or b"") == data


@given(st.binary(max_size=300))
def test_decoding_takes_any_bytes(data: bytes) -> None:
    decode_uuencode(b"begin 644 a\n" + data)
    decode_uuencode(data)


def test_trailing_spaces_that_were_cut_off_are_missed_by_nobody() -> None:
    data = b"ends in zeros\0\0\0\0\0\0"
    cut = "\n".join(line.rstrip(" ") for line in uuencoded(data).replace("`", " ").split("\n"))
    assert decode_uuencode(cut.encode()) == data


def plain(body: str) -> Mail:
    return read_eml(f"From: a@b.org\nContent-Type: text/plain\n\n{body}".encode(), "a.eml")


def test_a_file_in_the_text_is_no_text() -> None:
    mail = plain(f"Hello\n\n{uuencoded(PAGE, 'page one.html')}\nBye\n")
    assert mail.text is not None
    assert mail.text.text is not None
    assert mail.text.text.content.split() == ["Hello", "Bye"]
    assert mail.text.defects == ("a uuencoded file stands in the text: 'page one.html'",)
    place = mail.text.text.content.index("Bye")
    assert mail.text.text.span(place, place + 3).source.quote == "Bye"


def test_two_files_and_the_text_between() -> None:
    text, names = blank_uuencoded(f"one\n{uuencoded(b'x', 'a')}two\n{uuencoded(b'y' * 99, 'b')}three")
    assert text.split() == ["one", "two", "three"]
    assert names == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "We begin 644 new lives\nend\n",
        "begin 644 files today\nand you will be happy in the\nend\n",
        "begin 644 a.txt\n$4V%L90  \nno end comes\n",
        "begin 644 a.txt\nend\n",
    ],
)
def test_prose_is_left_alone(text: str) -> None:
    assert blank_uuencoded(text) == (text, ())


def test_many_beginnings_are_read_in_one_pass() -> None:
    text = "begin 644 a\nM" + "\nbegin 644 b\n$4V%L90  " * 20_000
    assert blank_uuencoded(text) == (text, ())


LATIN = "From: Café <a@cafe-rouge.fr>\nSubject: Été\nContent-Type: text/plain; charset=iso-8859-1\n\nDéjà vu\n"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.eml", "message"])
def test_a_message_saved_as_utf_16(tmp_path: Path, codec: str, name: str) -> None:
    mark = b"" if codec == "utf-16" else "\ufeff".encode(codec)
    (tmp_path / name).write_bytes(mark + LATIN.replace("\n", "\r\n").encode(codec))
    (mail,) = read_paths([str(tmp_path / name)])
    assert isinstance(mail, Mail)
    assert [(header.name, header.value) for header in mail.headers][:2] == [
        ("From", "Café <a@cafe-rouge.fr>"),
        ("Subject", "Été"),
    ]
    assert mail.text is not None
    assert mail.text.text is not None
    assert mail.text.text.content == "Déjà vu\r\n"
    assert mail.text.charset == "windows-1252"  # what it says, and what its characters were sent in
    assert any("UTF-16" in defect for defect in mail.part.defects)
    location = mail.text.text.span(5, 7).location
    assert (location.line, location.column, location.exact) == (5, 6, True)


def test_a_page_saved_as_utf_16_is_still_a_page(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes("<html><p>Déjà vu</p></html>".encode("utf-16"))
    (mail,) = read_paths([str(tmp_path / "page")])
    assert isinstance(mail, Mail)
    assert mail.form == "html"
