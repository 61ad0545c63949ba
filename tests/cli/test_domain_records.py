"""`--format zone` and the `records` of `--format json`: what is printed can be put into the zone as it stands."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import dns.rdataclass
import dns.rdatatype
import dns.zone
import jsonschema
import pytest
from click.testing import CliRunner

from mailcheck.cli import main
from mailcheck.report import Report
from mailcheck.reporters import renderer

KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
ADDRESSES = [f"ip4:198.51.100.{number}" for number in range(20)]
ZONE = f"""; mailcheck DNS recording 1
acme.com. 300 IN SOA ns.acme.com. hostmaster.acme.com. 1 7200 3600 1209600 900
acme.com. 300 IN TXT "v=spf1 ip4=192.0.2.1 ptr +all"
acme.com. 300 IN TXT "v=spf1 {" ".join(ADDRESSES[:10])} " "{" ".join(ADDRESSES[10:])} -all"
acme.com. 300 IN TXT "spf2.0/pra -all"
acme.com. 300 IN TXT "site-verification=1"
acme.com. 300 IN MX 10 mx.acme.com.
mx.acme.com. 300 IN A 192.0.2.1
;! nodata mx.acme.com. AAAA
_dmarc.acme.com. 300 IN TXT "v=DMARC1; p=reject; pct=50; rua=mailto:d@reports.com"
;! nxdomain _dmarc.com. TXT
;! nxdomain _dmarc.reports.com. TXT
;! nxdomain acme.com._report._dmarc.reports.com. TXT
k1._domainkey.acme.com. 300 IN TXT "v=DKIM1; t=y; k=ed25519; p={KEY}"
"""


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "x.zone").write_text(ZONE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    fixed = ["domain", "acme.com", "--dns-replay", "x.zone", "--no-config", "--selector", "k1"]
    result = CliRunner().invoke(main, [*fixed, *arguments], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.stdout


def test_the_fragment_is_a_zone_file() -> None:
    code, text = run("--format", "zone")
    assert code == 1
    zone = dns.zone.from_text(text, origin="acme.com", relativize=False, check_origin=False)
    found = {
        (str(name), dns.rdatatype.to_text(data.rdtype)): [b"".join(each.strings).decode() for each in data]
        for name, data in zone.iterate_rdatasets()
    }
    assert found == {
        ("acme.com.", "TXT"): [f"v=spf1 ip4:192.0.2.1 {' '.join(ADDRESSES)} ~all"],
        ("_dmarc.acme.com.", "TXT"): ["v=DMARC1; p=reject; rua=mailto:d@reports.com"],
        ("k1._domainkey.acme.com.", "TXT"): [f"v=DKIM1; k=ed25519; p={KEY}"],
    }
    for comment in (
        '; replaces: acme.com. IN TXT "v=spf1 ip4=192.0.2.1 ptr +all"',
        '; delete: acme.com. IN TXT "spf2.0/pra -all"',
        '; reports.com must publish: acme.com._report._dmarc.reports.com. 3600 IN TXT "v=DMARC1;"',
        "; first: newer receivers already apply reject to all mail",
    ):
        assert comment in text


def test_the_records_of_the_report() -> None:
    _, text = run("--format", "json")
    report: dict[str, Any] = json.loads(text)
    schema = json.loads(files("mailcheck").joinpath("schemas/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    fields = set(schema["$defs"]["record"]["properties"])
    assert all(set(record) == fields for record in report["records"])
    spf, legacy, key, dmarc, agreement = report["records"]
    assert (spf["action"], legacy["action"], agreement["action"]) == ("replace", "delete", "add")
    assert {entry["rule"] for entry in spf["mends"]} == {"spf-multiple", "spf-syntax", "spf-ptr", "spf-permissive-all"}
    assert max(len(piece) for piece in spf["data"].split('"')) <= 255
    assert (key["name"], dmarc["name"]) == ("k1._domainkey.acme.com", "_dmarc.acme.com")
    assert agreement["keeper"] == "reports.com"
    assert legacy["value"] == ""


def test_only_what_was_found_is_mended() -> None:
    _, text = run("--format", "json", "--select", "dmarc")
    assert {record["name"] for record in json.loads(text)["records"]} == {
        "_dmarc.acme.com", "acme.com._report._dmarc.reports.com",
    }  # fmt: skip
    assert run("--format", "zone", "--select", "bimi-record") == (3, "; no record to publish\n")


def test_what_was_accepted_is_not_mended(work: Path) -> None:
    rules = ("spf-multiple", "spf-legacy", "spf-syntax", "spf-ptr", "spf-permissive-all")
    allow = ", ".join(f'{{ rule = "{rule}", target = "acme.com", reason = "known" }}' for rule in rules)
    (work / "mailcheck.toml").write_text(f"allow = [{allow}]\n")
    fixed = ["domain", "acme.com", "--dns-replay", "x.zone", "--select", "spf", "--format", "json"]
    report = json.loads(CliRunner().invoke(main, fixed, standalone_mode=False).stdout)
    assert report["suppressed"]
    assert report["records"] == []


def test_hostile_records_stay_inside_their_comment(work: Path) -> None:
    hostile = r"v=spf1 +all\010evil.com. 1 IN A 192.0.2.66\027[31m\226\128\174\000"
    (work / "x.zone").write_text(ZONE.replace("spf2.0/pra -all", hostile))
    _, text = run("--format", "zone")
    zone = dns.zone.from_text(text, origin="acme.com", relativize=False, check_origin=False)
    assert not any(str(name).startswith("evil") for name, _ in zone.iterate_rdatasets())
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_report_file_may_be_a_zone(work: Path) -> None:
    run("--output", "zone:out.zone")
    assert "_dmarc.acme.com. 3600 IN TXT" in (work / "out.zone").read_text()


def test_without_domains_there_is_nothing_to_publish() -> None:
    assert renderer("zone")(Report()) == "; no record to publish\n"


def test_two_domains_do_not_publish_one_name_twice(work: Path) -> None:
    (work / "y.zone").write_text(
        "; mailcheck DNS recording 1\n;! nodata acme.com. MX\n;! nodata acme.com. A\n;! nodata acme.com. AAAA\n"
        ";! nxdomain _dmarc.com. TXT\n;! nxdomain _dmarc.acme.com. TXT\n;! nxdomain _dmarc.news.acme.com. TXT\n"
        "news.acme.com. 300 IN MX 10 mx.acme.com.\n"
        + "".join(f";! nxdomain {place}.{name}. TXT\n" for name in ("acme.com", "news.acme.com")
                  for place in ("dmarc", "_dmarc._dmarc", f"_dmarc.{name}"))
    )  # fmt: skip
    command = ["domain", "acme.com", "news.acme.com", "--dns-replay", "y.zone", "--no-config"]
    text = CliRunner().invoke(main, [*command, "--select", "dmarc", "--format", "zone"], standalone_mode=False).stdout
    zone = dns.zone.from_text(text, origin="acme.com", relativize=False, check_origin=False)
    [(name, data)] = zone.iterate_rdatasets()
    assert (str(name), len(data)) == ("_dmarc.acme.com.", 1)
    assert "; instead of that for acme.com above: _dmarc.acme.com. 3600 IN TXT" in text
