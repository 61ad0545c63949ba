"""The ways out of a mailing, body by body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, Protocol

from mailcheck.api import Message, Span

Body = Literal["html", "text"]


class Seen(Protocol):
    """What rules ask of the sight of a way out."""

    @property
    def verdict(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def because(self) -> Span | None: ...
    @property
    def contrast(self) -> float | None: ...
    @property
    def font_px(self) -> float | None: ...


class Markup(Protocol):
    """What rules ask of the element of a way out: `text` is all live text in it."""

    @property
    def tag(self) -> str: ...
    @property
    def text(self) -> str: ...


class WayOut(Protocol):
    """What rules ask of an opt-out in `message.opt_outs`."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def seen(self) -> Seen: ...
    @property
    def span(self) -> Span: ...
    @property
    def language(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def login(self) -> bool: ...
    @property
    def said(self) -> bool: ...
    @property
    def element(self) -> Markup | None: ...


# A template that draws in other files, or a slot that its frame or its data fills.
_INCLUDES = r"""
      \{%[-+~]?\s{0,8}(?:include|extends|block|embed|render|import|use|section|yield|partial|snippet|module|layout)\b
    | \{\{\{?[~&]?\s{0,8}(?:>|[#$<]?(?:include|template|partial|block|snippet|render|yield|slot)\b)
    | \{\{\{?[~&]?\s{0,8}@?(?:content|body|children|main|message|inner|embedded)\b[^{}]{0,80}\}\}
    | (?:\{\{|<%=?|\$\{|\*\||%%|\[\[|\{%)[^{}<>|%]{0,60}(?:footer|legal|disclaimer)
    | <%[-=]?\s{0,8}(?:include|yield|render|partial)\b
    | <mj-include\b | render_dynamic_content | %%=\s{0,4}ContentBlock | <!--\s{0,4}\#include
"""
_FRAME = re.compile(r"<(?:html|body|mjml)\b", re.IGNORECASE)


def bodies(message: Message) -> Iterator[Body]:
    """The bodies that the message has, the one most people see first."""
    if message.html is not None:
        yield "html"
    if message.text is not None and message.text.content.strip():
        yield "text"


def ways_out(message: Message, body: Body) -> list[WayOut]:
    """Opt-outs in the body, hidden ones included. A header alone is none: readers do not see it."""
    return [way for way in message.opt_outs if way.part == body and way.kind != "header"]


def seen_ways_out(message: Message, body: Body) -> list[WayOut]:
    """Those that are not hidden: pale, small and undecided ones count."""
    return [way for way in ways_out(message, body) if way.seen.verdict != "hidden"]


def may_be_completed(message: Message) -> str:
    """Why a template's footer may come from elsewhere, in words; '' when the template is whole."""
    body = message.html or message.text
    if message.stage != "template" or body is None:
        return ""
    if re.search(_INCLUDES, body.content, re.VERBOSE | re.IGNORECASE):
        return "the template draws in other files or blocks, which may hold the way out"
    if message.html is not None and not _FRAME.search(message.html.content):
        return "the template is a fragment, and its frame may hold the way out"
    return ""


def named(way: WayOut) -> str:
    """How to call a way out in a message: by its words, shortened, or by its kind."""
    words = " ".join(way.text.split())
    if len(words) > 60:
        words = words[:57].rstrip() + "..."
    kind = {"reply": "reply instruction", "form": "opt-out button", "preferences": "preference link"}
    label = kind.get(way.kind, "opt-out link")
    return f'{label} "{words}"' if words else label
