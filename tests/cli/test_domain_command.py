"""`mailcheck domain`, and `mailcheck check` with look-ups: from recordings, so that nothing is asked of a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from commands import run_together as run

HEALTHY = """; mailcheck DNS recording 1
acme.com. 300 IN SOA ns.acme.com. hostmaster.acme.com. 1 7200 3600 1209600 300
acme.com. 300 IN TXT "v=spf1 ip4:192.0.2.0/24 ~all"
acme.com. 300 IN MX 10 mx.acme.com.
mx.acme.com. 300 IN A 192.0.2.1
;! nodata mx.acme.com. AAAA
_dmarc.acme.com. 300 IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@acme.com"
;! nxdomain _dmarc.com. TXT
"""
EML = "From: Acme <news@acme.com>\nSubject: Hello\n\nHello you\n"


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "healthy.zone").write_text(HEALTHY)
    (tmp_path / "a.eml").write_text(EML)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*arguments: str, stdin: bytes = b"") -> tuple[int, dict[str, Any]]:
    code, text = run(*arguments, "--format", "json", stdin=stdin)
    return code, json.loads(text)


SELECT = ("--select", "spf,dmarc-missing,dmarc-policy-none,from-domain-unresolvable")


def test_a_healthy_domain_is_clean() -> None:
    code, found = report("domain", "acme.com", "--dns-replay", "healthy.zone", "--no-config", *SELECT)
    assert (code, found["findings"]) == (0, [])
    assert [target["name"] for target in found["targets"]] == ["acme.com"]


def test_a_fault_points_into_the_record_and_at_the_place_that_named_the_domain(work: Path) -> None:
    (work / "bad.zone").write_text(HEALTHY.replace("~all", "+all"))
    (work / "domains.txt").write_text("# ours\nacme.com  # the shop\n")
    code, found = report("domain", "--from-file", "domains.txt", "--dns-replay", "bad.zone", "--no-config", *SELECT)
    assert code == 1
    [finding] = found["findings"]
    assert finding["rule"] == "spf-permissive-all"
    assert finding["quote"] == "+all"
    assert (finding["location"]["path"], finding["location"]["line"]) == ("domains.txt", 2)
    assert not finding["location"]["exact"]
    _, text = run("domain", "acme.com", "--dns-replay", "bad.zone", "--no-config", *SELECT, "--color", "never")
    assert "v=spf1 ip4:192.0.2.0/24 +all\n" in text
    assert "(in the TXT record of acme.com)" in text


def test_domains_of_the_config_are_looked_at(work: Path) -> None:
    (work / "mailcheck.toml").write_text('\ndomains = ["acme.com"]\n')
    (work / "bad.zone").write_text(HEALTHY.replace("~all", "+all"))
    _, found = report("domain", "--dns-replay", "bad.zone", *SELECT)
    assert (found["findings"][0]["location"]["path"], found["findings"][0]["location"]["line"]) == ("mailcheck.toml", 2)


def test_domains_from_standard_input() -> None:
    arguments = ("domain", "--from-file", "-", "--dns-replay", "healthy.zone", "--no-config", *SELECT)
    assert report(*arguments, stdin=b"acme.com\n")[0] == 0


def test_without_a_domain_the_run_is_broken() -> None:
    code, text = run("domain", "--no-config")
    assert code == 2
    assert "no domain was named" in text


def test_what_was_not_answered_is_no_finding_and_has_its_own_exit_code(work: Path) -> None:
    (work / "silent.zone").write_text("; mailcheck DNS recording 1\n;! timeout acme.com. TXT no answer\n")
    arguments = ("domain", "acme.com", "--dns-replay", "silent.zone", "--no-config")
    code, found = report(*arguments)
    assert (code, found["findings"]) == (3, [])
    assert sum(outcome["state"] == "indeterminate" for outcome in found["outcomes"]) > 10
    assert report(*arguments, "--allow-incomplete")[0] == 0
    assert run(*arguments, "--strict")[0] == 3
    assert run(*arguments, "--strict", "--allow-incomplete")[0] == 0
    bulk = (*arguments, "--json-lines", "out.jsonl")
    assert run(*bulk, "--strict")[0] == 3
    assert run(*bulk, "--strict", "--allow-incomplete")[0] == 0


def test_check_looks_at_the_domains_of_messages() -> None:
    _, found = report("check", "a.eml", "--dns-replay", "healthy.zone", "--no-config")
    assert {target["name"] for target in found["targets"]} == {"a.eml", "acme.com"}
    assert not [f for f in found["findings"] if f["rule"].startswith(("spf", "dmarc"))]


def test_offline_nothing_about_domains_is_evaluated() -> None:
    _, found = report("check", "a.eml", "--offline", "--no-config")
    spf = [o for o in found["outcomes"] if o["rule"] == "spf-missing"]
    assert [o["state"] for o in spf] == ["not-evaluated"]


def test_a_recording_of_a_replay_is_the_same(work: Path) -> None:
    first = run("domain", "acme.com", "--dns-replay", "healthy.zone", "--dns-record", "a.zone", "--no-config")
    second = run("domain", "acme.com", "--dns-replay", "a.zone", "--dns-record", "b.zone", "--no-config")
    assert first == second
    assert (work / "a.zone").read_text() == (work / "b.zone").read_text()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--dns-replay", "no.zone"), "no.zone: cannot be read"),
        (("--dns-replay", "a.eml"), "a.eml:1: is no DNS recording"),
        (("--nameserver", "dns.example"), "--nameserver"),
        (("--dns-replay", "healthy.zone", "--dns-record", "no/such/folder/x"), "cannot be written"),
    ],
)
def test_bad_options_are_one_clear_error(arguments: tuple[str, ...], expected: str) -> None:
    code, text = run("domain", "acme.com", "--no-config", *arguments)
    assert code == 2
    assert expected in text
    assert "Traceback" not in text


def test_help_names_the_command() -> None:
    from mailcheck.cli import main

    assert "domain" in CliRunner().invoke(main, ["--help"]).output


def test_alignment_is_judged_on_a_delivered_sample(work: Path) -> None:
    """The return path and the signer of the message are held against its From, with nothing declared."""
    foreign = "Return-Path: <bounce@esp.net>\nReceived: from x by y; Mon, 02 Nov 2026 09:00:00 +0000\n" + EML.replace(
        "Subject", "DKIM-Signature: v=1; a=rsa-sha256; d=esp.net; s=k; h=from; bh=AA==; b=AA==\nSubject"
    )
    (work / "b.eml").write_text(foreign)
    zone = HEALTHY + ';! nxdomain _dmarc.esp.net. TXT\n;! nxdomain _dmarc.net. TXT\nesp.net. 300 IN TXT "v=spf1 -all"\n'
    (work / "b.zone").write_text(zone)
    _, found = report("check", "b.eml", "--dns-replay", "b.zone", "--no-config", "--select", "dmarc-alignment")
    assert [finding["rule"] for finding in found["findings"]] == ["dmarc-alignment"]
    assert "esp.net" in found["findings"][0]["message"]


def test_providers_and_the_day_decide_who_refuses(work: Path) -> None:
    (work / "none.zone").write_text("\n".join(line for line in HEALTHY.split("\n") if "_dmarc.acme" not in line)
                                    + ";! nxdomain _dmarc.acme.com. TXT\n")  # fmt: skip
    arguments = ("domain", "acme.com", "--dns-replay", "none.zone", "--no-config", "--select", "dmarc-missing")
    message = report(*arguments, "--provider", "microsoft")[1]["findings"][0]["message"]
    assert "5.7.515" in message
    assert "Gmail" not in message
    assert "5.7.515" not in report(*arguments, "--as-of", "2025-01-01")[1]["findings"][0]["message"]
    code, text = run(*arguments, "--provider", "gmial")
    assert code == 2
    assert "gmail" in text


def test_a_fault_of_a_domain_is_the_same_whoever_named_it(work: Path) -> None:
    spf = 'acme.com. 300 IN TXT "v=spf1 ip4:192.0.2.0/24 ~all"'
    (work / "bare.zone").write_text(HEALTHY.replace(spf, ";! nodata acme.com. TXT"))
    replay = ("--dns-replay", "bare.zone", "--no-config", "--select", "spf-missing")
    named = [
        [finding["fingerprint"] for finding in report(*command, *replay)[1]["findings"]]
        for command in (("domain", "acme.com"), ("check", "a.eml"))
    ]
    assert len(named[0]) == 1
    assert named[0] == named[1]
