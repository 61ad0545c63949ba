"""What the subject claims, compared with what the body shows: topics, percentages, prices, acquaintance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mailcheck.facts.subject.subject_body import Body, is_about_a_record
from mailcheck.facts.subject.subject_figures import Amount, amounts, percentages
from mailcheck.facts.subject.subject_prices import lasting_prices, prices, reduces
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_spelled import names_part
from mailcheck.facts.subject.subject_trace import is_held, is_said_again
from mailcheck.facts.subject.subject_unfounded import unfounded
from mailcheck.facts.subject.subject_urgency import is_article
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.facts.text.sentences import sentences
from mailcheck.findings import Confidence
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import TOPICS

_KIN: Final = {
    "invoice": ("invoice", "refund"),
    "order": ("order",),
    "refund": ("refund",),
    "prize": ("prize",),
    "message": ("message",),
}
"""Topics whose words in the body bear out a claim, where they are more than the topic itself."""
_IN_PASSING: Final = ("invoice", "order", "approval")
"""Topics that an offer speaks of as well: 'order now', 'delivery in two days', 'apply online'."""
_LOOSE: Final = ("booking", "results", "file", "message")
"""Topics with words that offers have too: tickets, an analysis, a document."""
_STEM: Final = 6  # letters by which a word is known again
_THINGS: Final = {
    "invoice": "an invoice, bill or payment", "order": "an order or parcel", "refund": "a refund",
    "results": "results", "prize": "a prize that was won", "salary": "a salary", "file": "a document",
    "booking": "a booking or appointment", "approval": "an approval", "message": "a message",
}  # fmt: skip
_SIGNED: Final = lazy_regex(r"(?<!\w)[-−–]\s?\d{1,2}\s?%")
_CONTENT: Final = 4
_AT_FIGURE: Final = 12  # characters between "up to" and its percentage


def mismatches(
    subject: Reading,
    body: Body,
    sender: frozenset[str],
    *,
    offers: bool = False,
    replied: bool = False,
    alarmed: bool = False,
) -> Iterator[Signal]:
    """Claims of the subject that the body does not show, or contradicts. `sender`: the words of the sender's own name.

    `offers`: it makes an offer. `replied`: its prefix is false already. `alarmed`: it alarms without a fact of a case
    in the body.
    """
    if not body.tells:
        return
    topics = list(_topics(subject, body, sender))
    if alarmed and not topics:
        topics = list(_case(subject, body))
    if not topics and not offers and (claim := unfounded(subject, body, sender, replied=replied)):
        topics = [claim]
    yield from topics
    yield from _percentages(subject, body)
    yield from prices(subject, body)
    yield from lasting_prices(subject, body)
    if not replied:
        yield from _acquaintance(subject, body)


def _topics(subject: Reading, body: Body, sender: frozenset[str]) -> Iterator[Signal]:
    announced = subject.plain("announce")
    alarms = {"refund": subject.alarms}  # a parcel that will be sent back is no money that is
    claims = [
        (topic, hits) for topic in TOPICS if (hits := subject.outside([*announced, *alarms.get(topic, ())], topic))
    ]
    if not claims or is_article(subject) or is_about_a_record(subject, body) or body.numbered:
        return
    if body.names_reader and (body.dated or not body.sells):
        return
    if body.opening.asks:
        claims = [(topic, hits) for topic, hits in claims if topic != "order"]  # fraud about a parcel speaks of it
    for topic, hits in claims:
        if topic == "prize" and subject.has("chance"):
            continue
        quote = subject.quote(max(hits, key=lambda hit: hit.end - hit.start))
        if topic == "prize" and body.reading.has("chance"):
            draw = body.reading.quote(body.reading.all("chance")[0])
            reason = f"'{quote}' claims a prize, and the body speaks of '{draw}'"
            yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing=_THINGS[topic], detail=topic)
            return
        if not body.sells or _is_shown(topic, hits, subject, body):
            continue
        if topic in _LOOSE and (is_said_again(hits, subject, body, sender) or is_held(hits, subject, body)):
            continue
        if subject.plain("offer", "shop", "free", "gift", "arrival") and topic not in ("prize", "refund"):
            continue
        yield Signal(
            "mismatch",
            quote,
            f"'{quote}' claims {_THINGS[topic]}, and the body only offers something",
            Confidence.LIKELY,
            missing=_THINGS[topic],
            detail=topic,
        )
        return


def _case(subject: Reading, body: Body) -> Iterator[Signal]:
    """A case at law or a debt, over a body that sells something and has no word of it."""
    hits = subject.plain("case")
    if not hits or not (body.sells or body.is_commercial) or body.shows(("invoice",), firmly=False):
        return
    named = [subject.folded[hit.start : hit.end] for hit in hits]
    if subject.spaces:
        named = [word[:_STEM] for part in named for word in words(part) if len(word) >= _CONTENT]
    if any(part in body.reading.folded for part in named):
        return
    quote = subject.quote(max(hits, key=lambda hit: hit.end - hit.start))
    reason = f"'{quote}' claims a case at law or a debt, and the body only offers something"
    yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing="a case at law or a debt", detail="case")


def _is_shown(topic: str, hits: list[Hit], subject: Reading, body: Body) -> bool:
    """Whether the body speaks of the claim: by words for its topic, by the same words, or by the same sum."""
    if body.shows(_KIN.get(topic, (topic,)), firmly=topic in _IN_PASSING):
        return True
    if topic == "prize":
        return False
    claimed = {hit.pattern for hit in hits if " " in hit.pattern or subject.has("announce")}
    if any(hit.pattern in claimed for hit in body.reading.all(topic)):
        return True
    sums = {amount.value for amount in amounts(subject.text)}
    return any(amount.value in sums for amount in body.money) or (topic in _LOOSE and _names_alike(hits, subject, body))


def _names_alike(hits: list[Hit], subject: Reading, body: Body) -> bool:
    """Whether the body has a long word of the subject, beside those of the claim."""
    text = subject.folded
    for hit in hits:
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return any(len(word) > _STEM and word[:_STEM] in body.reading.folded for word in words(text))


def _percentages(subject: Reading, body: Body) -> Iterator[Signal]:
    claimed = [amount for amount in percentages(subject.folded) if 3 <= amount.value <= 95]
    claimed = claimed or _halves(subject)
    if (
        not claimed
        or is_article(subject)
        or subject.has("ended")
        or subject.alarms
        or is_about_a_record(subject, body)
        or not (subject.plain("offer", "on", "everything", "up_to", "last", "today") or _SIGNED.search(subject.folded))
    ):
        return
    top = max(claimed, key=lambda amount: amount.value)
    quote = subject.original(top.start, top.end)
    shown = {value for value in body.percentages if 3 <= value <= 95}
    if top.value in shown:
        widened = subject.plain("everything")
        narrowed = [hit for hit in body.reading.all("up_to") if _at_a_percentage(hit, body.reading)]
        selected = [
            hit
            for hit in body.reading.all("selected")
            if not any(hit.start < other.end and other.start < hit.end for other in body.reading.all("up_to"))
        ]
        limits = [hit for hit in selected if narrowed or _is_with(hit, top.value, body)]
        if widened and limits and not subject.has("selected", "up_to"):
            words_ = " ... ".join(body.reading.quote(hit) for hit in (*narrowed[:1], limits[0]))
            reason = f"'{subject.quote(widened[0])}' is promised, and the body says '{words_}'"
            yield Signal("mismatch", quote, reason, Confidence.HEURISTIC, missing="the same for all", detail="percent")
        return
    if names_part(body.reading, top.value) or reduces(body, top.value):
        return
    if shown:
        other = ", ".join(f"{value:g} %" for value in sorted(shown))
        reason = f"'{quote}' is promised, and the body names {other}"
        yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing=f"{top.value:g} %", detail="percent")
    elif body.money and not body.reading.has("instead") and len(body.text) > 150:
        reason = f"'{quote}' is promised, and the body names no percentage"
        yield Signal("mismatch", quote, reason, Confidence.HEURISTIC, missing=f"{top.value:g} %", detail="percent")


def _halves(subject: Reading) -> list[Amount]:
    """'Half price' and the like as the percentage that it is: where no figure stands, and the word is an offer's."""
    offers = subject.plain("offer")
    return [
        Amount(50.0, hit.start, hit.end)
        for hit in subject.plain("half")
        if any(hit.start < offer.end and offer.start < hit.end for offer in offers)
    ]


def _is_with(hit: Hit, value: float, body: Body) -> bool:
    """Whether a word for a part of the range stands in the sentence of the percentage."""
    place = body.reading.origin(hit.start, hit.end)[0]
    return any(
        start <= place < end and any(amount.value == value for amount in percentages(body.text[start:end]))
        for start, end in sentences(body.text)
    )


def _at_a_percentage(hit: Hit, reading: Reading) -> bool:
    """Whether 'up to' is said of a percentage: in Turkish, and elsewhere, the word also leads to an hour."""
    return any(
        hit.start - _AT_FIGURE <= amount.end and amount.start <= hit.end + _AT_FIGURE
        for amount in percentages(reading.folded)
    )


def _acquaintance(subject: Reading, body: Body) -> Iterator[Signal]:
    hits = subject.plain("familiar")
    admitted = body.reading.all("stranger") if hits else ()
    if admitted:
        quote = subject.quote(hits[0])
        reason = f"'{quote}' claims an earlier exchange, and the body says '{body.reading.quote(admitted[0])}'"
        yield Signal("mismatch", quote, reason, Confidence.LIKELY, missing="an earlier exchange", detail="familiar")
