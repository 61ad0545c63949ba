"""The header fields of a mail, parsed when asked for.

Everything here reads raw fields, so duplicates, case and broken forms stay visible. Nothing raises: what had to be
guessed is named in `defects` of the parsed field.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from mailcheck.facts.header.dates import DateField, read_date
from mailcheck.facts.header.encoded_words import EncodedWord, encoded_words
from mailcheck.facts.header.listheaders import ListField, ListPost, read_list_field, read_list_post
from mailcheck.facts.header.mailboxes import AddressField, read_mailboxes
from mailcheck.facts.header.messageids import MessageId, read_message_id
from mailcheck.facts.header.signatures import Signature, read_signature
from mailcheck.holes import without_pretended_holes
from mailcheck.source.mail import Header, Mail


class Headers:
    """All fields in file order, by name, and parsed.

    Properties about a single-instance field read its first occurrence and give None when it is absent;
    those about mailboxes read every occurrence. `all` shows repetitions.
    """

    def __init__(self, fields: tuple[Header, ...], *, template: bool = False) -> None:
        """`template`: the message is one, so that tags in its words are masked."""
        self.fields = fields
        self._template = template

    def __bool__(self) -> bool:
        return bool(self.fields)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Header, ...]]:
        found: dict[str, list[Header]] = {}
        for header in self.fields:
            found.setdefault(header.key, []).append(header)
        return {name: tuple(headers) for name, headers in found.items()}

    def all(self, name: str) -> tuple[Header, ...]:
        """Every field of this name (in any case), in file order."""
        return self._by_name.get(name.lower(), ())

    def get(self, name: str) -> Header | None:
        """The first field of this name."""
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str:
        """The first field's value, unfolded and decoded; '' when there is none."""
        header = self.get(name)
        return header.value if header is not None else ""

    def words(self, header: Header) -> tuple[EncodedWord, ...]:
        """The encoded words of a field; their offsets count from the start of `header.value_span`."""
        return encoded_words(header.value_span.quote)

    @property
    def subject(self) -> str:
        """The words of the subject; those of a template with its tags masked."""
        return self.masked(self.value("subject"))

    def masked(self, words: str) -> str:
        """Words of these headers as facts read them."""
        if not self._template:
            return without_pretended_holes(words)
        from mailcheck.source.template import mask_line

        return mask_line(words)

    @cached_property
    def from_(self) -> AddressField:
        return self._addresses("from")

    @cached_property
    def sender(self) -> AddressField:
        return self._addresses("sender")

    @cached_property
    def reply_to(self) -> AddressField:
        return self._addresses("reply-to")

    @cached_property
    def to(self) -> AddressField:
        return self._addresses("to")

    @cached_property
    def cc(self) -> AddressField:
        return self._addresses("cc")

    @cached_property
    def return_path(self) -> AddressField:
        return self._addresses("return-path")

    @cached_property
    def date(self) -> DateField | None:
        header = self.get("date")
        return read_date(header.value_span) if header is not None else None

    @cached_property
    def message_id(self) -> MessageId | None:
        header = self.get("message-id")
        return read_message_id(header.value_span) if header is not None else None

    @cached_property
    def list_unsubscribe(self) -> ListField | None:
        header = self.get("list-unsubscribe")
        return read_list_field(header.value_span) if header is not None else None

    @cached_property
    def list_unsubscribe_post(self) -> ListPost | None:
        header = self.get("list-unsubscribe-post")
        return read_list_post(header.value_span) if header is not None else None

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """DKIM signatures in file order: the newest first."""
        return tuple(read_signature(header.value_span) for header in self.all("dkim-signature"))

    @property
    def received(self) -> tuple[Header, ...]:
        """Received fields, the newest hop first."""
        return self.all("received")

    @cached_property
    def first_received(self) -> DateField | None:
        """When the first server got the message: the readable date of the oldest hop."""
        for header in reversed(self.received):
            value = header.value_span
            start = value.quote.rfind(";") + 1
            date = read_date(value.text.span(value.start + start, value.end)) if start else None
            if date is not None and date.value is not None:
                return date
        return None

    @property
    def authentication_results(self) -> tuple[Header, ...]:
        return self.all("authentication-results")

    def _addresses(self, name: str) -> AddressField:
        fields = [read_mailboxes(header.value_span, bytewise=_bytewise(header)) for header in self.all(name)]
        if len(fields) == 1:
            return fields[0]
        return AddressField(
            tuple(mailbox for field in fields for mailbox in field.mailboxes),
            tuple(group for field in fields for group in field.groups),
        )


def _bytewise(header: Header) -> bool:
    """Whether the file's text shows each byte as a character, because the file as a whole is no UTF-8."""
    characters = header.span.end - header.span.start
    return not header.raw.isascii() and characters == len(header.raw.rstrip(b"\r\n"))


def read_headers(mail: Mail, *, template: bool = False) -> Headers:
    """The headers of a mail; empty for a bare HTML or text body. `template`: it is one, its tags are masked."""
    return Headers(mail.headers, template=template)
