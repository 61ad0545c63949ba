"""Rule packs: installed ones through entry points, folders by their path. A pack that is not right stops the run.

A pack is a package: a folder is a group, a file a rule, and names that begin with an underscore are neither.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from mailcheck.engine.entry_points import installed_packs
from mailcheck.engine.refusals import PackError, shown_path
from mailcheck.engine.rule_checks import refuse_bad_rule
from mailcheck.engine.rule_dirs import mount
from mailcheck.engine.rule_index import IndexedRule, place_in, read_index
from mailcheck.rule import Rule

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Catalogue:
    """All rules that were found, sorted by id. Ids, groups and former ids share one name space."""

    rules: tuple[Rule, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def groups(self) -> frozenset[str]:
        return frozenset(rule.group for rule in self.rules)

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Former id -> id of today."""
        return {old: rule.id for rule in self.rules for old in rule.formerly}

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Every id, former ones too -> id of today."""
        return {**{rule_id: rule_id for rule_id in self.by_id}, **self.renamed}


class _Pack(NamedTuple):
    """A package of rules. `place` is what errors about the pack itself point at."""

    package: str
    folder: str
    place: str


def load_catalogue(rule_dirs: Iterable[str | Path] = ()) -> Catalogue:
    """The rules of all installed packs and of `rule_dirs`. Raises `PackError` for the first that is not right."""
    return _load([*_installed(), *map(_folder, {os.path.realpath(folder): folder for folder in rule_dirs}.values())])


def load_pack(name: str | Path) -> Catalogue:
    """The rules of one pack alone: an importable package by its name, or a folder by its path."""
    return _load([_folder(name)] if isinstance(name, os.PathLike) else _package(name, name))


def _load(packs: Iterable[_Pack]) -> Catalogue:
    found = [found for pack in packs for found in _rules_of(pack)]
    _refuse_clashes(found)
    return Catalogue(tuple(sorted((rule for rule, _ in found), key=lambda rule: rule.id)))


def _rules_of(pack: _Pack) -> Iterator[tuple[Rule, str]]:
    """The rules of a pack with their files; those that its index knows are not imported yet."""
    index = read_index(pack.folder)
    for name, file in _walk(pack.folder, pack.package):
        told = index.get(place_in(pack.folder, file))
        load = partial(_imported, name, pack, file)
        yield (load() if told is None else IndexedRule(name, told, load)), file


def _imported(name: str, pack: _Pack, file: str) -> Rule:
    return refuse_bad_rule(_import(name, pack, file), name, file)


def _installed() -> Iterator[_Pack]:
    for point in {point.module: point for point in installed_packs()}.values():
        yield from _package(point.module, f"{point.distribution}, entry point {point.name}")


def _package(module: str, place: str) -> Iterator[_Pack]:
    package = _import(module, _Pack(module, "", place))
    folders = [os.path.abspath(folder) for folder in getattr(package, "__path__", ())]
    if not folders or not all(os.path.isdir(folder) for folder in folders):
        raise PackError(
            f"{module} is not a folder of rules",
            place=place,
            remedy="let the entry point name a package that is installed as files",
        )
    for folder in folders:
        yield _Pack(module, folder, place)


def _folder(folder: str | Path) -> _Pack:
    path = os.path.abspath(folder)
    place = shown_path(path)
    if not os.path.isdir(path):
        raise PackError("no such folder of rules", place=place, remedy="check rule_dirs and --rules")
    if "." in os.path.basename(path):
        raise PackError("the folder's name cannot name a group", place=place, remedy="rename it without the dot")
    pack = _Pack(mount(path), path, place)
    package = _import(pack.package, pack)
    if path not in map(os.path.abspath, getattr(package, "__path__", ())):
        raise PackError(
            f"{shown_path(getattr(package, '__file__', None) or path)} hides the folder",
            place=place,
            remedy="rename one of them, or put an __init__.py into the folder",
        )
    return pack


def _walk(folder: str, package: str) -> Iterator[tuple[str, str]]:
    """Module name and file of every rule below a folder, in order of names."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        stem, suffix = os.path.splitext(entry.name)
        if entry.name.startswith(("_", ".")):
            continue
        is_folder = entry.is_dir()
        if not is_folder and suffix != ".py":
            continue
        name = entry.name if is_folder else stem
        if not (name.isidentifier() and name.isascii() and name == name.lower()):
            raise PackError(
                f"{name!r} cannot name a {'group' if is_folder else 'rule'}",
                place=shown_path(entry.path),
                remedy="use lower-case words joined by underscores; begin with an underscore what is not a rule",
            )
        if is_folder:
            yield from _walk(entry.path, f"{package}.{name}")
        else:
            yield f"{package}.{name}", entry.path


def _import(name: str, pack: _Pack, file: str = "") -> ModuleType:
    try:
        return import_module(name)
    except (Exception, SystemExit) as error:
        raise _import_error(error, file or pack.place, pack.folder) from error


def _import_error(error: BaseException, file: str, folder: str) -> PackError:
    """Points at the deepest line of the pack that took part in the failure."""
    line = 0
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno or 0
    else:
        trace = error.__traceback__
        while trace is not None:
            path = trace.tb_frame.f_code.co_filename
            if folder and path.startswith(folder + os.sep):
                file, line = path, trace.tb_lineno
            trace = trace.tb_next
    place = shown_path(file) if os.path.isabs(file) else file
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return PackError(
        f"the rule pack cannot be imported: {type(error).__name__}: {text}",
        place=f"{place}:{line}" if line else place,
        remedy="mend or uninstall the pack; a run without it would silently check less",
    )


def _refuse_clashes(found: Sequence[tuple[Rule, str]]) -> None:
    files: dict[str, str] = {}
    groups = {rule.group: file for rule, file in found}
    for rule, file in found:
        place = f"{shown_path(file)}:1"
        remedy = "rename one of the files; foreign packs put a word of their own in front"
        if rule.id in files:
            raise PackError(f"id {rule.id!r} is taken by {shown_path(files[rule.id])}", place=place, remedy=remedy)
        files[rule.id] = file
        if rule.id in groups:
            other = shown_path(os.path.dirname(groups[rule.id]))
            raise PackError(f"id {rule.id!r} is also a group, {other}", place=place, remedy=remedy)
    former: dict[str, str] = {}
    for rule, file in found:
        for old in rule.formerly:
            taken = files.get(old) or groups.get(old) or former.get(old)
            if taken:
                raise PackError(
                    f"former id {old!r} is taken by {shown_path(taken)}",
                    place=f"{shown_path(file)}:1",
                    remedy="remove it from formerly",
                )
            former[old] = file
