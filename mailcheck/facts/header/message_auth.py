"""What look-ups told about one message: whether its signatures hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mailcheck.facts.domain.dkim_verify import Verification, verify_signatures
from mailcheck.facts.header.signatures import Signature
from mailcheck.lookup.answers import Ask


@dataclass(frozen=True, slots=True)
class MessageAuth:
    """One verification for each signature that was looked at, in the order of the fields."""

    verifications: tuple[Verification, ...] = ()


async def authenticate(raw: bytes, signatures: Iterable[Signature], ask: Ask) -> MessageAuth:
    """Look at a message's signatures. `raw` are its bytes as in the file, `signatures` those of its headers."""
    return MessageAuth(await verify_signatures(raw, signatures, ask))
