"""A message as rules see it: one per view. Thin: every property asks a fact and remembers the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mailcheck.findings import Unknown
from mailcheck.source.mail import Header, Mail, Part
from mailcheck.spans import Span, Text
from mailcheck.subjects.context import Context

if TYPE_CHECKING:  # the floors allow these imports; they are deferred so that unused facts cost nothing
    from bs4 import BeautifulSoup

    from mailcheck.facts.dom import Dom
    from mailcheck.facts.headers import Headers
    from mailcheck.facts.links import Image, Link
    from mailcheck.facts.message_class import MessageClass
    from mailcheck.facts.optouts import OptOut
    from mailcheck.facts.runs import Run
    from mailcheck.facts.sight import Sight
    from mailcheck.facts.styles import Styles

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class View:
    """How the message is looked at: the width of the window, the colour scheme, Word's engine or not."""

    name: str
    width: int = 800
    height: int = 600
    dark: bool = False
    outlook: bool = False


DESKTOP = View("desktop")
MOBILE = View("mobile", width=375, height=667)
DARK = View("dark", dark=True)
OUTLOOK = View("outlook", outlook=True)


class Message:
    """One mail in one view. `origin` is the same mail's desktop view (itself, for that one).

    Facts that do not depend on the view are asked of the origin, so that each is computed once.
    """

    def __init__(self, mail: Mail, context: Context, view: View = DESKTOP, origin: Message | None = None) -> None:
        self.mail = mail
        self.context = context
        self.view = view
        self.origin = origin or self
        self._facts: dict[object, object] = {}

    def __repr__(self) -> str:
        return f"Message({self.mail.target!r}, {self.view.name})"

    @property
    def path(self) -> str:
        return self.mail.path

    @property
    def variant(self) -> str | None:
        """The view's name, None for the desktop."""
        return None if self.view.name == "desktop" else self.view.name

    def fact(self, compute: Callable[[Message], F]) -> F:
        """`compute(self)`, run once; an `Unknown` it raises is remembered and raised again.

        Packs add their own facts this way.
        """
        if compute in self._facts:
            known = self._facts[compute]
            if isinstance(known, Unknown):
                raise known
            return known  # type: ignore[return-value]
        try:
            value = compute(self)
        except Unknown as unknown:
            self._facts[compute] = unknown
            raise
        self._facts[compute] = value
        return value

    @property
    def raw_headers(self) -> tuple[Header, ...]:
        """All header fields of the message in file order, duplicates included."""
        return self.mail.headers

    @property
    def part(self) -> Part:
        """The root of the MIME tree."""
        return self.mail.part

    @property
    def headers(self) -> Headers:
        from mailcheck.facts.headers import headers

        return self.origin.fact(headers)

    @property
    def html(self) -> Text | None:
        """The HTML body in this view: Outlook sees its conditional comments unwrapped."""
        from mailcheck.facts.views import html_text

        return self.fact(html_text)

    @property
    def text(self) -> Text | None:
        """The plain-text body."""
        return self.mail.text.text if self.mail.text else None

    @property
    def dom(self) -> Dom:
        """The HTML5 tree of `html`; empty without an HTML body."""
        from mailcheck.facts.dom import dom

        return self.fact(dom) if self.view.outlook else self.origin.fact(dom)

    @property
    def soup(self) -> BeautifulSoup:
        """The same tree as beautifulsoup4, with the same positions. Built when first asked for."""
        from mailcheck.facts.dom import soup

        return self.fact(soup) if self.view.outlook else self.origin.fact(soup)

    @property
    def styles(self) -> Styles:
        """Computed styles of every element in this view."""
        from mailcheck.facts.styles import styles

        return self.fact(styles)

    @property
    def sight(self) -> Sight:
        """Whether and how an element or a run can be seen in this view."""
        from mailcheck.facts.sight import sight

        return self.fact(sight)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Text runs of the shown bodies in reading order, hidden ones included (look at `run.seen`)."""
        from mailcheck.facts.runs import runs

        return self.fact(runs)

    @property
    def links(self) -> tuple[Link, ...]:
        from mailcheck.facts.links import links

        return self.fact(links)

    @property
    def images(self) -> tuple[Image, ...]:
        from mailcheck.facts.links import images

        return self.fact(images)

    @property
    def opt_outs(self) -> tuple[OptOut, ...]:
        """Every way out that the message offers, in reading order: see `facts/optouts.py`."""
        from mailcheck.facts.optouts import opt_outs

        return self.fact(opt_outs)

    @property
    def language(self) -> str:
        """Main language of the visible text (ISO 639-1, 'zh-hant' apart), '' when it cannot be told."""
        from mailcheck.facts.language import language

        return self.origin.fact(language)

    @property
    def message_class(self) -> MessageClass:
        from mailcheck.facts.message_class import message_class

        return self.origin.fact(message_class)

    @property
    def stage(self) -> str:
        """template, rendered, signed or delivered: declared, or told from the headers and tags."""
        from mailcheck.facts.stage import stage

        return self.origin.fact(stage)

    @property
    def body(self) -> Span:
        """Where to point at what is absent: the `<body>` tag, else the start of the text, else the headers."""
        from mailcheck.facts.views import body_span

        return self.fact(body_span)
