"""From paths to mails: what is read, what is skipped, what is said about the rest."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from mailcheck.source.files import find_mails
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Mail
from mailcheck.source.unread import Trouble, read_mails

EML = "From: a@b.test\nSubject: s\n\nbody\n"


def read(*paths: object, limits: Limits | None = None, **options: object) -> list[Mail | Trouble]:
    limits = limits or Limits()
    return list(read_mails(find_mails([str(path) for path in paths], limits=limits, **options), limits))  # type: ignore[arg-type]


def one(*paths: object, **options: object) -> Mail:
    (reading,) = read(*paths, **options)
    assert isinstance(reading, Mail), reading
    return reading


def trouble(*paths: object, **options: object) -> Trouble:
    (reading,) = read(*paths, **options)
    assert isinstance(reading, Trouble), reading
    assert reading.message.startswith(reading.path)
    assert "; " in reading.message
    return reading


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.eml", EML, "eml"),
        ("a.EML", EML, "eml"),
        ("a.html", "<p>Hi", "html"),
        ("a.htm", "no tags", "html"),
        ("a.txt", "<p>Hi", "text"),
        ("a.hbs", "{{#if x}}<table>{{/if}}", "html"),
        ("a.hbs", "Hello {{name}}", "text"),
        ("a.mjml", "<mjml><mj-body></mj-body></mjml>", "html"),
        ("a.html.j2", "{% block x %}{% endblock %}", "html"),
        ("a.txt.twig", "<p>{{ x }}", "text"),
        ("a.liquid", "Subject: {{ x }}\n\nHi", "text"),
        ("1034.M1P2.host:2,RS", EML, "eml"),
        ("00001.7848dde101aa985090474a91ec93fcf0", EML, "eml"),
        ("message", EML, "eml"),
        ("message", "From a@b.test Thu Jan 1 00:00:00 1970\n" + EML, "eml"),
        ("message", "<html><body>Hi", "html"),
        ("message", "Hello", "text"),
        ("a.dat", EML, "eml"),
        ("a.dat", "Hello", "text"),
    ],
)
def test_a_file_named_is_read_by_name_or_content(tmp_path: Path, name: str, content: str, form: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    mail = one(path)
    assert (mail.form, mail.path, mail.target) == (form, str(path), str(path))


def test_form_beats_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<p>Hi", encoding="utf-8")
    assert one(path, form="html").form == "html"


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        (EML, None, "eml"),
        ("<p>Hi", None, "html"),
        ("Hi", None, "text"),
        (EML, "txt", "text"),
        ("Hi", "html", "html"),
    ],
)
def test_standard_input(content: str, form: str | None, expected: str) -> None:
    mail = one("-", form=form, stdin=io.BytesIO(content.encode()))
    assert (mail.form, mail.path) == (expected, "<stdin>")


def test_a_mailbox_on_standard_input() -> None:
    box = ("From a@b.test Thu Jan 1 00:00:00 1970\n" + EML + "\n") * 3
    assert len(read("-", stdin=io.BytesIO(box.encode()))) == 3


def test_a_sniffed_mailbox(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text(("From a@b.test Thu Jan 1 00:00:00 1970\n" + EML + "\n") * 2, encoding="ascii")
    assert [mail.member for mail in read(tmp_path) if isinstance(mail, Mail)] == ["1", "2"]


def test_an_html_file_is_its_own_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="windows-1251">\r\n<p>привет'.encode("cp1251"))
    mail = one(path)
    assert mail.html is mail.part
    assert mail.text is None
    assert mail.headers == ()
    assert mail.html is not None
    assert mail.html.text is mail.root
    assert mail.html.charset == "windows-1251"
    at = mail.root.content.index("привет")
    location = mail.root.span(at, at + 6).location
    assert (location.line, location.column, location.end_column, location.exact) == (2, 4, 10, True)


@pytest.mark.parametrize(
    ("raw", "charset", "defect"),
    [
        ("für".encode(), "utf-8", False),
        ("\ufefffür".encode(), "utf-8", False),
        ("\ufefffür".encode("utf-16-le"), "utf-16-le", False),
        ("für".encode("cp1252"), "windows-1252", True),
        (b"plain", "us-ascii", False),
    ],
)
def test_the_charset_of_a_bare_body(tmp_path: Path, raw: bytes, charset: str, defect: bool) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(raw)
    part = one(path).part
    assert part.charset == charset
    assert part.text is not None
    assert part.text.content in ("für", "plain")
    assert bool(part.defects) == defect


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    for name in ("b.eml", "a/z.html", "a/y.txt", "c.pdf", "d.png", "e", ".hidden.eml", ".git/x.eml", "LICENSE"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(EML if name in ("b.eml", "e", ".git/x.eml") else "words", encoding="utf-8")
    skipped: list[str] = []
    paths = [reading.path for reading in read(tmp_path, on_skip=skipped.append)]
    assert [os.path.relpath(path, tmp_path) for path in paths] == ["a/y.txt", "a/z.html", "b.eml", "e"]
    assert [os.path.basename(path) for path in skipped] == ["LICENSE", "c.pdf", "d.png"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "m.eml").write_text(EML, encoding="ascii")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    assert len(read(tmp_path)) == 1


@pytest.mark.parametrize("named", ["", "cur", "new"])
def test_a_maildir(tmp_path: Path, named: str) -> None:
    for name in ("cur/1.M1.host.com:2,S", "new/2.M2.host.com", "tmp/3.M3.host.com", "dovecot.index", "dovecot-uidlist"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(EML, encoding="ascii")
    names = [os.path.relpath(reading.path, tmp_path) for reading in read(tmp_path / named)]
    everything = ["cur/1.M1.host.com:2,S", "new/2.M2.host.com"]
    assert names == [name for name in everything if name.startswith(named)]


def test_missing_path(tmp_path: Path) -> None:
    found = trouble(tmp_path / "none.eml")
    assert found.kind == "unreadable"
    assert "no such file" in found.message


def test_a_path_that_cannot_be(tmp_path: Path) -> None:
    assert trouble("a\0b").kind == "unreadable"


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert "permission denied" in trouble(tmp_path / "a.eml").message


def test_a_file_that_breaks_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    path = tmp_path / "a.eml"
    path.write_text(EML, encoding="ascii")
    monkeypatch.setattr("builtins.open", lambda *args, **options: Broken())
    assert "input/output error" in trouble(path).message


def test_a_folder_without_mail(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    assert trouble(tmp_path).kind == "empty"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.eml", "a.html", "a.mbox", "a"])
def test_an_empty_file(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert trouble(path).kind == "empty"


@pytest.mark.parametrize("name", ["a.eml", "a.html", "a.txt", "a.mbox", "a", "a.bin"])
def test_binary_garbage(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes(range(256)) * 40)
    assert trouble(path).kind == "not-mail"


def test_an_eml_without_headers(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text("just words\n", encoding="ascii")
    assert "header" in trouble(path).message


def test_trouble_in_one_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"")
    (tmp_path / "b.eml").write_text(EML, encoding="ascii")
    first, second = read(tmp_path)
    assert isinstance(first, Trouble)
    assert isinstance(second, Mail)


@pytest.mark.parametrize("name", ["a.eml", "a.html", "a"])
def test_a_huge_file_is_not_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(EML.encode())
        file.truncate(200_000_000)
    found = trouble(path)
    assert found.kind == "limit"
    assert "50,000,000 bytes" in found.message


def test_a_stream_over_the_limit() -> None:
    found = trouble("-", form="txt", stdin=io.BytesIO(b"x" * 2000), limits=Limits(message_bytes=1000))
    assert found.kind == "limit"


def test_a_member_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    separator = "From a@b.test Thu Jan 1 00:00:00 1970\n"
    path.write_text(f"{separator}{EML}{'x' * 2000}\n\n{separator}{EML}", encoding="ascii")
    first, second = read(path, limits=Limits(message_bytes=1000))
    assert isinstance(first, Trouble)
    assert (first.kind, first.path) == ("limit", f"{path}[1]")
    assert "line 2" in first.message
    assert isinstance(second, Mail)


def test_a_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.eml"
    with open(path, "wb") as file:
        file.write(EML.encode())
    one(os.fsdecode(path)).path.encode("utf-8")
    trouble(os.fsdecode(path) + "x").path.encode("utf-8")


def test_the_whole_corpus(corpus: Path) -> None:
    skipped: list[str] = []
    readings = read(corpus, on_skip=skipped.append)
    assert [reading for reading in readings if isinstance(reading, Trouble)] == []
    assert len(readings) + len(skipped) == sum(1 for path in corpus.rglob("*") if path.is_file())
    assert sum(1 for reading in readings if isinstance(reading, Mail) and reading.form == "eml") == sum(
        1 for path in corpus.glob("eml-*/*")
    )
