"""The text of an SPF record, read by the grammar of RFC 7208 section 12. Strict: what it accepts is valid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, Literal

Qualifier = Literal["+", "-", "~", "?"]
QUALIFIERS: Final[dict[str, Qualifier]] = {"+": "+", "-": "-", "~": "~", "?": "?"}
QUERYING: Final = frozenset({"include", "a", "mx", "ptr", "exists"})
"""Mechanisms that cost one of the ten look-ups (4.6.4)."""

_VERSION: Final = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
_MODIFIER: Final = re.compile(r"([A-Za-z][A-Za-z0-9._-]*)=")
_MECHANISM: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_MACRO: Final = r"%\{[slodiphSLODIPHvV]0*[1-9]?[0-9]*[rR]?[.\-+,/_=]*\}|%%|%_|%-"
_EXPLAIN: Final = r"%\{[slodiphcrtvSLODIPHCRTV][0-9]*[rR]?[.\-+,/_=]*\}|%%|%_|%-"
_MACRO_STRING: Final = re.compile(rf"(?:{_MACRO}|[\x21-\x24\x26-\x7e])*")
_EXPLAIN_STRING: Final = re.compile(rf"(?:{_EXPLAIN}|[\x20-\x24\x26-\x7e])*")
_TOP_LABEL: Final = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]")
_MACRO_END: Final = re.compile(rf"(?:{_MACRO})$")
_DUAL_CIDR: Final = re.compile(r"(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?$")
_CIDR: Final = re.compile(r"(?:/(0|[1-9][0-9]{0,2}))?$")
_ZERO_COUNT: Final = re.compile(r"%\{[a-zA-Z]0+[rR]?[^1-9}]*\}")


class SpfSyntaxError(ValueError):
    """A term that RFC 7208 does not allow: the result is permerror. `start`, `end` in the record's text."""

    def __init__(self, reason: str, term: str = "", start: int = 0, end: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.term = term
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Term:
    """A mechanism or a modifier. `start`, `end`: its place in the record's text.

    `domain` is the domain-spec, macros unexpanded, '' when the current domain is meant. `network` is set for
    ip4 and ip6, `cidr4` and `cidr6` are prefix lengths for a and mx.
    """

    kind: str
    text: str
    start: int
    end: int
    qualifier: Qualifier = "+"
    domain: str = ""
    network: IPv4Network | IPv6Network | None = None
    cidr4: int = 32
    cidr6: int = 128

    @property
    def has_macro(self) -> bool:
        return "%" in self.domain

    @property
    def queries(self) -> bool:
        """Whether it costs one of the ten look-ups; `redirect` does only when it is reached."""
        return self.kind in QUERYING or self.kind == "redirect"


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """A valid record. `mechanisms` in order; `redirect` and `exp` are domain-specs or None."""

    text: str
    mechanisms: tuple[Term, ...]
    redirect: Term | None = None
    exp: Term | None = None
    unknown: tuple[Term, ...] = ()

    @property
    def all(self) -> Term | None:
        """The first `all`, which ends the evaluation."""
        return next((term for term in self.mechanisms if term.kind == "all"), None)


def is_spf(text: str) -> bool:
    """Whether a TXT record is an SPF record at all (4.5): exactly `v=spf1`, then a space or the end."""
    return _VERSION.match(text) is not None


def parse_spf(text: str) -> SpfRecord:
    """Read a record that `is_spf`. Raises SpfSyntaxError for the first term that is not allowed."""
    if not text.isascii():
        raise SpfSyntaxError("a character outside ASCII", text, 0, len(text))
    mechanisms: list[Term] = []
    unknown: list[Term] = []
    single: dict[str, Term] = {}
    for match in re.finditer(r"[^ ]+", text[6:]):
        start, end = match.start() + 6, match.end() + 6
        try:
            term = _term(match[0], start, end)
            if term.kind in single:
                raise SpfSyntaxError(f"'{term.kind}=' stands twice")
        except SpfSyntaxError as error:
            raise SpfSyntaxError(error.reason, match[0], start, end) from None
        if term.kind in ("redirect", "exp"):
            single[term.kind] = term
        elif term.kind == "modifier":
            unknown.append(term)
        else:
            mechanisms.append(term)
    return SpfRecord(text, tuple(mechanisms), single.get("redirect"), single.get("exp"), tuple(unknown))


def _term(text: str, start: int, end: int) -> Term:
    modifier = _MODIFIER.match(text)
    if modifier:
        name, value = modifier[1].lower(), text[modifier.end() :]
        if name in ("redirect", "exp"):
            return Term(name, text, start, end, domain=_domain_spec(value))
        _macro_string(value)
        return Term("modifier", text, start, end, domain=value)
    qualifier = QUALIFIERS.get(text[0])
    body = text[1:] if qualifier else text
    name_match = _MECHANISM.match(body)
    name = name_match[0].lower() if name_match else ""
    read = _MECHANISMS.get(name)
    if read is None:
        raise SpfSyntaxError(f"'{name or text}' is no mechanism")
    return read(name, text, start, end, qualifier or "+", body[len(name) :])


def _all(kind: str, text: str, start: int, end: int, qualifier: Qualifier, rest: str) -> Term:
    if rest:
        raise SpfSyntaxError("'all' takes no argument")
    return Term(kind, text, start, end, qualifier)


def _named(kind: str, text: str, start: int, end: int, qualifier: Qualifier, rest: str) -> Term:
    """include and exists: a domain-spec is required."""
    if not rest.startswith(":"):
        raise SpfSyntaxError(f"'{kind}' needs ':' and a domain")
    return Term(kind, text, start, end, qualifier, _domain_spec(rest[1:]))


def _pointer(kind: str, text: str, start: int, end: int, qualifier: Qualifier, rest: str) -> Term:
    if not rest:
        return Term(kind, text, start, end, qualifier)
    return _named(kind, text, start, end, qualifier, rest)


def _hosts(kind: str, text: str, start: int, end: int, qualifier: Qualifier, rest: str) -> Term:
    """a and mx: an optional domain-spec and an optional dual prefix length."""
    cidr = _DUAL_CIDR.search(rest)
    domain, cidr4, cidr6 = rest, "", ""
    if cidr and cidr[0]:
        domain, cidr4, cidr6 = rest[: cidr.start()], cidr[1] or "", cidr[2] or ""
    if domain and not domain.startswith(":"):
        raise SpfSyntaxError(f"'{domain}' after '{kind}' is neither ':' and a domain nor a prefix length")
    if int(cidr4 or 0) > 32 or int(cidr6 or 0) > 128:
        raise SpfSyntaxError("the prefix length is too large")
    spec = _domain_spec(domain[1:]) if domain else ""
    return Term(kind, text, start, end, qualifier, spec, None, int(cidr4 or 32), int(cidr6 or 128))


def _address(kind: str, text: str, start: int, end: int, qualifier: Qualifier, rest: str) -> Term:
    if not rest.startswith(":"):
        raise SpfSyntaxError(f"'{kind}' needs ':' and an address")
    cidr = _CIDR.search(rest)
    address = rest[1 : cidr.start()] if cidr and cidr[0] else rest[1:]
    length = cidr[1] if cidr and cidr[0] else None
    version, longest = (IPv4Network, 32) if kind == "ip4" else (IPv6Network, 128)
    if length is not None and int(length) > longest:
        raise SpfSyntaxError("the prefix length is too large")
    try:
        network = ip_network(f"{address}/{length or longest}", strict=False)
    except ValueError:
        raise SpfSyntaxError(f"'{address}' is no {'IPv4' if kind == 'ip4' else 'IPv6'} address") from None
    if not isinstance(network, version) or "%" in address:
        raise SpfSyntaxError(f"'{address}' is no {'IPv4' if kind == 'ip4' else 'IPv6'} address")
    return Term(kind, text, start, end, qualifier, network=network)


_MECHANISMS: Final = {
    "all": _all, "include": _named, "exists": _named, "ptr": _pointer, "a": _hosts, "mx": _hosts,
    "ip4": _address, "ip6": _address,
}  # fmt: skip


def _macro_string(text: str) -> None:
    if not _MACRO_STRING.fullmatch(text) or _ZERO_COUNT.search(text):
        raise SpfSyntaxError(f"'{text}' is no macro-string: see RFC 7208 section 7.1")


def _domain_spec(text: str) -> str:
    """A macro-string that ends in a macro or in a dot and a top label (section 7.1)."""
    _macro_string(text)
    if _MACRO_END.search(text):
        return text
    head, dot, top = text.removesuffix(".").rpartition(".")
    if not dot or not _TOP_LABEL.fullmatch(top) or (not head and not dot):
        raise SpfSyntaxError(f"'{text}' is no domain: it must end in a dot and a top-level label")
    return text


def is_explain_string(text: str) -> bool:
    """Whether the text behind `exp=` may be shown (section 6.2)."""
    return text.isascii() and _EXPLAIN_STRING.fullmatch(text) is not None
