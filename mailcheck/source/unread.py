"""A message between its file and its reading: bytes, and how to read them, cheap to hand to another process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml
from mailcheck.source.limits import Limits
from mailcheck.source.mail import Mail
from mailcheck.source.mbox import Member, read_member
from mailcheck.source.sniff import SNIFFED_BYTES, Kind, is_binary, is_json, kind_of_body, kind_of_mail


class Trouble(NamedTuple):
    """A path that gave no mail: one sentence that names the file, the place and the remedy.

    'unreadable': missing or not to be opened. 'empty': nothing in it. 'not-mail': something else. 'limit': too large.
    """

    path: str
    message: str
    kind: Literal["unreadable", "empty", "not-mail", "limit"]


class Unread(NamedTuple):
    """A message that was found. `path` is what reports print; `kind` is None where the content has to tell.

    'mbox': a message of a mailbox, as it stands there from `first_line` on. `member`: its number there, counted from
    1; None for a message that is alone in its file.
    """

    path: str
    data: bytes
    kind: Kind | None
    first_line: int = 1
    member: int | None = None

    @property
    def target(self) -> str:
        """How outcomes and reports name this message."""
        return self.path if self.member is None else f"{self.path}[{self.member}]"


def read_mail(found: Unread, limits: Limits) -> Mail | Trouble:
    """Read a message. Trouble when it is none."""
    name, data, kind = found.path, found.data, found.kind
    if kind == "mbox":
        return read_member(Member(found.member or 1, found.first_line, data), name, limits, alone=found.member is None)
    head = data[:SNIFFED_BYTES]
    if kind is None and kind_of_mail(head) == "eml":
        kind = "eml"
    if kind == "eml":
        mail = read_eml(data, name, limits)
        if mail.headers:
            return mail
        what = "it has no header field in front; name a bare body .html or .txt, or say --as html or --as txt"
        return Trouble(name, f"{name}: no e-mail message: {what}", "not-mail")
    if is_binary(head):
        what = "it is binary data; give the message as .eml, or its body as .html or .txt"
        return Trouble(name, f"{name}: no e-mail message: {what}", "not-mail")
    if kind is None and is_json(data):
        what = "it is JSON; give the HTML or the text that stands in it as a file .html or .txt"
        return Trouble(name, f"{name}: no e-mail message: {what}", "not-mail")
    return read_document(data, name, kind if kind in ("html", "text") else kind_of_body(head))


def read_mails(found: Iterable[Unread | Trouble], limits: Limits) -> Iterator[Mail | Trouble]:
    """Read each message when it is asked for."""
    return (each if isinstance(each, Trouble) else read_mail(each, limits) for each in found)
