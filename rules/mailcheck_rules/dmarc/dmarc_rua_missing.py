"""Nobody gets the aggregate reports.

Receivers send daily summaries of all mail in your name. Without them you do not see which of your own sources fail,
and cannot raise the policy without risk.

Fix: add `rua=mailto:` with an address that you read, or that a report service gave you, to the record.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import applied, inherited, span_of

rule = Rule(
    __name__,
    title="No DMARC reports",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 9989 sections 5.1.3 and 8"),
        Citation("provider", "Yahoo sender requirements: a rua tag is strongly recommended"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none"}, at="v=DMARC1"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=d@ex.test"}, at="rua=d@ex.test"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:d@ex.test"}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="no record: see dmarc-missing"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    if record is None or any(uri.address for uri in record.rua):
        return
    what = "no report address that can be used" if record.rua else "no report address"
    yield rule.finding(
        f"the DMARC record names {what}{inherited(domain, record)}",
        at=span_of(domain, record, "rua"),
        advice=f"Add `rua=mailto:dmarc-reports@{record.domain}` to the record; the address must be a mailbox you read.",
    )
