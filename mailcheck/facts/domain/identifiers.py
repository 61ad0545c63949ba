"""The domains that authenticate a sender's mail, held against the From domain before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mailcheck.facts.domain.alignment import Alignment, align
from mailcheck.facts.domain.dkim_verify import KeyAnswer, fetch_key
from mailcheck.facts.domain.dmarc_discovery import Discovery
from mailcheck.facts.domain.spf_check import check_host
from mailcheck.facts.domain.spf_tree import SpfTree, spf_tree
from mailcheck.lookup.answers import Ask

Mechanism = Literal["spf", "dkim"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One domain that SPF (MAIL FROM) or DKIM (`d=`) vouches for, and whether it speaks for the author.

    `alignment.walked` follows RFC 9989 with the mode of the record it finds, `alignment.listed` RFC 7489 with
    the mode of its own. `can_pass` is False when SPF or the keys cannot pass as published (`obstacle` says
    why), None when that is not known: `unknown` then names the look-up that failed, or is '' when nobody named
    a selector.
    """

    mechanism: Mechanism
    domain: str
    alignment: Alignment
    can_pass: bool | None
    obstacle: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Senders:
    """What was declared about a From domain's mail. `declared` is False when there was nothing."""

    return_path: str = ""
    signers: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()
    ips: tuple[str, ...] = ()
    helo: str = ""

    @property
    def declared(self) -> bool:
        return bool(self.return_path or self.signers or self.selectors)


async def identifiers(
    author: str, senders: Senders, new: Discovery, old: Discovery, ask: Ask
) -> tuple[Identifier, ...]:
    """SPF first, then the signing domains in order; empty when nothing was declared.

    Without a declared return path MAIL FROM is the author's domain; a selector without a signing domain is one
    of the author's.
    """
    if not senders.declared:
        return ()
    signers = senders.signers or ((author,) if senders.selectors else ())
    jobs = [_spf(author, senders, new, old, ask)]
    jobs += [_dkim(author, signer, senders.selectors, new, old, ask) for signer in dict.fromkeys(signers)]
    return tuple(await asyncio.gather(*jobs))


async def _spf(author: str, senders: Senders, new: Discovery, old: Discovery, ask: Ask) -> Identifier:
    domain = senders.return_path or author
    alignment, tree = await asyncio.gather(_aligned(author, domain, "aspf", new, old, ask), spf_tree(domain, ask))
    return Identifier("spf", domain, alignment, *await _spf_can_pass(tree, domain, senders, ask))


async def _spf_can_pass(tree: SpfTree, domain: str, senders: Senders, ask: Ask) -> tuple[bool | None, str, str]:
    if tree.state == "unknown":
        return None, "", tree.detail
    if tree.record is None:
        return False, _NO_SPF[tree.state], ""
    if not senders.ips:
        record = tree.record
        names_someone = record.redirect is not None or any(term.kind != "all" for term in record.mechanisms)
        return (True, "", "") if names_someone else (False, "its SPF record names nobody who may send", "")
    checks = (check_host(ask, ip, f"postmaster@{domain}", senders.helo or domain) for ip in dict.fromkeys(senders.ips))
    for ip, spf in zip(dict.fromkeys(senders.ips), await asyncio.gather(*checks), strict=True):
        if spf.result == "temperror":
            return None, "", spf.reason
        if spf.result != "pass":
            return False, f"{ip} gets SPF {spf.result}", ""
    return True, "", ""


_NO_SPF = {
    "none": "it publishes no SPF record",
    "multiple": "it publishes several SPF records",
    "syntax": "its SPF record has an error",
    "loop": "its SPF record leads back to itself",
    "cut": "its SPF record is too large",
}


async def _dkim(
    author: str, signer: str, selectors: Iterable[str], new: Discovery, old: Discovery, ask: Ask
) -> Identifier:
    keys = asyncio.gather(*(fetch_key(selector, signer, ask) for selector in selectors))
    alignment, found = await asyncio.gather(_aligned(author, signer, "adkim", new, old, ask), keys)
    return Identifier("dkim", signer, alignment, *_key_can_pass(found))


def _key_can_pass(answers: list[KeyAnswer]) -> tuple[bool | None, str, str]:
    """One usable key is enough: a selector may belong to another of the domains."""
    if not answers:
        return None, "", ""
    if any(len(answer.keys) == 1 and answer.keys[0].usable for answer in answers):
        return True, "", ""
    failed = next((answer for answer in answers if answer.answer.failed), None)
    if failed is not None:
        return None, "", f"TXT of {failed.name}: {failed.answer.detail or failed.answer.status}"
    return False, f"there is no usable key at {', '.join(answer.name for answer in answers)}", ""


async def _aligned(
    author: str, domain: str, mode: Literal["adkim", "aspf"], new: Discovery, old: Discovery, ask: Ask
) -> Alignment:
    """One comparison of both standards; each takes its mode from the record that it finds."""
    strict_new = new.record is not None and new.record.strict(mode)
    strict_old = old.record is not None and old.record.strict(mode)
    found = await align(author, domain, ask, strict=strict_new)
    if strict_new == strict_old:
        return found
    other = await align(author, domain, ask, strict=strict_old)
    return Alignment(
        found.author, found.identifier, found.mode, found.walked, other.listed,
        found.author_walk, found.identifier_walk, other.author_list, other.identifier_list, found.unknown,
    )  # fmt: skip
