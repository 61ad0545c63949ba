"""The ways out of a mailing, body by body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol

from mailcheck.api import Message, NotEvaluated, Span

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


def require_whole(message: Message) -> None:
    """Raises NotEvaluated for a template that other files complete: what it lacks may come from there."""
    template = message.template
    if template is None:
        return
    if template.drawn is not None:
        raise NotEvaluated("the template draws in other files or blocks, which may hold it: check the rendered message")
    if not template.framed:
        raise NotEvaluated("the template is a piece of a page, whose frame may hold it: check the rendered message")
    for body in bodies(message):
        if not any(run.part == body and any(map(str.isalnum, run.text)) for run in message.runs):
            raise NotEvaluated("all words of the template come from its data: check the rendered message")


def named(way: WayOut) -> str:
    """How to call a way out in a message: by its words, shortened, or by its kind."""
    words = " ".join(way.text.split())
    if len(words) > 60:
        words = words[:57].rstrip() + "..."
    kind = {"reply": "reply instruction", "form": "opt-out button", "preferences": "preference link"}
    label = kind.get(way.kind, "opt-out link")
    return f'{label} "{words}"' if words else label
