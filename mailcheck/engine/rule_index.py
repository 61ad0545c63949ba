"""The index of a pack: what decides whether a rule binds, so that one which binds no message is never imported.

Nobody writes it by hand: `python tools/refresh_docs.py` does for the built-in pack, and a test compares. A rule
that it does not have is imported as if there were no index.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from mailcheck.engine.refusals import PackError, shown_path
from mailcheck.rule import CLASSES, STAGES, NoOptions, Rule

FILE: Final = "rule_index.json"
_USUAL: Final[Mapping[str, Any]] = {
    "target": "message", "applies_to": CLASSES, "declared": (), "stages": STAGES, "jurisdictions": (), "needs": (),
    "views": False, "formerly": (), "takes_options": False,
}  # fmt: skip

Told = Mapping[str, Any]
"""What the index says of one rule: all that is not as usual."""


class IndexedRule(Rule):
    """A rule that is imported when more is asked of it than its pack's index tells."""

    def __init__(self, name: str, told: Told, load: Callable[[], Rule]) -> None:
        self._name_by(name)
        for field, usual in _USUAL.items():
            setattr(self, field, type(usual)(told.get(field, usual)))
        if not self.takes_options:
            self.options = NoOptions
        self._load = load

    def __getattr__(self, name: str) -> Any:
        """Called for what is not known yet: from then on this rule is the one that was imported."""
        known = vars(self)
        if name.startswith("__") or "_load" not in known:
            raise AttributeError(name)
        rule = known["_load"]()
        for field in _USUAL:
            if getattr(rule, field) != known[field]:
                raise PackError(
                    f"the index of the pack tells other {field} of rule {self.id} than its file",
                    place=shown_path(FILE),
                    remedy="write the index again",
                )
        del known["_load"]  # not before: what does not load is the same fault for every message
        known.update(vars(rule))
        return getattr(self, name)


def read_index(folder: str) -> Mapping[str, Told]:
    """The rules of a pack by the path of their file below its folder; none for a pack without an index to read."""
    try:
        with open(os.path.join(folder, FILE), encoding="utf-8") as file:
            found: Mapping[str, Told] = json.load(file)
            return found
    except (OSError, ValueError):
        return {}


def written_index(rules: Iterable[tuple[Rule, str]], folder: str) -> str:
    """What the index of a pack must hold. `rules`: each with its file."""
    rows = []
    for rule, file in sorted(rules, key=lambda pair: pair[1]):
        told = {field: getattr(rule, field) for field, usual in _USUAL.items() if getattr(rule, field) != usual}
        rows.append(f"{json.dumps(place_in(folder, file))}: {json.dumps(told)}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


def place_in(folder: str, file: str) -> str:
    """The path of a rule's file below its pack's folder, with '/'."""
    return os.path.relpath(file, folder).replace(os.sep, "/")
