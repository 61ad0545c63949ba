"""The steps of a guide: SPF, DKIM, DMARC, the reports, and the rest. Data only; `page` puts them on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailcheck.facts.domain.dkim_verify import KeyAnswer
from mailcheck.facts.domain.dmarc_record import parse_dmarc
from mailcheck.facts.domain.dmarc_repair import raised
from mailcheck.facts.domain.dns_records import spf_questions
from mailcheck.findings import Finding
from mailcheck.lexicon.esp_dns import SendingService, sending_services
from mailcheck.lookup.answers import Answer
from mailcheck.records import ProposedRecord
from mailcheck.rule import Rule
from mailcheck.subjects.domain import Domain

REPORTS = frozenset({"dmarc-report-auth", "dmarc-rua-missing", "dmarc-ruf", "tls-rpt"})


@dataclass(slots=True)
class Step:
    """One step. `now` is what is published; `hints` is what cannot be known from here, and where to get it.

    `later` are values to publish when a condition holds: (condition, value). `check` are the command's options that
    check the step.
    """

    title: str
    purpose: str
    check: str
    now: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    records: list[ProposedRecord] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    later: list[tuple[str, str]] = field(default_factory=list)


def make_steps(
    domain: Domain, findings: Sequence[Finding], records: Sequence[ProposedRecord], rules: Mapping[str, Rule]
) -> list[Step]:
    """All five steps in order, also those where nothing is to be done."""
    steps = [_spf(domain), _dkim(domain), _dmarc(domain, records), _reports(domain), _rest()]
    for finding in findings:
        steps[_number(finding.rule_id, rules)].findings.append(finding)
    for record in records:
        steps[min(_number(rule, rules) for rule in record.rules)].records.append(record)
    return steps


def _number(rule_id: str, rules: Mapping[str, Rule]) -> int:
    if rule_id in REPORTS:
        return 3
    group = rules[rule_id].group if rule_id in rules else rule_id.partition("-")[0]
    return {"spf": 0, "dkim": 1, "dmarc": 2}.get(group, 4)


def _spf(domain: Domain) -> Step:
    audit = domain.audit
    step = Step("SPF", "which servers may send mail for the domain", "--select spf")
    step.now = _published(audit.texts, audit.spf.texts)
    step.hints += spf_questions(audit)
    if audit.spf.state == "none" and not domain.context.parked:
        step.hints.append(
            "Who sends mail for the domain cannot be seen from outside: your mail host, a newsletter service, a shop? "
            "Each of them documents one 'include:'. Put all into one record: 'v=spf1 include:... include:... ~all'."
        )
        step.hints += [_include_hint(service) for service in _revealed(audit.services) if service.spf]
    return step


def _include_hint(service: SendingService) -> str:
    note = f" {service.note}" if service.note else ""
    return f"{service.name} seems to be in use. Its part is 'include:{service.spf[0]}'.{note} See {service.source}"


def _dkim(domain: Domain) -> Step:
    audit = domain.audit
    answers = list({answer.name: answer for answer in (*audit.keys, *audit.service_keys)}.values())
    step = Step("DKIM", "a signature, so that nobody can change your mail on its way", "--select dkim")
    step.now = [_key_told(answer) for answer in answers]
    if not answers:
        step.check = "--selector NAME --select dkim"
    if not answers and not domain.context.parked:
        step.now = ["no key is known: DNS does not list the names (selectors) of keys"]
    if not any(key.usable for answer in answers for key in answer.keys) and not domain.context.parked:
        step.hints.append(
            "The key cannot be made up here: each service that sends for you makes its own. Look in its settings for "
            "'domain authentication' or 'DKIM', publish exactly what it shows, and switch signing on."
        )
        step.hints += [f"{s.name} seems to be in use. Where its key is: {s.source}" for s in _revealed(audit.services)]
        step.hints.append(
            "A signed message tells the selector: the 's=' in its DKIM-Signature field. Then look at the key with "
            f"'mailcheck domain {domain.name} --selector NAME'."
        )
    return step


def _key_told(answer: KeyAnswer) -> str:
    key = answer.keys[0] if answer.keys else None
    if answer.answer.failed:
        return f"{answer.name}: could not be looked up"
    if key is None:
        return f"{answer.name}: no key"
    alias = f", kept by {answer.answer.chain[-1]}" if answer.answer.chain else ""
    if key.revoked:
        return f"{answer.name}: revoked{alias}"
    size = f"{key.bits} bits, {key.kind}" if key.bits else "cannot be read"
    return f"{answer.name}: {size}{alias}"


def _revealed(names: Iterable[str]) -> list[SendingService]:
    return [service for service in sending_services() if service.name in set(names)]


def _dmarc(domain: Domain, records: Sequence[ProposedRecord]) -> Step:
    """What applies, and how to go on from there: none, quarantine, reject."""
    audit = domain.audit
    step = Step("DMARC", "what receivers do with mail that passes neither, and who gets reports", "--select dmarc")
    found = audit.dmarc.record or audit.dmarc_7489.record
    if audit.dmarc_texts.texts or found is None:
        step.now = _published(audit.dmarc_texts, audit.dmarc_texts.texts)
    else:
        step.now = [f"{found.text}   (at _dmarc.{found.domain})"]
    proposed = next((r for r in records if r.name.startswith("_dmarc.") and r.value and not r.keeper), None)
    text = proposed.value if proposed is not None else found.text if found is not None else ""
    if text and not domain.context.parked:
        step.later = list(_path(text, people=domain.context.people is True))
    return step


def _path(text: str, *, people: bool) -> Iterator[tuple[str, str]]:
    record = parse_dmarc("", text)
    policy = record.policy("p")
    if policy == "none":
        yield "when the reports of some weeks show that all your mail passes", raised(record, "quarantine")
    if policy in ("none", "quarantine") and not people:
        yield "when nothing of yours went to spam for some more weeks", raised(record, "reject")


_REPORT_STATES = {True: "reports can go there", False: "reports are dropped", None: "could not be looked up"}


def _reports(domain: Domain) -> Step:
    step = Step("Reports", "who sends in your name, once a day", f"--select {','.join(sorted(REPORTS))}")
    for each in domain.audit.reports:
        step.now.append(f"{each.address}: {_REPORT_STATES[each.allowed]}")
    return step


def _rest() -> Step:
    return Step("The rest", "your servers, and transport", "--select dns,stream")


def _published(answer: Answer, texts: Sequence[str]) -> list[str]:
    if answer.failed:
        return ["could not be looked up"]
    alias = [f"{answer.name} is an alias (CNAME) of {answer.chain[-1]}: change it there"] if answer.chain else []
    return [*alias, *(texts or ["no record"])]
