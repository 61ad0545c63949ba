"""The subject line and the From name: what was seen in them, and where to point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from mailcheck.api import (
    Confidence,
    Finding,
    Message,
    NotEvaluated,
    Rule,
    Severity,
    Span,
    Unknown,
    has_hole,
    has_merge_tag,
)

COMMERCIAL = {"message_class": "commercial"}
"""The context of most examples."""


class Seen(Protocol):
    """What rules ask of a signal in `message.subject.signals`."""

    @property
    def kind(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def missing(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def confidence(self) -> Confidence: ...


def example(subject: str, body: str, sender: str = "Acme <news@acme.com>", extra: str = "") -> str:
    """A whole message for an example, in UTF-8."""
    head = f"From: {sender}\nTo: ana@example.net\nSubject: {subject}\n{extra}"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n"


def signals(message: Message, *kinds: str, compared: bool = True) -> Iterator[Seen]:
    """The signals of these kinds. `compared`: they rest on the body, so raise where it could not be compared."""
    require_subject(message)
    found = [signal for signal in message.subject.signals if signal.kind in kinds]
    told = [signal for signal in found if not _left_to_data(message, signal)]
    yield from told
    if len(told) < len(found):
        raise NotEvaluated(
            "what the subject is held against comes from the template's data: check the rendered message"
        )
    if not found and compared and message.subject.uncompared:
        raise Unknown(message.subject.uncompared)


def _left_to_data(message: Message, signal: Seen) -> bool:
    """Whether the words that would answer a signal may come from a template's tags."""
    if message.template is None:
        return False
    if signal.kind == "fake-reply":
        return has_hole(message.headers.subject)
    filled = message.template.drawn is not None or any(has_hole(run.text) for run in message.runs)
    return bool(signal.missing) and filled


def sender_untold(message: Message) -> bool:
    """Whether a tag of a template writes From."""
    return message.template is not None and any(has_merge_tag(field.value) for field in message.headers.all("from"))


def require_subject(message: Message) -> None:
    """Raises NotEvaluated when there is no subject to read, or a merge tag writes all of it."""
    if message.headers.get("subject") is None:
        raise NotEvaluated("the message has no subject")
    subject = message.headers.subject
    if has_hole(subject) and not any(character.isalpha() for character in subject):
        raise NotEvaluated("a merge tag writes the subject: check the rendered message")


def subject_span(message: Message, quote: str = "") -> Span:
    """The words `quote` in the Subject field as it stands in the file, else the whole value."""
    header = message.headers.get("subject")
    if header is None:
        return message.body
    value = header.value_span
    place = value.quote.find(quote) if quote else -1
    return value if place < 0 else value.text.span(value.start + place, value.start + place + len(quote))


def name_span(message: Message) -> Span:
    """The first mailbox of From."""
    sender = message.headers.from_.first
    return sender.span if sender is not None else message.body


def finding_of(rule: Rule, message: Message, signal: Seen, severity: Severity | None = None) -> Finding:
    """What a rule finds in a signal, at the words that give it: one severity less where only a heuristic says so."""
    if severity is None:
        severity = rule.severity
        if signal.confidence == Confidence.HEURISTIC and severity > Severity.INFO:
            severity = Severity(severity - 1)
    return rule.finding(
        f"{signal.reason}; looked for: {signal.missing}" if signal.missing else signal.reason,
        at=name_span(message) if signal.kind == "impersonation" else subject_span(message, signal.quote),
        severity=severity,
        confidence=signal.confidence,
    )
