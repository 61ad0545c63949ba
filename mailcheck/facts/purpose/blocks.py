"""The blocks of a message as a reader perceives them, each with its class, its weight and the reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from mailcheck.facts.purpose.clues import Clue, Kind, reasons
from mailcheck.facts.purpose.units import Unit
from mailcheck.lexicon.purposes import weights
from mailcheck.spans import Span

BlockKind = Literal["C", "T", "O", "N", "U"]
_SIZES: Final = ((28.0, 2.0), (19.0, 1.5), (10.0, 1.0), (0.1, 0.5))
"""From this size on, in px, a character counts so much: type size is one of the factors of 16 CFR 316.3(a)(3)."""
_CHARACTER: Final = 160.0
"""px². One character of 16 px is about 8 x 20."""
_MOST_PICTURE: Final = 1_500.0
_BUTTON: Final = 40.0
_SHORT: Final = 25
_LARGE: Final = 19.0
"""px. Type from this size on is put forward."""
_LONG: Final = 60
_APART: Final = 0.6
_SURE: Final = 0.9
_NO_OFFER: Final = 0.2


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: C commercial, T transactional, O other, N neutral, U undecided. `text`: what a reader sees of it.

    `weight`: text by its size, pictures by their area, buttons, in characters; `large` is what of it catches the eye.
    `chance`: how likely `kind` is, of those that were to choose from. `declared`: the author's label decided.
    """

    kind: BlockKind
    text: str
    weight: float
    large: float
    chance: float
    place: Callable[[], Span] = field(repr=False, compare=False)
    why: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)
    declared: bool = False
    speaks_for: BlockKind | None = None
    """The class that its own words make very likely, against the author's label; None where they do not."""

    @property
    def span(self) -> Span:
        """Where it begins: its first words, else its first picture. Found when asked for."""
        return self.place()

    @property
    def reasons(self) -> tuple[str, ...]:
        """In words what its class comes from, the weightiest first."""
        return self.why()


class Judged(NamedTuple):
    """A unit with its class."""

    unit: Unit
    kind: BlockKind
    clues: Sequence[Clue]
    chance: float
    chances: Mapping[Kind, float]
    weight: float
    declared: bool = False


def kind_of(chance: Mapping[Kind, float]) -> tuple[BlockKind, float]:
    """The likeliest class, U where the best of C, T and O is not clearly ahead of the others."""
    content = chance["C"] + chance["T"] + chance["O"]
    if chance["N"] >= content:
        return "N", chance["N"]
    best: Kind = max(("C", "T", "O"), key=lambda kind: chance[kind])
    share = chance[best] / content
    if best != "C" and chance["C"] < _NO_OFFER * content:  # whatever else it is, it does not sell
        return best, share
    return (best if share >= weights().sequence["decided"] else "U"), share


def weight_of(unit: Unit) -> float:
    """In characters: text by its size, pictures by their area, buttons."""
    text = sum(count * _factor(size) for size, count in unit.sizes.items()) if unit.sizes else float(len(unit.text))
    area = sum(
        min(picture.width * picture.height / _CHARACTER, _MOST_PICTURE) for picture in unit.pictures if not picture.icon
    )
    return text + area + _BUTTON * sum(1 for link in unit.links if link.button)


def _factor(size: float) -> float:
    return next((factor for least, factor in _SIZES if size >= least), 1.0)


def blocks_of(judged: Sequence[Judged], span_of: Callable[[Sequence[Unit]], Span]) -> tuple[Block, ...]:
    """Neighbours of one class become one block, parted where the layout parts long ones."""
    groups: list[list[Judged]] = []
    for one in judged:
        if groups and _belongs(groups[-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(_block(group, span_of) for group in groups)


def _belongs(group: Sequence[Judged], one: Judged) -> bool:
    last = group[-1]
    if last.kind != one.kind or last.declared != one.declared:
        return False
    if last.unit.heading or len(last.unit.text) < _SHORT or one.unit.cells > 1 < last.unit.cells:
        return True
    length = sum(len(each.unit.text) for each in group)
    return one.unit.cut < _APART or length < _LONG


def _block(group: Sequence[Judged], span_of: Callable[[Sequence[Unit]], Span]) -> Block:
    units = [one.unit for one in group]
    kind = group[0].kind
    weight = sum(one.weight for one in group)
    chance = sum(one.chance * max(one.weight, 1.0) for one in group) / sum(max(one.weight, 1.0) for one in group)
    return Block(
        kind=kind,
        text=" ".join(unit.words for unit in units if unit.words),
        weight=weight,
        large=sum(map(_highlight, group)),
        chance=chance,
        place=lambda: span_of(units),
        why=lambda: _why(kind, [clue for one in group for clue in one.clues], declared=group[0].declared),
        declared=group[0].declared,
        speaks_for=_against(group) if group[0].declared else None,
    )


def _against(group: Sequence[Judged]) -> BlockKind | None:
    """The class that most of a labelled block speaks for, where that is very likely and not the label."""
    heavy: dict[BlockKind, float] = {}
    for one in group:
        kind, chance = kind_of(one.chances)
        if chance >= _SURE and kind not in ("U", "N"):
            heavy[kind] = heavy.get(kind, 0.0) + one.weight
    if not heavy:
        return None
    kind = max(heavy, key=lambda each: heavy[each])
    whole = sum(one.weight for one in group)
    return kind if kind != group[0].kind and heavy[kind] > whole / 2 else None


def _highlight(one: Judged) -> float:
    """What of its weight catches the eye: large type, buttons, pictures."""
    if not one.unit.sizes:
        return 0.0
    plain = sum(count * _factor(size) for size, count in one.unit.sizes.items() if size < _LARGE)
    return one.weight - plain


def _why(kind: BlockKind, clues: Iterable[Clue], *, declared: bool) -> tuple[str, ...]:
    if declared:
        return ("the author's label says so",)
    clues = list(clues)
    if kind == "U":
        return tuple(
            f"{name}: {'; '.join(found[:2])}"
            for name, code in (("for C", "C"), ("for T", "T"), ("for O", "O"))
            if (found := reasons(clues, code))
        ) or ("nothing in it decides",)
    return reasons(clues, kind) or ("goes with what stands around it",)
