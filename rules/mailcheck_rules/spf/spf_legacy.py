"""Leftovers of abandoned standards stand beside SPF.

Sender ID (`spf2.0/...`) and the DNS record type SPF (99) were given up in 2014; nobody reads them.

Fix: delete them.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, answered

rule = Rule(
    __name__,
    title="Abandoned SPF leftovers",
    severity=Severity.INFO,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 7208 section 3.1", "https://www.rfc-editor.org/rfc/rfc7208#section-3.1"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": ("v=spf1 -all", "spf2.0/pra -all")}, at="spf2.0/pra"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    for text in answered(domain.audit.texts).texts:
        if text.lower().startswith("spf2.0/"):
            yield rule.finding("a Sender ID record is left over", at=domain.record(domain.audit.texts, text))
    if domain.audit.spf_type.status == "answered":
        yield rule.finding("a record of the abandoned type SPF (99) is left over", at=domain.named_at, key="type 99")
