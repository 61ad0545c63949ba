"""Paths to mails: files, folders, mailboxes and standard input, one mail at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Literal, NamedTuple

from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml
from mailcheck.source.folders import Found, walk_folder
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Mail
from mailcheck.source.mbox import Member, read_member, split_mbox
from mailcheck.source.sniff import (
    SNIFFED_BYTES,
    Kind,
    is_binary,
    is_separator,
    kind_of_body,
    kind_of_mail,
    kind_of_name,
)

STDIN = "<stdin>"
_FORMS: dict[str, Kind] = {"eml": "eml", "html": "html", "txt": "text", "text": "text"}


class Trouble(NamedTuple):
    """A path that gave no mail: one sentence that names the file, the place and the remedy.

    'unreadable': missing or not to be opened. 'empty': nothing in it. 'not-mail': something else. 'limit': too large.
    """

    path: str
    message: str
    kind: Literal["unreadable", "empty", "not-mail", "limit"]


Reading = Mail | Trouble


def read_paths(
    paths: Iterable[str],
    *,
    form: str | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    on_skip: Callable[[str], None] = lambda path: None,
    wanted: Callable[[str], bool] = lambda path: True,
) -> Iterator[Reading]:
    """The mails of all paths in the order given, each read when it is asked for; '-' is standard input.

    `form` ('eml', 'html', 'txt') says how to read standard input and files named here, instead of telling it
    from name and content. `on_skip` is told the files of folders that are not mail by name or content. Files that are
    not `wanted` are not read, wherever they are named.
    """
    limits = limits or Limits()
    kind = _FORMS[form] if form else None
    for path in paths:
        if path == "-":
            yield from _read_handle(stdin or sys.stdin.buffer, STDIN, kind, limits)
        elif os.path.isdir(path):
            yield from _read_folder(path, limits, on_skip, wanted)
        elif wanted(path) or not os.path.exists(path):
            # Whoever names a file that is not there shall hear of it.
            yield from _read_file(path, kind or _kind_to_read(path), limits)


def _read_folder(
    top: str, limits: Limits, on_skip: Callable[[str], None], wanted: Callable[[str], bool]
) -> Iterator[Reading]:
    nothing = True

    def asked(path: str) -> bool:
        nonlocal nothing
        nothing = False
        return wanted(path)

    for found in walk_folder(top):
        if found.error is not None:
            readings: Iterator[Reading] = iter((_unreadable(found.path, found.error),))
        elif found.in_maildir:
            readings = _read_file(found.path, "eml", limits) if asked(found.path) else iter(())
        else:
            readings = _read_found(found, limits, on_skip, asked)
        for reading in readings:
            nothing = False
            yield reading
    if nothing:
        shown = _shown(top)
        yield Trouble(shown, f"{shown}: no mail in this folder; name the files themselves or another folder", "empty")


def _read_found(
    found: Found, limits: Limits, on_skip: Callable[[str], None], wanted: Callable[[str], bool]
) -> Iterator[Reading]:
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
        yield from _read_file(found.path, _kind_to_read(found.path), limits)


def _kind_to_read(path: str) -> Kind | None:
    """None where the content has to tell."""
    kind = kind_of_name(os.path.basename(path))
    return None if kind == "unknown" else kind


def _read_file(path: str, kind: Kind | None, limits: Limits) -> Iterator[Reading]:
    try:
        handle = open(path, "rb")  # noqa: SIM115 - closed below; only opening may raise ValueError
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    with handle:
        try:
            yield from _read_handle(handle, _shown(path), kind, limits)
        except OSError as error:
            yield _unreadable(path, error)


def _read_handle(handle: BinaryIO, name: str, kind: Kind | None, limits: Limits) -> Iterator[Reading]:
    head = handle.read(SNIFFED_BYTES)
    if len(head) < SNIFFED_BYTES and not head.strip(b" \t\r\n\xef\xbb\xbf"):
        yield Trouble(name, f"{name}: the file is empty; save the message again", "empty")
    elif kind == "mbox":
        yield from _read_mailbox(handle, head, name, limits)
    elif kind is None and kind_of_mail(head) == "mbox":
        yield from _read_mailbox(handle, head, name, limits, sniffed=True)
    else:
        yield _read_single(handle, head, name, kind, limits)


def _read_single(handle: BinaryIO, head: bytes, name: str, kind: Kind | None, limits: Limits) -> Reading:
    raw = head + handle.read(max(0, limits.message_bytes + 1 - len(head))) if _fits(handle, limits) else None
    if raw is None or len(raw) > limits.message_bytes:
        return _too_large(name, limits)
    if kind is None and kind_of_mail(head) == "eml":
        kind = "eml"
    if kind == "eml":
        mail = read_eml(raw, name, limits)
        if mail.headers:
            return mail
        what = "it has no header field in front; name a bare body .html or .txt, or say --as html or --as txt"
        return Trouble(name, f"{name}: no e-mail message: {what}", "not-mail")
    if is_binary(head):
        what = "it is binary data; give the message as .eml, or its body as .html or .txt"
        return Trouble(name, f"{name}: no e-mail message: {what}", "not-mail")
    return read_document(raw, name, kind if kind in ("html", "text") else kind_of_body(head))


def _read_mailbox(
    handle: BinaryIO, head: bytes, name: str, limits: Limits, *, sniffed: bool = False
) -> Iterator[Reading]:
    """The messages of an mbox. A file without a suffix that holds a single one is that message, not a mailbox."""
    if not is_separator(head, 0):
        what = "a mailbox begins with a 'From ' line; if it is a single message, name it .eml"
        yield Trouble(name, f"{name}: no mbox: {what}", "not-mail")
        return
    members = split_mbox(handle, head, limits.message_bytes)
    first, second = next(members), next(members, None)
    yield _read_member(first, name, limits, alone=sniffed and second is None)
    if second is not None:
        yield _read_member(second, name, limits)
    for member in members:
        yield _read_member(member, name, limits)


def _read_member(member: Member, name: str, limits: Limits, *, alone: bool = False) -> Reading:
    if member.data is None:
        return _too_large(f"{name}[{member.number}]", limits, member.first_line)
    return read_member(member, name, limits, alone=alone)


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
