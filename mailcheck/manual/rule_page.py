"""All there is to say about one rule, as a page of the manual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

from mailcheck.engine.toml_text import toml_key, toml_value
from mailcheck.engine.typed_values import describe, field_types
from mailcheck.manual.page import Block, Code, Items, Link, Links, Page, Section, Table, Words
from mailcheck.rule import CLASSES, NEEDS, STAGES, Bad, Example, Good, Rule
from mailcheck.testing import ExampleCase, cases_of

PARTS: Mapping[str, str] = {
    "headers": "their header fields",
    "subject": "the subject line",
    "html": "their HTML part",
    "text": "their plain-text part",
    "mime": "their MIME structure",
    "signature": "their signature",
    "dns": "DNS",
    "senders": "the senders that the config declares",
    "list": "the list of recipients",
}
"""What a rule looks at that needs it."""
SUBJECTS: Mapping[str, str] = {
    "message": "messages",
    "domain": "sending domains, as DNS and the config describe them",
    "campaign": "all messages of a run, side by side",
}
LANGUAGES: Mapping[str, str] = {"html": "html", "text": "text", "eml": "eml"}
LONGEST_LINE = 160
LONGEST_LIST = 6
UNSET: Mapping[Any, Any] = {bool: True, date: date(2027, 1, 31), int: 1, float: 1.0, str: "..."}
"""How to write an option that is not set by default, by its type."""


def rule_page(rule: Rule, siblings: Iterable[Rule], *, every_example: bool = False) -> Page:
    """`siblings` are the rules of its group. Without `every_example` the first bad and the first good one are shown."""
    return Page(
        f"{rule.id}: {rule.title}",
        (
            Words(rule.summary),
            Words(
                f"{rule.severity.label} ({rule.confidence.label}), group {rule.group}, mended by: {rule.owner}, "
                f"since {rule.since}"
            ),
        ),
        tuple(section for section in _sections(rule, list(siblings), every_example) if section.blocks),
    )


def _sections(rule: Rule, siblings: list[Rule], every_example: bool) -> Iterator[Section]:
    yield Section("What it looks at", (Words(_looks_at(rule)),))
    yield Section("Why", tuple(_why(rule)))
    yield Section("How to mend it", (Words(_sentence(rule.fix)),) if rule.fix else ())
    yield Section("When it binds", (Items(tuple(_binding(rule))),))
    yield Section("Options", tuple(_options(rule)))
    yield Section("How to set a finding aside", tuple(_suppression(rule)))
    cases = list(cases_of(rule))
    for title, kind in (("Found", Bad), ("Not found", Good)):
        shown = [case for case in cases if isinstance(case.example, kind)][: None if every_example else 1]
        yield Section(title, tuple(block for case in shown for block in (*_example(case.example), *_says(case))))
    others = (Link(f"`{other.id}`", f"{other.id}.md") for other in siblings if other.id != rule.id)
    yield Section("See also", (Links((Link(f"group {rule.group}", f"README.md#{rule.group}"), *others)),))


def _looks_at(rule: Rule) -> str:
    parts = [PARTS[need] for need in rule.needs]
    looked_at = SUBJECTS[rule.target] + (f": {', '.join(parts)}" if parts else "")
    views = ", as they look on desktops, on phones, in dark mode and in Outlook" if rule.views else ""
    return f"{_sentence(looked_at)}{views}."


def _sentence(text: str) -> str:
    """With a capital in front, unless the first word is none, such as `v=`."""
    return f"{text[0].upper()}{text[1:]}" if re.match(r"[a-z]+\b(?![=:.-])", text) else text


def _why(rule: Rule) -> Iterator[Block]:
    yield from (Words(paragraph) for paragraph in rule.why.split("\n") if paragraph)
    if rule.cites:
        yield Items(tuple(Link(cite.ref, cite.url, f"({cite.basis})") for cite in rule.cites))


def _binding(rule: Rule) -> Iterator[str]:
    if rule.target == "message":
        classes = ", ".join("or not known" if name == "unknown" else name for name in rule.applies_to)
        yield f"class of mail: {'any' if set(CLASSES) <= set(rule.applies_to) else classes}"
        if rule.declared:
            yield f"only mail that its sender declares: {', '.join(rule.declared)}"
        yield f"stage: {'any' if set(STAGES) <= set(rule.stages) else ', '.join(rule.stages)}"
    codes = " or ".join(f"`{code}`" for code in rule.jurisdictions)
    yield f"jurisdiction: {f'where the config declares {codes}' if codes else 'any'}"
    for need in rule.needs:
        yield f"not evaluated when {NEEDS[need]}"
    if rule.formerly:
        yield f"formerly called {', '.join(rule.formerly)}"


def _options(rule: Rule) -> Iterator[Block]:
    types = field_types(rule.options)
    options = fields(rule.options)
    if not options:
        return
    rows = (
        (f"`{option.name}`", describe(types[option.name]), _shown(option.default), str(option.metadata.get("help", "")))
        for option in options
    )
    yield Table(("Option", "Type", "Default", "What it means"), tuple(rows))
    yield Words("In `mailcheck.toml`, with the defaults:")
    lines = [f"[rules.{toml_key(rule.id)}]", *(_setting(option, types[option.name]) for option in options)]
    yield Code("\n".join(lines), "toml")


def _shown(default: Any) -> str:
    if default in (None, MISSING):
        return "not set"
    if isinstance(default, tuple) and len(default) > LONGEST_LIST:
        return f"{len(default)} words"
    return f"`{toml_value(default)}`"


def _setting(option: Field[Any], kind: Any) -> str:
    """The line of TOML that sets an option; a comment where there is no default to show."""
    if isinstance(option.default, tuple) and len(option.default) > LONGEST_LIST:
        return f"# {option.name} = [{toml_value(option.default[0])}, ...]"
    if option.default in (None, MISSING):
        example = next((UNSET[each] for each in (kind, *getattr(kind, "__args__", ())) if each in UNSET), "...")
        return f"# {option.name} = {toml_value(example)}"
    return f"{option.name} = {toml_value(option.default)}"


def _suppression(rule: Rule) -> Iterator[Block]:
    if rule.target == "message":
        yield Words("In a comment of the template or message, for its own and the next line, or for the whole message:")
        comments = (
            f"<!-- mailcheck: ignore[{rule.id}] because ... -->",
            f"<!-- mailcheck: ignore-file[{rule.id}] because ... -->",
        )
        yield Code("\n".join(comments), "html")
    yield Words(f"In `mailcheck.toml`, for some {_targets(rule)}, or for all:")
    example = "example.com" if rule.target == "domain" else "old/**"
    allow = {"rule": rule.id, "target": example, "reason": "..."}
    yield Code(f"allow = [{toml_value(allow)}]\nignore = [{toml_value(rule.id)}]", "toml")


def _targets(rule: Rule) -> str:
    return "domains" if rule.target == "domain" else "files"


def _example(example: Example) -> Iterator[Block]:
    declared = {
        **{"class" if name == "message_class" else name: value for name, value in example.context.items()},
        **example.options,
    }
    with_ = ", ".join(f"`{name} = {toml_value(_plain(value))}`" for name, value in declared.items())
    notes = [example.note] if example.note else []
    if example.domain:
        notes.append(f"the domain `{example.domain}`")
    if with_:
        notes.append(f"with {with_}")
    if notes:
        yield Words(f"{_sentence('; '.join(notes))}{':' if example.content or example.zone else '.'}")
    for content in filter(None, (example.content, *example.more)):
        yield Code(_cut(content), LANGUAGES[example.kind])
    if example.zone:
        yield Code(_cut("\n".join(_records(example.zone))))


def _says(case: ExampleCase) -> Iterator[Block]:
    """The first line of what mailcheck says about a bad example."""
    for finding in case.findings()[:1] if isinstance(case.example, Bad) else ():
        yield Code(f"{finding.severity.label}[{finding.rule_id}] {finding.message}")


def _records(zone: Mapping[str, str | tuple[str, ...]]) -> Iterator[str]:
    for name, records in zone.items():
        for record in (records,) if isinstance(records, str) else records:
            yield f"{name} {record}"


def _plain(value: Any) -> Any:
    """Senders and lists of them as the config writes them."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value) if getattr(value, field.name)}
    return value


def _cut(text: str) -> str:
    """Without the ends of lines that nobody reads."""
    lines = text.rstrip("\n").replace("\r\n", "\n").split("\n")
    return "\n".join(
        line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}… ({len(line):,} characters)" for line in lines
    )
