"""`mailcheck explain`: pages of the manual by the names of rules and groups."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.engine.packs import Catalogue
from mailcheck.engine.select import find_rules
from mailcheck.manual.as_markdown import as_markdown
from mailcheck.manual.as_text import as_text
from mailcheck.manual.group_page import by_group, group_page
from mailcheck.manual.page import Page
from mailcheck.manual.rule_page import rule_page


def explain(
    catalogue: Catalogue, name: str | None, *, markdown: bool = False, columns: int = 100, every_example: bool = False
) -> str:
    """What the manual says about a rule, a group, or with None every rule. Raises `ConfigError` for unknown names."""
    pages = _pages(catalogue, name, every_example)
    return "\n".join(as_markdown(page) if markdown else as_text(page, columns) for page in pages)


def _pages(catalogue: Catalogue, name: str | None, every_example: bool) -> Iterator[Page]:
    groups = by_group(catalogue.rules)
    if name is not None and name in groups:
        yield group_page(name, groups[name])
        return
    rules = catalogue.rules if name is None else find_rules(catalogue, name, "explain")
    for rule in rules:
        yield rule_page(rule, groups[rule.group], every_example=every_example)
