"""Suppressions that stand in the source: `mailcheck: ignore[some-id] because the reason` in a comment.

The comment begins with the directive and holds nothing else. `ignore` is for its own and the next line,
`ignore-file` for the whole message; `until 2027-01-31` before `because` sets an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mailcheck.spans import Span, Text

# Opening and closing mark of a comment; of two that begin alike the longer one comes first.
COMMENTS = (
    *(("<!--", "-->"), ("<#--", "-->"), ("{{!--", "--}}"), ("{{!", "}}"), ("{{/*", "*/}}"), ("{#", "#}")),
    *(("{*", "*}"), ("<%#", "%>"), ("<%--", "--%>"), ("/*", "*/"), ("#*", "*#")),
)
BLOCK = r"\{%-?\s*comment\s*-?%\}"
OPENING = re.compile("(" + "|".join([*(re.escape(mark) for mark, _ in COMMENTS), BLOCK]) + r")[\s~-]{0,9}mailcheck:")
CLOSING = dict(COMMENTS)
BODY = re.compile(
    r"(?P<what>ignore-file|ignore) ?\[(?P<ids>[^\[\]]*)\](?: until (?P<until>\S+))?(?: because (?P<reason>\S.*))?"
)
LONGEST = 2_000
"""Characters of one directive; an opening mark without an end in reach costs no more than this."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppression. `fault` says in words why it cannot be followed; it then suppresses nothing.

    `first_line` and `last_line` are those of `span.text` that it covers; None: the whole message.
    """

    ids: tuple[str, ...]
    reason: str
    until: date | None
    span: Span
    first_line: int | None = None
    last_line: int | None = None
    fault: str = ""

    def covers(self, line: int) -> bool:
        return self.first_line is None or (self.last_line is not None and self.first_line <= line <= self.last_line)


def read_directives(text: Text) -> Iterator[Directive]:
    """The directives of a text, in order; those that cannot be read come with a `fault`."""
    for match in OPENING.finditer(text.content):
        closing = CLOSING.get(match[1], "{%")
        end = text.content.find(closing, match.end(), match.end() + LONGEST)
        if end < 0:
            span = text.span(match.start(), match.end())
            yield Directive((), "", None, span, fault=f"the comment does not end with {closing} in reach")
            continue
        yield _parse(text.content[match.end() : end], text.span(match.start(), end + len(closing)))


def _parse(body: str, span: Span) -> Directive:
    match = BODY.fullmatch(" ".join(body.rstrip("-~ \t\r\n").split()))
    if match is None:
        return Directive((), "", None, span, fault="write: mailcheck: ignore[id] because <reason>")
    ids = tuple(name.strip() for name in match["ids"].split(",") if name.strip())
    reason = match["reason"] or ""
    until, fault = None, ""
    if match["until"]:
        try:
            until = date.fromisoformat(match["until"])
        except ValueError:
            fault = f"{match['until'][:40]!r} is no date: write until 2027-01-31"
    if not ids:
        fault = "it names no rule: write ignore[id]"
    elif not reason:
        fault = "it gives no reason: add `because` and why"
    if match["what"] == "ignore-file":
        return Directive(ids, reason, until, span, fault=fault)
    first = span.text.line_column(span.start)[0]
    last = span.text.line_column(span.end)[0] + 1
    return Directive(ids, reason, until, span, first, last, fault)
