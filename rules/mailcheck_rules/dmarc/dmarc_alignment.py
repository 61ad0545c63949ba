"""Nothing that passes speaks for the From domain.

DMARC passes when SPF or DKIM passes for a domain that belongs together with the one in From. Receivers of RFC 9989
find out what belongs together by looking for DMARC records, older ones by the public suffix list; the message must
pass with both.

Fix: have your sending service sign with your own domain (`d=`), and use a return path below your own domain. The
service's settings call this "domain authentication" and show the DNS records to publish.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.dns import bulk_grade, require_author, sends_nothing
from mailcheck_rules._shared.providers import refusals

if TYPE_CHECKING:
    from mailcheck.api import Identifier

_ZONE = {"_dmarc.ex.test TXT": "v=DMARC1; p=none", "ex.test TXT": "v=spf1 ip4:192.0.2.1 -all"}
_ESP = {"esp.example TXT": "v=spf1 ip4:198.51.100.1 -all"}
_KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

rule = Rule(
    __name__,
    title="Nothing aligns with From",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 9989 sections 4.4, 4.10.2 and 5.3.1"),
        Citation("provider", "Google e-mail sender guidelines FAQ: From must align with SPF or DKIM"),
        Citation("provider", "Microsoft, requirements for high-volume senders (2025-05-05): alignment"),
        Citation("provider", "Yahoo sender requirements: DMARC must pass"),
    ),
    examples=(
        Bad(
            domain="ex.test",
            zone={**_ZONE, **_ESP},
            context={"return_path": "esp.example", "signing_domains": ("esp.example",)},
            at="ex.test",
        ),
        Bad(
            domain="acme.test",
            zone={"_dmarc.acme.test TXT": "v=DMARC1; p=none", **_ESP},
            context={"return_path": "esp.example", "signing_domains": ("notacme.test",)},
            note="a name that merely ends alike",
        ),
        Bad(
            domain="news.ex.test",
            zone={"_dmarc.news.ex.test TXT": "v=DMARC1; p=none", **_ESP},
            context={"return_path": "esp.example", "signing_domains": ("ex.test",)},
            note="aligned by the public suffix list, not by the tree walk",
        ),
        Bad(
            domain="ex.test",
            zone={**_ZONE, **_ESP, "_dmarc.ex.test TXT": "v=DMARC1; p=none; adkim=s"},
            context={"return_path": "esp.example", "signing_domains": ("mail.ex.test",)},
            note="strict",
        ),
        Bad(
            domain="ex.test",
            zone={**_ZONE, **_ESP},
            context={"signing_domains": ("esp.example",)},
            note="only SPF aligns: a warning",
        ),
        Bad(
            domain="ex.test",
            zone={**_ZONE, **_ESP},
            context={"return_path": "esp.example", "signing_domains": ("ex.test",), "dkim_selectors": ("k1",)},
            note="the signing domain has no key",
        ),
        Good(
            domain="ex.test",
            zone={**_ZONE, **_ESP},
            context={"return_path": "esp.example", "signing_domains": ("mail.ex.test",)},
        ),
        Good(
            domain="ex.test",
            zone={**_ZONE, "k1._domainkey.ex.test TXT": _KEY},
            context={"dkim_selectors": ("k1",)},
        ),
        Good(domain="ex.test", zone=_ZONE, note="nothing was declared about its mail"),
        Good(
            domain="ex.test",
            zone={"_dmarc.ex.test TXT": "!servfail"},
            context={"return_path": "esp.example", "signing_domains": ("mail.ex.test",)},
            note="not known",
        ),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    require_author(domain)
    identifiers = domain.audit.identifiers
    if not identifiers:
        raise NotEvaluated("the config names neither return_path nor signing_domains nor dkim_selectors")
    if sends_nothing(domain):
        return
    if domain.dmarc.record is None and domain.dmarc_7489.record is None:
        raise NotEvaluated("no DMARC record applies, so nothing is asked to align")
    new = [identifier for identifier in identifiers if _passes(identifier.alignment.walked, identifier)]
    old = [identifier for identifier in identifiers if _passes(identifier.alignment.listed, identifier)]
    if not (new and old):
        unknown = next((i.alignment.unknown or i.unknown for i in identifiers if _is_open(i)), "")
        if unknown:
            raise Unknown(unknown)
        if not any(identifier.mechanism == "dkim" for identifier in identifiers):
            raise NotEvaluated("the config names no signing_domains, which might align")
        whom = "" if not (new or old) else " at receivers of RFC 7489" if new else " at receivers of RFC 9989"
        yield rule.finding(
            f"From {domain.name} does not align{whom}: {'; '.join(map(_told, identifiers))}"
            f"{refusals(domain.context, rule.id)}",
            at=domain.named_at,
            severity=bulk_grade(domain.context),
            key="nothing aligns",
            advice=_advice(domain, identifiers),
        )
        return
    unknown = next((i.alignment.unknown or i.unknown for i in identifiers if _is_open(i)), "")
    if unknown and not any(identifier.mechanism == "dkim" for identifier in new):
        raise Unknown(unknown)
    signs = [identifier for identifier in identifiers if identifier.mechanism == "dkim"]
    if signs and not any(identifier.mechanism == "dkim" for identifier in new):
        yield rule.finding(
            f"only SPF aligns with From {domain.name}, and it is lost when mail is forwarded: "
            + "; ".join(map(_told, signs)),
            at=domain.named_at,
            severity=Severity.WARNING,
            key="only SPF aligns",
        )


def _passes(aligned: bool | None, identifier: Identifier) -> bool:
    """Aligned, and nothing that was looked up keeps it from passing."""
    return aligned is True and identifier.can_pass is not False and not identifier.unknown


def _is_open(identifier: Identifier) -> bool:
    """Whether it may align and pass after all: a look-up failed."""
    alignment = identifier.alignment
    may_align = alignment.walked is not False or alignment.listed
    return may_align and identifier.can_pass is not False and bool(alignment.unknown or identifier.unknown)


def _told(identifier: Identifier) -> str:
    name = "return path" if identifier.mechanism == "spf" else "d="
    what = f"{name}{'' if name == 'd=' else ' '}{identifier.domain}"
    alignment = identifier.alignment
    if alignment.walked and alignment.listed:
        return f"{what} aligns, but {identifier.obstacle}" if identifier.obstacle else f"{what} aligns"
    if alignment.walked != alignment.listed and alignment.walked is not None:
        which = "the DMARC records found" if alignment.listed else "the public suffix list"
        return f"{what} is another organisation by {which}"
    return f"{what} is not {alignment.author}" if alignment.mode == "strict" else f"{what} is another organisation"


def _advice(domain: Domain, identifiers: tuple[Identifier, ...]) -> str:
    split = next((i for i in identifiers if i.alignment.listed and i.alignment.walked is False), None)
    if split is None:
        return ""
    organisation = split.alignment.author_list
    return (
        f"Publish a DMARC record at `_dmarc.{organisation}` as well, so that both names belong to one organisation, "
        f"or sign with `d={domain.name}`."
    )
