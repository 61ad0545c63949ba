"""The domain is on a block list.

Receivers that use the list refuse mail from the domain and mail that names it. Lists are asked only when the config
names them, and only believed when they pass their own test.

Fix: find out why the domain was listed (a hacked site, an open redirect, mail to bought addresses), stop that, then
ask for removal on the list's own pages.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown

_DBL = "dbl.spamhaus.org"
_ASKED = {"blocklists": (_DBL,)}
_WORKS = {f"test.{_DBL} A": "127.0.1.2"}
_NAME = f"ex.test.{_DBL} A"

rule = Rule(
    __name__,
    title="Domain on a block list",
    severity=Severity.ERROR,
    owner="list-owner",
    cites=(Citation("standard", "RFC 5782", "https://www.rfc-editor.org/rfc/rfc5782"),),
    examples=(
        Bad(domain="ex.test", zone={**_WORKS, _NAME: "127.0.1.2"}, context=_ASKED, at="ex.test"),
        Bad(domain="ex.test", zone={**_WORKS, _NAME: "127.0.1.103"}, context=_ASKED, note="misused: a warning"),
        Good(domain="ex.test", zone=_WORKS, context=_ASKED),
        Good(domain="ex.test", zone={**_WORKS, _NAME: "127.0.1.255"}, context=_ASKED, note="a question gone wrong"),
        Good(domain="ex.test", zone={_NAME: "127.0.1.2"}, context=_ASKED, note="a list that fails its own test"),
        Good(
            domain="ex.test",
            zone={**_WORKS, f"invalid.{_DBL} A": "127.0.1.2", _NAME: "127.0.1.2"},
            context=_ASKED,
            note="a list that lists everything",
        ),
        Good(domain="ex.test", zone={**_WORKS, _NAME: "127.0.1.2"}, note="no list was named: not asked"),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    listings = [listing for listing in domain.audit.listings if listing.subject == domain.name]
    if not listings:
        raise NotEvaluated("the config names no block list of domains (blocklists)")
    for listing in listings:
        if listing.codes:
            severe = any(code.severe for code in listing.codes)
            yield rule.finding(
                f"{listing.subject} is on {listing.zone}: {'; '.join(code.meaning for code in listing.codes)}",
                at=domain.named_at,
                severity=rule.severity if severe else Severity.WARNING,
                key=listing.zone,
            )
    unknown = next((listing.unknown for listing in listings if listing.unknown), "")
    if unknown:
        raise Unknown(unknown)
