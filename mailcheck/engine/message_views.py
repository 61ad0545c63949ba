"""A message as its reader meets it, as plain data with marks at what was found: for reports that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from mailcheck.exhibits import BlockShare, Division, MessageView, Pin, PinPlace
from mailcheck.findings import Finding
from mailcheck.holes import unmask
from mailcheck.subjects.message import Message

MOST_MARKUP = 300_000
"""Characters of markup shown of one message."""
MOST_TEXT = 50_000
MOST_HEADER = 1_000
MOST_PINS = 300
MOST_BLOCKS = 500
MOST_QUOTE = 300


def view_of(message: Message, found: Iterable[Finding]) -> MessageView:
    """The message in the desktop's view, with a pin for each finding that has a place in what is shown."""
    placed = (finding for finding in found if finding.span != message.body)  # that is where absent things are told
    findings = list(islice(placed, MOST_PINS))
    sender = message.headers.from_.first
    text = message.text.written if message.text is not None else ""
    pins = [*_line_pins(message, findings), *_text_pins(message, findings)]
    cut: list[str] = []
    document, height = "", 0
    if message.html is not None:
        from mailcheck.facts.preview.height import expected_height

        document, marks, whole = _document(message, findings)
        pins += marks
        height = expected_height(message.runs, message.images)
        if not whole:
            cut.append(f"the HTML is longer than {MOST_MARKUP:,} characters: the rest is not shown")
    if len(text) > MOST_TEXT:
        cut.append(f"the plain text is longer than {MOST_TEXT:,} characters: the rest is not shown")
    return MessageView(
        target=message.mail.target,
        sender=unmask(sender.display)[:MOST_HEADER] if sender is not None else "",
        address=unmask(sender.address)[:MOST_HEADER] if sender is not None else "",
        subject=unmask(message.headers.subject)[:MOST_HEADER],
        preheader=unmask(message.first_words[0]),
        document=document,
        height=height,
        text=text[:MOST_TEXT],
        pins=tuple(pins),
        division=_division(message),
        cut=tuple(cut),
    )


def _division(message: Message) -> Division:
    """The blocks of the message by what they are for."""
    purpose = message.purpose
    blocks = tuple(
        BlockShare(block.kind, block.weight, unmask(block.text)[:MOST_QUOTE], block.reasons)
        for block in purpose.blocks[:MOST_BLOCKS]
    )
    return Division(blocks, purpose.share_low, purpose.share_high, purpose.verdict, purpose.reason)


def _pin(place: PinPlace, at: int, finding: Finding) -> Pin:
    return Pin(place, at, finding.rule_id, unmask(finding.message), finding.span.location)


def _line_pins(message: Message, findings: Iterable[Finding]) -> Iterator[Pin]:
    """Marks in the line of the inbox: From, subject, and what stands after it."""
    fields: tuple[tuple[PinPlace, str], ...] = (("from", "from"), ("subject", "subject"))
    stretches = [(place, header.span) for place, name in fields for header in message.raw_headers if header.key == name]
    first = next((run.span for run in message.first_words[1]), None)
    for finding in findings:
        source = finding.span.source
        for place, span in stretches:
            if source.text is span.text and span.start <= source.start < max(span.end, span.start + 1):
                yield _pin(place, 0, finding)
                break
        start = finding.span.start_in(first.text) if first is not None else None
        if first is not None and start is not None and first.start <= start < first.end:
            yield _pin("preheader", 0, finding)


def _text_pins(message: Message, findings: Iterable[Finding]) -> Iterator[Pin]:
    for finding in findings:
        start = finding.span.start_in(message.text) if message.text is not None else None
        if start is not None and start <= MOST_TEXT:
            yield _pin("text", start, finding)


def _document(message: Message, findings: Iterable[Finding]) -> tuple[str, list[Pin], bool]:
    """The harmless copy, the marks in it, and whether it is whole."""
    from mailcheck.facts.preview.anchors import find_anchors
    from mailcheck.facts.preview.harmless import harmless_copy

    assert message.html is not None
    starts = [(finding, finding.span.start_in(message.html)) for finding in findings]
    placed = [(finding, start) for finding, start in starts if start is not None]
    anchors = find_anchors(message.dom, {start for _, start in placed}, message.sight)
    copy = harmless_copy(message.dom, frozenset(anchors.values()), MOST_MARKUP)
    places = {start: copy.places[anchor] for start, anchor in anchors.items() if anchor in copy.places}
    pins = [_pin("html", places[start], finding) for finding, start in placed if start in places]
    return copy.document, pins, copy.whole
