"""Is a sending address or a domain on a block list (RFC 5782)? Asked only for lists that the user names.

A list must first show that it works: its test entry is listed, its counter-test is not. Answers in
127.255.255.0/24 say that the question was refused; they are never a listing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, Literal

from mailcheck.lexicon.blocklists import Code, known_lists
from mailcheck.lookup.answers import Answer, Ask

Kind = Literal["addresses", "domains"]
_REFUSED: Final = {
    "127.255.255.252": "the name of the list is mistyped",
    "127.255.255.254": "it refuses questions that come through a public resolver",
    "127.255.255.255": "it was asked too often",
    "127.0.1.255": "it was asked about an address, but lists domains",
}
_TESTS: Final[dict[Kind, tuple[str, str]]] = {"addresses": ("2.0.0.127", "1.0.0.127"), "domains": ("test", "invalid")}


@dataclass(frozen=True, slots=True)
class Listing:
    """What one list says about one address or domain. `codes` are empty when it is not listed.

    `unknown` says why nothing is known: a failed look-up, a refusal, a list that does not work.
    """

    zone: str
    subject: str
    codes: tuple[Code, ...] = ()
    unknown: str = ""


async def ask_lists(zones: Iterable[str], kind: Kind, subjects: Iterable[str], ask: Ask) -> tuple[Listing, ...]:
    """Every list of this kind about every subject. A zone that is not known counts as a list of addresses."""
    known = known_lists()
    chosen = [zone for zone in dict.fromkeys(zones) if (known[zone].lists if zone in known else "addresses") == kind]
    found = await asyncio.gather(*(_ask_list(zone, kind, tuple(dict.fromkeys(subjects)), ask) for zone in chosen))
    return tuple(listing for listings in found for listing in listings)


async def _ask_list(zone: str, kind: Kind, subjects: tuple[str, ...], ask: Ask) -> list[Listing]:
    names = [f"{_reversed(subject) if kind == 'addresses' else subject}.{zone}" for subject in subjects]
    positive, negative = (f"{test}.{zone}" for test in _TESTS[kind])
    listed, unlisted, *answers = await asyncio.gather(*(ask(name, "A") for name in (positive, negative, *names)))
    broken = _broken(zone, listed, unlisted)
    return [_listing(zone, subject, answer, broken) for subject, answer in zip(subjects, answers, strict=True)]


def _reversed(address: str) -> str:
    """192.0.2.1 as 1.2.0.192, an IPv6 address by its nibbles."""
    return ip_address(address).reverse_pointer.rsplit(".", 2)[0]


def _broken(zone: str, listed: Answer, unlisted: Answer) -> str:
    """Why the list cannot be trusted; '' when it passes its test (RFC 5782 section 5)."""
    for answer in (listed, unlisted):
        if answer.failed:
            return f"{zone} could not be asked: {answer.detail or answer.status}"
    refusal = _refusal((*listed.addresses, *unlisted.addresses))
    if refusal:
        return f"{zone} does not answer: {refusal}"
    if not listed.addresses:
        return f"{zone} does not work: its own test entry is not listed"
    if unlisted.addresses:
        return f"{zone} does not work: it lists what must never be listed"
    return ""


def _refusal(addresses: Iterable[str]) -> str:
    for address in addresses:
        if address.startswith("127.255.255.") or address in _REFUSED:
            return _REFUSED.get(address, f"it refuses the question ({address})")
        if not address.startswith("127."):
            return f"{address} is no answer of a block list; a resolver may be inventing it"
    return ""


def _listing(zone: str, subject: str, answer: Answer, broken: str) -> Listing:
    if broken:
        return Listing(zone, subject, unknown=broken)
    if answer.failed:
        return Listing(zone, subject, unknown=f"A of {answer.name}: {answer.detail or answer.status}")
    refusal = _refusal(answer.addresses)
    if refusal:
        return Listing(zone, subject, unknown=f"{zone} does not answer: {refusal}")
    known = known_lists()
    codes = known[zone].codes if zone in known else {}
    return Listing(zone, subject, tuple(codes.get(a, Code(f"answer {a}", severe=False)) for a in answer.addresses))
