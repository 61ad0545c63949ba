"""The schema of the config accepts what mailcheck accepts, key by key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema

from mailcheck.engine.config_schema import config_schema
from mailcheck.engine.config_tables import CONTEXT_TYPES, KEYS, read_config
from mailcheck.engine.config_words import CONTEXT_WORDS, LIMIT_WORDS
from mailcheck.engine.packs import Catalogue, load_catalogue, load_pack
from mailcheck.engine.refusals import ConfigError
from mailcheck.engine.select import make_plan
from mailcheck.engine.toml_text import toml_key, toml_value

WritePack = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = load_pack("mailcheck_rules")
SCHEMA = config_schema(CATALOGUE)
VALUES: tuple[Any, ...] = (
    *("x", "", " ", "us", "commercial", "rendered", "none", "error", "warning", "reply-to", "2027-31-31"),
    *(-1, 0, 1, 2.5, True, date(2027, 5, 31), {}, {"match": "x"}, {"match": "x", "odd": 1}, {"reply-to": "error"}),
    *([], ["x"], ["us"], ["us-wa", "DE"], ["gmail"], ["192.0.2.1", "2001:db8::1"], ["300.1.1.1"], [1], [{}]),
    *([{"match": "x"}], [{"names": ["x"]}], [{"rule": "reply-to", "target": "x", "reason": "y"}]),
)
"""What a key may hold, rightly or wrongly."""
ONE_OF_A_TYPE = ("x", -1, 2.5, True, date(2027, 5, 31), {}, ["x"], [1])


def as_json(value: Any) -> Any:
    """As editors hand a TOML document to a schema: dates are strings."""
    return json.loads(json.dumps(value, default=str))


def accepted(folder: Path, document: dict[str, Any], catalogue: Catalogue = CATALOGUE) -> str:
    """'' for a config that mailcheck follows, otherwise what it says."""
    lines = "".join(f"{toml_key(name)} = {toml_value(value)}\n" for name, value in document.items())
    (folder / "mailcheck.toml").write_text(lines, encoding="utf-8")
    try:
        make_plan(catalogue, read_config(folder / "mailcheck.toml"))
    except ConfigError as error:
        return str(error)
    return ""


def variants() -> Iterator[dict[str, Any]]:
    """Configs with one value in one place: every key of every table, a key that none knows, every value."""
    entry = {"rule": "reply-to", "target": "x", "reason": "y"}
    for value in VALUES:
        for key in (*KEYS, "odd"):
            yield {key: value}
        for key in (*CONTEXT_TYPES, "odd"):
            yield {"context": {key: value}}
            yield {"paths": [{"match": "x", key: value}]}
        for key in ("names", "domains", "addresses", "odd"):
            yield {"senders": [{key: value}]}
        for key in (*LIMIT_WORDS, "odd"):
            yield {"limits": {key: value}}
        for key in ("rule", "target", "reason", "until", "odd"):
            yield {"allow": [{**entry, key: value}]}
        for key in ("us", "reply-to", "odd"):
            yield {"severity": {key: value}}
    for rule in CATALOGUE.rules:
        yield {"rules": {rule.id: {"odd": 1}}}
        for key in SCHEMA["properties"]["rules"]["properties"][rule.id]["properties"]:
            for value in ONE_OF_A_TYPE:
                yield {"rules": {rule.id: {key: value}}}
    for missing in entry:
        yield {"allow": [{key: value for key, value in entry.items() if key != missing}]}
    yield {"paths": [{"class": "commercial"}]}
    yield {"rules": {"odd": {}}}
    yield {"allow": [{**entry, "rule": "us"}]}


def test_it_accepts_what_mailcheck_accepts(tmp_path: Path) -> None:
    drafts = (jsonschema.Draft4Validator, jsonschema.Draft7Validator)
    for draft in drafts:
        draft.check_schema(SCHEMA)
    validators = [draft(SCHEMA, format_checker=jsonschema.FormatChecker()) for draft in drafts]
    verdicts = set()
    for document in variants():
        says = accepted(tmp_path, document)
        if "2027-05-31" in json.dumps(document, default=str) and "expected a string" in says:
            continue  # JSON has no dates: to a schema they are strings
        if "there is no file" in says:
            continue  # a schema does not look at the disk
        for validator in validators:
            valid = validator.is_valid(as_json(document))
            assert valid == (not says), f"{document}: {says or 'the schema refuses it'}"
            verdicts.add(valid)
    assert verdicts == {True, False}


def test_every_key_is_in_it_in_the_words_of_the_guide() -> None:
    assert set(SCHEMA["properties"]) == set(KEYS)
    guide = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]*? \| ([^|]*?) \|$", guide, re.MULTILINE))
    assert {name: rows.get(name) for name in (*CONTEXT_WORDS, *LIMIT_WORDS)} == {**CONTEXT_WORDS, **LIMIT_WORDS}


def test_rules_of_your_own_are_in_it(write_rule: WritePack, tmp_path: Path) -> None:
    folder = write_rule(
        arguments="severity=Severity.WARNING, options=Options, formerly=('house-strange',)",
        parameters="options",
    )
    text = (folder / "odd" / "house_odd.py").read_text(encoding="utf-8")
    options = "@dataclass(frozen=True)\nclass Options:\n    least: int = opt(2, 'the least number')\n\n\nrule = Rule("
    (folder / "odd" / "house_odd.py").write_text(text.replace("rule = Rule(", options), encoding="utf-8")
    catalogue = load_catalogue([folder])
    validator = jsonschema.Draft7Validator(config_schema(catalogue))
    for name in ("house-odd", "house-strange", "odd"):
        good = {"ignore": [name], "rules": {"house-odd": {"least": 3}}}
        assert not accepted(tmp_path, deepcopy(good), catalogue)
        assert validator.is_valid(good)
    assert not validator.is_valid({"rules": {"house-odd": {"least": "3"}}})
    described = config_schema(catalogue)["properties"]["rules"]["properties"]["house-odd"]["properties"]["least"]
    assert described == {"type": "integer", "description": "the least number", "default": 2}
