"""DMARC reports go to a host that did not agree to take them, or that takes no mail.

Reports to another organisation are sent only when it says so in its own DNS, so that nobody can be flooded. Without
that record receivers drop the reports silently.

Fix: ask whoever runs the destination to publish the record named here (report services do so on their own), or
use an address in your own domain.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown
from mailcheck_rules._shared.dmarc import applied, span_of

_ZONE = {
    "_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:d@vendor.example",
    "vendor.example MX": "10 mx.vendor.example.",
    "mx.vendor.example A": "192.0.2.9",
}
_CONSENT = "ex.test._report._dmarc.vendor.example TXT"

rule = Rule(
    __name__,
    title="Report destination not authorised",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9990 section 4"),),
    examples=(
        Bad(domain="ex.test", zone=_ZONE, at="rua=mailto:d@vendor.example"),
        Bad(
            domain="ex.test",
            zone={**_ZONE, _CONSENT: "v=DMARC1; rua=mailto:x@other.example"},
            at="rua=mailto:d@vendor.example",
            note="the agreeing record names another host",
        ),
        Bad(
            domain="ex.test",
            zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:d@ex.test", "ex.test MX": "0 ."},
            at="rua=mailto:d@ex.test",
            note="it takes no mail",
        ),
        Good(domain="ex.test", zone={**_ZONE, _CONSENT: "v=DMARC1"}),
        Good(
            domain="ex.test",
            zone={
                "_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=mailto:d@reports.ex.test",
                "reports.ex.test MX": "10 mx.ex.test.",
                "mx.ex.test A": "192.0.2.9",
            },
            note="the own organisation needs no record",
        ),
        Good(domain="ex.test", zone={**_ZONE, _CONSENT: "!timeout"}, note="not known"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    if record is None:
        return
    unknown = ""
    for destination in domain.audit.reports:
        tag = "rua" if any(uri.address == destination.address for uri in record.rua) else "ruf"
        at = span_of(domain, record, tag)
        if destination.allowed is None:
            unknown = unknown or destination.unknown
        elif not destination.allowed:
            yield rule.finding(
                f"reports to {destination.address} are dropped: {destination.host} does not agree to take those of "
                f"{record.domain}",
                at=at,
                key=destination.address,
                advice=f"{destination.host} must publish this TXT record at `{destination.record}`: `v=DMARC1;`. "
                "Otherwise use an address in your own domain.",
            )
        elif destination.elsewhere:
            yield rule.finding(
                f"reports to {destination.address} are dropped: {destination.record} sends them on to "
                f"{destination.elsewhere}, another host",
                at=at,
                key=destination.address,
            )
        if destination.receives is False:
            yield rule.finding(
                f"{destination.host}, which reports go to, takes no mail",
                at=at,
                key=f"{destination.host} takes no mail",
                advice=f"Give {destination.host} an MX record, or name an address that can be reached.",
            )
    if unknown:
        raise Unknown(unknown)
