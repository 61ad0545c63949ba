"""Which rules run, with which options, and how bad their findings are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mailcheck.engine.config import Config, Named, OptionValue, Selection
from mailcheck.engine.packs import Catalogue
from mailcheck.engine.refusals import ConfigError, suggestion
from mailcheck.engine.typed_values import WrongTypeError, field_types, fit
from mailcheck.findings import Severity
from mailcheck.report import Notice
from mailcheck.rule import Rule


class Chosen(NamedTuple):
    """A rule that runs. `severity` replaces the one its findings carry; `given` is its Options object, when the config
    gives any of them."""

    rule: Rule
    severity: Severity | None = None
    given: Any = None

    @property
    def options(self) -> Any:
        """Its Options object."""
        return self.rule.defaults if self.given is None else self.given

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What its check is told beside the subject."""
        return (self.options,) if self.rule.takes_options else ()


class Plan(NamedTuple):
    """The rules that run, sorted by id, the whole catalogue they come from, and what was odd in choosing them."""

    chosen: tuple[Chosen, ...]
    catalogue: Catalogue
    notices: tuple[Notice, ...] = ()


def make_plan(catalogue: Catalogue, config: Config) -> Plan:
    """Apply a config to the rules that were found. Raises `ConfigError` for names and options nobody knows."""
    names = _Names(catalogue)
    selections = [names.selection(selection) for selection in config.selections]
    given = names.options(config.options)
    for named in (*config.configured, *(allow.rule for allow in config.allow)):
        names.rule(named)
    chosen = tuple(
        Chosen(rule, _severity(rule, selections), _options(rule, given[rule.id]) if rule.id in given else None)
        for rule in catalogue.rules
        if _runs(rule, selections)
    )
    if not chosen:
        raise ConfigError("no rule is left to run", remedy="look at select and ignore, or install rules")
    for rule_id in given.keys() - {choice.rule.id for choice in chosen}:
        _options(catalogue.by_id[rule_id], given[rule_id])  # a mistake is one, whether the rule runs or not
    return Plan(chosen, catalogue, tuple(names.notices))


def find_rules(catalogue: Catalogue, name: str, place: str) -> tuple[Rule, ...]:
    """The rules that an id or a group means. Raises `ConfigError`, naming `place`, when nobody knows it."""
    found = _Names(catalogue).rule_or_group(Named(name, place)).name
    return tuple(rule for rule in catalogue.rules if found in (rule.id, rule.group))


def find_rule(catalogue: Catalogue, name: str, place: str) -> Rule:
    """The rule of an id, former ids included. Raises `ConfigError` when nobody knows it."""
    return catalogue.by_id[_Names(catalogue).rule(Named(name, place)).name]


def _runs(rule: Rule, selections: Sequence[Selection]) -> bool:
    """The strongest source that speaks about the rule decides. In one source an exact id beats a group, and at
    equal rank ignore beats select. A source that selects anything leaves out the rest."""
    for selection in reversed(selections):
        picked = _rank(rule, selection.select)
        dropped = _rank(rule, selection.ignore)
        if picked or dropped:
            return picked > dropped
        if selection.select:
            return False
    return True


def _rank(rule: Rule, names: Sequence[Named]) -> int:
    """2: named by id, 1: by group, 0: not at all."""
    return max((2 if n.name == rule.id else int(n.name == rule.group) for n in names), default=0)


def _severity(rule: Rule, selections: Sequence[Selection]) -> Severity | None:
    for selection in reversed(selections):
        levels = {named.name: level for named, level in selection.severity}
        for name in (rule.id, rule.group):
            if name in levels:
                return levels[name]
    return None


def _options(rule: Rule, given: Sequence[OptionValue]) -> Any:
    values: dict[str, Any] = {}
    types = field_types(rule.options)
    for entry in given:
        if entry.option not in types:
            known = suggestion(entry.option, types) if types else "it has none"
            raise ConfigError(f'rule {rule.id} has no option "{entry.option}"', place=entry.place, remedy=known)
        try:
            values[entry.option] = fit(entry.value, types[entry.option])
        except WrongTypeError as error:
            raise ConfigError(f'"{entry.option}" is not right: {error}', place=entry.place) from None
    try:
        return rule.options(**values)
    except ValueError as error:
        raise ConfigError(f"the options of rule {rule.id} do not fit: {error}", place=given[-1].place) from None


class _Names:
    """Resolves names against the catalogue: former ids become those of today, with a notice."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.notices: list[Notice] = []

    def selection(self, selection: Selection) -> Selection:
        return Selection(
            tuple(map(self.rule_or_group, selection.select)),
            tuple(map(self.rule_or_group, selection.ignore)),
            tuple((self.rule_or_group(named), level) for named, level in selection.severity),
        )

    def options(self, options: Sequence[OptionValue]) -> Mapping[str, list[OptionValue]]:
        by_rule: dict[str, list[OptionValue]] = {}
        for entry in options:
            by_rule.setdefault(self.rule(entry.rule).name, []).append(entry)
        return by_rule

    def rule_or_group(self, named: Named) -> Named:
        return named if named.name in self.catalogue.groups else self.rule(named, groups=True)

    def rule(self, named: Named, *, groups: bool = False) -> Named:
        if named.name in self.catalogue.by_id:
            return named
        new = self.catalogue.renamed.get(named.name)
        if new is None:
            what = "rule or group" if groups else "rule"
            known = self._known(groups=groups)
            raise ConfigError(f'unknown {what} "{named.name}"', place=named.place, remedy=suggestion(named.name, known))
        notice = Notice("config", f'rule "{named.name}" is now called "{new}"', *named.file_line)
        if notice not in self.notices:
            self.notices.append(notice)
        return Named(new, named.place)

    def _known(self, *, groups: bool) -> Iterator[str]:
        yield from self.catalogue.by_id
        yield from self.catalogue.renamed
        if groups:
            yield from self.catalogue.groups
