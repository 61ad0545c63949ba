"""What speaks for a part of a message being commercial, transactional, other or neutral: clues, each with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mailcheck.facts.purpose import numbers
from mailcheck.facts.purpose.units import Unit, is_button
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.patterns import GAP, Hit
from mailcheck.lexicon.purposes import purpose_matcher, weights

if TYPE_CHECKING:
    from mailcheck.facts.optout.optouts import OptOut
    from mailcheck.facts.postal.addresses import PostalAddress

Kind = Literal["C", "T", "O", "N"]
KINDS: Final[tuple[Kind, ...]] = ("C", "T", "O", "N")
_READ: Final = 3_000
"""Characters of one part that are read."""
_FADING: Final = (1.0, 0.75, 0.55, 0.4, 0.3, 0.2)
"""How much the first, second, ... clue of the same kind counts: the tenth says little that the first did not."""
_SALUTATION: Final = 60
_HEAD: Final = 50
_SENTENCE: Final = 40
_FAREWELL: Final = 80
_PROSE, _LONG_PROSE = 80, 260
_NAV_WORDS: Final = 26
_SECTION: Final = 0.7
_SAME_TABLE: Final = 0.3
_ROW: Final = 70

_SHOP_LINK: Final = re.compile(
    r"[/_=.-](?:shop|store|sale|products?|collections?|categor(?:y|ies)|offers?|deals?|promo\w*|carts?|checkout|buy|upgrade|pricing|plans|angebote|produkte|boutique|soldes|ofertas?|productos?|tienda|loja|promocoes|winkel|aanbieding\w*|sklep|rea|negozio|saldi)(?:[/_?&=.-]|$)"
)
_DEAL_LINK: Final = re.compile(
    r"[/_=.-](?:orders?|track-?(?:order|parcel|package|shipment)|tracking|invoices?|receipts?|billing|bookings?|reservations?|verify|verification|confirm(?:ation)?|reset-?password|password|activate|statements?|payments?|deliver(?:y|ies)|shipments?|claims?|tickets?|appointments?|bestellung\w*|sendung\w*|rechnung\w*|commandes?|suivi|factures?|pedidos?|facturas?|encomendas?|ordini|ordine|bestelling\w*|volg|zamowieni\w*|paczka)(?:[/_?&=.-]|$)"
)
_CLICK_COUNTER: Final = re.compile(r"/(?:track|tracking|click|clicks|ls|wf|cl|c|l|r)/")
"""A service's own address in front of the real one."""
_HOUSE_LINK: Final = re.compile(
    r"[/_=.-](?:privacy|terms|legal|imprint|impressum|datenschutz|help|hilfe|support|contact|kontakt|faq|preferences?|unsubscribe|opt-?out|settings|browser|webversion|view-?online)(?:[/_?&=.-]|$)"
    r"|(?:facebook|instagram|twitter|linkedin|youtube|tiktok|pinterest|x)\.com/"
)
_STORY_LINK: Final = re.compile(
    r"[/_=.-](?:blog|articles?|news|story|stories|posts?|read|magazine?|artikel|noticias|actualites?)(?:[/_?&=.-]|$)|/20\d\d/\d\d/"
)
_PROMO_PICTURE: Final = re.compile(r"(?:banner|promo|sale|hero|offer|deal|coupon|discount|campaign|product|voucher)")
_DEAL_PICTURE: Final = re.compile(
    r"(?:progress|track|(?<![a-z])map|qr|barcode|status|boarding|ticket|receipt|delivery-step)"
)
_LOGO_PICTURE: Final = re.compile(r"(?:logo|wordmark|brandmark|(?<![a-z])brand(?![a-z]))")
_SPACES: Final = re.compile(r"\W+")


_SELLING: Final = frozenset({"offer", "shop", "suggest", "terms", "promote", "launch", "pitch", "story"})
"""Lists with everyday words among them: one in a long text says less than one in a short."""
_PRAISE: Final = frozenset({"offer", "shop", "suggest", "refer", "promote", "launch", "pitch"})
_DENSE: Final = 300
_CONTENT: Final = frozenset({"transaction", "service", "offer", "shop", "suggest", "refer", "cart"})


class Clue(NamedTuple):
    """`name` as in `purpose_weights.toml`, `words` that it was seen in. `factor` scales its weight."""

    name: str
    words: str = ""
    factor: float = 1.0


class Surroundings(NamedTuple):
    """What a part is read against."""

    languages: tuple[str, ...]
    sender: str = ""
    opt_outs: tuple[OptOut, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    spaces: bool = True
    own: OwnWords = NO_WORDS
    deal: bool = False
    """The markup for programs describes an order, a booking or a parcel."""


def clues_of(units: Sequence[Unit], around: Surroundings) -> list[list[Clue]]:
    """The clues of each unit, in their order."""
    matcher = purpose_matcher(around.languages, around.own)
    said_by = [_kept(matcher.search(fold(unit.words[:_READ]))) for unit in units]
    keys = [{hit.key for group in said for hit in group} for said in said_by]
    ledgers = [_Ledger()] * len(units) if _is_cart(keys) else _ledgers(units, said_by)
    calls = _calling(units, keys)
    leaving = {way.element.index for way in around.opt_outs if way.element is not None}
    bare = [way.span for way in around.opt_outs if way.part == "text"]
    closing_from = _end_matter(units, leaving)
    cards = _product_cards(units, ledgers, keys)
    found = []
    for number, unit in enumerate(units):
        said = said_by[number]
        place = number / len(units)
        clues = [
            *_of_words(unit, said, place),
            *_of_numbers(unit, said, ledgers[number], called=_is_called(units, number, keys)),
        ]
        clues += [*_of_links(unit), *_of_pictures(unit, number), *_of_place(unit, around, leaving, bare, place)]
        if around.deal and not unit.small:
            clues.append(Clue("structured-deal"))
        if number in calls:
            clues.append(Clue("section-call"))
        if number in cards:
            clues.append(Clue("product-card", unit.words[:40]))
        clues += _of_form(unit, around.spaces, said)
        if number >= closing_from:
            clues.append(Clue("last"))
        found.append(clues)
    return found


def scores(clues: Iterable[Clue]) -> dict[Kind, float]:
    """The clues added up for each class."""
    table = weights().clues
    rows: dict[Kind, list[float]] = {kind: [] for kind in KINDS}
    for clue in clues:
        for kind, weight in table[clue.name].items():
            rows[kind].append(weight * clue.factor)  # type: ignore[index]
    return {kind: _faded(row) for kind, row in rows.items()}


def reasons(clues: Iterable[Clue], kind: str) -> tuple[str, ...]:
    """In words what spoke for a class, the weightiest first; at most four."""
    table = weights()
    told: dict[str, tuple[float, list[str]]] = {}
    for clue in clues:
        weight = table.clues[clue.name].get(kind, 0.0) * clue.factor
        if weight <= 0:
            continue
        total, words = told.setdefault(clue.name, (0.0, []))
        if clue.words and clue.words not in words and len(words) < 3:
            words.append(clue.words)
        told[clue.name] = (total + weight, words)
    ranked = sorted(told.items(), key=lambda item: -item[1][0])[:4]
    return tuple(
        table.words[name].format(", ".join(f"'{word}'" for word in words)).removesuffix(": ")
        for name, (_, words) in ranked
    )


def _faded(row: list[float]) -> float:
    """Both signs apart: the weightiest counts whole, each further one less."""
    total = 0.0
    for sign in (1, -1):
        for place, weight in enumerate(sorted((abs(w) for w in row if w * sign > 0), reverse=True)):
            total += sign * weight * _FADING[min(place, len(_FADING) - 1)]
    return total


def _is_called(units: Sequence[Unit], number: int, keys: Sequence[set[str]]) -> bool:
    """Whether a button below a part asks for what it speaks of, and for no deal that is already made."""
    below = number + 1
    return (
        below < len(units) and is_button(units[below]) and not (keys[number] | keys[below]) & {"transaction", "service"}
    )


def _kept(hits: Sequence[Hit]) -> list[tuple[Hit, ...]]:
    """Hits without those that stand inside a longer one; equal places stay together."""
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


def _of_words(unit: Unit, said: Sequence[tuple[Hit, ...]], place: float) -> Iterable[Clue]:
    """`place`: how far down the message it stands, 0 to 1."""
    length = len(unit.words)
    tabular = unit.cells > 1 or length <= _HEAD or len(unit.amounts) > 1
    seen: set[tuple[str, str]] = set()
    keys = {hit.key for group in said for hit in group}
    thinned = min(1.0, _DENSE / max(length, 1)) ** 0.5
    registered = bool(unit.register) and unit.cells == 1
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
            elif hit.key == "footer" and length > 400:
                yield Clue("footer", words, 0.6)
            else:
                yield Clue(hit.key, words, thinned if hit.key in _SELLING else 1.0)


class _Ledger(NamedTuple):
    """The table of figures that a row stands in: whether it is one, and whether it adds up to something."""

    is_record: bool = False
    adds_up: bool = False


def _is_cart(keys: Sequence[set[str]]) -> bool:
    """Whether the figures are those of goods that nobody has bought yet."""
    return any("cart" in said for said in keys[: len(keys) // 2 + 1]) and not any(
        "transaction" in said for said in keys[:3]
    )


def _calling(units: Sequence[Unit], keys: Sequence[set[str]]) -> set[int]:
    """The units of sections below a transaction that ask to follow a link and say nothing of it themselves."""
    found: set[int] = set()
    dealt = next((number for number, said in enumerate(keys) if said & {"transaction", "record"}), len(units))
    starts = [
        number
        for number, unit in enumerate(units)
        if unit.cut >= _SECTION and not (number and units[number - 1].heading)
    ]
    for start, end in zip(starts[1:], [*starts[2:], len(units)], strict=False):
        section = range(start, end)
        deals = any(keys[number] & {"transaction", "service"} for number in section)
        calls = any(
            link.words.strip() and not _HOUSE_LINK.search(link.href.lower()) for n in section for link in units[n].links
        )
        sells = any(keys[n] & _PRAISE or units[n].amounts for n in section)
        if calls and sells and not deals and dealt < start and end < len(units):
            found.update(section)
    return found


def _ledgers(units: Sequence[Unit], said_by: Sequence[Sequence[tuple[Hit, ...]]]) -> list[_Ledger]:
    """For each unit the table of rows around it."""
    found = [_Ledger()] * len(units)
    start = 0
    while start < len(units):
        end = start + 1
        if _is_row(units[start]):
            while end < len(units) and _is_row(units[end]) and units[end].cut <= _SAME_TABLE:
                end += 1
            rows = units[start:end]
            figures = sum(1 for unit in rows if unit.amounts)
            heads = {
                hit.pattern for said in said_by[start:end] for group in said for hit in group if hit.key == "record"
            }
            dated = sum(1 for unit in rows if numbers.DATED.match(unit.text))
            table = any(unit.cells > 1 for unit in rows)
            record = len(rows) > 1 and (dated > 1 or (bool(heads) and (table or figures > 1)))
            ledger = _Ledger(record, figures > 1 and (len(heads) > 1 or figures > 2))
            found[start:end] = [ledger] * (end - start)
        start = end
    return found


def _is_row(unit: Unit) -> bool:
    """Whether it may be a row of figures: of a table, or a short line with an amount at its end or a date before it."""
    if unit.cells > 1:
        return True
    if len(unit.text) > _ROW or unit.links or unit.pictures or unit.heading:
        return False
    found = unit.amounts
    return bool(found and unit.text.endswith(found[-1])) or numbers.DATED.match(unit.text) is not None


def _of_numbers(unit: Unit, said: Sequence[tuple[Hit, ...]], ledger: _Ledger, *, called: bool) -> Iterable[Clue]:
    text = unit.words[:_READ]
    if not any(map(str.isdigit, text)):
        if ledger.is_record:
            yield Clue("record-row", text[:30])
        return
    keys = [hit.key for group in said for hit in group]
    found = unit.amounts
    tabular = unit.cells > 1 or len(text) <= _HEAD or len(found) > 1
    heads = keys.count("record") if tabular else 0
    deduction = numbers.DEDUCTION.search(text) if found and (ledger.is_record or heads) else None
    if (ledger.adds_up and "suggest" in keys) or (ledger.adds_up and unit.links and "shop" in keys):
        yield Clue("row-offer", text[:40])
    elif (ledger.adds_up and found) or (len(found) > 2 and heads > 1):
        yield Clue("line-item", text[:40])
    elif ledger.is_record and not any(key in ("offer", "promote", "suggest", "terms") for key in keys):
        yield Clue("record-row", text[:40])
    elif found and len(found) == 2 and unit.cells == 1 and _side_by_side(text, found) and not heads:
        yield Clue("old-and-new-price", " ".join(found))
    elif found and ("shop" in keys or called or any(link.button for link in unit.links)) and not heads:
        yield Clue("price-and-call", found[0])
    elif found and unit.cells == 1 and len(text) >= _SENTENCE and not set(keys) & {"transaction", "service"}:
        yield Clue("price-in-prose", found[0])
    elif found:
        yield Clue("price", found[0])
    if deduction:
        yield Clue("deduction", deduction[0].strip())
    reduced = numbers.MINUS_PERCENT.search(text) if any(sign in text for sign in "%％折割") else None
    if reduced:
        yield Clue("percent-off", reduced[0].strip())
    elif not heads and ("%" in text or "％" in text):
        percentage = numbers.PERCENT.search(text)
        if percentage:
            yield Clue("percent", percentage[0])
    if numbers.CODE_ALONE.fullmatch(text.strip()) and not found:
        yield Clue("code", text.strip())
    digits = sum(map(str.isdigit, text))
    reference = numbers.REFERENCE.search(text) if digits > 2 and not unit.register else None
    if reference:
        yield Clue("reference", reference[0])
    clock = numbers.CLOCK.search(text)
    if clock:
        yield Clue("clock", clock[0])
    if digits > 4 and not found and numbers.PHONE.search(text):
        yield Clue("phone")


def _side_by_side(text: str, found: Sequence[str]) -> bool:
    first = text.find(found[0]) + len(found[0])
    second = text.find(found[1], first)
    old, new = numbers.value(found[0]), numbers.value(found[1])
    return 0 <= second - first <= 6 and new < old < 5 * new


def _of_links(unit: Unit) -> Iterable[Clue]:
    for link in unit.links[:6]:
        target = link.href.lower().partition("://")[2] or link.href.lower()
        path = target[target.find("/") :] if "/" in target else ""
        if _CLICK_COUNTER.search(path):
            path = ""
        if _HOUSE_LINK.search(target):
            yield Clue("link-house", link.words.strip()[:30])
        elif _DEAL_LINK.search(path):
            yield Clue("link-deal", link.words.strip()[:30])
        elif _SHOP_LINK.search(path):
            yield Clue("link-shop", link.words.strip()[:30])
        elif _STORY_LINK.search(path):
            yield Clue("link-story", link.words.strip()[:30])
    if any(link.button for link in unit.links) and len(unit.text) < 60:
        yield Clue("button")


def _of_pictures(unit: Unit, number: int) -> Iterable[Clue]:
    icons = sum(1 for picture in unit.pictures if picture.icon)
    if icons > 1 and len(unit.text) < 30:
        yield Clue("icons")
    for picture in unit.pictures[:4]:
        if picture.icon:
            continue
        name = picture.src.lower().rpartition("/")[2].partition("?")[0]
        small = picture.height <= 120 and picture.width <= 320
        if _LOGO_PICTURE.search(name) or (small and "logo" in picture.alt.lower()):
            yield Clue("logo")
        elif _DEAL_PICTURE.search(name):
            yield Clue("picture-deal", picture.alt[:40] or name[:40])
        elif _PROMO_PICTURE.search(name) and not small:
            yield Clue("picture-promo", picture.alt[:40] or name[:40])
        elif picture.href and not unit.text and not small:
            yield Clue("linked-picture")
        if small and number == 0:
            yield Clue("first-picture")
        elif small and not unit.text:
            yield Clue("small-picture")


def _of_place(
    unit: Unit, around: Surroundings, leaving: set[int], bare: Sequence[object], place: float
) -> Iterable[Clue]:
    if leaving & unit.at or (bare and unit.part == "text" and _holds(unit, bare)):
        yield Clue("opt-out")
    text = unit.words
    if len(text) <= 60 and around.sender and _is_name(text, around.sender):
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


def _holds(unit: Unit, spans: Sequence[object]) -> bool:
    first, last = unit.runs[0].span, unit.runs[-1].span
    return any(first.start <= span.start < last.end for span in spans)  # type: ignore[attr-defined]


def _shares(address: str, text: str) -> bool:
    """Whether a part holds an address, or a line of it."""
    return address[:14] in text or (len(text) >= 12 and text in address)


def _is_name(text: str, sender: str) -> bool:
    name, own = _plain(text), _plain(sender)
    return len(name) >= 3 and (name in own or (len(own) >= 4 and own in name and len(name) <= len(own) + 12))


def _plain(text: str) -> str:
    return _SPACES.sub("", fold(text))


def _of_form(unit: Unit, spaces: bool, said: Sequence[tuple[Hit, ...]]) -> Iterable[Clue]:
    length = len(unit.text) * (1 if spaces else 2)
    if unit.small:
        yield Clue("small-print")
    if _is_navigation(unit):
        yield Clue("navigation")
    if length >= _LONG_PROSE:
        yield Clue("long-prose")
    elif length >= _PROSE and unit.cells == 1:
        yield Clue("prose")


def _product_cards(units: Sequence[Unit], ledgers: Sequence[_Ledger], keys: Sequence[set[str]]) -> set[int]:
    """The units of pictures with a price below, where there are several: a shelf."""
    cards: list[tuple[int, ...]] = []
    for number, unit in enumerate(units):
        if unit.cells > 1 or ledgers[number].is_record or len(unit.text) > 160 or not unit.amounts:
            continue
        if _shows(unit):
            cards.append((number,))
        else:
            above = next((n for n in range(number - 1, max(number - 4, -1), -1) if _shows(units[n])), None)
            if above is not None and not any(above in card for card in cards):
                cards.append(tuple(range(above, number + 1)))
    last = cards[-1][-1] if cards else 0
    summed = any("record" in keys[n] and units[n].amounts for n in range(last + 1, min(last + 5, len(units))))
    return {number for card in cards for number in card} if len(cards) > 1 and not summed else set()


def _shows(unit: Unit) -> bool:
    return any(not picture.icon and picture.width < 400 for picture in unit.pictures)


def _is_navigation(unit: Unit) -> bool:
    if len(unit.links) < 3 or any(link.button for link in unit.links):
        return False
    linked = sum(len(link.words.strip()) for link in unit.links)
    rest = len(unit.text) - linked
    return rest <= 4 * len(unit.links) and all(len(link.words.strip()) <= _NAV_WORDS for link in unit.links)


def _end_matter(units: Sequence[Unit], leaving: set[int]) -> int:
    """The number of the unit from which on a message is at its end."""
    half = len(units) // 2
    ways = [number for number, unit in enumerate(units) if number >= half and leaving & unit.at]
    return min(ways[0] if ways else len(units), max(len(units) - 1, 1))
