"""Places in SPF records, for several rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailcheck.api import Domain, Severity, Span

if TYPE_CHECKING:  # names for annotations; importing them would load what only look-ups need
    from mailcheck.api import SpfTree, Term


def span_of(domain: Domain, tree: SpfTree, term: Term | None = None) -> Span:
    """A term of a record of the tree, or the whole record; where the domain was named when there is none."""
    if tree.answer is None or not tree.texts:
        return domain.named_at
    if term is None:
        return domain.record(tree.answer, tree.texts[0])
    return domain.record(tree.answer, tree.texts[0], term.start, term.end)


def grade(domain: Domain, severity: Severity) -> Severity:
    """One step lower where only the From domain is known: SPF judges the envelope's domain, which may be another."""
    only_from = domain.roles == frozenset({"from"})
    return Severity(max(Severity.INFO, severity - 1)) if only_from else severity


def about(domain: Domain) -> str:
    """What to add to a message when the envelope's domain is not known."""
    if domain.roles == frozenset({"from"}):
        return "; judged for the From domain, because the return path is not known"
    return ""
