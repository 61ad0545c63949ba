"""The house stands: imports go downwards only, and every dependency has one door.

Every import statement counts, also inside functions and under TYPE_CHECKING: there are no exceptions.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "cli": 7, "__main__": 7, "manual": 7, "schema": 7, "init": 7, "inspect": 7, "testing": 7, "guide": 7, "bulk": 7,
    "__init__": 7,
    "reporters": 6,
    "engine": 5,
    "rule": 4, "report": 4, "api": 4,
    "subjects": 3,
    "facts": 2,
    "source": 1, "lookup": 1,
    "spans": 0, "holes": 0, "findings": 0, "records": 0, "exhibits": 0, "evidence": 0, "lexicon": 0, "lazy_regex": 0,
    "_version": 0,
}  # fmt: skip
DOORS = {
    "turbohtml": {"facts/html/parser.py"},
    "bs4": {"facts/html/dom.py", "subjects/message.py"},  # the subject only names the type it hands out
    "tinycss2": {"facts/css/css.py"},
    "click": {"cli/"},
    "dns": {"lookup/"},
    "dkim": {"facts/domain/dkim_verify.py"},
    "publicsuffixlist": {"facts/domain/public_suffix.py"},
    "checkdmarc": {"facts/domain/checkdmarc_records.py"},
}
REPORTERS_SEE = {0, 4, 6}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute dotted name of everything a module imports."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = node.module or ""
            if node.level:
                stem = ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])
            if stem == "mailcheck":
                yield from ((node.lineno, f"mailcheck.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, stem


def floor(name: str) -> int | None:
    parts = name.split(".")
    if parts[0] != "mailcheck":
        return None
    return FLOORS.get(parts[1], 7) if len(parts) > 1 else 7


CORE = sorted(path for path in (ROOT / "mailcheck").rglob("*.py"))
PACK = sorted((ROOT / "rules" / "mailcheck_rules").rglob("*.py"))


@pytest.mark.parametrize("path", CORE, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    inside = path.relative_to(ROOT / "mailcheck")
    own = inside.parts[0].removesuffix(".py")
    level = FLOORS[own]
    for line, name in imports(path):
        target = floor(name)
        where = f"{inside}:{line} imports {name}"
        if target is None:
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top == "__future__":
                continue
            doors = DOORS.get(top)
            assert doors is not None, f"{where}: not a dependency that has a door"
            assert any(str(inside).startswith(door) for door in doors), f"{where}: its door is {sorted(doors)}"
            continue
        if name.split(".")[1:2] == [own] or name == "mailcheck":
            continue
        if own == "reporters":
            assert target in REPORTERS_SEE, f"{where}: reporters see the report only"
        if {own, name.split(".")[1]} == {"source", "lookup"}:
            pytest.fail(f"{where}: reading and looking up do not know each other")
        assert target <= level, f"{where}: floor {target} is above floor {level}"


@pytest.mark.parametrize("path", PACK, ids=lambda p: str(p.relative_to(ROOT)))
def test_rules_use_the_door(path: Path) -> None:
    for line, name in imports(path):
        top = name.split(".")[0]
        allowed = name == "mailcheck.api" or top in sys.stdlib_module_names or top in ("__future__", "mailcheck_rules")
        assert allowed, f"{path.relative_to(ROOT)}:{line} imports {name}: rules import mailcheck.api only"


def test_packages_are_acyclic() -> None:
    """No import cycles among the modules of the core, deferred imports included."""
    names = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in CORE}
    graph = {name: {t for _, t in imports(path) if t in names and t != name} for name, path in names.items()}
    done: set[str] = set()
    trail: list[str] = []

    def visit(name: str) -> None:
        assert name not in trail, "cycle: " + " -> ".join([*trail[trail.index(name) :], name])
        if name in done:
            return
        trail.append(name)
        for other in sorted(graph[name]):
            visit(other)
        trail.pop()
        done.add(name)

    for name in sorted(graph):
        visit(name)
