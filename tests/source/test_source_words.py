"""Header values: folding, encoded words, raw 8-bit text."""

from __future__ import annotations

import time
from email.header import Header as StdHeader

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.source.words import decode_words, read_value, unfold


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b" plain", "plain"),
        (b" folded\r\n value", "folded value"),
        (b" folded\n\tvalue", "folded\tvalue"),
        (b" obsolete\n \n folding", "obsolete  folding"),
        (b" old mac\r folding", "old mac folding"),
        (b" =?utf-8?B?w7xiZXI=?=", "über"),
        (b" =?UTF-8?q?=C3=BCber_uns?=", "über uns"),
        (b" =?iso-8859-1?Q?f=FCr?= you", "für you"),
        (b" =?utf-8*de?Q?f=C3=BCr?=", "für"),
        (b" =?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        (b" =?utf-8?Q?a?=\r\n =?utf-8?Q?b?=", "ab"),
        (b" =?utf-8?Q?a?= - =?utf-8?Q?b?=", "a - b"),
        (b" x=?utf-8?Q?y?=z", "xyz"),
        (b" =?utf-8?Q?two words?=", "two words"),
        (b" =?gb2312?B?xOO6ww==?=", "你好"),
        (b" =?utf-8?Q??=", ""),
        (b" =?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b" =?utf-8?Q?no end", "=?utf-8?Q?no end"),
        ("raw UTF-8: für".encode(), "raw UTF-8: für"),
    ],
)
def test_value_as_people_read_it(raw: bytes, text: str) -> None:
    value = read_value(raw)
    assert value.text == text
    assert value.defects == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b" =?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"),
        (b" =?utf-8?Q?=E2=82?=\r\n\t=?utf-8?Q?=AC?=", "€"),
        (b" =?utf-8?B?4oI=?= =?UTF-8?Q?=AC?=", "€"),
    ],
)
def test_a_character_cut_in_two_words(raw: bytes, text: str) -> None:
    assert read_value(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text", "defect"),
    [
        (b" =?x-nobody?Q?f=C3=BCr?=", "für", "unknown charset"),
        (b" =?x-nobody?Q?f=FCr?=", "für", "unknown charset"),
        (b" =?utf-8?B?w7xiZX?=", "übe", "broken base64"),
        (b" =?utf-8?Q?first =?utf-8?Q?second?=", "=?utf-8?Q?first second", "without an end"),
        (b" raw f\xfcr", "raw für", "raw 8-bit"),
        (b" one\rBcc: two", "one\rBcc: two", "carriage return"),
        (b" a\0b", "a\0b", "NUL"),
    ],
)
def test_what_had_to_be_guessed_is_said(raw: bytes, text: str, defect: str) -> None:
    value = read_value(raw)
    assert value.text == text
    assert defect in "; ".join(value.defects)


def test_raw_bytes_in_the_charset_of_the_body() -> None:
    assert unfold("тест".encode("koi8-r"), "koi8-r").text == "тест"


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=200))
def test_reads_what_the_standard_library_writes(text: str) -> None:
    written = StdHeader(text, "utf-8").encode()
    assert read_value(written.encode()).text == text


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value(raw: bytes) -> None:
    read_value(b" =?utf-8?" + raw + b"?= " + raw)


@pytest.mark.parametrize("unit", ["=?utf-8?q?", "=?utf-8?q?a =?= ", "=?", "?=", "=?a?b?=", " =?u?q?x?= "])
def test_hostile_repetition_is_linear(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    started = time.process_time()
    decode_words(text + "?=")
    assert time.process_time() - started < 5
