"""From a rendered message to its purpose: which part is read, in which languages, and what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.facts.purpose.clues import Clue, Kind
from mailcheck.facts.purpose.evidence import Surroundings, without_targets
from mailcheck.facts.purpose.form import leads_on
from mailcheck.facts.purpose.labels import NO_LABELS, read_labels
from mailcheck.facts.purpose.numbers import CLOCK, MAY_TIME
from mailcheck.facts.purpose.paragraphs import text_units
from mailcheck.facts.purpose.purpose import Purpose, read_purpose
from mailcheck.facts.purpose.signs import signs_of
from mailcheck.facts.purpose.structured import described
from mailcheck.facts.purpose.units import READ, Unit, html_units
from mailcheck.facts.text.language import languages_of_scripts
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.purposes import known_languages, purpose_matcher

if TYPE_CHECKING:
    from mailcheck.facts.header.headers import Headers
    from mailcheck.facts.html.dom import Dom
    from mailcheck.facts.optout.optouts import OptOut
    from mailcheck.facts.postal.addresses import PostalAddress
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.sight.sight import Sight
    from mailcheck.lexicon.matching import Hit
    from mailcheck.spans import Span

_UNSPACED: Final = frozenset({"ja", "zh", "zh-hant", "th", "lo", "km", "my", "ko"})
_TOLD: Final = 2_000
"""Characters of a message that tell its language by what it says; longer ones tell it by frequent words."""
_FEWEST: Final = 5
"""Words that a message must have for its language to be told by them."""
_PLAIN: Final = 4
"""One character in so many within words of English lists is enough to take a text for English."""
_SUBJECT: Final = 3.0
"""What a subject that names a deal adds to the theme of the whole; so does markup for programs."""
_OFFERED: Final = 1.0
"""A subject may make an offer over a receipt: it says less of the rest."""
_CONCERNED: Final = 1.0
"""What an hour adds in mail without a way out and with nothing to follow: a notice to somebody who is concerned."""
_MAILING: Final = 1.5
"""Mail to a list has a way out; mail that must arrive has none."""


class Mail(NamedTuple):
    """What is read. `promotional`: words by which the subject makes an offer. `place`: where to point without blocks.

    `mailing`: whether it offers a way out of a list, None where a sending service may still add one. `own`: words that
    a team added to the lexicon.
    """

    dom: Dom | None
    sight: Sight
    runs: Sequence[Run]
    subject: str
    promotional: tuple[str, ...]
    language: str
    sender: str
    opt_outs: tuple[OptOut, ...]
    addresses: tuple[PostalAddress, ...]
    place: Span
    mailing: bool | None = None
    own: OwnWords = NO_WORDS
    headers: Headers | None = None


def purpose_of(mail: Mail) -> Purpose:
    """The HTML part is judged, the text part where there is no other."""
    units = html_units(mail.dom, mail.sight, mail.runs) if mail.dom is not None else []
    units = units or text_units(mail.runs)
    languages = _languages(mail, units)
    spaces = languages[0] not in _UNSPACED
    deal, offer = described(mail.dom) if mail.dom is not None else (False, False)
    subject = fold(mail.subject[:500])
    hits = purpose_matcher(languages, mail.own).search(subject)
    said = {hit.key: hit.pattern for hit in hits}
    mail = mail._replace(promotional=_not_of_deals(mail.promotional, subject, hits))
    around = Surroundings(
        languages,
        mail.sender,
        mail.opt_outs,
        mail.addresses,
        spaces,
        mail.own,
        mail.subject,
        sells=bool(mail.promotional),
        deal=deal,
    )
    labels = read_labels(mail.dom, units) if mail.dom is not None and units and units[0].part == "html" else NO_LABELS
    return read_purpose(
        units,
        around,
        promotional=mail.promotional,
        theme=_theme(mail, said, units, described_offer=offer),
        span_of=lambda group: _span(group, mail),
        labels=labels,
        signs=lambda: [*_of_subject(said), *signs_of(units, mail.subject, languages, mail.headers, mail.mailing)],
    )


def _not_of_deals(promotional: tuple[str, ...], subject: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words of a subject that make an offer, without those that belong to words of a deal: 'your trial ends'."""
    if not promotional:
        return ()
    deals = " \n".join(subject[hit.start : hit.end] for hit in hits if hit.key == "transaction")
    return tuple(word for word in promotional if fold(word) not in deals)


def _languages(mail: Mail, units: Sequence[Unit]) -> tuple[str, ...]:
    """Those whose words are looked for: that of the message, and English, which every mail may borrow from.

    Some messages are too short to tell a language by its most frequent words; what they say of an order or an offer
    tells it then, if one language alone says most.
    """
    code = mail.language if mail.language in known_languages() else mail.language.partition("-")[0]
    if not code:
        text = fold(without_targets(" ".join((mail.subject, *(unit.words for unit in units)))[:_TOLD]))
        code = _told_by(text, languages_of_scripts(text))
    return tuple(dict.fromkeys(name for name in (code, "en") if name))


def _told_by(text: str, choice: Sequence[str]) -> str:
    """The language of the choice whose words cover most of a text; '' where none, or two as much.

    The words of all languages take a moment to read, so English is asked first.
    """
    if len(text.split()) < _FEWEST:
        return ""
    if len(_covered(text, ("en",)).get("en", ())) * _PLAIN >= len(text):
        return "en"
    covered = _covered(text, tuple(sorted({"en", *choice} & known_languages())))
    ranked = sorted(((len(places), code) for code, places in covered.items()), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return ""
    return ranked[0][1]


def _covered(text: str, languages: tuple[str, ...]) -> dict[str, set[int]]:
    """The places that the words of each language take."""
    covered: dict[str, set[int]] = {}
    for hit in purpose_matcher(languages).search(text):
        covered.setdefault(hit.language, set()).update(range(hit.start, hit.end))
    return covered


def _span(units: Sequence[Unit], mail: Mail) -> Span:
    """The first words of a block, else its first picture: enough to find it, and no markup to read through."""
    first = next((unit.runs[0] for unit in units if unit.runs), None)
    if first is not None:
        return first.span
    pictures = [picture for unit in units for picture in unit.pictures]
    return mail.dom.span(pictures[0].element) if mail.dom is not None and pictures else mail.place


def _of_subject(said: Mapping[str, str]) -> Iterator[Clue]:
    if "transaction" in said:
        yield Clue("deal", said["transaction"].replace("*", ""))


def _theme(mail: Mail, said: Mapping[str, str], units: Sequence[Unit], *, described_offer: bool) -> dict[Kind, float]:
    """What the subject says of the whole, and the markup for programs where it describes an offer.

    `said`: what lists the subject's words are of, and in which pattern.
    """
    theme: dict[Kind, float] = {"C": 0.0, "T": 0.0, "O": 0.0}
    if mail.promotional:
        theme["C"] += _OFFERED if "transaction" in said else _SUBJECT
    if "transaction" in said:
        theme["T"] += _SUBJECT
    if said.keys() & {"offer", "launch", "cart"} and "transaction" not in said:
        theme["C"] += _SUBJECT / 2
    if "story" in said and "transaction" not in said:
        theme["O"] += _SUBJECT / 2
    theme["C"] += _SUBJECT * described_offer
    for kind in ("C", "O") if mail.mailing else ("T",) if mail.mailing is False else ():
        theme[kind] += _MAILING
    if mail.mailing is False and _concerns(units):
        theme["T"] += _CONCERNED
    return theme


def _concerns(units: Sequence[Unit]) -> bool:
    """Whether it names an hour and asks to follow nothing."""
    return not any(map(leads_on, units)) and any(map(_has_time, units))


def _has_time(unit: Unit) -> bool:
    text = unit.text[:READ]
    return MAY_TIME.search(text) is not None and CLOCK.search(text) is not None
