"""All rules at once: for the terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields

from mailcheck.engine.typed_values import describe, field_types
from mailcheck.manual.group_page import about_group, by_group
from mailcheck.rule import Rule


def listing(rules: Iterable[Rule]) -> str:
    """All rules for the terminal: severity, id, title, under their groups."""
    groups = by_group(rules)
    ordered = [rule for members in groups.values() for rule in members]
    width = max((len(rule.id) for rule in ordered), default=0)
    lines: list[str] = []
    for group, members in groups.items():
        about = about_group(members)
        lines.append(f"{group} ({about.rstrip('.')})" if about else group)
        lines += [f"  {rule.severity.label:8} {rule.id:{width}}  {rule.title}" for rule in members]
        lines.append("")
    return "".join(line + "\n" for line in [*lines, f"{len(ordered)} rules; mailcheck explain RULE says more"])


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
