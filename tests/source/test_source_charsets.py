"""Charsets: labels, wrong labels, no labels."""

from __future__ import annotations

import codecs
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.source.charsets import decode, find_codec


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        (' "utf-8" ', "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("iso-8859-1", "windows-1252"),
        ("latin1", "windows-1252"),
        ("ISO_8859-1:1987", "windows-1252"),
        ("iso8859-15", "iso-8859-15"),
        ("iso-8859-8-i", "iso-8859-8"),
        ("iso-8859-9", "windows-1254"),
        ("cp1252", "windows-1252"),
        ("windows1251", "windows-1251"),
        ("win-1250", "windows-1250"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("x-gbk", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("euc-kr", "cp949"),
        ("Shift_JIS", "cp932"),
        ("windows-31j", "cp932"),
        ("big5", "big5hkscs"),
        ("tis-620", "cp874"),
        ("us-ascii", "us-ascii"),
        ("ANSI_X3.4-1968", "us-ascii"),
        ("koi8-r", "koi8-r"),
        ("iso-2022-jp", "iso-2022-jp"),
        ("utf-7", "utf-7"),
        ("utf-16", "utf-16-le"),
        ("x-unknown", None),
        ("", None),
        ("hex", None),
        ("rot13", None),
        ("zlib", None),
        ("idna", None),
        ("punycode", None),
        ("unicode_escape", None),
        ("undefined", None),
        ("utf-8\0", None),
        ("../../etc", None),
        ("x" * 5000, None),
    ],
)
def test_labels(label: str, codec: str | None) -> None:
    assert find_codec(label) == codec
    if codec is not None:
        codecs.lookup(codec)


def test_declared_charset() -> None:
    found = decode("größe".encode("iso-8859-1"), "iso-8859-1")
    assert (found.text, found.charset, found.defects) == ("größe", "windows-1252", ())


def test_windows_1252_reads_every_byte_as_browsers_do() -> None:
    found = decode(bytes(range(256)), "windows-1252")
    assert found.text[0x80:0x83] == "€\x81‚"
    assert (len(found.text), found.defects) == (256, ())


@pytest.mark.parametrize(
    ("data", "declared", "text", "charset", "defect"),
    [
        ("für".encode(), "us-ascii", "für", "utf-8", "declared as us-ascii"),
        ("für".encode("cp1252"), "us-ascii", "für", "windows-1252", "declared as us-ascii"),
        ("für".encode(), "x-nobody", "für", "utf-8", "unknown charset 'x-nobody'"),
        ("für".encode(), "", "für", "utf-8", "no charset"),
        ("für".encode("cp1252"), "", "für", "windows-1252", "no charset"),
        ("für ß".encode("cp1252"), "utf-8", "für ß", "windows-1252", "not utf-8"),
        ("日本語のメール".encode(), "iso-2022-jp", "日本語のメール", "utf-8", "not iso-2022-jp"),
    ],
)
def test_wrong_labels(data: bytes, declared: str, text: str, charset: str, defect: str) -> None:
    found = decode(data, declared)
    assert (found.text, found.charset) == (text, charset)
    assert defect in found.defects[0]


def test_a_few_bad_bytes_do_not_change_the_charset() -> None:
    found = decode("größer, schöner ".encode() + b"\xff", "utf-8")
    assert found.charset == "utf-8"
    assert found.text == "größer, schöner \ufffd"
    assert found.defects


def test_nothing_to_guess_in_ascii() -> None:
    assert decode(b"plain") == decode(b"plain", "")
    assert decode(b"plain").defects == ()
    assert decode(b"plain").charset == "us-ascii"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_beats_the_label(mark: bytes) -> None:
    codec = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}.get(mark, "utf-16-be")
    found = decode(mark + "für".encode(codec), "koi8-r")
    assert (found.text, found.skipped) == ("für", len(mark))


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=windows-1251 />",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    ],
)
def test_meta_names_the_charset_when_nothing_else_does(meta: str) -> None:
    data = f"<html><head>{meta}</head>привет".encode("cp1251")
    assert decode(data, html=True).text.endswith("привет")
    assert decode(data, "koi8-r", html=True).charset == "koi8-r"
    assert decode(data).charset != "windows-1251"


def test_utf_7_gives_no_half_surrogates() -> None:
    decode(b"+2AA- x", "utf-7").text.encode("utf-8")


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "gb2312", "iso-2022-jp", "utf-7", "utf-16", "big5", "?"]))
def test_any_bytes_give_text(data: bytes, declared: str) -> None:
    decode(data, declared, html=True).text.encode("utf-8")


@given(st.text(string.printable + "-_:", max_size=50))
def test_any_label_is_answered(label: str) -> None:
    find_codec(label)
