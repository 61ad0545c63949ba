"""The words of an SPF record as people mistype them, and what they meant: `ip4=`, `ipv4:`, glued terms, a dash from a
word processor. A word is mended only where one reading is valid and obvious."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_network
from typing import Final

from mailcheck.facts.domain.spf_record import SpfSyntaxError, Term, parse_spf

_VERSION: Final = re.compile(r"(?:v\s*=\s*)?spf1?(?:[\s;,]+|$)(?!2)", re.IGNORECASE)
_QUOTES: Final = "\"'“”„`"
_DASHES: Final = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "∼": "~", "˜": "~"})
_WORD: Final = re.compile(r"([-+?~]?)(ip4|ip6|ipv4|ipv6|ip|a|mx|ptr|exists|include|all)(?:[:=](.*))?", re.IGNORECASE)
_GLUED: Final = re.compile(r"(?<=.)(?=(?:[-+?~])?(?:ip4|ip6|include):)", re.IGNORECASE)
_MECHANISMS: Final = frozenset({"ip4", "ip6", "a", "mx", "include", "ptr", "exists", "all", "ipv4", "ipv6"})
MODIFIERS: Final = frozenset({"redirect", "exp", "modifier"})


def words_of(text: str) -> list[str]:
    """The words after the version; a qualifier that stands alone belongs to the next word."""
    bare = text.strip().strip(_QUOTES).strip()
    match = _VERSION.match(bare)
    words = (bare[match.end() :] if match else bare).replace('" "', "").split()
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in ("-", "~", "?", "+"):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def read_word(word: str) -> Term:
    """The one term that a word is. Raises SpfSyntaxError, also for a mechanism written as a modifier."""
    record = parse_spf(f"v=spf1 {word}")
    terms = [*record.mechanisms, *record.unknown, *(t for t in (record.redirect, record.exp) if t is not None)]
    if len(terms) != 1:
        raise SpfSyntaxError("no single term", word)
    if terms[0].kind == "modifier" and word.partition("=")[0].lower() in _MECHANISMS:
        raise SpfSyntaxError("a mechanism takes ':' where this has '='", word)
    return terms[0]


@lru_cache(maxsize=256)
def mended_words(word: str) -> tuple[str, ...]:
    """What a word that cannot be read was meant to be, as valid words; () when that is not obvious.

    A record of 64 kB may hold one such word 30,000 times.
    """
    plain = word.translate(_DASHES).strip(_QUOTES).rstrip(",;").strip(_QUOTES)
    candidates = ((plain,), (_rewritten(plain),), tuple(map(_rewritten, _GLUED.split(plain))))
    return next((words for words in candidates if all(map(_is_valid, words))), ())


def _is_valid(word: str) -> bool:
    try:
        read_word(word)
    except SpfSyntaxError:
        return False
    return True


def _rewritten(word: str) -> str:
    """One word with the usual slips put right; it need not be valid."""
    qualifier = word[0] if word[:1] in ("-", "+", "?", "~") else ""
    if _is_network(word.removeprefix(qualifier)):
        return f"{qualifier}{_address(word.removeprefix(qualifier))}"
    match = _WORD.fullmatch(word)
    if match is None:
        return word
    qualifier, name, value = match[1], match[2].lower(), (match[3] or "").strip()
    if name.startswith("ip"):
        return qualifier + _address(value)
    if not value:
        return qualifier + name
    return f"{qualifier}{name}:{value}"


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _address(text: str) -> str:
    return f"ip6:{text}" if ":" in text else f"ip4:{text}"
