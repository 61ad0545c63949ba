"""Write again what is generated from rules and code: pages of rules, the config's schema, parts of README.md.

    python tools/refresh_docs.py

Run it when a rule, an option or a key of the config has changed. A test compares, so that the documentation never says
what the linter does not.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
RULES = ROOT / "docs" / "rules"
SCHEMA = ROOT / "mailcheck" / "schemas" / "config.schema.json"


def generated() -> Mapping[Path, str]:
    """Every generated file with what it should hold."""
    from mailcheck.engine.packs import load_pack
    from mailcheck.manual.folder import manual_files
    from mailcheck.schema import config_schema_text

    catalogue = load_pack("mailcheck_rules")
    pages = {RULES / name: text for name, text in manual_files(catalogue.rules).items()}
    return {README: readme(), SCHEMA: config_schema_text(catalogue), **pages}


def stale() -> list[Path]:
    """The generated files that are not what they should be: changed, missing, or about rules that are gone."""
    made = generated()
    wrong = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return sorted([*wrong, *(page for page in RULES.glob("*.md") if page not in made)])


def refresh() -> None:
    made = generated()
    RULES.mkdir(exist_ok=True)
    for page in RULES.glob("*.md"):
        if page not in made:
            page.unlink()
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
    from mailcheck.engine.packs import load_pack
    from mailcheck.manual.group_page import about_group, by_group

    groups = by_group(load_pack("mailcheck_rules").rules)
    rows = [
        f"| [`{group}`](docs/rules/README.md#{group}) | {len(members)} | {about_group(members)} |"
        for group, members in groups.items()
    ]
    return "\n".join(["| Group | Rules | About |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    refresh()
