"""The SPF record cannot be parsed.

One term that the standard does not allow makes the whole record a permanent error: nothing passes.

Fix: correct the term named here; addresses are written `ip4:192.0.2.4` or `ip4:192.0.2.0/24`, services
`include:name.of-service.com`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.spf import about, grade, span_of

rule = Rule(
    __name__,
    title="SPF record cannot be parsed",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 7208 sections 4.6, 5, 6 and 12", "https://www.rfc-editor.org/rfc/rfc7208"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ipv4:192.0.2.1 -all"}, at="ipv4:192.0.2.1"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.300 -all"}, at="ip4:192.0.2.300"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1ip4:192.0.2.2 -all"}, at="ip4:"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 include -all"}, at="include"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 mx/33 -all"}, at="mx/33"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4=192.0.2.4 -all"}, at="ip4=192.0.2.4"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 A/24//64 Include:%{d}.esp.test x-note=hello ~all"}),
    ),
)

_MECHANISMS = frozenset({"ip4", "ip6", "a", "mx", "include", "ptr", "exists", "all", "ipv4", "ipv6"})


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    tree = domain.spf
    if tree.error is not None and tree.answer is not None:
        error = tree.error
        yield rule.finding(
            f"the SPF record has an error at '{error.term}': {error.reason}{about(domain)}",
            at=domain.record(tree.answer, tree.texts[0], error.start, error.end),
            severity=grade(domain, rule.severity),
        )
    for term in tree.record.unknown if tree.record else ():
        name = term.text.partition("=")[0].lower()
        if name in _MECHANISMS:
            yield rule.finding(
                f"'{term.text}' is silently ignored: a mechanism takes ':' where this has '='{about(domain)}",
                at=span_of(domain, tree, term),
                severity=grade(domain, rule.severity),
                advice=f"Write `{term.text.replace('=', ':', 1)}`.",
            )
