"""More than two terms of the SPF record lead nowhere.

Names that do not exist or have no address are "void look-ups". After the second, receivers may end with a permanent
error. They are hosts that were retired, or typing mistakes.

Fix: remove the terms whose names are listed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown, opt
from mailcheck_rules._shared.spf import about, grade, span_of


@dataclass(frozen=True)
class Options:
    limit: int = opt(2, "empty answers allowed by the standard")


rule = Rule(
    __name__,
    title="Too many empty SPF look-ups",
    severity=Severity.ERROR,
    owner="dns-admin",
    options=Options,
    cites=(Citation("standard", "RFC 7208 section 4.6.4", "https://www.rfc-editor.org/rfc/rfc7208#section-4.6.4"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 a:x.test a:y.test mx:z.test -all"}, at="a:x.test"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 a:x.test a:y.test -all"}),
        Good(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 a:x.test a:y.test a:z.test -all"}
            | {f"{name}.test A": "192.0.2.1" for name in "xyz"},
            note="no IPv6 address is no empty answer",
        ),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    tree = domain.spf
    if tree.voids > options.limit:
        empty = [(branch.term, name) for _, branch in tree.walk() for name in branch.empty]
        own = next((b.term for b in tree.branches if b.voids), None)
        names = ", ".join(dict.fromkeys(name for _, name in empty))
        yield rule.finding(
            f"{tree.voids} SPF look-ups give nothing, {options.limit} are allowed: {names}{about(domain)}",
            at=span_of(domain, tree, own),
            severity=grade(domain, rule.severity),
            key="too many empty look-ups",
        )
    elif tree.unknowns:
        raise Unknown("; ".join(tree.unknowns))
