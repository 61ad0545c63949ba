"""DNSSEC or DANE is set up in a way that does not work.

Broken DNSSEC signatures make a domain vanish for every resolver that checks them. TLSA records (DANE) count only in a
signed zone, and only with usages 2 and 3. A zone without DNSSEC is no fault.

Fix: have your DNS host sign the zone anew, or take the DS record out at the registrar; publish TLSA records as
`3 1 1` with the hash of the certificate's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailcheck.api import Bad, Citation, Confidence, Domain, Finding, Good, Rule, Severity, Unknown, answered
from mailcheck_rules._shared.dns import span_of_answer

if TYPE_CHECKING:
    from mailcheck.api import Answer

_HASH = "ab" * 32
_MX = {"ex.test MX": ("10 mx1.ex.test.", "20 mx2.ex.test.")}

rule = Rule(
    __name__,
    title="DNSSEC or DANE broken",
    severity=Severity.INFO,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 7672 section 3.1", "https://www.rfc-editor.org/rfc/rfc7672#section-3.1"),
        Citation("standard", "RFC 9989 section 11.3"),
    ),
    examples=(
        Bad(domain="ex.test", zone={**_MX, "_25._tcp.mx1.ex.test TLSA": f"1 1 1 {_HASH}"}, at="1 1 1"),
        Bad(
            domain="ex.test",
            zone={**_MX, "_25._tcp.mx1.ex.test TLSA": f"3 1 1 {_HASH}"},
            at="3 1 1",
            note="the other exchanger has none",
        ),
        Good(
            domain="ex.test",
            zone={
                **_MX,
                "_25._tcp.mx1.ex.test TLSA": (f"3 1 1 {_HASH}", f"2 1 1 {_HASH}"),
                "_25._tcp.mx2.ex.test TLSA": f"3 1 1 {_HASH}",
            },
        ),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="nobody must have either"),
        Good(domain="ex.test", zone={"ex.test SOA": "!servfail"}, note="any server can fail: not known"),
    ),
)

_USAGES = ("2", "3")


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    audit = domain.audit
    delegation = audit.delegation
    validates = delegation is not None and delegation.secure is True
    signed = validates and delegation is not None and delegation.status == "answered"
    if signed and audit.soa.status == "servfail":
        yield rule.finding(
            f"the parent zone says that {domain.name} is signed, but its answers do not validate",
            at=domain.named_at,
            severity=Severity.ERROR,
            confidence=Confidence.LIKELY,
            key="bogus",
        )
        return
    answered(audit.soa)
    answered(audit.mx.answer)
    present = [answer for answer in audit.tlsa if answer.status == "answered"]
    for answer in present:
        yield from _judge(domain, answer, validates=validates)
    absent = [answer.name.partition("._tcp.")[2] for answer in audit.tlsa if answer.absent]
    if present and absent:
        yield rule.finding(
            f"some mail exchangers have TLSA records, {', '.join(absent)} has none: mail can be led there instead",
            at=span_of_answer(domain, present[0]),
            key="not all exchangers",
        )
    failed = next((answer for answer in audit.tlsa if answer.failed), None)
    if failed is not None:
        raise Unknown(f"TLSA of {failed.name}: {failed.detail or failed.status}")


def _judge(domain: Domain, answer: Answer, *, validates: bool) -> Iterator[Finding]:
    if validates and answer.secure is False:
        yield rule.finding(
            f"the TLSA record at {answer.name} counts for nothing: its zone is not signed",
            at=span_of_answer(domain, answer),
            key=f"{answer.name} unsigned",
        )
    for record in answer.records:
        usage = record.text.split(" ", 1)[0]
        if usage not in _USAGES:
            yield rule.finding(
                f"the TLSA record at {answer.name} has usage {usage}; mail servers use 2 and 3 only",
                at=span_of_answer(domain, answer, record.text),
                key=f"{answer.name} usage {usage}",
            )
