"""Nobody learns when encrypted delivery to the domain fails.

With MTA-STS or DANE a mistake of yours can keep mail out. TLS reports tell you, once a day, for one TXT record.

Fix: publish a TXT record at `_smtp._tls`: `v=TLSRPTv1; rua=mailto:tls-reports@your-domain`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dns import span_of_answer

_STS = {"_mta-sts.ex.test TXT": "v=STSv1; id=1;", "mta-sts.ex.test A": "192.0.2.1"}

rule = Rule(
    __name__,
    title="No TLS reports",
    severity=Severity.INFO,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 8460 section 3", "https://www.rfc-editor.org/rfc/rfc8460#section-3"),),
    examples=(
        Bad(domain="ex.test", zone=_STS, at="ex.test"),
        Bad(
            domain="ex.test",
            zone={"ex.test MX": "10 mx.ex.test.", "_25._tcp.mx.ex.test TLSA": "3 1 1 " + "ab" * 32},
            at="ex.test",
            note="DANE without reports",
        ),
        Bad(domain="ex.test", zone={**_STS, "_smtp._tls.ex.test TXT": "v=TLSRPTv1; rua=t@ex.test"}, at="rua=t@ex.test"),
        Bad(
            domain="ex.test",
            zone={"_smtp._tls.ex.test TXT": ("v=TLSRPTv1; rua=mailto:a@ex.test", "v=TLSRPTv1; rua=mailto:b@ex.test")},
            at="v=TLSRPTv1",
        ),
        Good(domain="ex.test", zone={**_STS, "_smtp._tls.ex.test TXT": "v=TLSRPTv1; rua=mailto:t@ex.test"}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="there is nothing to report"),
        Good(domain="ex.test", zone={**_STS, "_smtp._tls.ex.test TXT": "!timeout"}, note="not known"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    found = domain.tls_rpt
    if found.state in ("multiple", "broken"):
        yield rule.finding(
            f"the TLS report record counts for nothing: {found.reason}",
            at=span_of_answer(domain, domain.audit.tls_rpt, found.text),
            key="record",
        )
    if found.state != "none":
        return
    dane = any(answer.status == "answered" for answer in domain.audit.tlsa)
    if dane or domain.mta_sts.state == "found":
        yield rule.finding(
            f"{domain.name} has {'DANE' if dane else 'MTA-STS'}, but no TLS reports",
            at=domain.named_at,
            key="missing",
            advice=f"Publish `v=TLSRPTv1; rua=mailto:tls-reports@{domain.name}` as TXT at `_smtp._tls.{domain.name}`; "
            "the address must be a mailbox that you read.",
        )
