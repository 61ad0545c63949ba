"""What a domain ought to publish: additions, replacements and deletions that mend what rules find.

Pure: from what was looked up to records. Nothing follows from a look-up that failed, and what only a person can know
(who sends, which mailbox gets the reports) is a question that comes with the record, or no record at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from mailcheck.facts.domain.checkdmarc_records import read_mta_sts, read_tls_rpt
from mailcheck.facts.domain.dkim_repair import repair_key
from mailcheck.facts.domain.dmarc_discovery import Discovery
from mailcheck.facts.domain.dmarc_record import is_dmarc, looks_like_dmarc, parse_dmarc
from mailcheck.facts.domain.dmarc_repair import Place, first_record, place_with, refused, repair_dmarc
from mailcheck.facts.domain.domain_audit import DomainAudit
from mailcheck.facts.domain.public_suffix import is_public_suffix, registrable_domain
from mailcheck.facts.domain.record_repair import Repair
from mailcheck.facts.domain.spf_repair import repair_spf
from mailcheck.lookup.answers import Answer
from mailcheck.lookup.zone import quote_strings
from mailcheck.records import Change, Kind, ProposedRecord

LONGEST_STRING: Final = 255
_MEANT_SPF: Final = re.compile(r"[\s\"'“”]*(?:v\s*=\s*)?spf1?\b(?!2)", re.IGNORECASE)
_MAILTO: Final = re.compile(r"mailto:[^\s,;!@\"']{1,64}@[^\s,;!@\"']{1,253}", re.IGNORECASE)
_ID: Final = re.compile(r"\bid\s*=\s*([A-Za-z0-9]{1,32})\s*(?:;|$)")


def txt_strings(text: str) -> list[bytes]:
    """The character strings of a TXT record: at most 255 bytes each."""
    raw = text.encode("utf-8", "surrogateescape")
    return [raw[at : at + LONGEST_STRING] for at in range(0, len(raw), LONGEST_STRING)] or [b""]


def proposed_records(audit: DomainAudit, *, parked: bool = False, today: date | None = None) -> list[ProposedRecord]:
    """The records for one domain: SPF, DKIM, DMARC, then the rest. `today` dates an MTA-STS id."""
    found = [*_spf(audit, parked), *_dkim(audit), *_dmarc(audit, parked)]
    if parked:
        return [*found, *_null_mx(audit)]
    return [*found, *_agreements(audit), *_mx(audit), *_tls_rpt(audit), *_mta_sts(audit, today)]


def _publish(
    audit: DomainAudit, answer: Answer, repair: Repair | None, old: Iterable[str] = ()
) -> Iterator[ProposedRecord]:
    """A TXT record in place of `old`; none where an alias leads to a record that is kept elsewhere."""
    gone = tuple(dict.fromkeys(old))
    if repair is not None and repair.text and (repair.text,) != gone and not answer.chain:
        yield _record(audit, answer.name, repair, gone)


def _record(
    audit: DomainAudit, name: str, repair: Repair, old: tuple[str, ...] = (), *, kind: Kind = "TXT", keeper: str = ""
) -> ProposedRecord:
    """One record; a repair without a text is a deletion."""
    text = repair.text
    data, *old_data = [_data(kind, value) if value else "" for value in (text, *old)]
    return ProposedRecord(
        audit.name, name, kind, text, data, old, tuple(old_data), repair.changes, repair.questions, keeper
    )


def _data(kind: Kind, value: str) -> str:
    return quote_strings(txt_strings(value)) if kind == "TXT" else value


def _delete(audit: DomainAudit, answer: Answer, old: Iterable[str], change: Change) -> Iterator[ProposedRecord]:
    gone = tuple(dict.fromkeys(old))
    kinds: dict[str, Kind] = {"MX": "MX", "SPF": "SPF"}
    if gone and not answer.chain:
        yield _record(audit, answer.name, Repair("", (change,)), gone, kind=kinds.get(answer.kind, "TXT"))


def spf_questions(audit: DomainAudit) -> tuple[str, ...]:
    """What keeps an SPF record from being proposed, as questions."""
    repair = _spf_repair(audit)
    return repair.questions if repair is not None and not repair.text else ()


def _spf_repair(audit: DomainAudit) -> Repair | None:
    return repair_spf(audit.spf, _meant_spf(audit), [host.ip for host in audit.hosts])


def _meant_spf(audit: DomainAudit) -> list[str]:
    if audit.spf.state != "none":
        return []
    return [text for text in audit.texts.texts if _MEANT_SPF.match(text)]


def _spf(audit: DomainAudit, parked: bool) -> Iterator[ProposedRecord]:
    if audit.texts.failed or audit.spf.state == "unknown":
        return
    old = audit.spf.texts or tuple(_meant_spf(audit))
    if not parked:
        yield from _publish(audit, audit.texts, _spf_repair(audit), old)
    elif audit.spf.record is None or [term.text for term in audit.spf.record.mechanisms] != ["-all"]:
        closed = Repair("v=spf1 -all", (Change("no-mail-domain", "nobody sends for a parked domain"),))
        yield from _publish(audit, audit.texts, closed, old)
    legacy = [text for text in audit.texts.texts if text.lower().startswith("spf2.0/")]
    yield from _delete(audit, audit.texts, legacy, Change("spf-legacy", "nobody reads Sender ID any more"))
    typed = [record.text for record in audit.spf_type.records]
    yield from _delete(audit, audit.spf_type, typed, Change("spf-legacy", "nobody reads the record type SPF any more"))


def _dkim(audit: DomainAudit) -> Iterator[ProposedRecord]:
    """Keys that are only badly written. Where an alias leads to a service's zone, the service must mend them."""
    answers = {answer.name: answer for answer in (*audit.keys, *audit.service_keys)}
    for answer in answers.values():
        if len(answer.keys) == 1:
            yield from _publish(audit, answer.answer, repair_key(answer.keys[0]), [answer.keys[0].text])


def _dmarc(audit: DomainAudit, parked: bool) -> Iterator[ProposedRecord]:
    found, older = audit.dmarc, audit.dmarc_7489
    if found.unknown or audit.dmarc_texts.failed or (parked and found.policy == "reject"):
        return
    own = Place(audit.name, receives=_receives(audit), suffix=audit.icann_suffix)
    answer, texts = _meant_dmarc(audit)
    holder = answer.name.removeprefix("_dmarc.")
    if parked and (not texts or holder != audit.name):
        yield _record(audit, f"_dmarc.{audit.name}", first_record(own, parked=True))
    elif texts:
        organisation = (found.organisation or older.organisation) == holder
        repair = repair_dmarc(texts, replace(place_with(own, holder), organisation=organisation))
        if parked:
            repair = refused(parse_dmarc(holder, repair.text if repair is not None else texts[0]))
        yield from _publish(audit, answer, repair, texts)
    elif found.record is None and older.record is None:
        yield from _missing_dmarc(audit, own)


def _missing_dmarc(audit: DomainAudit, own: Place) -> Iterator[ProposedRecord]:
    """At the organisation's own domain, where it covers every name below; a misplaced record moves to its place."""
    for answer in (audit.texts, *audit.misplaced_dmarc):
        texts = [text for text in answer.texts if _is_meant(text)]
        if texts:
            repair = repair_dmarc(texts, own, misplaced=True) or Repair(texts[0])
            moved = Change("dmarc-missing", f"the record moves here from {answer.name}, where nobody looks")
            yield _record(audit, f"_dmarc.{audit.name}", replace(repair, changes=(moved, *repair.changes)))
            yield from _delete(audit, answer, texts, Change("dmarc-missing", "nobody looks for a DMARC record here"))
            return
    holder = registrable_domain(audit.name)
    there = own if is_public_suffix(holder) else place_with(own, holder)
    yield _record(audit, f"_dmarc.{there.domain}", first_record(there))


def _meant_dmarc(audit: DomainAudit) -> tuple[Answer, list[str]]:
    """The texts meant as DMARC that decide: the domain's own, else those of the name that applies, or is broken."""
    stops: list[Answer] = [audit.dmarc_texts]
    for discovery in (audit.dmarc, audit.dmarc_7489):
        stops += _applied_first(discovery)
    for answer in stops:
        texts = [text for text in answer.texts if _is_meant(text)]
        if texts:
            return answer, texts
    return audit.dmarc_texts, []


def _applied_first(discovery: Discovery) -> list[Answer]:
    holder = discovery.record.domain if discovery.record is not None else ""
    return [stop.answer for stop in sorted(discovery.stops, key=lambda stop: stop.name != holder)]


def _is_meant(text: str) -> bool:
    return is_dmarc(text) or looks_like_dmarc(text)


def _receives(audit: DomainAudit) -> bool | None:
    """Whether the domain takes mail; None when that is not known."""
    exchange = audit.mx
    if exchange.answer.failed or (exchange.fallback is not None and exchange.fallback.unknown):
        return None
    return exchange.receives


def _agreements(audit: DomainAudit) -> Iterator[ProposedRecord]:
    """The records by which other domains agree to take reports; their owners publish them."""
    for host in dict.fromkeys(destination.host for destination in audit.reports):
        destination = next(each for each in audit.reports if each.host == host)
        if destination.allowed is not False:
            continue
        reason = f"{host} agrees to take DMARC reports about {destination.record.partition('._report._dmarc.')[0]}"
        change = Change("dmarc-report-auth", reason)
        yield _record(audit, destination.record, Repair("v=DMARC1;", (change,)), keeper=host)


def _null_mx(audit: DomainAudit) -> Iterator[ProposedRecord]:
    if audit.mx.answer.failed or audit.mx.null:
        return
    old = tuple(record.text for record in audit.mx.answer.records)
    change = Change("no-mail-domain", "a parked domain takes no mail")
    yield _record(audit, audit.name, Repair("0 .", (change,)), old, kind="MX")


def _mx(audit: DomainAudit) -> Iterator[ProposedRecord]:
    records = audit.mx.answer.records
    if len(records) > 1:
        null = [record.text for record in records if record.host == "."]
        change = Change("from-domain-unresolvable", "'0 .' says that no mail is taken, beside hosts that take it")
        yield from _delete(audit, audit.mx.answer, null, change)


def _tls_rpt(audit: DomainAudit) -> Iterator[ProposedRecord]:
    """A broken record is written anew; a missing one is added where MTA-STS or DANE make it useful."""
    answer = audit.tls_rpt
    texts = [text for text in answer.texts if "tlsrptv1" in text.lower()]
    protected = any(tlsa.status == "answered" for tlsa in audit.tlsa) or bool(_sts_texts(audit))
    if answer.failed or (not texts and not protected) or (texts and read_tls_rpt(answer.texts).state == "found"):
        return
    known = list(dict.fromkeys(uri for text in texts for uri in _MAILTO.findall(text)))
    address = f"tls-reports@{audit.name}"
    if not known and _receives(audit) is False:
        return
    questions = () if known else (f"is there a mailbox {address}? Create it first, or name one that you read",)
    change = Change("tls-rpt", "one record in the form that senders read" if texts else "TLS reports are asked for")
    repair = Repair(f"v=TLSRPTv1; rua={','.join(known) or 'mailto:' + address}", (change,), questions)
    yield from _publish(audit, answer, repair, texts)


def _sts_texts(audit: DomainAudit) -> list[str]:
    return [text for text in audit.mta_sts.texts if "stsv1" in text.lower()]


def _mta_sts(audit: DomainAudit, today: date | None) -> Iterator[ProposedRecord]:
    """A broken record is written anew, with an id that differs from those before."""
    texts = _sts_texts(audit)
    if today is None or not texts or read_mta_sts(audit.mta_sts.texts).state == "found":
        return
    used = {match[1] for text in texts for match in _ID.finditer(text)}
    number = next(number for number in range(1, 100) if f"{today:%Y%m%d}{number:02}" not in used)
    change = Change("mta-sts", "one record in the form that senders read")
    repair = Repair(f"v=STSv1; id={today:%Y%m%d}{number:02};", (change,))
    yield from _publish(audit, audit.mta_sts, repair, texts)
