"""What the author of a message says of its parts: `data-mailcheck="..."` on an element, or a pair of comments.

`<!-- mailcheck-begin: commercial -->` ... `<!-- mailcheck-end -->`, where no element of their own holds the part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.html.nodes import Comment
from mailcheck.facts.purpose.blocks import BlockKind
from mailcheck.facts.purpose.units import Unit

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom
    from mailcheck.spans import Span

ATTRIBUTE: Final = "data-mailcheck"
NAMES: Final[dict[str, BlockKind]] = {"transactional": "T", "commercial": "C", "other": "O", "neutral": "N"}
_MARK: Final = "mailcheck"
"""What no source with a label is without."""
_BEGIN, _END = "mailcheck-begin:", "mailcheck-end"


class Mislabel(NamedTuple):
    """A label that names no class, and where."""

    value: str
    span: Span


class Labels(NamedTuple):
    """The label of each unit, None without one, and the labels that name no class."""

    of_units: tuple[BlockKind | None, ...]
    unknown: tuple[Mislabel, ...]


NO_LABELS: Final = Labels((), ())


def read_labels(dom: Dom, units: Sequence[Unit]) -> Labels:
    """The nearest label around a unit decides; an element's own beats a pair of comments."""
    if dom.text is None or _MARK not in dom.text.content:
        return NO_LABELS
    wrong = [
        Mislabel(element.attrs[ATTRIBUTE], dom.span(element))
        for element in dom.elements
        if ATTRIBUTE in element.attrs and _named(element.attrs[ATTRIBUTE]) is None
    ]
    stretches: list[tuple[int, int, BlockKind]] = []
    begun: tuple[int, BlockKind] | None = None
    for node in dom.walk():
        if type(node) is not Comment:
            continue
        words = node.data.strip()
        if words.startswith(_BEGIN):
            value = words.removeprefix(_BEGIN)
            kind = _named(value)
            if kind is None:
                wrong.append(Mislabel(value.strip(), dom.span(node)))
            begun = (node.end, kind) if kind is not None else None
        elif words == _END and begun is not None:
            stretches.append((begun[0], node.start, begun[1]))
            begun = None
    return Labels(tuple(_label(unit, stretches) for unit in units), tuple(wrong))


def _label(unit: Unit, stretches: Sequence[tuple[int, int, BlockKind]]) -> BlockKind | None:
    element = unit.first
    while element is not None:
        kind = _named(element.attrs.get(ATTRIBUTE, ""))
        if kind is not None:
            return kind
        element = element.parent
    if stretches and unit.first is not None:
        start = unit.runs[0].span.start if unit.runs else unit.first.start
        return next((kind for begin, end, kind in stretches if begin <= start < end), None)
    return None


def _named(value: str) -> BlockKind | None:
    return NAMES.get(value.strip().lower())
