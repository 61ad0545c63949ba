"""DKIM keys and signatures: the vectors of RFC 6376 and RFC 8463, real mail, and keys that mislead others."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.domain.dkim_key import parse_key
from mailcheck.facts.header.headers import read_headers
from mailcheck.facts.header.message_auth import authenticate
from mailcheck.lookup.resolver import Resolver
from mailcheck.lookup.zone import zone_of
from mailcheck.source.eml import read_eml
from mailcheck.source.limits import Limits

SHARED = Path(__file__).resolve().parents[3] / "shared"
SUITE = SHARED / "suites" / "dkim"


def keys(name: str) -> dict[str, str]:
    with (SUITE / name).open(encoding="utf-8", newline="") as rows:
        return {f"{row['name']} TXT": row["data"] for row in csv.DictReader(rows, delimiter="\t")}


def verdicts(path: Path, zone: dict[str, str]) -> list[str]:
    mail = read_eml(path.read_bytes(), path.name, Limits())
    found = authenticate(mail.raw, read_headers(mail).signatures, Resolver(zone_of(zone)).ask)
    return [verification.verdict for verification in asyncio.run(found).verifications]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rfc6376-A.2.eml", ["pass"]),
        ("rfc6376-A.2-body_modified.eml", ["body-changed"]),
        ("rfc6376-A.2-header_subject_modified.eml", ["signature-wrong"]),
        ("rfc6376-A.2-ill_formed-missing_v.eml", ["malformed"]),
        ("rfc8463-A.3.eml", ["pass", "pass"]),
        ("rfc8463-A.3-key_algo_mismatch.eml", ["bad-key", "bad-key"]),
    ],
)
def test_vectors(name: str, expected: list[str]) -> None:
    assert verdicts(SUITE / name, keys("keys.tsv")) == expected


@pytest.mark.parametrize("path", sorted((SHARED / "corpus").rglob("dkim_verifier__*.eml")), ids=lambda p: p.name[-30:])
def test_real_mail_verifies(path: Path) -> None:
    zone = keys("keys-real.tsv")
    known = {name.removesuffix(" TXT") for name in zone}
    mail = read_eml(path.read_bytes(), path.name, Limits())
    signatures = read_headers(mail).signatures
    found = asyncio.run(authenticate(mail.raw, signatures, Resolver(zone_of(zone)).ask)).verifications
    ours = [v for v in found if f"{v.signature.selector}._domainkey.{v.signature.domain}" in known]
    assert ours
    assert {v.verdict for v in ours} == {"pass"}


def test_a_failed_look_up_is_unknown() -> None:
    zone = dict.fromkeys(keys("keys.tsv"), "!servfail")
    assert verdicts(SUITE / "rfc6376-A.2.eml", zone) == ["unknown"]


def test_no_key_and_a_revoked_key() -> None:
    assert verdicts(SUITE / "rfc6376-A.2.eml", {}) == ["no-key"]
    assert verdicts(SUITE / "rfc6376-A.2.eml", dict.fromkeys(keys("keys.tsv"), "v=DKIM1; p=")) == ["revoked"]


RSA_1024 = next(text for name, text in keys("keys.tsv").items() if name.startswith("brisbane._domainkey.example"))
ED25519 = next(text for name, text in keys("keys.tsv").items() if "k=ed25519" in text)
RSA_2048 = next(text for name, text in keys("keys-real.tsv").items() if name.startswith("fm3"))


@pytest.mark.parametrize(
    ("text", "bits", "usable", "problems"),
    [
        (RSA_1024, 1024, True, []),
        (RSA_2048, 2048, True, []),
        (ED25519, 256, True, []),
        (RSA_1024.replace("v=DKIM1; ", ""), 1024, True, []),
        (RSA_1024.replace("p=MIGf", "p=MI Gf"), 1024, True, []),
        (RSA_1024[:200], 0, False, ["truncated"]),
        (RSA_2048[:300], 0, False, ["truncated"]),
        (RSA_1024.removeprefix("v=DKIM1; ") + "; v=DKIM1", 1024, False, ["version"]),
        ("v=DKIM1; h=sha1; " + RSA_1024.removeprefix("v=DKIM1; "), 1024, False, ["hash"]),
        ("v=DKIM1; s=tlsrpt; " + RSA_1024.removeprefix("v=DKIM1; "), 1024, False, ["service"]),
        ("v=DKIM1; k=dsa; " + RSA_1024.removeprefix("v=DKIM1; "), 0, False, ["kind"]),
        ("v=DKIM1; p=", 0, False, []),
        ("v=DKIM1; k=rsa", 0, False, ["key"]),
        (RSA_1024.replace("; ", "\\; "), 1024, False, ["escape", "version"]),
    ],
)
def test_keys(text: str, bits: int, usable: bool, problems: list[str]) -> None:
    key = parse_key(text)
    assert (key.bits, key.usable, [p.kind for p in key.problems]) == (bits, usable, problems)


def test_flags() -> None:
    key = parse_key("v=DKIM1; t=y:s; " + RSA_1024.removeprefix("v=DKIM1; "))
    assert key.testing
    assert key.strict_identity
    assert parse_key("v=DKIM1; p=").revoked


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert parse_key(text).bits >= 0
    assert parse_key("v=DKIM1; p=" + text).bits >= 0


@given(st.binary(max_size=200))
def test_any_bytes_in_the_key_are_read(data: bytes) -> None:
    import base64

    assert parse_key("p=" + base64.b64encode(data).decode()).bits >= 0
