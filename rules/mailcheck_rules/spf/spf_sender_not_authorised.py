"""A sending address does not pass SPF.

This is the check that receivers make: the connecting address against the record of the return path's domain.

Fix: add the address, or the `include:` of the service that owns it, to the SPF record of the return path's domain.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.providers import refusals
from mailcheck_rules._shared.spf import span_of

_IP = {"sending_ips": ("192.0.2.1",)}

rule = Rule(
    __name__,
    title="Sending address fails SPF",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 7208 sections 2.4 and 4", "https://www.rfc-editor.org/rfc/rfc7208#section-4"),
        Citation("provider", "Microsoft, requirements for high-volume senders (2025-05-05): SPF must pass"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:198.51.100.0/24 -all"}, context=_IP, at="v=spf1"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:198.51.100.0/24 ~all"}, context=_IP),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.0/24 -all"}, context=_IP),
        Good(domain="ex.test", zone={"ex.test TXT": "!servfail"}, context=_IP, note="not known"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="no address was given"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    if not domain.audit.hosts:
        raise NotEvaluated("the config names no sending addresses (sending_ips)")
    unknown = ""
    for host in domain.audit.hosts:
        spf = host.spf
        if spf.result == "temperror":
            unknown = unknown or spf.reason
        elif spf.result not in ("pass", "none", "permerror"):  # the last two have rules of their own
            decided = f" by '{spf.term}'" if spf.term else ""
            yield rule.finding(
                f"{host.ip} gets SPF {spf.result} for {domain.name}{decided}{refusals(domain.context, rule.id)}",
                at=span_of(domain, domain.audit.spf),
                key=host.ip,
            )
    if unknown:
        raise Unknown(unknown)
