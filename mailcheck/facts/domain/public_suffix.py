"""Organisational domains by the Public Suffix List, as receivers of RFC 7489 work."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_END_OF_REGISTRIES: Final = "// ===END ICANN DOMAINS==="


@lru_cache(maxsize=1)
def _text() -> str:
    from publicsuffixlist import PSLFILE

    with open(PSLFILE, encoding="utf-8") as file:
        return file.read()


@lru_cache(maxsize=512)
def _list(top: str, *, registries: bool) -> PublicSuffixList:
    """The part of the list below a top-level domain: the whole takes a hundred times as long to read."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(_rules_below(top, registries=registries), accept_encoded_idn=False)


def _rules_below(top: str, *, registries: bool) -> Iterator[str]:
    """The lines that end in a label. `registries`: without the list's private section."""
    text = _text()
    limit = text.find(_END_OF_REGISTRIES) if registries else len(text)
    place = text.find(f".{top}", 0, limit)
    while place >= 0:
        end = text.find("\n", place)
        if text[place:end].split(" ")[0].rstrip() == f".{top}":
            yield text[text.rfind("\n", 0, place) + 1 : end]
        place = text.find(f".{top}", place + 1, limit)


@lru_cache(maxsize=2)
def _encoded_list(*, registries: bool) -> PublicSuffixList:
    """The whole list with its Unicode names as IDNA."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=registries)


def _suffixes(name: str, *, registries: bool = False) -> PublicSuffixList:
    """The list in the spelling of a name."""
    if "xn--" in name:
        return _encoded_list(registries=registries)
    return _list(name.rpartition(".")[2], registries=registries)


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
