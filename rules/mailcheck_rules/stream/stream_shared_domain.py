"""Receipts and campaigns use one and the same domain everywhere.

Reputation belongs to the domain that authenticates. When From, signature and return path are the same for both
streams, complaints about campaigns keep receipts out of the inbox too.

Fix: let the signature (`d=`) of each stream name a subdomain of its own, such as `mail.your-domain` and
`news.your-domain`. Each needs its own SPF record; keep a DMARC record at your domain, so that they stay aligned.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    transactional_from: str = opt("", "From domain of transactional mail")
    commercial_from: str = opt("", "From domain of commercial mail")
    transactional_signer: str = opt("", "d= of transactional mail")
    commercial_signer: str = opt("", "d= of commercial mail")
    transactional_return_path: str = opt("", "return path domain of transactional mail")
    commercial_return_path: str = opt("", "return path domain of commercial mail")


_SAME = {
    "transactional_from": "ex.test",
    "commercial_from": "ex.test",
    "transactional_signer": "ex.test",
    "commercial_signer": "EX.test",
}

rule = Rule(
    __name__,
    title="Streams share a domain",
    severity=Severity.WARNING,
    owner="dns-admin",
    options=Options,
    cites=(
        Citation("provider", "Yahoo sender requirements: segregate e-mail types by IP or DKIM domain"),
        Citation("provider", "Google e-mail sender guidelines (2026-03-21): quotas by DKIM and SPF domain"),
    ),
    examples=(
        Bad(domain="ex.test", options=_SAME, at="ex.test"),
        Good(domain="ex.test", options={**_SAME, "commercial_signer": "news.ex.test"}),
        Good(domain="ex.test", options={**_SAME, "commercial_from": "news.ex.test"}),
        Good(
            domain="ex.test",
            options={**_SAME, "transactional_return_path": "b1.ex.test", "commercial_return_path": "b2.ex.test"},
        ),
        Good(domain="ex.test", note="nothing was declared"),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    pairs = (
        (options.transactional_from, options.commercial_from),
        (options.transactional_signer, options.commercial_signer),
        (options.transactional_return_path, options.commercial_return_path),
    )
    if not all(pairs[0]) or not all(pairs[1]):
        raise NotEvaluated("the config does not say which domains each stream uses (rules.stream-shared-domain)")
    known = [(one.lower().rstrip("."), other.lower().rstrip(".")) for one, other in pairs if one and other]
    if all(one == other for one, other in known):
        yield rule.finding(
            f"transactional and commercial mail both use {known[0][0]}, signed by {known[1][0]}", at=domain.named_at
        )
