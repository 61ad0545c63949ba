"""The manual as a folder of Markdown files: a page for each rule, and README.md with all of them by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from mailcheck.engine.refusals import Refusal, shown_path
from mailcheck.manual.as_markdown import as_markdown
from mailcheck.manual.group_page import by_group, index_page
from mailcheck.manual.rule_page import rule_page
from mailcheck.rule import Rule

INDEX = "README.md"


def manual_files(rules: Iterable[Rule]) -> Mapping[str, str]:
    """File name -> content."""
    rules = list(rules)
    pages = {
        f"{rule.id}.md": as_markdown(rule_page(rule, members))
        for members in by_group(rules).values()
        for rule in members
    }
    return {INDEX: as_markdown(index_page(rules)), **pages}


def write_manual(rules: Iterable[Rule], folder: str | Path) -> int:
    """Write the files and return their number. Pages of rules that are gone stay. Raises `Refusal`."""
    path = Path(folder)
    made = manual_files(rules)
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (path / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"cannot be written: {error.strerror}", place=shown_path(path)) from None
    return len(made)
