"""The policy protects the domain, and leaves its subdomains open.

Who cannot forge the domain itself invents a name below it. `sp` decides for subdomains that exist, `np` for those
that do not; receivers of RFC 7489 know `sp` only.

Fix: delete `sp=none` and `np=none`, or set both to the policy of `p`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import ENFORCING, applied, inherited, lowered, organisation, span_of

_PROBE = "mailcheck-wildcard-probe"

rule = Rule(
    __name__,
    title="Subdomains left open",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 sections 4.7 and 4.10.1, appendix A.4"),),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; sp=none"}, at="sp=none"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; np=none"}, at="np=none"),
        Bad(
            domain="news.ex.test",
            zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none", "_dmarc.news.ex.test TXT": "v=DMARC1; p=reject; sp=reject"},
            at="sp=reject",
            note="info: sp below the organisation is ignored",
        ),
        Bad(
            domain="ex.test",
            zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; np=reject", f"{_PROBE}.ex.test MX": "10 mx.ex.test."},
            at="np=reject",
            note="info: with a wildcard every name exists",
        ),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; sp=quarantine; np=reject"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; sp=none"}, note="nothing is enforced"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    if record is None or (record.tag("sp") is None and record.tag("np") is None):
        return
    where = inherited(domain, record)
    holder = organisation(domain)
    if record.domain != holder:
        for name in ("sp", "np"):
            if record.tag(name) is not None:
                yield rule.finding(
                    f"'{name}' is ignored here: {record.domain} is not its organisation's own domain",
                    at=span_of(domain, record, name),
                    severity=Severity.INFO,
                    advice=f"Set `{name}` in the record at `_dmarc.{holder}`, and drop it here.",
                )
        return
    enforces = record.policy("p") in ENFORCING
    if enforces and record.policy("np") == "none":
        yield rule.finding(
            f"p={record.value('p')}, but np=none lets in mail from any subdomain that somebody invents{where}",
            at=span_of(domain, record, "np"),
            severity=Severity.ERROR,
        )
    if enforces and record.policy("sp") == "none":
        invented = "; invented ones are open as well, as there is no np" if record.tag("np") is None else ""
        yield rule.finding(
            f"p={record.value('p')}, but sp=none leaves the subdomains open{invented}{where}",
            at=span_of(domain, record, "sp"),
            advice="Delete `sp=none`, or add `np=reject` while subdomains still need `sp=none`.",
        )
    wild = domain.audit.wildcards
    if record.tag("np") is not None and "answered" in (wild.texts.status, wild.exchangers.status):
        yield rule.finding(
            f"'np' never applies below {record.domain}: a wildcard record makes every name exist",
            at=span_of(domain, record, "np"),
            severity=lowered(rule.severity),
            advice="Replace the wildcard by the names that you use, or set `sp` strictly.",
        )
