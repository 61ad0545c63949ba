"""The DKIM key is marked as a test.

`t=y` tells receivers to treat signed mail as if it were not signed. It is easily forgotten after the first trials.

Fix: remove `t=y` from the key record (`t=s` may stay).
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown
from mailcheck_rules._shared.dkim import failed_keys, key_span, known_keys

_K1 = {"dkim_selectors": ("k1",)}
_NAME = "k1._domainkey.ex.test TXT"
_KEY = "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

rule = Rule(
    __name__,
    title="DKIM key in test mode",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 6376 section 3.6.1", "https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1"),),
    examples=(
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; t=y; {_KEY}"}, context=_K1, at="t=y"),
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; t=s:y; {_KEY}"}, context=_K1, at="t=s:y"),
        Good(domain="ex.test", zone={_NAME: f"v=DKIM1; t=s; {_KEY}"}, context=_K1),
        Good(domain="ex.test", zone={_NAME: f"v=DKIM1; {_KEY}"}, context=_K1),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    for answer, key in known_keys(domain):
        if key.testing and not key.revoked:
            yield rule.finding(
                f"the key at {answer.name} says t=y: receivers treat its signatures as none",
                at=key_span(domain, answer, key),
                key=f"{answer.name} testing",
            )
    failed = failed_keys(domain)
    if failed:
        raise Unknown(failed)
