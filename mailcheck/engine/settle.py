"""Findings that outlive their message: cut loose from its texts, with what a report needs of them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from mailcheck.findings import Finding, Related
from mailcheck.holes import unmask
from mailcheck.report import SetAside
from mailcheck.spans import KeptSpan, Span, Text

AROUND = 240
"""Characters of the source line kept on either side: more than a report shows, less than a minified page."""
QUOTE = 1_000
KEY = 200


class Settled(NamedTuple):
    """A finding that was cut loose, and what only its subject could tell of it.

    `aside`: a comment in the message accepts it. `is_new`: it concerns what changed, in a run about changes.
    `at_config`: it points at the config, where every message would find it again.
    """

    finding: Finding
    aside: SetAside | None = None
    is_new: bool = True
    at_config: bool = False


def settle(finding: Finding, target: str, target_id: str = "") -> Finding:
    """The same finding with short texts of its own instead of the message's, its key and target filled in.

    Tags that are masked for facts and rules stand in it as they were written.
    """
    return replace(
        finding,
        message=_plain(finding.message),
        advice=_plain(finding.advice),
        span=keep(finding.span),
        related=tuple(Related(keep(other.span), _plain(other.caption)) for other in finding.related),
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


def _plain(text: str) -> str:
    """Without holes, and no more than a text, whatever class of its own a rule made it of."""
    return str.__str__(unmask(text))


def _key(finding: Finding) -> str:
    """What the finding is about, whatever line it moves to: white space folded, the tail of a long one hashed."""
    span = finding.span
    key = " ".join((unmask(finding.key) or span.written).split())
    if len(key) <= KEY:
        return key
    from hashlib import sha256

    return f"{key[:KEY]} {sha256(key.encode(errors='surrogatepass')).hexdigest()[:16]}"
