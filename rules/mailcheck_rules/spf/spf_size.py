"""The SPF record, or the answer it comes in, is very long.

Long answers do not fit into one UDP packet everywhere and may be cut off; all TXT records of a name travel together.

Fix: move address lists behind an `include:` of your own, and remove site verifications that are no longer needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, opt
from mailcheck_rules._shared.spf import span_of


@dataclass(frozen=True)
class Options:
    record: int = opt(450, "characters of one record")
    answer: int = opt(1232, "bytes of all TXT records of the name")
    exchangers: int = opt(10, "hosts that one 'mx' may have")


_MANY: dict[str, str | tuple[str, ...]] = {
    "ex.test TXT": "v=spf1 mx -all",
    "ex.test MX": tuple(f"10 m{n}.test." for n in range(11)),
}

rule = Rule(
    __name__,
    title="SPF record too long",
    severity=Severity.WARNING,
    owner="dns-admin",
    options=Options,
    cites=(Citation("standard", "RFC 7208 sections 3.3, 3.4 and 4.6.4", "https://www.rfc-editor.org/rfc/rfc7208"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 " + "ip4:192.0.2.100 " * 30 + "-all"}, at="v=spf1"),
        Bad(domain="ex.test", zone={"ex.test TXT": ("v=spf1 -all", *(f"verify-{n}=" + "x" * 120 for n in range(10)))}),
        Bad(domain="ex.test", zone=_MANY, at="mx"),
        Good(domain="ex.test", zone={"ex.test TXT": ("v=spf1 ip4:192.0.2.1 -all", "verify=1")}),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    tree = domain.spf
    for text in tree.texts:
        if len(text) > options.record:
            yield rule.finding(
                f"the SPF record has {len(text)} characters; more than {options.record} risk being cut off",
                at=span_of(domain, tree),
                key="long record",
            )
    size = sum(len(record.joined) + len(record.strings) + 12 for record in domain.audit.texts.records)
    if tree.texts and size > options.answer:
        yield rule.finding(
            f"all TXT records of {domain.name} together take about {size} bytes; more than {options.answer} do not fit "
            "into one UDP answer",
            at=span_of(domain, tree),
            key="long answer",
        )
    for holder, branch in tree.walk():
        if branch.exchangers > options.exchangers:
            yield rule.finding(
                f"'{branch.term.text}' has {branch.exchangers} mail exchangers, {options.exchangers} are allowed",
                at=span_of(domain, holder, branch.term),
                severity=Severity.ERROR,
            )
