"""The primary purpose of a message (16 CFR 316.3) and its share of advertising, from its blocks and its subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import dropwhile, takewhile
from typing import Final, NamedTuple

from mailcheck.facts.purpose.blocks import Block, BlockKind, Judged, blocks_of, kind_of, weight_of
from mailcheck.facts.purpose.clues import Clue, Kind, scores
from mailcheck.facts.purpose.evidence import Surroundings, clues_of
from mailcheck.facts.purpose.figures import SECTION
from mailcheck.facts.purpose.form import stems
from mailcheck.facts.purpose.impression import Ruling, overall
from mailcheck.facts.purpose.labels import NO_LABELS, Labels, Mislabel
from mailcheck.facts.purpose.numbers import PERCENT, amounts
from mailcheck.facts.purpose.sequence import chances
from mailcheck.facts.purpose.units import READ, Unit
from mailcheck.facts.purpose.verdict import Because, Verdict
from mailcheck.findings import Confidence
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.purposes import weights
from mailcheck.spans import Span

LIMIT: Final = 0.20
"""The industry's convention: four parts transactional, one part advertising."""
OUTWEIGHS: Final = 0.50
BORDER: Final = 0.03
"""How near a limit a share says little: measuring is no finer."""
_LINE: Final = 40.0
"""Characters of a line: whose side one of them is on moves the share of a short message."""
LEAST: Final = 200.0
"""Characters of advertising and transactional content under which a share means nothing."""
_TRIFLE: Final = 0.05
"""An advertisement smaller than this share of the content comes first without counting as first."""
_PLAIN: Final = 0.65
_ISLAND: Final = 1.4
"""A cut across which nothing pulls: behind what somebody else paid for."""
_TRACE, _NAMED_TRACE = 0.08, 0.02
"""Transactional content smaller than this share of all content is a trace, not a transaction; the second where the
subject speaks of nothing else."""
_UNFIRM: Final = 0.25
"""The same where nothing in it is firm evidence of one."""
_HINT: Final = 1.2
"""So much evidence is some."""
_NAMED: Final = 2.0
"""How much more a subject must speak of a deal than of an offer."""
_EDITORIAL: Final = frozenset({"story", "review", "appeal", "link-story"})
_ARTICLES: Final = frozenset({"long-prose", "rubric", "question-list", "bare-prose"})
_SERVING: Final = frozenset(
    "transaction record service line-item record-row deduction reference code clock recipient-address link-deal"
    " picture-deal structured-deal known-amount".split()
)
_ARTICLE: Final = 250
"""Characters of running text that are an article, whatever they say."""
_MAY_BE: Final = 0.2
"""An undecided block may be of a class from this chance on."""
_ROWS: Final = frozenset({"line-item", "record-row"})
_FIRM: Final = {
    "transaction": (1.0, 9), "reference": (0.7, 2), "code": (1.5, 1), "line-item": (1.0, 2), "deduction": (1.5, 1),
    "record-row": (0.7, 2), "recipient-address": (1.0, 1), "structured-deal": (3.0, 1),
}  # fmt: skip
"""Clues of a transaction: how much each says that there is one, and how many count."""
_TELLING: Final = 0.55
"""A clue of this weight says by itself what a part does; running text says less."""
_UNTOLD: Final = 0.4
_QUOTED: Final = lazy_regex(r"""^[^"“„«»「『]{0,60}["“„«»「『].{20,}["”“»«」』][^"“”„«»「」『』]{0,60}$""", re.DOTALL)
"""A text that is a quotation but for who is quoted."""
_PRIOR: Final[dict[Kind, float]] = {"C": 1.0, "T": 1.0, "O": 2.0}
"""What is thought of a message before it is read."""
_CLEAR, _LIKELY = 0.5, 0.35
_MOSTLY: Final = 0.5
"""Advertising that is less of all content, what it is for left open in the rest, tells nothing by itself."""


class Purpose(NamedTuple):
    """`share_low` and `share_high` bound the commercial share C / (C + T), by the higher of text and weight; they
    differ by the undecided blocks, and are None without any content of either class. `text_share`, `weighted_share`:
    the share by text alone and by weight, undecided blocks left out. `other_share`: O of all content.

    `first`: class of the first block that is not neutral, None without. `transactional_first`: the position test,
    None without transactional content. `measured`: characters of C and T. `impression`: the net impression of a message
    without transactional content, None with it. `subject_words`: those by which the subject makes an offer, without
    names of what was bought. `mislabels`: labels of the author that name no class.
    """

    blocks: tuple[Block, ...]
    share_low: float | None
    share_high: float | None
    text_share: float | None
    weighted_share: float | None
    other_share: float
    measured: float
    first: BlockKind | None
    transactional_first: bool | None
    impression: float | None
    verdict: Verdict
    because: Because
    confidence: Confidence
    reason: str
    subject_words: tuple[str, ...] = ()
    mislabels: tuple[Mislabel, ...] = ()

    def of_kind(self, kind: str) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind == kind)

    @property
    def grain(self) -> float:
        """How fine the share is measured: 0.03, and in a short message as much as one line of it makes."""
        return max(BORDER, _LINE / max(self.measured, _LINE))

    @property
    def borderline(self) -> bool:
        """Whether the share lies so near a limit that measuring cannot tell on which side."""
        if self.share_low is None or self.share_high is None:
            return False
        return any(
            abs(share - limit) <= self.grain
            for share in (self.share_low, self.share_high)
            for limit in (LIMIT, OUTWEIGHS)
        )


def read_purpose(
    units: Sequence[Unit],
    around: Surroundings,
    *,
    promotional: tuple[str, ...],
    theme: dict[Kind, float],
    span_of: Callable[[Sequence[Unit]], Span],
    labels: Labels = NO_LABELS,
    signs: Callable[[], Sequence[Clue]] = tuple,
) -> Purpose:
    """`promotional`: the words by which the subject makes an offer. `theme`: what else speaks for a class of the whole.

    `labels`: what the author says of the units. `signs`: those of the whole message, asked for where they may decide.
    """
    judged = _judge(units, around, theme, labels.of_units)
    blocks = blocks_of(judged, span_of)
    words = _not_titles(promotional, judged, around.sender) or _announced(around.subject, judged)
    return _weigh(judged, blocks, words, labels.unknown, signs, named=theme["T"] > theme["C"] + _NAMED)


def _judge(
    units: Sequence[Unit], around: Surroundings, theme: dict[Kind, float], labels: Sequence[BlockKind | None]
) -> list[Judged]:
    clues = clues_of(units, around)
    rows = [scores(each) for each in clues]
    paid = _paid_for(units, clues)
    pull = _theme((row for row, is_paid in zip(rows, paid, strict=True) if not is_paid), theme)
    for row, unit in zip(rows, units, strict=True):
        for kind in pull:
            row[kind] += pull[kind]
        if unit.heading and not any(row[kind] > pull.get(kind, 0.0) for kind in row):
            for each in row:  # it says nothing itself: it goes with what it heads
                row[each] *= 0.5
    found = []
    cuts = [
        _ISLAND if was and not now else unit.cut for unit, was, now in zip(units, (False, *paid), paid, strict=False)
    ]
    for number, chance in enumerate(chances(rows, cuts)):
        own, sure = kind_of(chance)
        label = labels[number] if labels else None
        kept = 1.0 if label else sure
        unit = units[number]
        weight = weight_of(unit)
        found.append(Judged(unit, label or own, clues[number], kept, chance, weight, declared=label is not None))
    return found


def _paid_for(units: Sequence[Unit], clues: Sequence[Sequence[Clue]]) -> list[bool]:
    """Which parts are a sponsor's: from where one is named to the end of that section. Others say nothing like them."""
    found = []
    paid = False
    for unit, own in zip(units, clues, strict=True):
        paid = any(clue.name == "sponsor" for clue in own) or (paid and unit.cut < SECTION)
        found.append(paid)
    return found


def _not_titles(promotional: tuple[str, ...], judged: Sequence[Judged], sender: str) -> tuple[str, ...]:
    """The words of the subject that make an offer, without those in the name of what was bought or of who sells.

    A play may be called "Sale" and a club "Free": where the rows of an order hold the word and no offer does.
    """
    bought = " ".join(fold(one.unit.text) for one in judged if any(clue.name in _ROWS for clue in one.clues))
    offered = " ".join(fold(one.unit.words) for one in judged if one.kind in ("C", "U"))
    named = stems(sender) if promotional else set()
    settled = {
        amount
        for one in judged
        if promotional and any(clue.name == "transaction" for clue in one.clues)
        for amount in one.unit.amounts
    }
    settled -= {amount for one in judged if one.kind == "C" for amount in one.unit.amounts}
    promotional = tuple(word for word in promotional if word.lstrip("+") not in settled)
    return tuple(
        word for word in promotional if fold(word) in offered or (fold(word) not in bought and not stems(word) & named)
    )


def _announced(subject: str, judged: Sequence[Judged]) -> tuple[str, ...]:
    """The sums and percentages of a subject that takes up an offer of the body, and nothing else of the body."""
    if not any(one.kind == "C" for one in judged):
        return ()
    found = (*amounts(subject), *(match[0] for match in PERCENT.finditer(subject)))
    if not found:
        return ()
    sold = " ".join(one.unit.words for one in judged if one.kind == "C")
    rest = " ".join(one.unit.words for one in judged if one.kind != "C")
    known = {amount for one in judged if one.kind != "C" for amount in one.unit.amounts}
    known.update(match[0] for match in PERCENT.finditer(rest))
    offered = {amount for one in judged if one.kind == "C" for amount in one.unit.amounts}
    takes_up = bool(stems(subject) & stems(sold) - stems(rest))
    return tuple(figure for figure in found if figure not in known and (takes_up or figure in offered))


def _theme(rows: Iterable[dict[Kind, float]], more: dict[Kind, float]) -> dict[Kind, float]:
    """How the whole pulls at its parts: most where one class has nearly all the clues."""
    totals: dict[Kind, float] = {kind: _PRIOR[kind] + more.get(kind, 0.0) for kind in ("C", "T", "O")}
    for row in rows:
        for kind in totals:
            totals[kind] += min(max(row[kind], 0.0), 4.0)
    whole = sum(totals.values())
    strength = weights().sequence["theme"]
    return {kind: strength * total / whole for kind, total in totals.items()}


def _weigh(
    judged: Sequence[Judged],
    blocks: tuple[Block, ...],
    promotional: tuple[str, ...],
    mislabels: tuple[Mislabel, ...],
    signs: Callable[[], Sequence[Clue]],
    *,
    named: bool,
) -> Purpose:
    """`named`: the subject speaks of a deal and of no offer."""
    text: dict[str, float] = dict.fromkeys("CTONU", 0.0)
    weight: dict[str, float] = dict.fromkeys("CTONU", 0.0)
    spread: dict[str, float] = dict.fromkeys("CTON", 0.0)
    open_text, open_weight = _Open(), _Open()
    for one in judged:
        heavy = one.weight
        text[one.kind] += len(one.unit.text)
        weight[one.kind] += heavy
        if one.kind != "U":
            spread[one.kind] += heavy
            continue
        content = sum(one.chances[kind] for kind in ("C", "T", "O"))
        may_serve, may_sell = (one.chances[kind] >= _MAY_BE * content for kind in ("T", "C"))
        open_text = open_text.plus(len(one.unit.text), may_serve, may_sell)
        open_weight = open_weight.plus(heavy, may_serve, may_sell)
        for kind in ("C", "T", "O"):
            spread[kind] += heavy * one.chances[kind] / content
    by_text, by_weight = _shares(text, open_text), _shares(weight, open_weight)
    found = [share for share in (by_text, by_weight) if share is not None]
    shares = max(found, key=lambda share: share.likely) if found else None
    content = weight["C"] + weight["T"] + weight["O"] + weight["U"]
    firm = _firmness(judged, frozenset("T"))
    least = _NAMED_TRACE if named else _TRACE if firm >= _HINT else _UNFIRM
    transaction = weight["T"] > least * content and (named or _serves(judged))
    first = next((block.kind for block in blocks if block.kind != "N"), None)
    ahead = _transaction_first(blocks, weight) if transaction else None
    led = None if first == "C" and _is_sponsored(judged) else first
    impression = _impression(blocks, spread, led) if not transaction and content > 0 else None
    ruling = _verdict(weight, spread, blocks, promotional, transaction, ahead, impression, _tells(judged))
    verdict, because, confidence, reason = overall(
        ruling, firm, lambda: _firmness(judged, frozenset("CTOU")), lambda: _parts(judged), signs
    )
    return Purpose(
        blocks=blocks,
        share_low=shares.low if shares else None,
        share_high=shares.high if shares else None,
        text_share=_likely(by_text),
        weighted_share=_likely(by_weight),
        other_share=weight["O"] / content if content else 0.0,
        measured=weight["C"] + weight["T"],
        first=first,
        transactional_first=ahead,
        impression=impression,
        verdict=verdict,
        because=because,
        confidence=confidence,
        reason=reason,
        subject_words=promotional,
        mislabels=mislabels,
    )


def _is_sponsored(judged: Sequence[Judged]) -> bool:
    """Whether the advertisement on top names who paid for it: its place tells nothing of the sender's own purpose."""
    content = dropwhile(lambda one: one.kind == "N", judged)
    top = takewhile(lambda one: one.kind == "C", content)
    return any(clue.name == "sponsor" for one in top for clue in one.clues)


def _parts(judged: Sequence[Judged]) -> tuple[dict[Kind, float], float]:
    """The shares of the classes in all content, and of what says itself that it serves or informs.

    What a part is only for want of clues counts less, and so do offers in quotation marks: somebody else's words.
    """
    table = weights().clues
    sizes: dict[Kind, float] = {"C": 0.0, "T": 0.0, "O": 0.0}
    whole = named = 0.0
    for one in judged:
        if one.kind == "N":
            continue
        whole += one.weight
        content = sum(one.chances[kind] for kind in sizes)
        said = {kind for name, _, factor in one.clues for kind, w in table[name].items() if w * factor >= _TELLING}
        if "C" in said and _is_quoted(one.unit.text):
            said.discard("C")
        if "O" in said and _is_barely_told(one.clues):
            said.discard("O")
        for kind in sizes:
            told = kind in said
            size = one.weight * one.chances[kind] / content
            sizes[kind] += size if told or one.declared else size * _UNTOLD
            named += size if told and kind != "C" else 0.0
    whole = whole or 1.0
    return {kind: size / whole for kind, size in sizes.items()}, named / whole


def _is_barely_told(clues: Sequence[Clue]) -> bool:
    """Whether one everyday word is all that makes a story of it."""
    other = [clue for clue in clues if clue.name in _EDITORIAL or clue.name in _ARTICLES]
    return len(other) == 1 and other[0].name == "story"


def _is_quoted(text: str) -> bool:
    return len(text) <= READ and _QUOTED.search(text) is not None


def _firmness(judged: Sequence[Judged], kinds: frozenset[str]) -> float:
    """How much in the parts of some classes says that there is a transaction: its words, each once, and its forms."""
    said = {(clue.name, clue.words) for one in judged if one.kind in kinds for clue in one.clues if clue.name in _FIRM}
    counts = Counter(name for name, _ in said)
    return sum(min(counts[name], most) * each for name, (each, most) in _FIRM.items())


class _Shares(NamedTuple):
    """The commercial share if no undecided block sells, without them, and if all of them do."""

    low: float
    likely: float
    high: float


class _Open(NamedTuple):
    """How much undecided content there is that may serve, that may sell, and that may do either."""

    serves: float = 0.0
    sells: float = 0.0
    either: float = 0.0

    def plus(self, size: float, may_serve: bool, may_sell: bool) -> _Open:
        if may_serve and may_sell:
            return self._replace(either=self.either + size)
        return self._replace(serves=self.serves + size * may_serve, sells=self.sells + size * may_sell)


def _shares(sizes: Mapping[str, float], open_: _Open) -> _Shares | None:
    """None where there is no content that could tell; 0 without advertising, also where editorial is all there is.

    What may be editorial as well counts on neither side in the bound that it would not push.
    """
    commercial, transaction = sizes["C"], sizes["T"]
    decided = commercial + transaction
    if decided <= 0:
        return _Shares(0.0, 0.0, 0.0) if sizes["O"] and not sizes["U"] else None
    least = commercial / (decided + open_.serves + open_.either)
    sold = commercial + open_.sells + open_.either
    return _Shares(least, commercial / decided, sold / (sold + transaction))


def _likely(shares: _Shares | None) -> float | None:
    return shares.likely if shares is not None else None


def _transaction_first(blocks: Sequence[Block], weight: dict[str, float]) -> bool:
    """The position test: the transactional content comes, at least for the most part, before any offer of weight."""
    first = next((block for block in blocks if block.kind not in ("N", "U")), None)
    if first is not None and _sells(first) and first.weight >= _TRIFLE * (weight["C"] + weight["T"]):
        return False
    before = 0.0
    for block in blocks:
        if _sells(block) and block.weight >= _TRIFLE * (weight["C"] + weight["T"]):
            return before >= 0.5 * weight["T"]
        if block.kind == "T":
            before += block.weight
    return True


def _serves(judged: Sequence[Judged]) -> bool:
    """Whether something speaks for a transaction, beyond that the message keeps to its subject."""
    served = [one for one in judged if one.kind == "T"]
    return any(one.unit.cells > 1 or any(clue.name in _SERVING for clue in one.clues) for one in served)


def _tells(judged: Sequence[Judged]) -> bool:
    """Whether something speaks for editorial content, beyond that nothing speaks for anything else."""
    other = [one for one in judged if one.kind == "O"]
    named = any(clue.name in _EDITORIAL for one in other for clue in one.clues)
    return named or sum(len(one.unit.text) for one in other) >= _ARTICLE


def _sells(block: Block) -> bool:
    """Whether it is an offer beyond doubt enough to decide by its place."""
    return block.kind == "C" and block.chance >= _PLAIN


def _impression(blocks: Sequence[Block], weight: dict[str, float], first: BlockKind | None) -> float:
    """What a reader of the body would take away: proportion, placement, highlighting; 0 to 1."""
    share = weight["C"] / (weight["C"] + weight["O"]) if weight["C"] + weight["O"] else 0.0
    shown = sum(block.large for block in blocks if block.kind in ("C", "O", "U"))
    sold = sum(block.large for block in blocks if block.kind == "C")
    return 0.4 * share + 0.3 * (first == "C") + 0.3 * (sold / shown if shown else share)


def _verdict(
    weight: dict[str, float],
    spread: dict[str, float],
    blocks: Sequence[Block],
    promotional: tuple[str, ...],
    transaction: bool,
    ahead: bool | None,
    impression: float | None,
    told: bool,
) -> Ruling:
    quoted = ", ".join(f"'{word}'" for word in promotional[:3])
    if transaction:
        if promotional and (weight["C"] or weight["U"]):
            return Ruling("commercial", "subject-test", Confidence.LIKELY, f"the subject announces an offer: {quoted}")
        if not weight["C"]:
            return Ruling("transactional", "content", Confidence.LIKELY, "it holds no advertising")
        if ahead is False:
            offer = next(block for block in blocks if block.kind == "C")
            return Ruling(
                "commercial",
                "position-test",
                Confidence.LIKELY,
                f"an offer stands before the transaction: '{offer.text[:60]}'",
            )
        return Ruling(
            "transactional",
            "content",
            Confidence.LIKELY,
            "the subject announces no offer and the transaction comes first",
        )
    if promotional and spread["C"] >= spread["O"] * 0.1:
        return Ruling("commercial", "subject-test", Confidence.LIKELY, f"the subject announces an offer: {quoted}")
    if impression is None or not (weight["C"] or told):
        if promotional:
            return Ruling("commercial", "subject-test", Confidence.LIKELY, f"the subject announces an offer: {quoted}")
        return Ruling(
            "unknown", "content", Confidence.HEURISTIC, "neither its words nor its layout tell what it is for"
        )
    if not weight["O"]:
        if spread["C"] < _MOSTLY * (spread["C"] + spread["T"] + spread["O"]):
            return Ruling("unknown", "content", Confidence.HEURISTIC, "too little in it tells what it is for")
        return Ruling("commercial", "content", Confidence.LIKELY, "it holds nothing but advertising")
    if not weight["C"]:
        return Ruling("editorial", "content", Confidence.LIKELY, "it holds no advertising and no transaction")
    if impression >= _CLEAR:
        return Ruling(
            "commercial",
            "net-impression",
            Confidence.LIKELY,
            f"its net impression is that of an advertisement ({impression:.2f})",
        )
    if impression >= _LIKELY:
        return Ruling(
            "unknown",
            "net-impression",
            Confidence.HEURISTIC,
            f"its net impression lies between editorial and advertising ({impression:.2f})",
        )
    return Ruling(
        "editorial", "net-impression", Confidence.LIKELY, f"its net impression is editorial ({impression:.2f})"
    )
