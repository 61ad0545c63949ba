"""The domain publishes no SPF record.

Receivers look up the domain of the return path (MAIL FROM) to see which servers may send for it. Without a record
nothing can pass, and Gmail, Yahoo, Microsoft and Apple ask bulk senders for it.

Fix: publish one TXT record at the domain itself that names your senders and ends in `~all` or `-all`; your sending
service documents the `include:` for it.
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.providers import refusals
from mailcheck_rules._shared.spf import about, grade

rule = Rule(
    __name__,
    title="No SPF record",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 7208 section 4.5", "https://www.rfc-editor.org/rfc/rfc7208#section-4.5"),
        Citation("provider", "Google e-mail sender guidelines: set up SPF and DKIM"),
        Citation("provider", "Microsoft, requirements for high-volume senders (2025-05-05): SPF must pass"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "site-verification=1"}, at="ex.test"),
        Bad(domain="ex.test", zone={"ex.test TXT": " v=spf1 -all"}, at=" v=spf1", note="a leading space"),
        Bad(domain="ex.test", zone={"ex.test TXT": "spf1 include:esp.test -all"}, at="spf1"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}),
        Good(domain="ex.test", zone={"ex.test TXT": "V=SPF1 -all"}, note="the version may be in capitals"),
        Good(domain="ex.test", zone={"ex.test TXT": "!servfail"}, note="a failed look-up is no absence"),
    ),
)

_MEANT = re.compile(r"[\s\"'“”]*(?:v\s*=\s*)?spf1?\b(?!2)", re.IGNORECASE)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    if domain.spf.state != "none":
        return
    for text in domain.audit.texts.texts:
        if _MEANT.match(text):
            yield rule.finding(
                f"a TXT record is meant as SPF, but does not begin with exactly 'v=spf1'{about(domain)}",
                at=domain.record(domain.audit.texts, text),
                severity=grade(domain, rule.severity),
                advice="Make the record begin with `v=spf1` and a space, without a space or quotation mark in front.",
            )
            return
    yield rule.finding(
        f"{domain.name} publishes no SPF record{about(domain)}{refusals(domain.context, rule.id)}",
        at=domain.named_at,
        severity=grade(domain, rule.severity),
    )
