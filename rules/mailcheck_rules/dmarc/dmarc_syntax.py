"""The DMARC record is broken, or there are several.

Receivers discard records that they cannot read and all records where there is more than one; a policy that is no
policy counts as none, or switches DMARC off. The record then looks as if it protected the domain, and does not.

Fix: keep exactly one TXT record at `_dmarc`, beginning with `v=DMARC1;`, its tags separated by semicolons, such as
`v=DMARC1; p=reject; rua=mailto:dmarc-reports@your-domain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailcheck.api import Bad, Citation, Domain, Finding, Good, Rule, Severity, answered
from mailcheck_rules._shared.dmarc import is_meant, span_of
from mailcheck_rules._shared.dns import bulk_grade, require_author, span_of_answer
from mailcheck_rules._shared.providers import refusals

if TYPE_CHECKING:
    from mailcheck.api import Answer, DmarcRecord, Problem

_REPORTS = "rua=mailto:d@ex.test"

rule = Rule(
    __name__,
    title="DMARC record broken",
    severity=Severity.ERROR,
    owner="dns-admin",
    cites=(
        Citation("standard", "RFC 9989 sections 4.7, 4.8, 4.10 and 4.10.1"),
        Citation("provider", "Google e-mail sender guidelines: the record must specify a policy"),
    ),
    examples=(
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": ("v=DMARC1; p=none", "v=DMARC1; p=reject")}),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1 p=reject"}, at="v=DMARC1 p"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1, p=reject"}, at="v=DMARC1,"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=dmarc1; p=reject"}, at="v=dmarc1"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": " “v=DMARC1; p=reject”"}, at="“v=DMARC1"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": f"v=DMARC1; p=quarentine; {_REPORTS}"}, at="p=quarentine"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=quarentine"}, at="p=quarentine"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": f"v=DMARC1; p=reject; sp=foo; {_REPORTS}"}, at="sp=foo"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; p=reject"}, at="p=reject"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; rua=d@ex.test"}, at="rua=d@ex.test"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": f"v=DMARC1; {_REPORTS}"}, at="v=DMARC1", note="no p"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=none; pol=x"}, at="pol=x", note="info"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": f"v=DMARC1; {_REPORTS}; p=none"}, at="p=none", note="info"),
        Bad(domain="ex.test", zone={"_dmarc.ex.test TXT": ("v=DMARC1; p=none", "verify=1")}, at="verify=1"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": f"v=DMARC1; p=none; {_REPORTS}"}),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v = DMARC1 ; p = reject ;"}, note="spaces are allowed"),
        Good(domain="ex.test", zone={"_dmarc.ex.test TXT": "v=DMARC1; p=Reject; np=reject; psd=n; t=n; fo=1:d:s"}),
        Good(domain="ex.test", zone={"ex.test TXT": "v=spf1 -all"}, note="there is none: see dmarc-missing"),
    ),
)

_FO = re.compile(r"[01ds](?::[01ds])*", re.IGNORECASE)


@rule.domain
def check(domain: Domain) -> Iterator[Finding]:
    require_author(domain)
    answer = answered(domain.audit.dmarc_texts)
    if not any(map(is_meant, answer.texts)):
        answer = next((stop.answer for stop in domain.dmarc.stops if any(map(is_meant, stop.answer.texts))), answer)
    records = domain.dmarc_records(answer)
    if len(records) > 1:
        yield rule.finding(
            f"there are {len(records)} DMARC records at {answer.name}: receivers discard all of them"
            f"{refusals(domain.context, 'dmarc-missing')}",
            at=span_of_answer(domain, answer, records[1].text),
            key="several records",
            advice="Keep one of them and delete the others.",
        )
    for text in answer.texts:
        if not any(text == record.text for record in records):
            yield from _no_record(domain, answer, text, found=bool(records))
    for record in records:
        yield from _problems(domain, record)


def _no_record(domain: Domain, answer: Answer, text: str, *, found: bool) -> Iterator[Finding]:
    if is_meant(text):
        yield rule.finding(
            f"the record does not begin with exactly 'v=DMARC1' and a semicolon: receivers ignore it"
            f"{refusals(domain.context, 'dmarc-missing')}",
            at=span_of_answer(domain, answer, text),
        )
    elif found and text not in domain.audit.wildcards.dmarc.texts:
        yield rule.finding(
            "another TXT record stands beside the DMARC record; receivers ignore it, some checkers stumble",
            at=span_of_answer(domain, answer, text),
            severity=Severity.INFO,
            advice="Delete it if nobody needs it here.",
        )


def _problems(domain: Domain, record: DmarcRecord) -> Iterator[Finding]:
    miswritten = any(problem.kind == "case" for problem in record.problems)
    for problem in record.problems:
        if problem.kind == "missing-p" and miswritten:
            continue  # it is there, in capitals
        yield rule.finding(
            problem.reason + _consequence(domain, record, problem),
            at=span_of(domain, record, problem=problem),
            severity=_severity(domain, problem),
            advice=_ADVICE.get(problem.kind, ""),
        )
    if not record.problems and not _is_plain(record):
        opinion = domain.second_opinion(record)
        if opinion:
            yield rule.finding(
                f"another reader of DMARC records refuses this one ({opinion}); receivers may differ as well",
                at=span_of(domain, record),
                severity=Severity.INFO,
                key=f"second opinion: {opinion}",
                advice="Write the record in its plain form: `v=DMARC1; p=...; rua=mailto:...`.",
            )


def _is_plain(record: DmarcRecord) -> bool:
    """Whether nothing in it is left that we did not judge: then no second reader is needed."""
    printable = record.text.isascii() and record.text.isprintable()
    return printable and (record.tag("fo") is None or _FO.fullmatch(record.value("fo")) is not None)


_ADVICE = {
    "unknown-tag": "Remove the tag, or correct its name.",
    "order": "Nothing must be done; putting `p` second helps old software.",
    "case": "Write tag names in small letters.",
}


def _severity(domain: Domain, problem: Problem) -> Severity:
    if problem.kind == "missing-p":
        return bulk_grade(domain.context)
    if problem.kind in ("unknown-tag", "order"):
        return Severity.INFO
    if problem.kind == "case":
        return Severity.WARNING
    return Severity.ERROR


def _consequence(domain: Domain, record: DmarcRecord, problem: Problem) -> str:
    """What a receiver does with the record as it is."""
    if problem.kind == "case":
        return "; not every receiver reads it"
    if not record.valid or not record.broken_policy:
        return ""
    if problem.kind not in ("missing-p", "value", "syntax"):
        return ""
    if record.processed:
        return "; receivers act as if it said p=none" + refusals(domain.context, "dmarc-syntax")
    return "; as there is no valid report address either, receivers do not process DMARC" + refusals(
        domain.context, "dmarc-missing"
    )
