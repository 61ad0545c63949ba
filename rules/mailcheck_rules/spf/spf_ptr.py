"""The SPF record uses `ptr`.

The standard says not to publish it: it is slow, depends on the reverse zone of each connecting address, and some
receivers skip it.

Fix: name the hosts with `ip4:`, `ip6:` or `a:` instead.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.spf import span_of

rule = Rule(
    __name__,
    title="'ptr' in SPF",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 7208 sections 5.5 and 7.2", "https://www.rfc-editor.org/rfc/rfc7208#section-5.5"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ptr -all"}, at="ptr"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 exists:%{p}.ex.test -all"}, at="exists:%{p}.ex.test"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 include:x.test ~all", "x.test TXT": "v=spf1 ptr ~all"}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1 -all ptr"}, note="never reached"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    tree = domain.spf
    for holder, branch in tree.walk():
        if branch.term.kind != "ptr" and "%{p" not in branch.term.domain.lower():
            continue
        own = holder is tree
        yield rule.finding(
            f"'{branch.term.text}' asks for the reverse name of the sending address"
            + ("" if own else f", in the record of {holder.domain}"),
            at=span_of(domain, holder, branch.term),
            severity=None if own else Severity.INFO,
        )
