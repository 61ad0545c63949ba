"""The DMARC record uses tags whose meaning changed or ended.

RFC 9989 took out `pct`, `rf`, `ri` and sizes in report addresses. With `pct` below 100 the same record now means two
things: newer receivers ignore it and enforce fully, older ones enforce on a sample.

Fix: remove these tags. Where `pct` was meant to soften a policy, publish the softer policy instead.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import ENFORCING, applied, inherited, span_of, without

rule = Rule(
    __name__,
    title="Obsolete DMARC tags",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 appendices A.6 and C.5.2"),),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; pct=10"}, at="pct=10"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; pct=0"}, at="pct=0"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; pct=50"}, at="pct=50"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; pct=100"}, at="pct=100", note="info"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; ri=86400"}, at="ri=86400", note="info"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:d@ex.test!10m"}, at="!10m"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=quarantine; rua=mailto:d@ex.test"}),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    if record is None:
        return
    where = inherited(domain, record)
    advice = f"Publish `{without(record, 'pct', 'rf', 'ri')}`."
    tag = record.tag("pct")
    if tag is not None:
        softens = record.pct is not None and record.pct < 100
        enforced = record.policy("p") in ENFORCING
        message, severity = f"'pct={tag.value}' has no effect any more", Severity.INFO
        if softens and enforced:
            message = (
                f"'p={record.value('p')}; pct={tag.value}' means two things: receivers of RFC 9989 ignore pct and "
                f"apply {record.value('p')} to all mail, older ones to {tag.value} in 100"
            )
            severity = Severity.ERROR
        elif softens:
            message += ", and would be ignored once the policy is raised"
            severity = rule.severity
        soft = "Use `t=y` instead only if older receivers, which do not know it, may enforce fully. " if softens else ""
        yield rule.finding(message + where, at=span_of(domain, record, "pct"), severity=severity, advice=soft + advice)
    for name in ("rf", "ri"):
        if record.tag(name) is not None:
            yield rule.finding(
                f"'{name}={record.value(name)}' is obsolete and ignored{where}",
                at=span_of(domain, record, name),
                severity=Severity.INFO,
                advice=advice,
            )
    for name, uris in (("rua", record.rua), ("ruf", record.ruf)):
        sized = [uri.text for uri in uris if uri.sized]
        if sized:
            yield rule.finding(
                f"the size in '{sized[0]}' is obsolete and ignored{where}",
                at=span_of(domain, record, name),
                severity=Severity.INFO,
                advice="Remove the exclamation mark and what follows it from the address.",
            )
