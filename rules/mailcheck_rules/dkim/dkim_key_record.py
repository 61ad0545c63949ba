"""The DKIM key record is written in a way that verifiers read differently.

Some accept such a record and some do not, so that signatures pass at one receiver and fail at another.

Fix: write the record plainly: `v=DKIM1; k=rsa; p=` and the key, without quotation marks or backslashes in it.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, Unknown
from mailcheck_rules._shared.dkim import failed_keys, key_span, known_keys

_K1 = {"dkim_selectors": ("k1",)}
_NAME = "k1._domainkey.ex.test TXT"
_P = "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
_KEY = f"k=ed25519; {_P}"

rule = Rule(
    __name__,
    title="DKIM key record oddly written",
    severity=Severity.WARNING,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 6376 section 3.6.1", "https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1"),),
    examples=(
        Bad(domain="ex.test", zone={_NAME: f"{_KEY}; v=DKIM1"}, context=_K1, at="v=DKIM1", note="v= is not first"),
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1\\; k=ed25519\\; {_P}"}, context=_K1, at="\\;"),
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; k=dsa; {_P}"}, context=_K1, at="k=dsa"),
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; s=tlsrpt; {_KEY}"}, context=_K1, at="s=tlsrpt"),
        Bad(domain="ex.test", zone={_NAME: f"v=DKIM1; h=sha1; {_KEY}"}, context=_K1, at="h=sha1"),
        Bad(domain="ex.test", zone={_NAME: "v=DKIM1; k=ed25519; " + _P[:20] + '" "' + _P[20:]}, context=_K1, at='" "'),
        Bad(domain="ex.test", zone={_NAME: f"k1 v=DKIM1; {_KEY}"}, context=_K1, at="k1 v", note="stray text in front"),
        Good(domain="ex.test", zone={_NAME: f"v=DKIM1; {_KEY}"}, context=_K1),
        Good(domain="ex.test", zone={_NAME: f"{_KEY};"}, context=_K1, note="v= may be absent"),
        Good(domain="ex.test", zone={_NAME: f"v=DKIM1; h=sha256; s=email; t=s; n=note; {_KEY}"}, context=_K1),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    for answer, key in known_keys(domain):
        value = dict(key.tags).get("p", "")
        quoted = bool({"'", '"'} & set(value))
        for problem in key.problems:
            if problem.kind == "truncated" or (problem.kind == "key" and not quoted):
                continue  # dkim-key-weak and dkim-key-missing say so
            yield rule.finding(
                f"the key record at {answer.name}: {problem.reason}",
                at=key_span(domain, answer, key),
                severity=Severity.INFO if problem.kind == "bare-key" else rule.severity,
                key=f"{answer.name} {problem.kind}",
            )
    failed = failed_keys(domain)
    if failed:
        raise Unknown(failed)
