"""Whether a reader of the subject line alone concludes that the message holds an offer (16 CFR 316.3)."""

from __future__ import annotations

import re
from typing import Final

from mailcheck.facts.subject.subject_figures import amounts, identifiers, percentages
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.patterns import words

_LABEL: Final = re.compile(  # by which several laws have advertising begin: (광고), ADV:, 广告
    r"\s*[\[(<【〈]?\s*(?:광[\W_]{0,6}고|[广廣広][\W_]{0,3}告|未承諾広告|adv?|anzeige|werbung|advertisement|publicidad|pubblicita)"
    r"\s*[\])>】〉:：※]"
)
_SETTLED: Final = ("invoice", "order", "refund", "results", "salary", "message", "approval")
"""Topics of a transaction: calls to act and news of the shelf beside them are no offer."""
_FOLDED: Final = tuple("叠疊屏幕页頁扇线線腰中")  # what is folded, and not reduced
_SHORT: Final = 7  # words up to which a bare price is an offer
_FEW: Final = 4
_NAME_REACH: Final = 18


def promotional_words(subject: Reading, body_text: str) -> tuple[str, ...]:
    """The words that make a subject an offer, as written; () when it is none.

    A subject that calls itself advertising is an offer. In the subject of a transaction only what is offered outright
    counts, and not what the body lists as a name.
    """
    settled = subject.has(*_SETTLED)
    booked = settled or subject.has("booking")
    alarmed = bool(subject.plain("alarm"))
    found = subject.plain("offer", "gift", "free") if not alarmed else subject.plain("gift", "free")
    if not booked and not alarmed:
        found += subject.plain("shop", "arrival")
    elif not settled and not alarmed:
        found += subject.plain("arrival")
    if booked:
        found = [hit for hit in found if not _is_name(hit, subject, body_text)]
    if not settled and not alarmed:
        found += subject.plain("today", "scarce", "last")
    quotes = [subject.quote(hit) for hit in sorted(set(found))]
    label = _LABEL.match(subject.folded)
    if label is not None:
        quotes.insert(0, subject.original(*label.span()))
    quotes += _percentages(subject, bool(quotes), booked, alarmed)
    if not booked and not alarmed:
        quotes += _prices(subject)
    return tuple(dict.fromkeys(quotes))


def _percentages(subject: Reading, offered: bool, booked: bool, alarmed: bool) -> list[str]:
    text = subject.folded
    beside = subject.all("on", "up_to")
    cues = [*subject.plain("everything", "selected", "up_to"), *subject.plain("last", "today")]
    found = []
    for amount in percentages(text):
        if alarmed or not 3 <= amount.value <= 95:
            continue
        if text[amount.start : amount.end].endswith("折"):
            if text[amount.end : amount.end + 1] not in _FOLDED:
                found.append(subject.original(amount.start, amount.end))
            continue
        signed = text[max(0, amount.start - 2) : amount.start].strip() in ("-", "−", "–")
        joined = any(0 <= hit.start - amount.end <= 2 or 0 <= amount.start - hit.end <= 2 for hit in beside)
        alone = not booked and len(words(text)) <= _FEW
        if signed or joined or offered or alone or (cues and not booked):
            found.append(subject.original(amount.start, amount.end))
    return found


def _prices(subject: Reading) -> list[str]:
    text = subject.folded
    leads = subject.all("lead")
    found = []
    for amount in amounts(text):
        led = any(0 <= amount.start - hit.end <= 3 or 0 <= hit.start - amount.end <= 3 for hit in leads)
        if led or len(words(text)) <= _SHORT or not subject.spaces:
            found.append(subject.original(amount.start, amount.end))
    return found


def _is_name(hit: Hit, subject: Reading, body_text: str) -> bool:
    """Whether the words belong to the name of a thing that was bought: quoted, or listed so in the body."""
    if not (identifiers(subject.text) or subject.has("booking", "order")):
        return False
    start, end = hit.start, hit.end
    before = re.search(r"(\w+)\W{1,2}$", subject.folded[:start])
    after = re.match(r"\W{1,2}(\w+)", subject.folded[end : end + _NAME_REACH])
    original = subject.original
    pairs = []
    if after:
        pairs.append(original(start, end + after.end()))
    if before:
        pairs.append(original(before.start(), end))
    return any(pair.istitle() and pair.count(" ") and pair in body_text for pair in pairs)
