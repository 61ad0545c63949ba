"""A sending address is on a block list.

Receivers that use the list refuse the mail or file it as spam. Lists are asked only when the config names them, and
only believed when they pass their own test.

Fix: find out why the address was listed (hacked account, bought list, no bounce handling), stop that, then ask for
removal on the list's own pages. "PBL" means that the address is not meant to send directly: use its owner's relay.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.providers import refusals

_ZEN = "zen.spamhaus.org"
_ASKED = {"sending_ips": ("192.0.2.9",), "blocklists": (_ZEN,)}
_WORKS = {f"2.0.0.127.{_ZEN} A": "127.0.0.2"}
_NAME = f"9.2.0.192.{_ZEN} A"

rule = Rule(
    __name__,
    title="Sending address on a block list",
    severity=Severity.ERROR,
    owner="list-owner",
    cites=(
        Citation("standard", "RFC 5782", "https://www.rfc-editor.org/rfc/rfc5782"),
        Citation("provider", "Yahoo SMTP error codes: addresses on Spamhaus lists are refused"),
    ),
    examples=(
        Bad(domain="ex.test", zone={**_WORKS, _NAME: "127.0.0.2"}, context=_ASKED, at="ex.test"),
        Bad(domain="ex.test", zone={**_WORKS, _NAME: "127.0.0.11"}, context=_ASKED, note="not meant to send directly"),
        Bad(
            domain="ex.test",
            zone={"2.0.0.127.bl.example A": "127.0.0.2", "9.2.0.192.bl.example A": "127.0.0.2"},
            context={**_ASKED, "blocklists": ("bl.example",)},
            note="another list: a warning",
        ),
        Good(domain="ex.test", zone=_WORKS, context=_ASKED),
        Good(
            domain="ex.test",
            zone={**_WORKS, _NAME: "127.255.255.254"},
            context=_ASKED,
            note="a refused question is no listing",
        ),
        Good(
            domain="ex.test",
            zone={f"2.0.0.127.{_ZEN} A": "127.0.0.2", f"1.0.0.127.{_ZEN} A": "127.0.0.2", _NAME: "127.0.0.2"},
            context=_ASKED,
            note="a dead list that lists everything",
        ),
        Good(domain="ex.test", zone={_NAME: "127.0.0.2"}, context=_ASKED, note="a list that fails its own test"),
        Good(domain="ex.test", zone={**_WORKS, _NAME: "!timeout"}, context=_ASKED, note="not known"),
        Good(domain="ex.test", zone={**_WORKS, _NAME: "127.0.0.2"}, note="no list was named: not asked"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    listings = [listing for listing in domain.audit.listings if listing.subject != domain.name]
    if not listings:
        raise NotEvaluated("the config names no block lists (blocklists) or no sending addresses (sending_ips)")
    for listing in listings:
        if not listing.codes:
            continue
        severe = any(code.severe for code in listing.codes)
        meaning = "; ".join(code.meaning for code in listing.codes)
        refused = refusals(domain.context, rule.id) if listing.zone.endswith("spamhaus.org") else ""
        yield rule.finding(
            f"{listing.subject} is on {listing.zone}: {meaning}{refused}",
            at=domain.named_at,
            severity=rule.severity if severe else Severity.WARNING,
            key=f"{listing.subject} {listing.zone}",
        )
    unknown = next((listing.unknown for listing in listings if listing.unknown), "")
    if unknown:
        raise Unknown(unknown)
