"""The MTA-STS record is broken.

MTA-STS lets others insist on encryption when they send mail to you. It needs exactly one TXT record and a policy file
that is served over HTTPS; with either one broken it is as if there were none.

Fix: publish one TXT record at `_mta-sts`: `v=STSv1; id=` and a number that you raise with each change, and serve the
policy at `https://mta-sts.your-domain/.well-known/mta-sts.txt`; or delete the record.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown
from mailcheck_rules._shared.dns import span_of_answer

_HOST = {"mta-sts.ex.test A": "192.0.2.1"}

rule = Rule(
    __name__,
    title="MTA-STS broken",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 8461 sections 3.1 to 3.3 and 4.1", "https://www.rfc-editor.org/rfc/rfc8461"),),
    examples=(
        Bad(
            domain="ex.test", zone={**_HOST, "_mta-sts.ex.test TXT": ("v=STSv1; id=1;", "v=STSv1; id=2;")}, at="v=STSv1"
        ),
        Bad(domain="ex.test", zone={**_HOST, "_mta-sts.ex.test TXT": "v=STSv1;"}, at="v=STSv1;", note="no id"),
        Bad(domain="ex.test", zone={**_HOST, "_mta-sts.ex.test TXT": "v=STSv1; id=2026-01-01;"}, at="id=2026-01-01"),
        Bad(domain="ex.test", zone={**_HOST, "_mta-sts.ex.test TXT": "v=stsv1; id=1;"}, at="v=stsv1"),
        Bad(domain="ex.test", zone={"_mta-sts.ex.test TXT": "v=STSv1; id=1;"}, at="v=STSv1", note="nobody serves it"),
        Good(domain="ex.test", zone={**_HOST, "_mta-sts.ex.test TXT": "v=STSv1; id=20260101000000;"}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="nobody must have it"),
        Good(domain="ex.test", zone={"_mta-sts.ex.test TXT": "!servfail"}, note="not known"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    found = domain.mta_sts
    if found.state in ("multiple", "broken"):
        yield rule.finding(
            f"the MTA-STS record counts for nothing: {found.reason}",
            at=span_of_answer(domain, domain.audit.mta_sts, found.text),
            key="record",
        )
    host = domain.audit.policy_host
    if found.state == "found" and host is not None and not host.addresses:
        if host.unknown:
            raise Unknown(host.unknown)
        yield rule.finding(
            f"the policy cannot be fetched: {host.name} has no address",
            at=span_of_answer(domain, domain.audit.mta_sts, found.text),
            key="policy host",
        )
