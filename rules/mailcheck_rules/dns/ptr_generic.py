"""The name of a sending address looks like that of a home connection.

Names that are made from the address, or that speak of dynamic lines and pools, are what hosts of botnets have;
filters and Yahoo's rules treat them so.

Fix: have the owner of the address set its reverse DNS to a name of your own, such as `mta1.your-domain`.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.providers import refusals

_IP = {"sending_ips": ("192.0.2.10",)}
_PTR = "10.2.0.192.in-addr.arpa PTR"

rule = Rule(
    __name__,
    title="Generic reverse DNS",
    severity=Severity.WARNING,
    confidence=Confidence.HEURISTIC,
    owner="dns-admin",
    cites=(Citation("provider", "Yahoo sender requirements: non-generic reverse DNS"),),
    examples=(
        Bad(domain="ex.test", zone={_PTR: "10-2-0-192.dyn.isp.test."}, context=_IP, at="ex.test"),
        Bad(domain="ex.test", zone={_PTR: "ip192.0.2.10.isp.test."}, context=_IP),
        Bad(domain="ex.test", zone={_PTR: "host7.adsl.isp.test."}, context=_IP),
        Good(domain="ex.test", zone={_PTR: "mail.ex.test."}, context=_IP),
        Good(domain="ex.test", zone={_PTR: "o10.ptr2.carpool.test."}, context=_IP),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, context=_IP, note="no name: see fcrdns"),
    ),
)

_LINE = re.compile(
    r"(?:^|[.\-\d])(?:dyn|dynamic|dhcp|dsl|adsl|vdsl|pool|cust|customer|broadband|dialup|ppp|cable)(?:[.\-\d]|$)"
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    if not domain.audit.hosts:
        raise NotEvaluated("the config names no sending addresses (sending_ips)")
    unknown = ""
    for host in domain.audit.hosts:
        if host.pointers.failed:
            unknown = unknown or host.unknown
        names = host.confirmed or host.pointers.hosts
        generic = next((name for name in names if _generic(name, host.ip)), None)
        if generic is not None and all(_generic(name, host.ip) for name in names):
            yield rule.finding(
                f"the name of {host.ip}, {generic}, looks like that of a home or cloud connection"
                f"{refusals(domain.context, rule.id)}",
                at=domain.named_at,
                key=f"{host.ip} {generic}",
            )
    if unknown:
        raise Unknown(unknown)


def _generic(name: str, ip: str) -> bool:
    """Three octets of the address in a row, in either order, or a word for an access line."""
    if _LINE.search(name.lower()):
        return True
    octets = ip.split(".")
    if len(octets) != 4:
        return False
    numbers = [number.lstrip("0") or "0" for number in re.findall(r"\d{1,3}", name)]
    rows = [octets[at : at + 3] for at in (0, 1)]
    rows += [row[::-1] for row in rows]
    return any(numbers[at : at + 3] in rows for at in range(len(numbers) - 2))
