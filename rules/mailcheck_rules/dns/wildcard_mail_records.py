"""A wildcard record answers where mail records stand.

With `*` records every invented subdomain exists: it may get an SPF record, a mail exchanger or a DMARC record that
nobody meant for it, and the DMARC policy for names that do not exist (`np`) never applies.

Fix: replace the wildcard by the names that you use.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, answered
from mailcheck_rules._shared.dns import span_of_answer

_PROBE = "mailcheck-wildcard-probe.ex.test"

rule = Rule(
    __name__,
    title="Wildcard catches mail names",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 4592", "https://www.rfc-editor.org/rfc/rfc4592"),
        Citation("standard", "RFC 9989 appendix A.4"),
    ),
    examples=(
        Bad(domain="ex.test", zone={f"{_PROBE} MX": "10 mx.ex.test."}, at="10 mx.ex.test."),
        Bad(domain="ex.test", zone={f"{_PROBE} TXT": "v=spf1 mx -all"}, at="v=spf1"),
        Bad(domain="ex.test", zone={f"_dmarc.{_PROBE} TXT": "v=spf1 -all"}, at="v=spf1"),
        Good(domain="ex.test", zone={"ex.test MX": "10 mx.ex.test."}),
        Good(domain="ex.test", zone={f"{_PROBE} MX": "0 .", f"{_PROBE} TXT": "verify=1"}, note="no harm in these"),
        Good(
            domain="ex.test",
            zone={f"{_PROBE} TXT": "v=spf1 -all"},
            context={"parked": True},
            note="a parked domain may close all its names at once",
        ),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    wild = domain.audit.wildcards
    spf = next((text for text in answered(wild.texts).texts if text.lower().startswith("v=spf1")), None)
    if spf is not None and not domain.context.parked:
        yield rule.finding(
            f"a wildcard gives every name below {domain.name} an SPF record",
            at=span_of_answer(domain, wild.texts, spf),
            key="SPF",
        )
    if any(host != "." for host in answered(wild.exchangers).hosts):
        yield rule.finding(
            f"a wildcard gives every name below {domain.name} a mail exchanger",
            at=span_of_answer(domain, wild.exchangers),
            key="MX",
        )
    dmarc = next((text for text in answered(wild.dmarc).texts if text not in wild.texts.texts), None)
    if dmarc is not None:
        yield rule.finding(
            f"a wildcard answers for DMARC records below {domain.name}",
            at=span_of_answer(domain, wild.dmarc, dmarc),
            key="DMARC",
        )
