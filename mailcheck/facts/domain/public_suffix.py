"""Organisational domains by the Public Suffix List, as receivers of RFC 7489 work."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=1)
def _registry_suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)


@lru_cache(maxsize=8192)
def registrable_domain(domain: str) -> str:
    """The public suffix and one label more ('example.co.uk'); the name itself when it is a suffix."""
    name = domain.lower().rstrip(".")
    return _suffixes().privatesuffix(name) or name


def is_public_suffix(domain: str) -> bool:
    """Whether nobody registers this very name ('co.uk', and 'github.io' of the list's private section)."""
    return _suffixes().is_public(domain.lower().rstrip("."))


def is_icann_suffix(domain: str) -> bool:
    """Whether a registry owns the name ('com', 'co.uk'), the list's private section left out."""
    return _registry_suffixes().is_public(domain.lower().rstrip("."))
