"""The `psd` tag is used by somebody who runs no public suffix, or the name is too deep to be found.

`psd=y` says that every name below belongs to somebody else: it breaks alignment between your own names. `psd=n` makes
a subdomain an organisation of its own. Receivers walk up at most eight names, so that a name with more than eight
labels needs a record of its own.

Fix: remove the tag; `psd=n` is of use at the domain that you registered only.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity
from mailcheck_rules._shared.dmarc import own, span_of, without
from mailcheck_rules._shared.dns import span_of_answer

_DEEP = "a.b.c.d.e.f.g.ex.test"

rule = Rule(
    __name__,
    title="psd tag misused",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 9989 sections 4.7, 4.10 and 5.1.8"),),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; psd=y"}, at="psd=y"),
        Bad(domain="news.ex.test", zone={"_dmarc.news.ex.test TXT": "v=DMARC1; p=reject; psd=n"}, at="psd=n"),
        Bad(domain=_DEEP, zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject"}, at=_DEEP),
        Bad(domain=_DEEP, zone={"_dmarc.b.c.d.e.f.g.ex.test TXT": "v=DMARC1; p=reject"}, at="v=DMARC1"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; psd=n"}),
        Good(domain="test", zone={"_dmarc.test TXT": "v=DMARC1; p=reject; psd=y"}, note="a registry"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=reject; psd=u"}),
        Good(
            domain="news.ex.test",
            zone={"_dmarc.news.ex.test TXT": "v=DMARC1; p=reject; psd=n"},
            context={"signing_domains": ("news.ex.test",), "return_path": "b.news.ex.test"},
            note="nothing of the parent is needed",
        ),
        Good(domain=_DEEP, zone={f"_dmarc.{_DEEP} TXT": "v=DMARC1; p=reject"}),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    records = own(domain)
    for record in records:
        if record.psd == "y" and not domain.audit.icann_suffix:
            yield rule.finding(
                f"'psd=y' says that {domain.name} is a public suffix: names below it stop being one organisation",
                at=span_of(domain, record, "psd"),
                advice=f"Publish `{without(record, 'psd')}`.",
            )
        elif record.psd == "n" and _cut_off(domain):
            yield rule.finding(
                f"'psd=n' makes {domain.name} an organisation of its own: signatures and return paths of "
                f"{domain.dmarc_7489.organisation} do not align with it",
                at=span_of(domain, record, "psd"),
                severity=Severity.WARNING,
                advice=f"Publish `{without(record, 'psd')}`, unless the subdomain is meant to stand alone.",
            )
    labels = domain.name.count(".") + 1
    if labels > 8 and not records:
        hidden = next(iter(domain.audit.unseen_dmarc), None)
        found = f"; the record at {hidden.name} is passed over" if hidden is not None else ""
        yield rule.finding(
            f"{domain.name} has {labels} labels: receivers skip the names between it and its last seven{found}",
            at=span_of_answer(domain, hidden) if hidden is not None else domain.named_at,
            severity=Severity.WARNING,
            key="too deep",
            advice=f"Publish a DMARC record at `_dmarc.{domain.name}` itself, or send from a shorter name.",
        )


def _cut_off(domain: Domain) -> bool:
    """A subdomain, and something that authenticates its mail stands outside it or is not known."""
    if domain.dmarc_7489.organisation == domain.name:
        return False
    declared = [identifier.domain for identifier in domain.audit.identifiers]
    return not declared or any(not f".{name}".endswith(f".{domain.name}") for name in declared)
