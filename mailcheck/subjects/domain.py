"""A sending domain as rules see it: what was looked up about it, and where it was named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mailcheck.findings import Unknown
from mailcheck.spans import KeptSpan, Span, Text
from mailcheck.subjects.context import Context
from mailcheck.subjects.memory import remembered

if TYPE_CHECKING:
    from mailcheck.facts.domain.bimi import BimiRecord
    from mailcheck.facts.domain.checkdmarc_records import Opinion, PolicyRecord
    from mailcheck.facts.domain.dmarc_discovery import Discovery
    from mailcheck.facts.domain.dmarc_record import DmarcRecord
    from mailcheck.facts.domain.domain_audit import DomainAudit
    from mailcheck.facts.domain.mail_exchange import MailExchange
    from mailcheck.facts.domain.spf_tree import SpfTree
    from mailcheck.lookup.answers import Answer

F = TypeVar("F")


class Domain:
    """One domain. `roles` say why it matters: 'listed' (named by the user), 'from', 'return-path', 'signature'.

    Properties raise `Unknown` when their look-up failed, so that no rule can take a time-out for an absence;
    `audit` is the whole, failures included. `named_at` is where a person named the domain: the config line,
    the header field, or the command line.
    """

    def __init__(
        self, audit: DomainAudit, context: Context, named_at: Span, roles: frozenset[str] = frozenset({"listed"})
    ) -> None:
        self.audit = audit
        self.context = context
        self.named_at = named_at
        self.roles = roles
        self._facts: dict[object, object] = {}

    def __repr__(self) -> str:
        return f"Domain({self.name!r})"

    @property
    def name(self) -> str:
        return self.audit.name

    def fact(self, compute: Callable[[Domain], F]) -> F:
        """`compute(self)`, run once; an `Unknown` it raises is remembered and raised again."""
        return remembered(self._facts, compute, self)

    @property
    def spf(self) -> SpfTree:
        """The tree of the SPF record, found or not. Branches below may still be unknown: see `unknowns`."""
        if self.audit.spf.state == "unknown":
            raise Unknown(self.audit.spf.detail)
        return self.audit.spf

    @property
    def dmarc(self) -> Discovery:
        """What applies by RFC 9989."""
        return _known(self.audit.dmarc)

    @property
    def dmarc_7489(self) -> Discovery:
        """What applies by RFC 7489."""
        return _known(self.audit.dmarc_7489)

    @property
    def mx(self) -> MailExchange:
        answered(self.audit.mx.answer)
        return self.audit.mx

    def dmarc_records(self, answer: Answer) -> tuple[DmarcRecord, ...]:
        """Every DMARC record among the TXT records of a `_dmarc` name, those included that receivers discard."""
        from mailcheck.facts.domain.dmarc_record import is_dmarc, parse_dmarc

        holder = answer.name.removeprefix("_dmarc.")
        return tuple(parse_dmarc(holder, text) for text in answered(answer).texts if is_dmarc(text))

    @property
    def mta_sts(self) -> PolicyRecord:
        """The MTA-STS record, read by checkdmarc."""
        return self.fact(_mta_sts)

    @property
    def tls_rpt(self) -> PolicyRecord:
        """The TLS report record, read by checkdmarc."""
        return self.fact(_tls_rpt)

    @property
    def bimi(self) -> tuple[BimiRecord, ...]:
        """The BIMI records of the default selector; nothing is downloaded."""
        from mailcheck.facts.domain.bimi import is_bimi, parse_bimi

        return tuple(parse_bimi(text) for text in answered(self.audit.bimi).texts if is_bimi(text))

    def second_opinion(self, record: DmarcRecord) -> Opinion:
        """What checkdmarc's grammar finds wrong with a DMARC record; '' for nothing."""
        from mailcheck.facts.domain.checkdmarc_records import dmarc_opinion

        return dmarc_opinion(record.text, record.domain)

    def record(self, answer: Answer, text: str, start: int = 0, end: int | None = None) -> Span:
        """A stretch of a record's text. Its place is where the domain was named: a record has no file of its own."""
        last = len(text) if end is None else end
        named = self.named_at.location
        place = named._replace(exact=False, via=f"the {answer.kind} record of {answer.name}")
        return KeptSpan(Text(named.path, text), start, last, place, text[start:last])


def _mta_sts(domain: Domain) -> PolicyRecord:
    from mailcheck.facts.domain.checkdmarc_records import read_mta_sts

    return read_mta_sts(answered(domain.audit.mta_sts).texts)


def _tls_rpt(domain: Domain) -> PolicyRecord:
    from mailcheck.facts.domain.checkdmarc_records import read_tls_rpt

    return read_tls_rpt(answered(domain.audit.tls_rpt).texts)


def answered(answer: Answer) -> Answer:
    """The answer, when it is definite. Raises Unknown when the look-up failed."""
    if answer.failed:
        raise Unknown(f"{answer.kind} of {answer.name}: {answer.detail or answer.status}")
    return answer


def _known(discovery: Discovery) -> Discovery:
    if discovery.unknown:
        raise Unknown(discovery.unknown)
    return discovery
