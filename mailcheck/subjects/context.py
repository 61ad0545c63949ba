"""What the user declares: things no linter can see in the message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.source.limits import Limits


@dataclass(frozen=True, slots=True)
class Sender:
    """One sender identity (brand): names people know it by and domains it mails from."""

    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Postal addresses that its messages are expected to show."""


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
    today: date | None = None
    offline: bool = True
    limits: Limits = field(default_factory=Limits)
