"""Whether DMARC reports reach the places that a record names (RFC 9990 section 4)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from mailcheck.facts.domain.dmarc_discovery import walk
from mailcheck.facts.domain.dmarc_record import parse_dmarc
from mailcheck.facts.domain.mail_exchange import mail_exchange
from mailcheck.facts.domain.public_suffix import registrable_domain
from mailcheck.lookup.answers import Answer, Ask

LONGEST_NAME: Final = 253
MAX_REPORTS: Final = 20
"""Destinations of one record that are looked up; more are no honest record."""


@dataclass(frozen=True, slots=True)
class ReportDestination:
    """A host that aggregate or failure reports are sent to. `allowed` is None when a look-up failed.

    `record` is the name at which an outside host must agree (RFC 9990 section 4), '' for the own organisation.
    `elsewhere` is a foreign host that the agreeing record sends reports to, which voids it.
    """

    address: str
    host: str
    record: str
    allowed: bool | None
    receives: bool | None
    unknown: str = ""
    elsewhere: str = ""


async def report_destination(address: str, host: str, policy_domain: str, ask: Ask) -> ReportDestination:
    """Whether reports may go there: the own organisation, or a record by which the host agrees."""
    name = f"{policy_domain}._report._dmarc.{host}"
    possible = len(name) <= LONGEST_NAME
    # Whom the list of public suffixes takes for a stranger, the walk does, too, as a rule: then it must agree.
    stranger = possible and registrable_domain(host) != registrable_domain(policy_domain)
    ours, theirs, exchange, early = await asyncio.gather(
        walk(policy_domain, ask), walk(host, ask), mail_exchange(host, ask), _ask_if(stranger, name, ask)
    )
    receives = None if exchange.answer.failed else exchange.receives
    if not ours.unknown and not theirs.unknown and ours.organisation == theirs.organisation:
        return ReportDestination(address, host, "", allowed=True, receives=receives)
    if not possible:  # no such record can be published
        return ReportDestination(address, host, name, allowed=False, receives=receives)
    answer = early or await ask(name, "TXT")
    unknown = ours.unknown or theirs.unknown
    if answer.failed:
        unknown = f"TXT of {name}: {answer.detail or answer.status}"
    agreeing = [text for text in answer.texts if text.startswith("v=DMARC1")]
    allowed = None if answer.failed else bool(agreeing)
    if unknown and not allowed:
        allowed = None
    named = (uri.host for text in agreeing for uri in parse_dmarc(name, text).rua if uri.host)
    elsewhere = next((other for other in named if other != host), "")
    return ReportDestination(address, host, name, allowed, receives, "" if allowed else unknown, elsewhere)


def unasked_destination(address: str, host: str) -> ReportDestination:
    """One of too many."""
    unknown = f"{host}: only {MAX_REPORTS} destinations of a record are looked up"
    return ReportDestination(address, host, "", allowed=None, receives=None, unknown=unknown)


async def _ask_if(wanted: bool, name: str, ask: Ask) -> Answer | None:
    return await ask(name, "TXT") if wanted else None
