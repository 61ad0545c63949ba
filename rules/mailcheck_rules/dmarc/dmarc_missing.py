"""No DMARC record applies to the From domain.

Gmail, Yahoo, Microsoft and Apple want bulk senders to publish one; `p=none` is enough for them. Without it anybody
can write your domain into From, and you get no reports of who does.

Fix: publish a TXT record at the host `_dmarc` of the domain (many DNS panels want just `_dmarc` as the name):
`v=DMARC1; p=none; rua=mailto:dmarc-reports@your-domain`. Read the reports for some weeks, then raise the policy.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import is_meant
from mailcheck_rules._shared.dns import bulk_grade, require_author, span_of_answer
from mailcheck_rules._shared.providers import refusals

_PROBE = "mailcheck-wildcard-probe"

rule = Rule(
    __name__,
    title="No DMARC record",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 9989 section 4.10.1"),
        Citation("provider", "Google e-mail sender guidelines: set up DMARC"),
        Citation("provider", "Yahoo sender requirements: publish a valid DMARC policy with at least p=none"),
        Citation("provider", "Microsoft, requirements for high-volume senders (2025-05-05): DMARC of at least p=none"),
        Citation("provider", "Apple, postmaster information for iCloud Mail (2025-02-25): DMARC"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, at="ex.test"),
        Bad(
            domain="ex.test",
            zone={"ex.test TXT": ("v=spf1 -all", "v=DMARC1; p=reject")},
            at="v=DMARC1",
            note="it stands at the domain itself",
        ),
        Bad(domain="ex.test", zone={"dmarc.ex.test TXT": "v=DMARC1; p=reject"}, at="v=DMARC1", note="no underscore"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test.ex.test TXT": "v=DMARC1; p=none"}, at="v=DMARC1"),
        Bad(
            domain="ex.test",
            zone={"_dmarc.ex.test TXT": "v=spf1 -all", f"_dmarc.{_PROBE}.ex.test TXT": "v=spf1 -all"},
            at="v=spf1 -all",
            note="a wildcard answers in its place",
        ),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=spf1 -all"}, note="another record stands there"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none"}),
        Good(domain="news.ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none"}, note="inherited"),
        Good(
            domain="ex.test",
            zone={"_dmarc.ex.test CNAME": "ex.vendor.test.", "ex.vendor.test TXT": "v=DMARC1; p=none"},
            note="an alias is fine",
        ),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "!servfail"}, note="a failed look-up is no absence"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1 p=none"}, note="broken: see dmarc-syntax"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    require_author(domain)
    audit, found = domain.audit, domain.dmarc
    if found.record is not None or domain.dmarc_7489.record is not None:
        return
    if any(is_meant(text) for stop in found.stops for text in stop.answer.texts):
        return  # something is there, and dmarc-syntax says what is wrong with it
    severity, refused = bulk_grade(domain.context), refusals(domain.context, rule.id)
    for answer in (audit.texts, *audit.misplaced_dmarc):
        for text in answer.texts:
            if is_meant(text):
                yield rule.finding(
                    f"no DMARC record applies to {domain.name}; one stands at {answer.name}, where nobody looks"
                    f"{refused}",
                    at=span_of_answer(domain, answer, text),
                    severity=severity,
                    advice=f"Move this TXT record to `_dmarc.{domain.name}`; in most DNS panels the name is `_dmarc`.",
                )
                return
    at, cause = domain.named_at, ""
    if audit.dmarc_texts.texts:
        at = span_of_answer(domain, audit.dmarc_texts)
        wild = set(audit.dmarc_texts.texts) & set(audit.wildcards.dmarc.texts)
        cause = "; a wildcard record answers at its place" if wild else "; another TXT record stands at its place"
    yield rule.finding(
        f"no DMARC record applies to {domain.name}{cause}{refused}",
        at=at,
        severity=severity,
        advice=f"Publish a TXT record at `_dmarc.{domain.name}` (in most DNS panels the name is `_dmarc`): "
        f"`v=DMARC1; p=none; rua=mailto:dmarc-reports@{domain.name}`. The address must be a mailbox that you read.",
    )
