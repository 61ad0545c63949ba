"""A record that the SPF record relies on is missing or broken.

When the target of an `include:` or `redirect=` has no valid SPF record, the whole evaluation ends with a permanent
error. A target whose domain no longer exists can be registered by a stranger, who may then send in your name.

Fix: remove the term, or correct the name; ask the service for its current `include:`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown
from mailcheck_rules._shared.spf import about, grade, span_of

rule = Rule(
    __name__,
    title="Broken SPF include",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 7208 sections 5.2 and 6.1", "https://www.rfc-editor.org/rfc/rfc7208#section-5.2"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 include:gone.test -all"}, at="include:gone.test"),
        Bad(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 include:x.test -all", "x.test TXT": "v=spf1 include:ex.test -all"},
            at="include:ex.test",
            note="a loop",
        ),
        Bad(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 redirect=x.test", "x.test TXT": "v=spf1 ipv4:192.0.2.1"},
            at="redirect=x.test",
        ),
        Good(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 include:x.test include:x.test -all", "x.test TXT": "v=spf1 -all"},
            note="twice is no loop",
        ),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 include:x.test -all", "x.test TXT": "!timeout"}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all redirect=gone.test"}, note="redirect is ignored here"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    tree = domain.spf
    for holder, branch in tree.walk():
        child = branch.child
        if child is None or child.state in ("found", "unknown", "cut"):
            continue
        gone = child.answer is not None and child.answer.status == "nxdomain"
        what = {
            "none": "does not exist" if gone else "publishes no SPF record",
            "multiple": f"publishes {len(child.texts)} SPF records",
            "syntax": f"has an SPF record with an error: {child.error.reason}" if child.error else "",
            "loop": f"leads back to itself ({child.detail})",
        }[child.state]
        inside = "" if holder is tree else f" (in the record of {holder.domain})"
        yield rule.finding(
            f"'{branch.term.text}'{inside}: {child.domain} {what}{about(domain)}",
            at=span_of(domain, holder, branch.term),
            severity=grade(domain, rule.severity),
        )
    if tree.unknowns:
        raise Unknown("; ".join(tree.unknowns))
