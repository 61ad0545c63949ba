"""Mailboxes: members, quoting, lines of the file, memory."""

from __future__ import annotations

import io
import mailbox
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.source import mbox
from mailcheck.source.files import read_paths
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Mail
from mailcheck.source.mbox import Member, read_member, split_mbox

SEPARATOR = "From someone@a.test Thu Jan  1 00:00:00 1970\n"


def members_of(text: str, most: int = 10_000) -> list[Member]:
    return list(split_mbox(io.BytesIO(text.encode()), b"", most))


def read(text: str) -> list[Mail]:
    return [read_member(member, "box.mbox", Limits()) for member in members_of(text)]


def test_members_and_their_lines() -> None:
    text = f"{SEPARATOR}Subject: one\n\nfirst\n\n{SEPARATOR}Subject: two\n\nsecond\nmore\n"
    mails = read(text)
    assert [mail.headers[0].value for mail in mails] == ["one", "two"]
    assert [mail.part.payload for mail in mails] == [b"first\n", b"second\nmore\n"]
    assert [mail.target for mail in mails] == ["box.mbox[1]", "box.mbox[2]"]
    lines = text.split("\n")
    for mail in mails:
        for header in mail.headers:
            assert lines[header.span.location.line - 1] == header.span.quote
    body = mails[1].part.text
    assert body is not None
    place = body.span(body.content.index("more")).location
    assert (place.line, place.column) == (lines.index("more") + 1, 1)
    assert mails[1].root.line(place.line) == "more"


def test_crlf() -> None:
    text = f"{SEPARATOR}Subject: one\n\nfirst\n\n{SEPARATOR}Subject: two\n\nsecond\n".replace("\n", "\r\n")
    assert [mail.part.payload for mail in read(text)] == [b"first\r\n", b"second\r\n"]


def test_quoted_from_lines_are_unquoted_and_keep_their_place() -> None:
    text = f"{SEPARATOR}Subject: one\n\nfür\n>From me to you\n>>From deeper\n> From no\nend für\n"
    mail = read(text)[0]
    assert mail.part.payload.decode() == "für\nFrom me to you\n>From deeper\n> From no\nend für\n"
    body = mail.part.text
    assert body is not None
    for word, line, column in (("From me", 5, 2), ("me", 5, 7), (">From deeper", 6, 2), ("end", 8, 1)):
        at = body.content.index(word)
        span = body.span(at, at + len(word))
        assert (span.location.line, span.location.column) == (line, column)
        assert span.source.quote == word


@pytest.mark.parametrize(
    ("line", "members"),
    [
        ("\nFrom my point of view\nit is so\n", 1),
        ("\nFrom my point of view: yes\n", 1),
        ("From someone@a.test Thu Jan  1 00:00:00 1970\nSubject: x\n\n", 2),
        ("From Monday on\nNote: closed\n", 1),
        ("\nFrom b@c.test\nSubject: x\n\n", 2),
        ("\n>From b@c.test\nSubject: x\n\n", 1),
    ],
)
def test_what_separates(line: str, members: int) -> None:
    assert len(members_of(f"{SEPARATOR}Subject: one\n\ntext\n{line}rest\n")) == members


def test_a_message_over_the_limit_is_named_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "WINDOW", 3_000)
    large = "x" * 70 + "\n"
    text = f"{SEPARATOR}Subject: one\n\n{large * 300}\n{SEPARATOR}Subject: two\n\nsecond\n"
    first, second = members_of(text, most=5_000)
    assert first.data is None
    assert second.data == b"Subject: two\n\nsecond\n"
    assert text.split("\n")[second.first_line - 1] == "Subject: two"


@given(st.lists(st.lists(st.sampled_from(["text", "", "From here", ">From x", "From: y"]), max_size=6), min_size=1))
def test_reads_what_the_standard_library_writes(bodies: list[list[str]]) -> None:
    file = io.BytesIO()
    for body in bodies:
        message = mailbox.mboxMessage("Subject: s\n\n" + "".join(f"{line}\n" for line in body))
        message.set_from("a@b.test", True)
        file.write(f"From {message.get_from()}\n".encode())
        file.write(message.as_bytes().replace(b"\nFrom ", b"\n>From ") + b"\n")
    members = list(split_mbox(io.BytesIO(file.getvalue()), b"", 10_000))
    assert len(members) == len(bodies)
    mails = [read_member(member, "b.mbox", Limits()) for member in members]
    for body, mail in zip(bodies, mails, strict=True):
        expected = "".join(f"{line}\n" for line in body).replace(">From ", "From ")
        assert mail.part.payload.decode().rstrip("\n") == expected.rstrip("\n")


@pytest.mark.parametrize("window", [1, 7, 100])
def test_the_window_does_not_matter(monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    text = "".join(f"{SEPARATOR}Subject: {at}\n\nbody {at}\n>From x\n\n" for at in range(5))
    expected = members_of(text)
    monkeypatch.setattr(mbox, "WINDOW", window)
    assert members_of(text) == expected
    assert len(expected) == 5


def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "WINDOW", 200_000)
    path = tmp_path / "large.mbox"
    message = f"{SEPARATOR}Subject: s\n\n{('x' * 70 + chr(10)) * 100}\n"
    path.write_text(message * 1_500, encoding="ascii")
    assert path.stat().st_size > 10_000_000
    tracemalloc.start()
    count = sum(1 for _ in read_paths([str(path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_500
    assert peak < 3_000_000
