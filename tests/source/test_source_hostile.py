"""Input made to hurt: each is read within its limits, in time that grows with its size alone."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import pytest

from mailcheck.source.eml import read_eml
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Mail

SECONDS = 10


def read(text: str | bytes, limits: Limits | None = None) -> Mail:
    raw = text if isinstance(text, bytes) else text.encode()
    started = time.process_time()
    mail = read_eml(raw, "a.eml", limits)
    for part in mail.part.walk():
        if part.text is not None:
            for at in (0, len(part.text.content) // 2, len(part.text.content)):
                assert part.text.span(at, at + 1).location.line >= 1
    assert time.process_time() - started < SECONDS
    return mail


def test_many_headers() -> None:
    mail = read("X-A: b\n" * 100_000 + "\nbody")
    assert len(mail.headers) == Limits().headers
    assert mail.part.payload == b"body"
    assert "5,000 header fields" in mail.limits_hit[0]


def test_headers_count_over_all_parts() -> None:
    part = "--b\n" + "X-A: b\n" * 20 + "\nbody\n"
    mail = read("Content-Type: multipart/mixed; boundary=b\n\n" + part * 10, Limits(headers=100))
    assert sum(len(part.headers) for part in mail.part.walk()) == 100
    assert len(mail.limits_hit) == 1
    assert [part.payload for part in mail.part.children][:2] == [b"body", b"body"]


def test_a_huge_header() -> None:
    mail = read("Subject: " + "x" * 10_000_000 + "\nTo: a@b.test\n\nbody")
    assert len(mail.headers[0].value) == Limits().header_bytes - 1  # the space after the colon
    assert len(mail.headers[0].raw) > 10_000_000
    assert "1,000,000 bytes" in mail.headers[0].defects[0]
    assert mail.headers[1].value == "a@b.test"


@pytest.mark.parametrize(
    "fold", ["\n x", "\n ", "\r\n\t", ":", "=?utf-8?q?a", "=?utf-8?q?a?= ", "\0", "\r", "(", ';a="']
)
def test_a_huge_folded_or_repeated_header(fold: str) -> None:
    for name in ("Subject", "Content-Type"):
        read(f"{name}: a" + fold * (5_000_000 // len(fold)) + "\nTo: a@b.test\n\nbody")


@pytest.mark.parametrize("line", ["no field\n", "x" * 10_000_000, "x" * 10_000_000 + ":", " \n", "\r", "\n", "a b:\n"])
def test_header_blocks_that_are_none(line: str) -> None:
    read("Subject: a\n" + line * max(1, 2_000_000 // len(line)) + "To: b")


def test_many_parts() -> None:
    mail = read("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 100_000 + "--b--\n")
    assert sum(1 for _ in mail.part.walk()) == Limits().parts
    assert "1,000 parts" in mail.limits_hit[0]


def test_deep_nesting() -> None:
    levels = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(100_000))
    mail = read(levels + "\ntext")
    assert sum(1 for _ in mail.part.walk()) == Limits().nesting + 1
    assert "50 deep" in mail.limits_hit[0]


def test_nesting_beyond_the_stack_when_a_config_allows_it() -> None:
    levels = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(3_000))
    mail = read(levels + "\ntext", Limits(nesting=5_000, parts=5_000))
    assert sum(1 for _ in mail.part.walk()) == 3_001
    assert mail.text is not None


def test_deep_messages() -> None:
    mail = read("Content-Type: message/rfc822\n\n" * 100_000)
    assert sum(1 for _ in mail.part.walk()) == Limits().nesting + 1


def test_one_boundary_for_all_levels() -> None:
    read(
        "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 50_000
    )


@pytest.mark.parametrize("boundary", ["-", "", "b" * 5_000_000, "\0", "ü"])
def test_odd_boundaries(boundary: str) -> None:
    read(f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n' + "---\n" * 500_000)


def test_nul_bytes() -> None:
    mail = read(b"Sub\0ject: a\nSubject: a\0b\nTo: c\n\nbo\0dy")
    assert mail.headers[0].value == "a\0b"
    assert mail.part.text is not None
    assert mail.part.text.content == "bo\0dy"


def test_a_base64_bomb() -> None:
    head = b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    mail = read(head + base64.b64encode(b"<p>" * 10_000_000))
    assert len(mail.part.payload) == 30_000_000


@pytest.mark.parametrize(
    "body",
    [
        lambda: b"=" * 3_000_000,
        lambda: b"= " * 1_500_000,
        lambda: b"=" + b" " * 3_000_000,
        lambda: b"=\r" * 1_500_000,
        lambda: b"=C3=BC" * 500_000,
        lambda: b"=C3=BC=\n" * 400_000,
    ],
)
def test_hostile_quoted_printable(body: Callable[[], bytes]) -> None:
    read(b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" + body())


@pytest.mark.parametrize(
    "charset", ["utf-8", "gb18030", "utf-7", "iso-2022-jp", "utf-16", "punycode", "idna", "x" * 100_000]
)
def test_hostile_charsets(charset: str) -> None:
    read(f"Content-Type: text/html; charset={charset}\n\n".encode() + b"\x81+AA\x1b$B" * 300_000)


def test_a_meta_tag_that_never_ends() -> None:
    read(b"Content-Type: text/html\n\n" + b"<meta " * 500_000 + b"\xff")
