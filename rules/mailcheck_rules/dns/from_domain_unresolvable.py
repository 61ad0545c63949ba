"""Mail to the sender's domain cannot be delivered.

Replies and bounces go there, and some receivers refuse mail whose From or return path nobody can answer. A domain
needs mail exchangers (MX) or at least an address of its own.

Fix: publish an MX record for the domain that leads to a server which takes its mail, for example
`your-domain MX 10 mx.your-mail-host`; or send from a domain that has one.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.dns import span_of_answer
from mailcheck_rules._shared.providers import refusals

rule = Rule(
    __name__,
    title="Sender's domain takes no mail",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 5321 section 5.1", "https://www.rfc-editor.org/rfc/rfc5321#section-5.1"),
        Citation("standard", "RFC 7505 section 4.2", "https://www.rfc-editor.org/rfc/rfc7505#section-4.2"),
        Citation("provider", "Yahoo SMTP error codes: the sender's domain must exist"),
        Citation("provider", "Microsoft, Outlook.com policies: the From or Reply-To address can receive replies"),
    ),
    examples=(
        Bad(domain="noreply.ex.test", zone={"ex.test MX": "10 mx.ex.test."}, at="noreply.ex.test"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, at="ex.test", note="neither MX nor address"),
        Bad(domain="ex.test", zone={"ex.test MX": "10 gone.ex.test."}, at="gone.ex.test"),
        Bad(domain="ex.test", zone={"ex.test MX": "0 ."}, at="0 .", note="info: it says that it takes no mail"),
        Bad(
            domain="ex.test",
            zone={"ex.test MX": ("0 .", "10 mx.ex.test."), "mx.ex.test A": "192.0.2.1"},
            note="a null MX must stand alone",
        ),
        Good(domain="ex.test", zone={"ex.test MX": "10 mx.ex.test.", "mx.ex.test A": "192.0.2.1"}),
        Good(domain="ex.test", zone={"ex.test AAAA": "2001:db8::1"}, note="its own address takes mail"),
        Good(domain="ex.test", zone={"ex.test MX": "!servfail"}, note="a failed look-up is no absence"),
        Good(domain="ex.test", zone={"ex.test MX": "10 mx.ex.test.", "mx.ex.test A": "!timeout"}, note="not known"),
        Good(domain="ex.test", zone={"ex.test MX": "0 ."}, context={"parked": True}, note="as it should be"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    if not domain.roles & {"listed", "from", "return-path"}:
        raise NotEvaluated(f"no mail goes back to {domain.name} as far as is known")
    if domain.context.parked:
        return
    exchange = domain.mx
    if exchange.null:
        yield _null(domain)
        return
    if "." in exchange.answer.hosts:
        yield rule.finding(
            "a null MX ('0 .') stands beside other mail exchangers; it must stand alone or not at all",
            at=span_of_answer(domain, exchange.answer),
            severity=Severity.WARNING,
            key="null MX beside others",
            advice="Delete the record `0 .`.",
        )
    hosts = exchange.hosts or ((exchange.fallback,) if exchange.fallback is not None else ())
    if any(host.addresses for host in hosts):
        return
    unknown = next((host.unknown for host in hosts if host.unknown), "")
    if unknown:
        raise Unknown(unknown)
    refused = refusals(domain.context, rule.id)
    if exchange.hosts:
        names = ", ".join(host.name for host in exchange.hosts)
        yield rule.finding(
            f"the mail exchangers of {domain.name} have no address: {names}{refused}",
            at=span_of_answer(domain, exchange.answer),
            key="exchangers without address",
        )
        return
    what = "does not exist" if domain.audit.soa.status == "nxdomain" else "has neither an MX record nor an address"
    yield rule.finding(f"{domain.name} {what}: nobody can answer or bounce mail to it{refused}", at=domain.named_at)


def _null(domain: Domain) -> Finding:
    """Right for a domain that only sends; RFC 7505 advises against it in From and MAIL FROM all the same."""
    used = bool(domain.roles & {"from", "return-path"})
    return rule.finding(
        f"{domain.name} says that it takes no mail (null MX): replies and bounces are lost, and some receivers refuse "
        "mail from it",
        at=span_of_answer(domain, domain.mx.answer),
        severity=Severity.WARNING if used else Severity.INFO,
        key="null MX",
    )
