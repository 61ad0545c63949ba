"""The SPF record authorises very many addresses of its own.

Everyone who can send from one of them passes SPF for this domain.

Fix: name only the addresses that really send; put shared networks behind `?include:`, which DMARC does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, opt
from mailcheck_rules._shared.spf import span_of


@dataclass(frozen=True)
class Options:
    prefix: int = opt(16, "shortest IPv4 prefix that one term may have")


rule = Rule(
    __name__,
    title="SPF authorises too much",
    severity=Severity.WARNING,
    owner="dns-admin",
    options=Options,
    cites=(Citation("standard", "RFC 9989 sections 7.1 and 11.1"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:3.0.0.0/9 ip4:11.0.0.0/8 -all"}, at="ip4:3.0.0.0/9"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 a/12 -all", "ex.test A": "192.0.2.1"}, at="a/12"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.0/28 -all"}),
        Good(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 include:x.test -all", "x.test TXT": "v=spf1 ip4:52.0.0.0/11 -all"},
            note="a service's own networks are the service's concern",
        ),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    tree = domain.spf
    for branch in tree.branches:
        if branch.dead or branch.term.qualifier != "+":
            continue
        wide = [n for n in branch.networks if n.version == 4 and n.prefixlen < options.prefix]
        if wide:
            yield rule.finding(
                f"'{branch.term.text}' authorises {sum(n.num_addresses for n in wide):,} addresses",
                at=span_of(domain, tree, branch.term),
            )
