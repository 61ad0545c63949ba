"""A sending address has no name that leads back to it.

All large receivers look up the name of the connecting address (PTR) and then the address of that name. Mail from
addresses without such a pair is refused.

Fix: ask whoever owns the address (your hosting company) to set its reverse DNS to a name of yours, such as
`mta1.your-domain`, and publish that name with the same address (A or AAAA).
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.providers import refusals

_IP = {"sending_ips": ("192.0.2.1",)}
_PTR = "1.2.0.192.in-addr.arpa PTR"

rule = Rule(
    __name__,
    title="No confirmed reverse DNS",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("provider", "Google e-mail sender guidelines: valid forward and reverse DNS records"),
        Citation("provider", "Yahoo sender requirements: valid forward and reverse DNS"),
        Citation("provider", "Apple, postmaster information for iCloud Mail (2025-02-25): reverse DNS"),
        Citation("standard", "RFC 1912 section 2.1", "https://www.rfc-editor.org/rfc/rfc1912#section-2.1"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, context=_IP, at="ex.test"),
        Bad(domain="ex.test", zone={_PTR: "mta.ex.test.", "mta.ex.test A": "192.0.2.9"}, context=_IP),
        Bad(domain="ex.test", zone={_PTR: "mta.ex.test."}, context=_IP, note="the name has no address"),
        Good(domain="ex.test", zone={_PTR: "mta.ex.test.", "mta.ex.test A": "192.0.2.1"}, context=_IP),
        Good(
            domain="ex.test",
            zone={_PTR: ("old.ex.test.", "mta.ex.test."), "mta.ex.test A": ("192.0.2.9", "192.0.2.1")},
            context=_IP,
            note="one of several names is enough",
        ),
        Good(
            domain="ex.test",
            zone={
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR": "mta.ex.test.",
                "mta.ex.test AAAA": "2001:db8:0::1",
            },
            context={"sending_ips": ("2001:db8::1",)},
        ),
        Good(domain="ex.test", zone={_PTR: "!servfail"}, context=_IP, note="a failed look-up is no absence"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="no address was given"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    if not domain.audit.hosts:
        raise NotEvaluated("the config names no sending addresses (sending_ips)")
    unknown = ""
    for host in domain.audit.hosts:
        if host.confirmed:
            continue
        if host.unknown:
            unknown = unknown or host.unknown
            continue
        names = ", ".join(host.pointers.hosts)
        what = f"its name {names} does not lead back to it" if names else "it has no name (PTR)"
        yield rule.finding(
            f"{host.ip} has no confirmed reverse DNS: {what}{refusals(domain.context, rule.id)}",
            at=domain.named_at,
            key=host.ip,
            advice=f"Publish `{host.pointers.hosts[0]}` with the address {host.ip}." if names else "",
        )
    if unknown:
        raise Unknown(unknown)
