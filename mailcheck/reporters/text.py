"""For people: place, source line with a marker, what was seen, why it matters, how to mend it and who does."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from mailcheck.findings import Finding
from mailcheck.report import Crash, Notice, Report, SetAside, State
from mailcheck.reporters.phrases import checks, crash_groups, headline, open_reasons, plural
from mailcheck.reporters.printable import in_ascii, inert, one_line
from mailcheck.reporters.snippet import snippet
from mailcheck.spans import Span

STYLES = {
    "error": "1;31", "warning": "1;33", "info": "1;36", "crash": "1;35", "place": "34", "label": "1", "dim": "2",
}  # fmt: skip
UNCERTAIN = "; where exactly is not known"
PLACES = 2
"""Messages that a note names when it concerns more."""
REASONS = 3
"""Reasons of a kind that the summary tells without `verbose`."""


def render(
    report: Report, *, color: bool = False, ascii_only: bool = False, verbosity: int = 0, columns: int = 100
) -> str:
    """`verbosity` -1: one line a finding; 0; 1: everything. `columns`: how wide source lines and prose may be."""
    page = _Page(report, _Paint(color, ascii_only), verbosity, max(columns, 50))
    text = "".join(inert(line) + "\n" for line in page.lines())
    return in_ascii(text) if ascii_only else text


class _Paint(NamedTuple):
    """Colour for our own words, and the last word on what may be printed."""

    color: bool
    ascii: bool

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.color and text else text

    def printable(self, cell: str) -> str:
        return in_ascii(cell) if self.ascii else cell


@dataclass
class _Page:
    report: Report
    paint: _Paint
    verbosity: int
    columns: int
    explained: set[str] = field(default_factory=set)

    def lines(self) -> Iterator[str]:
        if self.verbosity < 0:
            yield from map(self._short, self.report.findings)
            yield from (self._crash_line(*group) for group in crash_groups(self.report.crashes))
            yield from self._notices(notice for notice in self.report.notices if notice.failed)
            return
        for finding in self.report.findings:
            yield from self._finding(finding)
            yield ""
        if self.verbosity > 0:
            yield from (self._set_aside("suppressed", aside) for aside in self.report.suppressed)
            yield from (self._set_aside("known", aside) for aside in self.report.baselined)
            yield from (self._set_aside("unchanged", aside) for aside in self.report.unchanged)
        for group in crash_groups(self.report.crashes):
            yield from self._crash(*group)
        yield from self._notices(self.report.notices)
        yield from self._summary()

    def _short(self, finding: Finding) -> str:
        return f"{_place(finding.span)}: {self._title(finding)}"

    def _title(self, finding: Finding) -> str:
        label = finding.severity.label
        return f"{self.paint(label, f'{label}[{finding.rule_id}]')} {self.paint('label', one_line(finding.message))}"

    def _finding(self, finding: Finding) -> Iterator[str]:
        rule = self.report.rules.get(finding.rule_id)
        yield self._title(finding)
        gutter = max(len(str(span.location.line)) for span in (finding.span, *(o.span for o in finding.related)))
        yield from self._excerpt(finding.span, gutter, finding.severity.label)
        for other in finding.related:
            yield f"{' ' * gutter} {self.paint('label', 'note:')} {one_line(other.caption)}"
            yield from self._excerpt(other.span, gutter, "place")
        if finding.variants:
            yield from self._prose("seen in", ", ".join(finding.variants))
        if rule is not None and (self.verbosity > 0 or rule.id not in self.explained):
            self.explained.add(rule.id)
            yield from self._prose("why", rule.why.partition("\n")[0] or rule.summary)
            yield from self._prose("see", "; ".join(cite.ref for cite in rule.cites))
        owner = rule.owner if rule is not None else ""
        if finding.advice:
            yield from self._prose(
                "fix", f"{one_line(finding.advice)} ({owner})" if owner else one_line(finding.advice)
            )
        else:
            yield from self._prose("owner", owner)

    def _excerpt(self, span: Span, gutter: int, style: str) -> Iterator[str]:
        location, bar = span.location, self.paint("place", "|")
        known = "" if location.exact else f" (in {one_line(location.via)}{'' if _cited(span) else UNCERTAIN})"
        yield f"{' ' * gutter}{self.paint('place', '-->')} {_place(span)}{known}"
        shown = snippet(span, self.columns - gutter - 3, self.paint.printable)
        if shown is None:
            return
        yield f"{' ' * gutter} {bar}"
        yield f"{self.paint('place', shown.gutter.rjust(gutter))} {bar} {shown.line}".rstrip()
        marker = self.paint(style, f"{shown.marker.lstrip(' ')}{' ' + shown.more if shown.more else ''}")
        yield f"{' ' * gutter} {bar} {' ' * (len(shown.marker) - len(shown.marker.lstrip(' ')))}{marker}"

    def _prose(self, label: str, text: str) -> Iterator[str]:
        if not text:
            return
        first = f"  {label}: "
        wrapped = textwrap.wrap(
            text, self.columns, initial_indent=first, subsequent_indent=" " * len(first),
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        yield f"  {self.paint('label', label + ':')}{wrapped[0][len(first) - 1 :]}"
        yield from wrapped[1:]

    def _set_aside(self, how: str, aside: SetAside) -> str:
        until = f", until {aside.until}" if aside.until else ""
        because = "because " if how == "suppressed" else ""
        return self.paint("dim", f"{how}: {_place(aside.finding.span)}: {aside.finding.rule_id}: ") + (
            f"{one_line(aside.finding.message)} ({because}{one_line(aside.reason)}{until})"
        )

    def _crash_line(self, crash: Crash, rules: list[str], targets: list[str]) -> str:
        more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
        label = self.paint("crash", f"crash[{', '.join(rules)}]")
        return f"{label} {one_line(targets[0])}{more}: {one_line(crash.error)}"

    def _crash(self, crash: Crash, rules: list[str], targets: list[str]) -> Iterator[str]:
        yield self._crash_line(crash, rules, targets)
        frames = crash.traceback.split("\n")
        yield from (f"  at {one_line(frame)}" for frame in (frames if self.verbosity > 0 else frames[-1:]) if frame)
        yield "  the rule broke, not the message: what it would have found is not known"
        yield ""

    def _notices(self, notices: Iterable[Notice]) -> Iterator[str]:
        """One line for each thing there is to say, however many messages it concerns."""
        places: dict[tuple[bool, str], list[str]] = {}
        for notice in notices:
            place = one_line(notice.path) + (f":{notice.line}" if notice.line else "")
            places.setdefault((notice.failed, notice.message), []).append(place)
        for (failed, message), where in places.items():
            label = self.paint("error", "problem:") if failed else self.paint("info", "note:")
            shown = where if self.verbosity > 0 else where[:PLACES]
            more = f" and {len(where) - len(shown)} more" if len(shown) < len(where) else ""
            named = ", ".join(filter(None, shown)) + more
            yield f"{label} {named + ': ' if named else ''}{one_line(message)}"

    def _summary(self) -> Iterator[str]:
        yield from self._classes()
        worst = max((finding.severity for finding in self.report.findings), default=None)
        yield self.paint(worst.label if worst else "label", headline(self.report))
        yield checks(self.report)
        yield from self._reasons()

    def _classes(self) -> Iterator[str]:
        if self.verbosity > 0:
            for target, kind in self.report.classes.items():
                yield f"{one_line(target)}: read as {one_line(kind)}"

    def _reasons(self) -> Iterator[str]:
        """Why checks were left open, the commonest reason first; with `verbosity` all reasons and the rules."""
        states: tuple[State, ...] = ("not-evaluated", "indeterminate")
        if self.verbosity > 0:
            states = (*states, "not-applicable")
        for state, reasons in groupby(open_reasons(self.report, states), key=lambda reason: reason.state):
            ranked = list(reasons)
            kept = ranked if self.verbosity > 0 else ranked[:REASONS]
            for reason in kept:
                yield f"  {state}: {reason.number} x {one_line(reason.reason)}"
                if self.verbosity > 0:
                    yield from textwrap.wrap(
                        ", ".join(reason.rules), self.columns,
                        initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False,
                    )  # fmt: skip
            if len(ranked) > len(kept):
                yield f"  {state}: {plural(len(ranked) - len(kept), 'more reason')} (-v shows all)"


def _cited(span: Span) -> bool:
    """Whether the words themselves stand in what is shown: a DNS record, which has no line in a file."""
    source = span.source
    return source.text.content[source.start : source.end] == span.quote != ""


def _place(span: Span) -> str:
    location = span.location
    path = one_line(location.path)
    # Lines of `quiet` begin with it, and GitHub obeys lines that begin with "::".
    return f"{'./' if path.startswith('::') else ''}{path}:{location.line}:{location.column}"
