"""DKIM-Signature fields (RFC 6376 section 3.5) as tag lists. Nothing is verified here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from mailcheck.facts.header.structured import trim
from mailcheck.lazy_regex import lazy_regex
from mailcheck.spans import Span

_NAME = lazy_regex(r"[A-Za-z][A-Za-z0-9_]*\Z")
_SPACE = re.compile(r"\s+")
_REQUIRED = ("v", "a", "b", "bh", "d", "h", "s")


class Signature(NamedTuple):
    """One signature. `tags` are as written, without white space around them; names are case-sensitive.

    `defects` are words: 'no d= tag', 'tag h= twice', 'not a tag: ...'.
    """

    tags: Mapping[str, str]
    span: Span
    defects: tuple[str, ...]
    signed: Mapping[str, int]
    """Lower-case names of the signed header fields, and how often `h=` lists each."""

    def covers(self, name: str, times: int = 1) -> bool:
        """Whether `h=` lists the header field `times` times: once for each field of that name."""
        return self.signed.get(name.lower(), 0) >= times

    @property
    def domain(self) -> str:
        """`d=`, lower case."""
        return self.tags.get("d", "").lower().rstrip(".")

    @property
    def organization(self) -> str:
        """The domain that an organisation registered, by the Public Suffix List: of mail.acme.co.uk, acme.co.uk."""
        from mailcheck.facts.domain.public_suffix import registrable_domain

        return registrable_domain(self.domain)

    @property
    def selector(self) -> str:
        return self.tags.get("s", "")

    @property
    def algorithm(self) -> str:
        return self.tags.get("a", "").lower()

    @property
    def canonicalization(self) -> tuple[str, str]:
        """Of headers and body; `simple` where nothing is said."""
        header, _, body = self.tags.get("c", "").lower().partition("/")
        return header or "simple", body or "simple"

    @property
    def identity(self) -> str:
        return self.tags.get("i", "") or f"@{self.domain}"

    @property
    def body_length(self) -> int | None:
        """`l=`: how many octets of the body are signed, None for all."""
        return _number(self.tags.get("l"))

    @property
    def signed_at(self) -> datetime | None:
        return _moment(self.tags.get("t"))

    @property
    def expires_at(self) -> datetime | None:
        return _moment(self.tags.get("x"))


def read_signature(value: Span) -> Signature:
    """Reads what follows the colon of a DKIM-Signature field."""
    tags: dict[str, str] = {}
    defects: list[str] = []
    for stretch in value.quote.split(";"):
        name, equals, content = stretch.partition("=")
        name = name.strip()
        if not name and not equals:
            continue
        if not equals or not _NAME.match(name):
            defects.append(f"not a tag: {_SPACE.sub(' ', stretch.strip())[:40]}")
        elif name in tags:
            defects.append(f"tag {name}= twice")
        else:
            content = content.strip()
            tags[name] = _SPACE.sub("", content) if name in ("b", "bh", "h", "d", "s") else content
    defects.extend(f"no {name}= tag" for name in _REQUIRED if not tags.get(name))
    signed = Counter(part.lower() for part in tags.get("h", "").split(":") if part)
    return Signature(tags, trim(value), tuple(defects), signed)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 77 else None


def _moment(text: str | None) -> datetime | None:
    number = _number(text)
    if number is None:
        return None
    try:
        return datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError):
        return None
