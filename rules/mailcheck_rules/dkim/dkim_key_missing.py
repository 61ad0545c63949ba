"""There is no usable key where a selector points.

Receivers fetch the key named by the signature's selector (`s=`) and domain (`d=`). Without it no signature verifies.
An empty `p=` revokes a key, and with several records at one name it is undefined which counts.

Fix: publish the one key record that your sending service shows, at the name given here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, Unknown
from mailcheck_rules._shared.dkim import failed_keys, key_span
from mailcheck_rules._shared.dns import span_of_answer

if TYPE_CHECKING:
    from mailcheck.api import KeyAnswer

_K1 = {"dkim_selectors": ("k1",)}
_KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
_NAME = "k1._domainkey.ex.test TXT"

rule = Rule(
    __name__,
    title="No DKIM key",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(Citation("standard", "RFC 6376 sections 3.6.1 and 3.6.2.2", "https://www.rfc-editor.org/rfc/rfc6376"),),
    examples=(
        Bad(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, context=_K1, at="ex.test"),
        Bad(domain="ex.test", zone={_NAME: "v=DKIM1; p="}, context=_K1, at="v=DKIM1; p="),
        Bad(domain="ex.test", zone={_NAME: (_KEY, _KEY.replace("11q", "22q"))}, context=_K1, at="v=DKIM1"),
        Bad(domain="ex.test", zone={_NAME: "v=spf1 -all"}, context=_K1, at="v=spf1", note="another record"),
        Bad(domain="ex.test", zone={_NAME: "v=DKIM1; k=rsa"}, context=_K1, at="v=DKIM1", note="no p="),
        Good(domain="ex.test", zone={_NAME: _KEY}, context=_K1),
        Good(
            domain="ex.test",
            zone={"k1._domainkey.ex.test CNAME": "k1.esp.test.", "k1.esp.test TXT": _KEY},
            context=_K1,
            note="an alias is fine",
        ),
        Good(domain="ex.test", zone={_NAME: "!timeout"}, context=_K1, note="a failed look-up is no absence"),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="no selector is known: not evaluated"),
        Good(
            domain="ex.test",
            zone={"ex.test TXT": "v=spf1 include:_spf.google.com -all", "_spf.google.com TXT": "v=spf1 -all"},
            note="a service's usual selector proves nothing",
        ),
        Good(
            domain="ex.test",
            zone={"k1._domainkey.a.ex.test TXT": _KEY},
            context={**_K1, "signing_domains": ("a.ex.test", "b.ex.test")},
            note="a selector belongs to one of the signing domains",
        ),
    ),
)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    if not domain.audit.keys:
        raise NotEvaluated(_nothing_known(domain))
    selectors: dict[str, list[KeyAnswer]] = {}
    for answer in domain.audit.keys:
        selectors.setdefault(answer.name.partition("._domainkey.")[0], []).append(answer)
    for answers in selectors.values():
        held = [answer for answer in answers if answer.keys]
        if not held and not any(answer.answer.failed for answer in answers):
            yield _absent(domain, answers)
        for answer in held:
            yield from _judge(domain, answer)
    failed = failed_keys(domain)
    if failed:
        raise Unknown(failed)


def _nothing_known(domain: Domain) -> str:
    reason = "no DKIM selector is known; name those in use (dkim_selectors)"
    if domain.audit.services:
        reason += f"; DNS points to {', '.join(domain.audit.services)}"
    if domain.audit.service_keys:
        reason += f", and holds {', '.join(answer.name for answer in domain.audit.service_keys)}"
    return reason


def _absent(domain: Domain, answers: list[KeyAnswer]) -> Finding:
    names = ", ".join(answer.name for answer in answers)
    other = next((answer for answer in answers if answer.answer.texts), None)
    if other is not None:
        return rule.finding(
            f"the TXT record at {other.name} is no DKIM key", at=span_of_answer(domain, other.answer), key=names
        )
    return rule.finding(f"there is no DKIM key at {names}", at=domain.named_at, key=names)


def _judge(domain: Domain, answer: KeyAnswer) -> Iterator[Finding]:
    first = answer.keys[0]
    if len(answer.keys) > 1:
        yield rule.finding(
            f"{answer.name} holds {len(answer.keys)} keys: which one counts is undefined",
            at=key_span(domain, answer, answer.keys[1]),
            key=f"{answer.name} several",
            advice="Delete all but the one that your signer uses; give another key a selector of its own.",
        )
    elif first.revoked:
        yield rule.finding(
            f"the key at {answer.name} is revoked (empty p=), but the selector is in use",
            at=key_span(domain, answer, first),
            key=f"{answer.name} revoked",
        )
    elif not any(name == "p" for name, _ in first.tags):
        yield rule.finding(
            f"the record at {answer.name} holds no key: there is no 'p='",
            at=key_span(domain, answer, first),
            key=f"{answer.name} without p",
        )
