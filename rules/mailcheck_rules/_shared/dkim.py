"""DKIM signatures and keys, for several rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailcheck.api import Domain, Message, NotEvaluated, Span
from mailcheck_rules._shared.dns import span_of_answer

if TYPE_CHECKING:  # names for annotations; importing them would load what only look-ups need
    from collections.abc import Iterator

    from mailcheck.api import DkimKey, KeyAnswer, Signature


def signatures_of(message: Message) -> tuple[Signature, ...]:
    """The signatures that can be read. Raises NotEvaluated when there are none; that has a rule of its own."""
    found = tuple(signature for signature in message.headers.signatures if signature.domain)
    if not found:
        raise NotEvaluated("the message has no DKIM signature that can be read")
    return found


def tag_span(signature: Signature, name: str) -> Span:
    """The tag `name` of a signature, else the whole signature."""
    span = signature.span
    text, start = span.quote, 0
    for piece in text.split(";"):
        if piece.partition("=")[0].strip() == name and "=" in piece:
            begin = start + len(piece) - len(piece.lstrip())
            return span.text.span(span.start + begin, span.start + start + len(piece.rstrip()))
        start += len(piece) + 1
    return span


def known_keys(domain: Domain) -> Iterator[tuple[KeyAnswer, DkimKey]]:
    """Keys at declared selectors and at those of known sending services. Raises NotEvaluated when none is known."""
    answers = {answer.name: answer for answer in (*domain.audit.keys, *domain.audit.service_keys)}
    if not answers:
        raise NotEvaluated("no DKIM selector is known; name those in use (dkim_selectors)")
    for answer in answers.values():
        for key in answer.keys:
            yield answer, key


def failed_keys(domain: Domain) -> str:
    """Which look-up of a declared selector failed, in words; '' when all were answered."""
    failed = next((answer.answer for answer in domain.audit.keys if answer.answer.failed), None)
    return f"TXT of {failed.name}: {failed.detail or failed.status}" if failed is not None else ""


def key_span(domain: Domain, answer: KeyAnswer, key: DkimKey) -> Span:
    return span_of_answer(domain, answer.answer, key.text)


def same_organisation(one: str, other: str) -> bool:
    """Whether two registered domains are one, a Unicode name and its A-label included."""
    return _ascii(one) == _ascii(other)


def _ascii(name: str) -> str:
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
