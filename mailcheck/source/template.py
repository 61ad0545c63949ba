"""Templates without data: their tags are masked, so that what is written around them can be judged.

A tag that something stands for in the mail becomes a hole (`mailcheck.holes`): equally long, no word, no markup, no
style. A tag that nothing stands for (a condition, a loop, a comment) becomes white space, so that all branches of a
condition are read one after the other. Every offset stays what it is in the file, and `Text.written` is the file's
own text.

In HTML a hole must not move what is around it. Where a browser would not leave text in its place, in a table
between its cells or before the body, it becomes a comment that holds it; so it does in CSS between declarations.

Rendering with data is another way from the same file to a text, and belongs beside `mask_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mailcheck.holes import hole, without_pretended_holes
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.notations import TemplateTag, template_tags
from mailcheck.source.mjml import as_html, is_mjml
from mailcheck.spans import Span, Text, overlay

_NOT_LINE_END: Final = lazy_regex(r"[^\r\n]")
_FRAME: Final = lazy_regex(r"<(?:html|body|mjml)\b", re.IGNORECASE)
_MARKUP_CALLS: Final = lazy_regex(
    r"<mj-include\b[^>]{0,300}>|<!--\s{0,4}#include\b[^>]{0,300}>|<x-[a-z]", re.IGNORECASE
)
"""Elements and comments that put in content of other files."""
_BODY: Final = lazy_regex(r"<(?:body|mj-body)\b", re.IGNORECASE)
_HEAD_END: Final = lazy_regex(r"</head\s*>", re.IGNORECASE)
_LAST_PLANE: Final = "\U00100000-\U0010fffd"
_ATTRIBUTES: Final = r"""(?:[^>"']|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+>?"""
_CONSTRUCT: Final = lazy_regex(
    rf"""<(?:
      (?P<conditional>!--\[if[^\]>]{{0,200}}\](?:>\s*<!-->|-->|>))
    | (?P<comment>!--)
    | (?P<raw>style|script|title|textarea|xmp|iframe|noembed|noframes)\b{_ATTRIBUTES}
    | (?P<tag>/?[A-Za-z][^\s/>]*+){_ATTRIBUTES}
    )
    | (?P<hole>[{_LAST_PLANE}])""",
    re.VERBOSE | re.IGNORECASE,
)
_TABLE_PARTS: Final = frozenset("table tbody thead tfoot tr colgroup col".split())
_TABLE_ENDS: Final = frozenset("/tbody /thead /tfoot /tr /td /th /colgroup /caption".split())
_STYLE_ATTRIBUTE: Final = lazy_regex(r"""\sstyle\s*=\s*(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')""", re.IGNORECASE)
_HOLES: Final = lazy_regex(rf"[{_LAST_PLANE}]+(?:[\r\n \t]+[{_LAST_PLANE}]+)*")


class Template(NamedTuple):
    """What is known of a template besides its words.

    `drawn`: the first tag that puts in content of another file or block, or that such content takes the place of.
    `framed`: it is a whole page and no piece of one; plain text always is. `branches`: some of its tags show nothing:
    conditions, whose branches are read one after the other, loops, comments.
    """

    drawn: Span | None
    framed: bool
    branches: bool


def read_template(text: Text, *, html: bool) -> Template:
    """`text` is as written, its tags not masked."""
    tags = list(template_tags(text.content))
    tag = next((tag for tag in tags if tag.draws), None)
    found = _MARKUP_CALLS.search(text.content) if tag is None and html else None
    start, end = (tag.start, tag.end) if tag is not None else found.span() if found is not None else (0, 0)
    framed = not html or _FRAME.search(text.content) is not None
    return Template(text.span(start, end) if end else None, framed, not all(tag.shown for tag in tags))


def mask_text(text: Text, *, html: bool) -> Text:
    """The template as facts read it: equally long, its tags masked."""
    content = without_pretended_holes(text.content)
    return overlay(text, mask_html(content) if html else mask_line(content), masked=True)


def mask_line(text: str) -> str:
    """Text without markup (a header's value, a plain-text body) with its tags masked."""
    return _filled(text, template_tags(text))


def mask_html(source: str) -> str:
    """Markup with its tags masked."""
    tags = list(template_tags(source))
    draft = _filled(source, tags)
    ends = {tag.start: tag.end for tag in tags if tag.shown}
    if ends:
        draft = _placed(draft, ends)
    return as_html(draft) if is_mjml(draft) else draft


def _filled(text: str, tags: Iterator[TemplateTag] | list[TemplateTag]) -> str:
    """The text with a hole for each tag that something stands for, and white space for the others."""
    pieces: list[str] = []
    place = 0
    for tag in tags:
        written = text[tag.start : tag.end]
        pieces += (text[place : tag.start], hole(written) if tag.shown else _blank(written))
        place = tag.end
    return "".join([*pieces, text[place:]])


def _blank(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)


def _placed(draft: str, ends: dict[int, int]) -> str:
    """The draft with comments for the holes that a parser would move. `ends`: of the holes, by their starts."""
    edits: list[tuple[int, int, str]] = []
    body = _BODY.search(draft) or _HEAD_END.search(draft)
    body_starts = body.start() if body is not None else 0
    place, last = 0, ""
    while (found := _CONSTRUCT.search(draft, place)) is not None:
        start, place = found.start(), found.end()
        if found["hole"]:
            place = ends.get(start, place)
            if last in _TABLE_PARTS or last in _TABLE_ENDS or start < body_starts:
                edits.append((start, place, "<!>"))
        elif found["comment"]:
            close = draft.find("-->", start + 4)
            place = close + 3 if close >= 0 else len(draft)
        elif found["raw"]:
            place = _raw_end(draft, found["raw"], place)
            if found["raw"].lower() == "style":
                edits += _style_edits(draft, found.end(), place, beside=(":", "{", ","))
        elif found["tag"]:
            last = found["tag"].lower()
            if "style" in found[0] or "STYLE" in found[0]:
                for style in _STYLE_ATTRIBUTE.finditer(draft, start, place):
                    edits += _style_edits(draft, *style.span(style.lastgroup or 0))
    return _edited(draft, edits)


def _raw_end(draft: str, name: str, place: int) -> int:
    close = re.compile(f"</{name}", re.IGNORECASE).search(draft, place)
    return close.start() if close is not None else len(draft)


def _style_edits(draft: str, start: int, end: int, beside: tuple[str, ...] = ()) -> Iterator[tuple[int, int, str]]:
    """Holes that stand where a declaration or a rule could, unless what begins `beside` them makes them part of one."""
    for found in _HOLES.finditer(draft, start, end):
        before = draft[max(start, found.start() - 200) : found.start()].rstrip()
        after = draft[found.end() : min(end, found.end() + 200)].lstrip()
        if (before[-1:] in ("", "{", "}", ";") or before.endswith("*/")) and not after.startswith(beside):
            yield (*found.span(), "/**/")


def _edited(draft: str, edits: list[tuple[int, int, str]]) -> str:
    """Each stretch between the halves of its brackets, which take the place of its own ends."""
    pieces: list[str] = []
    place = 0
    for start, end, brackets in edits:
        half = len(brackets) - 1 if brackets == "<!>" else 2
        opening, closing = brackets[:half], brackets[half:]
        if end - start < len(brackets):
            inner, opening, closing = _blank(draft[start:end]), "", ""
        else:
            inner = draft[start + len(opening) : end - len(closing)]
        pieces += (draft[place:start], opening, inner, closing)
        place = end
    return "".join([*pieces, draft[place:]])
