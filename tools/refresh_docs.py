"""Write again what is generated from rules and code: their index and pages, the config's schema, parts of README.md.

    python tools/refresh_docs.py

Run it when a rule, an option or a key of the config has changed. A test compares, so that the documentation never says
what the linter does not, and the index not what the rules do not.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailcheck.engine.packs import Catalogue

PACK = "mailcheck_rules"
ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
RULES = ROOT / "docs" / "rules"
SCHEMA = ROOT / "mailcheck" / "schemas" / "config.schema.json"


def index() -> Mapping[Path, str]:
    """The index of the rules; with one that is not true the linter itself does not run."""
    from mailcheck.engine.rule_index import FILE, written_index

    folder = import_module(PACK).__path__[0]
    rules = [(rule, sys.modules[rule.module].__file__ or "") for rule in catalogue().rules]
    return {Path(folder, FILE): written_index(rules, folder)}


def documents() -> Mapping[Path, str]:
    """Every other generated file with what it should hold."""
    from mailcheck.manual.folder import manual_files
    from mailcheck.schema import config_schema_text

    pages = {RULES / name: text for name, text in manual_files(catalogue().rules).items()}
    return {SCHEMA: config_schema_text(catalogue()), **pages, README: readme()}


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The built-in rules, each imported, whatever the index of now says of it."""
    from mailcheck.engine.packs import Catalogue, load_pack

    return Catalogue(tuple(import_module(rule.module).rule for rule in load_pack(PACK).rules))


def stale() -> list[Path]:
    """The generated files that are not what they should be: changed, missing, or about rules that are gone."""
    wrong = _wrong(index())
    if wrong:
        return wrong
    made = documents()
    return sorted([*_wrong(made), *(page for page in RULES.glob("*.md") if page not in made)])


def _wrong(made: Mapping[Path, str]) -> list[Path]:
    return [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def refresh() -> None:
    _write(index())
    made = documents()
    RULES.mkdir(exist_ok=True)
    for page in RULES.glob("*.md"):
        if page not in made:
            page.unlink()
    _write(made)


def _write(made: Mapping[Path, str]) -> None:
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


def readme() -> str:
    """README.md with its generated parts made anew."""
    text = README.read_text(encoding="utf-8")
    for name, made in (("sample", sample()), ("rules", rules())):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end of {name} -->)", re.DOTALL)
        text, number = pattern.subn(lambda match, made=made: match[1] + made + match[2], text)  # type: ignore[misc]
        if number != 1:
            sys.exit(f"README.md: the marks of '{name}' are not there once")
    return text


def sample() -> str:
    """What the command prints of the hidden opt-out in the bad newsletter."""
    command = [sys.executable, "-m", "mailcheck", "check", "--offline", "--no-config", "examples/bad-newsletter.eml"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    start = printed.index("error[unsub-camouflaged]")
    return "```\n" + printed[start : printed.index("\n\n", start)] + "\n```"


def rules() -> str:
    """A row for each group of built-in rules, leading to its rules."""
    from mailcheck.manual.group_page import about_group, by_group

    groups = by_group(catalogue().rules)
    rows = [
        f"| [`{group}`](docs/rules/README.md#{group}) | {len(members)} | {about_group(members)} |"
        for group, members in groups.items()
    ]
    return "\n".join(["| Group | Rules | About |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    refresh()
