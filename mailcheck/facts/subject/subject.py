"""The subject line and the sender's name: what they say, and whether the message bears it out.

Nothing here calls a message a lie on its own: each signal says which words decided, what was looked for in the
body and not found, and how sure that is. Words are those of the message's language (`lexicon/subject/`); of a
message in a language without a list only what needs no words is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from mailcheck.facts.subject.chief import chief
from mailcheck.facts.subject.sender_name import Sender, impersonation, own_label
from mailcheck.facts.subject.subject_alarm import alarm
from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_claims import mismatches
from mailcheck.facts.subject.subject_free import free_claim
from mailcheck.facts.subject.subject_offer import NO_CLAIMS, Claims, claims_of
from mailcheck.facts.subject.subject_prefix import Start, fake_reply, split_prefix
from mailcheck.facts.subject.subject_promotion import NO_PROMOTION, Promotion, promotion_of
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.facts.subject.subject_style import shouting
from mailcheck.facts.subject.subject_urgency import false_urgency
from mailcheck.facts.subject.subject_words import Reading
from mailcheck.facts.text.language import likely_languages, rank_languages
from mailcheck.findings import Confidence
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.languages import languages
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.scripts import scripts
from mailcheck.lexicon.subjects import subject_language

_LONGEST: Final = 500
_READ: Final = 20_000
_SAMPLE: Final = 2_000
_NEAR: Final = 0.6  # share of the best score at which a second language is read as well
_RELATED: Final = frozenset("da no sv cs sk hr bg ru uk es pt it ro id fa ar".split())
"""Languages that a few lines may be taken for one another."""
_GREATER: Final = {"ca": ("es", "pt"), "et": ("fi",), "sl": ("hr",)}
"""Languages of few speakers, and those of many whose few lines may be taken for them."""

_SPACED: Final = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]){2,}[^\W\d_](?!\w)")
_FILTER_MARK: Final = re.compile(r"^(?:\s*\*{2,}\s*spam\s*\*{2,})+", re.IGNORECASE)


class Mail(NamedTuple):
    """What is needed of a message. `body` is all visible text, alternative texts of pictures included.

    `threaded`: In-Reply-To, References or an attached message. `sent`: the day of the Date field, else today, and
    `dated` is whether there is such a field.
    `recipients`: the domains in To and Cc. `own`: words that a team added to the lexicon.
    """

    subject: str
    body: str
    sender: Sender | None
    language: str
    threaded: bool = False
    sent: date | None = None
    recipients: tuple[str, ...] = ()
    own: OwnWords = NO_WORDS
    dated: bool = True


class Subject(NamedTuple):
    """`reply_prefix` as written, None without one. `promotional`: the line makes an offer, by `words`.

    `language` is that of the words that were looked for, '' when there are none for this message. `uncompared`
    says why subject and body were not compared, '' when they were. `name_words`: offers and hurry in the name.
    `claims`: what it promises of the offer. `titled`: words of a newsletter's title over a body that sells.
    """

    text: str
    reply_prefix: str | None
    promotional: bool
    words: tuple[str, ...]
    signals: tuple[Signal, ...]
    language: str
    uncompared: str = ""
    name_words: tuple[str, ...] = ()
    claims: Claims = NO_CLAIMS
    titled: tuple[str, ...] = ()

    def of_kind(self, *kinds: str) -> tuple[Signal, ...]:
        return tuple(signal for signal in self.signals if signal.kind in kinds)


def read_subject(mail: Mail) -> Subject:
    """Everything that is told of a subject line and its sender's name."""
    text = " ".join(mail.subject[:_LONGEST].split())
    language = _language(mail, text)
    others = _others(mail, text, language)
    start = split_prefix(text, language, mail.own)
    line = _SPACED.sub(_joined, _FILTER_MARK.sub("", start.rest))
    if mail.sender is not None:
        line = line[own_label(line, mail.sender) :]
    subject = Reading(line, language, mail.own, others, _LONGEST) if language else None
    body = Body(mail.body[:_READ], language, mail.own, others) if language else None
    promotion = NO_PROMOTION
    if subject is not None:
        promotion = promotion_of(subject, body, answers=start.prefix is not None)
    promotional = promotion.words
    signals = tuple(_signals(mail, text, start, subject, promotion, body))
    return Subject(
        text=text,
        reply_prefix=start.written or None,
        promotional=bool(promotional),
        words=promotional,
        signals=signals,
        language=language,
        uncompared=_uncompared(body),
        name_words=_name_words(mail, language),
        claims=claims_of(subject, promotional) if promotional and subject is not None else NO_CLAIMS,
        titled=promotion.titled,
    )


def offers_in(text: str, language: str, own: OwnWords) -> tuple[str, ...]:
    """The words by which a line makes an offer; () where there is no word list for its language."""
    code = subject_language(language, own)
    line = " ".join(text[:_LONGEST].split())
    return promotion_of(Reading(line, code, own, limit=_LONGEST), None).words if code and line else ()


def _uncompared(body: Body | None) -> str:
    if body is None:
        return "there is no word list for the language of the message"
    return "" if body.tells else "the body has too little text to compare the subject with"


def _name_words(mail: Mail, language: str) -> tuple[str, ...]:
    if not language or mail.sender is None or not mail.sender.display:
        return ()
    name = Reading(mail.sender.display, language, mail.own, limit=_LONGEST)
    return tuple(dict.fromkeys(name.quote(hit) for hit in name.plain("offer", "today", "last", "scarce", "message")))


def _signals(
    mail: Mail, text: str, start: Start, subject: Reading | None, promotion: Promotion, body: Body | None
) -> Iterator[Signal]:
    display = mail.sender.display if mail.sender is not None else ""
    reply = fake_reply(text, start, mail.body, display, threaded=mail.threaded)
    if reply is not None:
        yield reply
    if promotion.words:
        yield Signal("promotional", promotion.words[0], _offer_reason(promotion), Confidence.LIKELY)
    doubts: list[Signal] = []
    if subject is not None and body is not None and not (mail.threaded and start.prefix is not None):
        named = _words_of(mail.sender)
        offers = bool(promotion.words)
        alarmed = alarm(subject, body, named, offers=offers)
        hurried = false_urgency(subject, body, mail.sent, offers=offers, dated=mail.dated)
        doubts = [
            *filter(None, (hurried, alarmed, free_claim(subject, body))),
            *mismatches(
                subject,
                body,
                named,
                offers=offers,
                replied=reply is not None,
                alarmed=alarmed is not None,
            ),
        ]
        yield from doubts
    if mail.sender is not None:
        reader = (
            Reading(display, subject.language, mail.own, limit=_LONGEST) if subject is not None and display else None
        )
        claimed = [
            *impersonation(
                mail.sender,
                reader,
                mail.recipients,
                partial(_is_suspicious, doubts, body),
                alarms=any(signal.kind == "alarm" for signal in doubts),
                asks=partial(_asks, body),
            )
        ]
        if not claimed and body is not None and display and (boss := chief(mail.sender, body, mail.recipients)):
            claimed.append(boss)
        yield from claimed
    loud = shouting(start.rest)
    if loud is not None:
        yield loud


def _joined(spaced: re.Match[str]) -> str:
    """'S A L E' as a reader takes it, 'SALE'. Initials ('a. b. c.') and scripts of one-letter words stay."""
    letters = "".join(filter(str.isalpha, spaced[0]))
    return letters if letters.isupper() and " " in spaced[0] else spaced[0]


def _words_of(sender: Sender | None) -> frozenset[str]:
    """The words of a sender's name and of its domain."""
    return frozenset(words(fold(f"{sender.display} {sender.domain}".replace("-", " ")))) if sender else frozenset()


def _offer_reason(promotion: Promotion) -> str:
    said = ", ".join(f"'{word}'" for word in promotion.words[:4])
    if not promotion.borne_out:
        return f"offers: {said}"
    return f"announces {said}, and the body sells: " + ", ".join(f"'{word}'" for word in promotion.borne_out)


def _is_suspicious(doubts: list[Signal], body: Body | None) -> bool:
    """Whether a message alarms, claims what it does not show, or is after money or data without a fact of a case."""
    if any(signal.kind in ("alarm", "mismatch") for signal in doubts):
        return True
    if body is None or body.numbered or (body.names_reader and body.dated):
        return False
    return body.sells or bool(body.money) or body.opening.asks


def _asks(body: Body | None) -> bool:
    """Whether a body that tells no case is after data or money."""
    return body is not None and body.opening.asks and not (body.numbered or body.names_reader or body.dated)


def _language(mail: Mail, text: str) -> str:
    """The list to read with: that of the body, or of the subject where the two are of different scripts."""
    code = subject_language(mail.language, mail.own)
    letters = scripts(text)
    if code and letters and set(letters) == {"Latn"} and code in ("ru", "uk", "bg", "el", "ar", "fa", "he", "hi"):
        return "en"
    if code:
        return code
    sample = f"{text} {mail.body[:_SAMPLE]}"
    for other in likely_languages(sample):
        if found := subject_language(other, mail.own):
            return found
    if mail.language:  # one without a list, or one taken for another in a few lines
        return _guess(sample, mail.own, least=3.0, fallback="")
    return _guess(sample, mail.own, least=1.5, fallback="en")


def _others(mail: Mail, text: str, language: str) -> tuple[str, ...]:
    """A near relative that the message may be written in as well: Danish and Norwegian look alike in a few lines."""
    if language in _GREATER:
        return _GREATER[language]
    if language not in _RELATED:
        return ()
    ranked = dict(rank_languages(f"{text} {mail.body[:_SAMPLE]}"))
    best = max(ranked.values(), default=0.0)
    near = (subject_language(code, mail.own) for code, score in ranked.items() if score >= _NEAR * best)
    return tuple(dict.fromkeys(code for code in near if code and code != language))[:1]


def _guess(text: str, own: OwnWords, least: float, fallback: str) -> str:
    """The likeliest language of a text too short to tell for sure: the one with most of its frequent words in it."""
    shown = set(words(fold(text)))
    letters = scripts(text)
    counts = {
        code: len(shown & language.stopwords) + 0.5 * len(set(language.letters) & set(text.lower()))
        for code, language in languages().items()
        if subject_language(code, own) and (language.script in letters or language.script == "Kore")
    }
    best = max(counts, key=lambda code: (counts[code], code == "en"), default="")
    return subject_language(best, own) if counts.get(best, 0.0) >= least else fallback
