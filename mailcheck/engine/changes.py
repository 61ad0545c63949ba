"""What changed since a revision: which lines of which files, as git tells. For runs that judge changes alone."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mailcheck.findings import Finding
from mailcheck.spans import Location, Span


class Lines(NamedTuple):
    """Stretches of changed lines, first and last, in order. Empty: lines were only taken out."""

    stretches: tuple[tuple[int, int], ...]

    def touch(self, first: int, last: int) -> bool:
        """Whether one of the lines from `first` to `last` changed."""
        at = bisect_left(self.stretches, (first, first))
        if at and self.stretches[at - 1][1] >= first:
            return True
        return at < len(self.stretches) and self.stretches[at][0] <= last


WHOLE = Lines(((1, 2**62),))
"""Every line: the file is new."""


class Changes:
    """What changed in the files of a checkout since `revision`.

    `known` are all files that git tracks, `lines` those of them that changed, both by their real paths. A file that
    git does not know is new.
    """

    def __init__(self, revision: str, known: frozenset[str], lines: Mapping[str, Lines]) -> None:
        self.revision = revision
        self._known = known
        self._lines = lines
        self._asked: dict[str, Lines | None] = {}

    def of(self, path: str) -> Lines | None:
        """The changed lines of a file, None when nothing in it changed. '-' and what is no file is new."""
        if path not in self._asked:
            real = os.path.realpath(path)
            self._asked[path] = self._lines.get(real, None if real in self._known else WHOLE)
        return self._asked[path]

    @property
    def reason(self) -> str:
        """Why something does not count."""
        return f"not changed since {self.revision}"

    def touch(self, finding: Finding) -> bool:
        """Whether a changed line is at the place of a finding, or at one that explains it."""
        return any(self._touch(span.location) for span in (finding.span, *(other.span for other in finding.related)))

    def concern(self, finding: Finding, absences: Iterable[Span]) -> bool:
        """Whether a finding about a message is about what changed.

        `absences` are the spans that stand for what is missing: a finding at one of them (not at an equal one) counts
        when anything in its file changed, like one whose line is not known.
        """
        if self.touch(finding):
            return True
        location = finding.span.location
        whole = not location.exact or any(finding.span is absence for absence in absences)
        return whole and self.of(location.path) is not None

    def _touch(self, location: Location) -> bool:
        lines = self.of(location.path)
        last = location.end_line - (location.end_column == 1 and location.end_line > location.line)
        return lines is not None and lines.touch(location.line, last)
