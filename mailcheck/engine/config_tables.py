"""The keys of a config, one small reader each. What a key does not allow is an error at its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from mailcheck.engine.baseline_file import default_file
from mailcheck.engine.config import Allow, Config, Jobs, Named, OptionValue, PathContext, Selection
from mailcheck.engine.config_file import Document, read_document
from mailcheck.engine.refusals import ConfigError, suggestion
from mailcheck.engine.typed_values import WrongTypeError, field_types, fit
from mailcheck.findings import Severity
from mailcheck.lexicon.own_words import NO_WORDS, OwnWords
from mailcheck.rule import STAGES
from mailcheck.source.limits import Limits
from mailcheck.spans import Span
from mailcheck.subjects.context import Context, Offer, Sender

KEYS = (
    *("select", "ignore", "fail_on", "strict", "context", "severity", "rules"),
    *(
        "allow",
        "exclude",
        "baseline",
        "rule_dirs",
        "jobs",
        "limits",
        "senders",
        "paths",
        "domains",
        "lexicon",
        "offers",
    ),
)
SEVERITIES = {severity.label: severity for severity in Severity}
CHOICES = {
    "class": ("commercial", "transactional", "editorial"),
    "stage": STAGES,
    "consent": ("affirmative", "none"),
}
NOT_CONTEXT = {"message_class", "senders", "offers", "offline", "limits", "own_words", "declared_at"}
CONTEXT_TYPES = {"class": str | None} | {
    name: kind for name, kind in field_types(Context).items() if name not in NOT_CONTEXT
}
PERCENTAGES = ("discount", "least_discount")
PROVIDERS = ("gmail", "yahoo", "microsoft", "apple")
JURISDICTION = re.compile(r"[a-z]{2}(-[a-z]{2,3})?")


def read_config(path: str | Path) -> Config:
    """The config in a file. Raises `ConfigError` at the first thing in it that cannot be followed."""
    document = read_document(path)
    table = document.table
    document.only(table, (), KEYS)
    return Config(
        file=document.file,
        source=document.source,
        folder=document.folder,
        selections=(_selection(document),),
        fail_on=_severity(document, table.get("fail_on", "error"), ("fail_on",)),
        strict=document.fit(table.get("strict", False), bool, ("strict",)),
        context=_context(document),
        domains=tuple(_domains(document)),
        paths=tuple(_paths(document)),
        configured=tuple(
            Named(rule, document.place(("rules", rule)))
            for rule in document.mapping(table.get("rules", {}), ("rules",))
        ),
        options=tuple(_options(document)),
        allow=tuple(_allow(document)),
        exclude=document.fit(table.get("exclude", ()), tuple[str, ...], ("exclude",)),
        baseline=_baseline(document),
        rule_dirs=tuple(
            os.path.join(document.folder, folder)
            for folder in document.fit(table.get("rule_dirs", ()), tuple[str, ...], ("rule_dirs",))
        ),
        jobs=_jobs(document),
    )


def number_of_jobs(value: object) -> Jobs:
    """How many processes judge messages. Raises `ConfigError` that names the key alone."""
    try:
        jobs: Jobs = fit(value, Jobs)
    except WrongTypeError as error:
        raise ConfigError(f'"jobs" is not right: {error}') from None
    if jobs != "auto" and jobs < 1:
        raise ConfigError('"jobs" is not right: expected a number above 0, or "auto"')
    return jobs


def declare(values: Mapping[str, Any]) -> dict[str, Any]:
    """Context fields from names as the config has them. Raises `ConfigError` that names the key alone."""
    declared: dict[str, Any] = {}
    for name, value in values.items():
        if name not in CONTEXT_TYPES:
            raise ConfigError(f'unknown key "{name}"', remedy=suggestion(name, CONTEXT_TYPES))
        try:
            fitted = fit(value, CONTEXT_TYPES[name])
        except WrongTypeError as error:
            raise ConfigError(f'"{name}" is not right: {error}') from None
        if name in CHOICES and fitted not in CHOICES[name]:
            raise ConfigError(f'unknown {name} "{fitted}"', remedy=suggestion(fitted, CHOICES[name]))
        if name == "providers":
            for provider in fitted:
                if provider not in PROVIDERS:
                    raise ConfigError(f'unknown provider "{provider}"', remedy=suggestion(provider, PROVIDERS))
        if name == "sending_ips":
            for address in fitted:
                _require_address(address)
        if name == "jurisdictions":
            fitted = tuple(code.lower() for code in fitted)
            for code in fitted:
                if not JURISDICTION.fullmatch(code):
                    raise ConfigError(
                        f'"{code}" is no jurisdiction',
                        remedy='use a country\'s two letters, with a state\'s when it matters: "us", "us-wa"',
                    )
        declared["message_class" if name == "class" else name] = fitted
    return declared


def _require_address(text: str) -> None:
    from ipaddress import ip_address

    try:
        ip_address(text)
    except ValueError:
        raise ConfigError(f'"{text}" is no IP address', remedy="write it like 192.0.2.1 or 2001:db8::1") from None


def _declared(document: Document, table: Mapping[str, Any], key: tuple[str | int, ...]) -> dict[str, Any]:
    declared: dict[str, Any] = {}
    for name, value in table.items():
        try:
            declared |= declare({name: value})
        except ConfigError as error:
            document.refuse((*key, name), error.message, error.remedy)
    return declared


def _context(document: Document) -> Context:
    table = document.mapping(document.table.get("context", {}), ("context",))
    context = replace(Context(), **_declared(document, table, ("context",)))
    return replace(
        context,
        senders=tuple(_senders(document)),
        offers=tuple(_offers(document)),
        limits=_limits(document),
        own_words=_own_words(document),
        declared_at=_places(document, table, ("context",)),
    )


def _places(document: Document, table: Mapping[str, Any], key: tuple[str | int, ...]) -> dict[str, Span]:
    """Context field -> where it is declared."""
    return {"message_class" if name == "class" else name: document.span((*key, name)) for name in table}


def _own_words(document: Document) -> OwnWords:
    if "lexicon" not in document.table:
        return NO_WORDS
    from mailcheck.engine.own_words import read_own_words

    return read_own_words(document)


def _senders(document: Document) -> list[Sender]:
    types = field_types(Sender)
    senders = []
    for key, table in document.tables(document.table.get("senders", []), ("senders",)):
        document.only(table, key, types)
        senders.append(Sender(**{name: document.fit(v, types[name], (*key, name)) for name, v in table.items()}))
    return senders


def _offers(document: Document) -> Iterator[Offer]:
    types = field_types(Offer)
    for key, table in document.tables(document.table.get("offers", []), ("offers",)):
        document.only(table, key, types)
        values = {name: document.fit(value, types[name], (*key, name)) for name, value in table.items()}
        for name in PERCENTAGES:
            if not 0 <= values.get(name, 0) <= 100:
                document.refuse((*key, name), f'"{name}" is not right: expected a percentage from 0 to 100')
        for low, high in (("least_discount", "discount"), ("price", "was"), ("starts", "ends")):
            if low in values and high in values and values[low] > values[high]:
                document.refuse((*key, high), f'"{high}" is less than "{low}"', "one of them is a slip")
        yield Offer(**values)


def _domains(document: Document) -> Iterator[Named]:
    """The domains named for looking up: at the top, and with each sender."""
    senders = document.tables(document.table.get("senders", []), ("senders",))
    holders: list[tuple[tuple[str | int, ...], Mapping[str, Any]]] = [((), document.table), *senders]
    for key, table in holders:
        listed = document.fit(table.get("domains", ()), tuple[str, ...], (*key, "domains"))
        for index, name in enumerate(listed):
            yield Named(name, document.place((*key, "domains", index)))


def _limits(document: Document) -> Limits:
    types = field_types(Limits)
    table = document.mapping(document.table.get("limits", {}), ("limits",))
    document.only(table, ("limits",), types)
    values = {name: document.fit(value, types[name], ("limits", name)) for name, value in table.items()}
    for name, value in values.items():
        if not value > 0:
            document.refuse(("limits", name), f'"{name}" is not right: expected a number above 0')
    return Limits(**values)


def _paths(document: Document) -> list[PathContext]:
    paths = []
    for key, table in document.tables(document.table.get("paths", []), ("paths",)):
        document.only(table, key, ("match", *CONTEXT_TYPES))
        if "match" not in table:
            document.refuse(key, "this entry says no path", 'add match = "folder/**"')
        match = document.fit(table["match"], str, (*key, "match"))
        rest = {name: value for name, value in table.items() if name != "match"}
        paths.append(PathContext(match, _declared(document, rest, key), _places(document, rest, key)))
    return paths


def _baseline(document: Document) -> str:
    """The file that is named, else the one that lies beside the config."""
    if "baseline" not in document.table:
        return default_file(document.folder)
    return os.path.join(document.folder, document.fit(document.table["baseline"], str, ("baseline",)))


def _jobs(document: Document) -> Jobs | None:
    if "jobs" not in document.table:
        return None
    try:
        return number_of_jobs(document.table["jobs"])
    except ConfigError as error:
        document.refuse(("jobs",), error.message, error.remedy)


def _severity(document: Document, value: Any, key: tuple[str | int, ...]) -> Severity:
    return SEVERITIES[document.choice(document.fit(value, str, key), SEVERITIES, key)]


def _selection(document: Document) -> Selection:
    def names(name: str) -> tuple[Named, ...]:
        given = document.fit(document.table.get(name, ()), tuple[str, ...], (name,))
        return tuple(Named(entry, document.place((name, index))) for index, entry in enumerate(given))

    severity = document.mapping(document.table.get("severity", {}), ("severity",))
    return Selection(
        names("select"),
        names("ignore"),
        tuple(
            (Named(name, document.place(("severity", name))), _severity(document, level, ("severity", name)))
            for name, level in severity.items()
        ),
    )


def _options(document: Document) -> list[OptionValue]:
    options = []
    for rule, given in document.mapping(document.table.get("rules", {}), ("rules",)).items():
        named = Named(rule, document.place(("rules", rule)))
        for option, value in document.mapping(given, ("rules", rule)).items():
            options.append(OptionValue(named, option, value, document.place(("rules", rule, option))))
    return options


def _allow(document: Document) -> list[Allow]:
    types = {"rule": str, "target": str, "reason": str, "until": date}
    allowed = []
    for key, table in document.tables(document.table.get("allow", []), ("allow",)):
        document.only(table, key, types)
        for name in ("rule", "target", "reason"):
            if not str(table.get(name, "")).strip():
                document.refuse(key, f'this entry says no "{name}"', 'add it; "reason" is for whoever reads this later')
        values = {name: document.fit(value, types[name], (*key, name)) for name, value in table.items()}
        values["rule"] = Named(values["rule"], document.place((*key, "rule")))
        allowed.append(Allow(**values))
    return allowed
