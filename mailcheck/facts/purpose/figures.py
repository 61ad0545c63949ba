"""Figures as clues: rows that add up, prices, reductions, references, and shelves of goods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mailcheck.facts.purpose import numbers
from mailcheck.facts.purpose.clues import Clue
from mailcheck.facts.purpose.units import READ, Unit, is_button
from mailcheck.lexicon.matching import Hit

Said = Sequence[tuple[Hit, ...]]
"""The words of the lists found in a part, in groups that stand in the same place."""
HEAD: Final = 50
"""Characters of what may head a row or a column."""
_SENTENCE: Final = 40
_LISTED: Final = 60
"""Characters a line of what is a list of several amounts and no running text."""
_UNASKED: Final = 0.4
"""What a price in running text says where the message asks to follow no link."""
_SAME_TABLE: Final = 0.3
SECTION: Final = 0.7
"""A cut from which on something else begins."""
_REACH: Final = 4
"""Parts from a price to the button that asks for it, itself counted."""
_PROGRAMME: Final = 3
"""Hours in one part that make a programme of it."""
_ROW: Final = 70
_CARD: Final = 160


class Ledger(NamedTuple):
    """The table of figures that a row stands in: whether it is one, and whether it adds up to something."""

    is_record: bool = False
    adds_up: bool = False


def ledgers_of(units: Sequence[Unit], said_by: Sequence[Said], *, listed: bool = False) -> list[Ledger]:
    """For each unit the table of rows around it. `listed`: the message goes to a list that can be left.

    What a list is told hour by hour is the programme of an event, and no record of the reader's.
    """
    found = [Ledger()] * len(units)
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
            reduced = sum(1 for unit in rows if len(unit.amounts) == 2 and _side_by_side(unit.text, unit.amounts))
            if listed and not figures and sum(1 for unit in rows if numbers.TIMED.match(unit.text)) > 1:
                start = end
                continue
            if 2 * reduced > len(rows):  # a price list of what is reduced, and no account of what was bought
                start = end
                continue
            record = len(rows) > 1 and (dated > 1 or (bool(heads) and (table or figures > 1)))
            ledger = Ledger(record, figures > 1 and (len(heads) > 1 or figures > 2))
            found[start:end] = [ledger] * (end - start)
        start = end
    return found


def _is_row(unit: Unit) -> bool:
    """Whether it may be a row of figures: of a table, or a short line with an amount at its end or a date before it."""
    if unit.cells > 1:
        return True
    if len(unit.text) > _ROW or unit.links or unit.pictures or unit.heading:
        return False
    found = unit.amounts if not numbers.asks(unit.text) else ()
    return bool(found and unit.text.endswith(found[-1])) or numbers.DATED.match(unit.text) is not None


def is_tabular(unit: Unit) -> bool:
    """Whether it may head or hold figures, other than in running text."""
    length = len(unit.words)
    return unit.cells > 1 or length <= HEAD or (len(unit.amounts) > 1 and length <= _LISTED * unit.lines)


def clues_of_figures(
    unit: Unit, said: Said, ledger: Ledger, *, called: bool, calls: bool, listed: bool = False
) -> Iterator[Clue]:
    """`called`: a button below asks for what the part speaks of. `calls`: the message has links to follow.

    `listed`: as for `ledgers_of`.
    """
    text = unit.words[:READ]
    if not numbers.DIGIT.search(text):
        if ledger.is_record:
            yield Clue("record-row", text[:30])
        return
    keys = [hit.key for group in said for hit in group]
    found = unit.amounts
    heads = keys.count("record") if is_tabular(unit) else 0
    deduction = numbers.DEDUCTION.search(text) if found and (ledger.is_record or heads) else None
    if (ledger.adds_up and "suggest" in keys) or (ledger.adds_up and unit.links and "shop" in keys):
        yield Clue("row-offer", text[:40])
    elif (ledger.adds_up and found) or (len(found) > 2 and heads > 1):
        yield Clue("line-item", text[:40])
    elif ledger.is_record and not any(key in ("offer", "promote", "suggest", "terms") for key in keys):
        yield Clue("record-row", text[:40])
    elif found and len(found) == 2 and unit.cells < 4 and _side_by_side(text, found) and not heads:
        yield Clue("old-and-new-price", " ".join(found))
    elif found and ("shop" in keys or called or any(link.button for link in unit.links)) and not heads:
        yield Clue("price-and-call", found[0])
    elif found and unit.cells == 1 and len(text) >= _SENTENCE and not set(keys) & {"transaction", "service"}:
        yield Clue("price-in-prose", found[0], 1.0 if calls else _UNASKED)
    elif found:
        yield Clue("price", found[0])
    if deduction:
        yield Clue("deduction", deduction[0].strip())
    signed = numbers.REDUCTION_SIGN.search(text) is not None
    reduced = numbers.MINUS_PERCENT.search(text) if signed else None
    if reduced:
        yield Clue("percent-off", reduced[0].strip())
    elif not heads and signed:
        percentage = numbers.PERCENT.search(text)
        if percentage:
            yield Clue("percent", percentage[0])
    if numbers.CODE_ALONE.fullmatch(text.strip()) and not found:
        yield Clue("code", text.strip())
    digits = len(numbers.DIGIT.findall(text))
    numbered = digits > 2 and numbers.MAY_REFER.search(text) is not None and not unit.register
    reference = numbers.REFERENCE.search(text) if numbered else None
    if reference:
        yield Clue("reference", reference[0])
    clock = numbers.CLOCK.search(text) if numbers.MAY_TIME.search(text) else None
    if clock and not (listed and len(numbers.CLOCK.findall(text)) >= _PROGRAMME):
        yield Clue("clock", clock[0])
    if digits > 4 and not found and numbers.MAY_CALL.search(text) and numbers.PHONE.search(text):
        yield Clue("phone")


def _side_by_side(text: str, found: Sequence[str]) -> bool:
    first = text.find(found[0]) + len(found[0])
    second = text.find(found[1], first)
    old, new = numbers.value(found[0]), numbers.value(found[1])
    return 0 <= second - first <= 6 and new < old < 5 * new


def is_called(units: Sequence[Unit], number: int, keys: Sequence[set[str]]) -> bool:
    """Whether a button below a part asks for what it speaks of, and for no deal that is already made."""
    for place in range(number, min(number + _REACH, len(units))):
        if keys[place] & {"transaction", "service"} or (place > number and units[place].cut >= SECTION):
            return False
        if place > number and is_button(units[place]):
            return True
    return False


def product_cards(units: Sequence[Unit], ledgers: Sequence[Ledger], keys: Sequence[set[str]]) -> set[int]:
    """The units of pictures with a price below, where there are several: a shelf."""
    cards: list[tuple[int, ...]] = []
    for number, unit in enumerate(units):
        if unit.cells > 1 or ledgers[number].is_record or len(unit.text) > _CARD or not unit.amounts:
            continue
        if "transaction" in keys[number]:
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


def is_cart(keys: Sequence[set[str]]) -> bool:
    """Whether the figures are those of goods that nobody has bought yet."""
    return any("cart" in said for said in keys[: len(keys) // 2 + 1]) and not any(
        "transaction" in said for said in keys[:3]
    )
