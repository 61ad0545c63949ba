"""What a report shows beside findings: messages as they look, with marks at what was found, and how they divide."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mailcheck.spans import Location

PinPlace = Literal["from", "subject", "preheader", "html", "text"]


class Pin(NamedTuple):
    """Where a finding is marked: before the character `at` of `MessageView.document` or `.text`, or in the inbox line.

    Rule, message and location tell which finding it belongs to; findings that were set aside have pins, too.
    """

    place: PinPlace
    at: int
    rule_id: str
    message: str
    location: Location


class BlockShare(NamedTuple):
    """One block of the body in reading order. `weight` in character equivalents.

    `kind`: C commercial, T transactional, O other (editorial), N neutral, U undecided. `reasons` why it was read so.
    """

    kind: Literal["C", "T", "O", "N", "U"]
    weight: float
    text: str
    reasons: tuple[str, ...] = ()


class Division(NamedTuple):
    """How a message divides into blocks. Of what is commercial or transactional, the share between `low` and `high`
    (0 to 1) is commercial; both are None where there is neither.

    `purpose` is what the message is read as, `because` says why.
    """

    blocks: tuple[BlockShare, ...]
    low: float | None = None
    high: float | None = None
    purpose: str = ""
    because: str = ""


class MessageView(NamedTuple):
    """One message as its reader meets it.

    `sender`, `address`, `subject` and `preheader` make the line of the inbox. `document` is an HTML document that
    shows the message's own markup and can do nothing (see `facts/preview`), '' without an HTML body; `height` is a
    guess at how many px it takes. `text` is the plain-text body. `cut` says in words what was left out of either.
    """

    target: str
    sender: str = ""
    address: str = ""
    subject: str = ""
    preheader: str = ""
    document: str = ""
    height: int = 0
    text: str = ""
    pins: tuple[Pin, ...] = ()
    division: Division | None = None
    cut: tuple[str, ...] = ()
