"""Which files are to be read."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.engine.changes import Changes
from mailcheck.engine.config import Config, matches
from mailcheck.engine.judge import count
from mailcheck.report import Notice


class Wanted:
    """Called with a path: whether the file is to be read. It counts those that are not.

    Those are what the config excludes, also when it is named outright (a hook names every file), and in a run about
    `changes` what did not change.
    """

    def __init__(self, config: Config, changes: Changes | None = None) -> None:
        self.changes = changes
        self._config = config
        self._excluded = 0
        self._unchanged = 0

    def __call__(self, path: str) -> bool:
        if self._config.exclude and self._excludes(self._config.relative(path)):
            self._excluded += 1
            return False
        if self.changes is not None and self.changes.of(path) is None:
            self._unchanged += 1
            return False
        return True

    @property
    def left_out(self) -> int:
        """How many files were not to be read so far."""
        return self._excluded + self._unchanged

    def notices(self) -> Iterator[Notice]:
        if self._excluded:
            yield Notice("input", f"{count(self._excluded, 'file')} not looked at: excluded by the config")
        if self._unchanged and self.changes is not None:
            text = f"{count(self._unchanged, 'file')} not looked at: {self.changes.reason}"
            yield Notice("input", text)

    def _excludes(self, path: str) -> bool:
        return any(matches(pattern, path) for pattern in self._config.exclude)


def wanted_files(config: Config, revision: str | None = None) -> Wanted:
    """The files that a config wants, of those that changed since a revision. Raises `Refusal`."""
    if revision is None:
        return Wanted(config)
    from mailcheck.engine.git import changes_since

    return Wanted(config, changes_since(revision))
