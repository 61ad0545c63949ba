"""What rules about domains share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailcheck.api import Context, Domain, NotEvaluated, Severity, Span

if TYPE_CHECKING:  # names for annotations; importing them would load what only look-ups need
    from mailcheck.api import Answer


def require_author(domain: Domain) -> None:
    """Raises NotEvaluated for a domain that is known not to stand in From: DMARC is about that field alone."""
    if not domain.roles & {"listed", "from"}:
        raise NotEvaluated(f"{domain.name} stands in no From field that is known")


def bulk_grade(context: Context) -> Severity:
    """ERROR for bulk senders, whom providers refuse; WARNING for others."""
    return Severity.ERROR if context.bulk else Severity.WARNING


def span_of_answer(domain: Domain, answer: Answer, text: str = "") -> Span:
    """A text of an answer, else its first record, else where the domain was named."""
    if text:
        return domain.record(answer, text)
    if answer.texts:
        return domain.record(answer, answer.texts[0])
    if answer.records:
        return domain.record(answer, answer.records[0].text)
    return domain.named_at


def sends_nothing(domain: Domain) -> bool:
    """Whether the domain says, or was declared, to send no mail: parked, or an SPF record that names nobody."""
    if domain.context.parked:
        return True
    record = domain.audit.spf.record
    if record is None or record.redirect is not None or record.all is None or record.all.qualifier != "-":
        return False
    return all(term.kind == "all" for term in record.mechanisms)
