"""Domain names as text: who registered a name, told without DNS."""

from __future__ import annotations

from functools import lru_cache

# Second-level labels under which country registries sell names: `co.uk`, `com.au`, `or.jp`.
_REGISTRY_LABELS = frozenset(
    """ac asn co com ed edu gen go gob gouv gov govt gub gv id ind info int ltd me mil muni name ne net nhs nic
    nom or org plc police pro sch school web""".split()  # noqa: SIM905 - reads better than forty literals
)


@lru_cache(maxsize=1024)
def organizational_domain(domain: str) -> str:
    """The name an organisation registered: `news.acme.co.uk` gives `acme.co.uk`. Lower case.

    An estimate by the shape of the name, good enough to tell brands apart. DMARC alignment needs the tree walk
    of RFC 9989 instead.
    """
    labels = domain.lower().rstrip(".").split(".")
    country_registry = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS
    return ".".join(labels[-3:] if country_registry else labels[-2:])
