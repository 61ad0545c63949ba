"""The policy is reject on a domain that people write from.

Mailing lists change messages, so that signatures break; with `p=reject` what your people write to lists bounces, and
may get other subscribers thrown off. The standard therefore advises against it, while many security baselines ask
for reject: weigh both.

Fix: send campaigns from a subdomain with `p=reject`, and keep the domain of your people at `p=quarantine`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import applied, span_of

rule = Rule(
    __name__,
    title="p=reject where people write",
    severity=Severity.INFO,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 section 7.4"),),
    examples=(
        Bad(
            domain="ex.test",
            zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject"},
            context={"people": True},
            at="p=reject",
        ),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=quarantine"}, context={"people": True}),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    found = domain.dmarc if domain.dmarc.record is not None else domain.dmarc_7489
    if record is not None and domain.context.people and found.policy == "reject":
        yield rule.finding(
            f"{domain.name}, which people write from, has a policy of reject: their mail to mailing lists can be lost",
            at=span_of(domain, record, found.tag),
        )
