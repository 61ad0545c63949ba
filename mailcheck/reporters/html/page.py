"""The page: a sentence first, then who has what to do, then message by message, then what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mailcheck.findings import Finding, Severity
from mailcheck.report import Report
from mailcheck.reporters.html.cards import cards
from mailcheck.reporters.html.division import division_of
from mailcheck.reporters.html.markup import CLASSES, GRADES, as_read, count, plain, prose
from mailcheck.reporters.html.message import Pinned, message, text_beside
from mailcheck.reporters.html.records import records_to_publish
from mailcheck.reporters.html.things import OWNERS, Tally, Thing, mood, tally_of, things_of, verdict
from mailcheck.reporters.html.unchecked import in_order, set_aside, unchecked

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
WHOLE: Final = 20
"""Messages, and domains, that get a chapter of their own."""
NONE: Final = "\u2013"
LEVELS: Final = sorted(Severity, reverse=True)


class Chapter(NamedTuple):
    """One target. `key` is unique on the page; `title` is HTML."""

    key: str
    target: str
    title: str
    things: tuple[Thing, ...]
    pinned: Pinned | None


def page(report: Report) -> str:
    """The report as an HTML document."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    by_target: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_target.setdefault(finding.target, []).append(finding)
    things = {target: things_of(found, report.rules) for target, found in by_target.items()}
    tally = tally_of(report, (thing for own in things.values() for thing in own))
    chapters = _chapters(report, things)
    rest = {target: own for target, own in things.items() if target not in {chapter.target for chapter in chapters}}
    words = verdict(tally)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">'
    yield f"<title>{plain(words)} {plain(_subject(report))}</title>"
    yield f"<style>{Path(__file__).with_name('report.css').read_text(encoding='utf-8')}</style>\n</head>\n<body>"
    yield f'<header class="verdict {mood(tally)}"><div>'
    yield f"<h1>{plain(words)}</h1>"
    yield f"<p>{_scope(report, tally)}</p></div></header>"
    yield from _contents(report, chapters, rest)
    yield "<main>"
    yield from _glance(things)
    explained: dict[str, str] = {}
    for chapter in chapters:
        yield from _chapter(report, chapter, explained)
    yield from _others(report, rest)
    yield from unchecked(report)
    yield from set_aside(report)
    yield from in_order(report)
    yield "</main>\n<footer><p>mailcheck states what it saw and which requirement it concerns; it gives no legal"
    yield "advice. It fetched no picture, link or style sheet of any message.</p>"
    yield f"<p>mailcheck {plain(report.version)}, {count(len(report.rules), 'rule')}.</p></footer>\n</body>\n</html>"


def _subject(report: Report) -> str:
    """What the report is about, for the title."""
    targets = report.targets
    return targets[0] if len(targets) == 1 else f"{_read(report)}"


def _read(report: Report) -> str:
    domains = len(report.domains)
    messages = len(report.targets) - domains
    counted = [count(messages, "message")] if messages else []
    return " and ".join([*counted, *([count(domains, "domain")] if domains else [])]) or "nothing"


def _scope(report: Report, tally: Tally) -> str:
    read = f"<strong>{plain(report.targets[0])}</strong>" if len(report.targets) == 1 else _read(report)
    made = f"{count(tally.passed, 'check')} passed"
    if not tally.open:
        return f"{read}: {made}."
    return f'{read}: {made}; <a href="#unchecked">{count(tally.open, "check")} could not be made or decided</a>.'


def _chapters(report: Report, things: Mapping[str, tuple[Thing, ...]]) -> list[Chapter]:
    """Messages that are shown, then domains; without pictures the first targets of which something is to be said."""
    views = {view.target: view for view in report.messages}
    domains = set(report.domains)
    messages = [target for target in dict.fromkeys(report.targets) if target not in domains]
    shown = [target for target in messages if target in views] or [
        target for target in messages if target in things or len(messages) <= WHOLE
    ][:WHOLE]
    shown += [target for target in report.domains if target in things or len(domains) <= WHOLE][:WHOLE]
    found = []
    for number, target in enumerate(shown, 1):
        own, view = things.get(target, ()), views.get(target)
        title = as_read(view.subject) if view is not None and view.subject.strip() else plain(target)
        found.append(Chapter(f"t{number}", target, title, own, Pinned(view, own) if view is not None else None))
    return found


def _contents(report: Report, chapters: Sequence[Chapter], rest: Mapping[str, object]) -> Iterator[str]:
    yield '<nav aria-label="Contents"><ul>'
    if report.findings:
        yield '<li><a href="#glance">Who has what to do</a></li>'
    for chapter in chapters:
        yield f'<li><a href="#{chapter.key}">{chapter.title}</a>{_marks(chapter.things)}</li>'
    if rest:
        yield '<li><a href="#others">Other messages and domains</a></li>'
    yield '<li><a href="#unchecked">What was not checked</a></li>'
    if report.suppressed or report.baselined or report.unchanged:
        yield '<li><a href="#aside">What was set aside</a></li>'
    yield "</ul></nav>"


def _marks(things: Sequence[Thing]) -> str:
    """How much of what there is, in short."""
    parts = []
    for level in LEVELS:
        number = sum(thing.severity is level for thing in things)
        if number:
            parts.append(f'<span class="pin {CLASSES[level]}" title="{GRADES[level]}">{number}</span>')
    return f" <span class=marks>{''.join(parts)}</span>" if parts else ""


def _glance(things: Mapping[str, tuple[Thing, ...]]) -> Iterator[str]:
    """Who has how much to do."""
    every = [thing for own in things.values() for thing in own]
    if not every:
        return
    yield "<section aria-labelledby=glance><h2 id=glance>Who has what to do</h2><table class=glance><thead><tr>"
    yield "<th scope=col>Who" + "".join(f"<th scope=col>{GRADES[level]}" for level in LEVELS) + "</tr></thead><tbody>"
    for owner, name in OWNERS.items():
        own = [thing.severity for thing in every if thing.owner == owner]
        if own:
            cells = "".join(f"<td>{own.count(level) or NONE}" for level in LEVELS)
            yield f"<tr><th scope=row>{name}{cells}</tr>"
    yield "</tbody></table></section>"


def _chapter(report: Report, chapter: Chapter, explained: dict[str, str]) -> Iterator[str]:
    key, pinned = chapter.key, chapter.pinned
    records = [record for record in report.records if record.domain == chapter.target]
    yield f'<section class=chapter aria-labelledby="{key} {key}-about"><h2 id="{key}">{chapter.title}</h2>'
    kind = report.classes.get(chapter.target, "")
    about = f"{plain(chapter.target)}; read as {prose(kind)}" if kind else "Sending domain"
    yield f'<p class=quiet id="{key}-about">{about}</p>'
    if pinned is not None and pinned.view.division is not None:
        yield from division_of(pinned.view.division, 3)
    yield f"<div class={'spread' if pinned is not None else 'single'}>"
    if pinned is not None:
        yield "<div class=look>"
        yield from message(pinned, key, 3)
        yield "</div>"
    yield "<div class=found>"
    if not chapter.things:
        yield "<p>Nothing to fix was found here in what could be checked.</p>"
    yield from cards(chapter.things, key, 3, pinned.marked if pinned is not None else lambda thing: "", explained)
    yield from records_to_publish(records, key, 3)
    yield "</div></div>"
    if pinned is not None:
        yield from text_beside(pinned, key, 3)
    yield "</section>"


def _others(report: Report, rest: Mapping[str, Sequence[Thing]]) -> Iterator[str]:
    """What was found in targets without a chapter, by rule: a run may be about a hundred thousand messages."""
    if not rest:
        return
    groups: dict[str, list[tuple[str, Thing]]] = {}
    for target, own in rest.items():
        for thing in own:
            groups.setdefault(thing.rule_id, []).append((target, thing))
    yield "<section aria-labelledby=others><h2 id=others>Other messages and domains</h2>"
    yield f"<p>Something was found in {len(rest):,} more. Those with the most to mend are shown above; the text and"
    yield "JSON reports tell each finding.</p>"
    yield "<table><thead><tr><th scope=col>What<th scope=col>In<th scope=col>For example</tr></thead><tbody>"
    for rule_id, members in sorted(groups.items(), key=lambda item: (-max(t.severity for _, t in item[1]), item[0])):
        first = members[0][1]
        title = prose(first.rule.summary) if first.rule is not None else plain(rule_id)
        worst = max(thing.severity for _, thing in members)
        grade = f'<span class="grade {CLASSES[worst]}">{GRADES[worst]}</span>'
        yield f"<tr><th scope=row>{title}<br>{grade} <span class=quiet>{OWNERS[first.owner]}</span>"
        yield f"<td>{len(members):,}<td class=where>{plain(members[0][0])}</tr>"
    yield "</tbody></table></section>"
