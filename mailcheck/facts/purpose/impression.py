"""The net impression of a whole message: what its parts do, laid beside the signs of who writes to whom and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from mailcheck.facts.purpose.clues import Clue, Kind, reasons, scores
from mailcheck.facts.purpose.verdict import Because, Verdict
from mailcheck.findings import Confidence
from mailcheck.lexicon.purposes import Weights
from mailcheck.lexicon.whole import whole_weights

_CLASSES: Final[dict[Kind, Verdict]] = {"C": "commercial", "T": "transactional", "O": "editorial"}
_TESTS: Final = frozenset({"subject-test", "position-test"})
_GENERAL: Final = frozenset({"mailing", "own-pages", "address", "from-news"})
"""Signs of most advertising that news to subscribers have as well."""
_NOTICES: Final = frozenset({"notice", "tracker", "tracked", "machine", "object", "no-answer", "from-notice"})
"""Signs that a message is a notice about one thing, and no deal with something to sell beside it."""


class Ruling(NamedTuple):
    """A verdict on the purpose, what decided it and how surely, and the reason in words."""

    verdict: Verdict
    because: Because
    confidence: Confidence
    reason: str


def overall(
    ruling: Ruling,
    firm: float,
    dealt: Callable[[], float],
    parts: Callable[[], tuple[Mapping[Kind, float], float]],
    signs: Callable[[], Sequence[Clue]],
) -> Ruling:
    """The ruling on the parts, or another where the signs of the whole clearly speak for it.

    `firm`: how much evidence of a transaction its parts hold; `dealt`: all parts, also those that do something else or
    nothing clearly. `parts`: shares of C, T and O in the content, and that of what says itself that it serves or
    informs.
    """
    table = whole_weights()
    bounds = table.sequence
    if firm >= bounds["firm"] and ruling.verdict == "transactional":
        return ruling
    shares, named = parts()
    if not any(shares.values()) and ruling.verdict != "unknown":
        return ruling
    found = signs()
    telling = [sign for sign in found if sign.name not in _GENERAL]
    own = scores(telling, table)
    if ruling.because in _TESTS and firm >= bounds["dealt"] and not _sets_aside(telling, own, table):
        return ruling
    told = own if own["T"] >= bounds["noticed"] else scores(found, table)
    total = {kind: bounds[f"parts-{kind}"] * shares[kind] + told[kind] for kind in _CLASSES}
    if own["O"] >= bounds["notified"] and own["T"] <= 0 and firm <= bounds["dealt"]:
        total["T"] -= bounds["parts-T"] * shares["T"] / 2  # news to members name dues and dates, and settle none
    total["T"] += bounds["evidence"] * min(firm, bounds["most"])
    kept = next((kind for kind, verdict in _CLASSES.items() if verdict == ruling.verdict), None)
    if kept is not None:
        total[kept] += bounds["verdict"]
    best = max(total, key=lambda kind: total[kind])
    rest = max(total[kind] for kind in total if kind != best) if kept is None else total[kept]
    if (
        best == kept
        or told[best] < bounds["least" if kept else "least-unknown"]
        or total[best] - rest < bounds["margin"]
    ):
        return ruling
    if best == "C" and not telling and (kept or named >= bounds["named"] or dealt() >= bounds["dealt"]):
        return ruling
    if kept == "T" and own[best] < bounds["undo"] + bounds["evidence"] * firm:
        return ruling
    if best == "T" and ruling.because in _TESTS and _noticed(telling, table) < bounds["noticed"]:
        return ruling
    because = "; ".join(reasons(found, best, table)[:3])
    return Ruling(_CLASSES[best], "net-impression", Confidence.LIKELY, f"as a whole it {because}")


def _sets_aside(telling: Sequence[Clue], own: Mapping[Kind, float], table: Weights) -> bool:
    """Whether the tests of the law do not fit: a notice that quotes an offer, or news to members that name a deal."""
    least = table.sequence["notified"]
    return _noticed(telling, table) >= least or (
        own["O"] >= least and own["O"] - max(own["T"], own["C"]) >= table.sequence["undo"]
    )


def _noticed(telling: Sequence[Clue], table: Weights) -> float:
    """How much says that it is a notice."""
    return scores((sign for sign in telling if sign.name in _NOTICES), table)["T"]
