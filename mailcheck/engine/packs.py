"""Rule packs: installed ones through entry points, folders by their path. A pack that is not right stops the run.

A pack is a package: a folder is a group, a file a rule, and names that begin with an underscore are neither.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from mailcheck.engine.entry_points import installed_packs
from mailcheck.engine.refusals import PackError, shown_path
from mailcheck.engine.rule_checks import refuse_bad_rule
from mailcheck.rule import Rule

PRIVATE = "_mailcheck_rule_dirs"
"""Folders of rules are imported below this name, which no import statement of anyone else can mean."""


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


@dataclass(frozen=True, slots=True)
class Pack:
    """A package of rules. `place` is what errors about the pack itself point at."""

    package: str
    folder: str
    place: str


def load_catalogue(rule_dirs: Iterable[str | Path] = ()) -> Catalogue:
    """The rules of all installed packs and of `rule_dirs`. Raises `PackError` for the first that is not right."""
    return _load([*_installed(), *map(load_folder, rule_dirs)])


def load_pack(name: str | Path) -> Catalogue:
    """The rules of one pack alone: an importable package by its name, or a folder by its path."""
    return _load([load_folder(name)] if isinstance(name, Path) else _package(name, name))


def _load(packs: Iterable[Pack]) -> Catalogue:
    found: list[tuple[Rule, str]] = []
    for pack in packs:
        for name, file in _walk(pack.folder, pack.package):
            module = _import(name, file, pack)
            found.append((refuse_bad_rule(module, name, file), file))
    _refuse_clashes(found)
    return Catalogue(tuple(sorted((rule for rule, _ in found), key=lambda rule: rule.id)))


def _installed() -> Iterator[Pack]:
    for point in {point.module: point for point in installed_packs()}.values():
        yield from _package(point.module, f"{point.distribution}, entry point {point.name}")


def _package(module: str, place: str) -> Iterator[Pack]:
    package = _import(module, "", Pack(module, "", place))
    folders = [os.path.abspath(folder) for folder in getattr(package, "__path__", ())]
    if not folders or not all(os.path.isdir(folder) for folder in folders):
        raise PackError(
            f"{module} is not a folder of rules",
            place=place,
            remedy="let the entry point name a package that is installed as files",
        )
    for folder in folders:
        yield Pack(module, folder, place)


def load_folder(folder: str | Path) -> Pack:
    """Make a folder importable under a private name of its own, afresh, without touching `sys.path`."""
    path = os.path.abspath(folder)
    shown = shown_path(path)
    if not os.path.isdir(path):
        raise PackError("no such folder of rules", place=shown, remedy="check rule_dirs and --rules")
    parent = f"{PRIVATE}.{sha256(os.path.realpath(path).encode()).hexdigest()[:12]}"
    name = f"{parent}.{os.path.basename(path).replace('.', '_')}"
    for known in [known for known in sys.modules if known == parent or known.startswith(parent + ".")]:
        del sys.modules[known]
    for above in (PRIVATE, parent):
        sys.modules.setdefault(above, _namespace(above, []))
    pack = Pack(name, path, shown)
    init = os.path.join(path, "__init__.py")
    if not os.path.isfile(init):
        sys.modules[name] = _namespace(name, [path])
        return pack
    spec = spec_from_file_location(name, init, submodule_search_locations=[path])
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise _import_error(error, init, path) from error
    return pack


def _namespace(name: str, path: list[str]) -> ModuleType:
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = path
    return module_from_spec(spec)


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


def _import(name: str, file: str, pack: Pack) -> ModuleType:
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
