"""The SPF record needs more than ten look-ups.

Evaluation stops at the eleventh look-up with a permanent error, so that senders named late in the record do not pass.
Each `include`, `a`, `mx`, `ptr`, `exists` and `redirect` counts, also inside included records.

Fix: remove services that you no longer use, write your own hosts as `ip4:` and `ip6:`, or give a service a subdomain
of its own as return path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown, opt
from mailcheck_rules._shared.spf import about, grade, span_of

if TYPE_CHECKING:
    from mailcheck.api import SpfTree, Term


@dataclass(frozen=True)
class Options:
    limit: int = opt(10, "look-ups allowed by the standard")
    warn_from: int = opt(9, "look-ups from which to warn that the next service will not fit")


def _chain(count: int) -> dict[str, str]:
    zone = {f"i{n}.test TXT": "v=spf1 ip4:192.0.2.1 -all" for n in range(count)}
    return zone | {"ex.test TXT": "v=spf1 " + " ".join(f"include:i{n}.test" for n in range(count)) + " -all"}


rule = Rule(
    __name__,
    title="More than ten SPF look-ups",
    severity=Severity.ERROR,
    owner="dns-admin",
    options=Options,
    cites=(
        Citation("standard", "RFC 7208 section 4.6.4", "https://www.rfc-editor.org/rfc/rfc7208#section-4.6.4"),
        Citation("standard", "RFC 7208 section 6.1", "https://www.rfc-editor.org/rfc/rfc7208#section-6.1"),
    ),
    examples=(
        Bad(domain="ex.test", zone=_chain(11), at="include:i10.test"),
        Bad(domain="ex.test", zone=_chain(9), note="a warning: one more fits"),
        Good(domain="ex.test", zone=_chain(8)),
        Good(domain="ex.test", zone=_chain(10), options={"warn_from": 11}, note="exactly ten is valid"),
        Good(
            domain="ex.test", zone={"ex.test TXT": "v=spf1 -all " + "mx " * 12}, note="what stands after 'all' is dead"
        ),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    tree = domain.spf
    used = tree.lookups
    if used > options.limit:
        term = _over(tree, options.limit)
        yield rule.finding(
            f"the SPF record needs {used} look-ups, {options.limit} are allowed; '{term.text}' goes over "
            f"the limit ({_bill(tree)}){about(domain)}",
            at=span_of(domain, tree, term),
            severity=grade(domain, rule.severity),
            key="too many look-ups",
        )
    elif used >= options.warn_from:
        yield rule.finding(
            f"the SPF record needs {used} of {options.limit} look-ups ({_bill(tree)}){about(domain)}",
            at=span_of(domain, tree),
            severity=grade(domain, Severity.WARNING),
            key="nearly too many look-ups",
        )
    elif tree.unknowns:
        raise Unknown("; ".join(tree.unknowns))


def _over(tree: SpfTree, limit: int) -> Term:
    """The first term of the record itself at which the limit is passed."""
    total = 0
    for branch in tree.branches:
        total += 0 if branch.dead else branch.lookups
        if total > limit:
            return branch.term
    return tree.branches[-1].term


def _bill(tree: SpfTree) -> str:
    return ", ".join(f"{branch.term.text}: {branch.lookups}" for branch in tree.branches if branch.lookups)
