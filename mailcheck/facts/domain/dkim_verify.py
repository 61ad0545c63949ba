"""Do the signatures of a message hold? dkimpy does the cryptography; keys are judged by our own reading.

dkimpy accepts key records that RFC 6376 forbids (a version tag that is not first, hashes that exclude the one
used), so a key must first be usable for `dkim_key`.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from mailcheck.facts.domain.dkim_key import DkimKey, is_dkim_key, parse_key
from mailcheck.facts.header.signatures import Signature
from mailcheck.lookup.answers import Answer, Ask

Verdict = Literal["pass", "body-changed", "signature-wrong", "no-key", "revoked", "bad-key", "malformed", "unknown"]
MAX_SIGNATURES: Final = 20
_LINE_END: Final = re.compile(rb"\r?\n|\r")
_LINE_SPACE: Final = re.compile(rb"[\t ]+")


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """What `<selector>._domainkey.<domain>` holds. `keys` are the records that are meant as keys."""

    name: str
    answer: Answer
    keys: tuple[DkimKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """How one signature fared; `reason` in words."""

    signature: Signature
    verdict: Verdict
    reason: str = ""
    key: KeyAnswer | None = None


Keys = tuple[KeyAnswer | None, ...]
"""One for each signature that is looked at; None for one that names no selector or domain."""


async def fetch_key(selector: str, domain: str, ask: Ask) -> KeyAnswer:
    """The key records of a selector."""
    name = f"{selector}._domainkey.{domain}"
    answer = await ask(name, "TXT")
    return KeyAnswer(name, answer, tuple(parse_key(text) for text in answer.texts if is_dkim_key(text)))


async def fetch_keys(signatures: Iterable[Signature], ask: Ask) -> Keys:
    """The keys of those signatures of a message that are looked at, in order."""
    return tuple(await asyncio.gather(*(_key_of(signature, ask) for signature in _looked_at(signatures))))


def verify_signatures(raw: bytes, signatures: Iterable[Signature], keys: Keys) -> tuple[Verification, ...]:
    """Verify each signature of a message, in order. `raw` may have LF line ends, as files on disk do.

    `keys` are those that `fetch_keys` gave for these signatures.
    """
    message = _LINE_END.sub(b"\r\n", raw)
    return tuple(
        _verify(message, index, signature, key)
        for index, (signature, key) in enumerate(zip(_looked_at(signatures), keys, strict=True))
    )


def _looked_at(signatures: Iterable[Signature]) -> list[Signature]:
    return list(islice(signatures, MAX_SIGNATURES))


async def _key_of(signature: Signature, ask: Ask) -> KeyAnswer | None:
    if not signature.domain or not signature.selector:
        return None
    return await fetch_key(signature.selector, signature.domain, ask)


def _verify(message: bytes, index: int, signature: Signature, key: KeyAnswer | None) -> Verification:
    flaw = _flaw(signature)
    if flaw or key is None:
        return Verification(signature, "malformed", flaw or "it names no selector or domain", key)
    if key.answer.failed:
        detail = key.answer.detail or key.answer.status
        return Verification(signature, "unknown", f"the key {key.name} could not be looked up: {detail}", key)
    refused = _refuse(signature, key)
    if refused is not None:
        return refused
    record = key.keys[0].text.encode("utf-8", "surrogateescape")
    if _holds(message, index, record):
        return Verification(signature, "pass", key=key)
    if not _body_hash_agrees(message, signature):
        return Verification(signature, "body-changed", "the body is not the one that was signed", key)
    return Verification(signature, "signature-wrong", "the signed headers or the key are not the right ones", key)


def _flaw(signature: Signature) -> str:
    """Why a verifier ignores the signature whatever its key (RFC 6376 section 6.1.1)."""
    if signature.defects:
        return signature.defects[0]
    if signature.tags.get("v") != "1":
        return f"its version is {signature.tags.get('v', 'missing')}, not 1"
    if not signature.covers("from"):
        return "it does not sign the From field"
    identity = signature.identity.rpartition("@")[2].lower()
    if identity != signature.domain and not identity.endswith("." + signature.domain):
        return f"i= names {identity}, which is not {signature.domain} or below it"
    if signature.algorithm not in ("rsa-sha256", "ed25519-sha256", "rsa-sha1"):
        return f"its algorithm {signature.algorithm or '(none)'} is unknown"
    return ""


def _refuse(signature: Signature, key: KeyAnswer) -> Verification | None:
    """A verdict that the key record decides before any cryptography."""
    if not key.keys:
        return Verification(signature, "no-key", f"there is no key at {key.name}", key)
    if len(key.keys) > 1:
        return Verification(
            signature, "bad-key", f"{key.name} holds {len(key.keys)} keys: which counts is undefined", key
        )
    only = key.keys[0]
    if only.revoked:
        return Verification(signature, "revoked", f"the key at {key.name} was revoked (empty p=)", key)
    fatal = next((problem.reason for problem in only.problems if problem.fatal), "")
    kind, _, digest = signature.algorithm.partition("-")
    if not fatal and only.kind != kind:
        fatal = f"the key is for {only.kind}, the signature is {signature.algorithm}"
    if not fatal and only.hashes and digest not in only.hashes:
        fatal = f"the key does not allow {digest}"
    if not fatal and only.strict_identity and signature.identity.rpartition("@")[2].lower() != signature.domain:
        fatal = "the key says t=s, but the domain of i= is not d="
    if not fatal and digest == "sha1":
        fatal = "rsa-sha1 must not be accepted any more (RFC 8301 section 3.1)"
    return Verification(signature, "bad-key", fatal, key) if fatal else None


def _holds(message: bytes, index: int, record: bytes) -> bool:
    """dkimpy's word. Its own errors mean that it could not verify, which is a no.

    Its check of the fields is left out (ours is `_flaw`): it reads the clock, and a sample that was delivered
    in time still verifies after its `x=` has passed.
    """
    import dkim
    from dkim.util import InvalidTagValueList, parse_tag_value

    verifier = dkim.DKIM(message, minkey=0)
    try:
        field = [pair for pair in verifier.headers if pair[0].lower() == b"dkim-signature"][index]
        tags = parse_tag_value(field[1])
        names = [name.strip().lower() for name in tags[b"h"].split(b":")]
        return bool(verifier.verify_sig(tags, names, field, lambda name, timeout=5: record))
    except (dkim.DKIMException, InvalidTagValueList, ValueError, KeyError, IndexError, ArithmeticError):
        return False


def _body_hash_agrees(message: bytes, signature: Signature) -> bool:
    """Whether `bh=` is the hash of the body, to tell a changed body from a changed header."""
    body = message.partition(b"\r\n\r\n")[2]
    canonical = _relaxed(body) if signature.canonicalization[1] == "relaxed" else _simple(body)
    if signature.body_length is not None:
        canonical = canonical[: signature.body_length]
    try:
        wanted = base64.b64decode(signature.tags.get("bh", ""))
    except binascii.Error:
        return False
    return hashlib.sha256(canonical).digest() == wanted


def _simple(body: bytes) -> bytes:
    return body.rstrip(b"\r\n") + b"\r\n"


def _relaxed(body: bytes) -> bytes:
    lines = [_LINE_SPACE.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"\r\n".join(lines) + b"\r\n" if lines else b""
