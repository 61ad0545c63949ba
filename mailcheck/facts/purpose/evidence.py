"""What speaks for a part of a message being commercial, transactional, other or neutral: clues, each with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.purpose.clues import Clue
from mailcheck.facts.purpose.figures import (
    SECTION,
    Ledger,
    Said,
    clues_of_figures,
    is_called,
    is_cart,
    is_tabular,
    ledgers_of,
    product_cards,
)
from mailcheck.facts.purpose.form import clues_of_form, clues_of_order, clues_of_pitch, letter_of, squeezed
from mailcheck.facts.purpose.targets import clues_of_links, clues_of_pictures, leads_home
from mailcheck.facts.purpose.units import READ, Unit
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.patterns import GAP
from mailcheck.lexicon.purposes import purpose_matcher

if TYPE_CHECKING:
    from mailcheck.facts.optout.optouts import OptOut
    from mailcheck.facts.postal.addresses import PostalAddress
    from mailcheck.spans import Span

_SALUTATION: Final = 60
_TOP: Final = 0.15
"""Above this share of a message stands what leads out of it: view in browser, web version."""
_FAREWELL: Final = 80

_SELLING: Final = frozenset({"offer", "shop", "suggest", "terms", "promote", "launch", "pitch", "story"})
"""Lists with everyday words among them: one in a long text says less than one in a short."""
_PRAISE: Final = frozenset({"offer", "shop", "suggest", "sponsor", "refer", "promote", "launch", "pitch"})
_DEALS: Final = frozenset({"transaction", "service"})
_TARGET: Final = lazy_regex(r"(?:\b[a-z]{3,6}://|\bwww\.)\S+|[^\s@]{1,64}@[^\s@]+", re.IGNORECASE)
_DENSE, _LONG = 300, 400
_CONTENT: Final = frozenset({"transaction", "service", "offer", "shop", "suggest", "refer", "cart"})


class Surroundings(NamedTuple):
    """What a part is read against."""

    languages: tuple[str, ...]
    sender: str = ""
    opt_outs: tuple[OptOut, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    spaces: bool = True
    own: OwnWords = NO_WORDS
    subject: str = ""
    sells: bool = False
    """The subject makes an offer: what takes it up need not belong to a deal."""
    deal: bool = False
    """The markup for programs describes an order, a booking or a parcel."""


def clues_of(units: Sequence[Unit], around: Surroundings) -> list[list[Clue]]:
    """The clues of each unit, in their order."""
    matcher = purpose_matcher(around.languages, around.own)
    folded = [fold(without_targets(unit.words[:READ])) for unit in units]
    said_by = [_kept(matcher.search(text)) for text in folded]
    keys = [{hit.key for group in said for hit in group} for said in said_by]
    leaving = {way.element.index for way in around.opt_outs if way.element is not None}
    listed = bool(around.opt_outs)
    ledgers = [Ledger()] * len(units) if is_cart(keys) else ledgers_of(units, said_by, listed=listed)
    calls = _calling(units, keys)
    bare = [way.span for way in around.opt_outs if way.part == "text"]
    closing_from = _end_matter(units, leaving)
    cards = product_cards(units, ledgers, keys)
    letter = letter_of(units, ledgers, "" if around.opt_outs else around.subject, around.sender, sells=around.sells)
    found = []
    for number, unit in enumerate(units):
        said = said_by[number]
        place = number / len(units)
        called = bool(unit.amounts) and is_called(units, number, keys)
        clues = [
            *(_of_words(unit, said, keys[number], place) if said else ()),
            *clues_of_figures(unit, said, ledgers[number], called=called, calls=letter.calls, listed=listed),
        ]
        clues += [
            *(clues_of_links(unit) if unit.links else ()),
            *(clues_of_pictures(unit, number) if unit.pictures else ()),
            *_of_place(unit, folded[number], around, letter.sender, leaving, bare, place),
        ]
        if around.deal and not unit.small:
            clues.append(Clue("structured-deal"))
        if number in calls:
            clues.append(Clue("section-call"))
        if number in cards:
            clues.append(Clue("product-card", unit.words[:40]))
        clues += clues_of_form(unit, folded[number], keys[number], letter, spaces=around.spaces)
        clues += clues_of_order(units, number, keys, letter)
        if unit.cells == 1 and not ledgers[number].adds_up:
            clues += clues_of_pitch(units, number, keys[number], letter)
        if number >= closing_from:
            clues.append(Clue("last"))
        found.append(clues)
    return found


def without_targets(text: str) -> str:
    """A text with addresses of the web and of mail blanked: `shop.example` does not call to buy."""
    return _TARGET.sub(" ", text) if "://" in text or "@" in text or "www." in text else text


def _kept(hits: Sequence[Hit]) -> list[tuple[Hit, ...]]:
    """Hits without those that stand inside a longer one; equal places stay together."""
    if len(hits) < 2:
        return [(hit,) for hit in hits]
    ranked = sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start))
    taken: list[tuple[int, int]] = []
    groups: dict[tuple[int, int], list[Hit]] = {}
    for hit in ranked:
        place = (hit.start, hit.end)
        if GAP in hit.pattern:
            groups.setdefault(place, []).append(hit)
            continue
        if place not in groups and any(start < hit.end and hit.start < end for start, end in taken[:200]):
            continue
        if place not in groups:
            taken.append(place)
        groups.setdefault(place, []).append(hit)
    return [tuple(group) for _, group in sorted(groups.items())]


def _of_words(unit: Unit, said: Said, keys: set[str], place: float) -> Iterator[Clue]:
    """`keys`: the lists with words of it. `place`: how far down the message it stands, 0 to 1."""
    length = len(unit.words)
    tabular = is_tabular(unit)
    seen: set[tuple[str, str]] = set()
    thinned = min(1.0, _DENSE / max(length, 1)) ** 0.5
    registered = unit.cells == 1 and "record" in keys and bool(unit.register)
    for group in said:
        for hit in group:
            if (hit.key, hit.pattern) in seen:
                continue
            seen.add((hit.key, hit.pattern))
            words = hit.pattern.replace("*", "").replace(f" {GAP} ", " … ")
            if hit.key == "greeting":
                if length <= _SALUTATION and (hit.start <= 3 or length <= 20) and not keys & _CONTENT:
                    yield Clue("greeting", words)
            elif hit.key == "closing":
                if length <= _FAREWELL and hit.start <= 3 and place >= 0.4:
                    yield Clue("closing", words)
            elif hit.key == "record":
                if tabular and not registered:
                    yield Clue("record", words)
            elif unit.cells > 2 and hit.key in ("shop", "promote", "offer"):
                yield Clue(hit.key, words, 0.5)
            elif hit.key == "footer":
                on_top = place < _TOP and length <= _SALUTATION
                yield Clue("footer", words, 1.6 if on_top else 0.6 if _runs_on(unit, place) else 1.0)
            else:
                yield Clue(hit.key, words, thinned if hit.key in _SELLING else 1.0)


def _runs_on(unit: Unit, place: float) -> bool:
    """Whether it is running text of a letter, and no footer."""
    length = len(unit.words)
    return length > _LONG or (place < 0.5 and length > _DENSE / 2 and not unit.small and not unit.links)


def _calling(units: Sequence[Unit], keys: Sequence[set[str]]) -> set[int]:
    """The units of sections below a transaction that ask to follow a link and say nothing of it themselves."""
    found: set[int] = set()
    dealt = next(
        (n for n, said in enumerate(keys) if said & {"transaction", "record"} or units[n].cells > 1), len(units)
    )
    starts = [
        number
        for number, unit in enumerate(units)
        if unit.cut >= SECTION and not (number and units[number - 1].heading)
    ]
    for start, end in zip(starts[1:], [*starts[2:], len(units)], strict=False):
        if start <= dealt or end == len(units):
            continue
        section = range(start, end)
        if any(keys[n] & _DEALS for n in section) or not any(keys[n] & _PRAISE or units[n].amounts for n in section):
            continue
        if any(link.words.strip() and not leads_home(link.href) for n in section for link in units[n].links):
            found.update(section)
    return found


def _of_place(
    unit: Unit, folded: str, around: Surroundings, sender: str, leaving: set[int], bare: Sequence[Span], place: float
) -> Iterator[Clue]:
    if leaving & unit.at or (bare and unit.part == "text" and _holds(unit, bare)):
        yield Clue("opt-out")
    if sender and len(folded) <= _SALUTATION and _is_name(folded, sender):
        yield Clue("sender-name")
    roles = {
        address.role: len(address.text)
        for address in around.addresses
        if address.part == unit.part and _shares(address.text, unit.text)
    }
    if "sender" in roles:
        yield Clue("sender-address", factor=1.0 if place >= 0.6 and roles["sender"] * 6 > len(unit.text) else 0.2)
    if "recipient" in roles:
        yield Clue("recipient-address")
    if unit.register:
        yield Clue("register", unit.register)


def _holds(unit: Unit, spans: Sequence[Span]) -> bool:
    first, last = unit.runs[0].span, unit.runs[-1].span
    return any(first.start <= span.start < last.end for span in spans)


def _shares(address: str, text: str) -> bool:
    """Whether a part holds an address, or a line of it."""
    return address[:14] in text or (len(text) >= 12 and text in address)


def _is_name(folded: str, own: str) -> bool:
    name = squeezed(folded)
    return len(name) >= 3 and (name in own or (len(own) >= 4 and own in name and len(name) <= len(own) + 12))


def _end_matter(units: Sequence[Unit], leaving: set[int]) -> int:
    """The number of the unit from which on a message is at its end."""
    half = len(units) // 2
    ways = [number for number, unit in enumerate(units) if number >= half and leaving & unit.at]
    return min(ways[0] if ways else len(units), max(len(units) - 1, 1))
