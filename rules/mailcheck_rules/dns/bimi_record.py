"""The BIMI record is there, but no logo will be shown.

Mailbox providers show a logo only for domains whose DMARC policy is enforced without exceptions, and only from a
record that they can read. The files themselves are not looked at here.

Fix: raise the DMARC policy to quarantine or reject for the domain and its subdomains, without `t=y` and `pct`, and
write the record as `v=BIMI1; l=https://your-domain/logo.svg; a=https://your-domain/certificate.pem`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import ENFORCING
from mailcheck_rules._shared.dns import span_of_answer

if TYPE_CHECKING:
    from mailcheck.api import DmarcRecord

_NAME = "default._bimi.ex.test TXT"
_BIMI = "v=BIMI1; l=https://ex.test/logo.svg; a=https://ex.test/mark.pem"
_REJECT = {"_dmarc.ex.test TXT": "v=DMARC1; p=reject"}

rule = Rule(
    __name__,
    title="BIMI without effect",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(
        Citation("standard", "Internet-Draft draft-brand-indicators-for-message-identification"),
        Citation("provider", "Yahoo BIMI FAQ: an enforced DMARC policy"),
    ),
    examples=(
        Bad(domain="ex.test", zone={_NAME: _BIMI, "_dmarc.ex.test TXT": "v=DMARC1; p=none"}, at="v=BIMI1"),
        Bad(domain="ex.test", zone={_NAME: _BIMI, "_dmarc.ex.test TXT": "v=DMARC1; p=quarantine; t=y"}),
        Bad(domain="ex.test", zone={_NAME: _BIMI, "_dmarc.ex.test TXT": "v=DMARC1; p=reject; sp=none"}),
        Bad(domain="ex.test", zone={_NAME: _BIMI, "_dmarc.ex.test TXT": "v=DMARC1; p=reject; pct=50"}),
        Bad(domain="ex.test", zone={_NAME: "v=BIMI1; l=http://ex.test/logo.svg", **_REJECT}, at="l=http:"),
        Bad(domain="ex.test", zone={_NAME: "v=BIMI1; l=https://ex.test/logo.png", **_REJECT}, at="logo.png"),
        Bad(domain="ex.test", zone={_NAME: (_BIMI, _BIMI + ";"), **_REJECT}, note="two records"),
        Bad(domain="ex.test", zone={_NAME: "v=BIMI1; l=https://ex.test/l.svg", **_REJECT}, note="info: no certificate"),
        Good(domain="ex.test", zone={_NAME: _BIMI, **_REJECT}),
        Good(domain="ex.test", zone={_NAME: "v=BIMI1; l=; a=;"}, note="it declines to show a logo"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="nobody must have it"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    records = domain.bimi
    if not records:
        return
    record = records[0]
    at = span_of_answer(domain, domain.audit.bimi, record.text)
    if len(records) > 1:
        yield rule.finding(f"there are {len(records)} BIMI records: none counts", at=at, key="several records")
        return
    for problem in record.problems:
        yield rule.finding(f"the BIMI record cannot be used: {problem}", at=at, key=problem)
    if record.declines or record.problems:
        return
    weakness = _weakness(domain)
    if weakness:
        yield rule.finding(f"no logo is shown: {weakness}", at=at, key="policy")
    if not record.evidence:
        yield rule.finding(
            "the record names no certificate (a=), without which Gmail shows no logo",
            at=at,
            severity=Severity.INFO,
            key="no certificate",
        )


def _weakness(domain: Domain) -> str:
    """Why the DMARC policy is not enough; '' when it is."""
    found = domain.dmarc
    record: DmarcRecord | None = found.record
    if record is None:
        return "no DMARC record applies"
    if record.testing:
        return "the DMARC record is marked as a test (t=y)"
    if found.policy not in ENFORCING or record.policy("p") not in ENFORCING:
        return f"the DMARC policy is {found.policy}"
    if record.policy("sp") == "none":
        return "the DMARC policy for subdomains is none"
    if record.pct is not None and record.pct < 100:
        return f"older receivers apply the DMARC policy to {record.pct} in 100 messages only"
    return ""
