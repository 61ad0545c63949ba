"""A DKIM key record (RFC 6376 section 3.6.1, RFC 8301, RFC 8463), its size read from the key itself."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final, Literal

ProblemKind = Literal["syntax", "version", "key", "truncated", "kind", "service", "hash", "escape", "bare-key"]
ED25519_BYTES: Final = 32
_TAG: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*?)\s*", re.DOTALL)
_SPACE: Final = re.compile(r"\s+")
_RSA_OID: Final = bytes.fromhex("2a864886f70d010101")


class DerError(ValueError):
    """Bytes that are no DER, or not the structure that was asked for. `short`: they end too soon."""

    def __init__(self, reason: str, *, short: bool = False) -> None:
        super().__init__(reason)
        self.short = short


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """`fatal`: verifiers cannot or must not use the key."""

    kind: ProblemKind
    reason: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class DkimKey:
    """One key record. `bits` is the RSA modulus' size (256 for Ed25519), 0 when there is no usable key.

    `hashes` and `services` are empty where the record does not restrict them.
    """

    text: str
    tags: tuple[tuple[str, str], ...]
    kind: str = "rsa"
    bits: int = 0
    exponent: int = 0
    revoked: bool = False
    hashes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    problems: tuple[KeyProblem, ...] = ()

    @property
    def testing(self) -> bool:
        return "y" in self.flags

    @property
    def strict_identity(self) -> bool:
        """`t=s`: the domain of `i=` must be that of `d=`."""
        return "s" in self.flags

    @property
    def usable(self) -> bool:
        return not self.revoked and self.bits > 0 and not any(problem.fatal for problem in self.problems)


def is_dkim_key(text: str) -> bool:
    """Whether a TXT record is meant as a key: it has a `p=` tag or says `v=DKIM1`."""
    return re.match(r"\s*v\s*=\s*DKIM1\b", text) is not None or re.search(r"(?:^|;)\s*p\s*=", text) is not None


def parse_key(text: str) -> DkimKey:
    """Read a key record. Never raises: what is wrong stands in `problems`."""
    problems: list[KeyProblem] = []
    if "\\;" in text:
        problems.append(KeyProblem("escape", "semicolons stand escaped ('\\;'): the zone file's escape was published"))
    tags: dict[str, str] = {}
    for number, piece in enumerate(text.split(";")):
        match = _TAG.fullmatch(piece)
        if match is None:
            if piece.strip():
                problems.append(KeyProblem("syntax", f"'{piece.strip()[:40]}' is no 'tag=value'", fatal=True))
            continue
        name, value = match.groups()
        if name in tags:
            problems.append(KeyProblem("syntax", f"the tag '{name}' stands twice", fatal=True))
        if name == "v" and (number > 0 or value != "DKIM1"):
            fault = "must be 'v=DKIM1' and stand first" if value != "DKIM1" else "must stand first"
            problems.append(KeyProblem("version", f"'v={value}' {fault}", fatal=True))
        tags.setdefault(name, value)
    return _read(text, tags, problems)


def _read(text: str, tags: dict[str, str], problems: list[KeyProblem]) -> DkimKey:
    kind = tags.get("k", "rsa").strip().lower() or "rsa"
    hashes = _list(tags.get("h"))
    services = _list(tags.get("s"))
    if hashes and "sha256" not in hashes:
        problems.append(KeyProblem("hash", f"'h={tags['h']}' leaves out sha256", fatal=True))
    if services and not {"*", "email"} & set(services):
        problems.append(KeyProblem("service", f"'s={tags['s']}' is not for e-mail", fatal=True))
    bits = exponent = 0
    revoked = "p" in tags and not _SPACE.sub("", tags["p"])
    if "p" not in tags:
        problems.append(KeyProblem("key", "there is no 'p=' tag", fatal=True))
    elif kind not in ("rsa", "ed25519"):
        problems.append(KeyProblem("kind", f"'k={kind}' is no key type that verifiers know", fatal=True))
    elif not revoked:
        try:
            bits, exponent = _measure(kind, tags["p"], problems)
        except DerError as error:
            problems.append(KeyProblem("truncated" if error.short else "key", str(error), fatal=True))
    return DkimKey(
        text,
        tuple(tags.items()),
        kind,
        bits,
        exponent,
        revoked,
        hashes,
        services,
        _list(tags.get("t")),
        tuple(problems),
    )


def _list(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in value.split(":") if part.strip()) if value else ()


def _measure(kind: str, value: str, problems: list[KeyProblem]) -> tuple[int, int]:
    """Bits and exponent. White space inside is folding (RFC 6376 3.2); other characters are no base64."""
    compact = _SPACE.sub("", value)
    if not compact.isascii():
        raise DerError("the key holds characters that are no base64")
    if "'" in compact or '"' in compact:
        raise DerError("quotation marks stand inside the key")
    try:
        data = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except binascii.Error:
        raise DerError("the key is no base64; it may have been cut off", short=len(compact) % 4 == 1) from None
    if kind == "ed25519":
        if len(data) != ED25519_BYTES:
            raise DerError(f"an Ed25519 key has {ED25519_BYTES} bytes, this one {len(data)}", short=len(data) < 32)
        return 256, 0
    modulus, exponent, bare = _rsa(data)
    if bare:
        problems.append(KeyProblem("bare-key", "a bare RSAPublicKey; some verifiers want SubjectPublicKeyInfo"))
    if exponent < 3 or exponent % 2 == 0:
        problems.append(KeyProblem("key", f"the RSA exponent {exponent} gives no security", fatal=True))
    return modulus.bit_length(), exponent


def _rsa(data: bytes) -> tuple[int, int, bool]:
    """Modulus and exponent of a SubjectPublicKeyInfo or a bare RSAPublicKey (then the last is True)."""
    outer, _ = _element(data, 0x30)
    if outer[:1] == b"\x02":
        return (*_numbers(outer), True)
    algorithm, rest = _element(outer, 0x30)
    oid, _ = _element(algorithm, 0x06)
    if oid != _RSA_OID:
        raise DerError("the key is not for RSA")
    bits, _ = _element(rest, 0x03)
    inner, _ = _element(bits[1:], 0x30)
    return (*_numbers(inner), False)


def _numbers(data: bytes) -> tuple[int, int]:
    modulus, rest = _element(data, 0x02)
    exponent, _ = _element(rest, 0x02)
    return int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")


def _element(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """Contents of the DER element at the start, and what follows it."""
    if len(data) < 2:
        raise DerError("the key is cut off", short=True)
    if data[0] != tag:
        raise DerError("the key is no DER structure of an RSA public key")
    length, at = data[1], 2
    if length & 0x80:
        count = length & 0x7F
        if count > 4:
            raise DerError("the key's DER length is impossible")
        length, at = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    if at + length > len(data):
        raise DerError("the key is cut off", short=True)
    return data[at : at + length], data[at + length :]
