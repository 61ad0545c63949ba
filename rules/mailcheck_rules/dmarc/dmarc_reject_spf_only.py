"""The policy is reject, but no signature backs the mail.

SPF breaks when mail is forwarded. With `p=reject` such mail is then lost, which is why the standard forbids this
policy to domains that rely on SPF alone.

Fix: sign with DKIM, with a `d=` of your own domain, before the policy is reject.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.dmarc import applied, span_of
from mailcheck_rules._shared.dns import sends_nothing

_ZONE = {"_dmarc.ex.test TXT": "v=DMARC1; p=reject", "ex.test TXT": "v=spf1 ip4:192.0.2.1 ~all"}
_KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

rule = Rule(
    __name__,
    title="p=reject on SPF alone",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 sections 7.4 and 8"),),
    examples=(
        Bad(domain="ex.test", zone=_ZONE, context={"signing_domains": ("esp.example",)}, at="p=reject"),
        Bad(domain="ex.test", zone=_ZONE, context={"dkim_selectors": ("k1",)}, at="p=reject"),
        Good(
            domain="ex.test",
            zone={**_ZONE, "k1._domainkey.ex.test TXT": _KEY},
            context={"dkim_selectors": ("k1",)},
        ),
        Good(domain="ex.test", zone=_ZONE, context={"signing_domains": ("mail.ex.test",)}),
        Good(domain="ex.test", zone=_ZONE, note="nothing is known about its signatures"),
        Good(
            domain="ex.test",
            zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject", "ex.test TXT": "v=spf1 -all"},
            context={"dkim_selectors": ("k1",)},
            note="it sends nothing",
        ),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    record = applied(domain)
    found = domain.dmarc if domain.dmarc.record is not None else domain.dmarc_7489
    if record is None or found.policy != "reject" or sends_nothing(domain):
        return
    signers = [identifier for identifier in domain.audit.identifiers if identifier.mechanism == "dkim"]
    if not signers:
        raise NotEvaluated("the config names neither signing_domains nor dkim_selectors")
    unknown = ""
    for signer in signers:
        aligned = signer.alignment.walked
        if aligned is not False and signer.can_pass is not False:
            if aligned and (signer.can_pass or not domain.context.dkim_selectors):
                return
            unknown = unknown or signer.alignment.unknown or signer.unknown
    if unknown:
        raise Unknown(unknown)
    told = "; ".join(f"d={signer.domain}: {signer.obstacle or 'another organisation'}" for signer in signers)
    yield rule.finding(
        f"the policy for {domain.name} is reject, but no DKIM signature can pass and align ({told}): forwarded mail is "
        "lost",
        at=span_of(domain, record, found.tag),
    )
