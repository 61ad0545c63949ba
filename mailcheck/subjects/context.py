"""What the user declares: things no linter can see in the message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.source.limits import Limits
from mailcheck.spans import Span


@dataclass(frozen=True, slots=True)
class Sender:
    """One sender identity (brand): names people know it by and domains it mails from."""

    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Postal addresses that its messages are expected to show."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer as the sender's books have it. None: not declared, so it cannot be held against a message.

    `match`: glob of the messages that make it, '' for all. Days are inclusive.
    """

    name: str = ""
    match: str = ""
    discount: float | None = None
    """The largest reduction on anything in the offer, in percent."""
    least_discount: float | None = None
    """The smallest reduction on anything in the offer, in percent."""
    exclusions: bool | None = None
    """Whether some of what the offer speaks of is left out."""
    price: float | None = None
    """The lowest price in the offer."""
    was: float | None = None
    """The highest former price in the offer that was really asked; in the EU the lowest of the 30 days before."""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Declared facts. Empty or None means: not declared, so inferred or not evaluated.

    `message_class`: commercial, transactional, editorial. `stage`: template, rendered, signed, delivered.
    `today` decides dates; a run sets it once, so that results repeat.
    """

    message_class: str | None = None
    stage: str | None = None
    jurisdictions: tuple[str, ...] = ("us",)
    senders: tuple[Sender, ...] = ()
    offers: tuple[Offer, ...] = ()
    """What the message may offer: held against what it says of discounts, prices and ends."""
    preference_centre: bool | None = None
    """True: opt-out links lead to a preference centre; see also `global_opt_out`."""
    global_opt_out: bool | None = None
    """Whether the preference centre offers to leave all commercial mail."""
    optout_sla_hours: float | None = None
    optout_lifetime_days: float | None = None
    consent: str | None = None
    """affirmative, none (cold) or None when not declared."""
    bulk: bool = True
    """False for one-to-one mail: provider rules for bulk senders do not bind."""
    sender_adds_headers: bool | None = None
    """True: the sender writes Message-ID, Date and List-Unsubscribe, so that their absence is a fault at any stage.

    Otherwise a sending service may still add them, and absence counts from stage `signed` on.
    """
    sending_ips: tuple[str, ...] = ()
    """Addresses that mail of the domain is sent from."""
    helo: str = ""
    """The name that they greet with."""
    return_path: str = ""
    """Domain of the envelope sender (MAIL FROM), where it is not the From domain."""
    signing_domains: tuple[str, ...] = ()
    """Domains that sign with DKIM (`d=`)."""
    dkim_selectors: tuple[str, ...] = ()
    """Selectors in use (`s=`): they cannot be found out from DNS."""
    parked: bool = False
    """True for a domain that sends and receives no mail."""
    people: bool | None = None
    """True for a domain that people write from, who use mailing lists."""
    providers: tuple[str, ...] = ("gmail", "yahoo", "microsoft", "apple")
    """Mailbox providers whose requirements matter."""
    blocklists: tuple[str, ...] = ()
    """Zones of block lists to ask about addresses and domains. None by default: their terms of use differ."""
    own_words: OwnWords = NO_WORDS
    """Words that a team added to the lexicon or took out of it."""
    declared_at: Mapping[str, Span] = field(default_factory=dict)
    """Field -> where the config declares it: what to point at when the fault lies there."""
    today: date | None = None
    offline: bool = True
    limits: Limits = field(default_factory=Limits)
