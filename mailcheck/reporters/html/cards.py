"""What was found about one target, as cards: what was seen, why it matters and by which authority, how to fix it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from mailcheck.findings import Confidence, Finding
from mailcheck.report import COMMAND_LINE
from mailcheck.reporters.html.markup import CLASSES, GRADES, anchor, count, plain, prose, quoted, sentence
from mailcheck.reporters.html.things import OWNERS, Thing
from mailcheck.rule import Citation
from mailcheck.spans import Span

PLACES: Final = 6
"""Places of one thing that are told; the others are counted."""
BASES: Final = {
    "statute": "law",
    "regulation": "regulation",
    "case": "court decision",
    "provider": "demand of a mailbox provider",
    "standard": "standard",
    "convention": "good practice",
}
VIEWS: Final = {"desktop": "on a desktop", "mobile": "on a phone", "dark": "in dark mode", "outlook": "in Outlook"}
SURE: Final = {Confidence.LIKELY: "Likely: please look.", Confidence.HEURISTIC: "Only a hint: please look."}


def cards(
    things: Sequence[Thing], key: str, level: int, marked: Callable[[Thing], str], explained: dict[str, str]
) -> Iterator[str]:
    """`key` makes ids unique, `level` is that of the owners' headings; `marked` says where a thing's pins are.

    `explained` grows: the id of the card that says why a rule matters. Each rule is explained once a page.
    """
    for owner, group in groupby(things, key=lambda thing: thing.owner):
        own = list(group)
        yield f"<h{level}>{OWNERS[owner]} <span class=quiet>{count(len(own), 'thing')}</span></h{level}>"
        for thing in own:
            yield from _card(thing, f"{key}-{thing.number}", level + 1, marked(thing), explained)


def _card(thing: Thing, own_id: str, level: int, marked: str, explained: dict[str, str]) -> Iterator[str]:
    rule, kind = thing.rule, CLASSES[thing.severity]
    title = prose(rule.summary) if rule is not None and rule.summary else plain(thing.rule_id)
    yield f'<article class="card {kind}" id="{own_id}" aria-labelledby="{own_id}-h">'
    yield f'<h{level} id="{own_id}-h"><span class="pin {kind}">{thing.number}</span> {title}</h{level}>'
    yield f'<p class="grade {kind}">{GRADES[thing.severity]}{_sureness(thing.findings)}</p>'
    yield "<dl>"
    yield "<dt>What was seen</dt>"
    yield from _seen(thing.findings, marked)
    where = explained.setdefault(thing.rule_id, own_id)
    if where != own_id:
        yield f'<dt>Why it matters</dt><dd><a href="#{where}">Said above</a>, with its authority.</dd>'
    elif rule is not None and (rule.why or rule.cites):
        yield "<dt>Why it matters</dt><dd>"
        yield from (f"<p>{prose(paragraph)}</p>" for paragraph in rule.why.split("\n") if paragraph)
        yield from _citations(rule.cites)
        yield "</dd>"
    advice = list(dict.fromkeys(finding.advice for finding in thing.findings if finding.advice))
    if advice:
        yield "<dt>How to fix it</dt><dd>"
        yield from (f"<p>{sentence(text)}</p>" for text in advice[:PLACES])
        yield "</dd>"
    yield f"</dl><p class=quiet>Rule <code>{plain(thing.rule_id)}</code></p></article>"


def _sureness(findings: Iterable[Finding]) -> str:
    least = max(finding.confidence for finding in findings)
    return f" <span class=quiet>{SURE[least]}</span>" if least in SURE else ""


def _seen(findings: Sequence[Finding], marked: str) -> Iterator[str]:
    shown = findings[:PLACES]
    yield "<dd>"
    for message, group in groupby(shown, key=lambda finding: finding.message):
        yield f"<p>{sentence(message)}</p>"
        yield "<ul class=places>"
        for finding in group:
            yield f"<li>{_excerpt(finding.span, finding.target)}{_views(finding.variants)}"
            for other in finding.related:
                yield f"<br>{sentence(other.caption)}: {_excerpt(other.span, finding.target)}"
            yield "</li>"
        yield "</ul>"
    if len(findings) > len(shown):
        yield f"<p>And {count(len(findings) - len(shown), 'more place')}.</p>"
    if marked:
        yield f"<p class=quiet>{marked}</p>"
    yield "</dd>"


def _excerpt(span: Span, target: str) -> str:
    """The words themselves, where there are any, and the place; the file is named where it is another."""
    location = span.location
    absent = span.quote.startswith("<body")  # where something is missing, the whole message is meant
    shown = f"<code>{quoted(span.quote)}</code> " if span.quote.strip() and not absent else ""
    own = location.path in (target, target.rpartition("[")[0])
    line = f"{'' if location.exact else 'about '}line {location.line}"
    where = (
        line
        if own
        else f"{plain(location.path)}, {line}"
        if location.path != COMMAND_LINE
        else "named on the command line"
    )
    return f"{shown}<span class=where>{where}</span>"


def _views(variants: Iterable[str]) -> str:
    names = [VIEWS.get(name, name) for name in variants]
    return f" <span class=quiet>only {plain(' and '.join(names))}</span>" if names else ""


def _citations(cites: Iterable[Citation]) -> Iterator[str]:
    items = [f"<li>{anchor(cite.url, plain(cite.ref))} <span class=quiet>{BASES[cite.basis]}</span>" for cite in cites]
    if items:
        yield "<ul class=cites>" + "</li>".join(items) + "</li></ul>"
