"""Signs of a whole message: who writes to whom and why, by its words, its links and its header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.facts.purpose.clues import Clue
from mailcheck.facts.purpose.envelope import signs_of_headers
from mailcheck.facts.purpose.numbers import MAY_REFER, REFERENCE
from mailcheck.facts.purpose.units import READ, Unit
from mailcheck.lazy_regex import lazy_regex
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
_OBJECT: Final = re.compile(r"(?<!\w)[#!](\d{1,7})(?!\w)|(?<!\w)([A-Z][A-Z0-9]{1,9}-\d{1,6})(?!\w)")
_TRACKED: Final = lazy_regex(
    r"/(?:browse|merge_requests|pulls?|pull-requests|work_items|builds?|pipelines?|runs|incidents?|bugs?|tickets?|tasks?"
    r"|cases?|reviews?|changes|[\w.-]{2,60}/[\w.-]{2,60}/(?:-/)?issues)/([A-Z][A-Z0-9]{1,9}-\d{1,6}|\d{1,7})(?![\w-])"
)
"""A page of a system that keeps track of things, by the number of one."""
_GIVE: Final = re.compile(
    r"[/.](?:donate|donations?|give|giving|spenden?|jetzt-spenden|faire-un-don|je-donne|dons?|donar|donativos?|dona|donazioni?|doar|doacoes"
    r"|doneer|doneren|gava|ge-en-gava|stoet|stott|lahjoita|wplac|darowizna|daruj|prispet|dorea|adomany|doneaza|bagis)(?:[/?#\s]|$)",
    re.IGNORECASE,
)
"""A page that takes gifts."""
_NAME: Final = re.compile(r"[^\W\d_]{4,}")
_NAMED: Final = 2
"""Parts that say the name of who sells."""
_IMPRINT: Final = 2
"""Parts at the end that name the sender in any case."""
_SENTENCE: Final = 30
_SOCIAL: Final = frozenset(
    {"facebook", "instagram", "twitter", "linkedin", "youtube", "tiktok", "pinterest", "x", "w3", "google", "apple"}
)


def signs_of(
    units: Sequence[Unit], subject: str, languages: tuple[str, ...], headers: Headers | None, mailing: bool | None
) -> list[Clue]:
    """All signs of a message. `headers`: None where there are none. `mailing`: whether it offers a way out."""
    found = list(signs_of_headers(headers, mailing=bool(mailing))) if headers is not None else []
    found += _of_words(units, subject, languages, mailing=bool(mailing))
    found += _of_links(units, subject, _home(headers), mailing=bool(mailing))
    if mailing and headers is not None:
        found += _of_name(units, headers)
    if number := _reference(subject):
        found.append(Clue("numbered-deal", number))
    return found


def _reference(subject: str) -> str:
    """The number of an order, a booking or a case in a subject, '' without."""
    found = REFERENCE.search(subject[:300]) if MAY_REFER.search(subject[:300]) else None
    return found[0] if found else ""


def _of_name(units: Sequence[Unit], headers: Headers) -> Iterator[Clue]:
    """Whether it says the name of who sells again and again: news of a firm of itself.

    A name is a word of the sender's that its domain begins with.
    """
    sender = headers.from_.first
    if sender is None:
        return
    domain = fold(sender.organization.partition(".")[0].replace("-", ""))
    name = next((word for word in _NAME.findall(fold(sender.display)) if domain.startswith(word)), "")
    if not name:
        return
    body = units[1:-_IMPRINT] if len(units) > _IMPRINT + 1 else units
    told = sum(1 for unit in body if not unit.small and len(unit.text) >= _SENTENCE and name in fold(unit.text[:READ]))
    if told >= _NAMED:
        yield Clue("own-name", name)


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


def _of_links(units: Sequence[Unit], subject: str, own: str, *, mailing: bool) -> Iterator[Clue]:
    sites: dict[str, None] = {}
    home = 0
    objects = {found[1] or found[2] for found in _OBJECT.finditer(subject[:300])}
    tracked, given = "", False
    for unit in units:
        if unit.small:
            continue
        targets = [link.href for link in unit.links] or ([unit.text[:READ]] if unit.part == "text" else [])
        for target in targets:
            if not given and _GIVE.search(target[:READ]):
                given = True
            if objects and not tracked:
                tracked = next((found[0] for found in _TRACKED.finditer(target[:READ]) if found[1] in objects), "")
            for host in _TARGET.findall(target):
                site = registrable_domain(host)
                if site == own:
                    home += 1
                elif "." in site and site.partition(".")[0] not in _SOCIAL:
                    sites[host.lower()] = None
    if tracked:
        yield Clue("tracked", tracked)
    if given:
        yield Clue("gift-link")
    if len(sites) >= _SITES and len(sites) > home:
        yield Clue("digest", f"{len(sites)} sites")
    elif mailing:
        yield Clue("mailing")
        if home > 1:  # the first may be the way out
            yield Clue("own-pages")
