"""Groups of rules as pages of the manual: one group, or all of them as an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from mailcheck.manual.page import Block, Link, Page, Section, Table, Words
from mailcheck.rule import Rule


def by_group(rules: Iterable[Rule]) -> Mapping[str, list[Rule]]:
    """Groups in order of their names, their rules in order of their ids."""
    groups: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (rule.group, rule.id)):
        groups.setdefault(rule.group, []).append(rule)
    return groups


def about_group(rules: Iterable[Rule]) -> str:
    """What a group is for: the docstring of its folder, '' when it has none."""
    packages = {rule.module.rpartition(".")[0] for rule in rules}
    docs = (import_module(package).__doc__ or "" for package in sorted(packages) if package)
    return next((" ".join(doc.split()) for doc in docs if doc.strip()), "")


def group_page(group: str, rules: Iterable[Rule]) -> Page:
    return Page(f"Group {group}", tuple(_blocks(list(rules))), ())


def index_page(rules: Iterable[Rule]) -> Page:
    """All rules under their groups."""
    groups = by_group(rules)
    number = sum(map(len, groups.values()))
    lead = (
        f"{number} rules in {len(groups)} groups. A group is selected, ignored or graded by its name, as a rule is. "
        "The same on the command line: `mailcheck rules`, `mailcheck explain RULE`, `mailcheck explain GROUP`."
    )
    return Page(
        "Rules",
        (Words(lead),),
        tuple(Section(group, tuple(_blocks(members))) for group, members in groups.items()),
    )


def _blocks(rules: list[Rule]) -> Iterable[Block]:
    about = about_group(rules)
    if about:
        yield Words(about)
    rows = ((Link(f"`{rule.id}`", f"{rule.id}.md"), rule.severity.label, rule.summary) for rule in rules)
    yield Table(("Rule", "Severity", "What is wrong"), tuple(rows))
