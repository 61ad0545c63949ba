"""Signs of a whole message: who writes to whom and why, by its words, its links and its header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.facts.purpose.clues import Clue
from mailcheck.facts.purpose.envelope import signs_of_headers
from mailcheck.facts.purpose.units import READ, Unit
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.patterns import GAP
from mailcheck.lexicon.whole import whole_matcher

if TYPE_CHECKING:
    from mailcheck.facts.header.headers import Headers

_READ: Final = 4_000
"""Characters of a body that tell who writes and why; what follows adds little."""
_SUBJECT: Final = 1.5
"""A subject is read first and chosen with care."""
_LONG: Final = 1_200
"""In a longer text one word says less."""
_SITES: Final = 4
"""So many sites of others make a collection of links."""
_TARGET: Final = re.compile(r"https?://([\w.-]{3,200})", re.IGNORECASE)
_SOCIAL: Final = frozenset(
    {"facebook", "instagram", "twitter", "linkedin", "youtube", "tiktok", "pinterest", "x", "w3", "google", "apple"}
)


def signs_of(
    units: Sequence[Unit], subject: str, languages: tuple[str, ...], headers: Headers | None, mailing: bool | None
) -> list[Clue]:
    """All signs of a message. `headers`: None where there are none. `mailing`: whether it offers a way out."""
    found = list(signs_of_headers(headers, mailing=bool(mailing))) if headers is not None else []
    found += _of_words(units, subject, languages, mailing=bool(mailing))
    found += _of_links(units, _home(headers), mailing=bool(mailing))
    return found


def _home(headers: Headers | None) -> str:
    """The organisational domain of the sender, '' if that is not known."""
    sender = headers.from_.first if headers is not None else None
    return sender.organization if sender is not None else ""


def _of_words(units: Sequence[Unit], subject: str, languages: tuple[str, ...], *, mailing: bool) -> Iterator[Clue]:
    body = fold(" \n".join(unit.words for unit in units)[:_READ])
    matcher = whole_matcher(languages)
    seen: set[tuple[str, str]] = set()
    spoken = {"you": 0, "we": 0, "self": 0}
    thinned = min(1.0, _LONG / max(len(body), 1)) ** 0.5
    for text, factor in ((fold(subject[:300]), _SUBJECT), (body, thinned)):
        for hit in matcher.search(text):
            if hit.key in spoken:
                spoken[hit.key] += 1
            elif (hit.key, hit.pattern) not in seen:
                seen.add((hit.key, hit.pattern))
                yield Clue(hit.key, hit.pattern.replace("*", "").replace(f" {GAP} ", " … "), factor)
    if mailing and spoken["self"] >= 3 and spoken["self"] > spoken["we"]:
        yield Clue("personal")
    elif mailing and spoken["we"] + spoken["you"] >= 3:
        yield Clue("address")


def _of_links(units: Sequence[Unit], own: str, *, mailing: bool) -> Iterator[Clue]:
    sites: dict[str, None] = {}
    home = 0
    for unit in units:
        if unit.small:
            continue
        targets = [link.href for link in unit.links] or ([unit.text[:READ]] if unit.part == "text" else [])
        for target in targets:
            for host in _TARGET.findall(target):
                site = registrable_domain(host)
                if site == own:
                    home += 1
                elif "." in site and site.partition(".")[0] not in _SOCIAL:
                    sites[host.lower()] = None
    if len(sites) >= _SITES and len(sites) > home:
        yield Clue("digest", f"{len(sites)} sites")
    elif mailing:
        yield Clue("mailing")
        if home > 1:  # the first may be the way out
            yield Clue("own-pages")
