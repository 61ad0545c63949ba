"""Every DKIM selector seems to exist.

A wildcard record answers for selectors that nobody published. It hides a missing key, and what it answers is mostly
no key at all. Only an empty key for all selectors has a use: it says that the domain signs nothing.

Fix: replace the wildcard by the records that you need.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, answered
from mailcheck_rules._shared.dns import span_of_answer

_PROBE = "mailcheck-wildcard-probe._domainkey.ex.test TXT"

rule = Rule(
    __name__,
    title="Wildcard under _domainkey",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 6376 section 3.6.2", "https://www.rfc-editor.org/rfc/rfc6376#section-3.6.2"),),
    examples=(
        Bad(domain="ex.test", zone={_PROBE: "v=spf1 -all"}, at="v=spf1 -all"),
        Bad(domain="ex.test", zone={_PROBE: "v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}, at="v=DKIM1"),
        Good(domain="ex.test", zone={_PROBE: "v=DKIM1; p="}, note="it denies all keys on purpose"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}),
        Good(domain="ex.test", zone={_PROBE: "!servfail"}, note="not known"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    answer = answered(domain.audit.wildcards.keys)
    texts = [text for text in answer.texts if not _denies(text)]
    if texts:
        yield rule.finding(
            f"a selector that nobody published answers '{texts[0][:60]}'",
            at=span_of_answer(domain, answer, texts[0]),
            key="wildcard",
        )


def _denies(text: str) -> bool:
    tags = dict(piece.strip().partition("=")[::2] for piece in text.split(";") if piece.strip())
    return tags.get("p", "x").strip() == "" and tags.get("v", "DKIM1").strip() == "DKIM1"
