"""Organisational domains by the Public Suffix List, as receivers of RFC 7489 work."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=4)
def _list(*, encoded: bool, registries: bool) -> PublicSuffixList:
    """The list; `encoded`: its Unicode names as IDNA, which triples the time it takes to read."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_encoded_idn=encoded, only_icann=registries)


def _suffixes(name: str, *, registries: bool = False) -> PublicSuffixList:
    """The list in the spelling of a name."""
    return _list(encoded="xn--" in name, registries=registries)


@lru_cache(maxsize=8192)
def registrable_domain(domain: str) -> str:
    """The public suffix and one label more ('example.co.uk'); the name itself when it is a suffix."""
    name = domain.lower().rstrip(".")
    return _suffixes(name).privatesuffix(name) or name


def is_public_suffix(domain: str) -> bool:
    """Whether nobody registers this very name ('co.uk', and 'github.io' of the list's private section)."""
    name = domain.lower().rstrip(".")
    return _suffixes(name).is_public(name)


def is_icann_suffix(domain: str) -> bool:
    """Whether a registry owns the name ('com', 'co.uk'), the list's private section left out."""
    name = domain.lower().rstrip(".")
    return _suffixes(name, registries=True).is_public(name)
