"""The SPF record lets everyone send.

`+all` (or a bare `all`), in the record or in one that it includes, authorises every computer on the Internet. Without
any `all` at the end, or with `?all`, the record says nothing about those it does not name.

Fix: end the record in `~all` or `-all`, and drop an included record that ends in `+all`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown, opt
from mailcheck_rules._shared.spf import about, grade, span_of


@dataclass(frozen=True)
class Options:
    widest: int = opt(4, "prefix length of IPv4 space from which the record counts as open to everyone")


rule = Rule(
    __name__,
    title="SPF lets everyone send",
    severity=Severity.ERROR,
    owner="dns-admin",
    options=Options,
    cites=(Citation("standard", "RFC 7208 sections 4.7, 5.1 and 10.1", "https://www.rfc-editor.org/rfc/rfc7208"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1 +all"}, at="+all"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 mx all", "ex.test MX": "0 ."}, at="all"),
        Bad(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 include:x.test -all", "x.test TXT": "v=spf1 +all"},
            at="include:x.test",
        ),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all"}, at="v=spf1"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1"}, note="no end: neutral for all others"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1 ?all"}, at="?all"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1 ~all"}),
        Good(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 redirect=x.test", "x.test TXT": "v=spf1 mx -all", "x.test MX": "0 ."},
        ),
        Good(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 include:x.test -all", "x.test TXT": "v=spf1 ip4:192.0.2.1 ?all"},
            note="an included '?all' matches nothing",
        ),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    tree = domain.spf
    if tree.record is None:
        return
    way = tree.passing_all()
    if way is not None:
        path = " -> ".join(term.text for term in way)
        yield rule.finding(
            f"everyone passes SPF by '{path}'{about(domain)}",
            at=span_of(domain, tree, way[0]),
            severity=grade(domain, rule.severity),
        )
        return
    widest = [n for n in tree.authorised() if n.version == 4 and n.prefixlen <= options.widest]
    if widest:
        yield rule.finding(
            f"the SPF record authorises {', '.join(map(str, widest))}{about(domain)}",
            at=span_of(domain, tree),
            severity=grade(domain, rule.severity),
            key="open address space",
        )
        return
    terminal = tree.terminal
    if terminal is None and not tree.unknowns:
        redirect = tree.record.redirect
        if redirect is not None and redirect.has_macro:
            raise Unknown(f"'{redirect.text}' leads to a record that depends on the message")
        yield rule.finding(
            f"the SPF record has no 'all' at its end: everyone it does not name is neutral{about(domain)}",
            at=span_of(domain, tree),
            severity=grade(domain, Severity.WARNING),
            key="no all",
        )
    elif terminal is not None and terminal.qualifier == "?":
        own = terminal if tree.record.all is terminal else tree.record.redirect
        yield rule.finding(
            f"the SPF record ends in '?all': everyone it does not name is neutral{about(domain)}",
            at=span_of(domain, tree, own),
            severity=grade(domain, Severity.WARNING),
        )
    elif tree.unknowns:
        raise Unknown("; ".join(tree.unknowns))
