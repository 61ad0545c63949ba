"""A guide on paper: plain text, at most 100 columns, except for what has to be copied as it stands."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from mailcheck.facts.domain.dns_hosting import Hosting
from mailcheck.guide.panel import fields, name_field, value_field, waiting
from mailcheck.guide.steps import Step
from mailcheck.records import ProposedRecord
from mailcheck.reporters.printable import one_line
from mailcheck.subjects.domain import Domain

COLUMNS = 100
DNS = (
    "DNS is the public address book of the Internet: for each domain it holds short entries, called records, that "
    "anybody may read. Mail providers read some of yours to find out whether a message that claims to come from you "
    "really does."
)


def healthy_lines(domain: Domain) -> Iterator[str]:
    """Three lines."""
    audit = domain.audit
    keys = sum(key.usable for answer in (*audit.keys, *audit.service_keys) for key in answer.keys)
    dkim = f"{keys} DKIM key{'' if keys == 1 else 's'}" if keys else "DKIM not looked at (no selector is known)"
    policy = audit.dmarc.policy or audit.dmarc_7489.policy or "none"
    yield f"{domain.name} is in order: SPF, {dkim}, DMARC with the policy {policy}."
    yield "There is nothing to publish."
    yield f"Look again after each change: mailcheck domain {domain.name}"


def guide_lines(domain: Domain, hosting: Hosting, steps: Sequence[Step], unknown: Sequence[str]) -> Iterator[str]:
    yield f"How to set up {domain.name} for mail"
    yield ""
    yield from _prose(DNS)
    yield ""
    yield from _where(hosting)
    if unknown:
        yield ""
        yield from _prose("Not everything could be looked up, so this guide is incomplete; run it again later:")
        for reason in unknown:
            yield from _item(reason)
    done: dict[str, int] = {}
    for number, step in enumerate(steps, 1):
        yield ""
        yield from _step(domain, hosting, number, step, done, sure=not unknown)
        for record in step.records:
            done |= dict.fromkeys(record.rules, number)


def _where(hosting: Hosting) -> Iterator[str]:
    host = hosting.host
    if hosting.unknown:
        yield from _prose(
            f"Who keeps the records of {hosting.zone} could not be looked up ({one_line(hosting.unknown)}). Mostly it "
            "is where the domain was bought."
        )
    elif host is None:
        servers = ", ".join(map(one_line, hosting.servers)) or "no name server of its own"
        yield from _prose(
            f"The records of {hosting.zone} are kept by the owner of these name servers: {servers}. Mostly it is where "
            "the domain was bought, or the host of the website. Log in there and look for 'DNS'."
        )
    else:
        yield from _prose(
            f"The records of {hosting.zone} are kept at {host.name} ({one_line(hosting.servers[0])}). Log in there and "
            f"go to: {host.where}. {host.note}".strip()
        )
        yield from _prose(f"How it wants a record: {host.source}")


def _step(
    domain: Domain, hosting: Hosting, number: int, step: Step, done: dict[str, int], *, sure: bool
) -> Iterator[str]:
    title = f"Step {number}. {step.title}: {step.purpose}"
    yield title
    yield "-" * len(title)
    for text in step.now:
        yield f"  now: {one_line(text)}"
    if not step.findings and not step.records:
        yield "  Nothing is wrong here." if sure and not step.hints else "  Nothing that can be seen is wrong here."
    mended = {rule for record in step.records for rule in record.rules}
    for finding in step.findings:
        yield from _prose(f"{finding.severity.label}: {one_line(finding.message)} ({finding.rule_id})", "  ")
        earlier = done.get(finding.rule_id)
        if earlier is not None:
            yield f"    The record of step {earlier} mends it."
        elif finding.rule_id not in mended and finding.advice:
            yield from _prose(f"Do: {one_line(finding.advice)}", "    ")
    for record in step.records:
        yield ""
        yield from _record(domain, hosting, record)
    for hint in step.hints:
        yield from _item(hint, "  ")
    if step.title == "DKIM" and step.hints and hosting.host is not None and hosting.host.proxy:
        yield from _item(f"Records of type CNAME: switch the proxy of {hosting.host.name} off for them.", "  ")
    for condition, value in step.later:
        yield from _prose(f"Later, {condition}, change the value to:", "  ")
        yield f"    {one_line(value)}"
    if step.findings or step.records or step.hints:
        yield f"  Check: mailcheck domain {domain.name} {step.check}"


def _record(domain: Domain, hosting: Hosting, record: ProposedRecord) -> Iterator[str]:
    for question in record.questions:
        yield from _prose(f"First: {one_line(question)}", "  ")
    if record.keeper:
        yield from _prose(f"{record.keeper} must publish this record, not you; ask for it:", "  ")
    elif not record.value:
        yield "  Delete:"
    else:
        yield "  Change the record to:" if record.old else "  Add this record:"
    if record.value:
        for label, content in fields(record, hosting):
            yield f"    {label + ':':10}{content}"
    else:
        yield f"    {'Type:':10}{record.kind}"
        yield f"    {'Name:':10}{name_field(record.name, hosting)}"
    for value, data in zip(record.old, record.old_data, strict=True):
        old = one_line(value_field(value, data, hosting))
        yield f"    {'Old:':10}{old}{' (delete it)' if record.value else ''}"
    for change in record.changes:
        yield from _item(f"{change.reason} ({change.rule})", "    ")
    if record.value and not record.keeper:
        yield from _prose(waiting(domain.audit, record), "    ")


def _prose(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(
        text, COLUMNS, initial_indent=indent, subsequent_indent=indent + ("  " if indent else ""),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _item(text: str, indent: str = "  ") -> Iterator[str]:
    yield from textwrap.wrap(
        one_line(text), COLUMNS, initial_indent=indent + "- ", subsequent_indent=indent + "  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
