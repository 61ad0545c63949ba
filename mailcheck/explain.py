"""A rule in Markdown, for the terminal and for the table of all rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields

from mailcheck.engine.typed_values import describe, field_types
from mailcheck.rule import CLASSES, NEEDS, STAGES, Bad, Example, Rule

LANGUAGES = {"html": "html", "text": "text", "eml": "eml"}


def explain(rule: Rule) -> str:
    """All there is to say about a rule: what, why, on which authority, when it binds, options, examples."""
    return "\n".join(_lines(rule)).rstrip("\n") + "\n"


def table(rules: Iterable[Rule]) -> str:
    """One row a rule, by group and id."""
    rows = [
        f"| `{rule.id}` | {rule.group} | {rule.severity.label} | {_cell(rule.summary)} |"
        for rule in sorted(rules, key=lambda rule: (rule.group, rule.id))
    ]
    return "\n".join(["| Rule | Group | Severity | What is wrong |", "| --- | --- | --- | --- |", *rows]) + "\n"


def listing(rules: Iterable[Rule]) -> str:
    """All rules for the terminal: severity, id, title, under their groups."""
    lines: list[str] = []
    group = ""
    ordered = sorted(rules, key=lambda rule: (rule.group, rule.id))
    width = max((len(rule.id) for rule in ordered), default=0)
    for rule in ordered:
        if rule.group != group:
            group = rule.group
            lines += [*([""] if lines else []), f"{group}:"]
        lines.append(f"  {rule.severity.label:8} {rule.id:{width}}  {rule.title}")
    return "".join(line + "\n" for line in [*lines, "", f"{len(ordered)} rules; mailcheck explain RULE says more"])


def as_json(rules: Iterable[Rule]) -> str:
    """All rules with their metadata, as `{"schema": "mailcheck.rules/1", "rules": [...]}`."""
    document = {"schema": "mailcheck.rules/1", "rules": [_entry(rule) for rule in rules]}
    return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"


def _entry(rule: Rule) -> dict[str, object]:
    types = field_types(rule.options)
    return {
        "id": rule.id,
        "group": rule.group,
        "title": rule.title,
        "summary": rule.summary,
        "why": rule.why,
        "fix": rule.fix,
        "severity": rule.severity.label,
        "confidence": rule.confidence.label,
        "owner": rule.owner,
        "target": rule.target,
        "applies_to": rule.applies_to,
        "stages": rule.stages,
        "jurisdictions": rule.jurisdictions,
        "needs": rule.needs,
        "views": rule.views,
        "citations": [{"basis": cite.basis, "ref": cite.ref, "url": cite.url} for cite in rule.cites],
        "options": [
            {
                "name": option.name,
                "type": describe(types[option.name]),
                "default": option.default,
                "help": option.metadata.get("help", ""),
            }
            for option in fields(rule.options)
        ],
        "since": rule.since,
        "formerly": rule.formerly,
    }


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}: {rule.title}"
    yield ""
    yield (
        f"{rule.severity.label} ({rule.confidence.label}), group {rule.group}, mended by: {rule.owner}, "
        f"since {rule.since}"
    )
    yield ""
    yield rule.doc
    yield ""
    if rule.cites:
        yield "## Authority"
        yield ""
        for cite in rule.cites:
            yield f"* {cite.ref} ({cite.basis}){f': {cite.url}' if cite.url else ''}"
        yield ""
    yield "## When it binds"
    yield ""
    yield from _binding(rule)
    yield ""
    yield from _options(rule)
    for example in rule.examples:
        yield from _example(example)


def _binding(rule: Rule) -> Iterator[str]:
    yield f"* mail: {'any' if set(CLASSES) <= set(rule.applies_to) else ', '.join(rule.applies_to)}"
    yield f"* stage: {'any' if set(STAGES) <= set(rule.stages) else ', '.join(rule.stages)}"
    if rule.jurisdictions:
        yield f"* jurisdictions: {', '.join(rule.jurisdictions)}"
    for need in rule.needs:
        yield f"* not evaluated when {NEEDS[need]}"
    if rule.views:
        yield "* looks at the desktop, mobile, dark and Outlook views"
    if rule.formerly:
        yield f"* formerly called {', '.join(rule.formerly)}"


def _options(rule: Rule) -> Iterator[str]:
    types = field_types(rule.options)
    if not types:
        return
    yield "## Options"
    yield ""
    yield "| Option | Type | Default | |"
    yield "| --- | --- | --- | --- |"
    for option in fields(rule.options):
        default = list(option.default) if isinstance(option.default, tuple) else option.default
        shown = str(default).lower() if isinstance(default, bool) else default
        yield (
            f"| `{option.name}` | {describe(types[option.name])} | `{shown}` "
            f"| {_cell(str(option.metadata.get('help', '')))} |"
        )
    yield ""


def _example(example: Example) -> Iterator[str]:
    yield f"## {'Found' if isinstance(example, Bad) else 'Not found'}{f': {example.note}' if example.note else ''}"
    yield ""
    declared = {**example.context, **example.options}
    if declared:
        yield f"With {', '.join(f'{name} = {value!r}' for name, value in declared.items())}:"
        yield ""
    content = example.content or "\n".join(f"{name} {record}" for name, record in example.zone.items())
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", content)), default=0))
    yield f"{fence}{LANGUAGES.get(example.kind, '') if example.content else ''}"
    yield content.rstrip("\n")
    yield fence
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
