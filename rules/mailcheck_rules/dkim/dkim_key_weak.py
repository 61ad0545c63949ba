"""The DKIM key is too small, or damaged.

Keys below 1024 bits are refused, and 2048 is what the standard and the providers advise. A key that was cut off, as
some DNS panels do with long texts, is none.

Fix: create a new pair of 2048 bits under a new selector, publish its key in full, then switch the signer over.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown
from mailcheck_rules._shared.dkim import failed_keys, key_span, known_keys
from mailcheck_rules._shared.providers import refusals

_K1 = {"dkim_selectors": ("k1",)}
_NAME = "k1._domainkey.ex.test TXT"
_512 = (
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL50rjI8+5aKGU47st83IAFLNTj1OmXeKk/VGdz2/Rk2QcwSmB1buh7P52"
    "Vs/1MJkMzV7QcUoWA9YMpe11UkraMCAwEAAQ=="
)
_1024 = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCuZ3aGe+hlEQTdFgvmpJQ9gxo4uyz0abJC5sMSZ2i27fsTtst4GGAHkTgLvRT4"
    "Dc2WvMeDu7NogHNEEU/5cLfFmtH1YEg4aOS9R7b/VDhLw+Rqy/tloiCTFKnl2RaBYw0DKvDObI+OYWIyB2jO7z5Bpe5Bzc+7zLEFdUG3Y6HUHwIDAQAB"
)
_2048 = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0gZr0iEgIrhY9jKM1V2H0+a0byWi0p5s7R3mgcaDHzW4VYNabmP33et5"
    "cKLKf6ybi35vmbMXSGcd69DXMBA/V1Pk+BZrKu9at1nwcCMjWCxnqp73e4r+24DAhPXs7DOi7EXpX6UE/H+rlKdJ9dXZNh1FPECC"
    "FGWzOh8hPc1hrTzcWkbK8y/9agOmpPi8bD+2I/X/rhWURnZLaQH27pgo4O+PW/Ck2ldr3R6YjSx8dUobtrZBVNOSjPzaxMcxTKMX"
    "C6gFAaKAMY9AMopBZn/6V4aWhiC38uRu4BRoQnM/bk4S9goNvoyp6Z3FsyGOdITopwl0y58xokVo1EbawQ8HkQIDAQAB"
)

rule = Rule(
    __name__,
    title="DKIM key too small or damaged",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 8301 section 3.2", "https://www.rfc-editor.org/rfc/rfc8301#section-3.2"),
        Citation("provider", "Google e-mail sender guidelines: keys of 1024 bits or longer, 2048 advised"),
        Citation("provider", "Yahoo sender requirements: keys of 1024 bits or longer"),
        Citation("standard", "RFC 8463", "https://www.rfc-editor.org/rfc/rfc8463"),
    ),
    examples=(
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; k=rsa; p={_512}"}, context=_K1, at="v=DKIM1"),
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; k=rsa; p={_1024}"}, context=_K1, note="a warning"),
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; k=rsa; p={_2048[:200]}"}, context=_K1, note="cut off"),
        Good(domain="ex.test", zone={_NAME: f"v=DKIM1; k=rsa; p={_2048}"}, context=_K1),
        Good(
            domain="ex.test",
            zone={_NAME: "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="},
            context=_K1,
            note="Ed25519 keys are short and strong",
        ),
        Good(domain="ex.test", zone={_NAME: "v=DKIM1; p="}, context=_K1, note="revoked, not weak"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    for answer, key in known_keys(domain):
        at = key_span(domain, answer, key)
        damage = next((p.reason for p in key.problems if p.kind in ("key", "truncated") and p.fatal), "")
        value = dict(key.tags).get("p", "")
        if damage and value and not {"'", '"'} & set(value):
            yield rule.finding(
                f"the key at {answer.name} cannot be used: {damage}", at=at, key=f"{answer.name} damaged"
            )
        elif key.kind == "rsa" and 0 < key.bits < 1024:
            yield rule.finding(
                f"the key at {answer.name} has {key.bits} bits: verifiers refuse it{refusals(domain.context, rule.id)}",
                at=at,
                key=f"{answer.name} weak",
            )
        elif key.kind == "rsa" and 0 < key.bits < 2048:
            yield rule.finding(
                f"the key at {answer.name} has {key.bits} bits; 2048 are advised",
                at=at,
                severity=Severity.WARNING,
                key=f"{answer.name} short",
            )
    failed = failed_keys(domain)
    if failed:
        raise Unknown(failed)
