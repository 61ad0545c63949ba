"""What is proposed mends what was found: the records are published in the same zone, and the rules asked again."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import pytest
from asking_domains import RULES, TODAY, domain_of, judge, said
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mailcheck.facts.domain.dns_records import proposed_records, txt_strings
from mailcheck.lookup.zone import quote_strings
from mailcheck.records import ProposedRecord
from mailcheck.rule import Example, Rule
from mailcheck.subjects.domain import Domain

Zone = dict[str, str | Iterable[str]]
EXAMPLES = [(rule, case) for rule in RULES.values() for case in rule.examples if case.domain]
SPF_WORDS = (
    "ip4:192.0.2.0/24", "ip4=198.51.100.1", "ipv4:192.0.2.9", "ip6:192.0.2.8", "ip4:2001:db8::1", "192.0.2.7",
    "ip4:192.0.2.1ip4:192.0.2.2", "ptr", "ptr:ex.test", "include:good.test", "include:gone.test", "include=good.test",
    "include:good.test,", "a", "mx",
    "a:void1.test", "a:void2.test", "mx:void3.test", "a=good.test", "exists:void4.test",
    "+all", "all", "-all", "~all", "?all", "\u2013all", "~ all", "redirect=good.test", "redirect=gone.test", "x-note=1",
    "exp=good.test", "exp=gone.test", "redirect=i0.test", "bogus:",
    "-ip4:203.0.113.1", "ip4:192.0.2.300", "include:ex.test", "include:open.test", "ip4:128.0.0.0/1",
    *(f"include:i{number}.test" for number in range(6)),
)  # fmt: skip
SPF_HEADS = ("v=spf1 ", "V=SPF1 ", " v=spf1 ", '"v=spf1 ', "spf1 ", "v=spf1; ", "v = spf1 ")
DMARC_TAGS = (
    "p=none", "p=reject", "P=quarantine", "p=quarentine", "p=", "p:reject", "sp=none", "sp=foo", "np=none", "np=reject",
    "rua=mailto:d@ex.test", "rua=d@ex.test", "rua=mailto:d@ex.test!10m,https://x.test/", "rua=", "ruf=mailto:r@ex.test",
    "fo=1", "pct=0", "pct=50", "pct=100", "rf=afrf", "ri=86400", "adkim=s", "aspf=x", "t=y", "psd=y", "x=1", "junk",
    "rua=mailto:d@reports.test",
)  # fmt: skip
DMARC_HEADS = ("v=DMARC1; ", "v=dmarc1; ", "v=DMARC1 ", ' "v=DMARC1;', "v=DMARC1;")
ELSEWHERE: Zone = {
    "ex.test A": "192.0.2.1", "ex.test MX": "10 mx.ex.test.", "mx.ex.test A": "192.0.2.1",
    "good.test TXT": "v=spf1 ip4:198.51.100.0/24 -all", "good.test A": "198.51.100.1", "gone.test A": "192.0.2.1",
    "open.test TXT": "v=spf1 +all",
    "reports.test MX": "10 mx.ex.test.",
    **{f"i{number}.test TXT": "v=spf1 a:good.test mx:ex.test ~all" for number in range(6)},
}  # fmt: skip


def proposals(domain: Domain) -> list[ProposedRecord]:
    return proposed_records(domain.audit, parked=domain.context.parked, today=TODAY)


def published(zone: Zone, records: Iterable[ProposedRecord]) -> Zone:
    """The zone with the records in it; what they replace is gone."""
    changed: dict[str, list[str]] = {
        key: [value] if isinstance(value, str) else list(value) for key, value in zone.items()
    }
    for record in records:
        key = f"{record.name} {record.kind}"
        old = set(record.old) | set(record.old_data)
        values = [value for value in changed.get(key, []) if value not in old]
        changed[key] = [*values, *([record.data] if record.value else [])]
    return {key: values for key, values in changed.items() if values}


def check_that_they_mend(zone: Zone, name: str = "ex.test", **context: Any) -> list[ProposedRecord]:
    before = domain_of(zone, name, **context)
    records = proposals(before)
    findings = judge(before).findings
    mended = {rule for record in records for rule in record.rules} & {finding.rule_id for finding in findings}
    graded = {f"{f.severity.label} {f.rule_id}:" for f in findings if f.rule_id in mended}
    after = domain_of(published(zone, records), name, **context)
    left = [line for line in said(judge(after)) if " ".join(line.split(" ")[:2]) in graded]
    assert not left, (left, [(record.name, record.value, record.changes) for record in records])
    again = [record for record in proposals(after) if not record.keeper and record.rules & mended]
    assert not again, (again, [(record.name, record.value) for record in records])
    return records


@pytest.mark.parametrize(("rule", "case"), EXAMPLES, ids=lambda value: value.id if isinstance(value, Rule) else "")
def test_examples_of_rules(rule: Rule, case: Example) -> None:
    check_that_they_mend(dict(case.zone), case.domain, **dict(case.context))


def quoted(texts: Iterable[str]) -> list[str]:
    """TXT data in presentation form, so that a text may begin with a quotation mark."""
    return [quote_strings(txt_strings(text)) for text in texts]


spf_texts = st.builds(
    lambda head, words: head + " ".join(words),
    st.sampled_from(SPF_HEADS),
    st.lists(st.sampled_from(SPF_WORDS), max_size=7),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(spf_texts, min_size=1, max_size=3, unique=True), st.booleans())
@example(["v=spf1 ptr include=good.test redirect=i0.test include:open.test include:i0.test include:i1.test"], False)
def test_spf(texts: list[str], declared: bool) -> None:
    context = {"sending_ips": ("192.0.2.1",)} if declared else {}
    check_that_they_mend(
        {**ELSEWHERE, "ex.test TXT": quoted(texts), "_dmarc.ex.test TXT": "v=DMARC1; p=none"}, **context
    )


dmarc_texts = st.builds(
    lambda head, tags, mark: head + mark.join(tags),
    st.sampled_from(DMARC_HEADS),
    st.lists(st.sampled_from(DMARC_TAGS), max_size=6),
    st.sampled_from(("; ", ";", " ; ", ", ", " ")),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(dmarc_texts, min_size=1, max_size=3, unique=True),
    st.sampled_from(("_dmarc.ex.test", "ex.test", "_dmarc._dmarc.ex.test")),
    st.sampled_from(("ex.test", "news.ex.test")),
    st.booleans(),
)
def test_dmarc(texts: list[str], place: str, name: str, parked: bool) -> None:
    check_that_they_mend({**ELSEWHERE, f"{name} A": "192.0.2.1", f"{place} TXT": quoted(texts)}, name, parked=parked)


LONG = 60_000
"""About as much as a TXT record can hold."""


@pytest.mark.parametrize(
    "filler",
    [
        " ",
        "a",
        ",",
        ";",
        "=",
        "p=",
        "p ",
        " p",
        "!1",
        "@",
        "a@",
        "mailto:",
        "ip4:",
        "include:x.y",
        "-",
        "\\;",
        "v=",
        "\t,",
    ],
)
def test_long_records_take_no_long_time(filler: str) -> None:
    middle = filler * (LONG // len(filler))
    zone: Zone = {
        "ex.test TXT": quoted([f"v=spf1 {middle}x -all", f"v=spf1 {middle}"]),
        "_dmarc.ex.test TXT": quoted([f"v=DMARC1; p={middle}x; rua={middle}x"]),
        "_smtp._tls.ex.test TXT": quoted([f"v=TLSRPTv1 rua={middle}x"]),
        "_mta-sts.ex.test TXT": quoted([f"v=STSv1 id={middle}x"]),
        "k1._domainkey.ex.test TXT": quoted([f"v=DKIM1; {middle}; p={middle}x"]),
    }
    domain = domain_of(zone, dkim_selectors=("k1",))
    start = time.process_time()
    proposals(domain)
    assert time.process_time() - start < 2
