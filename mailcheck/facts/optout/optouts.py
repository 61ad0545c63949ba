"""The ways out of a mailing that a message offers, recognised by what their words mean.

The evidence, in falling order: the words of the link; the sentence around it, for links whose own words say
nothing; the address, as support and never against the words. Beside links count addresses to write to,
answers asked for, settings pages, merge tags that become a link when the mail is sent, and the header.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from mailcheck.facts.optout.optout_links import Verdict, judge_links, links_to, refusals
from mailcheck.facts.optout.optout_texts import TextRoute, text_routes
from mailcheck.facts.text.language import languages_of_scripts, likely_languages
from mailcheck.holes import unmask
from mailcheck.lazy_regex import lazy_regex
from mailcheck.lexicon.languages import languages, matcher
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.lexicon.tags import service_of
from mailcheck.spans import Span

if TYPE_CHECKING:
    from mailcheck.facts.header.listheaders import ListField
    from mailcheck.facts.html.nodes import Element
    from mailcheck.facts.sight.runs import Run
    from mailcheck.facts.sight.seen import Seen
    from mailcheck.facts.text.links import Link
    from mailcheck.lexicon.matching import Matcher

_PAGE: Final = lazy_regex(r"//[^/?#]+(?:/[^?#]|/?[?#].)")  # more than the name of a site
_SAMPLE: Final = 1500  # characters at the head and the foot, where a second language stands

OptOutKind = Literal["link", "mailto", "reply", "preferences", "form", "template-tag", "header"]


class ListHeaders(Protocol):
    """What is needed of the header fields."""

    @property
    def list_unsubscribe(self) -> ListField | None: ...


class OptOut(NamedTuple):
    """One way out.

    `text`: the visible words of the element; the address of a bare one; the sentence for 'reply'. `language`
    is that of the words that decided, `because` says in words what they were. `login`: the words or the
    address ask to sign in first. `said`: what a reader sees says it, not the address alone. In the header nothing
    can be seen: `seen` is not-applicable there.
    """

    kind: OptOutKind
    text: str
    href: str
    part: Literal["html", "text", "header"]
    seen: Seen
    span: Span
    sentence: str
    language: str
    because: str
    login: bool
    element: Element | None = None
    said: bool = True


def find_opt_outs(
    links: Sequence[Link],
    runs: Sequence[Run],
    headers: ListHeaders | None,
    language: str,
    own: OwnWords = NO_WORDS,
) -> tuple[OptOut, ...]:
    """Every way out, in reading order, those of the header last.

    Looks with the words of the message's language and of English; with those of every language that may
    occur only where these find nothing, so that an ordinary message pays for two. `own`: words that a team added.
    """
    codes = tuple(dict.fromkeys((language, "en"))) if language in languages() else ()
    found = _search(links, runs, codes, own) if codes else []
    if not found:
        wider = _wider(runs, codes)
        if not set(wider) <= set(codes):
            refused = refusals(links, matcher(codes, own)) if codes else frozenset[int]()
            found = _search(links, runs, wider, own, refused, unknown=not codes)
    field = headers.list_unsubscribe if headers is not None else None
    if field is None:
        return tuple(found)
    found += _of_header(field, links, found, matcher(codes or ("en",), own))
    return (*sorted(found, key=_place), *_header(field))


def _of_header(field: ListField, links: Sequence[Link], found: Sequence[OptOut], patterns: Matcher) -> Iterator[OptOut]:
    """The links to a page that List-Unsubscribe names; a site as a whole is none."""
    pages = {uri.uri for uri in field.uris if uri.scheme in ("http", "https") and _PAGE.search(uri.uri)}
    if pages:
        taken = {(way.part, way.span.start) for way in found}
        yield from (_of_link(link, verdict) for link, verdict in links_to(pages, links, taken, patterns))


def _place(way: OptOut) -> tuple[bool, int]:
    return way.part != "html", way.span.start


def _wider(runs: Sequence[Run], codes: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that may occur in a message, those tried first; all of its scripts when nothing tells."""
    text = " ".join(run.text for run in runs if run.seen.verdict != "hidden")
    if len(text) > 2 * _SAMPLE:
        text = f"{text[:_SAMPLE]} {text[-_SAMPLE:]}"
    likely = likely_languages(text) or languages_of_scripts(text)
    return tuple(dict.fromkeys((*codes, *likely, "en")))


def _search(
    links: Sequence[Link],
    runs: Sequence[Run],
    codes: tuple[str, ...],
    own: OwnWords,
    refused: Collection[int] = (),
    unknown: bool = False,
) -> list[OptOut]:
    """The ways out that the words of these languages find. `refused`: the numbers of links that clearly are none."""
    patterns = matcher(codes, own)
    verdicts = judge_links(links, patterns, refused, unknown=unknown)
    found = [_of_link(link, verdict) for link, verdict in verdicts]
    taken = [link for link, _ in verdicts]
    linked = {unmask(link.href) for link in taken if link.kind == "url"}  # tags that are links by their names already
    found += [_of_text(route) for route in text_routes(runs, taken, patterns) if route.href not in linked]
    return sorted(found, key=_place)


def _of_link(link: Link, verdict: Verdict) -> OptOut:
    because = verdict.because
    if verdict.kind == "template-tag" and (service := service_of(verdict.tag)):
        because = f"{because}; {verdict.tag} is a merge tag of {service}"
    return OptOut(
        kind=verdict.kind,
        text=unmask(link.words),
        href=link.href,
        part=link.part,
        seen=link.seen,
        span=link.span,
        sentence=verdict.sentence,
        language=verdict.language,
        because=because,
        login=verdict.login,
        element=link.element,
        said=verdict.said,
    )


def _of_text(route: TextRoute) -> OptOut:
    return OptOut(
        kind=route.kind,
        text=route.text,
        href=route.href,
        part=route.run.part,
        seen=route.run.seen,
        span=route.span,
        sentence=route.sentence,
        language=route.language,
        because=route.because,
        login=False,
        element=route.run.element,
    )


def _header(field: ListField) -> Iterator[OptOut]:
    """The addresses of List-Unsubscribe."""
    from mailcheck.facts.sight.seen import Seen

    for uri in field.uris:
        yield OptOut(
            kind="header",
            text=uri.uri,
            href=uri.uri,
            part="header",
            seen=Seen("not-applicable", "header fields are not shown"),
            span=uri.span,
            sentence="",
            language="",
            because="an address in List-Unsubscribe",
            login=False,
        )
