"""Run by hatchling for every wheel, the editable one too: works out the lexicon's tables ahead of time."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KeepTables(BuildHookInterface):  # type: ignore[type-arg]
    """Fills `mailcheck/lexicon/compiled`. The linter says the same without it, but starts later."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files of the wheel are collected."""
        sys.path.insert(0, self.root)
        try:
            from mailcheck.lexicon.compiling import recipes
            from mailcheck.lexicon.kept import keep

            keep(recipes())
        finally:
            sys.path.remove(self.root)
