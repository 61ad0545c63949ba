"""Paths to messages: files, folders, mailboxes and standard input, one message at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from mailcheck.source.folders import Found, walk_folder
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Mail
from mailcheck.source.mbox import Member, split_mbox
from mailcheck.source.sniff import SNIFFED_BYTES, Kind, is_separator, kind_of_mail, kind_of_name
from mailcheck.source.unread import Trouble, Unread, read_mails

STDIN = "<stdin>"
_FORMS: dict[str, Kind] = {"eml": "eml", "html": "html", "txt": "text", "text": "text"}


def read_paths(
    paths: Iterable[str],
    *,
    form: str | None = None,
    limits: Limits | None = None,
    on_skip: Callable[[str], None] = lambda path: None,
    wanted: Callable[[str], bool] = lambda path: True,
) -> Iterator[Mail | Trouble]:
    """The mails of all paths, see `find_mails`; each is read when it is asked for."""
    limits = limits or Limits()
    return read_mails(find_mails(paths, form=form, limits=limits, on_skip=on_skip, wanted=wanted), limits)


def find_mails(
    paths: Iterable[str],
    *,
    form: str | None = None,
    limits: Limits,
    stdin: BinaryIO | None = None,
    on_skip: Callable[[str], None] = lambda path: None,
    wanted: Callable[[str], bool] = lambda path: True,
) -> Iterator[Unread | Trouble]:
    """The messages of all paths in the order given, each fetched when it is asked for; '-' is standard input.

    `form` ('eml', 'html', 'txt') says how to read standard input and files named here, instead of telling it
    from name and content. `on_skip` is told the files of folders that are not mail by name or content. Files that are
    not `wanted` are not fetched, wherever they are named.
    """
    kind = _FORMS[form] if form else None
    for path in paths:
        if path == "-":
            yield from _of_handle(stdin or sys.stdin.buffer, STDIN, kind, limits)
        elif os.path.isdir(path):
            yield from _of_folder(path, limits, on_skip, wanted)
        elif wanted(path) or not os.path.exists(path):
            # Whoever names a file that is not there shall hear of it.
            yield from _of_file(path, kind or _kind_to_read(path), limits)


def _of_folder(
    top: str, limits: Limits, on_skip: Callable[[str], None], wanted: Callable[[str], bool]
) -> Iterator[Unread | Trouble]:
    nothing = True

    def asked(path: str) -> bool:
        nonlocal nothing
        nothing = False
        return wanted(path)

    for found in walk_folder(top):
        if found.error is not None:
            inside: Iterator[Unread | Trouble] = iter((_unreadable(found.path, found.error),))
        elif found.in_maildir:
            inside = _of_file(found.path, "eml", limits) if asked(found.path) else iter(())
        else:
            inside = _of_found(found, limits, on_skip, asked)
        for each in inside:
            nothing = False
            yield each
    if nothing:
        shown = _shown(top)
        yield Trouble(shown, f"{shown}: no mail in this folder; name the files themselves or another folder", "empty")


def _of_found(
    found: Found, limits: Limits, on_skip: Callable[[str], None], wanted: Callable[[str], bool]
) -> Iterator[Unread | Trouble]:
    """A file nobody named: left out unless its name, or for want of a suffix its first bytes, say that it is mail."""
    kind = kind_of_name(os.path.basename(found.path))
    if kind is None:
        try:
            with open(found.path, "rb") as handle:
                if kind_of_mail(handle.read(SNIFFED_BYTES)) is None:
                    kind = "unknown"
        except OSError as error:
            yield _unreadable(found.path, error)
            return
    if kind == "unknown":
        on_skip(_shown(found.path))
    elif wanted(found.path):
        yield from _of_file(found.path, _kind_to_read(found.path), limits)


def _kind_to_read(path: str) -> Kind | None:
    """None where the content has to tell."""
    kind = kind_of_name(os.path.basename(path))
    return None if kind == "unknown" else kind


def _of_file(path: str, kind: Kind | None, limits: Limits) -> Iterator[Unread | Trouble]:
    try:
        handle = open(path, "rb")  # noqa: SIM115 - closed below; only opening may raise ValueError
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    with handle:
        try:
            yield from _of_handle(handle, _shown(path), kind, limits)
        except OSError as error:
            yield _unreadable(path, error)


def _of_handle(handle: BinaryIO, name: str, kind: Kind | None, limits: Limits) -> Iterator[Unread | Trouble]:
    head = handle.read(SNIFFED_BYTES)
    if len(head) < SNIFFED_BYTES and not head.strip(b" \t\r\n\xef\xbb\xbf"):
        yield Trouble(name, f"{name}: the file is empty; save the message again", "empty")
    elif kind == "mbox":
        yield from _of_mailbox(handle, head, name, limits)
    elif kind is None and kind_of_mail(head) == "mbox":
        yield from _of_mailbox(handle, head, name, limits, sniffed=True)
    else:
        yield _single(handle, head, name, kind, limits)


def _single(handle: BinaryIO, head: bytes, name: str, kind: Kind | None, limits: Limits) -> Unread | Trouble:
    raw = head + handle.read(max(0, limits.message_bytes + 1 - len(head))) if _fits(handle, limits) else None
    if raw is None or len(raw) > limits.message_bytes:
        return _too_large(name, limits)
    return Unread(name, raw, kind)


def _of_mailbox(
    handle: BinaryIO, head: bytes, name: str, limits: Limits, *, sniffed: bool = False
) -> Iterator[Unread | Trouble]:
    """The messages of an mbox. A file without a suffix that holds a single one is that message, not a mailbox."""
    if not is_separator(head, 0):
        what = "a mailbox begins with a 'From ' line; if it is a single message, name it .eml"
        yield Trouble(name, f"{name}: no mbox: {what}", "not-mail")
        return
    members = split_mbox(handle, head, limits.message_bytes)
    first, second = next(members), next(members, None)
    yield _member(first, name, limits, alone=sniffed and second is None)
    if second is not None:
        yield _member(second, name, limits)
    for member in members:
        yield _member(member, name, limits)


def _member(member: Member, name: str, limits: Limits, *, alone: bool = False) -> Unread | Trouble:
    if member.data is None:
        return _too_large(f"{name}[{member.number}]", limits, member.first_line)
    return Unread(name, member.data, "mbox", member.first_line, None if alone else member.number)


def _fits(handle: BinaryIO, limits: Limits) -> bool:
    """Whether the file's size is within the limit, as far as that is known before reading."""
    try:
        return os.fstat(handle.fileno()).st_size <= limits.message_bytes
    except OSError:  # a stream without a file
        return True


def _too_large(name: str, limits: Limits, line: int = 0) -> Trouble:
    where = f"the message at line {line}" if line else "the message"
    most = f"{limits.message_bytes:,} bytes"
    return Trouble(name, f"{name}: {where} is larger than {most}; raise limits.message_bytes to read it", "limit")


def _unreadable(path: str, error: OSError | ValueError) -> Trouble:
    name = _shown(path)
    why = error.strerror if isinstance(error, OSError) else str(error)
    remedy = "check its name" if isinstance(error, (FileNotFoundError, ValueError)) else "check its permissions"
    return Trouble(name, f"{name}: cannot be read ({(why or str(error)).lower()}); {remedy}", "unreadable")


def _shown(path: str) -> str:
    """A path that can be printed: bytes that are no text in it are replaced."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
