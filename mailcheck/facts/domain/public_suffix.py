"""Organisational domains by the Public Suffix List, as receivers of RFC 7489 work."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_END_OF_REGISTRIES: Final = b"// ===END ICANN DOMAINS==="
_MOST_LABELS: Final = 128  # RFC 1035, section 2.3.4: 255 octets


@lru_cache(maxsize=2)
def _rules(*, registries: bool) -> frozenset[bytes]:
    """Every line of the list: rules, and comments, which no name looks like. `registries`: without the list's private
    section."""
    from publicsuffixlist import PSLFILE

    with open(PSLFILE, "rb") as file:
        text = file.read()
    return frozenset((text.partition(_END_OF_REGISTRIES)[0] if registries else text).splitlines())


def _suffixes(name: str, *, registries: bool = False) -> PublicSuffixList:
    """The part of the list that can speak of a name: the whole takes a thousand times as long to read."""
    from publicsuffixlist import PublicSuffixList

    encoded = "xn--" in name
    known = _rules(registries=registries)
    about = _rules_about(_decoded(name) if encoded else name)
    found = [rule for rule in about if rule.encode("utf-8", "surrogatepass") in known]
    return PublicSuffixList(iter(found), accept_encoded_idn=encoded)


def _rules_about(name: str) -> Iterator[str]:
    labels = name.split(".")[-_MOST_LABELS:]
    for start in range(len(labels)):
        suffix = ".".join(labels[start:])
        yield from (suffix, f"*.{suffix}", f"!{suffix}")


def _decoded(name: str) -> str:
    """A name with its IDNA labels as Unicode, which is how the list writes them."""
    return ".".join(map(_decoded_label, name.split(".")))


def _decoded_label(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


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
