"""Whether a reader of the subject line alone concludes that the message holds an offer (16 CFR 316.3)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mailcheck.facts.subject.subject_body import Body, is_about_a_record
from mailcheck.facts.subject.subject_figures import amounts, identifiers, percentages
from mailcheck.facts.subject.subject_issue import names_an_issue
from mailcheck.facts.subject.subject_spelled import names_part, spells_a_sum
from mailcheck.facts.subject.subject_trace import trace
from mailcheck.facts.subject.subject_urgency import asks_and_tells, is_article
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.facts.text.sentences import is_question
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.matching import Hit
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import TOPICS

_LISTED: Final = (",", ":", "、", "，", "：", "-", "|")  # between a thing and its price
_UNTIL: Final = 9  # characters between 'until' and the day
_LABEL: Final = re.compile(  # by which several laws have advertising begin: (광고), ADV:, 广告
    r"\s*[\[(<【〈]?\s*(?:광[\W_]{0,6}고|[广廣広][\W_]{0,3}告|未承諾広告|adv?|anzeige|werbung|advertisement|publicidad|pubblicita)"
    r"\s*[\])>】〉:：※]"
)
_UNNAMED: Final = lazy_regex(  # sums whose currency is left out: '75 ribu,', 'за 1490!'
    r"(?<![\d.,])\d{1,3}(?:[.,]\d)?\s?(?:ribu|rb|juta|ngan|nghin|trieu|тыс\.?)"
    r"(?=\s*(?:$|[,;!?/)(–-]|mot |per |hari |thu ))"
    r"|(?<!\w)(?:за|всего|лише|лише за|za|jen)\s(?!(?:19|20)\d\d(?!\d))\d{3,5}(?=\s*(?:$|[!,;]))"
)
_SETTLED: Final = ("invoice", "order", "refund", "results", "salary", "message", "approval")
"""Topics of a transaction: calls to act and news of the shelf beside them are no offer."""
_FOLDED: Final = tuple("叠疊屏幕页頁扇线線腰中")  # what is folded, and not reduced
_SHORT: Final = 7  # words up to which a bare price is an offer
_FEW: Final = 4
_NAME_REACH: Final = 18
_SEVERAL: Final = 2  # words of an offer that an article or a notice may hold by chance
_GREETING: Final = 5  # characters of one, where words are not parted
_CLAIMED: Final = tuple(topic for topic in TOPICS if topic != "booking")
_MANY_WAYS: Final = 3
_TOLD: Final = 3
_SHOWN: Final = 4  # words of a body that are quoted
_WAYS: Final = 2  # to be told in a body for what its subject announces to be sold


class Promotion(NamedTuple):
    """The words that make a subject an offer, as written, and those of the body that were needed for it.

    `titled`: words of the title of a newsletter whose body sells: no offer of the subject, and one of the message.
    """

    words: tuple[str, ...] = ()
    borne_out: tuple[str, ...] = ()
    titled: tuple[str, ...] = ()


NO_PROMOTION: Final = Promotion()


def promotion_of(subject: Reading, body: Body | None, *, answers: bool = False) -> Promotion:
    """What makes a subject an offer. `body` None leaves the body out; `answers`: a reply prefix stands before it.

    A subject that calls itself advertising is an offer. In the subject of a transaction only what is offered outright
    counts, and not what the body lists as a name. Where the words may as well stand in a notice or over an article,
    the body decides; so it does where they only announce something.
    """
    said, firm = _said(subject, body)
    if firm is None:
        return NO_PROMOTION if body is not None and body.tells and _is_reminder(subject, body) else Promotion(said)
    if said and body is not None and _is_doubtful(subject, firm=firm) and _speaks_against(subject, body, firm=firm):
        return NO_PROMOTION
    if said or body is None or answers:
        return Promotion(said)
    return _announced(subject, body)


def _said(subject: Reading, body: Body | None) -> tuple[tuple[str, ...], bool | None]:
    """The words of an offer, and whether they are more than one that a title or a notice may hold.

    None where they are only words of a hurry: those stand in a reminder as well.
    """
    arrived = _arrivals(subject)
    booked = subject.has("booking", *_SETTLED)
    settled = subject.has(*_SETTLED) or (body is not None and is_about_a_record(subject, body))
    alarmed = bool(subject.alarms)
    found = subject.plain("offer", "gift", "free") if not alarmed else subject.plain("gift", "free")
    if not (booked or settled or alarmed):
        found += [*subject.plain("shop"), *arrived]
    elif not settled and not alarmed:
        found += arrived
    if booked or settled:
        found = [hit for hit in found if not _is_name(hit, subject, body.text if body is not None else "")]
    several = len({(hit.start, hit.end) for hit in found}) > _SEVERAL
    hurry = [*subject.plain("today", "scarce", "last"), *subject.counted()] if not settled and not alarmed else []
    quotes = [subject.quote(hit) for hit in sorted({*found, *hurry})]
    label = _LABEL.match(subject.folded)
    if label is not None:
        quotes.insert(0, subject.original(*label.span()))
    figures = _percentages(subject, bool(quotes), booked, alarmed)
    if body is not None and booked and not settled and body.sells and not (body.numbered or body.names_reader):
        booked = False  # 'Tickets for 5 euros'
    if not booked and not alarmed and (prices := _prices(subject)):
        figures += prices if quotes or figures or not _is_of_a_case(subject, body) else []
    if hurry and not (found or figures or label):
        return tuple(dict.fromkeys(quotes)), None
    firm = several or bool(hurry) or bool(figures) or label is not None or _is_limited(subject)
    return tuple(dict.fromkeys((*quotes, *figures))), firm


def _arrivals(subject: Reading) -> list[Hit]:
    """What has arrived, unless it is the reader's own: 'your passport has arrived'."""
    had = subject.all("state") if subject.has("yours") else []
    return [hit for hit in subject.plain("arrival") if not any(hit.start < it.end and it.start < hit.end for it in had)]


def _is_limited(subject: Reading) -> bool:
    """Whether a subject says until which day: 'ends Sunday', 'bis Freitag'."""
    return any(
        0 <= day.start - until.end <= _UNTIL for until in subject.all("until") for day in subject.all("day", "now")
    )


def _is_reminder(subject: Reading, body: Body) -> bool:
    """Whether a hurry is that of a case of the reader's, or only the title of what is told."""
    if body.tells_a_story or (body.numbered and (body.names_reader or not body.ways)):
        return True
    hurried = not subject.has("yours") and bool(subject.plain("today", "scarce") or subject.counted())
    if not (body.is_to_be_had or body.sells or hurried):
        return True
    several = len({hit.pattern for hit in subject.plain("today", "scarce", "last")}) > 1
    if several or not body.dated or body.money or body.reading.plain("offer", "shop", "arrival"):
        return False
    return body.ways < _WAYS


def _is_of_a_case(subject: Reading, body: Body | None) -> bool:
    """Whether a sum in a subject is rather that of a bill or a contract of the reader's."""
    if subject.has("yours") and subject.has("state") and (subject.has("refund", "salary") or _is_numbered(body)):
        return True
    if body is None or not body.names_reader:
        return False
    return body.numbered or subject.has("state") or not body.sells


def _is_numbered(body: Body | None) -> bool:
    return body is not None and body.numbered


def _is_doubtful(subject: Reading, *, firm: bool) -> bool:
    """Whether the words of an offer may stand in a notice or over an article."""
    if not firm or subject.has(*TOPICS) or is_article(subject) or is_question(subject.text):
        return True
    if asks_and_tells(subject):
        return True
    return bool(_ends(subject))


def _is_headline(subject: Reading) -> bool:
    """Whether a subject sets a topic before a colon and tells of it behind that."""
    topic, colon, told = subject.folded.partition(":")
    return bool(colon and topic.strip()) and len(words(told) if subject.spaces else told) >= _TOLD


def _ends(subject: Reading) -> list[Hit]:
    """Words by which an offer is over, and not just about to be."""
    hurry = subject.all("today", "last", "scarce")
    return [hit for hit in subject.all("ended") if not any(hit.start < it.end and it.start < hit.end for it in hurry)]


def _is_about_to_end(subject: Reading, body: Body) -> bool:
    """Whether an offer to anybody ends on a day that the subject names, over a body with a price or a reduction."""
    if subject.has("yours", *TOPICS) or body.names_reader or not subject.has("day", "now"):
        return False
    reduced = body.reading.has("half") or bool(percentages(body.text)) or names_part(body.reading)
    return bool(body.money) or reduced or spells_a_sum(body.reading)


def _speaks_against(subject: Reading, body: Body, *, firm: bool) -> bool:
    """Whether the body is an article, or a notice that leaves nothing to be had."""
    if not body.tells:
        return False
    if body.tells_a_story:
        return True
    if _ends(subject):
        return len(body.opening.sold) < _WAYS and not _is_about_to_end(subject, body)
    if firm or body.ways or body.reading.plain("shop"):
        return False
    if is_about_a_record(subject, body):
        return True
    if subject.has(*TOPICS):
        return body.numbered
    if asks_and_tells(subject):
        return not body.money
    return not (body.offers or body.opening.asks) and _is_headline(subject)


def _announced(subject: Reading, body: Body) -> Promotion:
    """What a subject announces and its body sells: 'The linen shirts are here' over 'order online, from 60 euros'.

    A subject without words for that names the thing itself, where the body does little else than sell.
    """
    announced = subject.plain("announce", "final")
    claimed = subject.outside(announced, *_CLAIMED)
    if claimed or _is_had(subject, body, announced) or subject.alarms or subject.has("familiar") or is_article(subject):
        return NO_PROMOTION
    booked = subject.all("booking")
    hits = [hit for hit in announced if not any(hit.start < it.end and it.start < hit.end for it in booked)]
    if is_question(subject.text) or not body.tells or not (hits or (not booked and _names_a_thing(subject, body))):
        return NO_PROMOTION
    if body.ways < (_WAYS if hits else _MANY_WAYS) and not (hits and _is_priced(subject, body)):
        return NO_PROMOTION
    if body.tells_a_story or _ends(subject) or _is_foreign(subject, body, hits):
        return NO_PROMOTION
    if body.ways < _MANY_WAYS and subject.has("yours") and body.opening.asks and not body.names_reader:
        return NO_PROMOTION  # fraud names a card, a parcel, an account
    if hits and not booked:
        known = body.is_record or (body.ways < _MANY_WAYS and bool(identifiers(subject.text)))
    else:
        known = body.numbered or body.names_reader
    if known:
        return NO_PROMOTION
    words_ = tuple(dict.fromkeys(subject.quote(hit) for hit in hits)) or (subject.text,)
    if names_an_issue(subject):
        return Promotion(titled=words_)
    return Promotion(words_, tuple(body.opening.quote(hit) for hit in body.opening.sold[:_SHOWN]))


def _ends_itself(subject: Reading, announced: list[Hit]) -> bool:
    """Whether it is what is announced that ends: 'your trial ends on Friday'."""
    return any(0 <= until.start - hit.end <= 2 for hit in announced for until in subject.all("until"))


def _is_priced(subject: Reading, body: Body) -> bool:
    """Whether a body that only sells names prices, and what the subject names."""
    if not body.money or not body.is_commercial:
        return False
    return bool(subject.plain("final")) or trace(subject, body, (), frozenset()).found > 0


def _is_foreign(subject: Reading, body: Body, hits: list[Hit]) -> bool:
    """Whether a subject only says that something has arrived or is ready, and the body has no word of that."""
    states = subject.all("state")
    only = all(any(state.start < hit.end and hit.start < state.end for state in states) for hit in hits)
    return bool(hits) and only and trace(subject, body, (), frozenset()).found == 0


def _is_had(subject: Reading, body: Body, announced: list[Hit]) -> bool:
    """Whether a subject says what has happened with something of the reader's, or what threatens it."""
    owned = subject.has("yours")
    if owned and (subject.plain("threat") or _ends_itself(subject, announced)):
        return True
    if owned and subject.has("state") and body.names_reader and body.numbered:
        return True
    return bool(subject.outside(announced, "state")) and (owned or body.names_reader)


def _names_a_thing(subject: Reading, body: Body) -> bool:
    """Whether a subject that does not speak to its reader is more than a greeting, over a short body with a price."""
    if not body.is_short or subject.has("yours") or not body.opening_price or len(body.opening.stories) > 1:
        return False
    greetings = {word for hit in subject.all("dear", "generic") for word in words(subject.folded[hit.start : hit.end])}
    named = [word for word in words(subject.folded) if word not in greetings]
    return len(named) > 1 if subject.spaces else sum(map(len, named)) > _GREETING


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
    lasts = subject.has("lasting")
    found = []
    for amount in amounts(text):
        led = any(0 <= amount.start - hit.end <= 3 or 0 <= hit.start - amount.end <= 3 for hit in leads)
        led = led or text[: amount.start].rstrip()[-1:] in _LISTED
        if led or lasts or len(words(text)) <= _SHORT or not subject.spaces:
            found.append(subject.original(amount.start, amount.end))
    if not found and len(words(text)) <= _SHORT + _FEW and (match := _UNNAMED.search(text)):
        found.append(subject.original(*match.span()))
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
