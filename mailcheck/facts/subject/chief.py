"""Boss fraud: who leads the reader's company asks for gift cards or a quiet transfer, from somebody else's domain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.facts.subject.sender_name import Sender
from mailcheck.facts.subject.subject_body import Body
from mailcheck.facts.subject.subject_signals import Signal
from mailcheck.findings import Confidence
from mailcheck.lexicon.folding import fold
from mailcheck.lexicon.patterns import words
from mailcheck.lexicon.subjects import chiefs

_NAME: Final = 2  # characters of a name beside its title
_LONGEST: Final = 1_500
"""Characters of a body: an errand is told in a few lines."""
_NOTE: Final = 700  # characters of a note in which a transfer is asked for


def chief(sender: Sender, body: Body, recipients: Iterable[str]) -> Signal | None:
    """A person's name with the title of one who leads, over such an errand. `recipients`: the domains it is sent to.

    A domain that the reader shares, or that the body names, is the company's own.
    """
    title = _title(sender.display)
    home = fold(sender.organization)
    if not title or not home or len(body.text) > _LONGEST or body.numbered:
        return None
    label = home.partition(".")[0]
    homes = {registrable_domain(domain) for domain in recipients if domain}
    if sender.organization in homes or label in body.reading.folded or label in "".join(words(body.reading.folded)):
        return None
    said = f" {' '.join(words(body.reading.folded))} "
    table = chiefs()
    cards, quiet = _first(table.cards, said), _first(table.quiet, said)
    errand = cards if cards and _first(table.codes, said) else ""
    if not errand and quiet and len(body.text) <= _NOTE and not (body.ways or body.reading.plain("shop")):
        errand = _first(table.transfers, said)
    if not errand:
        return None
    reason = f"'{title}' of a company asks for '{errand}', and {sender.domain} stands nowhere else in the message"
    return Signal("impersonation", sender.display, reason, Confidence.LIKELY, "from", detail="chief")


def _title(display: str) -> str:
    """The title in a name, '' without one or where no name stands beside it."""
    name = f" {' '.join(words(fold(display)))} "
    title = max((title for title in chiefs().titles if _stands(title, name)), key=len, default="")
    return title if title and len(name.replace(title, "").strip()) > _NAME else ""


def _first(phrases: tuple[str, ...], said: str) -> str:
    return next((phrase for phrase in phrases if _stands(phrase, said)), "")


def _stands(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a row of words; where words are not parted, anywhere in it."""
    return (phrase in text) if phrase > "\u3040" else f" {phrase} " in text
