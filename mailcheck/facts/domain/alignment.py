"""Identifier alignment (RFC 9989 section 4.4): does a domain that authenticates speak for the author's?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from mailcheck.facts.domain.dmarc_discovery import walk
from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.lookup.answers import Ask

Mode = Literal["strict", "relaxed"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Whether `identifier` aligns with `author`, by both standards. `walked` is None when a look-up failed.

    The organisations are the ones each standard compares in relaxed mode.
    """

    author: str
    identifier: str
    mode: Mode
    walked: bool | None
    listed: bool
    author_walk: str = ""
    identifier_walk: str = ""
    author_list: str = ""
    identifier_list: str = ""
    unknown: str = ""


async def align(author: str, identifier: str, ask: Ask, *, strict: bool) -> Alignment:
    """Compare two domains; each has a walk of its own, as section 4.10.2 asks."""
    mine, theirs = author.lower().rstrip("."), identifier.lower().rstrip(".")
    if strict or mine == theirs:
        same = mine == theirs
        return Alignment(mine, theirs, "strict" if strict else "relaxed", same, same)
    lists = registrable_domain(mine), registrable_domain(theirs)
    walks = await asyncio.gather(walk(mine, ask), walk(theirs, ask))
    unknown = walks[0].unknown or walks[1].unknown
    walked = None if unknown else walks[0].organisation == walks[1].organisation
    organisations = walks[0].organisation, walks[1].organisation
    return Alignment(mine, theirs, "relaxed", walked, lists[0] == lists[1], *organisations, *lists, unknown)
