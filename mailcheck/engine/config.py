"""What a run was told: by a config file, and above it by the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from mailcheck.findings import Severity
from mailcheck.spans import Span, Text
from mailcheck.subjects.context import Context

Jobs = int | Literal["auto"]
"""How many processes judge messages: a number, or as many as there are CPUs, where the work is worth it."""


class Named(NamedTuple):
    """A name of a rule or group as someone wrote it, and where ('mailcheck.toml:3:11', '--select')."""

    name: str
    place: str

    @property
    def file_line(self) -> tuple[str, int]:
        """File and line of the place; an option of the command line has no line."""
        parts = self.place.rsplit(":", 2)
        return (parts[0], int(parts[1])) if len(parts) == 3 and parts[1].isdigit() else (self.place, 0)


class OptionValue(NamedTuple):
    """The value of one option of one rule. `place` is the option's."""

    rule: Named
    option: str
    value: Any
    place: str


class Selection(NamedTuple):
    """What one source (the file, the command line) says about which rules run, and how bad their findings are."""

    select: tuple[Named, ...] = ()
    ignore: tuple[Named, ...] = ()
    severity: tuple[tuple[Named, Severity], ...] = ()


class Allow(NamedTuple):
    """Findings of `rule` about targets that match the glob `target` are set aside, for `reason`."""

    rule: Named
    target: str
    reason: str
    until: date | None = None


class PathContext(NamedTuple):
    """What is declared about messages whose path, seen from the config's folder, matches the glob `match`."""

    match: str
    declared: Mapping[str, Any]
    declared_at: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that was declared. `file` is how reports name the config, '' when there is none; `source` its text.

    `fail_on` is the severity from which findings fail the run. `folder` is what paths are relative to.
    `overrides` are context fields from the command line, which beat all others.
    """

    file: str = ""
    source: Text | None = None
    folder: str = ""
    selections: tuple[Selection, ...] = ()
    """Weakest first."""
    fail_on: Severity = Severity.ERROR
    strict: bool = False
    context: Context = field(default_factory=Context)
    domains: tuple[Named, ...] = ()
    """Sending domains, those of the senders included."""
    paths: tuple[PathContext, ...] = ()
    overrides: Mapping[str, Any] = field(default_factory=dict)
    configured: tuple[Named, ...] = ()
    """Rules that have a table of options, be it an empty one."""
    options: tuple[OptionValue, ...] = ()
    allow: tuple[Allow, ...] = ()
    rule_dirs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """Globs of files that are not looked at."""
    baseline: str = ""
    """The file of findings that were there before, '' for none."""
    jobs: Jobs | None = None

    @property
    def threshold(self) -> Severity:
        """The least severity that fails the run: `strict` lets warnings fail it."""
        return min(self.fail_on, Severity.WARNING) if self.strict else self.fail_on

    @property
    def today(self) -> date:
        """The day that decides dates: declared, or the clock's. Read it once a run, so that results repeat."""
        declared = self.overrides.get("today") or self.context.today
        return declared if isinstance(declared, date) else date.today()

    def holds(self, span: Span) -> bool:
        """Whether a span leads back to the config itself."""
        return self.source is not None and span.text.root is self.source

    def with_overrides(
        self,
        selection: Selection,
        declared: Mapping[str, Any],
        *,
        fail_on: Severity | None = None,
        strict: bool = False,
        rule_dirs: tuple[str, ...] = (),
        baseline: str | None = None,
        jobs: Jobs | None = None,
    ) -> Config:
        """The same config below what the command line (or a caller) says."""
        return replace(
            self,
            selections=(*self.selections, selection),
            overrides={**self.overrides, **declared},
            fail_on=self.fail_on if fail_on is None else fail_on,
            strict=self.strict or strict,
            rule_dirs=self.rule_dirs + rule_dirs,
            baseline=self.baseline if baseline is None else baseline,
            jobs=self.jobs if jobs is None else jobs,
        )

    def context_for(self, path: str) -> Context:
        """What is declared about the message at `path`: the command line beats paths, a later path an earlier."""
        declared: dict[str, Any] = {}
        places = dict(self.context.declared_at)
        relative = self.relative(path) if self.paths or self.context.offers else ""
        for entry in self.paths:
            if matches(entry.match, relative):
                declared |= entry.declared
                places |= entry.declared_at
        declared |= self.overrides
        if declared:
            declared["declared_at"] = {name: at for name, at in places.items() if name not in self.overrides}
        if any(offer.match for offer in self.context.offers):
            fits = (offer for offer in self.context.offers if not offer.match or matches(offer.match, relative))
            declared["offers"] = tuple(fits)
        return replace(self.context, **declared) if declared else self.context

    def relative(self, path: str) -> str:
        """A path as the config's globs see it: from the config's folder, with forward slashes."""
        try:
            path = os.path.relpath(os.path.abspath(path), self.folder or None)
        except ValueError:  # another drive
            path = os.path.abspath(path)
        return path.replace(os.sep, "/")


def matches(pattern: str, path: str) -> bool:
    """Whether a path with forward slashes fits a glob; without a slash in it the glob means the file's name."""
    if "/" not in pattern:
        path = path.rpartition("/")[2]
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """`**` crosses folders, `*` and `?` do not, `[...]` is one of several characters."""
    out, at = "", 0
    for match in re.finditer(r"\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]", pattern):
        out += re.escape(pattern[at : match.start()])
        token = match[0]
        if token == "**/":
            out += "(?:.*/)?"
        elif token == "**":
            out += ".*"
        elif token in "*?":
            out += "[^/]" + ("*" if token == "*" else "")
        else:
            negated = token.startswith("[!")
            inside = re.sub(r"([\\^\[&~|])", r"\\\1", token[2 if negated else 1 : -1])
            out += f"[{'^/' if negated else ''}{inside}]"
        at = match.end()
    return re.compile(out + re.escape(pattern[at:]), re.DOTALL)
