"""The DMARC record is marked as a test.

`t=y` asks receivers of RFC 9989 for the next softer policy: reject becomes quarantine, quarantine becomes none. Older
receivers do not know the tag and apply the policy as it stands, so the record means two things.

Fix: remove `t=y` when the test is over.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import applied, inherited, span_of, without

rule = Rule(
    __name__,
    title="DMARC in test mode",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 section 4.7 and appendix A.6"),),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; t=y"}, at="t=y"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=quarantine; t=y"}, at="t=y"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; t=y"}, at="t=y", note="info"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; t=n"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject"}),
    ),
)

_SOFTER = {"reject": "quarantine", "quarantine": "none"}


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    if record is None or not record.testing:
        return
    policy = record.policy(domain.dmarc.tag or "p") or "none"
    where = inherited(domain, record)
    advice = f"When the test is over, publish `{without(record, 't')}`."
    if policy == "none":
        yield rule.finding(
            f"'t=y' does nothing with a policy of none{where}",
            at=span_of(domain, record, "t"),
            severity=Severity.INFO,
            advice=advice,
        )
        return
    yield rule.finding(
        f"'t=y' makes {policy} mean {_SOFTER[policy]} at receivers of RFC 9989, while older ones apply {policy}{where}",
        at=span_of(domain, record, "t"),
        advice=advice,
    )
