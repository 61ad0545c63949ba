"""Failure reports are asked for in a way that has no effect, or with personal data in it.

`fo` says when failure reports are wanted and does nothing without `ruf`. With `ruf` single messages, addresses and
subjects may be sent to you; few receivers do, and privacy law applies to what arrives.

Fix: drop `fo`, and `ruf` too unless somebody needs these reports and may hold such data.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import applied, inherited, span_of, without

rule = Rule(
    __name__,
    title="DMARC failure reports",
    severity=Severity.INFO,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 sections 4.7 and 10.2"), Citation("standard", "RFC 9991")),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; fo=1"}, at="fo=1"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; ruf=mailto:f@ex.test"}, at="ruf="),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:d@ex.test"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; fo=0"}, note="the default"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    if record is None:
        return
    where = inherited(domain, record)
    if record.tag("ruf") is not None:
        yield rule.finding(
            f"failure reports are asked for: few receivers send them, and they hold personal data{where}",
            at=span_of(domain, record, "ruf"),
        )
    elif record.value("fo") not in ("", "0"):
        yield rule.finding(
            f"'fo={record.value('fo')}' does nothing without 'ruf'{where}",
            at=span_of(domain, record, "fo"),
            advice=f"Publish `{without(record, 'fo')}`.",
        )
