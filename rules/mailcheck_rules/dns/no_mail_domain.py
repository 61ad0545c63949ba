"""A domain that sends and receives no mail does not say so.

Parked domains are the easiest to forge: nobody watches them. Three records close them.

Fix: publish `v=spf1 -all` (TXT), `0 .` (MX) and, at `_dmarc`, `v=DMARC1; p=reject;` (TXT).
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity
from mailcheck_rules._shared.dns import span_of_answer

_PARKED = {"parked": True}
_ALL: dict[str, str | tuple[str, ...]] = {
    "ex.test TXT": "v=spf1 -all",
    "ex.test MX": "0 .",
    "_dmarc.ex.test TXT": "v=DMARC1; p=reject",
}

rule = Rule(
    __name__,
    title="Parked domain not locked",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 7505", "https://www.rfc-editor.org/rfc/rfc7505"),
        Citation("standard", "RFC 7208 section 10.1", "https://www.rfc-editor.org/rfc/rfc7208#section-10.1"),
        Citation("convention", "M3AAWG, protecting parked domains"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"ex.test A": "192.0.2.1"}, context=_PARKED, at="ex.test"),
        Bad(domain="ex.test", zone={**_ALL, "ex.test TXT": "v=spf1 mx ~all"}, context=_PARKED, at="v=spf1 mx ~all"),
        Bad(domain="ex.test", zone={**_ALL, "ex.test MX": ("0 .", "10 mx.test.")}, context=_PARKED, at="0 ."),
        Bad(domain="ex.test", zone={**_ALL, "_dmarc.ex.test TXT": "v=DMARC1; p=none"}, context=_PARKED, at="p=none"),
        Good(domain="ex.test", zone=_ALL, context=_PARKED),
        Good(domain="ex.test", zone={**_ALL, "ex.test MX": "!servfail"}, context=_PARKED, note="not known"),
        Good(domain="ex.test", zone={"ex.test A": "192.0.2.1"}, note="it is not declared as parked"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    if not domain.context.parked:
        raise NotEvaluated("the config does not declare the domain as parked")
    spf = domain.spf
    if spf.record is None or [term.text for term in spf.record.mechanisms] != ["-all"]:
        at = span_of_answer(domain, domain.audit.texts, spf.texts[0]) if spf.texts else domain.named_at
        yield rule.finding(
            f"{domain.name} is parked, but does not say that nobody sends for it",
            at=at,
            key="SPF",
            advice=f"Publish the TXT record `v=spf1 -all` at `{domain.name}`.",
        )
    found = domain.dmarc
    if found.policy != "reject":
        said = f"its DMARC policy is {found.policy}" if found.record is not None else "it has no DMARC policy"
        yield rule.finding(
            f"{domain.name} is parked, but {said}",
            at=span_of_answer(domain, domain.audit.dmarc_texts),
            key="DMARC",
            advice=f"Publish the TXT record `v=DMARC1; p=reject;` at `_dmarc.{domain.name}`.",
        )
    if not domain.mx.null:
        yield rule.finding(
            f"{domain.name} is parked, but does not say that it takes no mail",
            at=span_of_answer(domain, domain.mx.answer),
            key="MX",
            advice=f"Publish the MX record `0 .` at `{domain.name}` as its only one.",
        )
