"""Receipts and campaigns leave from the same addresses.

When a campaign draws complaints, the reputation of its addresses falls, and receipts and password mails fall with
it. Providers ask for separate addresses, or at least separate signing domains; the law does not.

Fix: give transactional mail an address of its own, or let its DKIM signature name a domain of its own. Below some
50,000 messages a month a separate address never earns a reputation: separate the signing domains only.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    transactional: tuple[str, ...] = opt((), "addresses or pools that transactional mail is sent from")
    commercial: tuple[str, ...] = opt((), "addresses or pools that commercial mail is sent from")
    transactional_signer: str = opt("", "d= of transactional mail")
    commercial_signer: str = opt("", "d= of commercial mail")
    monthly_volume: int = opt(0, "messages a month of the smaller stream; 0: not told")
    least_volume: int = opt(50_000, "messages a month below which sharing is only noted")


_BOTH = {"transactional": ("192.0.2.10",), "commercial": ("192.0.2.10", "192.0.2.20")}

rule = Rule(
    __name__,
    title="Streams share an address",
    severity=Severity.WARNING,
    owner="developer",
    options=Options,
    cites=(
        Citation("provider", "Google e-mail sender guidelines, sending practices: an address for each type of message"),
        Citation("provider", "Yahoo sender requirements: segregate e-mail types by IP or DKIM domain"),
        Citation("provider", "Apple, postmaster information for iCloud Mail (2025-02-25): separate streams"),
    ),
    examples=(
        Bad(domain="ex.test", options=_BOTH, at="ex.test"),
        Bad(domain="ex.test", options={**_BOTH, "monthly_volume": 9000}, note="info: too little to separate"),
        Good(domain="ex.test", options={**_BOTH, "transactional": ("192.0.2.30",)}),
        Good(
            domain="ex.test",
            options={**_BOTH, "transactional_signer": "mail.ex.test", "commercial_signer": "news.ex.test"},
            note="separated by signing domain",
        ),
        Good(domain="ex.test", note="nothing was declared"),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    if not (options.transactional and options.commercial):
        raise NotEvaluated("the config does not say where each stream is sent from (rules.stream-shared-ip)")
    signers = options.transactional_signer.lower(), options.commercial_signer.lower()
    shared = sorted(set(options.transactional) & set(options.commercial))
    if not shared or (all(signers) and signers[0] != signers[1]):
        return
    small = 0 < options.monthly_volume < options.least_volume
    yield rule.finding(
        f"transactional and commercial mail are both sent from {', '.join(shared)}"
        + (f"; at {options.monthly_volume} messages a month separate signing domains are enough" if small else ""),
        at=domain.named_at,
        severity=Severity.INFO if small else rule.severity,
        key=", ".join(shared),
    )
