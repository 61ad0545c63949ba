"""Receivers of RFC 9989 and of RFC 7489 see different organisations here.

The new standard finds an organisation by walking up the DNS for DMARC records, the old one by the public suffix
list. Where the two differ, the same message passes at some receivers and fails at others.

Fix: publish a DMARC record at the organisation's own domain; a subdomain's record alone does not join the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import applied, organisation, span_of

_BELOW = {"_dmarc.news.ex.test TXT": "v=DMARC1; p=reject"}

rule = Rule(
    __name__,
    title="Standards disagree on the organisation",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 section 4.10 and appendix C.3"),),
    examples=(
        Bad(domain="news.ex.test", zone=_BELOW, at="v=DMARC1", note="a record only at a subdomain"),
        Bad(domain="news.ex.test", zone=_BELOW, context={"signing_domains": ("ex.test",)}, at="v=DMARC1"),
        Bad(
            domain="a.news.ex.test",
            zone=_BELOW,
            at="v=DMARC1",
            note="found by the walk, not by the list",
        ),
        Bad(
            domain="news.ex.test",
            zone={**_BELOW},
            context={"signing_domains": ("news.ex.test",), "return_path": "news.ex.test"},
            note="info: nothing that was declared is affected",
        ),
        Good(domain="news.ex.test", zone={**_BELOW, "_dmarc.ex.test TXT": "v=DMARC1; p=none"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none"}),
        Good(
            domain="news.ex.test",
            zone={"_dmarc.news.ex.test TXT": "v=DMARC1; p=reject; adkim=s; aspf=s"},
            note="strict alignment compares whole names",
        ),
        Good(domain="news.ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="no record: see dmarc-missing"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    if record is None:
        return
    new, old = domain.dmarc, domain.dmarc_7489
    holders = [found.record.domain if found.record is not None else "" for found in (new, old)]
    if holders[0] != holders[1] and new.policy != old.policy:
        yield rule.finding(
            f"receivers of RFC 9989: {new.reason}; receivers of RFC 7489: {old.reason}",
            at=span_of(domain, record),
            key="record that applies",
            advice=f"Publish a DMARC record at `_dmarc.{domain.name}` itself.",
        )
        return
    strict = record.strict("adkim") and record.strict("aspf")
    if strict or organisation(domain) == old.organisation:
        return
    split = [i for i in domain.audit.identifiers if i.alignment.walked not in (None, i.alignment.listed)]
    told = "; ".join(
        f"{i.domain} aligns {'only by the list' if i.alignment.listed else 'only by the walk'}" for i in split
    )
    harmless = bool(domain.audit.identifiers) and not split
    effect = f"; {told}" if told else "; what you declared aligns either way" if harmless else ""
    yield rule.finding(
        f"the organisation of {domain.name} is {new.organisation} by the DMARC records found, {old.organisation} by "
        f"the public suffix list{effect}",
        at=span_of(domain, record),
        severity=Severity.INFO if harmless else rule.severity,
        key="organisation",
        advice=f"Publish a DMARC record at `_dmarc.{old.organisation}` as well, or sign with `d={domain.name}`.",
    )
