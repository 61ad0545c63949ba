"""What look-ups told about one message: whether its signatures hold."""

from __future__ import annotations

from dataclasses import dataclass

from mailcheck.facts.domain.dkim_verify import Verification, fetch_keys, verify_signatures
from mailcheck.facts.header.signatures import Signature
from mailcheck.lookup.answers import Ask


@dataclass(frozen=True, slots=True)
class MessageAuth:
    """One verification for each signature that was looked at, in the order of the fields."""

    verifications: tuple[Verification, ...] = ()


async def authenticate(raw: bytes, signatures: tuple[Signature, ...], ask: Ask) -> MessageAuth:
    """Look at a message's signatures. `raw` are its bytes as in the file, `signatures` those of its headers."""
    return MessageAuth(verify_signatures(raw, signatures, await fetch_keys(signatures, ask)))
