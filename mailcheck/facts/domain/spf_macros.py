"""Macro expansion (RFC 7208 section 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import quote

_MACRO: Final = re.compile(r"%(?:\{([a-zA-Z])([0-9]*)([rR]?)([.\-+,/_=]*)\}|([%_-]))")
_PLAIN: Final = {"%": "%", "_": " ", "-": "%20"}
_UNRESERVED: Final = "-._~"
MAX_NAME: Final = 253
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class MacroContext:
    """What macros stand for. `validated` is the %{p} name, asked for beforehand; `now` seconds since 1970."""

    ip: IPv4Address | IPv6Address
    sender: str
    domain: str
    helo: str
    validated: str = "unknown"
    receiver: str = "unknown"
    now: int = 0

    def value(self, letter: str) -> str:
        local, _, host = self.sender.rpartition("@")
        if letter == "i":
            return str(self.ip) if self.ip.version == 4 else ".".join(self.ip.exploded.replace(":", "").upper())
        if letter == "v":
            return "in-addr" if self.ip.version == 4 else "ip6"
        values = {
            "s": self.sender, "l": local, "o": host, "d": self.domain, "h": self.helo, "p": self.validated,
            "c": str(self.ip), "r": self.receiver, "t": str(self.now),
        }  # fmt: skip
        return values[letter]


def needs_validated_name(spec: str) -> bool:
    """Whether expanding it costs a reverse look-up."""
    return "%{p" in spec.lower()


def expand(spec: str, context: MacroContext) -> str:
    """The text with every macro replaced. An upper-case letter escapes the value for URLs."""

    def replace(match: re.Match[str]) -> str:
        letter, count, reverse, delimiters, plain = match.groups()
        if plain:
            return _PLAIN[plain]
        parts = re.split(f"[{re.escape(delimiters or '.')}]", context.value(letter.lower()))
        if reverse:
            parts.reverse()
        kept = count.lstrip("0")
        if kept and len(kept) < _DIGITS:  # more labels than a name can have: all of them
            parts = parts[-int(kept) :]
        value = ".".join(parts)
        return quote(value, safe=_UNRESERVED) if letter.isupper() else value

    return _MACRO.sub(replace, spec)


def expand_domain(spec: str, context: MacroContext) -> str:
    """A domain-spec expanded, labels dropped from the left until it fits 253 characters (section 7.3)."""
    name = expand(spec, context).removesuffix(".")
    while len(name) > MAX_NAME and "." in name:
        name = name.partition(".")[2]
    return name
