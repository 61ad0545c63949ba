"""The ways a mail is looked at, and the bodies that each of them sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from mailcheck.lazy_regex import lazy_regex
from mailcheck.source.mail import Mail
from mailcheck.spans import Span, Text, overlay

if TYPE_CHECKING:
    from mailcheck.facts.html.dom import Dom


class View(NamedTuple):
    """A window of `width` x `height` CSS px, a colour scheme, and whether Word lays it out."""

    name: str
    width: int = 800
    height: int = 600
    dark: bool = False
    outlook: bool = False


DESKTOP = View("desktop")
MOBILE = View("mobile", width=375, height=667)
DARK = View("dark", dark=True)
OUTLOOK = View("outlook", outlook=True)


_MARKER: Final = lazy_regex(  # all begin with one of two characters, which are quickly found
    r"""<(?:
      (?P<open>!--\[if\s*+(?P<hidden>[^]>]{0,200})\]>(?P<revealed>\s*+<!--\s*+(?:-->|>)|\s*+-->)?)
    | (?P<bare>!\[if\s*+(?P<condition>[^]>]{0,200})\]>)
    | (?P<close>(?:!--\s*+<)?!\[endif\]\s*+(?:--\s*+)?>)
    | (?P<comment>!--)
    )
    | -(?P<end>->)""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_LINE_END: Final = lazy_regex(r"[^\r\n]")


def unwrap_conditionals(text: Text) -> Text:
    """The HTML as Outlook for Windows (Word's engine) reads it, of equal length, so that offsets hold.

    `<!--[if mso]> ... <![endif]-->` is opened: the markers become spaces. `<!--[if !mso]><!--> ...
    <!--<![endif]-->` is blanked. Conditions are judged by `condition_holds`.
    """
    source = text.content
    if "[if" not in source and "[IF" not in source:
        return text
    pieces: list[str] = []
    open_blocks: list[tuple[bool, bool]] = []
    """Of each open block: whether its condition holds, and whether browsers take it for a comment."""
    closed = place = comment_end = 0
    for marker in _markers(source):
        kind = marker.lastgroup if marker.lastgroup in ("close", "comment", "end") else "open"
        if marker.start() < comment_end:
            continue
        if kind == "comment":
            comment_end = source.find("-->", marker.start() + 2) + 3
            comment_end = comment_end if comment_end > 2 else len(source)
            continue
        if kind == "end" and not (open_blocks and open_blocks[-1][1]):
            continue
        if kind != "open" and not open_blocks:
            continue
        before = source[place : marker.start()]
        pieces += [_blank(before) if closed else before, _blank(marker.group())]
        place = marker.end()
        if kind == "open":
            condition = marker["hidden"] if marker["open"] else marker["condition"]
            open_blocks.append((condition_holds(condition), bool(marker["open"]) and not marker["revealed"]))
            closed += not open_blocks[-1][0]
        else:
            closed -= not open_blocks.pop()[0]
    rest = source[place:]
    return overlay(text, "".join([*pieces, _blank(rest) if closed else rest]))


def _markers(source: str) -> Iterator[re.Match[str]]:
    """What `_MARKER` finds, looked for only where it can begin."""
    place = opening = end = 0
    while True:
        opening = source.find("<!", place) if 0 <= opening < place or not place else opening
        end = source.find("-->", place) if 0 <= end < place or not place else end
        place = min((found for found in (opening, end) if found >= 0), default=-1)
        if place < 0:
            return
        marker = _MARKER.match(source, place)
        if marker is None:
            place += 1
        else:
            yield marker
            place = marker.end()


def _blank(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)


_CONDITION_TOKEN: Final = lazy_regex(r"\s*(?:([!&|()])|(?:(lte?|gte?)\s+)?([a-z]+)(?:\s+([0-9.]+))?)", re.IGNORECASE)
_OUTLOOK: Final = {"mso": 16.0, "vml": 1.0, "true": 1.0, "supportfields": 1.0, "supportlists": 1.0,
                   "supportmisalignedcolumns": 1.0}  # fmt: skip
"""What Word's engine says it is; the version is that of Outlook 2016 and later."""
_MAX_CONDITION: Final = 200


def condition_holds(condition: str) -> bool:
    """Whether the condition of a conditional comment (`gte mso 9`, `!mso`, `(mso)|(IE)`) holds in Outlook.

    What cannot be read does not hold.
    """
    written: list[str] = []
    place, condition = 0, condition.strip()[:_MAX_CONDITION]
    while place < len(condition):
        token = _CONDITION_TOKEN.match(condition, place)
        if token is None:
            return False
        place = token.end()
        written.append(token[1] or str(int(_feature_holds(token[3], token[2], token[4]))))
    return _evaluate("".join(written)) == "1"


def _feature_holds(name: str, comparison: str | None, version: str | None) -> bool:
    ours = _OUTLOOK.get(name.lower())
    if ours is None:
        return False
    try:
        wanted = float(version) if version else None
    except ValueError:
        return False
    if wanted is None:
        return True
    if comparison is None:
        return ours == wanted
    return {"lt": ours < wanted, "lte": ours <= wanted, "gt": ours > wanted, "gte": ours >= wanted}[comparison.lower()]


def _evaluate(written: str) -> str:
    """Reduce `!`, `&`, `|` and brackets over 0 and 1, the tightest first, until nothing changes."""
    before = ""
    while written != before:
        before = written
        written = re.sub(r"\(([01])\)", r"\1", written)
        written = re.sub(r"!([01])", lambda found: "10"[int(found[1])], written)
        if written == before:
            written = re.sub(r"([01])&([01])", lambda found: str(int(found[1]) & int(found[2])), written)
        if written == before:
            written = re.sub(r"([01])\|([01])(?!&)", lambda found: str(int(found[1]) | int(found[2])), written)
    return written


def body_span(mail: Mail, dom: Dom | None) -> Span:
    """Where to point at what is absent: the `<body>` tag, else the start of the text, else the headers."""
    if dom is not None and dom.text is not None:
        if dom.body is not None and not dom.body.implied:
            return dom.span(dom.body)
        return _first_line(dom.text)
    if mail.text is not None and mail.text.text is not None and mail.text.text.content.strip():
        return _first_line(mail.text.text)
    return mail.headers[0].span if mail.headers else mail.root.span(0, 0)


def _first_line(text: Text) -> Span:
    start = len(text.content) - len(text.content.lstrip())
    end = text.content.find("\n", start)
    return text.span(start, (len(text.content) if end < 0 else end))
