"""Findings that someone accepted are set aside with their reason, counted and shown; never dropped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from mailcheck.engine.config import Allow, Config, matches
from mailcheck.engine.refusals import suggestion
from mailcheck.findings import Finding
from mailcheck.report import Notice, SetAside
from mailcheck.source.mail import Mail
from mailcheck.spans import Text

if TYPE_CHECKING:
    from mailcheck.source.directives import Directive

MARK = "mailcheck:"
"""No text without it holds a directive: few messages need the reader of comments."""
MOST_NOTICES = 20


class Suppressions:
    """The directives of one message. `known` maps every id, former ones too, to the id of today.

    Hostile mail may hold thousands of directives and of findings: no finding looks at all directives.
    """

    def __init__(self, directives: Sequence[Directive], known: Mapping[str, str], today: date) -> None:
        self.directives = directives
        self.known = known
        self.today = today
        self._used: set[tuple[int, str]] = set()
        self._whole: dict[str, tuple[int, str]] = {}
        self._lines: dict[tuple[str, Text], list[tuple[int, int, str]]] = {}
        self._texts = list(dict.fromkeys(directive.span.text for directive in directives))
        for number, directive in enumerate(directives):
            for name in directive.ids if self._holds(directive) else ():
                rule_id = known.get(name, "")
                if directive.first_line is None:
                    self._whole.setdefault(rule_id, (number, name))
                else:
                    self._lines.setdefault((rule_id, directive.span.text), []).append(
                        (directive.first_line, number, name)
                    )

    def reason_for(self, finding: Finding) -> SetAside | None:
        """The finding set aside by a directive that covers it, or None."""
        found = self._whole.get(finding.rule_id) or self._on_line(finding)
        if found is None:
            return None
        self._used.add(found)
        directive = self.directives[found[0]]
        until = directive.until.isoformat() if directive.until else ""
        return SetAside(finding, directive.reason, until, in_source=True)

    def _on_line(self, finding: Finding) -> tuple[int, str] | None:
        """Lines are those of the body that holds the comment, as its author sees them, not of an encoded file."""
        for text in self._texts:
            starts = self._lines.get((finding.rule_id, text))
            place = finding.span.start_in(text) if starts else None
            if not starts or place is None:
                continue
            line = text.line_column(place)[0]
            last = bisect_right(starts, line, key=lambda start: start[0])
            for _, number, name in starts[max(0, last - 2) : last]:
                if self.directives[number].covers(line):
                    return number, name
        return None

    def notices(self, path: str, judged: Collection[str]) -> Iterator[Notice]:
        """What is odd about the directives, at most 20 things. Unused ones are told only for rules in `judged`."""
        oddities = (
            Notice("suppression", text, path, directive.span.location.line)
            for number, directive in enumerate(self.directives)
            for text in self._oddities(number, directive, judged)
        )
        return islice(oddities, MOST_NOTICES)

    def _oddities(self, number: int, directive: Directive, judged: Collection[str]) -> Iterator[str]:
        if directive.fault:
            yield f"this suppression is not followed: {directive.fault}"
            return
        for name in directive.ids:
            today_id = self.known.get(name)
            if today_id is None:
                yield f'suppression of an unknown rule "{name[:80]}"; {suggestion(name[:80], self.known)}'.rstrip("; ")
                continue
            if today_id != name:
                yield f'rule "{name}" is now called "{today_id}"'
            if not self._holds(directive):
                yield f'suppression of "{name}" has expired on {directive.until}'
            elif (number, name) not in self._used and today_id in judged:
                yield f'suppression of "{name}" is not used: remove it'

    def _holds(self, directive: Directive) -> bool:
        return not directive.fault and (directive.until is None or self.today <= directive.until)


def suppressions_of(mail: Mail, known: Mapping[str, str], today: date) -> Suppressions:
    """The directives in the bodies of a message."""
    texts = [part.text for part in (mail.html, mail.text) if part is not None and part.text is not None]
    texts = [text for text in texts if MARK in text.content]
    directives: list[Directive] = []
    if texts:
        from mailcheck.source.directives import read_directives

        directives = [directive for text in texts for directive in read_directives(text)]
    return Suppressions(directives, known, today)


@dataclass(slots=True)
class Allowances:
    """The `allow` entries of the config, over a whole run."""

    config: Config
    known: Mapping[str, str]
    today: date
    _used: set[int] = field(default_factory=set)
    _asked: set[int] = field(default_factory=set)

    def reason_for(self, finding: Finding, path: str) -> SetAside | None:
        """`path` is the message's file as the config's globs see it, or a domain."""
        for number, allow in enumerate(self.config.allow):
            if self.known.get(allow.rule.name) != finding.rule_id or not matches(allow.target, path):
                continue
            if self._holds(allow):
                self._used.add(number)
                return SetAside(finding, allow.reason, allow.until.isoformat() if allow.until else "")
        return None

    def saw(self, path: str, judged: Collection[str]) -> None:
        """Remember which entries could have been used, so that an unused one can be told."""
        for number, allow in enumerate(self.config.allow):
            if self.known.get(allow.rule.name) in judged and matches(allow.target, path):
                self._asked.add(number)

    def notices(self) -> Iterator[Notice]:
        for number, allow in enumerate(self.config.allow):
            name, place = allow.rule.name, allow.rule.file_line
            if not self._holds(allow):
                yield Notice("suppression", f'allow of "{name}" has expired on {allow.until}', *place)
            elif number in self._asked and number not in self._used:
                yield Notice("suppression", f'allow of "{name}" is not used: remove it', *place)

    def _holds(self, allow: Allow) -> bool:
        return allow.until is None or self.today <= allow.until
