"""The domain publishes more than one SPF record.

The result is then a permanent error, so that nothing passes. It happens when each service's record is added beside
the others.

Fix: join the records into one: a single `v=spf1`, all the `include:` terms, one `all` at the end.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Related, Rule, Severity
from mailcheck_rules._shared.spf import about, grade

rule = Rule(
    __name__,
    title="More than one SPF record",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 7208 sections 3.2 and 4.5", "https://www.rfc-editor.org/rfc/rfc7208"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": ("v=spf1 mx -all", "v=spf1 ip4:192.0.2.1 -all")}, at="v=spf1"),
        Good(domain="ex.test", zone={"ex.test TXT": ("v=spf1 -all", "v=spf10 x", "other")}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 " + "ip4:192.0.2.1 " * 20 + "-all"}, note="split strings"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    tree = domain.spf
    if tree.state != "multiple" or tree.answer is None:
        return
    first, *others = (domain.record(tree.answer, text) for text in tree.texts)
    yield rule.finding(
        f"{domain.name} publishes {len(tree.texts)} SPF records{about(domain)}",
        at=first,
        severity=grade(domain, rule.severity),
        related=tuple(Related(span, "and this one") for span in others),
    )
