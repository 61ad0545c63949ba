"""The JSON Schema of the config: what `config_tables` and the rules of a catalogue accept, for editors.

The editors' TOML tools know different drafts. What is used here means the same in drafts 4 to 7.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from mailcheck.engine.config_tables import CHOICES, CONTEXT_TYPES, KEYS, PERCENTAGES, PROVIDERS, SEVERITIES
from mailcheck.engine.config_words import CONTEXT_WORDS, KEY_WORDS, LIMIT_WORDS, OFFER_WORDS, SENDER_WORDS
from mailcheck.engine.packs import Catalogue
from mailcheck.engine.typed_values import field_types
from mailcheck.rule import Rule
from mailcheck.source.limits import Limits
from mailcheck.subjects.context import Offer, Sender

Schema = dict[str, Any]
SIMPLE: Mapping[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
}
WRITTEN: Schema = {"type": "string", "pattern": r"\S"}
ITEMS: Mapping[str, Schema] = {
    "providers": {"enum": list(PROVIDERS)},
    "sending_ips": {"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]},
    "jurisdictions": {"type": "string", "pattern": "^[A-Za-z]{2}(-[A-Za-z]{2,3})?$"},
}
"""What the elements of a list in the context must be, beyond their type."""


def config_schema(catalogue: Catalogue) -> Schema:
    """The schema of a config for the rules of a catalogue; of `mailcheck.toml`, or of the table `tool.mailcheck`."""
    ids = [*catalogue.by_id, *catalogue.renamed]
    context = {name: _context_key(name) for name in CONTEXT_TYPES}
    keys: dict[str, Schema] = {
        "select": _many(_ref("name")),
        "ignore": _many(_ref("name")),
        "fail_on": {"enum": list(SEVERITIES)},
        "strict": {"type": "boolean"},
        "context": _table(context),
        "severity": _table({name: _ref("severity") for name in [*sorted(catalogue.groups), *ids]}),
        "rules": _table({id_: _options(_rule(catalogue, id_)) for id_ in ids}),
        "allow": _many(
            _table(
                {"rule": {"enum": ids}, "target": WRITTEN, "reason": WRITTEN, "until": SIMPLE[date]},
                required=("rule", "target", "reason"),
            )
        ),
        "exclude": _many(SIMPLE[str]),
        "baseline": SIMPLE[str],
        "rule_dirs": _many(SIMPLE[str]),
        "jobs": {"anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["auto"]}]},
        "limits": _table({name: _limit(name) for name in field_types(Limits)}),
        "senders": _many(
            _table({name: _of(kind) | _described(SENDER_WORDS[name]) for name, kind in field_types(Sender).items()})
        ),
        "offers": _many(_table({name: _offer_key(name, kind) for name, kind in field_types(Offer).items()})),
        "paths": _many(_table({"match": SIMPLE[str] | _described("a glob"), **context}, required=("match",))),
        "domains": _many(SIMPLE[str]),
        "lexicon": _many(SIMPLE[str]),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "mailcheck config",
        "description": "mailcheck.toml, or the table [tool.mailcheck] of pyproject.toml.",
        **_table({name: keys[name] | _described(KEY_WORDS[name]) for name in KEYS}),
        "definitions": {"severity": {"enum": list(SEVERITIES)}, "name": _name(catalogue)},
    }


def _rule(catalogue: Catalogue, id_: str) -> Rule:
    return catalogue.by_id[catalogue.renamed.get(id_, id_)]


def _name(catalogue: Catalogue) -> Schema:
    """A rule or group; editors that know `x-taplo` show what each is about."""
    groups = sorted(catalogue.groups)
    titles = [rule.title for rule in catalogue.rules]
    former = [f"now called {id_}" for id_ in catalogue.renamed.values()]
    return {
        "enum": [*groups, *catalogue.by_id, *catalogue.renamed],
        "x-taplo": {"docs": {"enumValues": [*(f"the rules of group {group}" for group in groups), *titles, *former]}},
    }


def _options(rule: Rule) -> Schema:
    kinds = field_types(rule.options)
    options = {
        option.name: _of(kinds[option.name])
        | _described(str(option.metadata.get("help", "")))
        | ({} if option.default in (MISSING, None) else {"default": _plain(option.default)})
        for option in fields(rule.options)
    }
    return _table(options) | _described(f"{rule.title}. {rule.summary}")


def _context_key(name: str) -> Schema:
    if name in CHOICES:
        schema: Schema = {"enum": list(CHOICES[name])}
    elif name in ITEMS:
        schema = _many(ITEMS[name])
    else:
        schema = _of(CONTEXT_TYPES[name])
    return schema | _described(CONTEXT_WORDS[name])


def _offer_key(name: str, kind: Any) -> Schema:
    percent = {"minimum": 0, "maximum": 100} if name in PERCENTAGES else {}
    return _of(kind) | percent | _described(OFFER_WORDS[name])


def _limit(name: str) -> Schema:
    """Above zero. `exclusiveMinimum` is written otherwise in draft 4 than later, hence `not`."""
    default = next(field.default for field in fields(Limits) if field.name == name)
    above_zero = {"minimum": 0, "not": {"enum": [0]}}
    return _of(type(default)) | above_zero | _described(LIMIT_WORDS[name]) | {"default": default}


def _of(kind: Any) -> Schema:
    """The schema of a type that a config can give values of, see `typed_values.fit`."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        given = [_of(option) for option in inner if option is not type(None)]
        return given[0] if len(given) == 1 else {"anyOf": given}
    if origin is tuple:
        return _many(_of(inner[0]))
    return dict(SIMPLE[kind])


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _table(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    table: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    return table | ({"required": list(required)} if required else {})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _described(text: str) -> Schema:
    return {"description": text} if text else {}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
