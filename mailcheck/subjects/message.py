"""A message as rules see it: one per view. Thin: every property asks a fact and remembers the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mailcheck.facts.html.views import DESKTOP, View, body_span, unwrap_conditionals
from mailcheck.findings import NotEvaluated
from mailcheck.holes import without_pretended_holes
from mailcheck.source.mail import Header, Mail, Part
from mailcheck.spans import Span, Text, overlay
from mailcheck.subjects.context import Context
from mailcheck.subjects.memory import remembered

if TYPE_CHECKING:  # downward imports, deferred so that a fact nobody asks for costs nothing
    from bs4 import BeautifulSoup

    from mailcheck.facts.css.styles import Styles
    from mailcheck.facts.header.headers import Headers
    from mailcheck.facts.header.message_auth import MessageAuth
    from mailcheck.facts.html.dom import Dom
    from mailcheck.facts.optout.optouts import OptOut
    from mailcheck.facts.postal.addresses import PostalAddress
    from mailcheck.facts.purpose.message_class import MessageClass
    from mailcheck.facts.purpose.purpose import Purpose
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.sight.sight import Sight
    from mailcheck.facts.subject.former_prices import FormerPrice
    from mailcheck.facts.subject.subject import Subject
    from mailcheck.facts.text.links import Image, Link
    from mailcheck.source.template import Template

F = TypeVar("F")


class Message:
    """One mail in one view. `origin` is the same mail's desktop view (itself, for that one).

    Facts that do not depend on the view are asked of the origin, so that each is computed once.
    """

    def __init__(
        self,
        mail: Mail,
        context: Context,
        view: View = DESKTOP,
        origin: Message | None = None,
        auth: MessageAuth | None = None,
    ) -> None:
        self.mail = mail
        self.context = context
        self.view = view
        self.origin = origin or self
        self._auth = auth
        self._facts: dict[object, object] = {}

    def __repr__(self) -> str:
        return f"Message({self.mail.target!r}, {self.view.name})"

    def fact(self, compute: Callable[[Message], F]) -> F:
        """`compute(self)`, run once; an `Unknown` it raises is remembered and raised again.

        Packs add their own facts this way. `compute` is the key: pass a named function, not a fresh lambda.
        """
        return remembered(self._facts, compute, self)

    def release(self) -> None:
        """Let go of all facts, so that their memory is free at once. Nothing may be asked of the message any more."""
        for known in self._facts.values():
            let_go = getattr(known, "release", None)
            if let_go is not None:
                let_go()
        self._facts.clear()

    @property
    def path(self) -> str:
        return self.mail.path

    @property
    def variant(self) -> str | None:
        """The view's name, None for the desktop."""
        return None if self.view.name == "desktop" else self.view.name

    @property
    def raw_headers(self) -> tuple[Header, ...]:
        """All header fields of the message in file order, duplicates included."""
        return self.mail.headers

    @property
    def part(self) -> Part:
        """The root of the MIME tree."""
        return self.mail.part

    @property
    def text(self) -> Text | None:
        """The plain-text body; that of a template with its tags masked (`source/template.py`)."""
        return self.origin.fact(_text)

    @property
    def headers(self) -> Headers:
        """The header fields, parsed: addresses, dates, list headers, signatures."""
        return self.origin.fact(_headers)

    @property
    def authenticated(self) -> bool:
        """Whether the signatures were looked at."""
        return self.origin._auth is not None

    @property
    def auth(self) -> MessageAuth:
        """Whether the signatures hold. Raises NotEvaluated when nothing was looked up."""
        if self.origin._auth is None:
            raise NotEvaluated("no DNS look-ups were asked for")
        return self.origin._auth

    @property
    def html(self) -> Text | None:
        """The HTML body in this view, a template's tags masked: Outlook sees its conditional comments unwrapped."""
        return self.fact(_html)

    @property
    def dom(self) -> Dom:
        """The HTML5 tree of `html`; empty without an HTML body."""
        return self._markup_owner.fact(_dom)

    @property
    def soup(self) -> BeautifulSoup:
        """The same tree as beautifulsoup4, with the same positions. Built when first asked for."""
        return self._markup_owner.fact(_soup)

    @property
    def styles(self) -> Styles:
        """Computed styles of every element in this view."""
        return self.fact(_styles)

    @property
    def sight(self) -> Sight:
        """Whether and how an element or a text can be seen in this view."""
        return self.fact(_sight)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Text runs of both bodies, HTML first, in reading order; hidden ones too (look at `run.seen`)."""
        return self.fact(_runs)

    @property
    def first_words(self) -> tuple[str, tuple[Run, ...]]:
        """What an inbox shows after the subject, and the runs it stands in."""
        return self.origin.fact(_first_words)

    @property
    def links(self) -> tuple[Link, ...]:
        """Links, buttons, forms, and bare URLs and addresses of both bodies, in reading order."""
        return self.fact(_links)

    @property
    def images(self) -> tuple[Image, ...]:
        return self.fact(_images)

    @property
    def opt_outs(self) -> tuple[OptOut, ...]:
        """Every way out that the message offers, in reading order: see `facts/optout/optouts.py`."""
        return self.fact(_opt_outs)

    @property
    def postal_addresses(self) -> tuple[PostalAddress, ...]:
        """Every postal address of both bodies, whoever's it is, hidden ones too: see `facts/postal/addresses.py`."""
        return self.fact(_postal_addresses)

    @property
    def language(self) -> str:
        """Main language of the visible text (ISO 639-1, script or region where it matters), '' if unclear."""
        return self.origin.fact(_language)

    @property
    def subject(self) -> Subject:
        """The subject line and the sender's name: what they claim, and whether the message bears it out."""
        return self.origin.fact(_subject)

    @property
    def former_prices(self) -> tuple[FormerPrice, ...]:
        """Prices of the body that are said to be no longer asked."""
        return self.origin.fact(_former_prices)

    @property
    def message_class(self) -> MessageClass:
        """What the message is for: declared, or inferred with its reason."""
        return self.origin.fact(_message_class)

    @property
    def purpose(self) -> Purpose:
        """Blocks in reading order, each commercial, transactional, other or neutral; shares; primary purpose."""
        return self.origin.fact(_purpose)

    @property
    def preheader_offers(self) -> tuple[str, ...]:
        """The words by which the hidden preheader makes an offer; () without one."""
        return self.origin.fact(_preheader_offers)

    @property
    def stage(self) -> str:
        """template, rendered, signed or delivered: declared, or told from headers and tags."""
        return self.origin.fact(_stage)

    @property
    def template(self) -> Template | None:
        """What is known of the body as a template: where it draws in other files. None at every other stage."""
        return self.origin.fact(_template)

    @property
    def body(self) -> Span:
        """Where to point at what is absent: `<body>`, else the start of the text, else the headers."""
        return self.fact(_body)

    @property
    def head(self) -> Span:
        """Where to point at an absent header field: the From field, else the first field, else the file's start."""
        return self.origin.fact(_head)

    @property
    def _markup_owner(self) -> Message:
        return self if self.view.outlook else self.origin


def _headers(message: Message) -> Headers:
    from mailcheck.facts.header.headers import read_headers

    return read_headers(message.mail, template=message.stage == "template")


def _html(message: Message) -> Text | None:
    text = message.origin.fact(_masked_html)
    return unwrap_conditionals(text) if text is not None and message.view.outlook else text


def _masked_html(message: Message) -> Text | None:
    return _read(message, message.mail.html, html=True)


def _text(message: Message) -> Text | None:
    return _read(message, message.mail.text, html=False)


def _read(message: Message, part: Part | None, *, html: bool) -> Text | None:
    """The text of a body as facts read it."""
    if part is None or part.text is None:
        return None
    if message.stage == "template":
        from mailcheck.source.template import mask_text

        return mask_text(part.text, html=html)
    content = without_pretended_holes(part.text.content)
    return part.text if content is part.text.content else overlay(part.text, content)


def _dom(message: Message) -> Dom:
    from mailcheck.facts.html.dom import build_dom

    return build_dom(message.html, max_nodes=message.context.limits.dom_nodes)


def _soup(message: Message) -> BeautifulSoup:
    from mailcheck.facts.html.dom import build_soup

    return build_soup(message.dom)


def _styles(message: Message) -> Styles:
    from mailcheck.facts.css.styles import Styles

    return Styles(message.dom, message.view, max_rules=message.context.limits.css_rules)


def _sight(message: Message) -> Sight:
    from mailcheck.facts.sight.sight import Sight

    return Sight(message.dom, message.styles)


def _runs(message: Message) -> tuple[Run, ...]:
    from mailcheck.facts.sight.runs import html_runs

    return html_runs(message.dom, message.sight) + message.origin.fact(_text_runs)


def _text_runs(message: Message) -> tuple[Run, ...]:
    from mailcheck.facts.sight.runs import text_runs

    return text_runs(message.text)


def _first_words(message: Message) -> tuple[str, tuple[Run, ...]]:
    from mailcheck.facts.sight.runs import first_words

    shown = message.runs if message.html is None else (run for run in message.runs if run.part == "html")
    return first_words(shown)


def _links(message: Message) -> tuple[Link, ...]:
    from mailcheck.facts.text.links import html_links

    return (*html_links(message.dom, message.sight, message.runs), *message.origin.fact(_text_links))


def _text_links(message: Message) -> tuple[Link, ...]:
    from mailcheck.facts.text.links import text_links

    return tuple(text_links(message.fact(_text_runs)))


def _images(message: Message) -> tuple[Image, ...]:
    from mailcheck.facts.text.links import find_images

    return find_images(message.dom, message.sight)


def _opt_outs(message: Message) -> tuple[OptOut, ...]:
    from mailcheck.facts.optout.optouts import find_opt_outs

    if message is not message.origin:
        from mailcheck.facts.optout.optout_views import seen_again

        again = seen_again(message.origin.opt_outs, message.dom, message.sight)
        if again is not None:
            return again
    return find_opt_outs(message.links, message.runs, message.headers, message.language, message.context.own_words)


def _postal_addresses(message: Message) -> tuple[PostalAddress, ...]:
    from mailcheck.facts.postal.addresses import find_addresses

    sender = " ".join(f"{box.display} {box.domain}" for box in message.headers.from_.mailboxes)

    def reader() -> str:
        return " ".join(box.display for box in message.headers.to.mailboxes)

    return find_addresses(message.runs, message.images, message.language, sender, message.context.own_words, reader)


def _language(message: Message) -> str:
    from mailcheck.facts.text.language import tell_language

    root = message.dom.root
    declared = root.attrs.get("lang", "") if root is not None else ""
    shown = " ".join(run.text for run in message.runs if run.seen.verdict != "hidden")
    return tell_language(shown, declared)


def _subject(message: Message) -> Subject:
    from mailcheck.facts.subject.sender_name import Sender
    from mailcheck.facts.subject.subject import Mail, read_subject
    from mailcheck.lexicon.merge_tags import has_merge_tag

    headers = message.headers
    sender = headers.from_.first
    if sender is not None and message.stage == "template" and has_merge_tag(sender.span.quote):
        sender = None  # nobody knows yet who that will be
    shown = [run.text for run in message.runs if run.seen.verdict != "hidden"]
    sent = headers.date.value.date() if headers.date is not None and headers.date.value is not None else None
    return read_subject(
        Mail(
            subject=headers.subject,
            body="\n".join([*shown, *(image.alt for image in message.images if image.alt)]),
            sender=Sender(headers.masked(sender.display), sender.local, sender.domain) if sender is not None else None,
            language=message.language,
            threaded="in-reply-to" in headers or "references" in headers or _attaches_mail(message.part),
            sent=sent or message.context.today,
            dated=sent is not None,
            recipients=tuple(box.domain for box in (*headers.to.mailboxes, *headers.cc.mailboxes)),
            own=message.context.own_words,
        )
    )


def _former_prices(message: Message) -> tuple[FormerPrice, ...]:
    from mailcheck.facts.subject.former_prices import find_former_prices

    return tuple(find_former_prices(message.runs, message.subject.language, message.context.own_words))


def _attaches_mail(root: Part) -> bool:
    parts = [root]
    while parts:
        part = parts.pop()
        if part.content_type == "message/rfc822":
            return True
        parts.extend(part.children)
    return False


def _stage(message: Message) -> str:
    from mailcheck.facts.header.stage import tell_stage

    return message.context.stage or tell_stage(message.mail)


def _template(message: Message) -> Template | None:
    part = message.mail.html or message.mail.text
    if message.stage != "template" or part is None or part.text is None:
        return None
    from mailcheck.source.template import read_template

    return read_template(part.text, html=part is message.mail.html)


def _message_class(message: Message) -> MessageClass:
    from mailcheck.facts.purpose.message_class import declared_class, deemed_class, inferred_class

    declared = message.context.message_class or _labelled_class(message.headers)
    if declared is None:
        return inferred_class(message.purpose)
    if declared in ("commercial", "unknown"):  # nothing need be read then
        return declared_class(declared)
    return deemed_class(declared, message.purpose)


def _labelled_class(headers: Headers) -> str | None:
    from mailcheck.facts.purpose.message_class import class_of_header

    return class_of_header(headers.value("X-Mailcheck-Class"))


def _preheader_offers(message: Message) -> tuple[str, ...]:
    from mailcheck.facts.sight.runs import preheader
    from mailcheck.facts.subject.subject import offers_in

    words = " ".join(run.text for run in preheader(message.runs))
    return offers_in(words, message.language, message.context.own_words)


def _purpose(message: Message) -> Purpose:
    from mailcheck.facts.purpose.reading import Mail, purpose_of

    sender = message.headers.from_.first
    return purpose_of(
        Mail(
            dom=message.dom if message.html is not None else None,
            sight=message.sight,
            runs=message.runs,
            subject=message.headers.subject,
            promotional=message.subject.words or message.subject.titled,
            language=message.language,
            sender=sender.display if sender is not None else "",
            opt_outs=message.opt_outs,
            addresses=message.postal_addresses,
            place=message.body,
            mailing=_is_mailing(message),
            own=message.context.own_words,
            headers=message.headers,
        )
    )


def _is_mailing(message: Message) -> bool | None:
    """Whether a way out of a list is offered; None in a file that a sending service has still to complete."""
    if any(way.kind != "reply" for way in message.opt_outs):
        return True
    return False if message.mail.form == "eml" and message.headers else None


def _body(message: Message) -> Span:
    return body_span(message.mail, message.dom if message.html is not None else None)


def _head(message: Message) -> Span:
    fields = message.headers.all("from") or message.raw_headers
    return fields[0].span if fields else message.mail.root.span(0, 0)
