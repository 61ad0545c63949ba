"""Findings that outlive their message: cut loose from its texts, with what a report needs of them."""

from __future__ import annotations

from dataclasses import replace

from mailcheck.findings import Finding, Related
from mailcheck.holes import unmask
from mailcheck.spans import KeptSpan, Span, Text

AROUND = 240
"""Characters of the source line kept on either side: more than a report shows, less than a minified page."""
QUOTE = 1_000
KEY = 200


def settle(finding: Finding, target: str, target_id: str = "") -> Finding:
    """The same finding with short texts of its own instead of the message's, its key and target filled in.

    Tags that are masked for facts and rules stand in it as they were written.
    """
    return replace(
        finding,
        message=unmask(finding.message),
        advice=unmask(finding.advice),
        span=keep(finding.span),
        related=tuple(Related(keep(other.span), unmask(other.caption)) for other in finding.related),
        key=_key(finding),
        target=target,
        target_id=target_id,
    )


def keep(span: Span) -> Span:
    """A span with the same location and (at most 1000 characters of) the same quote, on its own source line."""
    source, location = span.located
    content = source.text.content
    line_end = content.find("\n", source.start)
    line_end = len(content) if line_end < 0 else line_end
    start = max(content.rfind("\n", 0, source.start) + 1, source.start - AROUND)
    end = min(line_end, source.start + AROUND + QUOTE)
    line = Text(source.text.name, content[start:end])
    marked_end = max(source.start, min(source.end, end)) - start
    quote = span.text.written[span.start : min(span.end, span.start + QUOTE)]
    return KeptSpan(line, source.start - start, marked_end, location, quote)


def _key(finding: Finding) -> str:
    """What the finding is about, whatever line it moves to: white space folded, the tail of a long one hashed."""
    span = finding.span
    key = " ".join((unmask(finding.key) or span.written).split())
    if len(key) <= KEY:
        return key
    from hashlib import sha256

    return f"{key[:KEY]} {sha256(key.encode(errors='surrogatepass')).hexdigest()[:16]}"
