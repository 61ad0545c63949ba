"""Findings that were there before: a baseline sets them aside, so that only new ones fail a run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from mailcheck.engine.baseline_file import FILE, Entry, read_entries
from mailcheck.engine.config import Config
from mailcheck.engine.judge import count
from mailcheck.engine.packs import Catalogue
from mailcheck.engine.refusals import shown_path
from mailcheck.findings import Finding, fingerprint
from mailcheck.lazy_regex import lazy_regex
from mailcheck.report import Notice, Report, SetAside

SHOWN = 3
MEMBER = lazy_regex(r"\[\d+\]$")


class Baseline:
    """The entries of a baseline over one run: what they set aside, and which are stale.

    `paths` are those that the run was given: an entry for a file below them that is gone is stale, too. An entry is
    never stale for a rule that gave no answer in this run, or about a target that was not looked at.
    """

    def __init__(
        self, entries: Counter[Entry], catalogue: Catalogue, config: Config, paths: Iterable[str] = ()
    ) -> None:
        self.file = config.baseline
        self.entries = entries
        self._left = Counter(entries)
        self._rules = catalogue.by_id
        self._today = {entry.rule: catalogue.renamed.get(entry.rule, entry.rule) for entry in entries}
        self._written: dict[str, list[str]] = {}
        for name, today in self._today.items():
            self._written.setdefault(today, []).append(name)
        self._folder = config.folder
        self._roots = [config.relative(path) for path in paths if path != "-"]
        self._targets = {entry.target for entry in entries}
        self._answered: set[tuple[str, str]] = set()
        self._compared: set[tuple[str, str]] = set()

    def set_aside(self, finding: Finding) -> SetAside | None:
        """The finding with its reason when the baseline knows it, each entry as often as it counts; else None.

        The finding is settled: its key and target are filled in.
        """
        if finding.target_id not in self._targets:
            return None
        for name in self._written.get(finding.rule_id, ()):
            entry = entry_of(replace(finding, rule_id=name))
            if self._left[entry]:
                self._left[entry] -= 1
                return SetAside(finding, "in the baseline")
        return None

    def saw(self, target_id: str, answered: Collection[str], *, alone: bool = True) -> None:
        """Remember which rules gave an answer about a target; `alone` unless they saw it beside others."""
        if target_id in self._targets:
            (self._answered if alone else self._compared).update((target_id, rule_id) for rule_id in answered)

    def notices(self) -> Iterator[Notice]:
        """That some entries are stale."""
        stale = [entry for entry, left in self._left.items() if left and self._settled(entry)]
        if stale:
            shown = ", ".join(f"{entry.rule} in {entry.target}" for entry in sorted(stale)[:SHOWN])
            more = ", ..." if len(stale) > SHOWN else ""
            gone = count(sum(self._left[entry] for entry in stale), "finding")
            text = f"{gone} not there any more ({shown}{more}): `mailcheck baseline --prune` takes out what is stale"
            yield Notice("suppression", text, shown_path(self.file))

    def renewed(self, report: Report, *, prune: bool) -> Counter[Entry]:
        """The entries after this run, whose report is given: what it could not answer stays as it was.

        With `prune` nothing is added. What was found by comparing messages counts as answered: whoever renews the
        baseline compares all.
        """
        self._answered |= self._compared
        standing = () if prune else report.findings
        found = Counter(map(entry_of, (*standing, *(aside.finding for aside in report.baselined))))
        return found | Counter({entry: n for entry, n in self.entries.items() if not self._settled(entry)})

    def _settled(self, entry: Entry) -> bool:
        """Whether this run knows how often the entry is still needed."""
        today = self._today[entry.rule]
        if today not in self._rules or (entry.target, today) in self._answered:
            return True
        return self._rules[today].target != "domain" and self._gone(entry.target)

    def _gone(self, target: str) -> bool:
        """Whether a file below the paths of this run is there no more."""
        inside = any(
            target == root or target.startswith(f"{root}/") or (root == "." and not target.startswith("../"))
            for root in self._roots
        )
        if not inside:
            return False
        path = os.path.join(self._folder, target)
        return not os.path.exists(path) and not os.path.exists(MEMBER.sub("", path))


def open_baseline(
    config: Config, catalogue: Catalogue, paths: Iterable[str] = (), *, new: bool = False
) -> Baseline | None:
    """The baseline that the config names, None when it names none. Raises `ConfigError` for a bad one, and unless it
    may be `new` for one that is not there."""
    if not config.baseline:
        return None
    missing = new and not os.path.lexists(config.baseline)
    return Baseline(Counter() if missing else read_entries(config.baseline), catalogue, config, paths)


def baseline_file(config: Config) -> Config:
    """The config with the baseline that it names, or the one to write beside it."""
    return replace(config, baseline=config.baseline or os.path.join(config.folder, FILE))


def entry_of(finding: Finding) -> Entry:
    """The entry that stands for a settled finding."""
    return Entry(finding.target_id, finding.rule_id, fingerprint(finding))
