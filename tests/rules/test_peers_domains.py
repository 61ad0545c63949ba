"""Cases that other checkers answer wrongly or shallowly, and some that they answer right: we must do no worse.

The letters are those of the comparison: C checkdmarc, A an audit tool, R record linters, F verifiers, K kept right.
"""

from __future__ import annotations

from typing import Any

import pytest
from asking_domains import ask_rule, domain_of, judge, said, states

from mailcheck.facts.domain.dkim_key import parse_key

RUA = "rua=mailto:d@ex.test"
_WILD = "mailcheck-wildcard-probe"
_KEY_2048 = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2mi3AJoGCvKkpBGKnPTTDpkG1VYrS6dZ7GnZRPSKYlSNOBZQ3PFvUOVcz4Tn4kvc"
)
_ED25519 = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
K1 = {"dkim_selectors": ("k1",)}


def spf(*texts: str, **more: str | list[str]) -> dict[str, Any]:
    return {"ex.test TXT": list(texts), **{name.replace("__", " ").replace("_", "."): v for name, v in more.items()}}


def dmarc(*texts: str) -> dict[str, Any]:
    return {"_dmarc.ex.test TXT": list(texts), "ex.test MX": "10 mx.ex.test.", "mx.ex.test A": "192.0.2.1"}


def key(*texts: str) -> dict[str, Any]:
    return {"k1._domainkey.ex.test TXT": list(texts)}


WRONG = [
    pytest.param("spf-permissive-all", spf("v=spf1 ip4:192.0.2.1 +all"), {}, "error", "+all", id="C1"),
    pytest.param("spf-permissive-all", spf("v=spf1 ip4:192.0.2.1 all"), {}, "error", "everyone passes", id="C1-bare"),
    pytest.param("spf-permissive-all",
                 spf("v=spf1 include:x.test -all", x_test__TXT="v=spf1 +all"), {}, "error", "include:x.test", id="C2"),
    pytest.param("spf-permissive-all", spf("v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all"), {}, "error", "0.0.0.0/0",
                 id="C3-halves"),
    pytest.param("spf-broad-range", spf("v=spf1 ip4:3.0.0.0/8 ip4:11.0.0.0/8 -all"), {}, "warning", "", id="C3-two-8"),
    pytest.param("spf-permissive-all", spf("v=spf1 ip4:192.0.2.1"), {}, "warning", "neutral", id="C4"),
    pytest.param("dmarc-syntax", dmarc(f"v=DMARC1; p=reject; {RUA}", "google-site-verification=abc"), {}, "info",
                 "another TXT", id="C5"),
    pytest.param("dmarc-missing", {"_dmarc.ex.test TXT": "v=spf1 -all", f"_dmarc.{_WILD}.ex.test TXT": "v=spf1 -all"},
                 {}, "error", "a wildcard record answers", id="C6"),
    pytest.param("dmarc-testing", dmarc(f"v=DMARC1; p=reject; t=y; {RUA}"), {}, "warning", "mean quarantine", id="C7"),
    pytest.param("dmarc-subdomain-gap", dmarc(f"v=DMARC1; p=reject; np=none; {RUA}"), {}, "error", "np=none", id="C8"),
    pytest.param("dmarc-psd-misuse", dmarc(f"v=DMARC1; p=reject; psd=y; {RUA}"), {}, "error", "public suffix", id="C9"),
    pytest.param("dmarc-syntax", dmarc(f"v=DMARC1; p=quarentine; {RUA}"), {}, "error", "act as if it said p=none",
                 id="C10"),
    pytest.param("dmarc-syntax", dmarc(f"v=DMARC1; p=reject; sp=foo; {RUA}"), {}, "error", "act as if it said p=none",
                 id="C10-sp"),
    pytest.param("dmarc-syntax", dmarc("v=DMARC1; p=quarentine"), {}, "error", "do not process DMARC", id="C10-no-rua"),
    pytest.param("dmarc-missing", spf("v=spf1 -all", "v=DMARC1; p=reject"), {}, "error", "one stands at ex.test",
                 id="C11"),
    pytest.param("spf-missing", spf(" v=spf1 -all"), {}, "error", "meant as SPF", id="C12-space"),
    pytest.param("spf-missing", {"ex.test TXT": '"\\"v=spf1 -all\\""'}, {}, "error", "meant as SPF", id="C12-quotes"),
    pytest.param("dmarc-syntax", dmarc(f"v=DMARC1; P=Reject; RUA={RUA[4:]}"), {}, "warning", "case-sensitive",
                 id="C15"),
    pytest.param("dkim-key-missing", spf("v=spf1 -all"), K1, "error", "k1._domainkey.ex.test", id="C17"),
    pytest.param("spf-syntax", spf("v=spf1 ip4:192.0.2.300 -all"), {}, "error", "ip4:192.0.2.300", id="A1-octet"),
    pytest.param("spf-syntax", spf("v=spf1 ip4:192.0.2.1ip4:192.0.2.2 -all"), {}, "error", "ip4:", id="A1-joined"),
    pytest.param("spf-size",
                 spf("v=spf1 mx -all") | {"ex.test MX": [f"10 m{n}.ex.test." for n in range(11)]}, {}, "error", "11",
                 id="A2-mx"),
    pytest.param("spf-missing", spf(" v=spf1 ip4:192.0.2.1 -all"), {}, "error", "meant as SPF", id="A3"),
    pytest.param("dmarc-syntax", dmarc("v=DMARC1; p=none; p=reject"), {}, "error", "stands twice", id="A4-duplicate"),
    pytest.param("dmarc-syntax", dmarc(f"v=DMARC1; {RUA}"), {}, "error", "no policy tag", id="A4-no-p"),
    pytest.param("dmarc-syntax", dmarc("v=DMARC1; p=none; rua=d@ex.test"), {}, "error", "no mailto: address", id="A5"),
    pytest.param("dmarc-rua-missing", dmarc("v=DMARC1; p=none; rua=d@ex.test"), {}, "warning", "can be used",
                 id="A5-rua"),
    pytest.param("dkim-key-weak", key(f"v=DKIM1; k=rsa; p={_KEY_2048}"), K1, "error", "cut off", id="A6-truncated"),
    pytest.param("dkim-key-record", key(_ED25519[9:] + "; v=DKIM1"), K1, "warning", "stand first",
                 id="A6-v-last"),
    pytest.param("dkim-key-missing", key(_ED25519, _ED25519 + ";"), K1, "error", "2 keys", id="A6-two"),
    pytest.param("dmarc-syntax", dmarc("v=DMARC1 p=reject"), {}, "error", "semicolon", id="E8-no-semicolon"),
    pytest.param("dmarc-syntax", dmarc("v=DMARC1, p=reject"), {}, "error", "semicolon", id="E8-comma"),
    pytest.param("dmarc-syntax", dmarc("v=DMARC1; p=none", "v=DMARC1; p=reject"), {}, "error", "discard all",
                 id="E8-two"),
    pytest.param("dmarc-syntax", dmarc(f"v=DMARC1; p=quarentine; {RUA}"), {}, "error", "quarentine", id="R5-policy"),
    pytest.param("spf-missing", spf(" v=spf1 -all"), {}, "error", "meant as SPF", id="F3-space"),
    pytest.param("dkim-key-record", key(_ED25519[9:] + "; s=email; v=DKIM1"), K1, "warning", "stand first",
                 id="F3-v-last"),
    pytest.param("dkim-key-record", key(_ED25519.replace("k=", "h=sha1; k=")), K1, "warning", "leaves out sha256",
                 id="F3-sha1"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "zone", "declared", "severity", "words"), WRONG)
def test_what_others_miss_is_found(
    rule: str, zone: dict[str, Any], declared: dict[str, Any], severity: str, words: str
) -> None:
    found = said(ask_rule(rule, zone, **declared))
    assert any(line.startswith(f"{severity} ") and words in line for line in found), found
    assert not any(line.startswith("error") for line in found) or severity == "error", found


TEN = {f"i{n}.test TXT": "v=spf1 -all" for n in range(10)}
RIGHT = [
    pytest.param(dmarc(f"v=DMARC1; p=reject; {RUA}", "google-site-verification=abc"), {}, "dmarc", id="C5"),
    pytest.param(spf("V=SPF1 IP4:192.0.2.1 -ALL"), {}, "spf", id="C13"),
    pytest.param(dmarc(f"v = DMARC1 ; p = reject ; {RUA}"), {}, "dmarc", id="A4-spaces"),
    pytest.param(key(_ED25519), K1, "dkim", id="R3-ed25519"),
    pytest.param(spf("v=spf1 include:a.test include:a.test -all", a_test__TXT="v=spf1 ip4:192.0.2.1 -all"), {}, "spf",
                 id="A2-twice-is-no-loop"),
    pytest.param(
        {"ex.test TXT": "v=spf1 " + " ".join(f"include:i{n}.test" for n in range(10)) + " -all", **TEN}, {},
        "spf-error", id="K-exactly-ten"),
    pytest.param(spf("v=spf1 ip4:192.0.2.1 -all redirect=gone.test"), {}, "spf-error", id="K-redirect-beside-all"),
    pytest.param({"_dmarc.ex.test CNAME": "d.vendor.test.", "d.vendor.test TXT": f"v=DMARC1; p=reject; {RUA}",
                  "ex.test MX": "10 mx.ex.test.", "mx.ex.test A": "192.0.2.1"}, {}, "dmarc", id="K-alias"),
    pytest.param(dmarc("v=DMARC1; p=reject; rua=mailto:d@vendor.test")
                 | {"ex.test._report._dmarc.vendor.test TXT": "v=DMARC1", "vendor.test A": "192.0.2.1"}, {}, "dmarc",
                 id="K-rua-authorised"),
    pytest.param({"ex.test MX": "0 ."}, {}, "from-error", id="K-null-mx-is-no-error"),
    pytest.param({"a.ex.test TXT": "v=spf1 -all", "b.ex.test TXT": "v=spf1 -all", "ex.test TXT": "v=spf1 -all"}, {},
                 "spf", id="R2-one-record-a-name"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "declared", "group"), RIGHT)
def test_what_is_right_is_left_alone(zone: dict[str, Any], declared: dict[str, Any], group: str) -> None:
    found = [line for line in said(judge(domain_of(zone, **declared))) if line.split(" ")[1].startswith(group[:3])]
    loud = ("error",) if group.endswith("-error") else ("error", "warning")
    assert not [line for line in found if line.startswith(loud)], found


@pytest.mark.parametrize("failure", ["!servfail", "!timeout"], ids=["C14-servfail", "C14-timeout"])
def test_a_failed_look_up_is_neither_fault_nor_pass(failure: str) -> None:
    zone = {"ex.test TXT": failure, "_dmarc.ex.test TXT": failure, "k1._domainkey.ex.test TXT": failure}
    wanted = ("spf-missing", "dmarc-missing", "dkim-key-missing", "dmarc-syntax", "dkim-key-weak")
    judged = judge(domain_of(zone, dkim_selectors=("k1",)), *wanted)
    assert not judged.findings
    assert set(states(judged).values()) == {"indeterminate"}


def test_c14_when_nobody_answers_there_is_no_finding() -> None:
    from mailcheck.lookup.answers import Answer

    async def silent(name: str, kind: str) -> Answer:
        return Answer(name, kind, "timeout", detail="no answer")

    domain = domain_of(
        silent, dkim_selectors=("k1",), sending_ips=("192.0.2.1",), helo="mta.ex.test", return_path="b.ex.test",
        signing_domains=("ex.test",), blocklists=("zen.spamhaus.org", "dbl.spamhaus.org"), people=True,
    )  # fmt: skip
    judged = judge(domain)
    assert not judged.findings, said(judged)
    # What needs no answer may pass; whatever reads the domain's own records may not.
    passed = {rule for rule, state in states(judged).items() if state == "passed"}
    assert not {rule for rule in passed if rule.startswith(("spf-", "dmarc-", "dkim-"))}, passed


def test_c14_a_parked_domain_that_nobody_answers_for_is_not_accused() -> None:
    judged = ask_rule("no-mail-domain", {f"{p}ex.test {k}": "!timeout" for p in ("", "_dmarc.") for k in ("TXT", "MX")},
                      parked=True)  # fmt: skip
    assert (judged.findings, states(judged)) == ([], {"no-mail-domain": "indeterminate"})


def test_k_the_walk_takes_the_shortest_name_unless_psd_stops_it() -> None:
    zone = {"_dmarc.ex.test TXT": "v=DMARC1; p=none", "_dmarc.a.ex.test TXT": "v=DMARC1; p=reject"}
    assert domain_of(zone, "b.a.ex.test").dmarc.organisation == "ex.test"
    zone["_dmarc.a.ex.test TXT"] += "; psd=n"
    assert domain_of(zone, "b.a.ex.test").dmarc.organisation == "a.ex.test"


def test_r3_an_ed25519_key_is_never_called_weak() -> None:
    assert parse_key(_ED25519).bits == 256
    assert said(ask_rule("dkim-key-weak", key(_ED25519), dkim_selectors=("k1",))) == []
