"""The name that the server greets with is no name of a mail server.

The greeting (HELO or EHLO) must be a full host name that can be looked up; many filters refuse `localhost`, names
without a dot and bare addresses.

Fix: set the server's host name to the one in its reverse DNS, such as `mta1.your-domain` (Postfix: `myhostname`).
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown

_IP = {"sending_ips": ("192.0.2.1",)}
_ZONE: dict[str, str | tuple[str, ...]] = {
    "mta.ex.test A": "192.0.2.1",
    "1.2.0.192.in-addr.arpa PTR": "mta.ex.test.",
}

rule = Rule(
    __name__,
    title="Bad HELO name",
    severity=Severity.WARNING,
    owner="developer",
    cites=(
        Citation("standard", "RFC 5321 sections 2.3.5 and 4.1.4", "https://www.rfc-editor.org/rfc/rfc5321"),
        Citation("standard", "RFC 7208 section 2.3", "https://www.rfc-editor.org/rfc/rfc7208#section-2.3"),
    ),
    examples=(
        Bad(domain="ex.test", zone=_ZONE, context={**_IP, "helo": "localhost"}, at="ex.test"),
        Bad(domain="ex.test", zone=_ZONE, context={**_IP, "helo": "[192.0.2.1]"}),
        Bad(domain="ex.test", zone=_ZONE, context={**_IP, "helo": "192.0.2.1"}),
        Bad(domain="ex.test", zone=_ZONE, context={**_IP, "helo": "gone.ex.test"}),
        Bad(
            domain="ex.test",
            zone={**_ZONE, "www.ex.test A": "192.0.2.7"},
            context={**_IP, "helo": "www.ex.test"},
            note="info: another name than the reverse DNS",
        ),
        Bad(
            domain="ex.test",
            zone={**_ZONE, "mta.ex.test TXT": "v=spf1 -all"},
            context={**_IP, "helo": "mta.ex.test"},
            note="its own SPF record forbids it",
        ),
        Good(domain="ex.test", zone=_ZONE, context={**_IP, "helo": "mta.ex.test"}),
        Good(domain="ex.test", zone=_ZONE, context={**_IP, "helo": "MTA.ex.test."}),
        Good(domain="ex.test", zone={**_ZONE, "mta.ex.test A": "!timeout"}, context={**_IP, "helo": "mta.ex.test"}),
        Good(domain="ex.test", zone=_ZONE, note="no greeting was named"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    helo = domain.context.helo
    if not helo:
        raise NotEvaluated("the config names no greeting (helo)")
    name = helo.lower().rstrip(".")
    if "." not in name.strip("[]") or name.startswith("[") or name.replace(".", "").isdigit() or ":" in name:
        yield rule.finding(f"the greeting '{helo}' is no full host name", at=domain.named_at, key=helo)
        return
    greeting = domain.audit.greeting
    if greeting is not None and not greeting.addresses:
        if greeting.unknown:
            raise Unknown(greeting.unknown)
        yield rule.finding(f"the greeting '{helo}' has no address", at=domain.named_at, key=helo)
        return
    for host in domain.audit.hosts:
        names = {pointer.lower().rstrip(".") for pointer in host.pointers.hosts}
        if names and name not in names:
            yield rule.finding(
                f"{host.ip} greets as '{helo}', but its name is {', '.join(sorted(names))}",
                at=domain.named_at,
                severity=Severity.INFO,
                key=f"{host.ip} {helo}",
            )
        if host.helo is not None and host.helo.result in ("fail", "softfail", "permerror"):
            yield rule.finding(
                f"the greeting '{helo}' gets SPF {host.helo.result} for {host.ip}: {host.helo.reason}",
                at=domain.named_at,
                key=f"{host.ip} SPF of {helo}",
                advice=f"Publish `v=spf1 a -all` as the TXT record of `{name}`.",
            )
