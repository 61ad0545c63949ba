"""The Message-ID field (RFC 5322 section 3.6.4)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mailcheck.facts.header.structured import tokens, trim, unfold
from mailcheck.lazy_regex import lazy_regex
from mailcheck.spans import Span

MessageIdDefect = Literal[
    "empty",
    "no-brackets",
    "no-at",
    "space-inside",
    "several",  # more than one id, or text beside it
    "odd-characters",  # what a dot-atom cannot hold: a second @, brackets, empty labels
]

# Character sets say which ASCII they leave out: naming all else up to U+10FFFF would take milliseconds to compile.
_DOT_ATOM = lazy_regex(r"""[^\x00-\x20"(),.:-<>@\[-\]\x7f]+(?:\.[^.\s@<>\[\]]+)*+\Z""")
_WORD = r"[^\x00-,./:-@\[-\^`{-\x7f]+"  # letters, digits, hyphens, underscores and what is not ASCII
_RIGHT = lazy_regex(rf"(?:{_WORD}(?:\.{_WORD})*+|\[[^\[\]\s]*\])\Z")


class MessageId(NamedTuple):
    """`value` is the id within its brackets, `right` what follows its last @, in lower case."""

    value: str
    right: str
    span: Span
    defects: tuple[MessageIdDefect, ...] = ()


def read_message_id(value: Span) -> MessageId:
    """Reads what follows the colon of Message-ID; comments around the id are allowed."""
    value = trim(value)
    written = unfold(value.quote)
    if "<" not in written:
        found = [token for token in tokens(written) if token.kind != "comment"]
        bare = written[found[0].start : found[-1].end] if found else ""
        defects: tuple[MessageIdDefect, ...] = ("no-brackets",) if bare else ("empty",)
        return MessageId(bare, bare.rpartition("@")[2].lower() if "@" in bare else "", value, defects)
    before, _, rest = written.partition("<")
    inside, closed, after = rest.partition(">")
    return MessageId(
        inside,
        inside.rpartition("@")[2].lower() if "@" in inside else "",
        value,
        _defects(inside, bool(closed), f"{before} {after}"),
    )


def _defects(inside: str, closed: bool, beside: str) -> tuple[MessageIdDefect, ...]:
    if not inside.strip():
        return ("empty",)
    defects: list[MessageIdDefect] = []
    if not closed:
        defects.append("no-brackets")
    if any(token.kind != "comment" for token in tokens(beside)):
        defects.append("several")
    left, _, right = inside.rpartition("@")
    if any(mark.isspace() for mark in inside):
        defects.append("space-inside")
    elif not left or not right:
        defects.append("no-at")
    elif not _DOT_ATOM.match(left) or not _RIGHT.match(right):
        defects.append("odd-characters")
    return tuple(defects)
