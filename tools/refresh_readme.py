"""Write the generated parts of README.md again: the sample finding and the table of rules.

    python tools/refresh_readme.py

A test compares them, so that the README never says what the linter does not.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def sample() -> str:
    """What the command prints of the hidden opt-out in the bad newsletter."""
    command = [sys.executable, "-m", "mailcheck", "check", "--offline", "--no-config", "examples/bad-newsletter.eml"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    start = printed.index("error[unsub-camouflaged]")
    return "```\n" + printed[start : printed.index("\n\n", start)] + "\n```"


def rules() -> str:
    """The table of the built-in rules."""
    from mailcheck.engine.packs import load_pack
    from mailcheck.explain import table

    return table(load_pack("mailcheck_rules").rules).strip()


def refreshed(text: str) -> str:
    """The README with its generated parts made anew."""
    for name, made in (("sample", sample()), ("rules", rules())):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end of {name} -->)", re.DOTALL)
        text, number = pattern.subn(lambda match, made=made: match[1] + made + match[2], text)  # type: ignore[misc]
        if number != 1:
            sys.exit(f"README.md: the marks of '{name}' are not there once")
    return text


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
