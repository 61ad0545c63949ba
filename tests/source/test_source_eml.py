"""The MIME tree: whole, broken, and as clients take it."""

from __future__ import annotations

import email
import email.message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.source.eml import read_eml
from mailcheck.source.mail import Mail


def mail_of(text: str | bytes) -> Mail:
    return read_eml(text if isinstance(text, bytes) else text.encode(), "a.eml")


def types_of(mail: Mail) -> list[str]:
    return [part.content_type for part in mail.part.walk()]


def payloads(mail: Mail) -> list[bytes]:
    return [part.payload for part in mail.part.walk() if not part.children]


def with_line_ends(text: str, line_end: str) -> bytes:
    return text.replace("\n", line_end).encode()


NESTED = """Subject: nested
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain

plain
--inner
Content-Type: text/html

<p>html
--inner--
--outer
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment; filename="b.pdf"
Content-ID: <one@two>
Content-Transfer-Encoding: base64

aGVsbG8=
--outer--
epilogue
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_tree_with_any_line_end(line_end: str) -> None:
    mail = mail_of(with_line_ends(NESTED, line_end))
    assert types_of(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert payloads(mail) == [b"plain", b"<p>html", b"hello"]
    assert mail.html is not None
    assert mail.text is not None
    assert (mail.html.payload, mail.text.payload) == (b"<p>html", b"plain")
    attachment = mail.part.children[1]
    assert (attachment.disposition, attachment.filename, attachment.content_id) == ("attachment", "b.pdf", "one@two")
    assert mail.raw[mail.html.start : mail.html.end] == b"<p>html"
    assert all(part.defects == () for part in mail.part.walk())
    assert mail.limits_hit == ()


def test_mixed_line_ends() -> None:
    text = "Subject: a\r\nContent-Type: multipart/mixed; boundary=b\n\r\n--b\r\n\nfirst\n--b\n\r\nsecond\r\n--b--"
    assert payloads(mail_of(text)) == [b"first", b"second"]


def test_a_bare_cr_is_a_character_where_lines_end_otherwise() -> None:
    mail = mail_of("Subject: one\rBcc: two\nTo: c@d.test\n\nbody\rmore\n")
    assert [header.name for header in mail.headers] == ["Subject", "To"]
    assert b"\r" in mail.headers[0].raw
    assert mail.headers[0].defects
    assert payloads(mail) == [b"body\rmore\n"]


def test_headers_keep_case_order_and_duplicates() -> None:
    mail = mail_of("X-A: 1\nx-a: 2\nSUBJECT: Hi\n\n")
    assert [(header.name, header.value) for header in mail.headers] == [("X-A", "1"), ("x-a", "2"), ("SUBJECT", "Hi")]
    assert mail.part.header("subject") is mail.headers[2]


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("From a@b.test Thu Jan  1 00:00:00 1970\n", 2),
        (">From a@b.test Thu Jan  1 00:00:00 1970\n", 2),
        ("\ufeff", 1),
        ("\n\n", 3),
        ("\r\n", 2),
    ],
)
def test_what_stands_before_the_header(front: str, line: int) -> None:
    mail = mail_of(front + "Subject: a\nTo: b\n\nbody")
    assert [header.name for header in mail.headers] == ["Subject", "To"]
    location = mail.headers[0].span.location
    assert (location.line, location.column) == (line, 1)
    assert payloads(mail) == [b"body"]


def test_a_line_that_is_no_field_is_skipped_where_fields_follow() -> None:
    mail = mail_of("Subject: a\nthis is no field\nTo: b\n\nbody")
    assert [header.name for header in mail.headers] == ["Subject", "To"]
    assert payloads(mail) == [b"body"]
    assert "no field" in mail.part.defects[0]


def test_a_body_without_an_empty_line_before_it() -> None:
    mail = mail_of("Subject: a\nHello there\nhow are you\n\nNote: this is text\n")
    assert [header.name for header in mail.headers] == ["Subject"]
    assert payloads(mail) == [b"Hello there\nhow are you\n\nNote: this is text\n"]
    assert mail.part.defects


def test_a_boundary_right_after_the_header() -> None:
    mail = mail_of("Content-Type: multipart/mixed; boundary=b\n--b\nContent-Type: text/html\n\n<p>\n--b--\n")
    assert types_of(mail) == ["multipart/mixed", "text/html"]


def test_text_without_headers_in_a_part_stays_text() -> None:
    mail = mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b\nHello\nNote: well\n\nmore\n--b--\n")
    assert payloads(mail) == [b"Hello\nNote: well\n\nmore"]


def test_a_link_is_no_header() -> None:
    mail = mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b\nhttps://a.test/\n--b--\n")
    assert payloads(mail) == [b"https://a.test/"]


@pytest.mark.parametrize(
    ("body", "expected", "defect"),
    [
        ("--b\n\none\n--b\n\ntwo\n", [b"one", b"two\n"], "closing boundary"),
        ("--b\n\none\n--b--x\n\ntwo\n--b--\n", [b"one\n--b--x\n\ntwo"], ""),
        ("--b\n\none\n--bc\n\ntwo\n--b--\n", [b"one\n--bc\n\ntwo"], ""),
        ("--b  \n\none\n--b--  \n", [b"one"], ""),
        ("--b\n--b\n\none\n--b--\n", [b"one"], ""),
        ("--b\n\n\n--b\n\ntwo\n--b--", [b"", b"two"], ""),
        ("--b\n\none\n--b--\n--b\n\nlater\n--b--\n", [b"one"], ""),
        ("no parts here\n", [b"no parts here\n"], "without parts"),
        ("--b--\n", [b"--b--\n"], "without parts"),
        ("--c\nContent-Type: text/html\n\n<p>\n--c--\n", [b"<p>"], "without its declared boundary"),
        ("", [b""], "without parts"),
    ],
)
def test_boundaries(body: str, expected: list[bytes], defect: str) -> None:
    mail = mail_of(f"Content-Type: multipart/mixed; boundary=b\n\n{body}")
    assert payloads(mail) == expected
    assert defect in "; ".join(mail.part.defects)
    assert bool(mail.part.defects) == bool(defect)


def test_a_multipart_without_parts_is_shown_as_text() -> None:
    mail = mail_of("Content-Type: multipart/mixed\n\nHello\n")
    assert types_of(mail) == ["text/plain"]
    assert mail.text is mail.part


def test_a_multipart_is_never_encoded() -> None:
    mail = mail_of(
        "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\none\n--b--\n"
    )
    assert payloads(mail) == [b"one"]
    assert "base64" in mail.part.defects[0]


@pytest.mark.parametrize(
    ("fields", "content_type", "defect"),
    [
        ("", "text/plain", ""),
        ("Content-Type: text/html; charset=utf-8\n", "text/html", ""),
        ("Content-Type: TEXT/HTML\n", "text/html", ""),
        ("Content-Type: text\n", "text/plain", "no content type"),
        ("Content-Type: \n", "text/plain", ""),
        ("Content-Type: text/html\nContent-Type: text/plain\n", "text/html", "twice"),
    ],
)
def test_content_types(fields: str, content_type: str, defect: str) -> None:
    mail = mail_of(f"{fields}Subject: a\n\nbody")
    assert mail.part.content_type == content_type
    assert defect in "; ".join(mail.part.defects)


@pytest.mark.parametrize(
    ("encoding", "body", "payload", "defect"),
    [
        ("7bit", "a=3D", b"a=3D", ""),
        ("8bit", "für", "für".encode(), ""),
        ("binary", "a\0b", b"a\0b", ""),
        ("Quoted-Printable", "a=3Db=\nc=\r\nd", b"a=bcd", ""),
        ("quoted-printable (sure)", "a=3D", b"a=", ""),
        ("quoted-printable", "soft = \nbreak", b"soft break", ""),
        ("quoted-printable", "bad =XY and =", b"bad =XY and ", ""),
        ("quoted-printable", "cut =\rhere\nmore", b"cut here\nmore", ""),
        ("base64", "aGVsbG8=", b"hello", ""),
        ("base64", "aGVs\r\nbG8=\r\n", b"hello", ""),
        ("base64", "aGVsbG8", b"hello", "padding"),
        ("base64", "aGVsbG8gd", b"hello ", "padding"),
        ("base64", "aGVs*bG8=", b"hello", "outside the base64 alphabet"),
        ("base64", "aGVsbG8=\nand a footer of the list", b"hello", "after its end"),
        ("base64", "this is text, and quite plainly so.", b"this is text, and quite plainly so.", "not base64"),
        ("base64", "", b"", ""),
        ("x-yenc", "begin 644 a", b"begin 644 a", "unknown transfer encoding"),
        ("x-uuencode", "begin 644 a", b"begin 644 a", "not uuencoded as declared"),
        ("base9000", "aGVsbG8=", b"aGVsbG8=", "unknown transfer encoding"),
    ],
)
def test_transfer_encodings(encoding: str, body: str, payload: bytes, defect: str) -> None:
    mail = mail_of(f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}")
    assert mail.part.payload == payload
    assert defect in "; ".join(mail.part.defects)
    assert bool(defect) == bool(mail.part.defects)


def test_an_attached_message_is_a_node_with_its_own_headers() -> None:
    mail = mail_of(
        "Subject: outer\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\n"
        "Content-Type: message/rfc822\n\nSubject: inner\nContent-Type: text/html\n\n<p>inside\n--b--\n"
    )
    assert types_of(mail) == ["multipart/mixed", "text/plain", "message/rfc822", "text/html"]
    inner = mail.part.children[1].children[0]
    assert inner.headers[0].value == "inner"
    assert mail.html is None
    assert mail.text is mail.part.children[0]


def test_a_digest_holds_messages() -> None:
    mail = mail_of("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nbody\n--b--\n")
    assert types_of(mail) == ["multipart/digest", "message/rfc822", "text/plain"]


@pytest.mark.parametrize("kind", ["message/external-body", "message/delivery-status", "message/partial"])
def test_other_messages_are_leaves(kind: str) -> None:
    mail = mail_of(f"Content-Type: {kind}\n\nContent-Type: text/html\n\n<p>\n")
    assert types_of(mail) == [kind]
    assert mail.html is None


def test_an_encoded_message_is_not_opened() -> None:
    mail = mail_of("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogYQoKYg==\n")
    assert types_of(mail) == ["message/rfc822"]
    assert mail.part.payload == b"Subject: a\n\nb"
    assert "not opened" in mail.part.defects[0]


def test_raw_headers_in_the_charset_of_the_body() -> None:
    raw = "Subject: привет\nContent-Type: text/plain; charset=koi8-r\n\nтекст".encode("koi8-r")
    assert mail_of(raw).headers[0].value == "привет"
    assert mail_of(raw).part.headers[0].value == "привет"


def test_every_file_of_the_corpus_is_read(corpus: Path) -> None:
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    assert len(files) > 200
    for path in files:
        mail = read_eml(path.read_bytes(), path.name)
        for part in mail.part.walk():
            if part.text is not None:
                for offset in range(0, len(part.text.content), 997):
                    assert part.text.span(offset, offset + 1).location.line >= 1


def std_leaves(message: email.message.Message) -> list[tuple[str, bytes]]:
    leaves = []
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            leaves.append((part.get_content_type(), payload.strip()))
    return leaves


# Where the standard library shows something else than clients do: prose labelled base64, a wrong boundary,
# a delivery status taken apart, a part of nothing.
DIFFERENT = 4


def test_bodies_are_those_of_the_standard_library(corpus: Path) -> None:
    files = sorted(path for path in corpus.glob("eml-*/*") if path.is_file())
    different = []
    for path in files:
        raw = path.read_bytes()
        ours = [
            (part.content_type, part.payload.strip())
            for part in read_eml(raw, path.name).part.walk()
            if not part.children
        ]
        if ours != std_leaves(email.message_from_bytes(raw)):
            different.append(path.name)
    assert len(files) > 100
    assert len(different) <= DIFFERENT, different


LINES = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=b",
        b'Content-Type: multipart/alternative; boundary="c"',
        b"Content-Type: message/rfc822",
        b"Content-Type: text/html; charset=gb2312",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Subject: =?utf-8?q?=C3=BC?= =?x?b?===?=",
        b"--b",
        b"--b--",
        b"--c",
        b"--c--",
        b"",
        b" folded",
        b"\xff\xfe\0",
        b"aGVsbG8=",
        b"=C3=BC=",
        b"\r",
        b"From a@b 10:00 2020",
    ]
)


@settings(max_examples=400)
@given(st.lists(LINES, max_size=25), st.sampled_from([b"\n", b"\r\n", b"\r"]), st.binary(max_size=30))
def test_nothing_makes_it_raise_or_point_outside(lines: list[bytes], line_end: bytes, junk: bytes) -> None:
    mail = read_eml(line_end.join(lines) + junk, "a.eml")
    for part in mail.part.walk():
        assert 0 <= part.start <= part.end <= len(mail.raw)
        assert part.span.end <= len(mail.root.content)
        if part.text is not None:
            for offset in range(len(part.text.content) + 1):
                source = part.text.span(offset, offset + 1).source
                assert 0 <= source.start <= source.end <= len(mail.root.content)
