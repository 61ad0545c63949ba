"""The end of the SPF record does not fit the domain's use.

With an enforcing DMARC policy `~all` is the safer end for a domain that sends: `-all` can get mail refused before
its DKIM signature is looked at, and such refusals never show in DMARC reports. A domain that sends nothing should
say so with `v=spf1 -all`.

Fix: keep `-all` for domains that send no mail; for sending domains with DMARC enforcement consider `~all`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, opt
from mailcheck_rules._shared.spf import span_of


@dataclass(frozen=True)
class Options:
    prefer: str = opt("fitting", "fitting: by the domain's use; fail or softfail: one style for all domains")


_ENFORCED = {"_dmarc.ex.test TXT": "v=DMARC1; p=reject"}

rule = Rule(
    __name__,
    title="SPF ending that does not fit",
    severity=Severity.INFO,
    owner="dns-admin",
    options=Options,
    cites=(Citation("standard", "RFC 9989 section 7.1"), Citation("convention", "M3AAWG, protecting parked domains")),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1 -all", **_ENFORCED}, at="-all"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 ~all"}, at="~all", note="nobody may send"),
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 mx ~all"}, options={"prefer": "fail"}, at="~all"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1 ~all", **_ENFORCED}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 ip4:192.0.2.1 -all"}, note="no DMARC enforcement"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all", **_ENFORCED}, note="it sends nothing"),
    ),
)

_WISHES = {"fail": "-", "softfail": "~"}


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    tree = domain.spf
    terminal = tree.terminal
    if tree.record is None or terminal is None or terminal.qualifier not in "~-":
        return
    sends = len(tree.record.mechanisms) > 1 or tree.record.redirect is not None
    enforced = domain.dmarc.policy in ("quarantine", "reject")
    wish = _WISHES.get(options.prefer)
    at = span_of(domain, tree, terminal if terminal is tree.record.all else tree.record.redirect)
    if wish is not None:
        if terminal.qualifier != wish:
            yield rule.finding(f"the record ends in '{terminal.text}', the config prefers '{wish}all'", at=at)
    elif sends and enforced and terminal.qualifier == "-":
        yield rule.finding(
            f"'{terminal.text}' can get mail refused before DMARC is evaluated, though the policy is "
            f"{domain.dmarc.policy}",
            at=at,
        )
    elif not sends and terminal.qualifier == "~":
        yield rule.finding(
            f"the record lets nobody send, but ends in '{terminal.text}'", at=at, advice="End it in `-all`."
        )
